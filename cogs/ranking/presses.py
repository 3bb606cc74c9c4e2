"""What the buttons and the list of a ranking do.

A row id names the show first, then what is shown of it: `<show>/<view>/<order>/<page>`, or a part of that.
"""

from collections.abc import Mapping

from bot import throttle, ui
from bot.client import Interaction
from bot.domain.catalogue import Show
from bot.domain.ranking import Order, View
from bot.domain.refusal import Refusal
from bot.pictures.specs import BarChart
from bot.routes import Handler, chosen
from cogs.ranking import actions, cards, chart, explanation


async def look_up(interaction: Interaction, show: Show, view: View | None, *, alone: bool) -> actions.Found:
    """The ranking that somebody asks for, where they ask for it; `alone`: nobody else will see it."""
    return await actions.look_up(
        interaction.client.db,
        show,
        view,
        guild_id=interaction.guild_id,
        member_id=interaction.user.id,
        alone=alone,
    )


async def page_card(interaction: Interaction, found: actions.Found, order: Order, number: int) -> ui.Card:
    """A page as a card, with its picture where that could be drawn in time."""
    bot = interaction.client
    vote = bot.mention("vote")
    if not found.shown.standings:
        return cards.empty_card(found, order, vote)
    page, spec, alt = bot.drawn.of(found, lambda: _sketch(found, order, number), part=(order, number))
    name = f"ranking-{page.ranking.view}"
    picture, note = await throttle.picture(interaction, spec, name=name, alt=alt)
    return bot.drawn.of(
        found,
        lambda: cards.ranking_card(found, page, picture, vote, note),
        part=(order, number, picture is not None, note, vote),
    )


def _sketch(found: actions.Found, order: Order, number: int) -> tuple[chart.Page, BarChart, str]:
    """A page, what its picture is to show, and what that says to those who hear it."""
    page = chart.page_of(found.shown, order, number)
    heading, name = cards.heading(page.ranking.view, order), cards.NAMES[page.ranking.view]
    spec = chart.chart(page, heading, name, found.viewer)
    return page, spec, chart.alternative(page, f"{heading}: {name}", found.viewer)


async def show_page(interaction: Interaction, row_id: str) -> None:
    """Turn to another page, or to the other order."""
    show, view, order, page = _parts(row_id, 4)
    if not (page.isascii() and page.isdecimal() and len(page) <= 4):
        raise Refusal(_UNKNOWN)
    await _turn(interaction, show, _view(view), _order(order), int(page))


async def pick_view(interaction: Interaction, row_id: str) -> None:
    """Turn to the view chosen in the list."""
    show, order = _parts(row_id, 2)
    await _turn(interaction, show, _view(next(iter(chosen(interaction)), "")), _order(order), 1)


async def explain(interaction: Interaction, row_id: str) -> None:
    """Tell the one who asks how this very ranking was computed."""
    show, view = _parts(row_id, 2)
    found = await look_up(interaction, _show(interaction, show), _view(view), alone=True)
    await ui.reply(interaction, explanation.card(found), private=True)


async def take_along(interaction: Interaction, row_id: str) -> None:
    """Give the one who asks the whole ranking as a file."""
    show, view, order = _parts(row_id, 3)
    throttle.check_file(interaction)
    found = await look_up(interaction, _show(interaction, show), _view(view), alone=True)
    await ui.reply(interaction, cards.csv_card(found, _order(order)), private=True)


ROUTES: Mapping[str, Handler] = {
    "ranking:show": show_page,
    "ranking:pick": pick_view,
    "ranking:how": explain,
    "ranking:csv": take_along,
}

_UNKNOWN = "That is no ranking I know of. Use the command again."


async def _turn(interaction: Interaction, show: str, view: View, order: Order, number: int) -> None:
    private = view is View.MINE
    alone = ui.seen_alone(interaction, private=private)
    found = await look_up(interaction, _show(interaction, show), view, alone=alone)
    card = await page_card(interaction, found, order, number)
    await ui.turn(interaction, card, private=private)


def _parts(row_id: str, count: int) -> list[str]:
    parts = row_id.split("/")
    if len(parts) != count:
        raise Refusal(_UNKNOWN)
    return parts


def _show(interaction: Interaction, show_id: str) -> Show:
    show = interaction.client.library.by_id.get(show_id)
    if show is None:
        raise Refusal(_UNKNOWN)
    return show


def _view(text: str) -> View:
    if text not in set(View):
        raise Refusal(_UNKNOWN)
    return View(text)


def _order(text: str) -> Order:
    if text not in set(Order):
        raise Refusal(_UNKNOWN)
    return Order(text)
