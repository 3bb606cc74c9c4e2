"""Lists of watch parties, and what a server has watched together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.parties import Party
from db.database import Tx
from db.parties import SELECT, party_of
from db.times import seconds


@dataclass(frozen=True, slots=True)
class Quota:
    """How many parties are open: of the server, and of one member's planning. A season counts once."""

    server: int
    own: int


async def all_open(tx: Tx, *, guild_id: int, limit: int = 200) -> list[Party]:
    """The parties that are planned or on, those that are on first, then the next one first."""
    rows = await tx.all(
        f"""
        {SELECT} WHERE p.guild_id = :guild_id AND p.phase IN ('planned', 'live')
        ORDER BY p.phase = 'planned', p.starts_at, p.id LIMIT :limit
        """,
        guild_id=guild_id,
        limit=limit,
    )
    return [party_of(row) for row in rows]


async def stamp(tx: Tx, *, guild_id: int) -> tuple[int, ...]:
    """Figures of which one changes with whatever changes in the parties that are planned or on."""
    row = await tx.one(
        """
        SELECT count(*) AS parties, coalesce(sum(version), 0) AS versions, coalesce(max(id), 0) AS newest
        FROM parties WHERE guild_id = :guild_id AND phase IN ('planned', 'live')
        """,
        guild_id=guild_id,
    )
    return tuple(row.values()) if row else ()


async def live(tx: Tx, *, guild_id: int, voice_id: int | None = None) -> list[Party]:
    """The parties that are on in a server, of one voice channel or of all."""
    rows = await tx.all(
        f"""
        {SELECT} WHERE p.guild_id = :guild_id AND p.phase = 'live'
        AND (CAST(:voice_id AS INTEGER) IS NULL OR p.voice_id = :voice_id) ORDER BY p.started_at DESC, p.id
        """,
        guild_id=guild_id,
        voice_id=voice_id,
    )
    return [party_of(row) for row in rows]


async def guilds_with_live(tx: Tx) -> frozenset[int]:
    """The servers in which a party with a voice channel is on, in all."""
    rows = await tx.all("SELECT DISTINCT guild_id FROM parties WHERE phase = 'live' AND voice_id IS NOT NULL")
    return frozenset(row["guild_id"] for row in rows)


async def season(tx: Tx, *, guild_id: int, season_id: int) -> list[Party]:
    """The sessions of a season, in order."""
    rows = await tx.all(
        f"{SELECT} WHERE p.guild_id = :guild_id AND p.season_id = :season_id ORDER BY p.starts_at, p.id",
        guild_id=guild_id,
        season_id=season_id,
    )
    return [party_of(row) for row in rows]


async def season_ids(tx: Tx, *, guild_id: int, season_id: int) -> list[int]:
    """The ids of the sessions of a season that were not cancelled, in order."""
    rows = await tx.all(
        """
        SELECT id FROM parties WHERE guild_id = :guild_id AND season_id = :season_id AND phase <> 'cancelled'
        ORDER BY starts_at, id
        """,
        guild_id=guild_id,
        season_id=season_id,
    )
    return [row["id"] for row in rows]


async def by_event(tx: Tx, *, guild_id: int, event_id: int) -> Party | None:
    """The party of a scheduled event of Discord's."""
    row = await tx.one(
        f"{SELECT} WHERE p.guild_id = :guild_id AND p.event_id = :event_id",
        guild_id=guild_id,
        event_id=event_id,
    )
    return party_of(row) if row else None


async def at(tx: Tx, *, guild_id: int, channel_id: int, starts_at: datetime) -> Party | None:
    """The party that is planned or on in a channel and starts at that moment."""
    row = await tx.one(
        f"""
        {SELECT} WHERE p.guild_id = :guild_id AND p.channel_id = :channel_id AND p.starts_at = :starts_at
        AND p.phase IN ('planned', 'live') ORDER BY p.id LIMIT 1
        """,
        guild_id=guild_id,
        channel_id=channel_id,
        starts_at=seconds(starts_at),
    )
    return party_of(row) if row else None


async def past(
    tx: Tx, *, guild_id: int, limit: int, offset: int, channel_ids: Iterable[int]
) -> tuple[list[Party], int]:
    """Parties that took place in these channels, the last one first, and how many there are in all."""
    channels = {f"channel{n}": channel_id for n, channel_id in enumerate(channel_ids)}
    where = f"""
        p.guild_id = :guild_id AND p.phase = 'ended' AND p.started_at IS NOT NULL
        AND p.channel_id IN ({", ".join(f":{name}" for name in channels) or "NULL"})
    """
    rows = await tx.all(
        f"{SELECT} WHERE {where} ORDER BY p.ended_at DESC, p.id DESC LIMIT :limit OFFSET :offset",
        guild_id=guild_id,
        limit=limit,
        offset=offset,
        **channels,
    )
    count = await tx.one(
        f"SELECT count(*) AS parties FROM parties AS p WHERE {where}", guild_id=guild_id, **channels
    )
    return [party_of(row) for row in rows], count["parties"] if count else 0


async def channel_ids(tx: Tx, *, guild_id: int) -> list[int]:
    """The channels in which parties took place."""
    rows = await tx.all(
        "SELECT DISTINCT channel_id FROM parties"
        " WHERE guild_id = :guild_id AND phase = 'ended' AND started_at IS NOT NULL",
        guild_id=guild_id,
    )
    return [row["channel_id"] for row in rows]


async def quota(tx: Tx, *, guild_id: int, member_id: int) -> Quota:
    """How many parties are planned or on."""
    row = await tx.one(
        """
        SELECT count(DISTINCT coalesce(season_id, id)) AS server,
        count(DISTINCT CASE WHEN organiser_id = :member_id THEN coalesce(season_id, id) END) AS own
        FROM parties WHERE guild_id = :guild_id AND phase IN ('planned', 'live')
        """,
        guild_id=guild_id,
        member_id=member_id,
    )
    return Quota(row["server"], row["own"]) if row else Quota(0, 0)


async def watched_together(tx: Tx, *, guild_id: int, show_id: str) -> frozenset[str]:
    """The keys of the episodes that somebody attended at a party of the server's."""
    rows = await tx.all(
        """
        SELECT DISTINCT a.episode FROM attendances AS a
        JOIN parties AS p ON p.guild_id = a.guild_id AND p.id = a.party_id
        WHERE a.guild_id = :guild_id AND p.show_id = :show_id
        """,
        guild_id=guild_id,
        show_id=show_id,
    )
    return frozenset(row["episode"] for row in rows)


async def planned_episodes(tx: Tx, *, guild_id: int, show_id: str, after: datetime) -> frozenset[str]:
    """The keys of the episodes of parties that are on, or start after a moment."""
    rows = await tx.all(
        """
        SELECT episodes FROM parties WHERE guild_id = :guild_id AND show_id = :show_id
        AND (phase = 'live' OR phase = 'planned' AND starts_at > :after)
        """,
        guild_id=guild_id,
        show_id=show_id,
        after=seconds(after),
    )
    return frozenset(key for row in rows for key in row["episodes"].split())


async def last_together(tx: Tx, *, guild_id: int, show_id: str) -> str | None:
    """The key of the episode that the server watched together last; None where it never did."""
    rows = await tx.all(
        """
        SELECT DISTINCT last.episodes, a.episode FROM (
            SELECT p.id, p.episodes FROM parties AS p
            WHERE p.guild_id = :guild_id AND p.show_id = :show_id AND p.phase = 'ended' AND EXISTS (
                SELECT 1 FROM attendances AS o WHERE o.guild_id = p.guild_id AND o.party_id = p.id
            )
            ORDER BY p.ended_at DESC, p.id DESC LIMIT 1
        ) AS last JOIN attendances AS a ON a.guild_id = :guild_id AND a.party_id = last.id
        """,
        guild_id=guild_id,
        show_id=show_id,
    )
    attended = {row["episode"] for row in rows}
    in_order: list[str] = rows[0]["episodes"].split() if rows else []
    return next((key for key in reversed(in_order) if key in attended), None)
