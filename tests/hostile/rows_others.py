"""What leads to the routes of reviews, settings and privacy."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import simcord

from tests.cogs.reviews import support
from tests.hostile.rows import Make, Row
from tests.hostile.rows_lookup import by_hand, slash
from tests.hostile.stage import Stage
from tests.world import answer

LONG = "*_~` " * 600
"""So many signs that it takes two parts to show them."""


def own(label: str | None = None, **fields: str) -> Make:
    """Hana's own text as she reads it, and the button of that name pressed."""

    async def make(stage: Stage) -> Any:
        hana = stage.world.hana
        await support.write(hana, stage.world, **fields)
        page = await support.read(hana, stage.world)
        return page if label is None else await _pressed(hana, page, label)

    return make


def read_by_mara(label: str | None = None, *, reported: bool = False, hidden: bool = False) -> Make:
    """Hana's text as Mara reads it, who manages the server."""

    async def make(stage: Stage) -> Any:
        await support.write(stage.world.hana, stage.world)
        if reported:
            page = await support.read(stage.world.tomas, stage.world)
            await support.send(stage.world.tomas, page, "Report")
        page = await support.read(stage.mara, stage.world)
        if hidden:
            page = await support.send(stage.mara, page, "Hide")
        return page if label is None else await _pressed(stage.mara, page, label)

    return make


def read_by_tomas(label: str | None = None, **fields: str) -> Make:
    """Hana's text as another member reads it."""

    async def make(stage: Stage) -> Any:
        await support.write(stage.world.hana, stage.world, **fields)
        page = await support.read(stage.world.tomas, stage.world)
        return page if label is None else await _pressed(stage.world.tomas, page, label)

    return make


async def _pressed(member: simcord.MemberActor, page: Any, label: str) -> Any:
    result = await member.click(page, label=label)
    return result if result.modal is not None else answer(result)


async def form(stage: Stage) -> Any:
    return await stage.world.hana.slash(stage.here, "review write")


async def comment_form(stage: Stage) -> Any:
    card = answer(await stage.world.hana.slash(stage.here, "episode", episode="5"))
    return await stage.world.hana.click(card, label="Comment")


async def one(stage: Stage) -> str:
    """As the log links a text."""
    await support.write(stage.world.hana, stage.world)
    (review,) = await support.stored(stage.world)
    return f"review:one:{review.id}"


REVIEWS: Mapping[str, Row] = {
    "review:read": Row(slash("episode", episode="5"), anywhere=True),
    "review:comment": Row(slash("episode", episode="5"), anywhere=True),
    "review:write": Row(read_by_tomas(), anywhere=True),
    "review:send": Row(form, anywhere=True),
    "review:say": Row(comment_form, anywhere=True),
    "review:page": Row(read_by_tomas(), anywhere=True),
    "review:one": Row(one, table="reviews"),
    "review:part": Row(own(body=LONG), table="reviews"),
    "review:open": Row(read_by_tomas(spoils="yes"), table="reviews"),
    "review:thank": Row(read_by_tomas(), table="reviews", optional=True),
    "review:report": Row(read_by_tomas(), table="reviews"),
    "review:reporting": Row(read_by_tomas("Report"), table="reviews", optional=True),
    "review:edit": Row(own(), anybody=False, table="reviews"),
    "review:change": Row(own("Edit"), anybody=False, table="reviews"),
    "review:remove": Row(own(), anybody=False, table="reviews"),
    "review:delete": Row(own("Delete"), anybody=False, table="reviews"),
    "review:post": Row(own(), anybody=False, table="reviews"),
    "review:hide": Row(
        read_by_mara(), anybody=False, table="reviews", right=True, forger=True, optional=True
    ),
    "review:hiding": Row(
        read_by_mara("Hide"), anybody=False, table="reviews", right=True, forger=True, optional=True
    ),
    "review:show": Row(read_by_mara(hidden=True), anybody=False, table="reviews", right=True, forger=True),
    "review:keep": Row(read_by_mara(reported=True), anybody=False, table="reviews", right=True, forger=True),
}


def settings(*do: Callable[[simcord.MemberActor, Any], Awaitable[Any]]) -> Make:
    """The page of the settings as Mara sees it, after what she does there."""

    async def make(stage: Stage) -> Any:
        found: Any = answer(await stage.mara.slash(stage.here, "settings show"))
        for each in do:
            found = await each(stage.mara, found)
        return found

    return make


def view(name: str) -> Callable[[simcord.MemberActor, Any], Awaitable[Any]]:
    """Chooses a setting in the list."""

    async def do(member: simcord.MemberActor, page: Any) -> Any:
        return answer(await member.select(page, [name]))

    return do


def press(label: str) -> Callable[[simcord.MemberActor, Any], Awaitable[Any]]:
    """Presses a button."""

    async def do(member: simcord.MemberActor, page: Any) -> Any:
        return await _pressed(member, page, label)

    return do


async def changed(stage: Stage) -> Any:
    """A setting that can be reset, for it was set."""
    await stage.mara.slash(stage.here, "settings set", setting="minimum", value="7")
    return await settings(view("minimum"))(stage)


async def check_button(stage: Stage) -> Any:
    return await settings()(stage)


def _setting(make: Make, **other: Any) -> Row:
    return Row(make, anybody=False, anywhere=True, right=True, forger=True, **other)


SETTINGS: Mapping[str, Row] = {
    "settings:open": _setting(settings(view("minimum"))),
    "settings:view": _setting(settings(), value="minimum"),
    "settings:one": _setting(by_hand("settings:one:minimum")),
    "settings:put": _setting(settings(view("reveal")), value="always"),
    "settings:ask": _setting(settings(view("minimum"))),
    "settings:send": _setting(settings(view("minimum"), press("Another number…"))),
    "settings:reset": _setting(changed),
    "settings:changes": _setting(settings()),
    "settings:check": Row(check_button, anybody=False, right=True, forger=True),
}


def privacy(name: str, /, **options: Any) -> Make:
    """What Hana is told of her own data, of which there is some."""

    async def make(stage: Stage) -> Any:
        await stage.world.hana.slash(stage.here, "watched", episodes="1-3")
        return answer(await stage.world.hana.slash(stage.here, name, **options))

    return make


PRIVACY: Mapping[str, Row] = {
    "privacy:ask": Row(privacy("privacy show"), anybody=False),
    "privacy:export": Row(privacy("privacy show"), anybody=False),
    "privacy:erase": Row(privacy("privacy delete", where="here"), anybody=False),
    "privacy:keep": Row(privacy("privacy delete", where="here"), anybody=False),
}
"""What is asked of the one who asked for it, and acts on nobody else."""
