"""What the worker does for the log of a server: posts what was done in the channel that was set for it."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping

import discord

from bot import faults, once, ui
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
    """Post an entry, once in each channel. May be repeated from wherever it broke off."""
    await bot.wait_until_ready()  # before that it is not known which servers there are
    found = await actions.entry(bot.db, bot.library, guild_id=work.guild_id, entry_id=work.subject_id)
    guild = bot.get_guild(work.guild_id)
    if found is None or guild is None:
        return
    if guild.unavailable:
        raise ConnectionError(f"server {guild.id} is out of reach")
    entry, text, settings = found
    here = of_guild(bot, guild)
    for channel_id in _channels(entry, settings):
        there = here.channels.get(channel_id)
        card = log_cards.entry_card(entry, text, here, public=there is None or there.public)
        try:
            await _post(bot, work, entry, card, channel_id)
        except (discord.NotFound, discord.Forbidden) as error:
            _log.warning("could not post entry %s of server %s: %s", entry.id, entry.guild_id, error)
            if channel_id == settings.log:
                faults.note(bot, error, guild_id=entry.guild_id, channel_id=channel_id, feature=Feature.LOG)


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {server_log.POST: post}


async def _post(bot: Bot, work: Work, entry: Entry, card: ui.Card, channel_id: int) -> None:
    await once.post(
        bot,
        channel_id,
        card,
        nonce=entry.id ^ channel_id,  # one entry may go to two channels
        marker=log_cards.entry_mark(entry),
        since=discord.utils.snowflake_time(entry.id),
        first=work.attempts == 1,
    )


def _channels(entry: Entry, settings: ServerSettings) -> Iterator[int]:
    """Where an entry is posted. That the log is elsewhere from now on is told where it was, too."""
    if settings.log is not None:
        yield settings.log
    if entry.subject == "log" and entry.before is not None and int(entry.before) != settings.log:
        yield int(entry.before)
