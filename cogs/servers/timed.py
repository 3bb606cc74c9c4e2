"""What the worker does for servers: says how to begin, forgets those that are left, withdraws messages."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime

import discord

from bot import once, ui
from bot.client import Bot
from bot.domain.work import Work
from bot.posted import ARCHIVED
from cogs.servers import actions, cards
from db import servers, withdrawals

_log = logging.getLogger(__name__)

TURNS = 25
"""Transactions, at most, in which one piece of work deletes; then it lets others have a turn."""


async def welcome(bot: Bot, work: Work) -> None:
    """Say once how to begin: in the server's channel for such things, else to its owner, else not at all."""
    since = await actions.awaits_welcome(bot.db, guild_id=work.guild_id)
    guild = await _server(bot, work.guild_id)
    if since is None or guild is None:
        return
    if guild.unavailable:
        raise ConnectionError(f"server {guild.id} is out of reach")
    first = work.attempts == 1
    if not (await _say(bot, guild, since, first=first) or await _write(bot, guild, since, first=first)):
        _log.info("nowhere to say in server %s how to begin", guild.id)
    await actions.note_welcome(bot.db, guild_id=guild.id, now=bot.clock())


async def forget(bot: Bot, work: Work) -> None:
    """Delete all that is kept of a server that removed the bot and did not let it in again. May be repeated.

    Once it has begun it is brought to its end: a part of the votes with all of their totals would be untrue.
    """
    guild_id, now = work.guild_id, bot.clock()
    await _note_return(bot, guild_id)
    if not await actions.begin_forgetting(bot.db, guild_id=guild_id, now=now):
        return
    for _ in range(TURNS):
        if await actions.forget_some(bot.db, guild_id=guild_id):
            bot.remember_show(guild_id, None)
            _log.info("forgot server %s", guild_id)
            await _note_return(bot, guild_id)
            return
    await actions.go_on(bot.db, work, at=now)
    bot.wake(now)


async def withdraw(bot: Bot, work: Work) -> None:
    """Delete a message of the bot's own. What is out of reach stays as it is.

    In a server that removed the bot it stays due, for when the bot is back.
    """
    message = await actions.withdrawn(bot.db, guild_id=work.guild_id, message_id=work.subject_id)
    if message is None:
        return
    try:
        await bot.get_partial_messageable(message.channel_id).get_partial_message(message.id).delete()
    except discord.HTTPException as error:
        if not (isinstance(error, discord.NotFound | discord.Forbidden) or error.code == ARCHIVED):
            raise
        _log.warning("could not delete message %s in channel %s: %s", message.id, message.channel_id, error)
    await actions.note_deleted(bot.db, message)


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {
    servers.WELCOME: welcome,
    servers.FORGET: forget,
    withdrawals.DELETE: withdraw,
}


async def _server(bot: Bot, guild_id: int) -> discord.Guild | None:
    """A server that the bot is in; None where it is not."""
    await bot.wait_until_ready()  # before that it is not known which servers there are
    return bot.get_guild(guild_id)


async def _note_return(bot: Bot, guild_id: int) -> None:
    """Note that the bot is in a server again, where it is and could not note that when it heard of it."""
    if await _server(bot, guild_id) is not None:
        bot.wake(await actions.come(bot.db, guild_id=guild_id, welcome=True, now=bot.clock()))


async def _say(bot: Bot, guild: discord.Guild, since: datetime, *, first: bool) -> bool:
    """Say how to begin in the channel in which Discord greets those who come; False where that cannot be."""
    channel = guild.system_channel
    if channel is None:
        return False
    allowed = channel.permissions_for(guild.me)
    if not (allowed.view_channel and allowed.send_messages):
        return False
    card = cards.welcome_card(bot.show(guild.id), bot.mention, guild_id=guild.id)
    return await _post(bot, channel.id, card, guild, since, first=first)


async def _write(bot: Bot, guild: discord.Guild, since: datetime, *, first: bool) -> bool:
    """Say it to the owner alone; False where they do not let the bot write to them."""
    if guild.owner_id is None:
        return False
    with suppress(discord.NotFound, discord.Forbidden):
        channel = await bot.create_dm(discord.Object(guild.owner_id))
        card = cards.welcome_card(bot.show(guild.id), bot.mention, guild_id=guild.id, name=guild.name)
        return await _post(bot, channel.id, card, guild, since, first=first)
    return False


async def _post(
    bot: Bot, channel_id: int, card: ui.Card, guild: discord.Guild, since: datetime, *, first: bool
) -> bool:
    try:
        await once.post(
            bot,
            channel_id,
            card,
            nonce=guild.id,
            marker=f"settings:check:{guild.id}",
            since=since,
            first=first,
        )
    except (discord.NotFound, discord.Forbidden) as error:
        _log.warning("could not say in channel %s how to begin: %s", channel_id, error)
        return False
    return True
