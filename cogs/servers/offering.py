"""Those who manage a server hear unasked what the bot could not do there: alone, once a day at most."""

import logging
from datetime import datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import faults, ui
from bot.abilities import Feature
from bot.client import Bot, Interaction
from cogs.servers import actions, cards
from db.server_faults import Fault

_log = logging.getLogger(__name__)

_SHOWN = (discord.InteractionResponseType.channel_message, discord.InteractionResponseType.message_update)
"""What a press was answered with where no more will come of it: no form, no answer announced."""


class Offering:
    """Keeps faults and tells of them. `untold`: servers with something to tell, and not before when.

    It hears each command and press: in a server without faults that costs a look into `untold`. Nothing is
    raised: there is nobody to tell.
    """

    bot: Bot
    untold: dict[int, datetime]

    async def load_untold(self) -> None:
        """Know of faults from before the bot was started."""
        self.untold = dict.fromkeys(await actions.guilds_untold(self.bot.db), self.bot.clock())

    @commands.Cog.listener()
    async def on_permission_missed(self, guild_id: int, channel_id: int, feature: Feature) -> None:
        """Keep a fault until somebody was told."""
        self.bot.remember_work()
        now = self.bot.clock()
        try:
            await actions.note_fault(self.bot.db, Fault(channel_id, feature), guild_id=guild_id, now=now)
        except Exception:  # noqa: BLE001  it will be met again
            _log.exception("could not note what I may not do in server %s", guild_id)
        else:
            self.untold.setdefault(guild_id, now)

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: Interaction,
        _: "app_commands.Command[Any, ..., Any] | app_commands.ContextMenu",
    ) -> None:
        """Tell somebody who used a command, after it was answered."""
        if (
            self._may_hear(interaction)
            and interaction.response.type is not discord.InteractionResponseType.modal
        ):
            await self._offer(interaction)

    @commands.Cog.listener()
    async def on_press_answered(self, interaction: Interaction) -> None:
        """Tell somebody who pressed a button or sent a form, after it was answered."""
        if self._may_hear(interaction) and interaction.response.type in _SHOWN:
            await self._offer(interaction)

    def _may_hear(self, interaction: Interaction) -> bool:
        since = self.untold.get(interaction.guild_id or 0)
        return since is not None and since <= self.bot.clock() and interaction.permissions.manage_guild

    async def _offer(self, interaction: Interaction) -> None:
        self.bot.remember_work()
        guild, member = interaction.guild, interaction.user
        if guild is None or guild.me is None or not isinstance(member, discord.Member):  # pyright: ignore[reportUnnecessaryComparison]  None where the bot is no member
            return
        self.untold.pop(guild.id, None)  # two commands at once are told of it once
        try:
            found, until = await actions.take_faults(
                self.bot.db,
                guild_id=guild.id,
                stands=lambda fault: bool(_lacks(guild, fault)),
                now=self.bot.clock(),
            )
            if until is not None:
                self.untold[guild.id] = until
            if found:
                await self._tell(interaction, guild, member, found)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not tell server %s what I may not do", guild.id)

    async def _tell(
        self, interaction: Interaction, guild: discord.Guild, member: discord.Member, found: list[Fault]
    ) -> None:
        try:
            await interaction.followup.send(view=ui.page(_card(guild, member, found)), ephemeral=True)
        except Exception:
            await actions.give_back(self.bot.db, found, guild_id=guild.id)
            self.untold[guild.id] = self.bot.clock()
            raise


def _lacks(guild: discord.Guild, fault: Fault) -> tuple[faults.Need, ...]:
    """What is lacking now; nothing where the feature is one of another version."""
    if fault.feature not in set(Feature):
        return ()
    return faults.missing(guild, fault.channel_id, Feature(fault.feature))


def _card(guild: discord.Guild, member: discord.Member, found: list[Fault]) -> ui.Card:
    """The faults in the channels that a member sees, and how many there are in others."""
    told: list[str] = []
    for fault in found:
        channel = guild.get_channel_or_thread(fault.channel_id)
        if channel is None or faults.may_see(channel, member):
            told.append(cards.fault_line(fault.channel_id, Feature(fault.feature), _lacks(guild, fault)))
    return cards.faults_card(told, hidden=len(found) - len(told), guild_id=guild.id)
