"""What is due and will never be done, or not in time: of nobody's, about nothing, far ahead, long overdue."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from db import panels, party_times, polls, server_log, servers, withdrawals
from db.doctor.findings import STAYS, Finding, Ill, Known
from db.due import whole_seconds

OVERDUE = timedelta(hours=1)
"""What has been due for longer than this is stuck: a worker that is well is some seconds late."""
AHEAD = timedelta(days=1)
"""So much later than its row says may be right: an attempt that failed is repeated within an hour, and a live
party's card says by itself when its words become untrue."""
UNDER_WAY = timedelta(minutes=2)
"""Work that is leased until then at most may have deleted what it is about: it is about to be finished."""
EVENING = timedelta(days=7)
"""A party ends by itself before that, whatever its clock was set to meanwhile."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What work of a kind is about: the row of `table` that has the subject's id as `id`.

    `time` is the moment that the row names for it, in epoch seconds; 0 where it is to be done soon.
    """

    table: str
    time: str = "0"
    id: str = "id"


_PARTY = Subject("parties", "s.starts_at")
_ANSWER = Subject(
    "rsvps",
    "(SELECT p.starts_at FROM parties AS p WHERE p.guild_id = s.guild_id AND p.id = s.party_id)",
)
_LONGEST = int((servers.GRACE + servers.SPREAD).total_seconds())

SUBJECTS: Mapping[str, Subject] = {
    panels.OPEN: Subject("panels"),
    panels.CLOSE: Subject("panels", "coalesce(s.closes_at, 0)"),
    panels.REFRESH: Subject("panels"),
    polls.CLOSE: Subject("polls", "coalesce(s.closes_at, 0)"),
    polls.REFRESH: Subject("polls"),
    party_times.CARD: Subject("parties"),
    party_times.ANNOUNCE: _PARTY,
    party_times.EVENT: _PARTY,
    party_times.REMIND: _PARTY,
    party_times.DIRECT: _ANSWER,
    party_times.SEAT: Subject("rsvps"),
    party_times.CHECK: _PARTY,
    party_times.START: _PARTY,
    party_times.END: Subject(
        "parties",
        f"max(s.starts_at, coalesce(s.started_at, 0)) + {int(EVENING.total_seconds())}",
    ),
    party_times.RESULT: Subject("parties"),
    server_log.POST: Subject("server_log"),
    withdrawals.DELETE: Subject("withdrawn_messages"),
    servers.WELCOME: Subject("servers", id="guild_id"),
    servers.FORGET: Subject("servers", f"coalesce(s.left_at, 0) + {_LONGEST}", id="guild_id"),
}
"""Every kind of work that somebody does."""

_KEY = ("guild_id", "kind", "subject_id")
_ALL = ", ".join(f"'{kind}'" for kind in SUBJECTS)
_LEFT = "SELECT guild_id FROM servers WHERE left_at IS NOT NULL"
_MENDED: Mapping[Ill, str] = {
    Ill.NOBODYS: "DELETE FROM due",
    Ill.NO_SUBJECT: "DELETE FROM due",
    # Not 0 attempts where there were any: who posts looks first for what was posted before.
    Ill.FAR: "UPDATE due SET due_at = :now, attempts = min(attempts, 1)",
    Ill.LATE: "UPDATE due SET due_at = :now, attempts = min(attempts, 1)",
    Ill.TRIED: "UPDATE due SET due_at = :now, attempts = min(attempts, 1)",
}


def look(connection: sqlite3.Connection, known: Known) -> list[Finding]:
    """A finding for each ill and kind of work."""
    found: dict[tuple[Ill, str], list[sqlite3.Row]] = {}
    for ill, row in _stuck(connection, known):
        found.setdefault((ill, row["kind"]), []).append(row)
    return [
        Finding(
            ill,
            "due",
            len(rows),
            {name: rows[0][name] for name in (*_KEY, "due_at", "attempts")},
            parent=SUBJECTS[kind].table if kind in SUBJECTS else "",
        )
        for (ill, kind), rows in found.items()
    ]


def mend(connection: sqlite3.Connection, known: Known) -> None:
    """Delete what nobody could do; have the rest done now."""
    for ill, row in list(_stuck(connection, known)):
        connection.execute(
            f"{_MENDED[ill]} WHERE guild_id = :guild_id AND kind = :kind AND subject_id = :subject_id",
            {**{name: row[name] for name in _KEY}, "now": int(known.now.timestamp())},
        )


def _stuck(connection: sqlite3.Connection, known: Known) -> Iterator[tuple[Ill, sqlite3.Row]]:
    """All of it, each row once. What waits for a server that removed the bot is not stuck."""
    for row in connection.execute(
        f"SELECT * FROM due WHERE kind NOT IN ({_ALL}) AND {STAYS} ORDER BY kind, guild_id, subject_id"
    ):
        yield Ill.NOBODYS, row
    params = {
        "now": int(known.now.timestamp()),
        "under_way": whole_seconds(known.now + UNDER_WAY),
        "overdue": int((known.now - OVERDUE).timestamp()),
        "ahead": int(AHEAD.total_seconds()),
        "attempts": known.attempts,
    }
    for kind, subject in SUBJECTS.items():
        for row in connection.execute(_of_kind(subject), {**params, "kind": kind, "forget": servers.FORGET}):
            yield Ill(row["ill"]), row


def _of_kind(subject: Subject) -> str:
    return f"""
        SELECT * FROM (
            SELECT d.*, CASE
                WHEN s.{subject.id} IS NULL AND d.attempts > 0 AND d.due_at BETWEEN :now AND :under_way
                    THEN NULL
                WHEN s.{subject.id} IS NULL THEN '{Ill.NO_SUBJECT}'
                WHEN d.guild_id IN ({_LEFT}) AND d.kind <> :forget THEN NULL
                WHEN d.due_at > max(:now, {subject.time}) + :ahead THEN '{Ill.FAR}'
                WHEN d.due_at < :overdue THEN '{Ill.LATE}'
                WHEN d.attempts > :attempts THEN '{Ill.TRIED}'
            END AS ill
            FROM due AS d LEFT JOIN {subject.table} AS s
            ON s.guild_id = d.guild_id AND s.{subject.id} = d.subject_id
            WHERE d.kind = :kind
        ) WHERE ill IS NOT NULL AND {STAYS} ORDER BY ill, guild_id, subject_id
        """
