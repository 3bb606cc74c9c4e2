"""Finds the ready check or live card that stands, though the bot was stopped before it noted which it is."""

from contextlib import suppress
from datetime import timedelta

import discord

from bot import once
from bot.client import Bot
from bot.domain.parties import Party
from bot.domain.reminders import READY
from db import parties, party_times

_BEFORE = timedelta(minutes=1)
"""How much earlier than it was due the message is looked for."""


async def adopt_stage(bot: Bot, party: Party) -> None:
    """Note which message it is where none is noted, so that it follows the party. May be repeated.

    Raises:
        discord.HTTPException: it may work another time.
    """
    if party.stage_id is not None:
        return
    due_at = min(filter(None, (party.starts_at - READY, party.started_at)))
    message = None
    with suppress(discord.NotFound):
        message = await once.find(
            bot, party.channel_id, marker=f"party:here:{party.id}", since=due_at - _BEFORE
        )
    if message is None:
        return
    async with bot.db.transaction() as tx:
        held = await parties.lock(tx, guild_id=party.guild_id, party_id=party.id)
        if held is None or held.stage_id is not None:
            return
        await parties.note(tx, guild_id=held.guild_id, party_id=held.id, stage_id=message.id)
        at = await party_times.refresh_soon(tx, held, now=bot.clock())
    bot.wake(at)
