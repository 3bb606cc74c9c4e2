"""The hand of every card, and the ways to answer with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import discord
from discord import ui

from bot.pictures.studio import Picture
from bot.text import BUTTON_LABEL, CUSTOM_ID, PLACEHOLDER, clip

Interaction = discord.Interaction[Any]
"""Whatever a person did, whichever client heard it."""

GOLD = discord.Colour(0xF5B83D)
"""The show's colour."""
TEAL = discord.Colour(0x48BEB0)
"""A party that is planned or on."""
ROSE = discord.Colour(0xE85C7A)
"""Refused, or over."""

Row = ui.ActionRow[Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to take along, shown by its name."""

    name: str
    data: bytes


class Card(ui.Container[Any]):
    """A card of paragraphs and components, and the files that they show. It may be sent several times."""

    def __init__(self, *parts: "Part", colour: discord.Colour) -> None:
        self.attached = [part for part in parts if isinstance(part, Picture | Document)]
        super().__init__(*map(_item, parts), accent_colour=colour)

    @cached_property
    def page(self) -> "Page":
        """A message of this card alone, put together once."""
        return Page(self)

    @property
    def files(self) -> list[discord.File]:
        """Its files, to be sent once."""
        return [discord.File(BytesIO(part.data), part.name) for part in self.attached]


Part = str | Picture | Document | ui.Item[Any]
"""A paragraph, a picture, a file, or any other component."""


def card(*parts: Part | None, colour: discord.Colour = GOLD) -> Card:
    """A card of paragraphs and components, in order; what is None is left out."""
    return Card(*(part for part in parts if part is not None), colour=colour)


def _item(part: Part) -> "ui.Item[Any]":
    match part:
        case str():
            return ui.TextDisplay[Any](part)
        case Picture():
            return ui.MediaGallery[Any](
                discord.MediaGalleryItem(f"attachment://{part.name}", description=part.alt)
            )
        case Document():
            return ui.File[Any](f"attachment://{part.name}")
        case _:
            return part


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
        label=clip(label, BUTTON_LABEL), custom_id=checked(custom_id), style=style, disabled=disabled
    )


def select(
    placeholder: str,
    custom_id: str,
    options: Sequence[discord.SelectOption],
    *,
    least: int = 1,
    most: int = 1,
) -> "ui.Select[Any]":
    """A list of at most 25 to choose from, between `least` and `most` of them; `bot.routes` answers."""
    return ui.Select(
        custom_id=checked(custom_id),
        placeholder=clip(placeholder, PLACEHOLDER),
        options=list(options),
        min_values=least,
        max_values=most,
    )


def checked(custom_id: str) -> str:
    """A custom id that Discord takes."""
    if len(custom_id) > CUSTOM_ID:
        raise ValueError(f"custom id of {len(custom_id)} characters: {custom_id!r}")
    return custom_id


class Page(ui.LayoutView):
    """A message of one card.

    The view is ended before it is sent: discord.py then keeps nothing of it in memory and starts no timer.
    """

    def __init__(self, card: Card) -> None:
        super().__init__(timeout=None)
        self.add_item(card)
        self.stop()
        self._components: list[dict[str, Any]] | None = None

    def to_components(self) -> list[dict[str, Any]]:
        """What discord.py sends of it, put together once."""
        if self._components is None:
            self._components = super().to_components()
        return self._components


def page(card: Card) -> Page:
    """A message of one card."""
    return card.page


async def reply(interaction: Interaction, card: Card, *, private: bool = False) -> int | None:
    """Answer with a card, for the channel or for the one who asked. One call to Discord.

    One that was announced (`take_time`) takes that place, and is for whom that was. The id of the message
    that answers, None where Discord did not tell it.
    """
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await settle(interaction, card)
        return None
    answer = await interaction.response.send_message(view=card.page, files=card.files, ephemeral=private)
    return answer.message_id


async def turn(interaction: Interaction, card: Card, *, private: bool = False) -> None:
    """Put `card` in place of the one that was pressed, where it is the presser's own; else answer them alone.

    A stranger's press does not change what somebody else asked for; and a `private` card never takes the
    place of a message that others see. One call to Discord.
    """
    if _is_own(interaction, private=private):
        await edit_in_place(interaction, card)
    else:
        await reply(interaction, card, private=True)


async def edit_in_place(interaction: Interaction, card: Card) -> None:
    """Put `card` in place of the one that was pressed. One call to Discord; the press is answered by it."""
    await interaction.response.edit_message(view=card.page, attachments=card.files)


async def take_time(interaction: Interaction) -> None:
    """Let the one who asked see that an answer for them alone is on its way: up to 15 minutes (`settle`)."""
    await interaction.response.defer(ephemeral=True, thinking=True)


async def settle(interaction: Interaction, card: Card) -> None:
    """Give the answer that `take_time` announced. A call to Discord of its own."""
    await interaction.edit_original_response(view=card.page, attachments=card.files)


async def post(
    channel: discord.abc.Messageable,
    card: Card,
    *,
    nonce: int,
    allowed_mentions: discord.AllowedMentions | None = None,
) -> discord.Message:
    """Send a card unasked. Discord takes a `nonce` once within a few minutes, so a repeat sends nothing.

    Nobody is pinged but by `allowed_mentions`.

    Raises:
        discord.HTTPException: the channel is gone, or closed to the bot.
    """
    return await channel.send(
        view=card.page,
        files=card.files,
        nonce=nonce,
        allowed_mentions=allowed_mentions or discord.AllowedMentions.none(),
    )


async def tell(interaction: Interaction, sentence: str, *more: Part) -> None:
    """Say one sentence, and `more`, to the one who asked alone, whether or not they were answered before."""
    view = card(sentence, *more, colour=ROSE).page
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=view)
    elif interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def seen_alone(interaction: Interaction, *, private: bool = False) -> bool:
    """Whether what `turn` does with a card will be seen by the one who pressed alone."""
    message = interaction.message
    return not _is_own(interaction, private=private) or message is None or message.flags.ephemeral


def _is_own(interaction: Interaction, *, private: bool) -> bool:
    message = interaction.message
    if message is None:
        return False
    if message.flags.ephemeral:
        return True
    asked = message.interaction_metadata
    return not private and asked is not None and asked.user.id == interaction.user.id
