"""How many rows of a server last: what its quotas are held against."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.quotas import COUNTS
from db.database import Tx
from db.times import seconds


@dataclass(frozen=True, slots=True)
class Lasting:
    """Texts, and the polls and parties that count: of a server, and of one member's making."""

    server: int
    own: int


async def lasting(tx: Tx, *, guild_id: int, member_id: int, now: datetime) -> Lasting:
    """Count them: one statement over three tables, for what adds rows that last; nothing else asks."""
    row = await tx.one(
        """
        SELECT sum(made) AS server, sum(own) AS own FROM (
            SELECT count(*) AS made, count(*) FILTER (WHERE author_id = :member_id) AS own
            FROM polls WHERE guild_id = :guild_id AND opened_at > :since
            UNION ALL
            SELECT count(*), count(*) FILTER (WHERE organiser_id = :member_id)
            FROM parties WHERE guild_id = :guild_id AND starts_at > :since
            UNION ALL
            SELECT count(*), count(*) FILTER (WHERE member_id = :member_id)
            FROM reviews WHERE guild_id = :guild_id
        ) AS counted
        """,
        guild_id=guild_id,
        member_id=member_id,
        since=seconds(now - COUNTS),
    )
    return Lasting(row["server"], row["own"]) if row else Lasting(0, 0)
