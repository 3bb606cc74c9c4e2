"""Rows that wait for work that is not due: it was given up, or its row was lost."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.reminders import ABANDONED
from db import panels, party_times, polls, withdrawals
from db.doctor.findings import STAYS, Finding, Ill, Known
from db.doctor.stuck import OVERDUE


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows, by their `id`, for which work of a `kind` has to be due: those of which `where` is true."""

    kind: str
    where: str


WAITING: Mapping[str, Waiting] = {
    "withdrawn_messages": Waiting(withdrawals.DELETE, "TRUE"),
    "panels": Waiting(panels.CLOSE, "coalesce(closed_at, closes_at) < :overdue"),
    "polls": Waiting(polls.CLOSE, "closed_at IS NULL AND closes_at < :overdue"),
    "parties": Waiting(
        party_times.END,
        f"(phase = 'live' OR phase = 'planned' AND starts_at + {int(ABANDONED.total_seconds())} < :overdue)",
    ),
}
"""What comes to its end by work alone. A closed panel is forgotten once its result was posted."""


def look(connection: sqlite3.Connection, known: Known) -> list[Finding]:
    """A finding for each table with such rows."""
    found: list[Finding] = []
    for table, waiting in WAITING.items():
        rows = connection.execute(
            f"SELECT guild_id, id {_from(table, waiting)} ORDER BY 1, 2", _params(waiting, known)
        ).fetchall()
        if rows:
            example = {**dict(rows[0]), "kind": waiting.kind}
            found.append(Finding(Ill.UNDONE, table, len(rows), example, parent="due"))
    return found


def mend(connection: sqlite3.Connection, known: Known) -> None:
    """Have that work done now. It counts as tried before: who posts looks for what is there already."""
    for table, waiting in WAITING.items():
        connection.execute(
            "INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)"
            f" SELECT guild_id, :kind, id, :now, 1 {_from(table, waiting)}",
            {**_params(waiting, known), "now": int(known.now.timestamp())},
        )


def _from(table: str, waiting: Waiting) -> str:
    """What is not due in a server that removed the bot is arranged anew when the bot is back."""
    return f"""
        FROM {table} AS w WHERE {waiting.where} AND {STAYS}
        AND guild_id NOT IN (SELECT guild_id FROM servers WHERE left_at IS NOT NULL)
        AND NOT EXISTS (
            SELECT 1 FROM due AS d WHERE d.guild_id = w.guild_id AND d.kind = :kind AND d.subject_id = w.id
        )
        """


def _params(waiting: Waiting, known: Known) -> dict[str, str | int]:
    return {"kind": waiting.kind, "overdue": int((known.now - OVERDUE).timestamp())}
