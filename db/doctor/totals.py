"""Everything that the schema keeps as a count, held against a recount and made anew from it."""

import sqlite3
from dataclasses import dataclass
from itertools import groupby

from bot.domain.tally import SCORES
from db import recount
from db.doctor.findings import STAYS, Finding, Ill
from db.forgetting import TABLES as KEYS


@dataclass(frozen=True, slots=True)
class Total:
    """Columns of a table that are counted from other rows.

    `kept` yields the `keys` and `sums` of all rows that count at all, `counted` the same from what they are
    counted from. `mend` makes the one equal to the other.
    """

    table: str
    keys: tuple[str, ...]
    sums: tuple[str, ...]
    kept: str
    counted: str
    mend: tuple[str, ...]


def _table(table: str, columns: str, counts: str, counted: str) -> Total:
    """A table that holds nothing but counts; a row of which `counts` is untrue may as well be missing."""
    keys = _keys(table)
    sums = tuple(name for name in columns.split(", ") if name not in keys)
    kept = f"SELECT {columns} FROM {table} WHERE {counts}"
    mend = (f"DELETE FROM {table}", f"INSERT INTO {table} ({columns}) SELECT * FROM ({counted}) AS c")
    return Total(table, keys, sums, kept, counted, mend)


def _column(table: str, column: str, count: str) -> Total:
    """A count in a row that holds more; `count` counts for one row of the table."""
    keys = _keys(table)
    names = ", ".join(keys)
    return Total(
        table,
        keys,
        (column,),
        kept=f"SELECT {names}, {column} FROM {table}",
        counted=f"SELECT {names}, ({count}) FROM {table}",
        mend=(f"UPDATE {table} SET {column} = ({count}) WHERE {column} <> ({count})",),
    )


def _keys(table: str) -> tuple[str, ...]:
    return ("guild_id", *KEYS[table])


_SPREAD = tuple(f"s{score}" for score in SCORES)
_SUMS = ("votes", "total", "squares", *_SPREAD)
_VOTES = f"""
    SELECT guild_id, show_id, episode, count(*), sum(score), sum(score * score),
        {", ".join(f"count(*) FILTER (WHERE score = {score})" for score in SCORES)}
    FROM votes WHERE score IS NOT NULL GROUP BY guild_id, show_id, episode
    """
_OF_REVIEW = "WHERE n.guild_id = reviews.guild_id AND n.review_id = reviews.id"

TOTALS = (
    _table(
        "vote_totals",
        ", ".join(("guild_id", "show_id", "episode", *_SUMS)),
        f"max({', '.join(_SUMS)}) > 0",  # the next vote is added to whatever is there
        _VOTES,
    ),
    _column(
        "poll_options",
        "votes",
        "SELECT count(*) FROM poll_votes AS v WHERE v.guild_id = poll_options.guild_id"
        " AND v.poll_id = poll_options.poll_id AND v.number = poll_options.number",
    ),
    _column(
        "polls",
        "voters",
        "SELECT count(DISTINCT member_id) FROM poll_votes AS v"
        " WHERE v.guild_id = polls.guild_id AND v.poll_id = polls.id",
    ),
    _column("reviews", "thanks", f"SELECT count(*) FROM review_thanks AS n {_OF_REVIEW}"),
    _column("reviews", "reports", f"SELECT count(*) FROM review_reports AS n {_OF_REVIEW}"),
    *(_table(*each) for each in recount.TABLES),
)
"""All of them. Those of marks and members come last, in the order in which one is counted from another."""


def look(connection: sqlite3.Connection) -> list[Finding]:
    """The totals that are not as a recount has them, one finding for each."""
    return [finding for total in TOTALS if (finding := _look(connection, total))]


def mend(connection: sqlite3.Connection) -> None:
    """Make the totals that differ anew."""
    for total in TOTALS:
        if _look(connection, total):
            for statement in total.mend:
                connection.execute(statement)


def _look(connection: sqlite3.Connection, total: Total) -> Finding | None:
    keys, columns = ", ".join(total.keys), ", ".join((*total.keys, *total.sums))
    differing = connection.execute(
        f"""
        WITH kept ({columns}) AS MATERIALIZED ({total.kept}),
        counted ({columns}) AS MATERIALIZED ({total.counted})
        SELECT * FROM (
            SELECT 0 AS is_counted, * FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted)
            UNION ALL SELECT 1, * FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept)
        ) WHERE {STAYS} ORDER BY {keys}, is_counted
        """
    )
    places = groupby(differing, key=lambda row: tuple(row[name] for name in total.keys))
    first: dict[bool, sqlite3.Row] = {}
    rows = 0
    for rows, (_, sides) in enumerate(places, start=1):
        if rows == 1:
            first = {bool(row["is_counted"]): row for row in sides}
    return _finding(total, rows, first.get(False), first.get(True)) if rows else None


def _finding(total: Total, rows: int, kept: sqlite3.Row | None, counted: sqlite3.Row | None) -> Finding:
    row = kept or counted
    assert row  # noqa: S101  what differs is on one side at least
    column = next(
        (name for name in total.sums if kept is None or counted is None or kept[name] != counted[name]),
        total.sums[-1],
    )
    return Finding(
        Ill.TOTAL,
        total.table,
        rows,
        {name: row[name] for name in total.keys},
        column=column,
        kept=kept[column] if kept else None,
        counted=counted[column] if counted else None,
    )
