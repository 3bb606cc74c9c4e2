"""All that stands open in a server's channels, brought up to date at once."""

from datetime import datetime

from db import panels, party_lists, party_times, polls, server_settings
from db.database import Tx


async def refresh_all(tx: Tx, *, guild_id: int, now: datetime) -> datetime | None:
    """Have every open panel, poll and party of a server show what is true now; when the first of it is due.

    For what changes all of them: a setting, or a member who was deleted. None where nothing stands open.
    """
    found: list[datetime | None] = []
    rows = await tx.all(
        """
        SELECT DISTINCT show_id, episode FROM panels WHERE guild_id = :guild_id AND closed_at IS NULL
        ORDER BY show_id, episode
        """,
        guild_id=guild_id,
    )
    for row in rows:
        found.append(
            await panels.refresh_soon(
                tx, guild_id=guild_id, show_id=row["show_id"], episode=row["episode"], now=now
            )
        )
    for poll in await polls.all_open(tx, guild_id=guild_id):
        found.append(await polls.refresh_soon(tx, guild_id=guild_id, poll_id=poll.id, now=now))
    minutes = (await server_settings.read(tx, guild_id=guild_id)).reminder
    for party in await party_lists.all_open(tx, guild_id=guild_id):
        found.append(await party_times.arrange(tx, party, minutes=minutes, now=now))
    return min(filter(None, found), default=None)
