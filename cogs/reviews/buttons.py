"""The buttons of the pages on which texts are read: to other texts, and what one may do with this one."""

from collections.abc import Iterator
from typing import Any

import discord

from bot import ui
from bot.domain.reviews import SERIES, Order, Review
from bot.domain.spoilers import unseal
from bot.text import joined
from cogs.reviews.reading import Page

Button = discord.ui.Button[Any]
_SEEN = frozenset(("keep", "show"))
"""What is decided on a text as it reads: its edition stands in the custom id."""


def turns(page: Page, review: Review, *, parts: tuple[int, int]) -> Iterator[Button]:
    """The buttons that turn to other texts: at most five."""
    reading, number = page.reading, page.number
    if page.total > 1:
        by_date = reading.order is Order.NEWEST
        back, on = ("← Newer", "Older →") if by_date else ("← Before", "Next →")
        yield ui.button(back, reading.page(number - 1), disabled=number == 1)
        yield ui.button(on, reading.page(number + 1), disabled=number == page.total)
    if parts[1] > 1:
        at, count = parts
        label, part = ("Read on →", at + 1) if at < count else ("← From the beginning", 1)
        verb = "open" if page.opened else "part"
        yield ui.button(label, f"{reading.act(verb, review, opened=page.opened)}/{part}")
    if page.total > 1 or reading.order is Order.REPORTED:
        yield order_button(page)
    if page.reported and reading.order is not Order.REPORTED:
        yield reported_button(page)


def reported_button(page: Page) -> Button:
    """The way to all texts on the show that wait for a decision."""
    return ui.button(f"All reports · {page.reported:,}", f"review:page:{page.reading.show.id}/all/0/r/1")


def order_button(page: Page) -> Button:
    """The same texts in the other order."""
    to_helpful = page.reading.order is Order.NEWEST
    order = Order.HELPFUL if to_helpful else Order.NEWEST
    return ui.button("Most helpful" if to_helpful else "Newest", page.reading.ordered(order).page(1))


def acts(page: Page, review: Review) -> Iterator[Button]:
    """The buttons that do something with the text: the first five count."""

    def act(label: str, verb: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Button:
        custom_id = page.reading.act(verb, review, opened=page.opened)
        seen = f"/{review.edition}" if verb in _SEEN else ""
        return ui.button(label, custom_id + seen, style=style)

    if page.is_own:
        yield act("Edit", "edit")
        yield act("Delete", "remove")
        if review.hidden_at is None:
            yield act("Show it here", "post")
    elif unseal(review.body, page.reader) is None:
        yield act("Show it anyway", "open", discord.ButtonStyle.danger)
    else:
        thanks = f"{review.thanks:,}" if review.thanks else ""
        yield act(joined("✓ Helpful" if page.thanked else "Helpful", thanks), "thank")
    for label, verb in _decisions(page, review):
        yield act(label, verb)
    yield from series_buttons(page)
    if not page.is_own and page.reading.member_id is None and page.reading.episode is not None:
        yield ui.button("Write a review", f"review:write:{page.reading.subject}")


def _decisions(page: Page, review: Review) -> Iterator[tuple[str, str]]:
    """What is decided on a text, or asked to be: labels and verbs."""
    if not page.actor.manages:
        if not page.is_own:
            yield "Report", "report"
        return
    if review.reports:
        yield "Keep", "keep"
    if review.hidden_at is not None:
        yield "Show again", "show"
    elif not page.is_own:
        yield "Hide", "hide"


def series_buttons(page: Page) -> Iterator[Button]:
    """Where else to read, from the page of the series."""
    reading = page.reading
    if reading.episode == SERIES and reading.member_id is None:
        yield ui.button("All texts here", f"review:page:{reading.show.id}/all/0/n/1")
        if reading.show.review is not None:
            yield ui.button("Web review", f"spoiler:ask:{reading.show.id}/review")


def rows(*groups: Iterator[Button]) -> Iterator[ui.Row]:
    """A row of each group, of its first five."""
    for group in groups:
        if buttons := list(group)[:5]:
            yield ui.row(*buttons)
