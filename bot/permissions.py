"""What a member and the bot may do here, decided from the interaction's own fields at every press."""

import discord

from bot.domain.refusal import Refusal
from bot.ui import Interaction


def guild_of(interaction: Interaction) -> int:
    """The id of the server in which a member asks.

    Raises:
        Refusal: they ask elsewhere, or are no member any more, or the bot is none.
    """
    if interaction.guild_id is None:
        raise Refusal("That works in a server only.")
    if rows_of(interaction) is None:
        raise Refusal("I am no member of this server, so nothing is kept here.")
    if not isinstance(interaction.user, discord.Member):
        raise Refusal("You are not a member of this server, so you can do nothing here.")
    return interaction.guild_id


def rows_of(interaction: Interaction) -> int | None:
    """The id of the server whose rows count here; None in a direct message, and where the bot is no member.

    There somebody has brought it along for themselves alone, or it was removed. An outage is no removal.
    """
    guild_id = interaction.guild_id
    return guild_id if guild_id is not None and interaction.client.get_guild(guild_id) else None


def may_manage(interaction: Interaction) -> bool:
    """Whether they may close what others opened here: who manages the server or its messages."""
    allowed = interaction.permissions
    return allowed.manage_guild or allowed.manage_messages


def role_ids(interaction: Interaction) -> frozenset[int]:
    """The roles of the one who asks, as of this interaction; none where they are no member here."""
    return frozenset(role.id for role in getattr(interaction.user, "roles", ()))


def check_view(interaction: Interaction) -> None:
    """Let nothing be opened where the bot could never bring it up to date.

    Raises:
        Refusal: the bot does not see this channel.
    """
    if not interaction.app_permissions.view_channel:
        raise Refusal(
            "I cannot see this channel, so I could not count here. Let me view it, or ask elsewhere."
        )


def may_run_parties(interaction: Interaction) -> bool:
    """Whether they may change parties that others planned: who manages the server or its events."""
    allowed = interaction.permissions
    return allowed.manage_guild or allowed.manage_events
