"""The ready check: posted once right before the start, and those called who have a seat."""

from datetime import timedelta
from typing import Any

from bot.domain.rsvps import How, Preference
from db import due, party_times
from tests.cogs.parties.coming import HOUR, MINUTE, announced, bodies, checks, move, pinged, say
from tests.cogs.parties.planning import stored
from tests.world import TEXT, World, walk

DIRECT = Preference(How.DIRECT, 30)


def texts(body: dict[str, Any]) -> list[str]:
    """The paragraphs of what was posted."""
    return [part["content"] for part in walk(body["components"]) if part["type"] == TEXT]


async def test_the_ready_check_comes_five_minutes_before_and_calls_those_who_have_a_seat(
    world: World,
) -> None:
    party, _ = await announced(world, seats=3)
    await say(world, party, world.tomas.id)
    await say(world, party, 11, wish=DIRECT)
    await say(world, party, 12, wish=Preference(How.OFF))
    await say(world, party, 13)  # waits
    await world.env.advance_time(115 * MINUTE - 1)
    assert checks(world) == []
    before = len(world.env.http_requests)

    await world.env.advance_time(2)

    (check,) = checks(world)
    found = await stored(world, party)
    assert found.stage_id == check.id
    assert found.is_soon()
    assert pinged(world, before)[0] == sorted([11, world.tomas.id])
    said = next(text for text in texts(bodies(world, before)[0]) if "<@11>" in text)
    assert said == f"{world.tomas.mention} <@11>"


async def test_a_party_in_two_minutes_is_called_at_once(world: World) -> None:
    await announced(world, starts_in=timedelta(minutes=2))

    await world.env.advance_time(1)

    assert len(checks(world)) == 1


async def test_after_it_was_moved_a_ready_check_takes_the_place_of_the_earlier_one(world: World) -> None:
    party, _ = await announced(world)
    await world.env.advance_time(116 * MINUTE)
    (first,) = checks(world)

    await move(world, party, timedelta(hours=1))
    await world.env.advance_time(HOUR)

    (second,) = checks(world)
    assert first.id not in [message.id for message in world.channel.history()]
    assert (await stored(world, party)).stage_id == second.id


async def test_a_ready_check_that_comes_after_the_start_is_dropped(world: World) -> None:
    party, _ = await announced(world)
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM due")
    await world.env.advance_time(2 * HOUR + MINUTE)
    now = world.env.now()
    async with world.db.transaction() as tx:
        await due.schedule(tx, guild_id=party.guild_id, kind=party_times.CHECK, subject_id=party.id, at=now)
    world.bot.wake(now)

    await world.env.advance_time(10)

    assert checks(world) == []
    assert not (await stored(world, party)).is_soon()
