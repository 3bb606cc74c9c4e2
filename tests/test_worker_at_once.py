"""The worker with several pieces of work at the same time."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot import due as worker
from bot.domain.work import Work
from tests.due_stage import Stage, set_up


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[Stage]:
    async with set_up(tmp_path) as stage:
        yield stage


async def test_one_that_takes_long_does_not_hold_up_others(stage: Stage) -> None:
    go_on, done = asyncio.Event(), asyncio.Event()

    async def slow(work: Work) -> None:
        await go_on.wait()
        await stage.light(work)

    async def quick(work: Work) -> None:
        await stage.light(work)
        done.set()

    stage.worker.add("stage:slow", slow)
    stage.worker.add("stage:quick", quick)
    await stage.schedule(1, 0, kind="stage:slow")
    task = asyncio.create_task(stage.worker.run())
    async with asyncio.timeout(5):
        await stage.resting.wait()
        stage.worker.expect(await stage.schedule(2, 0, kind="stage:quick"))
        await done.wait()
    go_on.set()
    await stage.rested()
    task.cancel()
    await asyncio.wait([task])
    assert stage.done == [(2, 0), (1, 0)]


async def test_what_is_asked_for_again_while_it_is_done_comes_after_it(stage: Stage) -> None:
    go_on, running = asyncio.Event(), 0

    async def slow(work: Work) -> None:
        nonlocal running
        running += 1
        assert running == 1
        await go_on.wait()
        running -= 1
        await stage.light(work)

    stage.worker.add("stage:slow", slow)
    await stage.schedule(1, 0, kind="stage:slow")
    task = asyncio.create_task(stage.worker.run())
    async with asyncio.timeout(5):
        await stage.resting.wait()
        stage.worker.expect(await stage.schedule(1, 0, kind="stage:slow"))
        stage.resting.clear()
        await stage.resting.wait()
    go_on.set()
    await stage.pass_time(10)
    task.cancel()
    await asyncio.wait([task])
    assert stage.done == [(1, 0), (1, 0)]


async def test_of_two_things_about_one_row_the_second_comes_as_soon_as_the_first_is_done(
    stage: Stage,
) -> None:
    done: list[tuple[str, float]] = []
    under_way = 0

    async def takes_two_seconds(work: Work) -> None:
        nonlocal under_way
        under_way += 1
        assert under_way == 1
        await asyncio.sleep(0)
        stage.clock += timedelta(seconds=2)
        done.append((work.kind, stage.now))
        under_way -= 1

    for kind in ("stage:event", "stage:start"):
        stage.worker.add(kind, takes_two_seconds)
        await stage.schedule(1, 10, kind=kind)
    task = asyncio.create_task(stage.worker.run())
    await stage.pass_time(10)
    await stage.rested()
    task.cancel()
    await asyncio.wait([task])

    assert {kind for kind, _ in done} == {"stage:event", "stage:start"}
    assert [at for _, at in done] == [12, 14]


def test_a_piece_is_given_up_before_its_lease_ends() -> None:
    assert worker.LEASE.total_seconds() > worker.PATIENCE


async def test_more_than_fit_at_a_time_wait_for_room(stage: Stage) -> None:
    hall = Hall(stage)
    for subject_id in range(worker.AT_ONCE + 5):
        await stage.schedule(subject_id, 0, kind=HALL, guild_id=subject_id)
    async with playing(stage):
        assert len(stage.remembered) == worker.AT_ONCE
        hall.open()
    assert sorted(stage.done) == [(subject_id, 0) for subject_id in range(worker.AT_ONCE + 5)]


async def test_a_server_with_much_to_do_leaves_places_to_others(stage: Stage) -> None:
    hall = Hall(stage)
    for subject_id in range(300):  # more than one claim looks at, and all due before the others
        await stage.schedule(subject_id, -10, kind=HALL)
    for guild_id in (2, 3):
        await stage.schedule(1000, -1, kind=HALL, guild_id=guild_id)
    async with playing(stage):
        assert hall.inside == Counter({1: worker.AT_ONCE_EACH, 2: 1, 3: 1})
        hall.open()
    assert len(stage.done) == 302
    assert hall.most[1] == worker.AT_ONCE_EACH


async def test_what_falls_due_while_a_server_has_its_places_taken_is_done_at_its_time(stage: Stage) -> None:
    hall = Hall(stage)
    for subject_id in range(worker.AT_ONCE_EACH + 1):
        await stage.schedule(subject_id, 0, kind=HALL)
    await stage.schedule(1000, 7, guild_id=2)
    async with playing(stage):
        looks = len(stage.rests)
        while stage.now < 7:
            assert 0 < stage.rests[-1] <= worker.PAUSE
            stage.clock += timedelta(seconds=stage.rests[-1])
            await stage.look()
        assert stage.done == [(1000, 7)]
        assert len(stage.rests) - looks < 10  # what waits for room is no reason to look without rest
        hall.open()
    assert len(stage.done) == worker.AT_ONCE_EACH + 2


HALL = "stage:hall"


class Hall:
    """Keeps whatever comes in, and counts it by its server, until it is opened."""

    def __init__(self, stage: Stage) -> None:
        self.inside, self.most = Counter[int](), Counter[int]()
        self._stage = stage
        self._out = asyncio.Event()
        self.open = self._out.set
        stage.worker.add(HALL, self._stay)

    async def _stay(self, work: Work) -> None:
        self.inside[work.guild_id] += 1
        self.most |= self.inside
        await self._out.wait()
        await asyncio.sleep(0)
        self.inside[work.guild_id] -= 1
        await self._stage.light(work)


@asynccontextmanager
async def playing(stage: Stage) -> AsyncGenerator[None]:
    """The worker at work from its first rest on, and to the end of all that it has begun."""
    task = asyncio.create_task(stage.worker.run())
    try:
        async with asyncio.timeout(5):
            await stage.resting.wait()
        yield
        await stage.rested()
    finally:
        task.cancel()
        await asyncio.wait([task])
