"""The log of a server: who set, hid or reported what, and when."""

from datetime import UTC, datetime

from bot.domain.server_log import Deed, Entry
from db import due
from db.database import Row, Tx
from db.times import seconds

POST = "log:post"
"""What is due for an entry: posting it in the channel that the server has set. Its subject is the entry's id."""
KEPT = 500
"""Entries that are kept of a server; older ones go."""


async def add(tx: Tx, entry: Entry) -> None:
    """Note what was done, and have it posted."""
    await tx.run(
        """
        INSERT INTO server_log (guild_id, id, kind, member_id, subject, before, after, reason, logged_at)
        VALUES (:guild_id, :id, :kind, :member_id, :subject, :before, :after, :reason, :now)
        ON CONFLICT (guild_id, id) DO NOTHING
        """,
        guild_id=entry.guild_id,
        id=entry.id,
        kind=entry.deed.value,
        member_id=entry.member_id,
        subject=entry.subject,
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
        now=seconds(entry.at),
    )
    await tx.run(
        """
        DELETE FROM server_log WHERE guild_id = :guild_id AND id <= (
            SELECT id FROM server_log WHERE guild_id = :guild_id ORDER BY id DESC LIMIT 1 OFFSET :kept
        )
        """,
        guild_id=entry.guild_id,
        kept=KEPT,
    )
    await due.schedule(tx, guild_id=entry.guild_id, kind=POST, subject_id=entry.id, at=entry.at)


async def find(tx: Tx, *, guild_id: int, entry_id: int) -> Entry | None:
    """The entry of that id in that server."""
    row = await tx.one(
        f"SELECT {_FIELDS} FROM server_log WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=entry_id,
    )
    return _entry(row) if row else None


async def latest(tx: Tx, *, guild_id: int, limit: int, before_id: int | None = None) -> list[Entry]:
    """At most `limit` entries, the last first, of those older than `before_id` where that is given."""
    rows = await tx.all(
        f"""
        SELECT {_FIELDS} FROM server_log WHERE guild_id = :guild_id AND id < :before_id ORDER BY id DESC LIMIT :limit
        """,
        guild_id=guild_id,
        before_id=2**63 - 1 if before_id is None else before_id,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def last_change(tx: Tx, *, guild_id: int, name: str) -> Entry | None:
    """Who changed a setting last."""
    row = await tx.one(
        f"""
        SELECT {_FIELDS} FROM server_log WHERE guild_id = :guild_id AND kind = 'setting' AND subject = :name
        ORDER BY id DESC LIMIT 1
        """,
        guild_id=guild_id,
        name=name,
    )
    return _entry(row) if row else None


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Forget who did what a member did; what was done stays, without their reasons. How many entries that is."""
    return await tx.run(
        """
        UPDATE server_log SET member_id = NULL, reason = NULL
        WHERE guild_id = :guild_id AND member_id = :member_id
        """,
        guild_id=guild_id,
        member_id=member_id,
    )


_FIELDS = "guild_id, id, kind, member_id, subject, before, after, reason, logged_at"


def _entry(row: Row) -> Entry:
    return Entry(
        guild_id=row["guild_id"],
        id=row["id"],
        deed=Deed(row["kind"]),
        member_id=row["member_id"],
        subject=row["subject"],
        at=datetime.fromtimestamp(row["logged_at"], UTC),
        before=row["before"],
        after=row["after"],
        reason=row["reason"],
    )
