"""The board of a server, and where one stands on it."""

from collections.abc import Iterator
from typing import Any

import discord

from bot import ui
from bot.domain.catalogue import Show
from bot.domain.progress import Done
from bot.text import counted, escape, joined
from cogs.progress.cards import bar
from db.board import PAGE, Entry, Page, Standing


def board_card(show: Show, page: Page, *, watched: str, privacy: str) -> ui.Card:
    """Ten members by episodes watched. `watched` and `privacy` link the commands that bring one onto it."""
    heading = f"## Who has watched how much\n{ui.small(_facts(show, page))}"
    if not page.entries:
        return ui.card(
            heading,
            f"Nobody is on the board yet. Mark what you have watched with {watched}. Who may see it, you "
            f"say with {privacy}.",
        )
    total = _total(show)
    rows = "\n".join(_row(entry, total) for entry in page.entries)
    return ui.card(heading, rows, ui.row(*_buttons(show, page)))


def standing_card(
    show: Show, standing: Standing | None, *, members: int, watched: str, privacy: str
) -> ui.Card:
    """Where the one who asks stands."""
    heading = f"## Where you stand\n{ui.small(escape(show.title))}"
    if standing is None:
        return ui.card(
            heading,
            f"You are not on the board yet: it counts episodes, not specials. Mark some with {watched}.",
        )
    total = _total(show)
    line = _figures(standing.episodes, total)
    if standing.page is None:
        hidden = f"Nobody sees your progress here, so the board goes without you: {privacy}."
        return ui.card(heading, f"You would be **#{standing.place:,}**.\n{line}\n{ui.small(hidden)}")
    where = f", on page {standing.page:,}" if members > PAGE else ""
    return ui.card(
        heading,
        f"You are **#{standing.place:,}** of {members:,}{where}.\n{line}",
        ui.row(ui.button("Show me there", f"progress:board:{show.id}/{standing.page}")),
    )


def _facts(show: Show, page: Page) -> str:
    pages = f"page {page.number:,} of {page.pages:,}" if page.pages > 1 else ""
    members = counted(page.members, "member") if page.members else ""
    return joined(escape(show.title), members, "episodes watched, specials aside", pages)


def _row(entry: Entry, total: int) -> str:
    return f"**#{entry.place:,}** <@{entry.member_id}>\n{ui.small(_figures(entry.episodes, total))}"


def _figures(episodes: int, total: int) -> str:
    """A bar and the number; what the catalogue has lost meanwhile fills no bar beyond its end."""
    done = Done(min(episodes, total), total)
    return f"{bar(done)} {counted(episodes, 'episode')}"


def _total(show: Show) -> int:
    return sum(1 for episode in show.episodes if episode.season)


def _buttons(show: Show, page: Page) -> Iterator["discord.ui.Button[Any]"]:
    if page.pages > 1:
        is_first, is_last = page.number == 1, page.number == page.pages
        earlier = "First" if is_first else f"← {_span(page, page.number - 1)}"
        later = "Last" if is_last else f"{_span(page, page.number + 1)} →"
        turn = f"progress:board:{show.id}"
        yield ui.button(earlier, f"{turn}/{page.number - 1}", disabled=is_first)
        yield ui.button(later, f"{turn}/{page.number + 1}", disabled=is_last)
    yield ui.button("Where am I?", f"progress:standing:{show.id}")


def _span(page: Page, number: int) -> str:
    """`11–20`: which members another page shows."""
    first, last = (number - 1) * PAGE + 1, min(number * PAGE, page.members)
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"
