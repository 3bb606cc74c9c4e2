"""Discord's global limit, 50 requests a second: what counts for it leaves at a pace that stays below.

discord.py keeps the limits of each route, but learns of the one that all share only by breaking it.
https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
"""

import asyncio
import math
import re
from types import SimpleNamespace

import aiohttp

RATE = 40.0
"""Requests a second that count, in the long run."""
BURST = 5
"""Requests that leave at once after a pause. With `RATE` below 50: any second may hold both."""

_COUNTS = re.compile(r"/api/v\d+/(?!interactions/|webhooks/)")
"""Paths of requests that count; answers to interactions do not, nor do files and the gateway."""


class Pace:
    """Lets requests go in the order in which they came, `rate` a second and `burst` at once."""

    def __init__(self, *, rate: float = RATE, burst: int = BURST) -> None:
        self._interval = 1 / rate
        self._slack = (burst - 1) * self._interval
        self._next_at = -math.inf
        self._turn = asyncio.Lock()

    async def wait(self) -> None:
        """Wait for one's turn. Who is cancelled meanwhile takes nobody's place."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            at = max(self._next_at, loop.time() - self._slack)
            await asyncio.sleep(at - loop.time())
            self._next_at = at + self._interval


def trace(pace: Pace | None = None) -> aiohttp.TraceConfig:
    """What a client's `http_trace` has to be, so that its requests keep to the pace.

    aiohttp waits for it before each request that leaves, so discord.py's own retries keep to it as well.
    """
    pace = pace or Pace()

    async def hold(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        if _COUNTS.match(request.url.path):
            await pace.wait()

    config = aiohttp.TraceConfig()
    config.on_request_start.append(hold)
    return config
