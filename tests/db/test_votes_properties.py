"""The totals always equal a recount, whatever members do, one after the other or all at once."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import votes
from db.database import Database
from db.sqlite import MIGRATIONS
from db.votes import Ballot, Vote
from tests.db.ballots import GUILDS, SHOWS, STEPS, Model, Step, recounted, stored, take, tally_of, wipe
from tests.db.support import NOW

one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Each example wipes the database that they share."""


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


@given(steps=st.lists(STEPS, max_size=50))
@one_database
async def test_every_step_does_what_the_model_does(db: Database, steps: list[Step]) -> None:
    await wipe(db)
    model = Model()
    for step in steps:
        async with db.transaction() as tx:
            assert await take(tx, step) == model.take(step)
    assert await stored(db) == model.votes
    totals = await recounted(db)
    for guild_id in GUILDS:
        for show_id in SHOWS:
            assert totals.get((guild_id, show_id), {}) == model.tallies(guild_id, show_id)


@given(steps=st.lists(STEPS, max_size=30), fails=st.data())
@one_database
async def test_what_fails_after_its_change_changes_nothing(
    db: Database, steps: list[Step], fails: st.DataObject
) -> None:
    await wipe(db)
    model = Model()
    for step in steps:
        if fails.draw(st.booleans()):
            with pytest.raises(LookupError):
                await _stumble(db, step)
        else:
            async with db.transaction() as tx:
                assert await take(tx, step) == model.take(step)
    assert await stored(db) == model.votes
    await recounted(db)


async def _stumble(db: Database, step: Step) -> None:
    async with db.transaction() as tx:
        await take(tx, step)
        raise LookupError


@dataclass
class Device:
    """One of many at once: does `steps` in order, stumbles over some, is cut off after `turns`, if at all."""

    steps: list[Step]
    stumbles: frozenset[int]
    turns: int | None
    done: list[Step] = field(default_factory=list[Step])
    doing: Step | None = None

    async def use(self, db: Database) -> None:
        for number, step in enumerate(self.steps):
            if number in self.stumbles:
                with pytest.raises(LookupError):
                    await _stumble(db, step)
                continue
            self.doing = step
            async with db.transaction() as tx:
                await take(tx, step)
            self.done.append(step)
            self.doing = None


DEVICES = st.builds(
    Device,
    steps=st.lists(STEPS, max_size=8),
    stumbles=st.frozensets(st.integers(0, 7), max_size=3),
    turns=st.none() | st.integers(0, 120),
)


async def at_once(db: Database, devices: list[Device]) -> None:
    """Let all be used in parallel, and cut off those that are to be."""

    async def use(device: Device) -> None:
        task = asyncio.create_task(device.use(db))
        if device.turns is not None:
            for turn in range(device.turns):
                await asyncio.sleep(0.0001 if turn % 2 else 0)
            task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    await asyncio.gather(*[use(device) for device in devices])


@given(devices=st.lists(DEVICES, min_size=2, max_size=6))
@one_database
async def test_many_at_once_some_cut_off_and_some_failing_leave_totals_that_equal_a_recount(
    db: Database, devices: list[Device]
) -> None:
    await wipe(db)
    await at_once(db, devices)
    await recounted(db)


@given(devices=st.lists(DEVICES, min_size=2, max_size=6))
@one_database
async def test_of_many_at_once_each_finds_its_own_votes_as_it_left_them(
    db: Database, devices: list[Device]
) -> None:
    await wipe(db)
    for member_id, device in enumerate(devices, start=11):
        device.steps = [_by(member_id, step) for step in device.steps]
    await at_once(db, devices)

    rows = await stored(db)
    assert {ballot.member_id for ballot in rows} <= {*range(11, 11 + len(devices))}
    for member_id, device in enumerate(devices, start=11):
        own = {ballot: vote for ballot, vote in rows.items() if ballot.member_id == member_id}
        acknowledged = _after(device.done)
        # What was under way when it was cut off is there as a whole or not at all.
        assert own in (acknowledged, _after([*device.done, *([device.doing] if device.doing else [])]))
    await recounted(db)


def _by(member_id: int, step: Step) -> Step:
    ballot = Ballot(step.ballot.guild_id, step.ballot.show_id, step.ballot.episode, member_id)
    return Step(step.verb, ballot, step.score, step.version)


def _after(steps: list[Step]) -> dict[Ballot, Vote]:
    model = Model()
    for step in steps:
        model.take(step)
    return model.votes


async def test_ten_devices_of_one_member_at_once_leave_one_vote(db: Database) -> None:
    ballot = Ballot(1, "kaleido-star", "s1e26", 11)

    async def cast(score: int) -> bool:
        async with db.transaction() as tx:
            return await votes.cast(tx, ballot, score=score, now=NOW) is not None

    changed = await asyncio.gather(*[cast(score) for score in (*range(1, 11), 10, 10)])
    rows = await stored(db)
    assert rows[ballot].version == sum(changed) == 10
    assert await recounted(db) == {(1, "kaleido-star"): {"s1e26": tally_of([rows[ballot].score or 0])}}


async def test_one_undo_pressed_ten_times_at_once_undoes_once(db: Database) -> None:
    ballot = Ballot(1, "kaleido-star", "s1e26", 11)
    for score in (8, 2):
        async with db.transaction() as tx:
            await votes.cast(tx, ballot, score=score, now=NOW)

    async def undo() -> bool:
        async with db.transaction() as tx:
            return await votes.undo(tx, ballot, version=2, now=NOW) is not None

    assert sum(await asyncio.gather(*[undo() for _ in range(10)])) == 1
    assert await stored(db) == {ballot: Vote(score=8, former=2, version=3)}
