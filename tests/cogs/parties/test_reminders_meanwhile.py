"""What happens to a party while it is reminded of: nothing is lost by it, and nothing is there twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.parties import Party
from bot.domain.playing import Programme
from bot.domain.rsvps import How, Preference
from cogs.parties import changing, reminding
from tests.cogs.parties.coming import HOUR, MINUTE, announced, change, checks, reminders, say, written
from tests.cogs.parties.planning import stored
from tests.world import World, words

DIRECT = Preference(How.DIRECT, 30)


def meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch, party: Party, do: Callable[[Party], Party]
) -> None:
    """Let a change of the party come between the next message and the note of it."""
    real = changing.change

    async def changed(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(changing, "change", real)
        now = world.env.now()
        await real(world.db, world.library, None, party.id, do, guild_id=party.guild_id, now=now)
        return await real(*given, **named)

    monkeypatch.setattr(changing, "change", changed)


async def test_a_move_while_the_reminder_is_posted_does_not_cost_the_next_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    later = party.starts_at + timedelta(hours=3)

    def do(held: Party) -> Party:
        return held.move(later, world.env.now(), zone=held.zone, minutes=30)

    meanwhile(world, monkeypatch, party, do)

    await world.env.advance_time(91 * MINUTE)
    assert (await stored(world, party)).reminded_at is None
    await world.env.advance_time(3 * HOUR)

    assert len(reminders(world)) == 2
    assert len(written(world.tomas)) == 2


async def test_a_cancellation_while_the_ready_check_is_posted_leaves_it_known(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, _ = await announced(world)
    await world.env.advance_time(100 * MINUTE)
    meanwhile(world, monkeypatch, party, lambda held: held.cancel(world.env.now()))

    await world.env.advance_time(16 * MINUTE)

    found = await stored(world, party)
    assert found.stage_id is not None
    assert found.ready_at is None
    assert found.phase == "cancelled"


async def test_a_start_while_the_ready_check_is_posted_leaves_one_message(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, _ = await announced(world)
    await world.env.advance_time(100 * MINUTE)
    stage = await world.post_button(f"party:now:{party.id}")
    meanwhile(world, monkeypatch, party, lambda held: replace(held, stage_id=stage.id))

    await world.env.advance_time(16 * MINUTE)

    assert (await stored(world, party)).stage_id == stage.id
    assert [each.id for each in checks(world)] == [stage.id]


async def test_a_party_that_begins_early_is_reminded_of_in_time_and_said_to_be_on(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    await world.env.advance_time(80 * MINUTE)
    now = world.env.now()
    await change(world, party, lambda held: held.start(Programme((HOUR,)), now))

    await world.env.advance_time(11 * MINUTE)

    (reminder,), (told,) = reminders(world), written(world.tomas)
    assert " is on\n" in words(reminder)
    assert " is on\n" in told


async def test_a_move_while_a_member_is_written_to_does_not_cost_them_the_next_message(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    real = reminding.note_written

    async def moved(*given: Any) -> None:
        monkeypatch.setattr(reminding, "note_written", real)
        later, now = party.starts_at + timedelta(hours=3), world.env.now()
        await change(world, party, lambda held: held.move(later, now, zone=held.zone, minutes=30))
        await real(*given)

    monkeypatch.setattr(reminding, "note_written", moved)
    await world.env.advance_time(91 * MINUTE)
    assert len(written(world.tomas)) == 1

    await world.env.advance_time(3 * HOUR)

    assert len(written(world.tomas)) == 2
