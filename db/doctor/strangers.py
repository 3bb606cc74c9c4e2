"""Rows about shows and episodes that the catalogue does not have. They are told, never deleted."""

import sqlite3
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from db.doctor.findings import STAYS, Finding, Ill, Value

_PARTY = "SELECT show_id FROM parties AS p WHERE p.guild_id = attendances.guild_id AND p.id = party_id"
_POLL = "SELECT show_id FROM polls AS p WHERE p.guild_id = poll_options.guild_id AND p.id = poll_id"

PLACES: Mapping[str, tuple[str, str, str]] = {
    "votes": ("show_id", "episode", "TRUE"),
    "marks": ("show_id", "episode", "TRUE"),
    "panels": ("show_id", "episode", "TRUE"),
    "poll_options": (f"({_POLL})", "content", f"({_POLL}) IS NOT NULL"),
    "parties": ("show_id", "episodes", "TRUE"),
    "attendances": (f"({_PARTY})", "episode", "TRUE"),
    "reviews": ("show_id", "episode", "TRUE"),
    "imports": ("show_id", "episodes", "TRUE"),
    "server_settings": ("value", "''", "name = 'show'"),
}
"""Where a show and an episode stand that somebody chose: the show, the keys with spaces between them, and
which rows. An empty key is the show as a whole. What is counted from these rows follows them."""


def look(connection: sqlite3.Connection, episodes: Mapping[str, AbstractSet[str]]) -> list[Finding]:
    """A finding for each table with rows about what is not among the `episodes` of the catalogue, by show."""
    return [finding for table in PLACES if (finding := _look(connection, table, episodes))]


def _look(
    connection: sqlite3.Connection, table: str, episodes: Mapping[str, AbstractSet[str]]
) -> Finding | None:
    show, keys, where = PLACES[table]
    groups = connection.execute(
        f"""
        SELECT {show} AS show_id, {keys} AS keys, count(*) AS found, min(guild_id) AS guild_id
        FROM {table} WHERE {where} AND {STAYS} GROUP BY 1, 2 ORDER BY 1, 2
        """
    )
    rows, example = 0, dict[str, Value]()
    for group in groups:
        known = episodes.get(group["show_id"])
        unknown = [key for key in group["keys"].split() if known is None or key not in known]
        if known is not None and not unknown:
            continue
        rows += group["found"]
        example = example or {
            "guild_id": group["guild_id"],
            "show_id": group["show_id"],
            **({"episode": unknown[0]} if unknown else {}),
        }
    return Finding(Ill.STRANGER, table, rows, example) if rows else None
