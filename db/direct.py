"""A whole transaction in one trip to the connection's thread.

Each trip costs a wake-up of two threads, some ten times what SQLite itself takes for a small statement. So a
transaction is carried out where the connection lives: a coroutine that awaits nothing but its `Tx` never has
to wait there, and runs from its beginning to its end in one go.
"""

import sqlite3
from collections.abc import Coroutine
from typing import Any

import aiosqlite

from db.database import Row, T, Value, Work

STATEMENTS = 512
"""Prepared statements that a connection keeps: as many as the house has, and some more."""


async def carry_out(connection: aiosqlite.Connection, begin: str, work: Work[T]) -> T:
    """What `work` returns, committed.

    Raises:
        RuntimeError: it awaited something other than its `Tx`, or ended the transaction itself.
    """
    # aiosqlite has no public way to do something in its thread; this is what all its methods do.
    return await connection._execute(_in_one_go, connection, begin, work)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]


def _in_one_go(connection: aiosqlite.Connection, begin: str, work: Work[T]) -> T:
    inside: sqlite3.Connection = connection._conn  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    inside.execute(begin)
    tx = _Tx(inside)
    try:
        result = _finished(work(tx))
        tx.over = True
        # Not commit(), which says nothing if an error has ended the transaction before.
        inside.execute("COMMIT")
    except BaseException:
        tx.over = True
        inside.rollback()
        raise
    return result


def _finished(coroutine: Coroutine[Any, Any, T]) -> T:
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    coroutine.close()
    raise RuntimeError("within a transaction in one go nothing can be awaited but its tx")


class _Tx:
    """A `Tx` whose statements are done at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.over = False

    async def all(self, sql: str, /, **params: Value) -> list[Row]:
        cursor = self._running().execute(sql, params)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    async def one(self, sql: str, /, **params: Value) -> Row | None:
        return next(iter(await self.all(sql, **params)), None)

    async def run(self, sql: str, /, **params: Value) -> int:
        return max(0, self._running().execute(sql, params).rowcount)

    def _running(self) -> sqlite3.Connection:
        # SQLite ends a transaction by itself on some errors, a full disk among them: what follows must not
        # be committed statement by statement.
        if self.over or not self._connection.in_transaction:
            raise RuntimeError("this transaction is over")
        return self._connection
