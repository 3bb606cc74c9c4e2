"""Where a feature met a permission that it lacks, until somebody who manages the server was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.database import Tx
from db.times import seconds

AGAIN = timedelta(days=1)
"""How long nothing more is said of a fault after somebody was told of it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A feature, as `bot.abilities` names it, that could not do its work in a channel."""

    channel_id: int
    feature: str


async def note(tx: Tx, *, guild_id: int, channel_id: int, feature: str, now: datetime) -> None:
    """Note that a feature met a missing permission."""
    await tx.run(
        """
        INSERT INTO server_faults (guild_id, channel_id, feature, met_at) VALUES (:guild_id, :channel_id, :feature, :now)
        ON CONFLICT (guild_id, channel_id, feature) DO UPDATE SET met_at = excluded.met_at,
        told_at = CASE WHEN server_faults.told_at > :before THEN server_faults.told_at END
        """,
        guild_id=guild_id,
        channel_id=channel_id,
        feature=feature,
        now=seconds(now),
        before=seconds(now - AGAIN),
    )


async def take_untold(tx: Tx, *, guild_id: int, now: datetime) -> list[Fault]:
    """The faults of which nobody was told yet; they count as told from now on."""
    rows = await tx.all(
        """
        UPDATE server_faults SET told_at = :now WHERE guild_id = :guild_id AND told_at IS NULL
        RETURNING channel_id, feature
        """,
        guild_id=guild_id,
        now=seconds(now),
    )
    return [Fault(row["channel_id"], row["feature"]) for row in rows]


async def has_untold(tx: Tx, *, guild_id: int) -> bool:
    """Whether there are faults of which nobody was told."""
    row = await tx.one(
        "SELECT 1 AS found FROM server_faults WHERE guild_id = :guild_id AND told_at IS NULL LIMIT 1",
        guild_id=guild_id,
    )
    return row is not None
