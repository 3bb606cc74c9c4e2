"""The pages on which texts are read, and the card that tells a channel of one."""

from collections.abc import Iterator
from dataclasses import dataclass

import discord

from bot import ui
from bot.domain.catalogue import Show
from bot.domain.reviews import Order, Review, Verdict
from bot.domain.spoilers import Viewer, unseal
from bot.names import name_of
from bot.text import MESSAGE_TEXT, clip, counted, escape, joined, moment, one_line
from cogs.reviews.buttons import Button, acts, order_button, reported_button, rows, series_buttons, turns
from cogs.reviews.pieces import pieces
from cogs.reviews.reading import WHOLE_SERIES, Page

WHOLE = 3_400
"""Characters of a text, escaped, that stand on one card; of what is longer each holds a piece."""
PIECE = 2_800
"""Characters of such a piece: besides it the longest facts and notes fit."""
_SIGNS = {Verdict.WORTH: "▲", Verdict.MIXED: "◆", Verdict.SKIP: "▼"}


@dataclass(frozen=True, slots=True)
class Commands:
    """Links to the commands that a page names."""

    write: str
    spoilers: str


def subject_name(show: Show, episode: str | None, viewer: Viewer) -> str:
    """What a text is about, as a card shows it: escaped, at most 150 characters."""
    return clip(escape(plain_name(show, episode, viewer)), 150)


def plain_name(show: Show, episode: str | None, viewer: Viewer) -> str:
    """The same as plain text; what left the catalogue is named by its key."""
    if not episode:
        return show.title
    found = show.by_key.get(episode)
    return name_of(found, viewer) if found else episode


def page_card(page: Page, commands: Commands, *, part: int = 1, said: str = "") -> ui.Card:
    """A text, or a part of it from 1, and what the one who reads may do; `said`: what came of it just now."""
    review = page.review
    if review is None:
        return _empty_card(page, commands, said=said)
    body = unseal(review.body, page.reader)
    if body is None:
        return _warning_card(page, review, commands, said=said)
    title = unseal(review.title, page.reader) if review.title is not None else None
    above = "\n".join(filter(None, (said, *_notes(page, review))))
    title = f"**{escape(title)}**\n\n" if title else ""
    texts = _texts(body, MESSAGE_TEXT - len(_heading(page, review, parts=(9, 9)) + above + title))
    part = max(1, min(part, len(texts)))
    return ui.card(
        _heading(page, review, parts=(part, len(texts))),
        above or None,
        ui.line() if above else None,
        (title if part == 1 else "") + escape(texts[part - 1]),
        *rows(turns(page, review, parts=(part, len(texts))), acts(page, review)),
    )


def public_card(show: Show, review: Review, viewer: Viewer) -> ui.Card:
    """Tells a channel of a text: its title, of a comment its beginning; of a marked one that it is there."""
    facts = joined(f"a {review.noun} by <@{review.member_id}>", _verdict(review))
    shown = None
    if review.title is not None and (title := unseal(review.title, viewer)):
        shown = f"**{escape(title)}**"
    elif review.title is None and (body := unseal(review.body, viewer)):
        shown = escape(clip(one_line(body), 200))
    return ui.card(
        f"## {subject_name(show, review.episode, viewer)}\n{ui.small(facts)}",
        shown,
        ui.small("Its author marked it: it spoils.") if review.spoils else None,
        ui.row(
            ui.button("Read it", f"review:one:{review.id}", style=discord.ButtonStyle.primary),
            ui.button("Read all", f"review:read:{show.id}/{review.episode or WHOLE_SERIES}"),
        ),
    )


def _heading(page: Page, review: Review, *, parts: tuple[int, int]) -> str:
    facts = joined(
        f"by <@{review.member_id}>",
        moment(review.written_at, "D"),
        f"edited {moment(review.edited_at)}" if review.edited_at else "",
        f"{page.former_thanks:,} of {review.thanks:,} found it helpful before" if page.former_thanks else "",
        _verdict(review) or "a comment",
        "marked as spoiling" if review.spoils else "",
        f"{page.number:,} of {page.total:,}" if page.total > 1 else "",
        f"part {parts[0]} of {parts[1]}" if parts[1] > 1 else "",
    )
    name = subject_name(page.reading.show, review.episode, page.viewer)
    return f"## {name}\n{ui.small(facts)}"


def _verdict(review: Review) -> str:
    return f"{_SIGNS[review.verdict]} {review.verdict.words}" if review.verdict else ""


def _notes(page: Page, review: Review, *, why: bool = True) -> Iterator[str]:
    """What is to be known of a text that was hidden or reported; `why`: with the reasons, which may spoil."""
    if review.hidden_at is not None:
        by = f" by <@{review.hidden_by}>" if page.actor.manages and review.hidden_by else ""
        reason = f": {clip(escape(review.hidden_why), 300)}" if review.hidden_why and why else "."
        yield ui.small(f"Hidden{by} {moment(review.hidden_at)}, from all but its author and managers{reason}")
    if page.reasons and not why:
        yield ui.small(f"Reported {counted(review.reports, 'time')}")
    elif page.reasons:
        told = [f"<@{who}>{': ' + clip(escape(what), 90) if what else ''}" for who, what in page.reasons]
        rest = f"; and {review.reports - len(told):,} more" if review.reports > len(told) else ""
        yield ui.small(f"Reported {counted(review.reports, 'time')} by {'; '.join(told)}{rest}")


def _texts(body: str, room: int) -> list[str]:
    """A text as a whole where there is room, else in pieces, which are the same however much there is."""
    return [body] if len(escape(body)) <= min(WHOLE, room) else pieces(body, PIECE)


def _warning_card(page: Page, review: Review, commands: Commands, *, said: str) -> ui.Card:
    """A warning in place of a text, and a button that asks again."""
    warning = f"⚠️ **Spoilers.** Its author marked this {review.noun}: it tells what happens."
    how = ui.small(f"When I warn you is yours to say: {commands.spoilers}")
    return ui.card(
        _heading(page, review, parts=(1, 1)),
        "\n".join(filter(None, (said, *_notes(page, review, why=False)))) or None,
        f"{warning} Nobody but you will see it.\n{how}",
        *rows(turns(page, review, parts=(1, 1)), acts(page, review)),
        colour=ui.ROSE,
    )


def _empty_card(page: Page, commands: Commands, *, said: str) -> ui.Card:
    """What to do where there is nothing to read."""
    reading = page.reading
    name = subject_name(reading.show, reading.episode, page.viewer)
    found: list[Button] = []
    if reading.order is Order.REPORTED:
        sentence = "Nothing waits for a decision."
        found.append(order_button(page))
    elif reading.member_id is not None:
        sentence = f"<@{reading.member_id}> has written nothing here. Ask for all: leave the member out."
    else:
        sentence = (
            f"Nobody has written anything here yet. Write the first review with {commands.write}, or here."
        )
        found.append(
            ui.button("Write a review", f"review:write:{reading.subject}", style=discord.ButtonStyle.primary)
        )
        found.append(ui.button("Comment", f"review:comment:{reading.subject}"))
        found.extend(series_buttons(page))
        if page.reported:
            found.append(reported_button(page))
    return ui.card(f"## {name}: reviews", said or None, sentence, ui.row(*found) if found else None)
