"""A small page on the loopback address for a host's own machines: alive, ready, metrics."""

import asyncio
import logging
import math
import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.client import Bot
from bot.metrics import Meter
from bot.settings import SettingsError
from db import health
from db.due import Agenda

_log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
PATIENCE = 2.0
"""Seconds that writing to the database may take."""
FAREWELL = 1.0
"""Seconds that a request under way is given when the bot closes; a host's patience with that has an end."""
HEARTBEATS = 2.5
"""So many intervals without an answer of Discord's to a heartbeat, and the connection counts as dead."""


@asynccontextmanager
async def served(bot: Bot, meter: Meter, port: int) -> AsyncGenerator[int]:
    """Serve `/alive`, `/ready` and `/metrics` on the loopback address; the port, another than 0.

    Raises:
        SettingsError: the port cannot be had.
    """
    page = _Page(bot, Agenda(bot.db), meter)
    app = web.Application()
    app.add_routes(
        [web.get("/alive", page.alive), web.get("/ready", page.ready), web.get("/metrics", page.metrics)]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=FAREWELL)
    await runner.setup()
    watching = asyncio.create_task(meter.watch_loop(), name="loop lag")
    try:
        try:
            await web.TCPSite(runner, LOOPBACK, port).start()
        except OSError as error:
            why = os.strerror(error.errno or 0)
            sentence = f"ENCORE_METRICS_PORT (now {port}) cannot be had: {why}; name another port."
            raise SettingsError((sentence,)) from None
        bound: int = runner.addresses[0][1]
        _log.info("health and metrics on http://%s:%d", LOOPBACK, bound)
        yield bound
    finally:
        watching.cancel()
        await runner.cleanup()


def heartbeat_age(bot: Bot) -> float:
    """Seconds since Discord last answered a heartbeat; infinite where there is no connection."""
    # discord.py tells the latency alone, which stays as it was when answers stop coming.
    keeper = getattr(bot.ws, "_keep_alive", None)
    return time.perf_counter() - keeper._last_ack if keeper is not None else math.inf  # noqa: SLF001


def is_beating(bot: Bot) -> bool:
    """Whether the connection to Discord answers."""
    keeper = getattr(bot.ws, "_keep_alive", None)
    return keeper is not None and heartbeat_age(bot) < HEARTBEATS * float(keeper.interval)


class _Page:
    def __init__(self, bot: Bot, agenda: Agenda, meter: Meter) -> None:
        self._bot = bot
        self._agenda = agenda
        self._meter = meter
        meter.gauge("encore_gateway_ready", "1 where Discord has told of all servers.", self._ready)
        meter.gauge(
            "encore_gateway_connected",
            "1 where Discord answers heartbeats.",
            lambda: float(is_beating(bot)),
        )
        meter.gauge(
            "encore_shard_latency_seconds",
            "How long Discord took to answer the last heartbeat; +Inf or NaN before the first.",
            lambda: bot.latency,
            shard=str(bot.shard_id or 0),
        )
        meter.gauge(
            "encore_gateway_heartbeat_age_seconds",
            "Since Discord last answered a heartbeat.",
            lambda: heartbeat_age(bot),
        )
        meter.gauge("encore_servers", "Servers that the bot is in.", lambda: float(len(bot.guilds)))

    def _ready(self) -> float:
        return float(self._bot.is_ready())

    async def alive(self, _: web.Request) -> web.Response:
        """Whether it is of use to wait: the event loop answers, and the worker works."""
        return _told([] if self._bot.is_working() else ["the worker has ended"])

    async def ready(self, _: web.Request) -> web.Response:
        """Whether members are answered: Discord is connected, and the database takes a row."""
        faults: list[str] = []
        if not self._bot.is_ready():
            faults.append("Discord has not told of all servers yet")
        if not is_beating(self._bot):
            faults.append("Discord does not answer heartbeats")
        try:
            async with asyncio.timeout(PATIENCE):
                await health.write(self._bot.db, now=self._bot.clock())
        except Exception as error:  # noqa: BLE001  whatever it is, that is the answer
            faults.append(f"the database does not take a row: {type(error).__name__}")
        return _told(faults)

    async def metrics(self, _: web.Request) -> web.Response:
        """All figures."""
        body = await self._meter.page(self._agenda.next_at, self._bot.clock())
        return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def _told(faults: list[str]) -> web.Response:
    return web.json_response({"ok": not faults, "faults": faults}, status=503 if faults else 200)
