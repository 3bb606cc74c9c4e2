"""A connection whose transactions take turns; what waits to be done in one trip is done together."""

import asyncio
import math
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Hashable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiosqlite

from db import direct
from db.database import DatabaseError, Row, T, Tx, Value, Work
from db.direct import Errand, trip
from db.memory import Kept
from db.sqlite_file import Place, failure, kind

TOGETHER = 64
"""Errands that are done in one transaction, at most: others who wait are not held up for long."""

_Waiting = tuple[Errand[Any], asyncio.Future[None]]


class Turns:
    """A connection, and whose turn it is.

    A commit waits for the disk, some ten times as long as the statements before it take. So whatever has
    come to wait for its turn shares one transaction and its commit, each part to be undone by itself.
    """

    def __init__(self, connection: aiosqlite.Connection, inside: direct.Inside) -> None:
        self._connection = connection
        self._inside = inside
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._waiting: list[_Waiting] = []
        self._carrier: asyncio.Task[None] | None = None
        self._closed = False
        self.place: Place | None = None
        """Where the files have to be for it to be used; None for anywhere."""
        self._locked_at = -math.inf
        """When a turn last found that another program holds the file, in the loop's time."""

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Tx]:
        """A transaction that takes a trip a statement."""
        async with self._turn():
            tx = _Tx(self._connection, self._inside)
            # A cancelled statement is still carried out by the connection's thread, BEGIN too: hence it
            # stands within the try, and the rollback, queued behind it, is waited for whatever happens.
            try:
                await trip(self._connection, self._inside.begin)
                try:
                    yield tx
                finally:
                    tx.over = True
                await trip(self._connection, self._inside.commit)
            except BaseException:
                await to_the_end(trip(self._connection, self._inside.rollback))
                raise

    async def do(self, work: Work[T]) -> T:
        """A transaction in one trip: what `work` returns."""
        errand = Errand(work)
        await self._run(errand)
        return errand.kept().value

    async def note(self, work: Work[T]) -> Kept[T]:
        """The same, and how to keep it."""
        errand = Errand(work, noted=True)
        await self._run(errand)
        return errand.kept()

    async def close(self) -> None:
        """Wait for what is running, then close. Closing twice does no harm.

        What is kept in a file that somebody took away is copied to where it was, or beside what is there now.
        """
        async with self._turn(closing=True):
            refuge = self.place.refuge() if self.place and not self._closed else None
            self._closed = True
            if refuge is not None:
                with suppress(sqlite3.Error):  # there is nothing else to be done with it
                    await to_the_end(self._connection.execute_fetchall("VACUUM INTO ?", [str(refuge)]))
            await to_the_end(self._connection.close())

    async def _run(self, errand: Errand[Any]) -> None:
        """Have an errand done. Cancelled once it has begun, it is done all the same."""
        if not self._lock.locked() and not self._waiting:
            async with self._turn():
                await trip(self._connection, self._inside.carry_out, [errand])
                self._note(errand.error)
            return
        self._check_turn()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((errand, done))
        if self._carrier is None or self._carrier.done():
            self._carrier = asyncio.create_task(self._carry(), name="errands")
            self._carrier.add_done_callback(self._leave)
        await done

    async def _carry(self) -> None:
        """Do what waits, together. Whatever becomes of this task, nobody is left waiting."""
        taken: list[_Waiting] = []
        try:
            while self._waiting:
                taken = []
                try:
                    async with self._turn():
                        taken, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                        taken = [(errand, done) for errand, done in taken if not done.cancelled()]
                        await trip(self._connection, self._inside.carry_out, [errand for errand, _ in taken])
                        if self._note(*(errand.error for errand, _ in taken)):
                            taken += self._turned_away()
                except Exception as error:  # noqa: BLE001  whoever waits is told
                    if not taken:  # it was not even their turn
                        taken, self._waiting = self._waiting, []
                    for errand, _ in taken:
                        errand.fail(error)
                for _, done in taken:
                    if not done.done():
                        done.set_result(None)
        finally:  # cancelled with this task, where it is: what was begun is done all the same
            for _, done in (*taken, *self._waiting):
                done.cancel()
            self._waiting.clear()

    def _leave(self, carrier: asyncio.Task[None]) -> None:
        """Let those go who wait for one that was cancelled, maybe before it began."""
        if carrier.cancelled() and carrier is self._carrier:
            for _, done in self._waiting:
                done.cancel()
            self._waiting.clear()

    def _check_turn(self) -> None:
        if self._holder is asyncio.current_task():
            raise RuntimeError("this task holds this connection already: pass its tx on instead")

    @asynccontextmanager
    async def _turn(self, *, closing: bool = False) -> AsyncGenerator[None]:
        self._check_turn()
        asked_at = asyncio.get_running_loop().time()
        async with self._lock:
            if not closing:
                self._check(asked_at)
            self._holder = asyncio.current_task()
            try:
                yield
            except sqlite3.OperationalError as error:
                self._note(error)
                raise
            finally:
                self._holder = None

    def _check(self, asked_at: float) -> None:
        if self._closed:
            raise DatabaseError("The database is closed; the bot is stopping.")
        # Whoever waited while another's turn found the file locked does not wait as long once more.
        if asked_at < self._locked_at:
            raise failure(sqlite3.SQLITE_BUSY, "database is locked")
        if self.place is not None:
            self.place.check()

    def _note(self, *errors: BaseException | None) -> bool:
        locked = any(
            isinstance(error, sqlite3.Error) and kind(error) == sqlite3.SQLITE_BUSY for error in errors
        )
        if locked:
            self._locked_at = asyncio.get_running_loop().time()
        return locked

    def _turned_away(self) -> list[_Waiting]:
        """Those who came to wait while the file was found locked."""
        late, self._waiting = self._waiting, []
        for errand, _ in late:
            errand.fail(failure(sqlite3.SQLITE_BUSY, "database is locked"))
        return late


class _Tx:
    """A `Tx`, good until its block ends. One trip to the connection's thread per statement."""

    def __init__(self, connection: aiosqlite.Connection, inside: direct.Inside) -> None:
        self._connection = connection
        self._inside = inside
        self.over = False

    async def all(self, sql: str, /, **params: Value) -> list[Row]:
        return await trip(self._connection, self._running().rows, sql, params)

    async def one(self, sql: str, /, **params: Value) -> Row | None:
        return next(iter(await self.all(sql, **params)), None)

    async def run(self, sql: str, /, **params: Value) -> int:
        return await trip(self._connection, self._running().count, sql, params)

    async def recall(self, _: Hashable, work: Work[T], /) -> T:
        return await work(self)

    def _running(self) -> direct.Inside:
        if self.over:
            raise RuntimeError("this transaction is over")
        return self._inside


async def to_the_end(work: Awaitable[object]) -> None:
    """Finish `work`, however often this task is cancelled meanwhile; raise the cancellation after."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled:
        raise cancelled
