"""What the buttons and lists of the lookup cards do.

A row id names the show first: `<show>`, `<show>/<episode key>`, `<show>/<page>` or `<show>/<text>`.
"""

from collections.abc import Mapping

from bot import ui
from bot.client import Interaction
from bot.domain.catalogue import Episode, Show
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.routes import Handler, chosen
from cogs.lookup import actions, cards, spoiler_cards
from cogs.lookup.actions import Figures


async def here(interaction: Interaction, show: Show) -> Figures | None:
    """The figures of the server one asks from, None in a direct message."""
    bot = interaction.client
    return await actions.figures(bot.db, show, guild_id=interaction.guild_id, vote=bot.mention("vote"))


async def show_episode(interaction: Interaction, row_id: str) -> None:
    """Turn to another episode's card."""
    show, key = _show(interaction, row_id)
    episode = _episode(show, key)
    await ui.turn(interaction, cards.episode_card(show, episode, await here(interaction, show)))


async def ask_spoiler(interaction: Interaction, row_id: str) -> None:
    """Answer the one who asks with a text that spoils, or with a warning first."""
    show, name = _show(interaction, row_id)
    await ui.reply(interaction, spoiler_cards.spoiler_card(show, _text(show, name), Viewer()), private=True)


async def open_spoiler(interaction: Interaction, row_id: str) -> None:
    """Show the text in place of the warning, to the one who pressed on."""
    show, name = _show(interaction, row_id)
    card = spoiler_cards.spoiler_card(show, _text(show, name), Viewer(warned=True))
    await ui.turn(interaction, card, private=True)


async def open_guide(interaction: Interaction, row_id: str) -> None:
    """Answer with the first page of the guide."""
    show, _ = _show(interaction, row_id)
    await ui.reply(interaction, cards.guide_card(show, await here(interaction, show), page=1), private=True)


async def turn_guide(interaction: Interaction, row_id: str) -> None:
    """Turn to another page of the guide."""
    show, page = _show(interaction, row_id)
    if not (page.isascii() and page.isdecimal() and len(page) <= 4):
        raise Refusal(_GONE)
    card = cards.guide_card(show, await here(interaction, show), page=int(page))
    await ui.turn(interaction, card, private=True)


async def pick_episode(interaction: Interaction, row_id: str) -> None:
    """Answer with the card of the episode chosen in the guide."""
    show, _ = _show(interaction, row_id)
    episode = _episode(show, next(iter(chosen(interaction)), ""))
    card = cards.episode_card(show, episode, await here(interaction, show))
    await ui.reply(interaction, card, private=True)


ROUTES: Mapping[str, Handler] = {
    "episode:show": show_episode,
    "guide:open": open_guide,
    "guide:page": turn_guide,
    "guide:pick": pick_episode,
    "spoiler:ask": ask_spoiler,
    "spoiler:open": open_spoiler,
}

_GONE = "That is no longer in my catalogue. Use the command again to see what is."


def _show(interaction: Interaction, row_id: str) -> tuple[Show, str]:
    """The show that the row id names, and the rest of it."""
    show_id, _, rest = row_id.partition("/")
    show = interaction.client.library.by_id.get(show_id)
    if show is None:
        raise Refusal(_GONE)
    return show, rest


def _episode(show: Show, key: str) -> Episode:
    episode = show.by_key.get(key)
    if episode is None:
        raise Refusal(_GONE)
    return episode


def _text(show: Show, name: str) -> spoiler_cards.SpoilerText:
    text = spoiler_cards.text_of(show, name)
    if text is None:
        raise Refusal(_GONE)
    return text
