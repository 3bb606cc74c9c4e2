"""What a server has that a setting may name, as far as whoever asks may know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.client import Bot, Interaction

KINDS = (discord.ChannelType.text, discord.ChannelType.news)
"""Channels that a setting may name. No threads: one that is archived looks like one that was deleted."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role. `worn`: a member can have it, a bot's own is no member's. `rings`: the bot may mention it."""

    id: int
    name: str
    worn: bool = True
    rings: bool = True


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel. `seen`: by whoever asks; `open`: the bot may post in it; `public`: everybody sees it."""

    id: int
    name: str
    seen: bool = True
    open: bool = True
    public: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """A server. `shows`: the titles of the catalogue by id, the first being what holds where none is chosen.

    `roles` are without the one that everybody has, whose id is the server's, `id`.
    """

    id: int
    name: str
    roles: Mapping[int, Role]
    channels: Mapping[int, Channel]
    shows: Mapping[str, str]
    now: datetime


def here(interaction: Interaction) -> Here:
    """The server in which somebody asks, as they may know it."""
    guild = interaction.guild
    viewer = interaction.user if isinstance(interaction.user, discord.Member) else None
    return of_guild(interaction.client, guild, viewer)


def of_guild(bot: Bot, guild: discord.Guild | None, viewer: discord.Member | None = None) -> Here:
    """A server as `viewer` may know it, or as the bot does."""
    return Here(
        id=guild.id if guild else 0,
        name=guild.name if guild else "this server",
        roles=_roles(guild) if guild else {},
        channels=_channels(guild, viewer) if guild else {},
        shows={show.id: show.title for show in bot.library.shows},
        now=bot.clock(),
    )


def _roles(guild: discord.Guild) -> dict[int, Role]:
    loud = guild.me.guild_permissions.mention_everyone
    return {
        role.id: Role(role.id, role.name, worn=not _is_a_bots(role), rings=role.mentionable or loud)
        for role in reversed(guild.roles)  # the highest first, as Discord lists them
        if not role.is_default()
    }


def _is_a_bots(role: discord.Role) -> bool:
    """Whether no member can have a role. One that Discord manages for a subscription or a boost they can."""
    return role.is_bot_managed() or (role.managed and role.tags is None)


def _channels(guild: discord.Guild, viewer: discord.Member | None) -> dict[int, Channel]:
    found: dict[int, Channel] = {}
    for channel in guild.text_channels:
        own = channel.permissions_for(guild.me)
        found[channel.id] = Channel(
            channel.id,
            channel.name,
            seen=viewer is None or channel.permissions_for(viewer).view_channel,
            open=own.view_channel and own.send_messages,
            public=channel.permissions_for(guild.default_role).view_channel,
        )
    return found
