"""Who takes part in a server, and whether the others may see it."""

from dataclasses import dataclass
from datetime import datetime

from db.database import Row, Tx


@dataclass(frozen=True, slots=True)
class Member:
    """A member in one server.

    `visible`: whether the others may see their progress. `number` counts those who joined, from 1, in order;
    None for somebody who has yet to join and only chose whether to be seen.
    """

    guild_id: int
    member_id: int
    visible: bool = True
    number: int | None = None


async def find(tx: Tx, *, guild_id: int, member_id: int) -> Member:
    """The member as they stand; who was never heard of is visible and has yet to join."""
    row = await tx.one(
        f"SELECT {_FIELDS} FROM members WHERE guild_id = :guild_id AND member_id = :member_id",
        guild_id=guild_id,
        member_id=member_id,
    )
    return _member(row) if row else Member(guild_id, member_id)


async def join(tx: Tx, *, guild_id: int, member_id: int, now: datetime) -> Member:
    """Have somebody take part, from their first mark or vote on. Who does already, is left alone."""
    member = await find(tx, guild_id=guild_id, member_id=member_id)
    if member.number is not None:
        return member
    await tx.run(
        """
        INSERT INTO member_counts (guild_id, members) VALUES (:guild_id, 1)
        ON CONFLICT (guild_id) DO UPDATE SET members = member_counts.members + 1
        """,
        guild_id=guild_id,
    )
    row = await tx.one(
        f"""
        INSERT INTO members (guild_id, member_id, visible, number, joined_at)
        SELECT :guild_id, :member_id, 1, coalesce(max(number), 0) + 1, :now
        FROM members WHERE guild_id = :guild_id AND number IS NOT NULL
        ON CONFLICT (guild_id, member_id) DO UPDATE
        SET number = excluded.number, joined_at = excluded.joined_at
        RETURNING {_FIELDS}
        """,
        guild_id=guild_id,
        member_id=member_id,
        now=int(now.timestamp()),
    )
    return _member(row) if row else member


async def count(tx: Tx, *, guild_id: int) -> int:
    """How many take part, those who are not visible among them."""
    row = await tx.one("SELECT members FROM member_counts WHERE guild_id = :guild_id", guild_id=guild_id)
    return row["members"] if row else 0


async def show(tx: Tx, *, guild_id: int, member_id: int, visible: bool) -> Member:
    """Store whether the others may see a member's progress. Only a part of `marks.set_visible`."""
    row = await tx.one(
        f"""
        INSERT INTO members (guild_id, member_id, visible) VALUES (:guild_id, :member_id, :visible)
        ON CONFLICT (guild_id, member_id) DO UPDATE SET visible = excluded.visible
        RETURNING {_FIELDS}
        """,
        guild_id=guild_id,
        member_id=member_id,
        visible=int(visible),
    )
    return _member(row) if row else Member(guild_id, member_id, visible=visible)


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Forget a member; how many rows went. Only a part of `marks.erase`."""
    row = await tx.one(
        "DELETE FROM members WHERE guild_id = :guild_id AND member_id = :member_id RETURNING number",
        guild_id=guild_id,
        member_id=member_id,
    )
    if row and row["number"] is not None:
        await tx.run(
            "UPDATE member_counts SET members = members - 1 WHERE guild_id = :guild_id", guild_id=guild_id
        )
    return 1 if row else 0


_FIELDS = "guild_id, member_id, visible, number"


def _member(row: Row) -> Member:
    return Member(row["guild_id"], row["member_id"], bool(row["visible"]), row["number"])
