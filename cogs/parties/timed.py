"""What the worker does for a party's card: posts it where there is none yet, and lets it follow the rows."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import discord

from bot import faults, once, posted, ui
from bot.abilities import Feature
from bot.client import Bot
from bot.domain.pace import next_edit
from bot.domain.parties import Party, Phase, nonce
from bot.domain.work import Work
from cogs.parties import direct
from cogs.parties.cards import party_card
from cogs.parties.place_words import changes_at
from cogs.parties.stage_cards import stage_card
from cogs.parties.view import PartyView, view
from db import due, parties, party_times
from db.database import Tx
from db.times import seconds

_log = logging.getLogger(__name__)


async def bring_up_to_date(bot: Bot, work: Work) -> None:
    """Let the card and the stage of a party show how it stands, at most once in some seconds."""
    seen = await _begin(bot, work)
    if seen is None:
        return
    party, now = seen.party, bot.clock()
    try:
        if party.message_id is not None and not await _edit(
            bot, party, party.message_id, party_card(seen, now)
        ):
            await _note(bot, party, message_id=None, card_gone_at=seconds(now))
        if party.stage_id is not None and not await _edit(bot, party, party.stage_id, stage_card(seen, now)):
            await _note(bot, party, stage_id=None)
    except posted.Archived:
        _log.info("party %s stands in a thread that is archived: nobody reads it there", party.id)
    except posted.ChannelLost as error:
        await _give_up(bot, seen, error)
    else:
        await _come_again(bot, work, party, now)


async def announce(bot: Bot, work: Work) -> None:
    """Post the card of a party that has none, unless an answer or an earlier attempt did. May be repeated."""
    seen = await _look(bot, work)
    if seen is None or seen.party.phase is not Phase.PLANNED:
        return
    party = seen.party
    if party.message_id is not None or party.card_gone_at is not None:
        return
    try:
        message = await once.post(
            bot,
            party.channel_id,
            party_card(seen, bot.clock()),
            nonce=nonce(party.id, 1),
            marker=f"party:maybe:{party.id}",
            since=discord.utils.snowflake_time(party.id),
            first=work.attempts == 1 and party.season_id is not None and party.season_id != party.id,
        )
    except (discord.NotFound, discord.Forbidden) as error:
        await _give_up(bot, seen, error)
        return
    async with bot.db.transaction() as tx:
        await parties.note(tx, guild_id=party.guild_id, party_id=party.id, message_id=message.id)
        # What was found may be older than the row, and what was posted may be so by now.
        at = await party_times.refresh_soon(tx, party, now=bot.clock())
    bot.wake(at)


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {
    party_times.CARD: bring_up_to_date,
    party_times.ANNOUNCE: announce,
}


async def _begin(bot: Bot, work: Work) -> PartyView | None:
    """What the messages are to show from now on; None where there are none, or it is too early."""
    now = bot.clock()

    async def begin(tx: Tx) -> PartyView | None:
        party = await parties.find(tx, guild_id=work.guild_id, party_id=work.subject_id)
        if party is None or (party.message_id is None and party.stage_id is None):
            return None
        if next_edit(party.edited_at, now=now) > now:
            await party_times.refresh_soon(tx, party, now=now)
            return None
        await parties.note(tx, guild_id=party.guild_id, party_id=party.id, edited_at=seconds(now))
        return await view(tx, bot.library, party)

    return await bot.db.write(begin)


async def _look(bot: Bot, work: Work) -> PartyView | None:
    async def look(tx: Tx) -> PartyView | None:
        party = await parties.find(tx, guild_id=work.guild_id, party_id=work.subject_id)
        return await view(tx, bot.library, party) if party else None

    return await bot.db.read(look)


async def _edit(bot: Bot, party: Party, message_id: int, card: ui.Card) -> bool:
    """Bring one message up to date; False where it was deleted. It is not posted again."""
    try:
        await posted.edit(bot, party.channel_id, message_id, card)
    except posted.MessageGone:
        return False
    return True


async def _come_again(bot: Bot, work: Work, party: Party, now: datetime) -> None:
    """Have a live card brought up to date again when what it shows is over: a countdown, an episode."""
    at = changes_at(party, now) if party.stage_id is not None else None
    if at is not None:
        await bot.db.write(lambda tx: due.do_again(tx, work, at=at))
        bot.wake(at)


async def _give_up(bot: Bot, seen: PartyView, error: Exception) -> None:
    """Leave the messages of a party whose channel the bot has lost, and tell its organiser once."""
    party = seen.party
    _log.warning("party %s of server %s: its channel is gone or closed to me", party.id, party.guild_id)
    faults.note(bot, error, guild_id=party.guild_id, channel_id=party.channel_id, feature=Feature.PARTIES)
    await direct.tell_lost(bot, seen)
    await _note(bot, party, message_id=None, stage_id=None, card_gone_at=seconds(bot.clock()))


async def _note(bot: Bot, party: Party, **noted: int | None) -> None:
    await bot.db.write(lambda tx: parties.note(tx, guild_id=party.guild_id, party_id=party.id, **noted))
