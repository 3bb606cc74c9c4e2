"""A connection as its own thread sees it, and whole transactions carried out there in one trip.

Each trip to that thread costs a wake-up of two threads, some ten times what SQLite itself takes for a small
statement. A coroutine that awaits nothing but its `Tx` never has to wait there: it runs to its end in one go.
"""

import copy
import sqlite3
from collections.abc import Callable, Coroutine, Hashable, Sequence
from contextvars import copy_context
from typing import Any, Generic, ParamSpec

import aiosqlite

from db.database import Row, T, Value, Work
from db.memory import Kept, Memory
from db.regions import Change, Region, Tables
from db.sqlite_file import failure

STATEMENTS = 512
"""Prepared statements that a connection keeps: as many as the house has, and some more."""

READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"
"""How transactions begin that read, and those that write."""

P = ParamSpec("P")


async def trip(
    connection: aiosqlite.Connection, do: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """What `do` returns, called in the connection's thread. Cancelled meanwhile, it is done all the same."""
    # aiosqlite has no public way to do something in its thread; this is what all its methods do.
    return await connection._execute(do, *args, **kwargs)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]


async def inside(connection: aiosqlite.Connection, begin: str, memory: Memory) -> "Inside":
    """The connection from within; each of its transactions starts with `begin`. Use it by `trip` alone."""
    within: sqlite3.Connection = connection._conn  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return await trip(connection, Inside, within, begin, memory)


class Errand(Generic[T]):
    """What is to be done in one transaction, and what came of it."""

    def __init__(self, work: Work[T], *, noted: bool = False) -> None:
        self.work = work
        self.noted = noted
        self.done: Kept[T] | None = None
        self.error: BaseException | None = None
        self.context = copy_context()  # what is logged within bears the name of who asked for it

    def fail(self, error: BaseException) -> None:
        """Let it raise what befell all who share its transaction: a copy, since who raises it adds to it."""
        if self.error is None:
            self.error = copy.copy(error).with_traceback(error.__traceback__)

    def kept(self) -> Kept[T]:
        """What it returned, and the regions that it read where it is `noted`; raises what it raised."""
        if self.error is not None:
            raise self.error
        if self.done is None:
            raise RuntimeError("this errand was not done")
        return self.done


class Inside:
    """A connection in its thread. Whatever it changes makes void what is kept in `memory`."""

    def __init__(self, connection: sqlite3.Connection, begin: str, memory: Memory) -> None:
        self.memory = memory
        self.written: set[str] = set()
        """The tables that the transaction has written to so far."""
        self.read: set[Region] | None = None
        """The regions that were read, where somebody wants to know."""
        self.rows_read = 0
        """How many rows that were, since it began to be noted."""
        self.writes = begin != READ
        self._connection = connection
        self._begin = begin
        self._changes: set[Change] = set()
        self._tables = Tables()
        connection.set_authorizer(self._tables.authorize)
        self._version = self._data_version()

    def begin(self) -> None:
        """Begin a transaction; what another process has committed since the last one voids everything."""
        self._connection.execute(self._begin)
        self._changes.clear()
        self.written.clear()
        self.read = None
        if self.writes and (version := self._data_version()) != self._version:
            self._version = version
            self.memory.forget()

    def commit(self) -> None:
        """End it. Where that fails, too, what it was to change counts as changed."""
        try:
            # Not commit(), which says nothing if an error has ended the transaction before.
            self._connection.execute("COMMIT")
        finally:
            if self._changes:
                self.memory.change({region for change in self._changes for region in change.regions()})

    def rollback(self) -> None:
        """Undo it."""
        self._connection.rollback()

    def has_written(self, kept: Kept[Any]) -> bool:
        """Whether the transaction may have changed by itself what that was made of."""
        return any(region.table in self.written for region in kept.regions)

    def rows(self, sql: str, params: dict[str, Value]) -> list[Row]:
        """Carry out a statement; what it yields."""
        cursor = self._execute(sql, params)
        names = [column[0] for column in cursor.description or ()]
        found = cursor.fetchall()
        self.rows_read += len(found)
        return [dict(zip(names, row, strict=True)) for row in found]

    def count(self, sql: str, params: dict[str, Value]) -> int:
        """Carry out a statement; how many rows it changed."""
        return max(0, self._execute(sql, params).rowcount)

    def carry_out(self, errands: Sequence["Errand[Any]"]) -> None:
        """Do errands in one transaction, each of which is undone by itself where it fails."""
        moment = self.memory.moment
        try:
            self.begin()
            for errand in errands:
                if len(errands) > 1 and self.writes:
                    self._try_apart(errand, moment)
                else:
                    self._try(errand, moment)
            if all(errand.error for errand in errands):
                self.rollback()
            else:
                self.commit()
        except BaseException as error:  # noqa: BLE001  whoever waits raises it
            for errand in errands:
                errand.fail(error)
            self.rollback()

    def _try(self, errand: "Errand[T]", moment: int) -> None:
        self.read, self.rows_read = set() if errand.noted else None, 0
        tx = _Tx(self)
        try:
            value = errand.context.run(finished, errand.work(tx))
            errand.done = Kept(value, frozenset(self.read or ()), moment, self.rows_read)
        except BaseException as error:  # noqa: BLE001  likewise
            errand.error = error
        finally:
            tx.over = True

    def _try_apart(self, errand: "Errand[Any]", moment: int) -> None:
        self._connection.execute("SAVEPOINT errand")
        self._try(errand, moment)
        if errand.error:
            if not self._connection.in_transaction:  # SQLite has ended it, on a full disk: all of it is gone
                raise _shared(errand.error)
            self._connection.execute("ROLLBACK TO errand")
        self._connection.execute("RELEASE errand")

    def _execute(self, sql: str, params: dict[str, Value]) -> sqlite3.Cursor:
        # SQLite ends a transaction by itself on some errors, a full disk among them: what follows must not
        # be committed statement by statement.
        if not self._connection.in_transaction:
            raise RuntimeError("this transaction is over")
        touched, failed = self._tables.known(sql), True
        try:
            cursor = self._connection.execute(sql, params)
            failed = False
            return cursor
        finally:  # where it fails, too: it may stay prepared, and SQLite says its tables once
            touched = touched or self._tables.learn(sql, failed=failed)
            if self.read is not None:
                self.read.update(touched.read(params))
            if touched.writes:
                self._changes.add(Change.of(touched, params))
                self.written |= touched.writes

    def _data_version(self) -> int:
        return self._connection.execute("PRAGMA data_version").fetchone()[0]


def _shared(error: BaseException) -> sqlite3.Error:
    """What to tell the others of a transaction that SQLite has ended in the midst of somebody's work."""
    if isinstance(error, sqlite3.Error):
        return error
    return failure(sqlite3.SQLITE_IOERR, "SQLite has ended the transaction")


def finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns that never has to wait.

    Raises:
        RuntimeError: it has to.
    """
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    coroutine.close()
    raise RuntimeError("within a transaction in one go nothing can be awaited but its tx")


class _Tx:
    """A `Tx` whose statements are done at once."""

    def __init__(self, within: Inside) -> None:
        self._inside = within
        self.over = False

    async def all(self, sql: str, /, **params: Value) -> list[Row]:
        return self._running().rows(sql, params)

    async def one(self, sql: str, /, **params: Value) -> Row | None:
        return next(iter(self._running().rows(sql, params)), None)

    async def run(self, sql: str, /, **params: Value) -> int:
        return self._running().count(sql, params)

    async def recall(self, key: Hashable, work: Work[T], /) -> T:
        within = self._running()
        if not within.writes:  # what is kept may be newer than this snapshot
            return await work(self)
        kept = within.memory.recall(key)
        if kept is None or within.has_written(kept):
            kept = await self._noted(within, work)
            if not within.has_written(kept):
                within.memory.keep(key, kept)
        if within.read is not None:
            within.read |= kept.regions
        return kept.value

    async def _noted(self, within: Inside, work: Work[T]) -> Kept[T]:
        outer, within.read = within.read, set()
        before = within.rows_read
        try:
            value = await work(self)
            return Kept(value, frozenset(within.read), within.memory.moment, within.rows_read - before)
        finally:
            within.read = outer

    def _running(self) -> Inside:
        if self.over:
            raise RuntimeError("this transaction is over")
        return self._inside
