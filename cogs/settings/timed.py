"""What the worker does for the log of a server: posts what was done in the channel that was set for it."""

import logging
from collections.abc import Awaitable, Callable, Mapping

import discord

from bot import faults, once
from bot.abilities import Feature
from bot.client import Bot
from bot.domain.server_log import Entry
from bot.domain.server_settings import ServerSettings
from bot.domain.work import Work
from cogs.settings import actions, log_cards
from cogs.settings.here import of_guild
from db import server_log

_log = logging.getLogger(__name__)


async def post(bot: Bot, work: Work) -> None:
    """Post an entry, once. May be repeated from wherever it broke off."""
    found = await actions.entry(bot.db, bot.library, guild_id=work.guild_id, entry_id=work.subject_id)
    guild = bot.get_guild(work.guild_id)
    if found is None or guild is None:
        return
    entry, text, settings = found
    channel_id = _channel(entry, settings)
    if channel_id is None:
        return
    place = of_guild(bot, guild)
    there = place.channels.get(channel_id)
    try:
        await once.post(
            bot,
            channel_id,
            log_cards.entry_card(entry, text, place, public=there is None or there.public),
            nonce=entry.id,
            marker=log_cards.entry_mark(entry),
            since=discord.utils.snowflake_time(entry.id),
            first=work.attempts == 1,
        )
    except (discord.NotFound, discord.Forbidden) as error:
        _log.warning("could not post entry %s of server %s: %s", entry.id, entry.guild_id, error)
        faults.note(bot, error, guild_id=entry.guild_id, channel_id=channel_id, feature=Feature.LOG)


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {server_log.POST: post}


def _channel(entry: Entry, settings: ServerSettings) -> int | None:
    """Where an entry is posted. That there is to be no log any more is told where it was."""
    if settings.log is None and entry.subject == "log" and entry.before is not None:
        return int(entry.before)
    return settings.log
