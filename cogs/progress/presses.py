"""What the buttons of progress do, and what they share with the commands.

A row id is the id of a change or of an import, `<show>`, `<show>/<episode key>`, or `<show>/<page>`.
"""

from collections.abc import Mapping, Sequence

import discord

from bot import crowd, throttle, ui
from bot.asking import episode_of, show_of
from bot.client import Interaction
from bot.domain import ranges
from bot.domain.catalogue import Episode, Show
from bot.domain.references import AtRandom, Next, parse
from bot.domain.refusal import Refusal
from bot.permissions import guild_of
from bot.routes import Handler, whole
from cogs.progress import actions, board_card, cards, looking, season_card
from cogs.progress.actions import Actor

_GONE = "That is no longer in my catalogue. Use the command again to see what is."
_UNKNOWN = "That is nothing I know of. Use the command again."


def actor(interaction: Interaction) -> Actor:
    """Who asks, and where.

    Raises:
        Refusal: they are no member of a server here.
    """
    return Actor(guild_of(interaction), interaction.user.id, interaction.id)


async def episodes_of(interaction: Interaction, show: Show, text: str) -> Sequence[Episode]:
    """The episodes that somebody names: a list, or one by title or as `next`.

    Raises:
        Refusal: they name none, or leave it to chance.
    """
    if ranges.is_list(text):
        return ranges.parse(show, text)
    if isinstance(parse(text), AtRandom):
        raise Refusal("Which episodes you have watched is not for me to guess. Name them, like `1-8`.")
    return (await episode_of(interaction, show, text),)


def check_takes_back(text: str) -> None:
    """Let marks be taken back only where any can be meant.

    Raises:
        Refusal: it names the one that is not watched.
    """
    if not ranges.is_list(text) and isinstance(parse(text), Next):
        raise Refusal(
            "`next` is what you have not watched, so there is no mark to take back. Name an episode."
        )


async def member_card(interaction: Interaction, member: discord.User | discord.Member | None) -> ui.Card:
    """The progress of a member, by default of the one who asks.

    Raises:
        Refusal: it is nobody's, or not to be seen.
    """
    bot, guild_id = interaction.client, guild_of(interaction)
    show = bot.show(guild_id)
    who = member or interaction.user
    if who.id == interaction.user.id:
        seen = await looking.own(bot.db, show, guild_id=guild_id, member_id=who.id)
    elif who.bot:
        raise Refusal("Bots watch nothing. Name a member.")
    elif not isinstance(who, discord.Member):
        raise Refusal(f"<@{who.id}> is not a member of this server.")
    else:
        seen = await looking.anothers(bot.db, show, guild_id=guild_id, member_id=who.id)
    picture, note = await throttle.picture(
        interaction,
        season_card.picture_of(seen, who.display_name),
        name="progress",
        alt=season_card.alternative(seen, who.display_name),
    )
    return season_card.season_card(
        seen,
        picture,
        member_id=who.id,
        watched=bot.mention("watched"),
        privacy=bot.mention("progress privacy"),
        note=note,
    )


async def page_card(interaction: Interaction, show: Show, number: int) -> ui.Card:
    """A page of this server's board."""
    bot = interaction.client
    page = await looking.page(bot.db, show, guild_id=guild_of(interaction), number=number)
    watched, privacy = bot.mention("watched"), bot.mention("progress privacy")
    return board_card.board_card(show, page, watched=watched, privacy=privacy)


async def mark_one(interaction: Interaction, row_id: str) -> None:
    """Mark the episode of a card for the one who presses."""
    show, key = show_of(interaction, row_id, otherwise=_GONE)
    episode = show.by_key.get(key)
    if episode is None:
        raise Refusal(_GONE)
    bot = interaction.client
    await crowd.hear(interaction)
    change = await actions.mark(bot.db, actor(interaction), show, [episode], now=bot.clock())
    await crowd.reply(interaction, cards.change_card(change))


async def undo(interaction: Interaction, row_id: str) -> None:
    """Undo the very change that the card told of."""
    bot, who = interaction.client, actor(interaction)
    change = await actions.undo(
        bot.db,
        who,
        bot.library,
        change_id=whole(row_id, otherwise=_UNKNOWN),
        default=bot.show(who.guild_id),
    )
    await ui.turn(interaction, cards.change_card(change), private=True)


async def apply(interaction: Interaction, row_id: str) -> None:
    """Mark what a file holds, as it was shown."""
    bot = interaction.client
    change = await actions.apply(
        bot.db, actor(interaction), bot.library, import_id=whole(row_id, otherwise=_UNKNOWN), now=bot.clock()
    )
    await ui.turn(interaction, cards.change_card(change), private=True)


async def turn_board(interaction: Interaction, row_id: str) -> None:
    """Turn to another page of the board."""
    show, page = show_of(interaction, row_id, otherwise=_GONE)
    await ui.turn(interaction, await page_card(interaction, show, whole(page, otherwise=_UNKNOWN)))


async def tell_standing(interaction: Interaction, row_id: str) -> None:
    """Tell the one who presses where they stand."""
    show, _ = show_of(interaction, row_id, otherwise=_GONE)
    bot = interaction.client
    standing, members = await looking.standing(
        bot.db, show, guild_id=guild_of(interaction), member_id=interaction.user.id
    )
    card = board_card.standing_card(
        show,
        standing,
        members=members,
        watched=bot.mention("watched"),
        privacy=bot.mention("progress privacy"),
    )
    await ui.reply(interaction, card, private=True)


ROUTES: Mapping[str, Handler] = {
    "progress:apply": apply,
    "progress:board": turn_board,
    "progress:standing": tell_standing,
    "progress:undo": undo,
    "progress:watched": mark_one,
}
