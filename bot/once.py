"""Cards that are posted once, however often their doer is repeated."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import discord

from bot import ui

LOOK = 200
"""Messages that a look goes through, at most, from either end of the time in question."""
SKEW = timedelta(minutes=10)
"""How far the bot's clock may be ahead of Discord's, which gives messages their time."""


async def post(
    client: discord.Client,
    channel_id: int,
    card: ui.Card,
    *,
    nonce: int,
    marker: str,
    since: datetime,
    first: bool,
    allowed_mentions: discord.AllowedMentions | None = None,
) -> discord.Message | discord.PartialMessage:
    """Send a card unasked, unless an earlier attempt did; the message that stands.

    Discord takes a `nonce` once, but remembers it for some minutes only. So unless this is the `first`
    attempt, the bot looks for the message among its own that are younger than `since`, when the first attempt
    may have been. `marker`: see `find`. A card without it, one without buttons, would not be found.

    Raises:
        discord.HTTPException: the channel is gone or closed to the bot, or it may work another time.
    """
    if not first:
        found = await find(client, channel_id, marker=marker, since=since)
        if found is not None:
            return found
    channel = client.get_partial_messageable(channel_id)
    return await ui.post(channel, card, nonce=nonce, allowed_mentions=allowed_mentions)


async def find(
    client: discord.Client, channel_id: int, *, marker: str, since: datetime
) -> discord.Message | None:
    """The bot's own message, younger than `since`, in which a component is marked.

    `marker` is a whole custom id, or how one begins before a `/`; no other message of the bot may have it.
    None where the bot may not read the channel's history: Discord shows it as empty, or refuses.

    Raises:
        discord.HTTPException: the channel is gone, or it may work another time.
    """
    channel = client.get_partial_messageable(channel_id)
    # It is young where the bot died a moment ago, and about as old as `since` where it was away for long.
    for oldest_first in (False, True):
        seen = 0
        try:
            async for message in channel.history(limit=LOOK, after=since - SKEW, oldest_first=oldest_first):
                seen += 1
                if client.user and message.author.id == client.user.id and _is_marked(message, marker):
                    return message
        except discord.Forbidden:
            return None
        if seen < LOOK:
            return None
    return None


def _is_marked(message: discord.Message, marker: str) -> bool:
    return any(each == marker or each.startswith(f"{marker}/") for each in _custom_ids(message.components))


def _custom_ids(components: Iterable[discord.Component]) -> Iterator[str]:
    for component in components:
        match component:
            case discord.Container() | discord.ActionRow():
                yield from _custom_ids(component.children)
            case discord.SectionComponent():
                yield from _custom_ids([component.accessory])
            case discord.Button() | discord.SelectMenu():
                yield component.custom_id or ""
            case _:
                pass
