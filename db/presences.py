"""When members were seen at a party, and what came of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.attendance import Seen
from bot.domain.playing import Span
from db.database import Tx
from db.times import moment, seconds

SPANS = 20
"""Times that a member comes to a party before coming back at once counts as having stayed."""
AT_ONCE = 60
"""Seconds that are at once: so a party that goes on for hours has so many rows of a member at most."""


async def come(
    tx: Tx, *, guild_id: int, party_id: int, member_ids: Iterable[int], seen: Seen, now: datetime
) -> list[int]:
    """Note that members are there from now on; the ids of those who were not already."""
    came: list[int] = []
    for member_id in member_ids:
        changed = await tx.run(
            """
            UPDATE presences SET until = NULL WHERE guild_id = :guild_id AND party_id = :party_id
            AND member_id = :member_id AND seen = :seen AND until >= :now - :at_once AND since = (
                SELECT max(since) FROM presences WHERE guild_id = :guild_id AND party_id = :party_id
                AND member_id = :member_id AND seen = :seen GROUP BY member_id HAVING count(*) >= :spans
            )
            """,
            guild_id=guild_id,
            party_id=party_id,
            member_id=member_id,
            seen=seen.value,
            now=seconds(now),
            at_once=AT_ONCE,
            spans=SPANS,
        ) or await tx.run(
            """
            INSERT INTO presences (guild_id, party_id, member_id, seen, since)
            SELECT :guild_id, :party_id, :member_id, :seen, :now WHERE NOT EXISTS (
                SELECT 1 FROM presences WHERE guild_id = :guild_id AND party_id = :party_id
                AND member_id = :member_id AND seen = :seen AND until IS NULL
            )
            ON CONFLICT (guild_id, party_id, member_id, seen, since) DO UPDATE SET until = NULL
            """,
            guild_id=guild_id,
            party_id=party_id,
            member_id=member_id,
            seen=seen.value,
            now=seconds(now),
        )
        if changed:
            came.append(member_id)
    return came


async def leave(
    tx: Tx, *, guild_id: int, party_id: int, member_ids: Iterable[int], seen: Seen, now: datetime
) -> None:
    """Note that members are there no more."""
    for member_id in member_ids:
        await tx.run(
            """
            UPDATE presences SET until = max(since, :now) WHERE guild_id = :guild_id AND party_id = :party_id
            AND member_id = :member_id AND seen = :seen AND until IS NULL
            """,
            guild_id=guild_id,
            party_id=party_id,
            member_id=member_id,
            seen=seen.value,
            now=seconds(now),
        )


async def there(tx: Tx, *, guild_id: int, party_id: int, seen: Seen) -> frozenset[int]:
    """The ids of the members who are there now."""
    rows = await tx.all(
        """
        SELECT member_id FROM presences
        WHERE guild_id = :guild_id AND party_id = :party_id AND seen = :seen AND until IS NULL
        """,
        guild_id=guild_id,
        party_id=party_id,
        seen=seen.value,
    )
    return frozenset(row["member_id"] for row in rows)


async def here(tx: Tx, *, guild_id: int, party_id: int) -> tuple[int, ...]:
    """The ids of the members who are there now, however that is known, who came first first."""
    rows = await tx.all(
        """
        SELECT member_id FROM presences WHERE guild_id = :guild_id AND party_id = :party_id AND until IS NULL
        GROUP BY member_id ORDER BY min(since), member_id
        """,
        guild_id=guild_id,
        party_id=party_id,
    )
    return tuple(row["member_id"] for row in rows)


async def clear(tx: Tx, *, guild_id: int, party_id: int) -> None:
    """Forget who was there: the party is at another time."""
    await tx.run(
        "DELETE FROM presences WHERE guild_id = :guild_id AND party_id = :party_id",
        guild_id=guild_id,
        party_id=party_id,
    )


async def spans(tx: Tx, *, guild_id: int, party_id: int, until: datetime) -> dict[int, list[Span]]:
    """When each member was there, up to `until`."""
    rows = await tx.all(
        """
        SELECT member_id, since, until FROM presences
        WHERE guild_id = :guild_id AND party_id = :party_id ORDER BY member_id, since
        """,
        guild_id=guild_id,
        party_id=party_id,
    )
    found: dict[int, list[Span]] = {}
    for row in rows:
        since = moment(row["since"]) or until
        found.setdefault(row["member_id"], []).append(Span(since, moment(row["until"]) or until))
    return found


async def settle(
    tx: Tx, *, guild_id: int, party_id: int, attended: Mapping[int, Iterable[str]], now: datetime
) -> None:
    """Keep who was there for which episode, by key; nobody is there any more."""
    await tx.run(
        """
        UPDATE presences SET until = max(since, :now)
        WHERE guild_id = :guild_id AND party_id = :party_id AND until IS NULL
        """,
        guild_id=guild_id,
        party_id=party_id,
        now=seconds(now),
    )
    for member_id, episodes in attended.items():
        for episode in episodes:
            await tx.run(
                """
                INSERT INTO attendances (guild_id, party_id, member_id, episode)
                VALUES (:guild_id, :party_id, :member_id, :episode) ON CONFLICT DO NOTHING
                """,
                guild_id=guild_id,
                party_id=party_id,
                member_id=member_id,
                episode=episode,
            )


async def attended(tx: Tx, *, guild_id: int, party_id: int) -> dict[int, tuple[str, ...]]:
    """Who was there for which episode of a party that is over: keys by member."""
    rows = await tx.all(
        """
        SELECT member_id, episode FROM attendances
        WHERE guild_id = :guild_id AND party_id = :party_id ORDER BY member_id, episode
        """,
        guild_id=guild_id,
        party_id=party_id,
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row["member_id"]] = (*found.get(row["member_id"], ()), row["episode"])
    return found


async def last_until(tx: Tx, *, guild_id: int, party_id: int, member_id: int, seen: Seen) -> datetime | None:
    """When a member left last; None where they never did."""
    row = await tx.one(
        """
        SELECT max(until) AS until FROM presences
        WHERE guild_id = :guild_id AND party_id = :party_id AND member_id = :member_id AND seen = :seen
        """,
        guild_id=guild_id,
        party_id=party_id,
        member_id=member_id,
        seen=seen.value,
    )
    return moment(row["until"]) if row else None


async def was_there(tx: Tx, *, guild_id: int, member_id: int, show_id: str, episode: str) -> bool:
    """Whether a member attended an episode at any party of the server's."""
    row = await tx.one(
        """
        SELECT 1 AS found FROM attendances AS a
        JOIN parties AS p ON p.guild_id = a.guild_id AND p.id = a.party_id
        WHERE a.guild_id = :guild_id AND a.member_id = :member_id AND a.episode = :episode
        AND p.show_id = :show_id LIMIT 1
        """,
        guild_id=guild_id,
        member_id=member_id,
        show_id=show_id,
        episode=episode,
    )
    return row is not None


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Forget when a member was at a server's parties, and for which episodes; how many rows went."""
    gone = 0
    for table in ("presences", "attendances"):
        gone += await tx.run(
            f"DELETE FROM {table} WHERE guild_id = :guild_id AND member_id = :member_id",
            guild_id=guild_id,
            member_id=member_id,
        )
    return gone
