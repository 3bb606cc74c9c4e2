"""The worker while the database fails, while it is woken in mid-turn, and while it is stopped."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import due as worker
from bot.domain.work import Work
from db import due
from db.due import Agenda
from tests.due_stage import KIND, Stage, at_work, set_up
from tests.world import World


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[Stage]:
    async with set_up(tmp_path) as stage:
        yield stage


@pytest.mark.parametrize("broken", ["claim", "next_at", "finish", "postpone"])
async def test_the_worker_outlives_a_database_that_fails(
    stage: Stage, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.schedule(1, 0)
    stage.agenda.broken = {broken, "postpone"}
    if broken == "postpone":
        stage.fault = OSError("the line is down")
    async with at_work(stage):
        await stage.pass_time(25)
        stage.agenda.broken, stage.fault = set(), None
        await stage.pass_time(300)
        await stage.schedule(2, stage.now + 1)
        await stage.pass_time(40)
    assert 1 in [subject_id for subject_id, _ in stage.done]
    assert 2 in [subject_id for subject_id, _ in stage.done]
    assert await stage.agenda.next_at() is None
    assert {record.name for record in caplog.records if record.levelno > logging.INFO} == {"bot.due"}


async def test_while_the_database_fails_the_worker_waits_between_its_looks(stage: Stage) -> None:
    stage.agenda.broken = {"claim"}
    async with at_work(stage):
        await stage.pass_time(100)
        assert stage.rests[:3] == [worker.IDLE] * 3


async def test_what_was_asked_for_during_a_turn_is_not_lost(stage: Stage) -> None:
    class Late(Agenda):
        """Something is put into the table just after the worker has looked."""

        asked = False

        async def next_at(self) -> int | None:
            at = await super().next_at()
            if not self.asked:
                self.asked = True
                stage.worker.expect(await stage.schedule(1, 2))
            return at

    late = Late(stage.db)
    stage.agenda.next_at = late.next_at  # pyright: ignore[reportAttributeAccessIssue]
    async with at_work(stage):
        await stage.pass_time(10)
    assert stage.done == [(1, 2)]


async def test_what_fails_while_it_is_asked_for_again_keeps_its_new_time(stage: Stage) -> None:
    async def fall(_: Work) -> None:
        stage.done.append((9, stage.now))
        if len(stage.done) == 1:
            await stage.schedule(9, 12, kind="stage:fall")
            raise LookupError

    stage.worker.add("stage:fall", fall)
    await stage.schedule(9, 0, kind="stage:fall")
    async with at_work(stage):
        await stage.pass_time(100)
    assert stage.done == [(9, 0), (9, 12)]


async def test_a_worker_that_is_stopped_lets_what_it_began_come_to_its_end(stage: Stage) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(work: Work) -> None:
        began.set()
        await go_on.wait()
        await stage.light(work)

    stage.worker.add("stage:slow", slow)
    await stage.schedule(1, 0, kind="stage:slow")
    task = asyncio.create_task(stage.worker.run())
    await began.wait()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    go_on.set()
    (working,) = stage.remembered
    assert working is not None
    await asyncio.wait([working])
    assert stage.done == [(1, 0)]
    assert await stage.agenda.next_at() is None


async def test_a_worker_stopped_at_any_moment_loses_nothing(stage: Stage) -> None:
    for turns in range(40):
        stage.done.clear()
        await stage.schedule(turns, stage.now)
        task = asyncio.create_task(stage.worker.run())
        for turn in range(turns):
            await asyncio.sleep(0.0001 if turn % 2 else 0)
        task.cancel()
        await asyncio.wait([task, *[each for each in stage.remembered if each]])
        stage.remembered.clear()
        stage.resting.clear()
        async with at_work(stage):
            await stage.pass_time(61)  # the lease of what was claimed and not begun
            assert [subject_id for subject_id, _ in stage.done] == [turns]


async def test_the_bot_does_what_is_due_as_its_clock_moves(world: World) -> None:
    done: list[tuple[int, datetime]] = []

    async def light(work: Work) -> None:
        done.append((work.subject_id, world.bot.clock()))

    world.bot.worker.add(KIND, light)
    at = await _ask(world, 7, seconds=12)
    await world.env.settle()
    await world.env.advance_time(11)
    assert done == []
    await world.env.advance_time(2)
    assert [subject_id for subject_id, _ in done] == [7]
    assert done[0][1] >= at


async def test_what_fell_due_while_the_bot_was_away_is_done_when_it_is_back(world: World) -> None:
    await _ask(world, 7, seconds=12, kind="parade:march")
    await world.restart()
    done: list[int] = []

    async def march(work: Work) -> None:
        done.append(work.subject_id)

    world.bot.worker.add("parade:march", march)
    await world.env.advance_time(60)
    assert done == [7]


async def test_closing_the_bot_waits_for_what_the_worker_began(world: World) -> None:
    began, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_: Work) -> None:
        began.set()
        await go_on.wait()
        ended.set()

    world.bot.worker.add("stage:slow", slow)
    await _ask(world, 7, seconds=0, kind="stage:slow")
    await began.wait()
    closing = asyncio.create_task(world.bot.close())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not closing.done()
    go_on.set()
    await closing
    assert ended.is_set()
    assert await Agenda(world.db).next_at() is None


async def _ask(world: World, subject_id: int, *, seconds: float, kind: str = KIND) -> datetime:
    """Have something done, as a feature does."""
    at = world.env.now() + timedelta(seconds=seconds)
    async with world.db.transaction() as tx:
        await due.schedule(tx, guild_id=world.guild.id, kind=kind, subject_id=subject_id, at=at)
    world.bot.wake(at)
    return at
