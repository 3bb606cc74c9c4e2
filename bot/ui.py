"""The hand of every card, and the ways to answer with one."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.text import BUTTON_LABEL, CUSTOM_ID, clip

Interaction = discord.Interaction[Any]
"""Whatever a person did, whichever client heard it."""

GOLD = discord.Colour(0xF5B83D)
"""The show's colour."""
ROSE = discord.Colour(0xE85C7A)
"""Refused, or over."""

Card = ui.Container[Any]
Row = ui.ActionRow[Any]


def card(*parts: "str | ui.Item[Any]", colour: discord.Colour = GOLD) -> Card:
    """A card of paragraphs and components, in order."""
    return ui.Container(*map(_item, parts), accent_colour=colour)


def _item(part: "str | ui.Item[Any]") -> "ui.Item[Any]":
    return ui.TextDisplay[Any](part) if isinstance(part, str) else part


def line() -> "ui.Separator[Any]":
    """The thin line between what a thing is and its figures."""
    return ui.Separator()


def small(text: str) -> str:
    """Small print, one line."""
    return f"-# {text}"


def row(*items: "ui.Item[Any]") -> Row:
    """A row of at most five buttons, or of one select menu."""
    return ui.ActionRow(*items)


def button(
    label: str,
    custom_id: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> "ui.Button[Any]":
    """A button whose press `bot.routes` answers. `custom_id`: `<feature>:<verb>:<row id>`."""
    return ui.Button(
        label=clip(label, BUTTON_LABEL), custom_id=_checked(custom_id), style=style, disabled=disabled
    )


def select(placeholder: str, custom_id: str, options: Sequence[discord.SelectOption]) -> "ui.Select[Any]":
    """A list to choose one of at most 25 from; `bot.routes` answers."""
    return ui.Select(custom_id=_checked(custom_id), placeholder=placeholder, options=list(options))


def _checked(custom_id: str) -> str:
    if len(custom_id) > CUSTOM_ID:
        raise ValueError(f"custom id of {len(custom_id)} characters: {custom_id!r}")
    return custom_id


def page(card: Card) -> ui.LayoutView:
    """A message of one card.

    The view is ended before it is sent: discord.py then keeps nothing of it in memory and starts no timer.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(card)
    view.stop()
    return view


async def reply(interaction: Interaction, card: Card, *, private: bool = False) -> None:
    """Answer with a card, for the channel or for the one who asked. One call to Discord."""
    await interaction.response.send_message(view=page(card), ephemeral=private)


async def turn(interaction: Interaction, card: Card, *, private: bool = False) -> None:
    """Put `card` in place of the one that was pressed, where it is the presser's own; else answer them alone.

    A stranger's press does not change what somebody else asked for; and a `private` card never takes the
    place of a message that others see. One call to Discord.
    """
    if _is_own(interaction, private=private):
        await interaction.response.edit_message(view=page(card))
    else:
        await reply(interaction, card, private=True)


async def tell(interaction: Interaction, sentence: str) -> None:
    """Say one sentence to the one who asked, alone, whether or not they were answered before."""
    view = page(card(sentence, colour=ROSE))
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def _is_own(interaction: Interaction, *, private: bool) -> bool:
    message = interaction.message
    if message is None:
        return False
    if message.flags.ephemeral:
        return True
    asked = message.interaction_metadata
    return not private and asked is not None and asked.user.id == interaction.user.id
