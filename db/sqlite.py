"""The SQLite driver: one connection that writes, one that reads, each used in turn."""

import asyncio
import sqlite3
from collections.abc import Hashable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Self

import aiosqlite

from db import direct, migrate
from db.database import DatabaseError, T, Tx, Work
from db.memory import Kept, Memory
from db.sqlite_file import Place, check_access, explained, kind
from db.turns import Turns, to_the_end

MIGRATIONS = Path(__file__).with_name("migrations") / "sqlite"

PATIENCE = 5.0
"""Seconds to wait for another process's lock while opening."""
WAIT = 2.0
"""The same for a transaction: whoever asked for it has to be answered within three (Discord)."""


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
            database = await SqliteDatabase.over(writer, reader)
            await migrate.migrate(database, migrations, now=now)
            await writer.execute_fetchall("PRAGMA foreign_keys = ON")
            for connection in (writer, reader):
                await connection.execute_fetchall(f"PRAGMA busy_timeout = {int(WAIT * 1000)}")
            database.stay_at(Place(path))
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

    def __init__(self, writer: Turns, reader: Turns, memory: Memory) -> None:
        self._writer = writer
        self._reader = reader
        self._memory = memory

    @classmethod
    async def over(cls, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> Self:
        """One over two open connections to the same file."""
        memory = Memory()
        return cls(
            Turns(writer, await direct.inside(writer, direct.WRITE, memory)),
            Turns(reader, await direct.inside(reader, direct.READ, memory)),
            memory,
        )

    def stay_at(self, place: Place) -> None:
        """Write nothing any more once the files are no longer there."""
        self._writer.place = place

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """See `Database.transaction`."""
        return self._writer.transaction()

    def snapshot(self) -> AbstractAsyncContextManager[Tx]:
        """See `Database.snapshot`."""
        return self._reader.transaction()

    async def read(self, work: Work[T]) -> T:
        """See `Database.read`."""
        return await self._reader.do(work)

    async def recall(self, key: Hashable, work: Work[T]) -> T:
        """See `Database.recall`."""
        kept: Kept[T] | None = self._memory.recall(key)
        if kept is None:
            kept = await self._reader.note(work)
            self._memory.keep(key, kept)
        return kept.value

    async def write(self, work: Work[T]) -> T:
        """See `Database.write`."""
        return await self._writer.do(work)

    async def close(self) -> None:
        """See `Database.close`. The writer goes last: it is what empties and removes the WAL."""
        await self._reader.close()
        await self._writer.close()


async def _open(undo: AsyncExitStack, path: Path, mode: str, *pragmas: str) -> aiosqlite.Connection:
    """A connection that `undo` closes; `mode` as in https://www.sqlite.org/uri.html."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"  # noqa: ASYNC240  no disk is touched
    connection = aiosqlite.connect(
        uri, uri=True, isolation_level=None, timeout=PATIENCE, cached_statements=direct.STATEMENTS
    )
    undo.push_async_callback(connection.close)
    await to_the_end(connection)  # given up half-way, aiosqlite would leave it open
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
        inside = await direct.inside(connection, direct.READ, Memory())
        async with Turns(connection, inside).transaction() as tx:
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
