"""The file that SQLite keeps a database in: whether it can be used, and what is wrong in plain words."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.database import DatabaseError

_ELSEWHERE = "move it away or point ENCORE_DATABASE_URL at another file"

PUT_BACK = "put a backup in its place"
"""What to do where the database is damaged that is in use."""

_NO_GOOD = {
    sqlite3.SQLITE_NOTADB: ("is not a SQLite database", _ELSEWHERE),
    sqlite3.SQLITE_CORRUPT: ("is damaged", PUT_BACK),
}
"""Result codes that are about what is in the file: what they mean, and what to do about the one in use."""
_FAULTS = {
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check its folder and who may write there",
    sqlite3.SQLITE_READONLY: "cannot be written to; check who may write to it and to its folder",
    sqlite3.SQLITE_FULL: "is on a disk that is full; make room there",
    sqlite3.SQLITE_IOERR: "is on a disk that is full or failing; make room there or check it",
    sqlite3.SQLITE_BUSY: "is locked by another program; end that program and start again",
}
"""What its other primary result codes mean to the person who runs the bot."""
_FIRST_LOCK, _LOCK_BYTES = 0x40000000, 512
"""Where SQLite locks, https://www.sqlite.org/fileformat2.html#the_lock_byte_page."""


def check_access(path: Path) -> str | None:
    """The mode in which looking at the file leaves no trace, None where there is no file.

    Raises:
        DatabaseError: it cannot be used.
    """
    real = Path(os.path.realpath(path))
    if not real.parent.is_dir():
        raise DatabaseError(f"The folder of {path} does not exist; make it, or correct ENCORE_DATABASE_URL.")
    if not os.access(real.parent, os.W_OK | os.X_OK):
        raise DatabaseError(f"The folder of {path} cannot be written to; check who may write there.")
    if not real.exists():
        return None
    if not real.is_file():
        raise DatabaseError(f"{path} is not a file; {_ELSEWHERE}.")
    if not os.access(real, os.R_OK | os.W_OK):
        raise DatabaseError(f"{path} cannot be read and written; check who may.")
    return traceless(real)


def traceless(path: Path) -> str:
    """The mode in which looking at a file leaves no trace.

    A connection that may not write leaves behind the -wal and -shm it makes. One that may removes them, but
    would first empty a WAL it found into the file.
    """
    real = Path(os.path.realpath(path))
    return "ro" if real.with_name(f"{real.name}-wal").exists() else "rw"


def is_locked(path: Path) -> bool:
    """Whether another process has the file open as a database, by the locks that SQLite takes.

    For a file that SQLite itself cannot read. Not for one that this process has open: its locks would go.
    """
    try:
        import fcntl  # noqa: PLC0415  not on Windows, where a file that is open cannot be replaced anyway
    except ModuleNotFoundError:
        return False
    with path.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCK_BYTES, _FIRST_LOCK)
        except OSError:
            return True
    return False


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """Wait until no other process makes a copy in a folder: two of one name would be each other's ruin."""
    try:
        import fcntl  # noqa: PLC0415  not on Windows
    except ModuleNotFoundError:
        yield
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system that knows no locks
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


class Place:
    """Where an open database's files were, to see whether somebody has moved or deleted them since.

    SQLite goes on with a file that has no name any more as if nothing were, and all of it is gone in the end.
    """

    def __init__(self, path: Path) -> None:
        """As they are now, which has to be after the first transaction: that makes the WAL."""
        real = Path(os.path.realpath(path))  # the WAL is beside it, not beside a link to it
        self._files = {name: _identity(name) for name in (real, real.with_name(f"{real.name}-wal"))}

    def check(self) -> None:
        """See that they are where they were. Two calls to the system, some microseconds.

        Raises:
            sqlite3.OperationalError: they are not; with SQLite's own code for it, SQLITE_READONLY_DBMOVED.
        """
        for name, known in self._files.items():
            if _identity(name) != known:
                raise failure(sqlite3.SQLITE_READONLY_DBMOVED, f"{name.name} was moved or deleted")

    def refuge(self) -> Path | None:
        """Where to put a copy where the database's file was taken away; None where it is in its place.

        That is its own name, or where another file has that, the same with `.rescued` behind.
        """
        path, known = next(iter(self._files.items()))
        if _identity(path) == known:
            return None
        return next((p for p in (path, Path(f"{path}.rescued")) if _identity(p) is None), None)


def failure(code: int, message: str) -> sqlite3.OperationalError:
    """An error as SQLite's driver raises it, https://www.sqlite.org/rescode.html."""
    error = sqlite3.OperationalError(message)
    error.sqlite_errorcode = code
    return error


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116  ten times as fast
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def explained(path: Path, remedy: str = "") -> Generator[None]:
    """Turn what SQLite or the file system says into a DatabaseError.

    `remedy`: what to do where the file is no good, and is not the database in use.
    """
    try:
        yield
    except sqlite3.Error as error:
        if found := _NO_GOOD.get(kind(error)):
            said = f"{found[0]}; {remedy or found[1]}"
        else:
            said = _FAULTS.get(kind(error), f"cannot be used: {error}")
        raise DatabaseError(f"{path} {said}.") from error
    except OSError as error:
        raise DatabaseError(f"{path} cannot be reached: {error.strerror}.") from error


def kind(error: sqlite3.Error) -> int:
    """The primary result code, https://www.sqlite.org/rescode.html; 0 where SQLite gave none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
