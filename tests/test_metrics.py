"""Every figure that a host is promised: it is there, and it moves with what it is about."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.metrics import Meter
from tests.stand_in import StandIn
from tests.stand_in.process import TOKEN, running
from tests.test_health import PATIENCE, Page, free_port

HEARTBEAT = 0.3
"""Seconds between two heartbeats: Discord's 41 are long to wait for."""


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    port = free_port()
    env = {"ENCORE_METRICS_PORT": str(port)}
    async with (
        StandIn(TOKEN, heartbeat=HEARTBEAT) as stand_in,
        running(tmp_path, port=stand_in.port, env=env) as process,
    ):
        await stand_in.ready()
        page = Page(port, stand_in, process)
        await until(page, "encore_gateway_ready", 1)
        yield page
        await process.stop()


async def until(page: Page, pattern: str, value: float) -> None:
    """Wait until a figure has a value."""
    async with asyncio.timeout(PATIENCE):
        while await page.figure(pattern) != value:  # noqa: ASYNC110  another process's figure
            await asyncio.sleep(0.02)


async def moves(page: Page, pattern: str) -> None:
    """Wait until a figure has another value than it has now."""
    before = await page.figure(pattern)
    async with asyncio.timeout(PATIENCE):
        while await page.figure(pattern) == before:  # noqa: ASYNC110  likewise
            await asyncio.sleep(0.02)


async def test_the_connections_own_figures_follow_it(page: Page) -> None:
    await until(page, "encore_gateway_connected", 1)
    await moves(page, "encore_gateway_heartbeat_age_seconds")
    await moves(page, r'encore_shard_latency_seconds\{shard="0"\}')
    assert 0 < await page.figure(r'encore_shard_latency_seconds\{shard="0"\}') < PATIENCE
    assert await page.figure("encore_servers") == 1

    await page.stand_in.go_away()
    await until(page, "encore_gateway_connected", 0)

    assert "Discord does not answer heartbeats" in (await page.get("/ready"))[1]
    assert (await page.get("/alive"))[0] == 200


async def test_what_is_done_is_timed_by_where_the_time_goes(page: Page) -> None:
    await page.stand_in.slash("vote", {"episode": "26", "score": 9})
    await page.stand_in.slash("episode", {"episode": "2"}, focused="episode")

    for kind in ("command", "suggestion"):
        assert await page.figure(rf'encore_answer_seconds_count\{{kind="{kind}"\}}') == 1
        assert await page.figure(rf'encore_answer_seconds_sum\{{kind="{kind}"\}}') > 0
    assert await page.figure(r'encore_interactions_total\{outcome="done",what="vote"\}') == 1
    assert await page.figure(r'encore_answer_seconds_bucket\{kind="command",le="\+Inf"\}') == 1
    for kind in ("transaction", "snapshot"):
        assert await page.figure(rf'encore_database_seconds_sum\{{kind="{kind}"\}}') > 0
    await moves(page, "encore_loop_lag_seconds_count")
    await moves(page, "process_cpu_seconds_total")


async def test_work_that_nobody_does_makes_the_due_lag_grow(page: Page, tmp_path: Path) -> None:
    await until(page, "encore_due_lag_seconds", 0)
    long_ago = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    with closing(sqlite3.connect(tmp_path / "encore.db", isolation_level=None)) as other:
        other.execute("INSERT INTO due VALUES (1, 'poll:close', 1, :at, 0)", {"at": long_ago})
        other.execute("BEGIN IMMEDIATE")  # so that it cannot be claimed

        assert await page.figure("encore_due_lag_seconds") > 86_400
        await moves(page, "encore_due_lag_seconds")


def test_memory_is_told_where_the_kernel_shows_processes_alone(tmp_path: Path) -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("no Linux")
    (tmp_path / "self" / "fd").mkdir(parents=True)
    for name in ("stat", "limits"):
        shutil.copy(f"/proc/self/{name}", tmp_path / "self" / name)

    meter = Meter(proc=str(tmp_path))  # which has no /proc/stat, as under systemd's ProcSubset=pid

    assert (meter.registry.get_sample_value("process_resident_memory_bytes") or 0) > 1e6
    began = meter.registry.get_sample_value("process_start_time_seconds") or 0
    assert began > datetime(2020, 1, 1, tzinfo=UTC).timestamp()
