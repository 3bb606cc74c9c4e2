"""What the buttons of planning do. A row id: a party's, `/all` for what is left of its season; or a page."""

import logging
from collections.abc import Mapping

import discord

from bot import ui
from bot.client import Interaction
from bot.domain.parties import Party, nonce
from bot.domain.refusal import Refusal
from bot.routes import Handler, whole
from cogs.parties import listing, plan_cards, planning
from cogs.parties.changing import actor, change, check_organiser, party_id_of
from cogs.parties.view import GONE, find

_log = logging.getLogger(__name__)

_TOLD = 7
"""Tells the line about a change from a party's other messages (`nonce`)."""


async def ask_cancel(interaction: Interaction, row_id: str) -> None:
    """Ask, before a party is cancelled."""
    await ui.reply(interaction, await question(interaction, party_id_of(row_id)), private=True)


async def cancel(interaction: Interaction, row_id: str) -> None:
    """Cancel a party, or all that is left of its season, and tell its channel."""
    bot, who = interaction.client, actor(interaction)
    text, slash, rest = row_id.partition("/")
    party_id = party_id_of(text)
    if rest != ("all" if slash else ""):
        raise Refusal(GONE)
    now = bot.clock()
    if slash:
        done = await planning.cancel_season(bot.db, bot.library, who, party_id, now=now)
    else:
        done = [await change(bot.db, bot.library, who, party_id, lambda party: party.cancel(now), now=now)]
    bot.wake(min(changed.due_at for changed in done))
    views = [changed.view for changed in done]
    await tell_channel(
        interaction,
        views[0].party,
        plan_cards.cancelled_card(views, by=who.member_id),
        plan_cards.done_card(views[0], len(views)),
    )


async def turn_list(interaction: Interaction, row_id: str) -> None:
    """Turn to another page of what is planned."""
    await ui.turn(
        interaction, await listing.open_list(interaction, page=whole(row_id, otherwise=GONE)), private=True
    )


async def turn_past(interaction: Interaction, row_id: str) -> None:
    """Turn to another page of what was watched."""
    await ui.turn(
        interaction, await listing.past_list(interaction, page=whole(row_id, otherwise=GONE)), private=True
    )


ROUTES: Mapping[str, Handler] = {
    "party:cancel": ask_cancel,
    "party:cancelled": cancel,
    "party:list": turn_list,
    "party:past": turn_past,
}


async def question(interaction: Interaction, party_id: int) -> ui.Card:
    """The question whether to cancel a party, for one who may.

    Raises:
        Refusal: they may not, or it is not planned any more.
    """
    bot, who = interaction.client, actor(interaction)
    view = await find(bot.db, bot.library, guild_id=who.guild_id, party_id=party_id)
    check_organiser(who, view.party)
    view.party.cancel(bot.clock())
    left = await bot.db.read(lambda tx: planning.left_of_season(tx, view.party))
    return plan_cards.ask_card(view, len(left))


async def tell_channel(interaction: Interaction, party: Party, public: ui.Card, private: ui.Card) -> None:
    """Tell a party's channel by the answer itself, where that is given there; else beside a private one."""
    if interaction.channel_id == party.channel_id:
        await ui.reply(interaction, public)
        return
    await ui.turn(interaction, private, private=True)
    channel = interaction.client.get_partial_messageable(party.channel_id)
    try:
        await ui.post(channel, public, nonce=nonce(party.id, _TOLD, party.changed_at))
    except discord.HTTPException as error:  # the card says it too, where it can be reached
        _log.warning("could not tell the channel of party %s: %s", party.id, error)
