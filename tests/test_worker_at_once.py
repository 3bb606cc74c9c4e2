"""The worker with several pieces of work at the same time."""

import asyncio
from collections.abc import AsyncGenerator
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
    assert stage.done == [(1, 0), (1, 5)]


def test_a_piece_is_given_up_before_its_lease_ends() -> None:
    assert worker.LEASE.total_seconds() > worker.PATIENCE


async def test_more_than_fit_at_a_time_wait_for_room(stage: Stage) -> None:
    go_on = asyncio.Event()

    async def slow(work: Work) -> None:
        await go_on.wait()
        await stage.light(work)

    stage.worker.add("stage:slow", slow)
    for subject_id in range(worker.AT_ONCE + 5):
        await stage.schedule(subject_id, 0, kind="stage:slow")
    task = asyncio.create_task(stage.worker.run())
    async with asyncio.timeout(5):
        await stage.resting.wait()
    assert len(stage.remembered) == worker.AT_ONCE
    go_on.set()
    await stage.rested()
    task.cancel()
    await asyncio.wait([task])
    assert sorted(stage.done) == [(subject_id, 0) for subject_id in range(worker.AT_ONCE + 5)]
