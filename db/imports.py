"""What a file would mark, kept until its member says so: the newest of each member in a server."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.database import Tx

KEPT = timedelta(days=7)
"""How long an import waits for its member's word."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An import that was shown and not applied yet.

    `id` is the id of the interaction that brought the file, `episodes` are the keys it would mark.
    """

    guild_id: int
    member_id: int
    id: int
    show_id: str
    episodes: tuple[str, ...]


async def put(tx: Tx, pending: Pending, *, now: datetime) -> None:
    """Keep an import, in place of what the member brought before; what lay here for `KEPT` goes."""
    await tx.run(
        "DELETE FROM imports WHERE guild_id = :guild_id AND made_at < :end",
        guild_id=pending.guild_id,
        end=int((now - KEPT).timestamp()),
    )
    await tx.run(
        """
        INSERT INTO imports (guild_id, member_id, id, show_id, episodes, made_at)
        VALUES (:guild_id, :member_id, :id, :show_id, :episodes, :now)
        ON CONFLICT (guild_id, member_id) DO UPDATE
        SET id = excluded.id, show_id = excluded.show_id, episodes = excluded.episodes,
            made_at = excluded.made_at
        """,
        guild_id=pending.guild_id,
        member_id=pending.member_id,
        id=pending.id,
        show_id=pending.show_id,
        episodes=" ".join(pending.episodes),
        now=int(now.timestamp()),
    )


async def take(tx: Tx, *, guild_id: int, member_id: int, import_id: int) -> Pending | None:
    """Take an import out, to be applied; None where it was, or a newer one took its place."""
    row = await tx.one(
        """
        DELETE FROM imports WHERE guild_id = :guild_id AND member_id = :member_id AND id = :import_id
        RETURNING show_id, episodes
        """,
        guild_id=guild_id,
        member_id=member_id,
        import_id=import_id,
    )
    if row is None:
        return None
    return Pending(guild_id, member_id, import_id, row["show_id"], tuple(row["episodes"].split()))


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Delete what a member brought and did not apply; how many rows went."""
    return await tx.run(
        "DELETE FROM imports WHERE guild_id = :guild_id AND member_id = :member_id",
        guild_id=guild_id,
        member_id=member_id,
    )
