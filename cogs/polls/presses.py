"""What the lists and buttons of polls do. A row id is the poll's id, `/<list>` to choose; to page, a page."""

from collections.abc import Mapping, Sequence
from functools import partial

import discord

from bot import crowd, ui
from bot.asking import viewer_of
from bot.client import Interaction
from bot.domain.polls import MOST, Poll
from bot.domain.spoilers import Viewer
from bot.permissions import guild_of, may_manage
from bot.routes import Handler, chosen, whole
from cogs.polls import actions, cards, words
from cogs.polls.actions import GONE, PollView, Press


async def choose(interaction: Interaction, row_id: str) -> None:
    """Vote from a list; the answer is the voter's alone."""
    bot = interaction.client
    poll_id, _, page = row_id.partition("/")
    numbers = [whole(value, otherwise=GONE) for value in chosen(interaction)[: MOST + 1]]
    await crowd.hear(interaction)
    outcome = await actions.choose(
        bot.db,
        press(interaction, poll_id),
        page=whole(page, otherwise=GONE),
        numbers=numbers,
        now=bot.clock(),
    )
    bot.wake(outcome.refresh_at)
    names = await labels(interaction, outcome.view.poll, alone=True)
    await crowd.turn(interaction, cards.vote_card(outcome, names))


async def withdraw(interaction: Interaction, row_id: str) -> None:
    """Take one's vote back."""
    bot = interaction.client
    await crowd.hear(interaction)
    outcome = await actions.withdraw(bot.db, press(interaction, row_id), now=bot.clock())
    bot.wake(outcome.refresh_at)
    names = await labels(interaction, outcome.view.poll, alone=True)
    await crowd.turn(interaction, cards.vote_card(outcome, names))


async def results(interaction: Interaction, row_id: str) -> None:
    """Show how it stands, to one who may see it."""
    bot = interaction.client
    view = await actions.results(bot.db, press(interaction, row_id))
    await ui.turn(
        interaction, cards.results_card(view, await labels(interaction, view.poll, alone=True)), private=True
    )


async def close(interaction: Interaction, row_id: str) -> None:
    """Close a poll; the worker posts its result."""
    bot = interaction.client
    pressed = press(interaction, row_id)
    view = await actions.close(bot.db, pressed, manages=partial(manages, interaction), now=bot.clock())
    bot.wake(view.poll.closed_at)
    if pressed.message_id == view.poll.message_id:
        await ui.edit_in_place(
            interaction, cards.poll_card(view, await labels(interaction, view.poll, alone=False))
        )
    else:
        await ui.reply(interaction, cards.closed_card(view.poll), private=True)


async def turn_list(interaction: Interaction, row_id: str) -> None:
    """Turn to another page of the list."""
    page = whole(row_id, otherwise=GONE)
    await ui.turn(interaction, cards.list_card(await visible(interaction), page=page), private=True)


ROUTES: Mapping[str, Handler] = {
    "poll:choose": choose,
    "poll:withdraw": withdraw,
    "poll:results": results,
    "poll:close": close,
    "poll:list": turn_list,
}


def press(interaction: Interaction, poll_id: str) -> Press:
    """Who asks, about which poll.

    Raises:
        Refusal: they ask elsewhere than in a server, are no member any more, or it is no poll's id.
    """
    message = interaction.message
    public = message is not None and not message.flags.ephemeral
    return Press(
        guild_of(interaction),
        whole(poll_id, otherwise=GONE),
        interaction.user.id,
        is_bot=interaction.user.bot,
        message_id=message.id if message is not None and public else None,
    )


async def labels(interaction: Interaction, poll: Poll, *, alone: bool) -> tuple[str, ...]:
    """What the options of a poll are called, for the one who asks or for all who see the channel."""
    show = interaction.client.library.by_id.get(poll.show_id or "")
    viewer = await viewer_of(interaction, show, private=alone) if show is not None else Viewer()
    return words.labels(poll, show, viewer)


async def visible(interaction: Interaction) -> Sequence[PollView]:
    """The polls of this server that the one who asks may see."""
    views = await actions.listed(interaction.client.db, guild_id=guild_of(interaction))
    return [view for view in views if may_view(interaction, view.poll)]


def may_view(interaction: Interaction, poll: Poll) -> bool:
    """Whether the one who asks may know of a poll: its author, and who sees its channel.

    Of one whose channel the bot does not know, who manages the server.
    """
    if interaction.user.id == poll.author_id or poll.channel_id == interaction.channel_id:
        return True
    allowed = _allowed(interaction, poll.channel_id)
    return interaction.permissions.manage_guild if allowed is None else allowed.view_channel


def manages(interaction: Interaction, channel_id: int) -> bool:
    """Whether they may close what others opened in a channel of this server, be it here or elsewhere."""
    if channel_id == interaction.channel_id:
        return may_manage(interaction)
    allowed = _allowed(interaction, channel_id)
    there = allowed is not None and allowed.manage_messages
    return there or interaction.permissions.manage_guild


def _allowed(interaction: Interaction, channel_id: int) -> discord.Permissions | None:
    """What the one who asks may do in a channel of this server, None where the bot does not know it.

    In a private thread, nothing: who is in it is not known here.
    """
    guild, member = interaction.guild, interaction.user
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if channel is None or not isinstance(member, discord.Member):
        return None
    if isinstance(channel, discord.Thread) and channel.is_private():
        return discord.Permissions.none()
    return channel.permissions_for(member)
