"""The lives of one bot: it comes up over its file, is killed by SIGKILL at some moment, comes up again."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from benchmarks.killed import KILLED, STOPPED, bury
from tests.stand_in import Request, StandIn
from tests.stand_in.clocked import Clock
from tests.stand_in.process import Process, running

PATIENCE = 120.0
"""Seconds that a life may go on without the kill that was ordered: far more than it takes."""
DRAIN = 0.05
"""Seconds in which what the dead had sent arrives."""


class When(StrEnum):
    """The moment of a kill."""

    STARTING = "while it comes up"
    ANY = "at any moment"
    ASKED = "before Discord took a request"
    TAKEN = "before it heard that Discord took it"


@dataclass(frozen=True)
class Blow:
    """A kill: so many `seconds` on, or at the `nth` request whose path ends with `path`."""

    when: When
    seconds: float = 0.0
    nth: int = 0
    path: str = ""


@dataclass
class Life:
    """One bot's folder, Discord and time."""

    folder: Path
    stand_in: StandIn
    clock: Clock
    struck: list[When] = field(default_factory=list[When])
    logs: list[str] = field(default_factory=list[str])
    _process: Process | None = None
    _blow: Blow | None = None
    _count: int = 0
    _chosen: Request | None = None

    async def live(self, act: Callable[[], Awaitable[None]], blow: Blow | None) -> bool:
        """Come up and do that, until it is done or the bot is killed; whether it was killed."""
        self._blow, self._count, self._chosen = None, 0, None
        async with running(self.folder, port=self.stand_in.port, env=self.clock.env) as process:
            self._process = process
            ending = asyncio.create_task(process.end(within=3600))
            doing = asyncio.create_task(self._do(act, blow))
            async with asyncio.timeout(PATIENCE):
                await asyncio.wait({ending, doing}, return_when=asyncio.FIRST_COMPLETED)
            if not ending.done():
                await doing
                process.send(signal.SIGTERM)
            ended = await ending
            self._process = None
            await asyncio.sleep(DRAIN)
            doing.cancel()
            with suppress(asyncio.CancelledError, TimeoutError):
                await doing
        self.logs += ended.err.splitlines()
        return await bury(ended, self.stand_in, STOPPED, KILLED)

    def rest(self, seconds: float) -> None:
        """Let time pass while the bot is away."""
        self.clock.advance(timedelta(seconds=seconds))

    async def watch(self, request: Request, taken: bool) -> bool:  # noqa: FBT001  as the stand-in calls it
        """Kill the bot at the request at which that is to be; whether it was."""
        blow = self._blow
        if blow is None or blow.nth == 0 or not request.path.endswith(blow.path):
            return False
        if not taken:
            self._count += 1
            if self._count == blow.nth:
                self._chosen = request
        if request is not self._chosen or taken != (blow.when is When.TAKEN):
            return False
        await self._strike(blow.when)
        return True

    async def _do(self, act: Callable[[], Awaitable[None]], blow: Blow | None) -> None:
        if blow is not None and blow.when is When.STARTING:
            await self._later(blow)
        await self.stand_in.ready()
        self._blow = blow
        if blow is not None and blow.when is When.ANY:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._later(blow))
                group.create_task(_awaited(act()))
        else:
            await act()

    async def _later(self, blow: Blow) -> None:
        await asyncio.sleep(blow.seconds)
        await self._strike(blow.when)

    async def _strike(self, when: When) -> None:
        self._blow = None
        if self._process is not None:
            self._process.send(signal.SIGKILL)
            self._process = None
            self.struck.append(when)


async def _awaited(work: Awaitable[None]) -> None:
    await work
