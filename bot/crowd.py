"""Very many presses or commands at once: who has to wait for an answer is told first that they were heard.

Discord waits three seconds. A thousand votes take some two seconds of a processor's time, in whatever order;
an acknowledgement takes a fifth of that, and after it there are fifteen minutes. It costs a call more, so
nobody is acknowledged while few wait.
"""

from collections.abc import Awaitable, Mapping

from bot import line, ui
from bot.ui import Card, Interaction

CALM = 250
"""Pieces of work under way up to which a press is answered in one call: half a second's."""

ALONE: Mapping[str, str | None] = {
    "watched": None,
    "vote": "score",
    "progress show": None,
    "progress unwatch": None,
    "progress privacy": None,
    "progress spoilers": None,
    "party remind": None,
    "party now": None,
    "party zone": None,
    "poll list": None,
    "help": None,
}
"""Commands that give one answer, by `ui.reply`, to the one who asks alone; or do so with this option."""


class Unheard(Exception):
    """Discord or the line failed at the acknowledgement, and nothing was done."""


async def hear_command(interaction: Interaction, name: str) -> None:
    """Acknowledge a command where many are under way, if its answer is for the one who asks alone."""
    if name not in ALONE or len(interaction.client.under_way) <= CALM:
        return
    option = ALONE[name]
    if option is None or getattr(interaction.namespace, option) is not None:
        await _said(ui.take_time(interaction))


async def hear(interaction: Interaction) -> None:
    """Acknowledge a press where many are under way. Not where a form may be the answer: it has to come first.

    It has to be answered by one of those below; what is refused finds its way by itself.
    """
    if len(interaction.client.under_way) > CALM:
        await _said(interaction.response.defer())


async def reply(interaction: Interaction, card: Card) -> None:
    """Answer the one who pressed alone, whether or not they were acknowledged."""
    if interaction.response.is_done():
        await interaction.followup.send(view=ui.page(card), files=card.files, ephemeral=True)
    else:
        await ui.reply(interaction, card, private=True)


async def edit_in_place(interaction: Interaction, card: Card) -> None:
    """Put `card` in place of the one that was pressed, whether or not that was acknowledged."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=ui.page(card), attachments=card.files)
    else:
        await ui.edit_in_place(interaction, card)


async def turn(interaction: Interaction, card: Card) -> None:
    """What `ui.turn` does with a private card, whether or not the press was acknowledged."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await edit_in_place(interaction, card)
    else:
        await reply(interaction, card)


async def _said(acknowledgement: Awaitable[object]) -> None:
    try:
        await acknowledgement
    except Exception as error:
        if line.passes(error):
            raise Unheard from error
        raise
