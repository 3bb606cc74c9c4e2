"""Health and metrics when they are needed most, and before who asks badly."""

import asyncio
import math
import socket
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import aiohttp
import pytest

from bot import metrics
from bot.metrics import Meter
from tests.test_health import Page, page

__all__ = ("page",)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BEGINNINGS = (b"", b"GET /metr", b"GET /alive HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
"""Requests that go no further."""


async def _gone() -> int | None:
    raise sqlite3.OperationalError("disk I/O error")


async def _silent() -> int | None:
    await asyncio.Event().wait()
    return None


@pytest.mark.parametrize("next_due", [_gone, _silent])
async def test_the_figures_are_told_while_the_database_is_not_there(
    next_due: Callable[[], Awaitable[int | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "PATIENCE", 0.01)
    meter = Meter()
    meter.dealt_with("press", "panel:score", "failed", 0.1)

    told = (await meter.page(next_due, NOW)).decode()

    assert 'encore_interactions_total{outcome="failed",what="panel:score"} 1.0' in told
    assert math.isnan(float(told.split("\nencore_due_lag_seconds ")[1].split()[0]))


@pytest.fixture
def begun() -> Iterator[ExitStack]:
    """Connections that are open still when the bot has to stop, which it does within its five seconds."""
    with ExitStack() as stack:
        yield stack


async def test_who_asks_badly_is_answered_and_holds_up_nobody(begun: ExitStack, page: Page) -> None:
    for number in range(50):
        never_ended = begun.enter_context(socket.create_connection(("127.0.0.1", page.port)))
        never_ended.sendall(BEGINNINGS[number % len(BEGINNINGS)])

    async with aiohttp.ClientSession(f"http://127.0.0.1:{page.port}") as session:
        asked: list[int] = []
        for method, path in (
            ("HEAD", "/metrics"), ("POST", "/ready"), ("DELETE", "/alive"), ("GET", "/metrics/../../etc"),
            ("GET", "/" + "x" * 4000), ("GET", "/metrics?name=" + "y" * 4000),
        ):  # fmt: skip
            async with session.request(method, path) as answer:
                asked.append(answer.status)
    assert asked == [200, 405, 405, 404, 404, 200]
    assert (await page.get("/ready"))[0] == 200
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", page.port))  # another of this machine's addresses


async def test_what_is_forged_makes_no_figure_of_its_own(page: Page) -> None:
    for custom_id in ("panel:score2:1", "x:y:z", "", "vote:" + "z" * 90, 'a:b"} 1\n'):
        await page.stand_in.press(custom_id)

    _, text = await page.get("/metrics")
    named = [line for line in text.splitlines() if line.startswith("encore_interactions_total{")]
    assert named == ['encore_interactions_total{outcome="refused",what="unknown"} 5.0']
