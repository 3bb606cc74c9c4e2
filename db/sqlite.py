"""The SQLite driver: one connection that writes, one that reads, each used in turn."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Awaitable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from db import direct, migrate
from db.database import DatabaseError, Row, T, Tx, Value, Work
from db.sqlite_file import check_access, explained, kind

MIGRATIONS = Path(__file__).with_name("migrations") / "sqlite"

PATIENCE = 5.0
"""Seconds to wait for another process's lock."""


async def open_database(path: Path, *, now: datetime, folder: Path = MIGRATIONS) -> "SqliteDatabase":
    """Open, check and migrate the file at `path`. `folder` holds the migrations.

    Raises:
        DatabaseError: it cannot be used as it is. A file that is not Encore's, or newer, is left untouched.
    """
    migrations = migrate.load(folder)
    with explained(path):
        await _look(path, migrations)
        async with AsyncExitStack() as undo:
            durable, forgetful = "synchronous = FULL", "secure_delete = ON"  # what was deleted is overwritten
            writer = await _open(undo, path, "rwc", durable, forgetful, "foreign_keys = OFF")
            await _enter_wal(writer, path)
            reader = await _open(undo, path, "rw", "query_only = ON")
            database = SqliteDatabase(writer, reader)
            await migrate.migrate(database, migrations, now=now)
            await writer.execute_fetchall("PRAGMA foreign_keys = ON")
            undo.pop_all()
            return database


async def inspect(path: Path, *, folder: Path = MIGRATIONS) -> str:
    """Say what is at `path`: `encore.db: schema 1, up to date`. Changes nothing.

    Raises:
        DatabaseError: as `open_database` would.
    """
    migrations = migrate.load(folder)
    with explained(path):
        pending = await _look(path, migrations)
    if pending is None:
        return f"{path} does not exist yet; it will be made"
    todo = f"{pending} migration{'s' if pending > 1 else ''} to apply" if pending else "up to date"
    return f"{path}: schema {len(migrations) - pending}, {todo}"


class SqliteDatabase:
    """A `Database` in one file. `close` it before the event loop ends."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = _Turns(writer, "BEGIN IMMEDIATE")
        self._reader = _Turns(reader, "BEGIN")

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """See `Database.transaction`."""
        return self._writer.transaction()

    def snapshot(self) -> AbstractAsyncContextManager[Tx]:
        """See `Database.snapshot`."""
        return self._reader.transaction()

    async def read(self, work: Work[T]) -> T:
        """See `Database.read`."""
        return await self._reader.do(work)

    async def write(self, work: Work[T]) -> T:
        """See `Database.write`."""
        return await self._writer.do(work)

    async def close(self) -> None:
        """See `Database.close`. The writer goes last: it is what empties and removes the WAL."""
        await self._reader.close()
        await self._writer.close()


class _Turns:
    """A connection whose transactions take turns."""

    def __init__(self, connection: aiosqlite.Connection, begin: str) -> None:
        connection.row_factory = sqlite3.Row
        self._connection = connection
        self._begin = begin
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._closed = False

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Tx]:
        async with self._turn():
            if self._closed:
                raise DatabaseError("The database is closed; the bot is stopping.")
            tx = _Tx(self._connection)
            # A cancelled statement is still carried out by the connection's thread, BEGIN too: hence it
            # stands within the try, and the rollback, queued behind it, is waited for whatever happens.
            try:
                await self._connection.execute(self._begin)
                try:
                    yield tx
                finally:
                    tx.over = True
                # Not commit(), which says nothing if an error has ended the transaction before.
                await self._connection.execute("COMMIT")
            except BaseException:
                await _to_the_end(self._connection.rollback())
                raise

    async def do(self, work: Work[T]) -> T:
        async with self._turn():
            if self._closed:
                raise DatabaseError("The database is closed; the bot is stopping.")
            # Cancelled meanwhile, it is carried out all the same; whoever comes next waits behind it.
            return await direct.carry_out(self._connection, self._begin, work)

    async def close(self) -> None:
        async with self._turn():
            self._closed = True
            await _to_the_end(self._connection.close())

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[None]:
        task = asyncio.current_task()
        if self._holder is task:
            raise RuntimeError("this task holds this connection already: pass its tx on instead")
        async with self._lock:
            self._holder = task
            try:
                yield
            finally:
                self._holder = None


class _Tx:
    """A `Tx`, good until its block ends. One trip to the connection's thread per statement."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.over = False

    async def all(self, sql: str, /, **params: Value) -> list[Row]:
        return [dict(row) for row in await self._running().execute_fetchall(sql, params)]

    async def one(self, sql: str, /, **params: Value) -> Row | None:
        return next(iter(await self.all(sql, **params)), None)

    async def run(self, sql: str, /, **params: Value) -> int:
        return max(0, (await self._running().execute(sql, params)).rowcount)

    def _running(self) -> aiosqlite.Connection:
        # SQLite ends a transaction by itself on some errors, a full disk among them: what follows must not
        # be committed statement by statement.
        if self.over or not self._connection.in_transaction:
            raise RuntimeError("this transaction is over")
        return self._connection


async def _to_the_end(work: Awaitable[object]) -> None:
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


async def _open(undo: AsyncExitStack, path: Path, mode: str, *pragmas: str) -> aiosqlite.Connection:
    """A connection that `undo` closes; `mode` as in https://www.sqlite.org/uri.html."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"  # noqa: ASYNC240  no disk is touched
    connection = aiosqlite.connect(
        uri, uri=True, isolation_level=None, timeout=PATIENCE, cached_statements=direct.STATEMENTS
    )
    undo.push_async_callback(connection.close)
    await _to_the_end(connection)  # given up half-way, aiosqlite would leave it open
    for pragma in ("trusted_schema = OFF", *pragmas):
        await connection.execute_fetchall(f"PRAGMA {pragma}")
    return connection


async def _look(path: Path, migrations: tuple[migrate.Migration, ...]) -> int | None:
    """How many migrations are pending, None where there is no file. Writes nothing."""
    if sqlite3.sqlite_version_info < (3, 37):  # STRICT tables
        raise DatabaseError(f"Encore needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}.")
    if (mode := check_access(path)) is None:
        return None
    async with AsyncExitStack() as undo:
        connection = await _open(undo, path, mode)
        async with _Turns(connection, "BEGIN").transaction() as tx:
            return len(await migrate.pending(tx, migrations))


async def _enter_wal(connection: aiosqlite.Connection, path: Path) -> None:
    """Switch the file to WAL. SQLite refuses at once, without its usual wait, while another writes."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while True:
        try:
            ((mode,),) = await connection.execute_fetchall("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if kind(error) != sqlite3.SQLITE_BUSY or loop.time() > deadline:
                raise
            await asyncio.sleep(0.02)
    if mode != "wal":
        raise DatabaseError(f"{path} is on a disk that cannot hold it safely; use a local disk, not a share.")
