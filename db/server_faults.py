"""Where a feature met a permission that it lacks, until somebody who manages the server was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from db.database import Tx
from db.times import seconds

AGAIN = timedelta(days=1)
"""How long nothing more is said in a server after somebody was told."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A feature, as `bot.abilities` names it, that could not do its work in a channel; 0 for the server."""

    channel_id: int
    feature: str


async def note(tx: Tx, *, guild_id: int, channel_id: int, feature: str, now: datetime) -> None:
    """Note that a feature met a missing permission. What was told less than `AGAIN` before counts as told."""
    await tx.run(
        """
        INSERT INTO server_faults (guild_id, channel_id, feature, met_at)
        VALUES (:guild_id, :channel_id, :feature, :now)
        ON CONFLICT (guild_id, channel_id, feature) DO UPDATE SET met_at = excluded.met_at,
        told_at = CASE WHEN server_faults.told_at > :before THEN server_faults.told_at END
        """,
        guild_id=guild_id,
        channel_id=channel_id,
        feature=feature,
        now=seconds(now),
        before=seconds(now - AGAIN),
    )


async def untold(tx: Tx, *, guild_id: int) -> list[Fault]:
    """The faults of which nobody was told yet, the oldest first."""
    rows = await tx.all(
        """
        SELECT channel_id, feature FROM server_faults WHERE guild_id = :guild_id AND told_at IS NULL
        ORDER BY met_at, channel_id, feature
        """,
        guild_id=guild_id,
    )
    return [Fault(row["channel_id"], row["feature"]) for row in rows]


async def tell(tx: Tx, faults: Iterable[Fault], *, guild_id: int, now: datetime) -> None:
    """Let faults of a server count as told; those told long ago are dropped."""
    await tx.run(
        "DELETE FROM server_faults WHERE guild_id = :guild_id AND told_at <= :before",
        guild_id=guild_id,
        before=seconds(now - AGAIN),
    )
    for fault in faults:
        await _set_told(tx, fault, guild_id=guild_id, told_at=seconds(now))


async def untell(tx: Tx, faults: Iterable[Fault], *, guild_id: int) -> None:
    """Let them count as untold again."""
    for fault in faults:
        await _set_told(tx, fault, guild_id=guild_id, told_at=None)


async def drop(tx: Tx, fault: Fault, *, guild_id: int) -> None:
    """Forget a fault that was mended."""
    await tx.run(
        "DELETE FROM server_faults"
        " WHERE guild_id = :guild_id AND channel_id = :channel_id AND feature = :feature",
        guild_id=guild_id,
        channel_id=fault.channel_id,
        feature=fault.feature,
    )


async def quiet_until(tx: Tx, *, guild_id: int, now: datetime) -> datetime | None:
    """Until when nothing more is said in a server, because somebody was told; None where that may be now."""
    row = await tx.one(
        "SELECT max(told_at) AS told_at FROM server_faults WHERE guild_id = :guild_id", guild_id=guild_id
    )
    if row is None or row["told_at"] is None:
        return None
    until = datetime.fromtimestamp(row["told_at"], UTC) + AGAIN
    return until if until > now else None


async def guilds_untold(tx: Tx) -> frozenset[int]:
    """The servers with faults of which nobody was told."""
    rows = await tx.all("SELECT DISTINCT guild_id FROM server_faults WHERE told_at IS NULL")
    return frozenset(row["guild_id"] for row in rows)


async def _set_told(tx: Tx, fault: Fault, *, guild_id: int, told_at: int | None) -> None:
    await tx.run(
        "UPDATE server_faults SET told_at = :told_at"
        " WHERE guild_id = :guild_id AND channel_id = :channel_id AND feature = :feature",
        guild_id=guild_id,
        channel_id=fault.channel_id,
        feature=fault.feature,
        told_at=told_at,
    )
