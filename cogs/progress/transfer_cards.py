"""What a file would mark, and one's own marks as a file."""

from collections.abc import Sequence

import discord

from bot import ui
from bot.domain.catalogue import Episode, Show
from bot.domain.progress import Mark
from bot.domain.ranges import spans
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.imports import Imported, Marked, export
from bot.text import counted, escape, joined, quote

NAMED = 10
"""Things that could not be matched that are named; all are counted."""


def dry_run_card(
    show: Show, found: Imported, new: Sequence[Episode], already: Sequence[Episode], *, import_id: int
) -> ui.Card:
    """What a file would mark, what is marked already and what matches nothing; a button applies it."""
    facts = ui.small(
        joined(escape(show.title), f"read as {found.format}", "a preview: press to apply it" if new else "")
    )
    press = ui.button(
        f"Mark {counted(len(new), 'episode')}",
        f"progress:apply:{import_id}",
        style=discord.ButtonStyle.primary,
    )
    lines = [_new(show, new)]
    if already:
        lines.append(f"Marked already: {_spanned(show, already)}.")
    return ui.card(
        f"## What your file would mark\n{facts}",
        "\n".join(lines),
        _unmatched(found),
        ui.row(press) if new else None,
    )


def export_card(show: Show, found: Sequence[tuple[Episode, Mark]], viewer: Viewer) -> ui.Card:
    """One's marks as a file.

    Raises:
        Refusal: there are none.
    """
    if not found:
        raise Refusal("You have marked nothing here yet, so there is nothing to take along.")
    rows = (Marked(episode, mark.source, mark.marked_at) for episode, mark in found)
    facts = joined(escape(show.title), counted(len(found), "episode"), "CSV, as /progress import reads it")
    document = ui.Document(f"{show.id}-progress.csv", export(rows, viewer))
    return ui.card(f"## Your progress as a file\n{ui.small(facts)}", document)


def _new(show: Show, new: Sequence[Episode]) -> str:
    if not new:
        return f"It holds nothing new of {escape(show.title)}."
    return f"New: {_spanned(show, new)}."


def _spanned(show: Show, episodes: Sequence[Episode]) -> str:
    return f"**{counted(len(episodes), 'episode')}** ({spans(show, episodes)})"


def _unmatched(found: Imported) -> str | None:
    if not found.unmatched_count:
        return None
    named = "\n".join(f"- {quote(text, 80)}" for text in found.unmatched[:NAMED])
    rest = found.unmatched_count - len(found.unmatched[:NAMED])
    more = f"\n{ui.small(f'and {rest:,} more')}" if rest else ""
    things = counted(found.unmatched_count, "entry", "entries")
    return f"Left out, for my catalogue has nothing for them: **{things}** of your file\n{named}{more}"
