"""Work to be done at a time: rows that a worker claims, carries out and removes.

Any number of processes may work one table. A claim is a lease: it moves the row's time to the lease's end, so
the work of a process that died is claimed again after it. Who asks for the same work meanwhile moves the
row's time too, and `finish` then leaves it to be done once more.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.domain.work import Work
from db.database import Database, Row, Tx

LOOK = 200
"""Rows that one claim chooses among: those longest due, so that it costs the same however many are."""
NOBODY: Mapping[int, int] = MappingProxyType({})
"""No guild has work under way."""


async def schedule(tx: Tx, *, guild_id: int, kind: str, subject_id: int, at: datetime) -> None:
    """Have the work done at `at`, in place of whenever it was to be done before.

    What was tried before is no first attempt after this either: who posts looks for what is there already.
    """
    await tx.run(
        """
        INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)
        VALUES (:guild_id, :kind, :subject_id, :at, 0)
        ON CONFLICT (guild_id, kind, subject_id) DO UPDATE SET due_at = excluded.due_at,
        attempts = CASE -- another number, and the next one another still, or this would count as done
            WHEN due.attempts = 0 THEN 0 WHEN due.attempts < 3 THEN due.attempts + 1 ELSE 1 END
        """,
        guild_id=guild_id,
        kind=kind,
        subject_id=subject_id,
        at=whole_seconds(at),
    )


async def do_again(tx: Tx, work: Work, *, at: datetime) -> None:
    """Have work that is being done now done once more at `at`, or before where that was asked for."""
    await tx.run(
        """
        UPDATE due SET due_at = :at, attempts = CASE attempts WHEN 1 THEN 2 ELSE 1 END
        WHERE guild_id = :guild_id AND kind = :kind AND subject_id = :subject_id
        AND (due_at > :at OR due_at = :until AND attempts = :attempts)
        """,
        **_params(work),
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

    async def claim(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        each: int = LOOK,
        busy: Mapping[int, int] = NOBODY,
    ) -> list[Work]:
        """Take at most `limit` rows whose time has come, guild by guild its longest due; in no order.

        A guild is given `each` at most, less what of it is under way here: `busy`, pieces of work by guild.
        One call may leave rows that it could have taken; a call that takes none leaves none.
        """
        rows = await self._db.write(
            lambda tx: tx.all(
                _CLAIM.format(busy="".join(f", (:guild{n}, :pieces{n})" for n in range(len(busy)))),
                now=int(now.timestamp()),
                until=whole_seconds(now + lease),
                limit=limit,
                each=each,
                look=LOOK,
                **{f"guild{n}": guild_id for n, guild_id in enumerate(busy)},
                **{f"pieces{n}": pieces for n, pieces in enumerate(busy.values())},
            )
        )
        return [_work(row, now + lease) for row in rows]

    async def finish(self, work: Work) -> None:
        """Remove what was done, unless it was asked for again meanwhile."""
        await self._db.write(lambda tx: tx.run(f"DELETE FROM due WHERE {_SAME}", **_params(work)))

    async def postpone(self, work: Work, *, at: datetime) -> None:
        """Have it tried again at `at`, unless it was asked for again meanwhile."""
        then = {"at": whole_seconds(at)}
        await self._db.write(
            lambda tx: tx.run(f"UPDATE due SET due_at = :at WHERE {_SAME}", **_params(work), **then)
        )

    async def next_at(self) -> int | None:
        """When the next row is due, in epoch seconds; None where nothing is to be done."""
        row = await self._db.read(lambda tx: tx.one("SELECT min(due_at) AS at FROM due"))
        return row["at"] if row else None


_CLAIM = """
WITH busy (guild_id, pieces) AS (VALUES (CAST(0 AS BIGINT), 0){busy}),
oldest AS (
    SELECT guild_id, kind, subject_id, due_at FROM due
    WHERE due_at <= :now AND guild_id NOT IN (SELECT guild_id FROM busy WHERE pieces >= :each)
    ORDER BY due_at LIMIT :look
),
placed AS (
    SELECT oldest.*, coalesce(pieces, 0)
        + row_number() OVER (PARTITION BY oldest.guild_id ORDER BY due_at) AS place
    FROM oldest LEFT JOIN busy ON busy.guild_id = oldest.guild_id
),
chosen AS (SELECT * FROM placed WHERE place <= :each ORDER BY place, due_at LIMIT :limit)
UPDATE due SET due_at = :until, attempts = due.attempts + 1
FROM chosen
WHERE due.guild_id = chosen.guild_id AND due.kind = chosen.kind AND due.subject_id = chosen.subject_id
AND due.due_at <= :now -- looked at again where another process claimed it meanwhile
RETURNING due.guild_id, due.kind, due.subject_id, due.attempts
"""
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
