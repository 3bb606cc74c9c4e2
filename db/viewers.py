"""Who looks, as the spoiler rule has to know it, read from rows."""

from bot.domain.member_settings import SpoilerMode
from bot.domain.spoilers import Viewer
from db import marks, member_settings, server_settings
from db.database import Tx


async def member(tx: Tx, *, guild_id: int | None, member_id: int, show_id: str) -> Viewer:
    """A member who is answered alone: their marks of all servers together, and what they chose.

    `guild_id` is None in a direct message, where no title is hidden.
    """
    chosen = await member_settings.read(tx, member_id=member_id)
    knows = chosen.spoilers is SpoilerMode.RELAXED and show_id in chosen.warned
    return Viewer(
        watched=await marks.watched_anywhere(tx, member_id=member_id, show_id=show_id),
        hides_titles=await _hides_titles(tx, guild_id=guild_id),
        warned=knows or chosen.spoilers is SpoilerMode.OFF,
    )


async def everybody(tx: Tx, *, guild_id: int | None) -> Viewer:
    """All who see a channel of a server: they have watched nothing together."""
    return Viewer(hides_titles=await _hides_titles(tx, guild_id=guild_id))


async def _hides_titles(tx: Tx, *, guild_id: int | None) -> bool:
    if guild_id is None:
        return False
    return (await server_settings.read(tx, guild_id=guild_id)).hides_titles
