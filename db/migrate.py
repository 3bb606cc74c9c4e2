"""Brings a database to this version's schema: forward only, checksummed, one transaction a file."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.database import Database, DatabaseError, Row, Tx

_FILE = re.compile(r"(\d{4})_(\w+)\.sql")

_COLUMNS = {"version", "name", "checksum", "applied_at"}
"""By which a table is known to be this one: that name is in use elsewhere."""
_TABLE = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at INTEGER NOT NULL
    ) STRICT
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of the folder. `text` has LF line ends, whatever the checkout made of them."""

    version: int
    name: str
    text: str

    @property
    def file(self) -> str:
        """`0001_commands.sql`."""
        return f"{self.version:04}_{self.name}.sql"

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def load(folder: Path) -> tuple[Migration, ...]:
    """Read the folder's `NNNN_name.sql`, in order.

    Raises:
        DatabaseError: there are none, or their numbers do not run 0001, 0002, 0003 …
    """
    migrations: list[Migration] = []
    for version, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = _FILE.fullmatch(path.name)
        if not match or int(match[1]) != version:
            raise DatabaseError(
                f"Encore's migrations do not follow each other: {path.name} stands where {version:04} "
                "should; install Encore anew."
            )
        migrations.append(Migration(version, match[2], path.read_text(encoding="utf-8")))
    if not migrations:
        raise DatabaseError("Encore's migrations are missing; install Encore anew.")
    return tuple(migrations)


async def pending(tx: Tx, migrations: Sequence[Migration]) -> Sequence[Migration]:
    """The migrations that are still to apply.

    Raises:
        DatabaseError: the database is another program's, newer than `migrations`, or made by other files.
    """
    applied = [(row["version"], row["checksum"]) for row in await _applied(tx)]
    check_applied(applied, migrations)
    return migrations[len(applied) :]


def check_applied(
    applied: Sequence[tuple[int, str]], migrations: Sequence[Migration], *, what: str = "The database"
) -> None:
    """See that a database was made by these migrations, or the first of them: versions and checksums.

    `what` it is called where it was not.

    Raises:
        DatabaseError: it is newer than `migrations`, or made by other files.
    """
    if applied and applied[-1][0] > len(migrations):
        raise DatabaseError(
            f"{what} was made by a newer Encore (schema {applied[-1][0]}, this one knows "
            f"{len(migrations)}); update Encore, or put back a backup from before."
        )
    for migration, (version, checksum) in zip(migrations, applied, strict=False):
        if (version, checksum) != (migration.version, migration.checksum):
            raise DatabaseError(
                f"{what} was not made by the migration {migration.file} as it is here; put that file back "
                "as it was released."
            )


def recorded(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """What a file says was applied to it, in order; nothing where it is no database of Encore's."""
    columns = connection.execute("SELECT name FROM pragma_table_info('schema_migrations')")
    if not _COLUMNS.issubset(row[0] for row in columns):
        return []
    rows = connection.execute("SELECT version, checksum FROM schema_migrations ORDER BY version")
    found = [(row[0], str(row[1])) for row in rows]
    return found if all(isinstance(version, int) for version, _ in found) else []


async def migrate(database: Database, migrations: Sequence[Migration], *, now: datetime) -> None:
    """Apply what is pending, one transaction a file, with foreign keys off as rebuilding a table needs.

    Safe to run from several processes at once: what is pending is asked anew under the write lock.

    Raises:
        DatabaseError: as `pending`, or a file failed; it left nothing of itself, those before it stay.
    """
    todo = migrations
    while todo:
        async with database.transaction() as tx:
            todo = await pending(tx, migrations)
            if todo:
                await _apply(tx, todo[0], now)


def statements(text: str) -> Iterator[str]:
    """Split SQL after each statement; joined again they are `text`. What is last may lack its semicolon."""
    statement = ""
    for piece in re.findall(r"[^;]*;|[^;]+", text):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement:
        yield statement


async def _applied(tx: Tx) -> list[Row]:
    columns = await tx.all("SELECT name FROM pragma_table_info('schema_migrations')")
    if _COLUMNS.issubset(column["name"] for column in columns):
        return await tx.all("SELECT version, checksum FROM schema_migrations ORDER BY version")
    if await tx.one("SELECT name FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' LIMIT 1"):
        raise DatabaseError(
            "The database belongs to another program; point ENCORE_DATABASE_URL at another file."
        )
    return []


async def _apply(tx: Tx, migration: Migration, now: datetime) -> None:
    try:
        await tx.run(_TABLE)
        for statement in statements(migration.text):
            await tx.run(statement)
        if broken := await tx.one("PRAGMA foreign_key_check"):
            raise DatabaseError(
                f"The migration {migration.file} left rows of {broken['table']} without parent."
            )
    except sqlite3.Error as error:
        raise DatabaseError(f"The migration {migration.file} failed: {error}.") from error
    await tx.run(
        "INSERT INTO schema_migrations VALUES (:version, :name, :checksum, :applied_at)",
        version=migration.version,
        name=migration.name,
        checksum=migration.checksum,
        applied_at=int(now.timestamp()),
    )
