"""Reminders after time away, and by clocks that jump."""

import logging

import pytest

from bot.domain.rsvps import How, Preference
from tests.cogs.parties.coming import DAY, MINUTE, announced, checks, reminders, say, written
from tests.cogs.parties.planning import stored
from tests.world import World, words

DIRECT = Preference(How.DIRECT, 30)


async def away(world: World, seconds: float) -> None:
    """Let time pass while the bot does nothing, then restart it."""
    async with world.db.transaction() as tx:
        kept = await tx.all("SELECT * FROM due")
        await tx.run("DELETE FROM due")
    await world.env.advance_time(seconds)
    async with world.db.transaction() as tx:
        for row in kept:
            await tx.run(
                "INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)"
                " VALUES (:guild_id, :kind, :subject_id, :due_at, :attempts)",
                **dict(row),
            )
    await world.restart()
    await world.env.settle()


async def test_after_minutes_away_the_reminder_says_that_it_is_late(world: World) -> None:
    await announced(world)

    await away(world, 100 * MINUTE)
    await world.env.advance_time(MINUTE)

    (reminder,) = reminders(world)
    assert "This reminder is late, sorry: I was away." in words(reminder)


async def test_after_a_day_away_the_reminder_is_dropped_and_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    caplog.set_level(logging.WARNING, logger="cogs.parties.timed_reminders")

    await away(world, DAY)
    await world.env.advance_time(MINUTE)

    assert reminders(world) == []
    assert checks(world) == []
    assert written(world.tomas) == []
    assert "the reminder of party 4242 came too late" in caplog.text
    assert "the message of answer" in caplog.text
    assert (await stored(world, party)).reminded_at is not None


async def test_a_clock_set_back_reminds_nobody_early_and_nobody_twice(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    async with world.db.transaction() as tx:  # as if it had been arranged by a clock that was ahead
        await tx.run("UPDATE due SET due_at = :now", now=int(world.env.now().timestamp()))
    await world.env.advance_time(80 * MINUTE)
    assert reminders(world) == []
    assert written(world.tomas) == []

    await world.env.advance_time(11 * MINUTE)

    assert len(reminders(world)) == 1
    assert len(written(world.tomas)) == 1
