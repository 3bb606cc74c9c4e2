"""The log of a server: who set, hid or reported what, and when."""

from datetime import UTC, datetime

from bot.domain.server_log import Deed, Entry
from db import due
from db.database import Row, Tx
from db.times import seconds

POST = "log:post"
"""What is due for an entry: posting it in the channel that the server set. The subject is the entry's id."""
KEPT = 500
"""Changes of settings that are kept of a server, and as many other entries; older ones go."""


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
    of = "kind = 'setting'" if entry.deed is Deed.SETTING else "kind <> 'setting'"
    await tx.run(
        f"""
        DELETE FROM server_log WHERE guild_id = :guild_id AND {of} AND id <= (
            SELECT id FROM server_log WHERE guild_id = :guild_id AND {of}
            ORDER BY id DESC LIMIT 1 OFFSET :kept
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


async def latest(tx: Tx, *, guild_id: int, limit: int, first_id: int | None = None) -> list[Entry]:
    """At most `limit` entries, the last first: from the entry `first_id` on, where that is given."""
    rows = await tx.all(
        f"""
        SELECT {_FIELDS} FROM server_log WHERE guild_id = :guild_id AND id <= :first_id
        ORDER BY id DESC LIMIT :limit
        """,
        guild_id=guild_id,
        first_id=2**63 - 1 if first_id is None else first_id,
        limit=limit,
    )
    return [_entry(row) for row in rows]


async def page_before(tx: Tx, *, guild_id: int, first_id: int | None, limit: int) -> int | None:
    """With which entry the page of `limit` begins that ends before `first_id`; None where none is newer."""
    if first_id is None:
        return None
    row = await tx.one(
        """
        SELECT max(id) AS first FROM (
            SELECT id FROM server_log WHERE guild_id = :guild_id AND id > :first_id ORDER BY id LIMIT :limit
        ) AS newer
        """,
        guild_id=guild_id,
        first_id=first_id,
        limit=limit,
    )
    return row["first"] if row else None


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


async def forget_reasons(tx: Tx, *, guild_id: int, review_id: int) -> None:
    """Forget what was said of a text: it is deleted, and its author with it. What was done stays."""
    await tx.run(
        """
        UPDATE server_log SET reason = NULL
        WHERE guild_id = :guild_id AND kind <> 'setting' AND subject = :subject
        """,
        guild_id=guild_id,
        subject=str(review_id),
    )


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Forget who did what a member did, and what was said of their texts; how many entries they made.

    What was done stays. Before their texts are deleted: by them it is known what was said of whom.
    """
    await tx.run(
        """
        UPDATE server_log SET reason = NULL WHERE guild_id = :guild_id AND kind <> 'setting' AND subject IN (
            SELECT CAST(id AS TEXT) FROM reviews WHERE guild_id = :guild_id AND member_id = :member_id
        )
        """,
        guild_id=guild_id,
        member_id=member_id,
    )
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
