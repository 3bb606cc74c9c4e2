"""What the rest of Encore knows of a database: two small protocols, one error, `connect` and `inspect`.

async with db.transaction() as tx:
    row = await tx.one("SELECT title FROM parties WHERE guild_id = :guild AND id = :id", guild=1, id=42)
"""

from collections.abc import Callable, Coroutine, Hashable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import unquote

Row = Mapping[str, Any]
"""One row by column name."""

Value = str | int | float | bytes | None
"""What a parameter may be. A time is stored as integer epoch seconds."""


T = TypeVar("T")


class DatabaseError(Exception):
    """A database that cannot be used, and the plain sentence that tells the person who runs the bot why.

    Raised while opening and after closing. What a statement does wrong within a transaction is raised as the
    driver raises it. The sentence never holds a URL, which may hold a password.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Tx(Protocol):
    """A running transaction. Parameters are named: `:guild` in the SQL, `guild=` in the call."""

    async def all(self, sql: str, /, **params: Value) -> list[Row]:
        """Every row the statement yields, as from SELECT or RETURNING."""
        ...

    async def one(self, sql: str, /, **params: Value) -> Row | None:
        """The first row the statement yields, None where it yields none."""
        ...

    async def run(self, sql: str, /, **params: Value) -> int:
        """Carry out a statement without RETURNING; the number of rows it changed, 0 for DDL."""
        ...

    async def recall(self, key: Hashable, work: "Work[T]", /) -> T:
        """What `work` makes of this transaction; see `Database.recall`."""
        ...


Work = Callable[[Tx], Coroutine[Any, Any, T]]
"""What is to be done within one transaction. It runs in the database's thread."""


class Database(Protocol):
    """A place for rows. A task holds at most one `transaction()` and one `snapshot()` at a time."""

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """Read and write, one transaction at a time. Committed at the end, undone by any exception.

        A cancellation that arrives during the commit is raised though the commit holds.

        Raises:
            RuntimeError: this task is within a transaction already.
            DatabaseError: the database was closed.
        """
        ...

    def snapshot(self) -> AbstractAsyncContextManager[Tx]:
        """Read only, all of it as at the first statement. Never waits for a transaction.

        Raises:
            RuntimeError: this task is within a snapshot already.
            DatabaseError: the database was closed.
        """
        ...

    async def read(self, work: "Work[T]") -> T:
        """What `work` makes of a snapshot, in one trip to the database: it may await its `Tx` alone.

        Several times cheaper than `snapshot`, which takes a trip a statement. Raises what `work` raises, and:

        Raises:
            RuntimeError: this task is within a snapshot already, or `work` awaited something else.
            DatabaseError: the database was closed.
        """
        ...

    async def recall(self, key: Hashable, work: "Work[T]") -> T:
        """As `read`, at once where `work` was done for this `key` before and nothing it read has changed.

        What a statement reads is told by its tables and by the `guild_id` or `member_id` that it is given:
        the rows of that server, or else of that member. So statements mean just that by these names. `work`
        depends on nothing but the rows and what is in the `key`; what it returns is never changed.
        """
        ...

    async def write(self, work: "Work[T]") -> T:
        """The same of a transaction: committed where `work` returns, undone where it raises.

        A cancellation may arrive after the commit: it is raised though that holds.
        """
        ...

    async def close(self) -> None:
        """Wait for what is running, then close. Closing twice does no harm."""
        ...


async def connect(url: str, *, now: datetime) -> Database:
    """Open the database at `url`, made if it is not there, and bring it to this version's schema.

    `sqlite:///encore.db` is a file in the working folder, `sqlite:////srv/encore.db` one by its full path.
    `%20` and the like are decoded. `now` is noted beside each migration applied.

    Raises:
        DatabaseError: it cannot be used as it is; nothing was changed, but for migrations already applied.
    """
    from db import sqlite  # noqa: PLC0415  a driver is loaded only where its URL is used

    return await sqlite.open_database(sqlite_path(url), now=now)


async def inspect(url: str) -> str:
    """Say in a few words what `connect` would find at `url`, and change nothing.

    Raises:
        DatabaseError: as `connect` would.
    """
    from db import sqlite  # noqa: PLC0415  as in connect

    return await sqlite.inspect(sqlite_path(url))


def sqlite_path(url: str) -> Path:
    """The file that a URL names.

    Raises:
        DatabaseError: it names none.
    """
    scheme, _, rest = url.partition("://")
    if scheme in {"postgresql", "postgres"}:  # the other driver's place
        raise DatabaseError(
            "PostgreSQL is not supported yet; set ENCORE_DATABASE_URL to sqlite:///encore.db."
        )
    if scheme != "sqlite":
        raise DatabaseError(
            "ENCORE_DATABASE_URL must look like sqlite:///encore.db or sqlite:////srv/encore.db."
        )
    if rest in {"", "/", "/:memory:"}:
        raise DatabaseError("Encore keeps its data in a file, not in memory; use sqlite:///encore.db.")
    name = unquote(rest[1:])
    if not rest.startswith("/"):
        raise DatabaseError(
            "ENCORE_DATABASE_URL needs three slashes, or four for a full path: sqlite:///encore.db."
        )
    if "?" in rest or "#" in rest or "\0" in name:
        raise DatabaseError(
            "ENCORE_DATABASE_URL takes no options; in a file's name write %3F for ? and %23 for #."
        )
    return Path(name)
