"""Which rows a statement reads and changes: its tables, as SQLite says, for the server or member it names."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Region(NamedTuple):
    """A table's rows of one server or member; of all where `id` is None."""

    table: str
    of: str
    """`guild`, `member`, or empty where neither is named."""
    id: int | None = None


class Touched(NamedTuple):
    """The tables that a statement reads and writes."""

    reads: frozenset[str]
    writes: frozenset[str]

    def read(self, params: Mapping[str, object]) -> Iterable[Region]:
        """The regions whose change changes what the statement yields."""
        of, whose = _narrowest(params)
        for table in self.reads:
            yield Region(table, of, whose)
            if of:
                yield Region(table, of)


def _narrowest(params: Mapping[str, object]) -> tuple[str, int | None]:
    for name, of in (("guild_id", "guild"), ("member_id", "member")):
        if isinstance(whose := params.get(name), int):
            return of, whose
    return "", None


class Change(NamedTuple):
    """Tables that a statement wrote to, and the ids of server and member that it named."""

    tables: frozenset[str]
    guild_id: int | None
    member_id: int | None

    @classmethod
    def of(cls, touched: Touched, params: Mapping[str, object]) -> "Change":
        """What a statement changed with these parameters."""
        guild_id, member_id = params.get("guild_id"), params.get("member_id")
        return cls(
            touched.writes,
            guild_id if isinstance(guild_id, int) else None,
            member_id if isinstance(member_id, int) else None,
        )

    def regions(self) -> Iterable[Region]:
        """The regions that it changed: of all servers, or all members, where it named none."""
        for table in self.tables:
            yield Region(table, "")
            yield Region(table, "guild", self.guild_id)
            yield Region(table, "member", self.member_id)


_WRITES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}


class Tables:
    """Which tables the statements of one connection touch, rows that go along with others included.

    Its `authorize` is to be the connection's authorizer (https://www.sqlite.org/c3ref/set_authorizer.html),
    which allows everything: SQLite calls it while it prepares a statement, once. Hence every statement of the
    connection has to come by here, in the connection's thread.
    """

    def __init__(self) -> None:
        self._known: dict[str, Touched] = {}
        self._heard: dict[str, Touched] = {}
        """What was heard of statements that have only failed so far, maybe before they were prepared."""
        self._reads: set[str] = set()
        self._writes: set[str] = set()

    def authorize(self, action: int, table: str | None, *_: str | None) -> int:
        """Hear what a statement does that is being prepared."""
        if table is not None:
            if action == sqlite3.SQLITE_READ:
                self._reads.add(table)
            elif action in _WRITES:
                self._writes.add(table)
        return sqlite3.SQLITE_OK

    def known(self, sql: str) -> Touched | None:
        """The tables of a statement that succeeded before; else listens to the one that comes now."""
        if (known := self._known.get(sql)) is None:
            self._reads.clear()
            self._writes.clear()
        return known

    def learn(self, sql: str, *, failed: bool) -> Touched:
        """The tables of the statement that was carried out just now, which never succeeded before.

        One that failed is either prepared by now, and SQLite has said its tables, or it will be another time:
        hence what is heard until it succeeds is put together.
        """
        before = self._heard.pop(sql, _NOTHING)
        touched = Touched(before.reads | self._reads, before.writes | self._writes)
        (self._heard if failed else self._known)[sql] = touched
        return touched


_NOTHING = Touched(frozenset(), frozenset())
