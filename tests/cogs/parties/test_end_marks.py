"""What a party marks as watched, and how each takes that back."""

import pytest
import simcord

from bot.domain.parties import Phase
from bot.domain.progress import Source
from db import marks, panels
from tests.cogs.parties.planning import stored
from tests.cogs.parties.watching import RUNTIME, attended, begun, go_to, later, over, press, results
from tests.marking import mark, unmark, watched
from tests.world import World, answer, words


async def test_each_takes_their_own_mark_back_once(world: World) -> None:
    party, stage = await begun(world)
    for member in (world.hana, world.tomas):
        await member.click(stage, label="I’m here")
    await go_to(world, later(party, RUNTIME + 20))
    (result,) = results(world)

    told = answer(await world.tomas.click(result, label="Not me: take my mark back"))

    assert told.ephemeral
    assert "no longer is" in words(told)
    assert await watched(world, world.tomas) == {}
    assert set(await watched(world, world.hana)) == {"s1e12"}
    assert "nothing left to take back" in await press(world.tomas, result, "Not me: take my mark back")

    await world.tomas.click(told, label="Undo")
    assert set(await watched(world, world.tomas)) == {"s1e12"}


async def test_who_was_not_there_takes_nothing_back(world: World) -> None:
    await over(world)
    await mark(world, world.hana.id, ["s1e12"])
    (result,) = results(world)

    told = await press(world.hana, result, "Not me: take my mark back")

    assert told == "You are not among those who were there, so nothing was marked for you."
    assert set(await watched(world, world.hana)) == {"s1e12"}


@pytest.mark.parametrize("row_id", ["99", "x", "-4242", "9" * 30])
async def test_forged_undos_find_nothing(world: World, row_id: str) -> None:
    await over(world)
    forged = await world.post_button(f"party:unmark:{row_id}")

    told = await press(world.tomas, forged, "Press")

    assert "You are not among those" in told or "That is no party of this server." in told
    assert set(await watched(world, world.tomas)) == {"s1e12"}


@pytest.mark.parametrize("before", [True, False])
async def test_marks_by_hand_stay(world: World, before: bool) -> None:  # noqa: FBT001
    if before:
        await mark(world, world.tomas.id, ["s1e12"])
    await over(world)
    if not before:
        await mark(world, world.tomas.id, ["s1e12"])
    (result,) = results(world)

    assert "nothing left to take back" in await press(world.tomas, result, "Not me: take my mark back")
    assert (await watched(world, world.tomas))["s1e12"].source is Source.HAND


async def test_what_was_unmarked_by_hand_since_is_not_brought_back(world: World) -> None:
    await over(world)
    await unmark(world, world.tomas.id, ["s1e12"])
    (result,) = results(world)

    await world.tomas.click(result, label="Not me: take my mark back")

    assert await watched(world, world.tomas) == {}


async def _marked(world: World, member: simcord.MemberActor) -> set[str]:
    async with world.db.snapshot() as tx:
        show = world.library.shows[0].id
        return set(await marks.watched_here(tx, guild_id=world.guild.id, member_id=member.id, show_id=show))


async def test_an_end_that_fails_halfway_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, stage = await begun(world)
    await world.tomas.click(stage, label="I’m here")
    await go_to(world, later(party, RUNTIME - 60))
    real = panels.add

    async def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(panels, "add", broken)
    world.provoked.append(OSError)
    await go_to(world, later(party, RUNTIME + 3))
    assert (await stored(world, party)).phase is Phase.LIVE
    assert await _marked(world, world.tomas) == set()
    assert await attended(world, party) == {}

    monkeypatch.setattr(panels, "add", real)
    await world.env.advance_time(60)
    assert (await stored(world, party)).phase is Phase.ENDED
    assert await _marked(world, world.tomas) == {"s1e12"}
