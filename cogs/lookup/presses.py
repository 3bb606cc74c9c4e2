"""What the buttons and lists of the lookup cards do.

A row id names the show first: `<show>`, `<show>/<episode key>`, `<show>/<page>` or `<show>/<text>`.
"""

from collections.abc import Mapping

from bot import ui
from bot.asking import note_warning, show_of, viewer_of
from bot.client import Interaction
from bot.domain.catalogue import Episode, Show
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.permissions import rows_of
from bot.routes import Handler, chosen
from cogs.lookup import actions, cards, characters_card, guide_card, spoiler_cards
from cogs.lookup.actions import Asker, Look


async def look(interaction: Interaction, show: Show, *, alone: bool, episode: Episode | None = None) -> Look:
    """What the one who asks is to see; `alone`: nobody else will."""
    bot = interaction.client
    asker = Asker(rows_of(interaction), interaction.user.id, alone)
    return await actions.look(bot.db, show, asker, vote=bot.mention("vote"), episode=episode)


async def show_episode(interaction: Interaction, row_id: str) -> None:
    """Turn to another episode's card."""
    show, key = show_of(interaction, row_id, otherwise=_GONE)
    episode = _episode(show, key)
    seen = await look(interaction, show, alone=ui.seen_alone(interaction), episode=episode)
    card = interaction.client.drawn.of(seen, lambda: cards.episode_card(show, episode, seen))
    await ui.turn(interaction, card)


async def ask_spoiler(interaction: Interaction, row_id: str) -> None:
    """Answer the one who asks with a text that spoils, or with a warning first."""
    show, name = show_of(interaction, row_id, otherwise=_GONE)
    card = _spoiler_card(interaction, show, name, await viewer_of(interaction, show))
    await ui.reply(interaction, card, private=True)


async def open_spoiler(interaction: Interaction, row_id: str) -> None:
    """Show the text in place of the warning, to the one who pressed on."""
    show, name = show_of(interaction, row_id, otherwise=_GONE)
    card = _spoiler_card(interaction, show, name, Viewer(warned=True))
    await note_warning(interaction, show)
    await ui.turn(interaction, card, private=True)


async def open_guide(interaction: Interaction, row_id: str) -> None:
    """Answer with the page of the guide on which the next episode is."""
    show, _ = show_of(interaction, row_id, otherwise=_GONE)
    card = guide_card.guide_card(show, await look(interaction, show, alone=True))
    await ui.reply(interaction, card, private=True)


async def turn_guide(interaction: Interaction, row_id: str) -> None:
    """Turn to another page of the guide."""
    show, page = show_of(interaction, row_id, otherwise=_GONE)
    card = guide_card.guide_card(show, await look(interaction, show, alone=True), page=_page(page))
    await ui.turn(interaction, card, private=True)


async def pick_episode(interaction: Interaction, row_id: str) -> None:
    """Answer with the card of the episode chosen in the guide."""
    show, _ = show_of(interaction, row_id, otherwise=_GONE)
    episode = _episode(show, next(iter(chosen(interaction)), ""))
    seen = await look(interaction, show, alone=True, episode=episode)
    await ui.reply(interaction, cards.episode_card(show, episode, seen), private=True)


async def show_characters(interaction: Interaction, row_id: str) -> None:
    """Show or turn to a page of the characters, without what the one who asks may not know yet."""
    show, page = show_of(interaction, row_id, otherwise=_GONE)
    viewer = await viewer_of(interaction, show)
    card = characters_card.characters_card(show, viewer, page=_page(page))
    await ui.turn(interaction, card, private=True)


async def open_characters(interaction: Interaction, row_id: str) -> None:
    """Show all of the characters, to the one who pressed on."""
    show, page = show_of(interaction, row_id, otherwise=_GONE)
    card = characters_card.characters_card(show, Viewer(warned=True), page=_page(page))
    await note_warning(interaction, show)
    await ui.turn(interaction, card, private=True)


ROUTES: Mapping[str, Handler] = {
    "characters:all": open_characters,
    "characters:open": open_characters,
    "characters:page": show_characters,
    "episode:show": show_episode,
    "guide:open": open_guide,
    "guide:page": turn_guide,
    "guide:pick": pick_episode,
    "spoiler:ask": ask_spoiler,
    "spoiler:open": open_spoiler,
}

_GONE = "That is no longer in my catalogue. Use the command again to see what is."


def _episode(show: Show, key: str) -> Episode:
    episode = show.by_key.get(key)
    if episode is None:
        raise Refusal(_GONE)
    return episode


def _page(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise Refusal(_GONE)
    return int(text)


def _spoiler_card(interaction: Interaction, show: Show, name: str, viewer: Viewer) -> ui.Card:
    text = spoiler_cards.text_of(show, name)
    if text is None:
        raise Refusal(_GONE)
    change = interaction.client.mention("progress spoilers")
    return spoiler_cards.spoiler_card(show, text, viewer, change=change)
