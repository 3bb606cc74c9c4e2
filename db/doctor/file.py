"""The file as a whole: opened to look, held alone to mend, and whether SQLite and the migrations know it."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from db import migrate
from db.copies import IN_USE
from db.database import DatabaseError
from db.doctor.findings import Finding, Ill
from db.sqlite import MIGRATIONS
from db.sqlite_file import check_access, explained, kind

FAULTS = 5
"""Faults of a damaged file that are told, at most: there may be one a page."""


@contextmanager
def seen(path: Path) -> Generator[sqlite3.Connection]:
    """The file at one moment, to be read alone. The bot may go on running.

    Raises:
        DatabaseError: there is none, or it cannot be read.
    """
    with explained(path):
        mode = check_access(path)
    if mode is None:
        raise DatabaseError(f"{path} does not exist, so there is nothing to look at.")
    with explained(path), closing(_open(path, mode)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        yield connection


@contextmanager
def held(path: Path) -> Generator[sqlite3.Connection]:
    """The file, to be written to, and kept from everybody else until the end.

    SQLite leaves WAL mode only where nobody else has the file open: that is how a bot that runs is told.

    Raises:
        DatabaseError: somebody has it open, or it cannot be written to.
    """
    with explained(path), closing(_open(path, "rw")) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if kind(error) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise
            raise DatabaseError(IN_USE.format(path=path)) from None
        connection.execute("COMMIT")  # the lock stays until the connection is closed
        for pragma in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


def look(connection: sqlite3.Connection) -> list[Finding]:
    """What makes all that the rows say worthless, the worst alone; nothing where the file can be trusted."""
    return _damage(connection) or _schema(connection)


def _damage(connection: sqlite3.Connection) -> list[Finding]:
    try:
        faults = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({FAULTS})")]
    except sqlite3.DatabaseError as error:
        if kind(error) != sqlite3.SQLITE_CORRUPT:
            raise
        faults = [str(error)]
    if faults == ["ok"]:
        return []
    return [Finding(Ill.DAMAGE, "", len(faults), {}, words="; ".join(fault.strip() for fault in faults))]


def _schema(connection: sqlite3.Connection) -> list[Finding]:
    known = migrate.load(MIGRATIONS)
    if not (applied := migrate.recorded(connection)):
        raise DatabaseError("The database is not one of Encore's; check ENCORE_DATABASE_URL.")
    try:
        migrate.check_applied(applied, known)
    except DatabaseError as error:
        return [Finding(Ill.SCHEMA, "schema_migrations", 1, {}, words=error.sentence)]
    if len(applied) == len(known):
        return []
    words = (
        f"The database is of schema {len(applied)}, this Encore's is {len(known)}; "
        "start Encore once, which brings it along, and look again."
    )
    return [Finding(Ill.SCHEMA, "schema_migrations", len(known) - len(applied), {}, words=words)]


def _open(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=1
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
