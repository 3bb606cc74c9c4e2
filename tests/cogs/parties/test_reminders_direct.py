"""Direct messages to those who asked for them: when they asked, once, and to nobody else."""

from datetime import timedelta

import pytest

from bot.domain.rsvps import Answer, How, Preference
from tests.cogs.parties.coming import HOUR, MINUTE, announced, rsvp, say, written
from tests.world import World


def direct(minutes: int) -> Preference:
    return Preference(How.DIRECT, minutes)


async def test_who_asked_is_written_to_when_they_said(world: World) -> None:
    party, card = await announced(world)
    await say(world, party, world.tomas.id, wish=direct(10))
    await world.env.advance_time(110 * MINUTE - 1)
    assert written(world.tomas) == []

    await world.env.advance_time(2)

    (told,) = written(world.tomas)
    assert told.startswith("### 12 · A Hot, Amazing, New Production begins <t:")
    assert f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{card.id}" in told
    assert "You asked me to write." in told
    assert "late" not in told
    assert written(world.hana) == []


@pytest.mark.parametrize("wish", [None, Preference(How.CHANNEL), Preference(How.OFF)])
async def test_who_did_not_ask_is_never_written_to(world: World, wish: Preference | None) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=wish)

    await world.env.advance_time(2 * HOUR)

    assert written(world.tomas) == []


async def test_who_asked_for_the_very_start_is_written_to_then(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=direct(0))

    await world.env.advance_time(2 * HOUR + MINUTE)

    assert len(written(world.tomas)) == 1


async def test_a_week_before_is_a_week_before(world: World) -> None:
    party, _ = await announced(world, starts_in=timedelta(days=8))
    await say(world, party, world.tomas.id, wish=direct(10_080))

    await world.env.advance_time(24 * HOUR + 1)

    assert len(written(world.tomas)) == 1


async def test_who_cannot_come_is_not_written_to_until_they_can(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, Answer.CANT, direct(10))
    await world.env.advance_time(HOUR)
    await say(world, party, world.tomas.id, Answer.GOING)

    await world.env.advance_time(51 * MINUTE)

    assert len(written(world.tomas)) == 1


async def test_who_says_going_after_their_moment_is_not_written_to(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, Answer.CANT, direct(60))
    await world.env.advance_time(70 * MINUTE)

    await say(world, party, world.tomas.id, Answer.GOING)
    await world.env.advance_time(30 * MINUTE)

    assert written(world.tomas) == []


async def test_who_may_come_and_who_waits_is_told_how_they_stand(world: World) -> None:
    party, _ = await announced(world, seats=1)
    await say(world, party, 11)
    await say(world, party, world.tomas.id, wish=direct(10))
    await say(world, party, world.hana.id, Answer.MAYBE, direct(10))

    await world.env.advance_time(111 * MINUTE)

    assert "All seats are taken. You wait for one: number 1 in line." in written(world.tomas)[0]
    assert "You answered maybe: say on its card whether you come." in written(world.hana)[0]


async def test_another_moment_chosen_after_the_message_brings_another(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=direct(60))
    await world.env.advance_time(61 * MINUTE)
    assert len(written(world.tomas)) == 1

    await say(world, party, world.tomas.id, wish=direct(10))
    await world.env.advance_time(50 * MINUTE)

    assert len(written(world.tomas)) == 2


async def test_being_reminded_is_noted(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=direct(60))

    await world.env.advance_time(61 * MINUTE)

    assert (said := await rsvp(world, party, world.tomas))
    assert said.reminded
