"""What the board is read from: each member's number of episodes, and how many members have each number."""

from db.database import Tx
from db.members import Member

SLOT = 1024
"""Joining numbers in a slot. It is part of what is stored: with another, `recount.mend`."""


async def add(tx: Tx, member: Member, *, show_id: str, episodes: int) -> None:
    """Count `episodes` more as watched by a member who joined, or less where it is below 0."""
    if not episodes:
        return
    row = await tx.one(
        _FEWER if episodes < 0 else _MORE,
        guild_id=member.guild_id,
        member_id=member.member_id,
        show_id=show_id,
        number=member.number,
        visible=int(member.visible),
        by=episodes,
    )
    if row and member.visible:
        total = row["episodes"]
        await _count(tx, member, show_id, episodes=total - episodes, by=-1)
        await _count(tx, member, show_id, episodes=total, by=1)


async def show(tx: Tx, member: Member) -> None:
    """Put a member on the boards of their server or take them off, as `visible` says by now."""
    rows = await tx.all(
        """
        UPDATE board SET visible = :visible
        WHERE guild_id = :guild_id AND member_id = :member_id
        RETURNING show_id, episodes
        """,
        guild_id=member.guild_id,
        member_id=member.member_id,
        visible=int(member.visible),
    )
    for row in rows:
        await _count(tx, member, row["show_id"], episodes=row["episodes"], by=1 if member.visible else -1)


async def erase(tx: Tx, member: Member) -> None:
    """Take a member off the boards of their server for good."""
    rows = await tx.all(
        """
        DELETE FROM board WHERE guild_id = :guild_id AND member_id = :member_id
        RETURNING show_id, episodes, visible
        """,
        guild_id=member.guild_id,
        member_id=member.member_id,
    )
    for row in rows:
        if row["visible"]:
            await _count(tx, member, row["show_id"], episodes=row["episodes"], by=-1)


# What is taken off goes through UPDATE: an INSERT below zero would break the CHECK before it met the row.
_MORE = """
    INSERT INTO board (guild_id, member_id, show_id, number, visible, episodes)
    VALUES (:guild_id, :member_id, :show_id, :number, :visible, :by)
    ON CONFLICT (guild_id, member_id, show_id) DO UPDATE SET episodes = board.episodes + :by
    RETURNING episodes
    """

_FEWER = """
    UPDATE board SET episodes = episodes + :by
    WHERE guild_id = :guild_id AND member_id = :member_id AND show_id = :show_id
    RETURNING episodes
    """


_COUNTS_MORE = (
    """
    INSERT INTO board_counts (guild_id, show_id, episodes, members)
    VALUES (:guild_id, :show_id, :episodes, 1)
    ON CONFLICT (guild_id, show_id, episodes) DO UPDATE SET members = board_counts.members + 1
    """,
    """
    INSERT INTO board_slots (guild_id, show_id, episodes, slot, members)
    VALUES (:guild_id, :show_id, :episodes, :slot, 1)
    ON CONFLICT (guild_id, show_id, episodes, slot) DO UPDATE SET members = board_slots.members + 1
    """,
)

_COUNTS_FEWER = (
    """
    UPDATE board_counts SET members = members - 1
    WHERE guild_id = :guild_id AND show_id = :show_id AND episodes = :episodes
    """,
    """
    UPDATE board_slots SET members = members - 1
    WHERE guild_id = :guild_id AND show_id = :show_id AND episodes = :episodes AND slot = :slot
    """,
)


async def _count(tx: Tx, member: Member, show_id: str, *, episodes: int, by: int) -> None:
    """Count a visible member, 1 or -1, with those who have watched so many episodes."""
    if not episodes or member.number is None:
        return
    for sql in _COUNTS_MORE if by > 0 else _COUNTS_FEWER:
        await tx.run(
            sql,
            guild_id=member.guild_id,
            show_id=show_id,
            episodes=episodes,
            slot=member.number // SLOT,
        )
