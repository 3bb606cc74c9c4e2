"""Parties that have a scheduled event of Discord's."""

from bot.domain.parties import Party
from db.database import Tx
from db.parties import SELECT, party_of
from db.party_times import EVENT


async def settled(tx: Tx, *, guild_id: int | None = None) -> list[Party]:
    """The planned parties, of a server or of all, about whose event nothing is still to be sent."""
    rows = await tx.all(
        f"""
        {SELECT} LEFT JOIN due AS d ON d.guild_id = p.guild_id AND d.kind = :kind AND d.subject_id = p.id
        WHERE p.phase = 'planned' AND p.event_id IS NOT NULL AND d.subject_id IS NULL
        AND (CAST(:guild_id AS INTEGER) IS NULL OR p.guild_id = :guild_id)
        """,
        kind=EVENT,
        guild_id=guild_id,
    )
    return [party_of(row) for row in rows]
