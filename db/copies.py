"""Copies of a database's file: made while the bot runs, verified, and put in its place again.

These are done by whoever runs the bot, one at a time, and wait for the disk: call them off the event loop.
"""

import itertools
import os
import shutil
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from db import migrate
from db.database import DatabaseError
from db.sqlite import MIGRATIONS
from db.sqlite_file import PUT_BACK, alone, explained, is_locked, kind, traceless

_SIDES = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside one while it is in use."""
IN_USE = "{path} is in use; stop Encore first."
"""What is said where somebody has a file open that must be held alone."""
_ANOTHER = "name a sound backup of Encore's instead"
"""What to do where a file is no good that somebody wants put back."""


def back_up(source: Path, target: Path, *, as_it_is: bool = False) -> int:
    """Copy a database to `target` as it is at this moment, verified; its size in bytes.

    The bot may go on running. The copy is one file, complete before it gets its name: whoever finds
    `target` finds a good one, which nobody may read who may not read the database. `as_it_is`: though it has
    rows without what they belong to.

    Raises:
        DatabaseError: there is no such database, `target` exists, or the copy is not sound. Nothing is left.
    """
    _check_source(source)
    with new(target) as unfinished:
        _copy(source, unfinished)
        verify(unfinished, of=source, references=not as_it_is)
        shutil.copymode(source, unfinished)
    return target.stat().st_size


def put_back(copy: Path, target: Path, *, force: bool, now: datetime) -> Path | None:
    """Put a copy in the place of the database at `target`; where that was kept, None where there was none.

    What was there may be damaged. A link goes on leading to the file, and its owner goes on owning it.

    Raises:
        DatabaseError: the copy is not sound, or not Encore's; there is a database and not `force`; it is in
            use; or what has its name is no file. Nothing was changed.
    """
    _check_source(copy)
    verify(copy)
    with explained(target):
        target = Path(os.path.realpath(target)) if target.is_symlink() else target
        _check_folder(target)
        with alone(target.parent):
            _check_target(target, copy, force=force)
            return _put(copy, target, aside(target, now))


def _check_target(target: Path, copy: Path, *, force: bool) -> None:
    if target.exists() and not target.is_file():  # a device would be replaced like a file
        raise DatabaseError(f"{target} is not a file; move it away or point ENCORE_DATABASE_URL elsewhere.")
    if target.exists() and not force:
        raise DatabaseError(f"{target} exists; with --force it is put aside, and the copy takes its place.")
    unfinished = _unfinished(target)
    if unfinished.exists() and unfinished.samefile(copy):
        raise DatabaseError(f"{copy} has the name under which Encore works; rename it first.")


def _put(copy: Path, target: Path, kept: Path) -> Path | None:
    with _removed_after(unfinished := _unfinished(target)):
        _remove(unfinished)
        _copy(copy, unfinished)
        verify(unfinished)
        there = target.exists()
        _hand_over(unfinished, like=target if there else copy, owner=target if there else target.parent)
        _to_disk(unfinished)
        if there:
            _close_for_good(target)
            _keep(target, kept)
        for side in _SIDES:  # what SQLite finds beside the copy it would take for the copy's own
            with suppress(FileNotFoundError):
                target.with_name(target.name + side).rename(kept.with_name(kept.name + side))
        unfinished.replace(target)
        _to_disk(target.parent)
    return kept if there else None


def aside(path: Path, now: datetime) -> Path:
    """A free name beside a database, under which what is there is kept.

    Raises:
        DatabaseError: the folder cannot be read.
    """
    name = f"{path.name}.before-{now:%Y%m%d-%H%M%S}"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    with explained(path):
        return next(path.with_name(n) for n in names if not any(map(Path.exists, _files(path.with_name(n)))))


@contextmanager
def new(target: Path) -> Generator[Path]:
    """A file to be made under the name that is yielded, which gets its own once all of it is on the disk.

    Raises:
        DatabaseError: there is one of that name, or it cannot be made. Nothing is left.
    """
    with explained(target):
        if target.exists():
            raise DatabaseError(f"{target} exists already; name another file.")
        _check_folder(target)
        unfinished = _unfinished(target)
        with alone(target.parent), _removed_after(unfinished):
            _remove(unfinished)
            yield unfinished
            _to_disk(unfinished)
            try:
                os.link(unfinished, target)  # unlike a rename it fails where somebody made one meanwhile
            except FileExistsError:
                raise DatabaseError(f"{target} exists already; name another file.") from None
            except OSError:  # a file system without second names, as on most sticks
                unfinished.rename(target)
            _to_disk(target.parent)


def verify(path: Path, *, of: Path | None = None, references: bool = True) -> None:
    """Open a file anew and see that every page, index and reference in it is right, and that it is Encore's.

    Where it was just copied `of` a database, that is what a fault is told of; else it is a backup that
    somebody named. Without `references` those are let pass.

    Raises:
        DatabaseError: it is not.
    """
    name, remedy, mends = (of, PUT_BACK, "doctor --fix mends that") if of else (path, _ANOTHER, _ANOTHER)
    with explained(name, remedy), closing(_open(path, traceless(path))) as connection:
        faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
        if faults != ["ok"]:
            raise DatabaseError(f"{name} is damaged: {'; '.join(faults)}; {remedy}.")
        if references and (broken := connection.execute("PRAGMA foreign_key_check").fetchone()):
            raise DatabaseError(f"{name} has rows of {broken[0]} without what they belong to; {mends}.")
        _check_schema(connection, name, remedy)


def _check_source(path: Path) -> None:
    with explained(path):
        if not path.is_file():
            raise DatabaseError(f"{path} does not exist, or is no file.")


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise DatabaseError(f"The folder of {path} does not exist; make it first.")


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}.unfinished")


def _check_schema(connection: sqlite3.Connection, path: Path, remedy: str) -> None:
    if not (applied := migrate.recorded(connection)):
        raise DatabaseError(f"{path} is not a database of Encore's; {remedy}.")
    migrate.check_applied(applied, migrate.load(MIGRATIONS), what=str(path))


def _copy(source: Path, target: Path) -> None:
    """All pages in one go: in WAL mode that reads one state, and keeps nobody from writing."""
    target.touch(mode=0o600)
    with explained(source):
        origin = _open(source, "rw")
    with closing(origin), closing(_open(target, "rw")) as copy:
        with explained(source):  # where somebody holds it, `backup` would wait for ever
            origin.execute("BEGIN")
            origin.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _hand_over(path: Path, *, like: Path, owner: Path) -> None:
    """Let who may use `like` use `path`, and who has `owner` have it, as far as the system lets us."""
    shutil.copymode(like, path)
    has = owner.stat()
    if hasattr(os, "chown"):  # not on Windows
        with suppress(PermissionError):
            os.chown(path, has.st_uid, has.st_gid)


def _close_for_good(path: Path) -> None:
    """Bring what is in the WAL into the file. SQLite leaves WAL mode only where nobody else has it open."""
    with closing(_open(path, "rw")) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            raise DatabaseError(IN_USE.format(path=path)) from None
        except sqlite3.DatabaseError as error:
            if kind(error) not in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
                raise
    if is_locked(path):  # what is damaged tells by nothing else whether it is in use
        raise DatabaseError(IN_USE.format(path=path))


def _keep(path: Path, kept: Path) -> None:
    """Give a file a second name, or where that cannot be, make a copy: `path` is there at any moment."""
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
        _to_disk(kept)


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
    for file in _files(path):
        file.unlink(missing_ok=True)


def _files(path: Path) -> Iterator[Path]:
    """A database's file, and those that SQLite may have beside it."""
    return (path.with_name(path.name + side) for side in ("", *_SIDES))


@contextmanager
def _removed_after(path: Path) -> Generator[None]:
    try:
        yield
    finally:
        _remove(path)
