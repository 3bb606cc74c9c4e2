"""Marks, board and counts always equal a plain model and a recount, whatever members do, also all at once."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.progress import Source
from db.database import Database
from db.recount import differences, mend
from db.sqlite import MIGRATIONS
from tests.db.markings import HISTORIES, STEPS, Model, Step, agrees, stored, take, wipe

one_database = settings(
    max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
"""Each example wipes the database that they share. They are long: half as many do."""


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def _stumble(db: Database, step: Step) -> None:
    async with db.transaction() as tx:
        await take(tx, step)
        raise LookupError


@given(steps=HISTORIES, fails=st.frozensets(st.integers(0, 59), max_size=5))
@one_database
async def test_every_step_does_what_the_model_does_and_what_fails_does_nothing(
    db: Database, steps: list[Step], fails: frozenset[int]
) -> None:
    await wipe(db)
    model = Model()
    for number, step in enumerate(steps):
        if number in fails:
            with pytest.raises(LookupError):
                await _stumble(db, step)
        else:
            async with db.transaction() as tx:
                assert await take(tx, step) == model.take(step)
    await agrees(db, model)


@dataclass
class Device:
    """One of many at once: does `steps` in order, and is cut off after `turns`, if at all."""

    steps: list[Step]
    turns: int | None
    done: list[Step] = field(default_factory=list[Step])
    doing: Step | None = None

    async def use(self, db: Database) -> None:
        for step in self.steps:
            self.doing = step
            async with db.transaction() as tx:
                await take(tx, step)
            self.done.append(step)
            self.doing = None


DEVICES = st.builds(
    Device, steps=st.lists(STEPS, min_size=4, max_size=12), turns=st.none() | st.integers(0, 200)
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


@given(devices=st.lists(DEVICES, min_size=2, max_size=5))
@one_database
async def test_many_at_once_leave_a_board_and_counts_that_equal_a_recount(
    db: Database, devices: list[Device]
) -> None:
    await wipe(db)
    await at_once(db, devices)
    await agrees(db, await stored(db))


@given(devices=st.lists(DEVICES, min_size=2, max_size=4))
@one_database
async def test_of_many_at_once_each_finds_its_own_marks_as_it_left_them(
    db: Database, devices: list[Device]
) -> None:
    await wipe(db)
    for member_id, device in enumerate(devices, start=11):
        device.steps = [replace(step, member_id=member_id) for step in device.steps]
    await at_once(db, devices)

    found = (await stored(db)).marks
    for member_id, device in enumerate(devices, start=11):
        own = {at: mark for at, mark in found.items() if at[1] == member_id}
        # What was under way when it was cut off is there as a whole or not at all.
        assert own in (_after(device.done), _after([*device.done, *([device.doing] if device.doing else [])]))


def _after(steps: list[Step]) -> object:
    model = Model()
    for step in steps:
        model.take(step)
    return model.marks


async def test_one_undo_pressed_ten_times_at_once_undoes_once(db: Database) -> None:
    await wipe(db)
    step = Step("mark", 1, 11, "kaleido-star", ("s1e1", "s1e2"), Source.HAND, 1, 0, 0)
    async with db.transaction() as tx:
        await take(tx, step)

    async def undo(change_id: int) -> object:
        async with db.transaction() as tx:
            return await take(tx, replace(step, verb="undo", undone=1, change_id=change_id))

    outcomes = await asyncio.gather(*[undo(change_id) for change_id in range(2, 12)])
    assert [bool(outcome) for outcome in outcomes].count(True) == 1
    async with db.snapshot() as tx:
        assert await differences(tx) == {}


@given(steps=HISTORIES)
@one_database
async def test_damaged_counts_are_found_and_mended(db: Database, steps: list[Step]) -> None:
    await wipe(db)
    model = Model()
    for step in steps:
        async with db.transaction() as tx:
            await take(tx, step)
        model.take(step)
    async with db.transaction() as tx:
        for table in ("member_counts", "watcher_counts", "board_counts", "board_slots"):
            await tx.run(f"UPDATE {table} SET members = members + 1")  # noqa: S608  constants
        damaged = {row["name"] for row in await tx.all(_FILLED)}
        assert set(await differences(tx)) == damaged
        await mend(tx)
    await agrees(db, model)


_FILLED = """
    SELECT 'watcher_counts' AS name WHERE EXISTS (SELECT 1 FROM watcher_counts)
    UNION ALL SELECT 'member_counts' WHERE EXISTS (SELECT 1 FROM member_counts)
    UNION ALL SELECT 'board_counts' WHERE EXISTS (SELECT 1 FROM board_counts)
    UNION ALL SELECT 'board_slots' WHERE EXISTS (SELECT 1 FROM board_slots)
    """
