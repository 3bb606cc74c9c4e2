"""Direct messages that are sent once, however often their doer is repeated."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

import discord

from bot import ui
from bot.domain.parties import nonce as nonce_of
from bot.once import LOOK, SKEW
from bot.posted import is_own_id
from bot.text import moment
from cogs.parties.plan_cards import lost_card
from cogs.parties.view import PartyView

_log = logging.getLogger(__name__)


async def send(
    client: discord.Client,
    user_id: int,
    card: ui.Card,
    *,
    nonce: int,
    marks: tuple[str, ...],
    since: datetime,
    first: bool,
) -> bool:
    """Write to somebody, unless an earlier attempt did; False where they do not let the bot.

    Unless this is the `first` attempt, the bot looks for its message, younger than `since`, that has all
    `marks` in its text. Buttons cannot mark it: their presses would not tell from which server they are.

    Raises:
        discord.HTTPException: it may work another time.
    """
    if is_own_id(client, user_id):
        return False
    try:
        channel = await client.create_dm(discord.Object(user_id))
        if first or not await _stands(client, channel, marks, since):
            await ui.post(channel, card, nonce=nonce)
    except (discord.NotFound, discord.Forbidden) as error:
        _log.warning("could not write to %s: %s", user_id, error)
        return False
    return True


async def tell_lost(client: discord.Client, view: PartyView) -> None:
    """Tell the organiser of a party, once, that its channel is lost to the bot.

    Raises:
        discord.HTTPException: it may work another time.
    """
    party = view.party
    await send(
        client,
        party.organiser_id,
        lost_card(view),
        nonce=nonce_of(party.id, 6),
        marks=(f"I can no longer post in <#{party.channel_id}>", moment(party.starts_at, "F")),
        since=discord.utils.snowflake_time(party.id),
        first=False,
    )


async def _stands(
    client: discord.Client, channel: discord.DMChannel, marks: tuple[str, ...], since: datetime
) -> bool:
    async for message in channel.history(limit=LOOK, after=since - SKEW, oldest_first=False):
        own = client.user is not None and message.author.id == client.user.id
        text = "\n".join(_texts(message.components)) if own else ""
        if own and all(mark in text for mark in marks):
            return True
    return False


def _texts(components: Iterable[discord.Component]) -> Iterator[str]:
    for component in components:
        match component:
            case discord.Container():
                yield from _texts(component.children)
            case discord.TextDisplay():
                yield component.content
            case _:
                pass
