"""A bot that is killed and comes back, before a Discord that writes down what it is told."""

import asyncio
import re
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from benchmarks.killed import KILLED, bury
from tests.stand_in import Request, StandIn
from tests.stand_in.clocked import Clock
from tests.stand_in.process import TOKEN, Ending, Process, running, stored

T = TypeVar("T")

NONCES = timedelta(minutes=3)
"""How long this Discord remembers a nonce."""
LEASED = (57, 61)
"""Seconds until the lease ends of what was claimed a moment ago, and may be under way."""
PATIENCE = 3.0
"""Seconds of the machine's for what is due now to be done, whatever keeps it."""
LOOK, QUIET = 0.02, 3
"""Seconds between two looks at the table; so many in a row that find nothing to do."""
DOWN: Mapping[tuple[int, int], int] = {(1, 15): 4, (15, 170): 3, (240, 900): 3, (3600, 7200): 1}
"""Seconds from a kill to the next start, from and to, and how often: a nonce is known that long, or not."""
AGAIN, START = 0.15, 1.5
"""How likely the bot is killed again while it comes back, and seconds within which that is."""


class Killed(Exception):
    """The bot was killed while something was under way."""


@dataclass(frozen=True)
class Blow:
    """A kill: at the `nth` request of that kind, once Discord has `taken` it or before; or `delay` s on.

    Then the bot is away for `down` seconds; None leaves that to chance, and with it another kill at once.
    """

    phase: str
    request: str | None = None
    nth: int = 1
    taken: bool = False
    delay: float = 0.0
    down: float | None = None


@dataclass
class Stage:
    """One bot's Discord, database and time, and the kills to come by phase."""

    folder: Path
    stand_in: StandIn
    clock: Clock
    chance: Random
    blows: dict[str, Blow]
    phase: str = ""
    struck: list[Blow] = field(default_factory=list[Blow])
    downs: list[tuple[datetime, datetime]] = field(default_factory=list[tuple[datetime, datetime]])
    logs: list[str] = field(default_factory=list[str])
    asked: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    _process: Process | None = None
    _ending: "asyncio.Task[Ending] | None" = None
    _armed: Blow | None = None
    _striking: "asyncio.Task[None] | None" = None
    _count: Counter[str] = field(default_factory=Counter[str])
    _numbers: dict[int, int] = field(default_factory=dict[int, int])
    _orphans: set[tuple[Any, ...]] = field(default_factory=set[tuple[Any, ...]])
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def now(self) -> datetime:
        """The time on this stage."""
        return self.clock()

    def rows(self, sql: str, **values: object) -> list[sqlite3.Row]:
        """What the database holds, seen from outside."""
        return stored(self.folder, sql, **values)

    async def play(self, phase: str, act: Callable[[], Awaitable[T]]) -> T:
        """Do it in this phase of the evening, and again from the beginning each time the bot was killed."""
        self.phase = phase
        self._count.clear()
        self._arm(self.blows.get(phase))
        while True:
            try:
                if self._process is None:
                    await self._come_up()
                return await self._unless_killed(act())
            except Killed:
                await self._lie_down()

    async def pass_time(self, until: datetime) -> None:
        """Let time pass, stopping wherever something is due."""
        while True:
            await self.settle()
            if self.now >= until:
                return
            (due,) = self.rows("SELECT min(due_at) AS at FROM due")
            next_at = datetime.fromtimestamp(due["at"], UTC) if due["at"] is not None else until
            self.clock.advance(max(min(next_at, until) - self.now, timedelta(seconds=0.2)))

    async def settle(self) -> None:
        """Wait until the bot has done what is due, or cannot for now."""
        loop = asyncio.get_running_loop()
        until, quiet = loop.time() + PATIENCE, 0
        while quiet < QUIET and loop.time() < until:
            await asyncio.sleep(LOOK)
            quiet = 0 if self._is_busy() else quiet + 1

    async def close(self) -> None:
        """End the bot in order, where it runs."""
        self._arm(None)
        if self._process is not None and self._ending is not None:
            self._process.send(signal.SIGTERM)
            self._hear(await self._ending)
            self._process = None
        await self._running.aclose()

    async def watch(self, request: Request, taken: bool) -> bool:  # noqa: FBT001  as the stand-in calls it
        """Kill the bot at the request at which that is to be; whether it was."""
        name = re.sub(r"/(\d{6,}|interaction-\d+)", "/…", f"{request.method} {request.path}")
        if not taken:
            self._count[name] += 1
            self.asked[self.phase, name] += 1
            self._numbers[id(request)] = self._count[name]
        number = self._numbers[id(request)] if not taken else self._numbers.pop(id(request))
        blow = self._armed
        if blow is None or (blow.request, blow.nth, blow.taken) != (name, number, taken):
            return False
        await self._strike(blow)
        return True

    def _arm(self, blow: Blow | None) -> None:
        if self._striking is not None:
            self._striking.cancel()
        self._armed, self._striking = blow, None
        if blow is not None and blow.request is None:
            self._striking = asyncio.create_task(self._strike_after(blow))

    async def _strike_after(self, blow: Blow) -> None:
        await asyncio.sleep(blow.delay)
        await self._strike(blow)

    async def _strike(self, blow: Blow) -> None:
        self._armed = None
        if self._process is not None and self._ending is not None and not self._ending.done():
            self._process.send(signal.SIGKILL)
            self.struck.append(replace(blow, phase=self.phase))
            await asyncio.wait({self._ending})

    async def _unless_killed(self, doing: Awaitable[T]) -> T:
        assert self._ending is not None
        task = asyncio.ensure_future(doing)
        await asyncio.wait({task, self._ending}, return_when=asyncio.FIRST_COMPLETED)
        if not self._ending.done():
            return await task
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):  # what it met was a Discord without a bot
            await task
        raise Killed

    async def _come_up(self) -> None:
        self._process = await self._running.enter_async_context(
            running(self.folder, port=self.stand_in.port, env=self.clock.env)
        )
        self._ending = asyncio.create_task(self._process.end(within=3600))
        by_chance = self._armed is None and bool(self.struck) and self.struck[-1].down is None
        if by_chance and self.chance.random() < AGAIN:
            self._arm(Blow(self.phase, delay=self.chance.uniform(0.3, START)))
        await self._unless_killed(self.stand_in.ready())
        if self.downs and self.downs[-1][1] == datetime.max.replace(tzinfo=UTC):
            self.downs[-1] = (self.downs[-1][0], self.now)

    async def _lie_down(self) -> None:
        """Be dead for a while."""
        assert self._ending is not None
        ending = self._ending.result()
        self._hear(ending)
        self._process = None
        await bury(ending, self.stand_in, KILLED)
        if not self.downs or self.downs[-1][1] <= self.now:
            self.downs.append((self.now, datetime.max.replace(tzinfo=UTC)))
        (way,) = self.chance.choices(list(DOWN), list(DOWN.values()))
        down = self.chance.uniform(*way) if self.struck[-1].down is None else self.struck[-1].down
        self.clock.advance(timedelta(seconds=down))
        with suppress(sqlite3.OperationalError):  # there is no table before it first came up
            self._orphans = {tuple(row) for row in self.rows(_DUE) if row["attempts"]}

    def _hear(self, ending: Ending) -> None:
        self.logs += ending.err.splitlines()

    def _is_busy(self) -> bool:
        now, (least, most) = self.now.timestamp(), LEASED
        return any(
            row["due_at"] <= now
            or (row["attempts"] and least <= row["due_at"] - now <= most and tuple(row) not in self._orphans)
            for row in self.rows(_DUE)
        )


_DUE = "SELECT kind, subject_id, attempts, due_at FROM due"


@asynccontextmanager
async def stage(folder: Path, chance: Random, blows: Mapping[str, Blow]) -> AsyncGenerator[Stage]:
    """A Discord, and a bot that comes up with the first phase."""
    async with StandIn(TOKEN) as stand_in:
        clock = Clock(folder / "clock")
        stand_in.clock, stand_in.nonces_last, stand_in.patience = clock, NONCES, 60.0
        made = Stage(folder, stand_in, clock, chance, dict(blows))
        stand_in.watch = made.watch
        try:
            yield made
        finally:
            await made.close()
