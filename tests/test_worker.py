"""The worker: what is due is done once, at its time, and again where that may help."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import aiohttp
import discord
import pytest

from bot import due as worker
from bot.domain.work import Work
from tests.due_stage import KIND, Stage, at_work, set_up


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[Stage]:
    async with set_up(tmp_path) as stage:
        yield stage


def said(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    """What was logged, by the worker or about tasks whose end nobody looked at."""
    return [(record.levelno, record.getMessage()) for record in caplog.records if record.levelno > 20]


def http(status: int) -> discord.HTTPException:
    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    return kind(Mock(status=status, reason="no"), "no")


async def test_what_is_due_is_done_once_at_its_time(stage: Stage) -> None:
    await stage.schedule(1, -100)  # fell due while nobody worked
    await stage.schedule(2, 90)
    async with at_work(stage):
        assert stage.done == [(1, 0)]
        await stage.pass_time(300)
    assert stage.done == [(1, 0), (2, 90)]
    assert await stage.agenda.next_at() is None


async def test_more_than_are_done_at_a_time_are_all_done(stage: Stage) -> None:
    for subject_id in range(25):
        await stage.schedule(subject_id, 0)
    async with at_work(stage):
        assert sorted(stage.done) == [(subject_id, 0) for subject_id in range(25)]


async def test_what_fails_is_tried_again_after_each_delay_and_then_given_up(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.fault = LookupError("no such lamp")
    await stage.schedule(1, 0)
    async with at_work(stage):
        await stage.pass_time(20_000)
    assert [at for _, at in stage.done] == [0, 5, 20, 80, 380, 1280, 4880]
    assert await stage.agenda.next_at() is None
    levels, texts = zip(*said(caplog), strict=True)
    assert set(levels) == {logging.ERROR}
    assert texts[0] == "stage:light of 1, attempt 1 failed (no such lamp); again in 5 s"
    assert texts[-1] == "stage:light of 1, attempt 7 failed; given up"


async def test_what_fails_once_is_done_the_next_time(stage: Stage) -> None:
    stage.fault = OSError("the line is down")
    await stage.schedule(1, 0)
    async with at_work(stage):
        stage.fault = None
        await stage.pass_time(1000)
    assert stage.done == [(1, 0), (1, 5)]


async def test_one_that_fails_does_not_keep_others_from_being_done(stage: Stage) -> None:
    async def fail(_: Work) -> None:
        raise LookupError

    stage.worker.add("stage:fall", fail)
    for subject_id in range(15):
        await stage.schedule(subject_id, 0, kind=KIND if subject_id % 2 else "stage:fall")
    async with at_work(stage):
        assert sorted(stage.done) == [(subject_id, 0) for subject_id in range(1, 15, 2)]


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_what_discord_refuses_for_good_is_given_up_at_once(
    stage: Stage, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    stage.fault = http(status)
    await stage.schedule(1, 0)
    async with at_work(stage):
        await stage.pass_time(10_000)
    assert stage.done == [(1, 0)]
    assert await stage.agenda.next_at() is None
    assert said(caplog) == [(logging.ERROR, "stage:light of 1, attempt 1 failed; given up")]


@pytest.mark.parametrize(
    "fault",
    [
        http(500),
        http(503),
        discord.RateLimited(9.0),
        ConnectionResetError(),
        TimeoutError(),
        aiohttp.ClientError(),
    ],
    ids=repr,
)
async def test_what_goes_by_is_tried_again_without_alarm(
    stage: Stage, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    stage.fault = fault
    await stage.schedule(1, 0)
    async with at_work(stage):
        stage.fault = None
        await stage.pass_time(5)
    assert stage.done == [(1, 0), (1, 5)]
    assert [level for level, _ in said(caplog)] == [logging.WARNING]


async def test_a_rate_limit_that_discord_py_gives_up_on_is_tried_again(stage: Stage) -> None:
    stage.fault = http(429)
    await stage.schedule(1, 0)
    async with at_work(stage):
        stage.fault = None
        await stage.pass_time(5)
    assert stage.done == [(1, 0), (1, 5)]


async def test_work_that_nobody_does_is_dropped_and_said_so(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.schedule(1, 0, kind="parade:march")
    async with at_work(stage):
        assert await stage.agenda.next_at() is None
    assert said(caplog) == [(logging.ERROR, "nobody does parade:march; given up")]


async def test_one_that_hangs_is_cut_off_and_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.02)
    cut_off: list[float] = []

    async def hang(_: Work) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cut_off.append(stage.now)
            raise

    stage.worker.add("stage:hang", hang)
    await stage.schedule(1, 0, kind="stage:hang")
    await stage.schedule(2, 0)
    async with at_work(stage):
        await stage.pass_time(5)
    assert cut_off == [0, 5]
    assert stage.done == [(2, 0)]


async def test_what_asks_for_itself_again_is_done_again_and_not_forgotten(stage: Stage) -> None:
    async def twice(_: Work) -> None:
        stage.done.append((9, stage.now))
        if len(stage.done) == 1:
            await stage.schedule(9, 7, kind="stage:twice")

    stage.worker.add("stage:twice", twice)
    await stage.schedule(9, 0, kind="stage:twice")
    async with at_work(stage):
        await stage.pass_time(100)
    assert stage.done == [(9, 0), (9, 7)]


async def test_a_kind_is_one_doer_s_alone(stage: Stage) -> None:
    with pytest.raises(ValueError, match="taken"):
        stage.worker.add(KIND, stage.light)
    assert list(stage.worker) == [KIND]


async def test_the_worker_looks_now_and_then_though_nothing_is_due(stage: Stage) -> None:
    async with at_work(stage):
        await stage.schedule(1, 10)  # by another process, which wakes nobody here
        await stage.pass_time(40)
    assert stage.done == [(1, worker.IDLE)]


async def test_a_rest_is_cut_short_only_for_what_is_due_before_its_end(stage: Stage) -> None:
    await stage.schedule(1, 20)
    async with at_work(stage):
        for subject_id, seconds in ((2, 25), (3, 20)):
            stage.worker.expect(await stage.schedule(subject_id, seconds))
            await stage.rested()
            assert stage.rests == [20]
        stage.worker.expect(await stage.schedule(4, 8))
        await stage.rested()
        assert stage.rests == [20, 8]
        await stage.pass_time(30)
    assert stage.done[:1] == [(4, 8)]
    assert sorted(stage.done) == [(1, 20), (2, 25), (3, 20), (4, 8)]


async def test_after_a_clock_that_jumps_forward_what_became_due_is_done_once(stage: Stage) -> None:
    for subject_id, seconds in ((1, 50), (2, 5000)):
        await stage.schedule(subject_id, seconds)
    async with at_work(stage):
        stage.clock += timedelta(hours=1)
        await stage.cut_short()
        assert stage.done == [(1, 3600)]
        await stage.pass_time(5000)
    assert stage.done == [(1, 3600), (2, 5000)]


async def test_after_a_clock_that_jumps_back_things_are_done_at_their_time(stage: Stage) -> None:
    await stage.schedule(1, 10)
    async with at_work(stage):
        stage.clock -= timedelta(hours=1)
        stage.worker.expect(await stage.schedule(2, -3590))
        await stage.rested()
        await stage.pass_time(4000)
    assert stage.done == [(2, -3590), (1, 10)]
