"""What it means when the database cannot be used: for the member who meets it, and for the host."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outage:
    """What befell the database. `told` is for the member, `logged` for the host; nothing was changed.

    `passes`: it goes by, or the host mends it, and then what was to be done can be done.
    """

    told: str
    logged: str
    passes: bool = True


_LOCKED = Outage(
    "Another program holds my notes just now, so nothing was changed. Try again in a moment.",
    "another program has locked the database: end it, or let it end",
)
_GIVEN_UP = (
    "I cannot get at my notes just now, so nothing was changed. Try again later; whoever runs me finds in my"
    " log what it takes."
)
_DAMAGED = Outage(
    "The part of my notes that this needs is damaged, so nothing was changed. Tell whoever runs me: my log"
    " says what to do.",
    "the database is damaged: stop me, then `python -m bot doctor` says what is, and"
    " `python -m bot restore FILE --force` puts a backup in its place",
    passes=False,
)
_FULL = Outage(_GIVEN_UP, "the disk of the database is full: make room there; then I go on by myself")
_FAILING = Outage(
    _GIVEN_UP,
    "the disk of the database is full, failing or at its limit: make room there, or check it;"
    " then I go on by myself",
)
_CLOSED = Outage(
    _GIVEN_UP,
    "the database cannot be written to: check who may write to its file and folder; is its disk read-only?",
)
_MOVED = Outage(
    _GIVEN_UP,
    "the database's file, or the -wal beside it, was moved or deleted: put it back, or stop me, which saves"
    " what I have; I write nothing more until then",
)
_BY_CODE = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FAILING,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def of(error: BaseException) -> Outage | None:
    """What befell the database; None where it is something else, or a fault in what was asked of it."""
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.Error) else None
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return _MOVED
    return None if code is None else _BY_CODE.get(code & 0xFF)
