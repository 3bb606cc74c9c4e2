"""All that stands open in a server's channels, brought up to date at once."""

from datetime import datetime

from db import panels, party_lists, party_times, polls, server_settings
from db.database import Tx
from db.times import seconds

_PARTIES = 2_000
"""Parties that are brought up to date, at most: more than a server's plans have sessions."""


async def refresh_all(tx: Tx, *, guild_id: int, now: datetime) -> datetime | None:
    """Have every open panel, poll and party of a server show what is true now; when the first of it is due.

    For what changes all of them: a setting, or a member who was deleted. None where nothing stands open.
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
        await party_times.arrange(tx, party, minutes=minutes, now=now)
        for party in await party_lists.all_open(tx, guild_id=guild_id, limit=_PARTIES)
    ]
    return min(filter(None, found), default=None)


async def pass_over_reminders(tx: Tx, *, guild_id: int, minutes: int, now: datetime) -> int:
    """Let no channel be reminded at once of parties that start sooner than so many `minutes`; how many.

    As `Party.await_reminder` has it for one party: what was said of it until now will do.
    """
    return await tx.run(
        """
        UPDATE parties SET reminded_at = :now
        WHERE guild_id = :guild_id AND phase IN ('planned', 'live') AND reminded_at IS NULL
        AND starts_at <= :now + :ahead
        """,
        guild_id=guild_id,
        now=seconds(now),
        ahead=minutes * 60,
    )
