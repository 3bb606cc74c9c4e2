"""When channels are reminded of parties that are planned already, once a manager changes that."""

from datetime import timedelta

import pytest

from bot.domain.playing import Programme
from db import party_times
from tests.cogs.parties.asking import due
from tests.cogs.parties.coming import HOUR, MINUTE, announced, change, reminders
from tests.cogs.parties.planning import stored as stored_party
from tests.cogs.settings.support import manager, put
from tests.world import World


async def test_a_new_reminder_holds_for_what_is_planned_already(world: World) -> None:
    mia = manager(world)
    await announced(world, starts_in=timedelta(hours=2))
    await put(world, mia, "reminder", "10")

    await world.env.advance_time(91 * MINUTE)
    assert reminders(world) == []
    await world.env.advance_time(20 * MINUTE)
    assert len(reminders(world)) == 1


async def test_a_reminder_whose_new_time_is_past_comes_neither_at_once_nor_later(world: World) -> None:
    mia = manager(world)
    soon, _ = await announced(world, starts_in=timedelta(minutes=45))
    later, _ = await announced(world, id=4300, starts_in=timedelta(hours=3))

    told = await put(world, mia, "reminder", "1 hour")

    assert "1 party starts sooner than that, without a reminder in the channel." in told
    assert (await stored_party(world, soon)).reminded_at is not None
    assert (await stored_party(world, later)).reminded_at is None
    await world.env.advance_time(40 * MINUTE)
    assert reminders(world) == []
    await world.env.advance_time(81 * MINUTE)
    assert len(reminders(world)) == 1


@pytest.mark.parametrize("values", [("1 day", "default"), ("1 day", "never", "30")])
async def test_a_correction_of_the_reminder_takes_no_partys_reminder_for_good(
    world: World, values: tuple[str, ...]
) -> None:
    mia = manager(world)
    await announced(world, starts_in=timedelta(hours=20))

    for value in values:
        await put(world, mia, "reminder", value)
        await world.env.advance_time(MINUTE)

    await world.env.advance_time(20 * HOUR - 40 * MINUTE)
    assert reminders(world) == []
    await world.env.advance_time(10 * MINUTE)
    assert len(reminders(world)) == 1


async def test_a_party_that_was_planned_too_near_for_its_reminder_gets_a_nearer_one(world: World) -> None:
    await announced(world, starts_in=timedelta(minutes=25))

    await put(world, manager(world), "reminder", "10")
    await world.env.advance_time(16 * MINUTE)

    assert len(reminders(world)) == 1


async def test_what_was_posted_is_not_posted_again_after_two_changes(world: World) -> None:
    mia = manager(world)
    await announced(world, starts_in=timedelta(hours=2))
    await world.env.advance_time(91 * MINUTE)

    await put(world, mia, "reminder", "1 hour")
    await put(world, mia, "reminder", "10")
    await world.env.advance_time(25 * MINUTE)

    assert len(reminders(world)) == 1


async def test_a_party_that_is_on_is_not_said_to_start_too_soon(world: World) -> None:
    mia = manager(world)
    await put(world, mia, "reminder", "never")
    party, _ = await announced(world)
    now = world.env.now()
    await change(world, party, lambda held: held.start(Programme((9 * HOUR,)), now))
    await world.env.advance_time(100 * MINUTE)

    told = await put(world, mia, "reminder", "default")

    assert "✅ **Changed** never → 30 minutes before the start" in told
    assert "sooner than that" not in told


async def test_what_was_reminded_of_is_not_reminded_of_again_at_a_later_time(world: World) -> None:
    mia = manager(world)
    await announced(world, starts_in=timedelta(hours=2))
    await world.env.advance_time(91 * MINUTE)
    assert len(reminders(world)) == 1

    await put(world, mia, "reminder", "10")
    await world.env.advance_time(25 * MINUTE)

    assert len(reminders(world)) == 1


async def test_without_reminders_none_is_due_and_with_them_again_one_is(world: World) -> None:
    mia = manager(world)
    party, _ = await announced(world, starts_in=timedelta(hours=2))

    await put(world, mia, "reminder", "never")
    assert party_times.REMIND not in await due(world)
    await put(world, mia, "reminder", "default")

    assert (await due(world))[party_times.REMIND] == party.starts_at - timedelta(minutes=30)
