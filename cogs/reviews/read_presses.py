"""What the buttons do by which texts are read.

A row id is `<show>/<episode key or series>`; of a page `<show>/<key, series or all>/<member's id or
0>/<order>/<number>`; of a text `<its id>/<flags>`, then the part that is read, or the edition that is decided
on: see `reading`.
"""

from collections.abc import Mapping

import discord

from bot import ui
from bot.asking import everybody, note_warning, show_of
from bot.client import Interaction
from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.domain.reviews import SERIES
from bot.permissions import guild_of
from bot.routes import Handler, whole
from cogs.reviews import cards, posting, reading
from cogs.reviews.reading import GONE, LOST, WHOLE_SERIES, Actor, Flags, Page, Reading


def actor(interaction: Interaction) -> Actor:
    """Who asks, and where.

    Raises:
        Refusal: they are no member of a server here.
    """
    guild_id = guild_of(interaction)
    return Actor(guild_id, interaction.user.id, _manages(interaction), interaction.id)


def subject(interaction: Interaction, row_id: str) -> tuple[Show, str]:
    """What a text is about: a show, and an episode's key or `SERIES`.

    Raises:
        Refusal: it is not in the catalogue.
    """
    show, name = show_of(interaction, row_id, otherwise=LOST)
    return show, _episode(show, name)


def text(row_id: str) -> tuple[int, Flags, int]:
    """The id of a text, how somebody came to it, and which part of it they read, from 1.

    Raises:
        Refusal: they are forged.
    """
    review_id, _, rest = row_id.partition("/")
    flags, _, part = rest.partition("/")
    return whole(review_id, otherwise=GONE), Flags.of(flags), whole(part or "1", otherwise=GONE)


def edition(row_id: str) -> int:
    """Which edition of a text they saw who decide on it.

    Raises:
        Refusal: it is forged.
    """
    parts = row_id.split("/")
    if len(parts) != len(("id", "flags", "edition")) or not parts[1]:
        raise Refusal(GONE)
    return whole(parts[2], otherwise=GONE)


def card(interaction: Interaction, page: Page, *, part: int = 1, said: str = "") -> ui.Card:
    """A page as a card."""
    mention = interaction.client.mention
    commands = cards.Commands(mention("review write"), mention("progress spoilers"))
    return cards.page_card(page, commands, part=part, said=said)


async def page_card(interaction: Interaction, wanted: Reading, number: int = 1) -> ui.Card:
    """The card of the text at a place, from 1."""
    page = await reading.page(interaction.client.db, actor(interaction), wanted, number=number)
    return card(interaction, page)


async def read_subject(interaction: Interaction, row_id: str) -> None:
    """Answer with the newest text on a subject."""
    show, episode = subject(interaction, row_id)
    await ui.reply(interaction, await page_card(interaction, Reading(show, episode)), private=True)


async def read_one(interaction: Interaction, row_id: str) -> None:
    """Answer with a text, among those on its subject."""
    await ui.reply(interaction, card(interaction, await _page(interaction, row_id)), private=True)


async def turn(interaction: Interaction, row_id: str) -> None:
    """Turn to another text."""
    show, rest = show_of(interaction, row_id, otherwise=LOST)
    scope, member, order, number = (*rest.split("/"), "", "", "")[:4]
    wanted = Reading(
        show,
        None if scope == "all" else _episode(show, scope),
        whole(member, otherwise=GONE) or None,
        reading.order_of(order),
    )
    found = await page_card(interaction, wanted, whole(number, otherwise=GONE))
    await ui.turn(interaction, found, private=True)


async def turn_part(interaction: Interaction, row_id: str) -> None:
    """Turn to another part of a text, or back to it."""
    _, _, part = text(row_id)
    page = await _page(interaction, row_id)
    await ui.turn(interaction, card(interaction, page, part=part), private=True)


async def open_text(interaction: Interaction, row_id: str) -> None:
    """Show a text in place of the warning, to the one who pressed on."""
    _, _, part = text(row_id)
    page = await _page(interaction, row_id, opened=True)
    if page.review is not None and page.review.spoils:
        await note_warning(interaction, page.reading.show)
    await ui.turn(interaction, card(interaction, page, part=part), private=True)


async def post(interaction: Interaction, row_id: str) -> None:
    """Tell the channel of one's own text."""
    bot, who, now = interaction.client, actor(interaction), interaction.client.clock()
    review_id, _, _ = text(row_id)
    _check_channel(interaction)
    viewer = await everybody(bot, guild_id=who.guild_id)
    review, post = await posting.begin(
        bot.db,
        who,
        bot.library.by_id,
        review_id=review_id,
        channel_id=interaction.channel_id or 0,
        quotas=bot.quotas,
        now=now,
    )
    shown = cards.public_card(bot.library.by_id[review.show_id], review, viewer)
    message_id = await ui.reply(interaction, shown)
    if message_id is not None:
        await posting.note(bot.db, post, message_id=message_id, now=bot.clock())
        bot.wake(bot.clock())


ROUTES: Mapping[str, Handler] = {
    "review:one": read_one,
    "review:open": open_text,
    "review:page": turn,
    "review:part": turn_part,
    "review:post": post,
    "review:read": read_subject,
}


def _manages(interaction: Interaction) -> bool:
    """Whether they manage the whole server or its messages: a channel of their own makes nobody a judge."""
    if not isinstance(interaction.user, discord.Member):
        return False
    allowed = interaction.user.guild_permissions
    return allowed.manage_guild or allowed.manage_messages


def _check_channel(interaction: Interaction) -> None:
    """See that they might say something here themselves, and that the bot could take it down.

    Raises:
        Refusal: not so.
    """
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    if not (allowed.send_messages_in_threads if in_thread else allowed.send_messages):
        raise Refusal("You may not write in this channel, so I do not show it here. Show it elsewhere.")
    if not interaction.app_permissions.view_channel:
        raise Refusal("I cannot see this channel, so I could not take it down again. Show it elsewhere.")


def _episode(show: Show, name: str) -> str:
    if name == WHOLE_SERIES:
        return SERIES
    if name not in show.by_key:
        raise Refusal(LOST)
    return name


async def _page(interaction: Interaction, row_id: str, *, opened: bool = False) -> Page:
    bot = interaction.client
    review_id, flags, _ = text(row_id)
    return await reading.page_of(
        bot.db, actor(interaction), bot.library.by_id, review_id=review_id, flags=flags, opened=opened
    )
