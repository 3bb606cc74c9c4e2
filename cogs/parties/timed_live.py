"""What the worker does for parties that begin, are on, and end. Each doer may be repeated at any point."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import discord

from bot import faults, once, posted, ui
from bot.abilities import Feature
from bot.client import Bot
from bot.domain.parties import Phase, nonce
from bot.domain.refusal import Refusal
from bot.domain.reminders import READY, START_LATE
from bot.domain.work import Work
from cogs.parties import ending, live, reminding, result_cards
from cogs.parties.adopting import adopt_stage
from cogs.parties.beginning import begin
from cogs.parties.stage_cards import stage_card
from cogs.parties.view import PartyView
from db import party_times

_log = logging.getLogger(__name__)

_LATE = 8
"""Tells the word about a party that was not begun in time from its other messages (`nonce`)."""
_AGAIN = timedelta(seconds=5)
"""Until a live card that could not be posted is tried again."""


async def start(bot: Bot, work: Work) -> None:
    """Begin a party whose time has come, and see to it that its live card is there."""
    view = await reminding.look(bot.db, bot.library, guild_id=work.guild_id, party_id=work.subject_id)
    if view is None:
        return
    party, now = view.party, bot.clock()
    if party.phase is Phase.PLANNED:
        if now < party.starts_at:
            bot.wake(await reminding.arrange(bot.db, party, now=now))
            return
        if now > party.starts_at + START_LATE:
            await _tell_late(bot, view)
            return
        try:
            view = (await begin(bot, None, party.id, guild_id=party.guild_id)).view
        except Refusal as refusal:  # it was begun or cancelled meanwhile
            _log.info("party %s does not begin: %s", party.id, refusal.sentence)
            return
        # Beginning arranged this work anew: where posting fails, it comes back soon all the same.
        await live.post_stage(bot.db, view.party, now=now + _AGAIN)
    if view.party.phase is Phase.LIVE and view.party.stage_id is None:
        await _post_stage(bot, view)


async def end(bot: Bot, work: Work) -> None:
    """End a party that nobody ended."""
    changed = await ending.end_overdue(
        bot.db,
        bot.library,
        guild_id=work.guild_id,
        party_id=work.subject_id,
        quotas=bot.quotas,
        now=bot.clock(),
    )
    if changed is not None:
        bot.wake(changed.due_at)


async def tell_result(bot: Bot, work: Work) -> None:
    """Tell who was there."""
    view = await ending.look(bot.db, bot.library, guild_id=work.guild_id, party_id=work.subject_id)
    if view is None:
        return
    party = view.party
    await adopt_stage(bot, party)  # else a live card that could not be noted would say for ever that it is on
    there = await ending.attended(bot.db, party)
    message = await _post(
        bot,
        view,
        result_cards.result_card(view, there),
        what=5,
        marker=f"party:unmark:{party.id}",
        first=work.attempts == 1,
    )
    if message is None:
        await posted.tell_by_direct_message(bot, party.organiser_id, result_cards.lost_card(view, there))
        return
    bot.wake(await ending.note_result(bot.db, party, message_id=message, now=bot.clock()))


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {
    party_times.START: start,
    party_times.END: end,
    party_times.RESULT: tell_result,
}


async def _post_stage(bot: Bot, view: PartyView) -> None:
    """Post the live card, unless the ready check or an answer to who began it is that already."""
    party = view.party
    card = stage_card(view, bot.clock())
    message = await _post(bot, view, card, what=2, marker=f"party:here:{party.id}", first=False)
    if message is not None:
        bot.wake(await live.note_stage(bot.db, party, message_id=message, now=bot.clock()))


async def _tell_late(bot: Bot, view: PartyView) -> None:
    """Tell a channel once that its party has to be begun by hand."""
    mark = result_cards.late_mark(view.party)
    await _post(bot, view, result_cards.late_card(view), what=_LATE, marker=mark, first=False)


async def _post(
    bot: Bot, view: PartyView, card: ui.Card, *, what: int, marker: str, first: bool
) -> int | None:
    """Post a card once; its id, None where the channel is lost. `what`: see `bot.domain.parties.nonce`."""
    party = view.party
    began = min(filter(None, (party.starts_at, party.started_at)))
    try:
        message = await once.post(
            bot,
            party.channel_id,
            card,
            nonce=nonce(party.id, what, party.starts_at),
            marker=marker,
            since=(party.ended_at or began - READY) - timedelta(minutes=1),
            first=first,
        )
    except discord.HTTPException as error:
        if not (isinstance(error, discord.NotFound | discord.Forbidden) or error.code == posted.ARCHIVED):
            raise
        _log.warning("could not post about party %s in its channel: %s", party.id, error)
        faults.note(bot, error, guild_id=party.guild_id, channel_id=party.channel_id, feature=Feature.STAGE)
        return None
    return message.id
