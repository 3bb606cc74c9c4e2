"""Health and metrics of the real process, as a host's own machines ask for them."""

import asyncio
import re
import socket
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.stand_in import StandIn
from tests.stand_in.process import TOKEN, ended, running

PATIENCE = 20.0
"""Seconds until the bot has to be ready, on a machine that is busy with other things."""


@dataclass
class Page:
    """What is behind the port."""

    port: int
    stand_in: StandIn
    process: Any

    async def get(self, path: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            return answer.status, await answer.text()

    async def figure(self, pattern: str) -> float:
        _, text = await self.get("/metrics")
        found = re.search(rf"^{pattern} (\S+)$", text, re.MULTILINE)
        assert found, f"{pattern} is not in:\n{text}"
        return float(found[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    port = free_port()
    env = {"ENCORE_METRICS_PORT": str(port)}
    async with StandIn(TOKEN) as stand_in, running(tmp_path, port=stand_in.port, env=env) as process:
        await stand_in.ready()
        page = Page(port, stand_in, process)
        async with asyncio.timeout(PATIENCE):
            while (await page.get("/ready"))[0] != 200:  # noqa: ASYNC110  discord.py waits for further servers
                await asyncio.sleep(0.05)
        yield page
        await process.stop()


async def test_a_bot_that_answers_is_alive_and_ready(page: Page) -> None:
    assert await page.get("/alive") == (200, '{"ok": true, "faults": []}')
    assert await page.get("/ready") == (200, '{"ok": true, "faults": []}')


async def test_what_members_do_is_counted_by_command_and_outcome(page: Page) -> None:
    await page.stand_in.slash("episode", {"episode": "26"})
    await page.stand_in.slash("episode", {"episode": "25"})
    await page.stand_in.slash("episode", {"episode": "99"})

    assert await page.figure(r'encore_interactions_total\{outcome="done",what="episode"\}') == 2
    assert await page.figure(r'encore_interactions_total\{outcome="refused",what="episode"\}') == 1
    assert await page.figure(r'encore_answer_seconds_count\{kind="command"\}') == 3
    assert await page.figure(r'encore_database_seconds_count\{kind="snapshot"\}') > 0
    assert await page.figure("encore_gateway_ready") == 1
    assert 0 <= await page.figure("encore_gateway_heartbeat_age_seconds") < 60
    assert await page.figure("process_resident_memory_bytes") > 1e7


async def test_a_database_that_takes_nothing_is_told_and_the_process_goes_on(
    page: Page, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "encore.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        status, told = await page.get("/ready")
        assert (status, "does not take a row" in told) == (503, True)
        assert (await page.get("/alive"))[0] == 200
        other.execute("ROLLBACK")
    other.close()

    assert (await page.get("/ready"))[0] == 200


async def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with StandIn(TOKEN) as stand_in:
            ending = await ended(tmp_path, port=stand_in.port, env={"ENCORE_METRICS_PORT": str(port)})

    assert ending.code == 2
    assert any(line.startswith(f"ENCORE_METRICS_PORT (now {port}) cannot be had") for line in ending.said)
