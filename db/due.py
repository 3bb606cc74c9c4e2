"""Work to be done at a time: rows that a worker claims, carries out and removes.

Any number of processes may work one table. A claim is a lease: it moves the row's time to the lease's end, so
the work of a process that died is claimed again after it. Who asks for the same work meanwhile moves the
row's time too, and `finish` then leaves it to be done once more.
"""

from datetime import datetime, timedelta

from bot.domain.work import Work
from db.database import Database, Row, Tx


async def schedule(tx: Tx, *, guild_id: int, kind: str, subject_id: int, at: datetime) -> None:
    """Have the work done at `at`, in place of whenever it was to be done before."""
    await tx.run(
        """
        INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)
        VALUES (:guild_id, :kind, :subject_id, :at, 0)
        ON CONFLICT (guild_id, kind, subject_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0
        """,
        guild_id=guild_id,
        kind=kind,
        subject_id=subject_id,
        at=whole_seconds(at),
    )


async def cancel(tx: Tx, *, guild_id: int, kind: str, subject_id: int) -> None:
    """Have the work not done."""
    await tx.run(
        "DELETE FROM due WHERE guild_id = :guild_id AND kind = :kind AND subject_id = :subject_id",
        guild_id=guild_id,
        kind=kind,
        subject_id=subject_id,
    )


def whole_seconds(at: datetime) -> int:
    """Whole epoch seconds as they are stored, rounded up: never early."""
    return -int(-at.timestamp() // 1)


class Agenda:
    """The table as the worker sees it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def claim(self, *, now: datetime, lease: timedelta, limit: int) -> list[Work]:
        """Take at most `limit` rows whose time has come, those longest due; in no order."""
        async with self._db.transaction() as tx:
            rows = await tx.all(
                """
                UPDATE due SET due_at = :until, attempts = attempts + 1
                WHERE (guild_id, kind, subject_id) IN (
                    SELECT guild_id, kind, subject_id FROM due WHERE due_at <= :now
                    ORDER BY due_at LIMIT :limit
                )
                AND due_at <= :now -- looked at again where another process claimed it meanwhile
                RETURNING guild_id, kind, subject_id, attempts
                """,
                now=int(now.timestamp()),
                until=whole_seconds(now + lease),
                limit=limit,
            )
        return [_work(row, now + lease) for row in rows]

    async def finish(self, work: Work) -> None:
        """Remove what was done, unless it was asked for again meanwhile."""
        async with self._db.transaction() as tx:
            await tx.run(f"DELETE FROM due WHERE {_SAME}", **_params(work))

    async def postpone(self, work: Work, *, at: datetime) -> None:
        """Have it tried again at `at`, unless it was asked for again meanwhile."""
        async with self._db.transaction() as tx:
            await tx.run(f"UPDATE due SET due_at = :at WHERE {_SAME}", **_params(work), at=whole_seconds(at))

    async def next_at(self) -> int | None:
        """When the next row is due, in epoch seconds; None where nothing is to be done."""
        async with self._db.snapshot() as tx:
            row = await tx.one("SELECT min(due_at) AS at FROM due")
        return row["at"] if row else None


_SAME = (
    "guild_id = :guild_id AND kind = :kind AND subject_id = :subject_id"
    " AND due_at = :until AND attempts = :attempts"
)


def _params(work: Work) -> dict[str, str | int]:
    return {
        "guild_id": work.guild_id,
        "kind": work.kind,
        "subject_id": work.subject_id,
        "until": whole_seconds(work.until),
        "attempts": work.attempts,
    }


def _work(row: Row, until: datetime) -> Work:
    return Work(row["guild_id"], row["kind"], row["subject_id"], row["attempts"], until)
