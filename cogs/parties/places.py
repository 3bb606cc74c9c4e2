"""Channels in which a party is told of, or meets, and what must be allowed there."""

from typing import Any

import discord
from discord import app_commands

from bot.client import Interaction
from bot.domain.refusal import Refusal
from cogs.parties.seeing import may_view

Place = app_commands.AppCommandChannel | app_commands.AppCommandThread
"""A channel as an option names it, with what the one who asks may do there."""

_THREADS = (
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
_TALKING = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    *_THREADS,
)
_VOICE = (discord.ChannelType.voice, discord.ChannelType.stage_voice)


class PlaceOption(app_commands.Transformer[Any]):
    """A channel of some kinds, left as Discord tells it: what it lacks is said where it is refused."""

    def __init__(self, *kinds: discord.ChannelType) -> None:
        self._kinds = kinds

    @property
    def type(self) -> discord.AppCommandOptionType:
        """What Discord asks for."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """What Discord offers."""
        return list(self._kinds)

    async def transform(self, interaction: Interaction, value: Any, /) -> Any:  # noqa: ARG002, ANN401
        """Leave it as it is."""
        return value


PostingPlace = app_commands.Transform[Place, PlaceOption(*_TALKING)]
"""Annotation of an option that names a channel to write in."""
VoicePlace = app_commands.Transform[Place, PlaceOption(*_VOICE)]
"""Annotation of an option that names a voice or stage channel."""


def check_place(interaction: Interaction, place: Place | None, announce: int | None = None) -> int:
    """The id of the channel in which a party is to be told of.

    That is `place`, else `announce`, where the server has parties announced: there the bot alone need be able
    to post; else the channel in which they ask.

    Raises:
        Refusal: it is none to write in, for the bot or for the one who asks.
    """
    if place is None and announce is not None and _is_reached(interaction, announce):
        return announce
    if place is None or place.id == interaction.channel_id:
        thread = isinstance(interaction.channel, discord.Thread)
        _check_bot("this channel", interaction.app_permissions, thread=thread)
        return interaction.channel_id or 0
    channel = interaction.guild.get_channel_or_thread(place.id) if interaction.guild else None
    if place.type not in (*_TALKING, *_THREADS) or channel is None or interaction.guild is None:
        raise Refusal(f"I cannot post in {place.mention}. Choose a text channel or a thread that I can see.")
    thread = place.type in _THREADS
    if not _may_post(place.permissions, thread=thread):
        raise Refusal(f"You may not write in {place.mention}, so I post nothing there for you.")
    _check_bot(place.mention, channel.permissions_for(interaction.guild.me), thread=thread)
    return place.id


def check_voice(interaction: Interaction, voice: Place | None) -> int | None:
    """The id of the voice or stage channel in which a party meets; None for none.

    Raises:
        Refusal: it is none, or none that the one who asks sees.
    """
    if voice is None:
        return None
    known = interaction.guild.get_channel(voice.id) if interaction.guild else None
    if voice.type not in _VOICE or known is None or not voice.permissions.view_channel:
        raise Refusal("That is no voice or stage channel here. Choose one from the list.")
    return voice.id


def _is_reached(interaction: Interaction, channel_id: int) -> bool:
    """Whether the bot may post in a channel of the server, and the one who asks sees what it posts there."""
    guild = interaction.guild
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None or channel is None or not may_view(interaction, channel_id):
        return False
    return _may_post(channel.permissions_for(guild.me), thread=False)


def _check_bot(name: str, allowed: discord.Permissions, *, thread: bool) -> None:
    if not _may_post(allowed, thread=thread):
        raise Refusal(
            f"I may not post in {name}, so I could remind nobody there. Let me view it and send messages, "
            "or choose another `channel`."
        )


def _may_post(allowed: discord.Permissions, *, thread: bool) -> bool:
    return allowed.view_channel and (allowed.send_messages_in_threads if thread else allowed.send_messages)
