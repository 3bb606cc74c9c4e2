"""Rows that belong to rows that are gone: where their table says so, and marks of who does not take part."""

import sqlite3
from dataclasses import dataclass

from db.doctor.findings import STAYS, Finding, Ill
from db.forgetting import TABLES as KEYS


@dataclass(frozen=True, slots=True)
class Reference:
    """`columns` of `table` name a row of `parent` by its columns `names`."""

    table: str
    columns: tuple[str, ...]
    parent: str
    names: tuple[str, ...]

    @property
    def broken(self) -> str:
        """The condition on rows of `table` that name none."""
        same = " AND ".join(
            f"p.{name} = {self.table}.{column}" for column, name in zip(self.columns, self.names, strict=True)
        )
        return f"NOT EXISTS (SELECT 1 FROM {self.parent} AS p WHERE {same})"


_UNJOINED = """
    NOT EXISTS (
        SELECT 1 FROM members AS m
        WHERE m.guild_id = marks.guild_id AND m.member_id = marks.member_id AND m.number IS NOT NULL
    )
    """


def look(connection: sqlite3.Connection) -> list[Finding]:
    """A finding for each reference that leads nowhere, and one for marks that no member has."""
    found = [
        _finding(connection, Ill.REFERENCE, each.table, each.broken, each.parent)
        for each in declared(connection)
    ]
    found.append(_finding(connection, Ill.UNJOINED, "marks", _UNJOINED, "members"))
    return [finding for finding in found if finding]


def mend(connection: sqlite3.Connection) -> None:
    """Delete rows without what they belong to; let members take part again who have marks, unseen by others.

    Whether they had chosen to be seen is lost with their row, and what they hid must not be shown.
    """
    for each in declared(connection):
        connection.execute(f"DELETE FROM {each.table} WHERE {each.broken}")
    connection.execute(
        f"""
        INSERT INTO members (guild_id, member_id, visible, number, joined_at)
        SELECT guild_id, member_id, 0,
            coalesce((SELECT max(number) FROM members AS m WHERE m.guild_id = marks.guild_id), 0)
            + row_number() OVER (PARTITION BY guild_id ORDER BY min(marked_at), member_id), min(marked_at)
        FROM marks WHERE {_UNJOINED} AND {STAYS} GROUP BY guild_id, member_id
        ON CONFLICT (guild_id, member_id) DO UPDATE
        SET number = excluded.number, joined_at = excluded.joined_at
        """
    )


def declared(connection: sqlite3.Connection) -> list[Reference]:
    """Every foreign key of the schema, parents before what refers to them."""
    found: list[Reference] = []
    for table in reversed(tuple(KEYS)):  # which has what refers before its parent
        by_id: dict[int, list[sqlite3.Row]] = {}
        for row in connection.execute("SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq", (table,)):
            by_id.setdefault(row["id"], []).append(row)
        found += [
            Reference(table, tuple(r["from"] for r in rows), rows[0]["table"], tuple(r["to"] for r in rows))
            for rows in by_id.values()
        ]
    return found


def _finding(
    connection: sqlite3.Connection, ill: Ill, table: str, broken: str, parent: str
) -> Finding | None:
    names = ", ".join(("guild_id", *KEYS[table]))
    rows = connection.execute(f"SELECT count(*) FROM {table} WHERE {broken} AND {STAYS}").fetchone()[0]
    if not rows:
        return None
    first = connection.execute(
        f"SELECT {names} FROM {table} WHERE {broken} AND {STAYS} ORDER BY {names} LIMIT 1"
    ).fetchone()
    return Finding(ill, table, rows, dict(first), parent=parent)
