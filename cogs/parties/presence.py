"""Who comes to a party's voice channel and goes, as Discord tells of it."""

import logging
from functools import partial

import discord
from discord.ext import commands

from bot.client import Bot
from cogs.parties.voice import reconcile
from db import party_lists

_log = logging.getLogger(__name__)


class Presence:
    """Keeps who is there for parties that are on. Nothing is raised: there is nobody to tell."""

    bot: Bot

    @commands.Cog.listener()
    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Note who came or went, where a party is on in either channel."""
        if member.bot or before.channel == after.channel:
            return
        self.bot.remember_work()
        try:
            for channel in filter(None, (before.channel, after.channel)):
                on = await self.bot.db.read(
                    partial(party_lists.live, guild_id=member.guild.id, voice_id=channel.id)
                )
                if on:
                    # What is so now decides, not the event: two of them may overtake each other.
                    await reconcile(self.bot, member.guild.id)
                    return
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not note who comes and goes in server %s", member.guild.id)

    @commands.Cog.listener("on_ready")
    @commands.Cog.listener("on_resumed")
    async def look_who_is_there(self) -> None:
        """See who came and went while the bot was away."""
        self.bot.remember_work()
        try:
            guild_ids = await self.bot.db.read(party_lists.guilds_with_live)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not look where parties are on")
            return
        for guild_id in guild_ids:
            await self._look(guild_id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """The same for one server, which could not be seen for a while."""
        self.bot.remember_work()
        await self._look(guild.id)

    async def _look(self, guild_id: int) -> None:
        try:
            on = await self.bot.db.read(lambda tx: party_lists.live(tx, guild_id=guild_id))
            if on:
                await reconcile(self.bot, guild_id)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not see who is there in server %s", guild_id)
