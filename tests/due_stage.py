"""A worker over a real table, with a clock and a sleep in a test's hand."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.work import Work
from bot.due import Worker
from db import due
from db.database import Database
from db.due import LOOK, NOBODY, Agenda
from db.sqlite import MIGRATIONS
from tests.db.support import NOW, opened

KIND = "stage:light"


class Breakdown(Exception):
    """What a database raises that fails."""


class FlakyAgenda(Agenda):
    """A table some of whose doings fail while `broken` names them."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.broken: set[str] = set()

    async def claim(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        each: int = LOOK,
        busy: Mapping[int, int] = NOBODY,
    ) -> list[Work]:
        self._check("claim")
        return await super().claim(now=now, lease=lease, limit=limit, each=each, busy=busy)

    async def finish(self, work: Work) -> None:
        self._check("finish")
        await super().finish(work)

    async def postpone(self, work: Work, *, at: datetime) -> None:
        self._check("postpone")
        await super().postpone(work, at=at)

    async def next_at(self) -> int | None:
        self._check("next_at")
        return await super().next_at()

    def _check(self, name: str) -> None:
        if name in self.broken:
            raise Breakdown(name)


@dataclass
class Stage:
    """The clock starts at `NOW` and moves only when told; `done` notes what was done and when, in seconds."""

    db: Database
    agenda: FlakyAgenda
    clock: datetime = NOW
    done: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    rests: list[float] = field(default_factory=list[float])
    remembered: list[asyncio.Task[object] | None] = field(default_factory=list[asyncio.Task[object] | None])
    fault: Exception | None = None

    def __post_init__(self) -> None:
        self.resting, self._on = asyncio.Event(), asyncio.Event()
        self.worker = Worker(
            self.agenda,
            clock=lambda: self.clock,
            rest=self._rest,
            wake=self._on.set,
            remember_work=self.remembered.append,
        )
        self.worker.add(KIND, self.light)

    @property
    def now(self) -> float:
        return (self.clock - NOW).total_seconds()

    async def light(self, work: Work) -> None:
        """Note the work, then fail if there is to be a fault."""
        self.done.append((work.subject_id, self.now))
        if self.fault:
            raise self.fault

    async def schedule(
        self, subject_id: int, seconds: float, *, kind: str = KIND, guild_id: int = 1
    ) -> datetime:
        """Have something done so many seconds after the start."""
        at = NOW + timedelta(seconds=seconds)
        async with self.db.transaction() as tx:
            await due.schedule(tx, guild_id=guild_id, kind=kind, subject_id=subject_id, at=at)
        return at

    async def pass_time(self, seconds: float) -> None:
        """Let time pass as it does while the worker sleeps, wakes and works."""
        end = self.now + seconds
        await self.rested()
        while self.now + self.rests[-1] <= end:
            self.clock += timedelta(seconds=self.rests[-1])
            await self.cut_short()
        self.rests[-1] -= end - self.now
        self.clock = NOW + timedelta(seconds=end)

    async def cut_short(self) -> None:
        """End the rest now, and see the worker to its next one."""
        await self.look()
        await self.rested()

    async def look(self) -> None:
        """End the rest now, and see the worker to its next one, whatever may still be under way."""
        self.resting.clear()
        self._on.set()
        async with asyncio.timeout(5):
            await self.resting.wait()

    async def rested(self) -> None:
        """Wait until the worker has nothing more to do."""
        async with asyncio.timeout(5):
            while True:
                await self.resting.wait()
                if busy := self._busy():
                    await asyncio.wait(busy)
                for _ in range(10):  # what ends or begins is heard of
                    await asyncio.sleep(0)
                if self.resting.is_set() and not busy and not self._busy():
                    return

    def _busy(self) -> list[asyncio.Task[object]]:
        return [task for task in self.remembered if task and not task.done()]

    async def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.resting.set()
        try:
            await self._on.wait()
        finally:
            self._on.clear()
            self.resting.clear()


@asynccontextmanager
async def set_up(folder: Path) -> AsyncGenerator[Stage]:
    """A stage whose worker is stopped at the end."""
    async with opened(folder / "encore.db", MIGRATIONS) as db:
        yield Stage(db, FlakyAgenda(db))


@asynccontextmanager
async def at_work(stage: Stage) -> AsyncGenerator[asyncio.Task[None]]:
    """The worker at work, from its first rest on."""
    task = asyncio.create_task(stage.worker.run())
    try:
        await stage.rested()
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])
