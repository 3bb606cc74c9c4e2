"""The bot comes to servers and is removed from them, as it hears of it: at once, or when it is back itself.

Members who leave a server change nothing: their rows stay, so that the totals do, and so that all is there
when they come back. `/privacy delete` is how they take them along.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

import discord
from discord.ext import commands

from bot.client import Bot
from cogs.servers import actions

_log = logging.getLogger(__name__)

NEW = timedelta(days=1)
"""How long ago the bot was let in, at most, where it says how to begin though it hears of it late."""


class Coming:
    """Keeps the servers' rows as Discord has it. Nothing is raised: there is nobody to tell."""

    bot: Bot

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Have it said how to begin, in a server that let the bot in."""
        self.bot.remember_work()
        try:
            self.bot.wake(
                await actions.come(self.bot.db, guild_id=guild.id, welcome=True, now=self.bot.clock())
            )
            _log.info("came to server %s", guild.id)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not note that I came to server %s", guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Have the server's rows deleted later. Of an outage Discord tells otherwise."""
        self.bot.remember_work()
        try:
            self.bot.wake(await actions.leave(self.bot.db, guild_id=guild.id, now=self.bot.clock()))
            _log.info("was removed from server %s", guild.id)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not note that I was removed from server %s", guild.id)

    @commands.Cog.listener("on_guild_available")
    async def meet_late(self, guild: discord.Guild) -> None:
        """See to a server that the bot was let in to during an outage of it."""
        if not self.bot.is_ready():
            return
        self.bot.remember_work()
        now = self.bot.clock()
        try:
            new = _is_new(guild, now - NEW)
            self.bot.wake(await actions.meet(self.bot.db, guild_id=guild.id, new=new, now=now))
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not see whether I know server %s", guild.id)

    @commands.Cog.listener("on_ready")
    async def catch_up(self) -> None:
        """See where the bot was let in and removed while it was away."""
        self.bot.remember_work()
        now = self.bot.clock()
        try:
            at = await actions.compare(
                self.bot.db,
                here={g.id: _is_new(g, now - NEW) for g in self.bot.guilds if not g.unavailable},
                out_of_reach=[guild.id for guild in self.bot.guilds if guild.unavailable],
                is_mine=partial(_is_mine, self.bot),
                now=now,
            )
            self.bot.wake(at)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not compare the servers that I am in with those that I know")


def _is_new(guild: discord.Guild, since: datetime) -> bool:
    joined_at = getattr(guild.me, "joined_at", None)  # where it is not there, no other server is to wait
    return joined_at is not None and joined_at > since


def _is_mine(bot: Bot, guild_id: int) -> bool:
    """Whether this process hears of a server: of several that share them, each hears of some.

    https://discord.com/developers/docs/events/gateway#sharding
    """
    if bot.shard_id is None or not bot.shard_count:
        return True
    return (guild_id >> 22) % bot.shard_count == bot.shard_id
