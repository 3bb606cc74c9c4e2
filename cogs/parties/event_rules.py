"""What keeps the bot from making an event, or from moving it: as far as it knows, and as Discord says."""

import discord

from bot.domain.parties import Party
from cogs.parties.event_sync import OPEN, Hall, is_open
from cogs.parties.event_words import Fault

_NO_CHANNEL = 10003
"""Discord's code for a channel that is gone."""
_TOO_MANY = 30038
"""Discord's code for a server that has as many events as it may have."""


def obstacle(guild: discord.Guild, party: Party) -> Fault | None:
    """What is in the way of making an event, without asking Discord."""
    fault = place_fault(guild, party)
    if fault is not None:
        return fault
    place = guild.get_channel(party.voice_id) if party.voice_id else None
    allowed = place.permissions_for(guild.me) if place else guild.me.guild_permissions
    if not allowed.create_events or (place and not allowed.connect):
        return Fault.PERMISSION
    return Fault.LIMIT if sum(map(is_open, guild.scheduled_events)) >= OPEN else None


def place_fault(guild: discord.Guild, party: Party) -> Fault | None:
    """Why an event cannot be where a party is.

    Who sees a voice channel sees the events in it, and the whole server sees those that are in none: they
    would tell of parties in channels that not everybody may view.
    """
    place = guild.get_channel(party.voice_id) if party.voice_id else None
    if party.voice_id and not (isinstance(place, Hall) and place.permissions_for(guild.me).view_channel):
        return Fault.CHANNEL
    home = guild.get_channel(party.channel_id)  # those who see its event are those who see the voice channel
    if place is not None and home is not None and place.overwrites == home.overwrites:
        return None
    return None if _is_public(guild, party.channel_id) else Fault.PRIVATE


def refused(error: discord.HTTPException) -> Fault | None:
    """What Discord's refusal means; None where it is none of these, or one that passes."""
    if error.code == _TOO_MANY:
        return Fault.LIMIT
    if error.code == _NO_CHANNEL:
        return Fault.CHANNEL
    return Fault.PERMISSION if isinstance(error, discord.Forbidden) else None


def _is_public(guild: discord.Guild, channel_id: int) -> bool:
    """Whether everybody may view a channel; one that the bot does not know counts as private."""
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None or (isinstance(channel, discord.Thread) and channel.is_private()):
        return False
    return channel.permissions_for(guild.default_role).view_channel
