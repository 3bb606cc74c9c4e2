"""Messages that the bot posted before: editing them, and what it means when that fails."""

from contextlib import suppress

import discord

from bot import faults, ui
from bot.abilities import Feature

_NO_MESSAGE = 10008
"""Discord's code for a message that was deleted."""
ARCHIVED = 50083
"""Discord's code for a thread that is archived. Posting in it brings it back, where it is not locked."""


class MessageGone(Exception):
    """The message was deleted."""


class ChannelLost(Exception):
    """The channel, or the whole server, is gone or closed to the bot."""


class Archived(Exception):
    """The message stands in a thread that is archived, and cannot be edited there."""


async def edit(client: discord.Client, channel_id: int, message_id: int, card: ui.Card) -> None:
    """Put `card` in place of what a message of the bot's own shows.

    Raises:
        MessageGone: it was deleted.
        ChannelLost: the bot does not reach its channel.
        Archived: not now.
        discord.HTTPException: it may work another time.
    """
    message = client.get_partial_messageable(channel_id).get_partial_message(message_id)
    try:
        await message.edit(
            view=ui.page(card), attachments=card.files, allowed_mentions=discord.AllowedMentions.none()
        )
    except discord.NotFound as error:
        raise (MessageGone if error.code == _NO_MESSAGE else ChannelLost) from error
    except discord.Forbidden as error:
        raise ChannelLost from error
    except discord.HTTPException as error:
        if error.code == ARCHIVED:
            raise Archived from error
        raise


async def result(
    client: discord.Client,
    channel_id: int,
    card: ui.Card,
    plain: ui.Card | None,
    *,
    nonce: int,
    guild_id: int,
    feature: Feature,
) -> discord.Message | None:
    """Post a result, or `plain`, without its picture, where no files may be attached; None where nothing may.

    Raises:
        discord.HTTPException: it may work another time.
    """
    channel = client.get_partial_messageable(channel_id)
    fault = None
    for tried in (card, plain):
        if tried is None:
            continue
        try:
            message = await ui.post(channel, tried, nonce=nonce)
        except (discord.NotFound, discord.Forbidden) as error:
            fault = error
            continue
        if fault is not None:
            faults.note(client, fault, guild_id=guild_id, channel_id=channel_id, feature=Feature.PICTURES)
        return message
    if fault is not None:
        faults.note(client, fault, guild_id=guild_id, channel_id=channel_id, feature=feature)
    return None


async def stands(client: discord.Client, channel_id: int, message_id: int) -> bool:
    """Whether a message of the bot's own is still there, as far as it can tell."""
    try:
        await client.get_partial_messageable(channel_id).fetch_message(message_id)
    except discord.NotFound:
        return False
    except discord.HTTPException:
        return True
    return True


def is_own_id(client: discord.Client, user_id: int) -> bool:
    """Whether that is the bot, which cannot write to itself: who was forgotten left to it what they began."""
    return client.user is not None and client.user.id == user_id


async def tell_by_direct_message(client: discord.Client, user_id: int, card: ui.Card) -> None:
    """Tell somebody about what they began here themselves, where they let the bot write to them.

    What was handed over to the bot is nobody's to be told of.
    """
    if is_own_id(client, user_id):
        return
    with suppress(discord.NotFound, discord.Forbidden):
        user = await client.fetch_user(user_id)
        await user.send(view=ui.page(card), files=card.files)
