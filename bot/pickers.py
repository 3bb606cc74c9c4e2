"""Lists of the server's own roles and channels to choose from."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.text import PLACEHOLDER, clip
from bot.ui import checked


def role_select(placeholder: str, custom_id: str, *, chosen: int | None = None) -> "ui.RoleSelect[Any]":
    """A list of the server's roles, of which one is chosen; `chosen` is the id of the one that is now."""
    return ui.RoleSelect(
        custom_id=checked(custom_id),
        placeholder=clip(placeholder, PLACEHOLDER),
        default_values=_default(chosen, discord.SelectDefaultValueType.role),
    )


def channel_select(
    placeholder: str, custom_id: str, kinds: Sequence[discord.ChannelType], *, chosen: int | None = None
) -> "ui.ChannelSelect[Any]":
    """The same of its channels of these kinds."""
    return ui.ChannelSelect(
        custom_id=checked(custom_id),
        placeholder=clip(placeholder, PLACEHOLDER),
        channel_types=list(kinds),
        default_values=_default(chosen, discord.SelectDefaultValueType.channel),
    )


def _default(chosen: int | None, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [] if chosen is None else [discord.SelectDefaultValue(id=chosen, type=kind)]
