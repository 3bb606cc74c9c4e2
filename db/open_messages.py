"""All that stands open in a server's channels, brought up to date at once."""

from datetime import datetime

from bot.domain.parties import Phase
from db import panels, party_lists, party_times, polls, server_settings
from db.database import Tx
from db.times import seconds

_PARTIES = 2_000
"""Parties that are brought up to date, at most: more than a server's plans have sessions."""


async def refresh_all(tx: Tx, *, guild_id: int, now: datetime) -> datetime | None:
    """Have every open panel, poll and party of a server show what is true now; when the first of it is due.

    For what changes all of them: a setting, or a member who was deleted. None where nothing stands open.
    Direct messages are left as they are: when they are due is their members' own choice.
    """
    rows = await tx.all(
        """
        SELECT DISTINCT show_id, episode FROM panels WHERE guild_id = :guild_id AND closed_at IS NULL
        ORDER BY show_id, episode
        """,
        guild_id=guild_id,
    )
    found = [
        await panels.refresh_soon(
            tx, guild_id=guild_id, show_id=row["show_id"], episode=row["episode"], now=now
        )
        for row in rows
    ]
    found += [
        await polls.refresh_soon(tx, guild_id=guild_id, poll_id=poll.id, now=now)
        for poll in await polls.all_open(tx, guild_id=guild_id)
    ]
    minutes = (await server_settings.read(tx, guild_id=guild_id)).reminder
    found += [
        await party_times.arrange_own(tx, party, minutes=minutes, now=now)
        for party in await party_lists.all_open(tx, guild_id=guild_id, limit=_PARTIES)
    ]
    return min(filter(None, found), default=None)


async def await_reminders(tx: Tx, *, guild_id: int, minutes: int, now: datetime) -> int:
    """Have the channels of open parties reminded so many `minutes` before they start, 1 and more.

    As `Party.await_reminder` has it for one party: where that moment is past, what was said of it until now
    will do, and how many planned ones are newly so is returned. What was passed over by another number of
    minutes is awaited again, what was posted is not.
    """
    await tx.run(
        """
        UPDATE parties SET reminded_at = NULL
        WHERE guild_id = :guild_id AND phase IN ('planned', 'live') AND reminded_at >= starts_at
        AND starts_at > :now + :ahead
        """,
        guild_id=guild_id,
        now=seconds(now),
        ahead=minutes * 60,
    )
    _, planned = [
        await tx.run(
            """
            UPDATE parties SET reminded_at = starts_at
            WHERE guild_id = :guild_id AND phase = :phase AND reminded_at IS NULL
            AND starts_at <= :now + :ahead
            """,
            guild_id=guild_id,
            phase=phase.value,
            now=seconds(now),
            ahead=minutes * 60,
        )
        for phase in (Phase.LIVE, Phase.PLANNED)
    ]
    return planned
