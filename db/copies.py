"""Copies of a database's file: made while the bot runs, verified, and put in its place again.

These are done by whoever runs the bot, one at a time, and wait for the disk: call them off the event loop.
"""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from db import migrate
from db.database import DatabaseError
from db.sqlite import MIGRATIONS
from db.sqlite_file import explained

_SIDES = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside one while it is in use."""
IN_USE = "{path} is in use; stop Encore first."
"""What is said where somebody has a file open that must be held alone."""


def back_up(source: Path, target: Path, *, as_it_is: bool = False) -> int:
    """Copy a database to `target` as it is at this moment, verified; its size in bytes.

    The bot may go on running. The copy is one file, complete before it gets its name: whoever finds
    `target` finds a good one. `as_it_is`: though it has rows without what they belong to.

    Raises:
        DatabaseError: there is no such database, `target` exists, or the copy is not sound. Nothing is left.
    """
    _check_source(source)
    if target.exists():
        raise DatabaseError(f"{target} exists already; name another file.")
    if not target.parent.is_dir():
        raise DatabaseError(f"The folder of {target} does not exist; make it first.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    with explained(target), _removed_after(unfinished):
        _remove(unfinished)
        _copy(source, unfinished)
        verify(unfinished, references=not as_it_is)
        _to_disk(unfinished)
        os.link(unfinished, target)  # unlike a rename it fails where somebody made one meanwhile
        _to_disk(target.parent)
    return target.stat().st_size


def put_back(copy: Path, target: Path, *, force: bool, now: datetime) -> Path | None:
    """Put a copy in the place of the database at `target`; where that was kept, None where there was none.

    Raises:
        DatabaseError: the copy is not sound, or not Encore's; there is a database and not `force`; or it is
            in use. Nothing was changed.
    """
    _check_source(copy)
    verify(copy)
    if not target.parent.is_dir():
        raise DatabaseError(f"The folder of {target} does not exist; make it first.")
    if target.exists() and not force:
        raise DatabaseError(f"{target} exists; with --force it is put aside, and the copy takes its place.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    kept = target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}")
    with explained(target), _removed_after(unfinished):
        _remove(unfinished)
        _copy(copy, unfinished)
        verify(unfinished)
        _to_disk(unfinished)
        there = target.exists()
        if there:
            _close_for_good(target)
            os.link(target, kept)
        unfinished.replace(target)
        _to_disk(target.parent)
    return kept if there else None


def verify(path: Path, *, references: bool = True) -> None:
    """Open a file anew and see that every page, index and reference in it is right, and that it is Encore's.

    Without `references` those are let pass.

    Raises:
        DatabaseError: it is not.
    """
    with explained(path), closing(_open(path, "ro")) as connection:
        faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
        if faults != ["ok"]:
            raise DatabaseError(f"{path} is damaged: {'; '.join(faults)}.")
        if references and (broken := connection.execute("PRAGMA foreign_key_check").fetchone()):
            raise DatabaseError(f"{path} has rows of {broken[0]} without what they belong to.")
        _check_schema(connection, path)


def _check_source(path: Path) -> None:
    if not path.is_file():
        raise DatabaseError(f"{path} does not exist, or is no file.")


def _check_schema(connection: sqlite3.Connection, path: Path) -> None:
    try:
        rows = connection.execute(
            "SELECT version, checksum FROM schema_migrations ORDER BY version"
        ).fetchall()
    except sqlite3.OperationalError:
        raise DatabaseError(f"{path} is not a database of Encore's.") from None
    migrate.check_applied(rows, migrate.load(MIGRATIONS))


def _copy(source: Path, target: Path) -> None:
    """All pages in one go: in WAL mode that reads one state, and keeps nobody from writing."""
    with closing(_open(source, "rw")) as origin, closing(_open(target, "rwc")) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _close_for_good(path: Path) -> None:
    """Bring what is in the WAL into the file. SQLite leaves WAL mode only where nobody else has it open."""
    with closing(_open(path, "rw")) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            raise DatabaseError(IN_USE.format(path=path)) from None


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=1
    )


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _remove(path: Path) -> None:
    for name in (path.name, *(path.name + side for side in _SIDES)):
        path.with_name(name).unlink(missing_ok=True)


@contextmanager
def _removed_after(path: Path) -> Generator[None]:
    try:
        yield
    finally:
        _remove(path)
