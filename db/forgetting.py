"""A server's rows, all of them, deleted some at a time."""

from collections.abc import Mapping

from db.database import Tx
from db.servers import FORGET

MOST = 2_000
"""Rows that one transaction deletes, at most: what others write meanwhile waits for no longer than that."""

TABLES: Mapping[str, tuple[str, ...]] = {
    "review_posts": ("id",),
    "review_thanks": ("review_id", "member_id"),
    "review_reports": ("review_id", "member_id"),
    "reviews": ("id",),
    "server_log": ("id",),
    "poll_votes": ("poll_id", "member_id", "number"),
    "poll_options": ("poll_id", "number"),
    "polls": ("id",),
    "panels": ("id",),
    "attendances": ("party_id", "member_id", "episode"),
    "presences": ("party_id", "member_id", "seen", "since"),
    "rsvps": ("party_id", "member_id"),
    "party_clocks": ("party_id", "number"),
    "parties": ("id",),
    "votes": ("show_id", "episode", "member_id"),
    "vote_totals": ("show_id", "episode"),
    "imports": ("member_id",),
    "marks": ("member_id", "show_id", "episode"),
    "board": ("member_id", "show_id"),
    "board_counts": ("show_id", "episodes"),
    "board_slots": ("show_id", "episodes", "slot"),
    "watcher_counts": ("show_id", "episode"),
    "members": ("member_id",),
    "member_counts": (),
    "withdrawn_messages": ("id",),
    "server_faults": ("channel_id", "feature"),
    "server_settings": ("name",),
    "due": ("kind", "subject_id"),
    "servers": (),
}
"""Every table of servers' rows, and the rest of its primary key after `guild_id`.

What refers to another table comes before it, so that nothing is deleted along with a row; last what leads
back here after a crash."""


async def forget_some(tx: Tx, *, guild_id: int, most: int = MOST) -> bool:
    """Delete at most `most` rows of a server; whether nothing of it is left."""
    left = most
    for table, key in TABLES.items():
        left -= await _delete(tx, table, key, guild_id=guild_id, most=left)
        if left <= 0:
            return False
    await tx.run("DELETE FROM due WHERE guild_id = :guild_id", guild_id=guild_id)
    return True


async def _delete(tx: Tx, table: str, key: tuple[str, ...], *, guild_id: int, most: int) -> int:
    if not key:  # one row a server
        return await tx.run(f"DELETE FROM {table} WHERE guild_id = :guild_id", guild_id=guild_id)
    # The piece of work that deletes goes last of all.
    where = "guild_id = :guild_id AND kind <> :forget" if table == "due" else "guild_id = :guild_id"
    names = ", ".join(key)
    return await tx.run(
        f"""
        DELETE FROM {table} WHERE {where}
        AND ({names}) IN (SELECT {names} FROM {table} WHERE {where} LIMIT :most)
        """,
        guild_id=guild_id,
        most=most,
        **({"forget": FORGET} if table == "due" else {}),
    )
