"""Permissions that a feature met missing: how that is made known, and the button that leads to all."""

from typing import Any

import discord

from bot import ui
from bot.abilities import ABILITIES, Feature, Need, Spot, lacking, name_of
from bot.text import escape, listed

EVERYWHERE = 0
"""In place of a channel's id: the server as a whole."""

_HIDDEN = "___hidden___"
"""What Discord calls a channel that the bot may not view. Who else may is kept from the bot, too."""

Channel = discord.abc.GuildChannel | discord.Thread


def note(
    client: discord.Client, error: BaseException, *, guild_id: int, channel_id: int, feature: Feature
) -> None:
    """Make known that Discord forbade a feature its work in a channel, where `error` or its cause says so.

    `cogs.servers` keeps it and tells somebody who manages the server.
    """
    if isinstance(error, discord.Forbidden) or isinstance(error.__cause__, discord.Forbidden):
        missed(client, guild_id=guild_id, channel_id=channel_id, feature=feature)


def missed(client: discord.Client, *, guild_id: int, channel_id: int, feature: Feature) -> None:
    """The same where the bot did not even ask Discord, because it knows."""
    client.dispatch("permission_missed", guild_id, channel_id, feature)


def check_button(guild_id: int, label: str = "Check my permissions") -> "discord.ui.Button[Any]":
    """Leads to all that the bot may and may not do in a server; for those who manage it."""
    return ui.button(label, f"settings:check:{guild_id}")


def missing(guild: discord.Guild, channel_id: int, feature: Feature) -> tuple[Need, ...]:
    """What a feature lacks in a channel now; nothing where the bot knows no such channel."""
    if channel_id == EVERYWHERE:
        return lacking(feature, Spot.SERVER, guild.me.guild_permissions)
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return ()
    return lacking(feature, spot_of(channel, feature), channel.permissions_for(guild.me))


def spot_of(channel: object, feature: Feature) -> Spot:
    """What kind of place a channel is for a feature: of a voice channel, most know the chat alone."""
    if feature in {Feature.EVENTS, Feature.PRESENCE}:
        return Spot.STAGE if isinstance(channel, discord.StageChannel) else Spot.VOICE
    return Spot.THREAD if isinstance(channel, discord.Thread) else Spot.CHANNEL


def may_see(channel: Channel, member: discord.Member) -> bool:
    """Whether a member may be told of a channel by a mention.

    Of one that is hidden from the bot only Discord knows who sees it, and shows nobody else its name.
    """
    if channel.name == _HIDDEN:
        return True
    allowed = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private():  # who is in it is not known here
        return allowed.view_channel and allowed.manage_threads
    return allowed.view_channel


def in_words(feature: Feature, needs: tuple[Need, ...]) -> str:
    """What fails of a feature, as in `**Polls**: a result is told in its poll alone.`."""
    return f"**{ABILITIES[feature].words}**: {'; '.join(dict.fromkeys(need.fails for need in needs))}."


def names(permissions: tuple[str, ...]) -> str:
    """Permissions as Discord's settings call them: `*View Channel* and *Send Messages*`."""
    return listed(tuple(f"*{escape(name_of(permission))}*" for permission in permissions))
