"""What the bot does, counted and timed as Prometheus reads it. Loaded only where a host asks for it.

Names follow Prometheus' conventions: base units, `_total` for what only grows.
"""

import asyncio
import logging
import math
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from db.database import Database, T, Tx, Work

_log = logging.getLogger(__name__)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 15.0)
"""Bounds of the histograms. Discord waits three seconds for an answer."""
PATIENCE = 2.0
"""Seconds that the database is given to tell what is due: the other figures do not need it."""
BEAT = 0.5
"""Seconds between two looks at how late the event loop is."""


class _Process(ProcessCollector):
    """Memory, processor time and open files, also where /proc has processes alone: systemd's ProcSubset."""

    def _boot_time(self) -> float | None:
        # Without one the collector tells nothing at all.
        try:
            return super()._boot_time()
        except OSError:
            if not hasattr(time, "CLOCK_BOOTTIME"):  # no Linux, so no /proc either
                raise
            return time.clock_gettime(time.CLOCK_REALTIME) - time.clock_gettime(time.CLOCK_BOOTTIME)


class Meter:
    """The figures of one process."""

    def __init__(self, *, proc: str = "/proc") -> None:
        """`proc`: where the kernel tells of processes."""
        self.registry = CollectorRegistry()
        _Process(proc=proc, registry=self.registry)
        self._interactions = Counter(
            "encore_interactions",
            "Commands, presses, forms and suggestions that were dealt with.",
            ("what", "outcome"),
            registry=self.registry,
        )
        self._answers = Histogram(
            "encore_answer_seconds",
            "From hearing of an interaction until it was dealt with.",
            ("kind",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._database = Histogram(
            "encore_database_seconds",
            "How long transactions and snapshots took, their turn included.",
            ("kind",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._loop = Histogram(
            "encore_loop_lag_seconds",
            "How much later than it should the event loop came back.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self._due = Gauge(
            "encore_due_lag_seconds",
            "By how much the work that is longest due is late; 0 where none is, NaN while nobody can tell.",
            registry=self.registry,
        )

    def timed(self, db: Database) -> "MeteredDatabase":
        """The same database, timed."""
        return MeteredDatabase(db, self)

    def gauge(self, name: str, what: str, read: Callable[[], float], **labels: str) -> None:
        """Tell a figure that is read whenever somebody looks."""
        gauge = Gauge(name, what, tuple(labels), registry=self.registry)
        (gauge.labels(**labels) if labels else gauge).set_function(read)

    def dealt_with(self, kind: str, what: str, outcome: str, seconds: float) -> None:
        """Count an interaction. `kind`: command, press, form or suggestion; `what`: its command or route."""
        self._interactions.labels(what, outcome).inc()
        self._answers.labels(kind).observe(seconds)

    def took(self, kind: str, seconds: float) -> None:
        """Count a transaction or a snapshot."""
        self._database.labels(kind).observe(seconds)

    async def watch_loop(self) -> None:
        """Look for ever how late the event loop is."""
        while True:
            expected = time.perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self._loop.observe(max(0.0, time.perf_counter() - expected))

    async def page(self, next_due: Callable[[], Awaitable[int | None]], now: datetime) -> bytes:
        """All figures in Prometheus' text format, also while the database cannot be used."""
        try:
            async with asyncio.timeout(PATIENCE):
                at = await next_due()
            self._due.set(max(0.0, now.timestamp() - at) if at is not None else 0.0)
        except Exception as error:  # noqa: BLE001  whatever it is, a host needs the figures now more than ever
            _log.warning("the database does not tell what is due: %r", error)
            self._due.set(math.nan)
        return generate_latest(self.registry)


class MeteredDatabase:
    """A `Database` whose transactions and snapshots are timed."""

    def __init__(self, db: Database, meter: Meter) -> None:
        self._db = db
        self._meter = meter

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """See `Database.transaction`."""
        return self._timed("transaction", self._db.transaction())

    def snapshot(self) -> AbstractAsyncContextManager[Tx]:
        """See `Database.snapshot`."""
        return self._timed("snapshot", self._db.snapshot())

    async def read(self, work: Work[T]) -> T:
        """See `Database.read`."""
        began = time.perf_counter()
        try:
            return await self._db.read(work)
        finally:
            self._meter.took("snapshot", time.perf_counter() - began)

    async def recall(self, key: Hashable, work: Work[T]) -> T:
        """See `Database.recall`. What is kept takes no time that would be worth telling."""
        began, looked = time.perf_counter(), False

        async def looking(tx: Tx) -> T:
            nonlocal looked
            looked = True
            return await work(tx)

        try:
            return await self._db.recall(key, looking)
        finally:
            if looked:
                self._meter.took("snapshot", time.perf_counter() - began)

    async def write(self, work: Work[T]) -> T:
        """See `Database.write`."""
        began = time.perf_counter()
        try:
            return await self._db.write(work)
        finally:
            self._meter.took("transaction", time.perf_counter() - began)

    async def close(self) -> None:
        """See `Database.close`."""
        await self._db.close()

    @asynccontextmanager
    async def _timed(self, kind: str, opened: AbstractAsyncContextManager[Tx]) -> AsyncGenerator[Tx]:
        began = time.perf_counter()
        try:
            async with opened as tx:
                yield tx
        finally:
            self._meter.took(kind, time.perf_counter() - began)
