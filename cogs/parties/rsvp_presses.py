"""What the buttons do with which members answer a party, and choose how they are reminded of it.

A row id is the party's id; that of a reminder's button goes on after a `/`.
"""

from collections.abc import Mapping
from functools import partial

from bot import crowd, ui
from bot.client import Interaction
from bot.domain.refusal import Refusal
from bot.domain.rsvps import Answer, How, Preference
from bot.routes import Handler, chosen
from cogs.parties import answering, reminder_cards
from cogs.parties.cards import party_card
from cogs.parties.changing import Actor, actor, party_id_of
from cogs.parties.seeing import viewing


async def answer(interaction: Interaction, row_id: str, *, said: Answer) -> None:
    """Say whether one comes. On the party's card, that card is the answer."""
    bot = interaction.client
    await crowd.hear(interaction)
    found = await answering.answer(
        bot.db,
        bot.library,
        person(interaction),
        party_id_of(row_id),
        said,
        sees=viewing(interaction),
        now=bot.clock(),
    )
    bot.wake(found.due_at)
    if _is_card(interaction, found.view.party.message_id):
        await crowd.edit_in_place(interaction, party_card(found.view, bot.clock()))
    else:
        await crowd.reply(interaction, reminder_cards.answered_card(found))


async def remind(interaction: Interaction, row_id: str) -> None:
    """Show how one is reminded, with a list to choose from."""
    bot = interaction.client
    found = await answering.look(
        bot.db,
        bot.library,
        person(interaction),
        party_id_of(row_id),
        sees=viewing(interaction),
    )
    await ui.reply(interaction, reminder_cards.how_card(found), private=True)


async def how(interaction: Interaction, row_id: str) -> None:
    """Choose from that list."""
    wish = next((Preference.of(value) for value in chosen(interaction)[:1]), None)
    if wish is None:
        raise Refusal("I cannot remind you like that. Choose from the list.")
    await _choose(interaction, row_id, wish)


async def quiet(interaction: Interaction, row_id: str) -> None:
    """Be reminded no more."""
    await _choose(interaction, row_id.partition("/")[0], Preference(How.OFF))


ROUTES: Mapping[str, Handler] = {
    "party:going": partial(answer, said=Answer.GOING),
    "party:maybe": partial(answer, said=Answer.MAYBE),
    "party:cant": partial(answer, said=Answer.CANT),
    "party:remind": remind,
    "party:how": how,
    "party:quiet": quiet,
}


def person(interaction: Interaction) -> Actor:
    """Who asks.

    Raises:
        Refusal: they are no member of a server here, or a bot.
    """
    if interaction.user.bot:
        raise Refusal("Bots do not come to parties.")
    return actor(interaction)


async def _choose(interaction: Interaction, row_id: str, wish: Preference) -> None:
    bot = interaction.client
    found = await answering.set_reminder(
        bot.db,
        bot.library,
        person(interaction),
        party_id_of(row_id),
        wish,
        sees=viewing(interaction),
        now=bot.clock(),
    )
    bot.wake(found.due_at)
    await ui.turn(interaction, reminder_cards.how_card(found, chosen=True), private=True)


def _is_card(interaction: Interaction, message_id: int | None) -> bool:
    """Whether the card was pressed: the party's own, or one that the presser was shown alone."""
    message = interaction.message
    return message is not None and (message.id == message_id or message.flags.ephemeral)
