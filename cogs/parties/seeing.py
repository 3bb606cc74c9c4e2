"""Which parties a member may know of: those in channels that they may view."""

from functools import partial

import discord

from bot.client import Interaction
from cogs.parties.in_loop import Asked


def may_view(interaction: Interaction, channel_id: int) -> bool:
    """Whether the one who asks may know of what is in a channel of this server.

    Of one that the bot does not know (it was deleted, or is an archived thread), who manages the server.
    """
    if channel_id == interaction.channel_id:
        return True
    guild, member = interaction.guild, interaction.user
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if channel is None or not isinstance(member, discord.Member):
        return interaction.permissions.manage_guild
    if isinstance(channel, discord.Thread) and channel.is_private():  # who is in it is not known here
        return interaction.permissions.manage_guild
    return channel.permissions_for(member).view_channel


def viewing(interaction: Interaction) -> Asked[int, bool]:
    """The same for a work in the database's thread. Of the channel they act in there is nothing to ask."""
    here = {} if interaction.channel_id is None else {interaction.channel_id: True}
    return Asked(partial(may_view, interaction), here)
