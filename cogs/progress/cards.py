"""The cards of what one does with one's marks: what changed, and how one's choices stand."""

from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot import ui
from bot.domain.catalogue import Episode, Show
from bot.domain.member_settings import SpoilerMode
from bot.domain.progress import Done, Progress
from bot.domain.ranges import spans
from bot.names import name_of
from bot.text import counted, escape, rating
from cogs.progress.actions import Change, Kind

_FILLED, _EMPTY = "\u25b0", "\u25b1"
WIDTH = 10
"""Characters of a bar."""


def change_card(change: Change) -> ui.Card:
    """What changed, how far one is now, what is next, and how to take it back."""
    lines = [_said(change), *standing_lines(change.progress)]
    following = change.progress.next
    if following is not None:
        lines.append(f"Next: {escape(name_of(following, change.viewer))}")
    elif change.progress.regular.total:
        lines.append("You have watched them all.")
    return ui.card(
        f"## Your progress\n{ui.small(escape(change.show.title))}",
        "\n".join(lines),
        _change_buttons(change),
    )


def standing_lines(progress: Progress) -> Iterator[str]:
    """How far somebody is, with a bar; the specials apart, where they watched any; then their scores."""
    if progress.regular.total:
        yield f"{bar(progress.regular)} **{progress.regular}**"
    if progress.specials.watched or not progress.regular.total:
        yield f"{bar(progress.specials)} Specials: **{progress.specials}**"
    if progress.mean is not None:
        yield f"Scored {progress.scored:,} · mean **{rating(progress.mean)}**"


def bar(done: Done) -> str:
    """A bar of ten signs: none filled only where nothing is watched, all only where everything is."""
    if done.watched == done.total:
        filled = WIDTH if done.total else 0
    else:
        filled = min(WIDTH - 1, max(done.watched and 1, WIDTH * done.watched // done.total))
    return _FILLED * filled + _EMPTY * (WIDTH - filled)


def _said(change: Change) -> str:
    show, kept, count = change.show, change.kept, len(change.kept)
    were = f"{count:,} {'was' if count == 1 else 'were'}"
    if change.kind is Kind.UNDO:
        return _undone(change)
    if change.marked:
        rest = f" {were} already." if kept else ""
        episodes = f"**{counted(len(change.marked), 'episode')}**"
        return f"Marked {episodes} as watched: {spans(show, change.marked)}.{rest}"
    if change.unmarked:
        rest = f" {were} not marked." if kept else ""
        return f"Took back **{counted(len(change.unmarked), 'mark')}**: {spans(show, change.unmarked)}.{rest}"
    if not kept:
        return "Nothing changed: my catalogue has none of these episodes any more."
    how = "marked already" if change.kind is Kind.MARK else "not marked"
    return f"Nothing changed: {_are(show, kept)} {how}."


def _undone(change: Change) -> str:
    parts: list[str] = []
    if change.marked:
        parts.append(f"{_are(change.show, change.marked)} marked again")
    if change.unmarked:
        parts.append(f"{_are(change.show, change.unmarked)} no longer marked")
    if change.gone:
        parts.append(f"{counted(change.gone, 'mark')} changed on what my catalogue no longer has")
    return f"Undone: {', and '.join(parts)}."


def _are(show: Show, episodes: Sequence[Episode]) -> str:
    """`episode 5 is`, `5 episodes (1–5) are`."""
    if len(episodes) == 1:
        return f"episode {episodes[0].label} is"
    return f"{counted(len(episodes), 'episode')} ({spans(show, episodes)}) are"


def _change_buttons(change: Change) -> ui.Row | None:
    buttons: list[discord.ui.Button[Any]] = []
    if change.changed:
        buttons.append(ui.button("Undo", f"progress:undo:{change.id}"))
    named = change.marked or change.kept
    if change.kind is Kind.MARK and len(named) == 1:
        (episode,) = named
        subject = f"{change.show.id}/{episode.key}"
        no_synopsis = episode.synopsis is None
        buttons.append(ui.button("Rate it", f"vote:rate:{subject}"))
        buttons.append(ui.button("Synopsis", f"spoiler:ask:{subject}", disabled=no_synopsis))
    return ui.row(*buttons) if buttons else None


def privacy_card(*, visible: bool, chosen: bool, command: str) -> ui.Card:
    """Who may see one's progress on this server. `command` links what changes that; `chosen`: just now."""
    now = "From now on" if chosen else "At the moment"
    if visible:
        told = (
            f"{now} **everyone here** may see your progress: on the board, among those who have watched "
            "something, and with your scores in `/progress show`."
        )
    else:
        told = (
            f"{now} **nobody here** sees your progress: you are not on the board, nor named among those who "
            "have watched something. Your marks stay, and you still see them."
        )
    return ui.card(
        f"## Who sees your progress\n{told}",
        _how("It counts for this server.", chosen=chosen, command=command),
    )


def spoilers_card(mode: SpoilerMode, *, chosen: bool, command: str) -> ui.Card:
    """When one is warned. `command` links what changes that; `chosen`: just now."""
    now = "From now on I" if chosen else "At the moment I"
    told = {
        SpoilerMode.STRICT: "warn you **each time** before I show you what gives away an unwatched episode",
        SpoilerMode.RELAXED: "warn you **once for each show**; press on, and all of it opens from then on",
        SpoilerMode.OFF: "**never** warn you: I show you whatever you ask for, hidden titles too",
    }[mode]
    where = "It counts for you alone, on every server alike."
    return ui.card(f"## Spoiler warnings\n{now} {told}.", _how(where, chosen=chosen, command=command))


def _how(where: str, *, chosen: bool, command: str) -> str:
    return ui.small(where if chosen else f"{where} Change it with {command}.")
