"""What people do to an event on Discord's side, carried over into the row of its party."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import discord

from bot.client import Bot
from bot.domain.parties import TITLE, Party, Phase
from bot.domain.refusal import Refusal
from bot.domain.reminders import START_LATE
from bot.text import clip, one_line
from cogs.parties import changing, ending, live
from cogs.parties.beginning import begin
from cogs.parties.event_sync import present
from cogs.parties.event_words import Fault
from cogs.parties.view import PartyView
from db import due, parties, party_times

_log = logging.getLogger(__name__)

FURTHEST = timedelta(days=366)
"""How far ahead a party may be moved."""

News = Mapping[str, object]
"""What has changed of an event, by the names of `event_sync.Look`, and what it is now."""


async def carry_over(bot: Bot, view: PartyView, event: discord.ScheduledEvent, news: News) -> None:
    """Let a party follow its event. What it cannot follow is set back there."""
    party, now = view.party, bot.clock()
    if "status" in news:
        await _carry_status(bot, party, event)
    do = _follow(view, news, now)
    if do(party) != party:
        await _change(bot, party, do)
        _log.info("party %s follows its event: %s", party.id, ", ".join(sorted(news)))
    elif party.phase is Phase.PLANNED and not _agrees(party, event):
        await nudge(bot, party)


async def nudge(bot: Bot, party: Party) -> None:
    """Have the event compared with the party anew, soon."""
    now = bot.clock()
    await bot.db.write(
        lambda tx: due.schedule(
            tx, guild_id=party.guild_id, kind=party_times.EVENT, subject_id=party.id, at=now
        )
    )
    bot.wake(now)


async def gone(bot: Bot, guild: discord.Guild, party: Party) -> None:
    """An event was deleted: a party that was still planned is cancelled, unless its channel went with it."""
    fault = None
    if party.phase is Phase.PLANNED:
        if await _has_channel(guild, party.voice_id):
            await cancel(bot, party)
        else:
            fault = Fault.CHANNEL
    await note(bot, party, event_id=None, fault=fault)


async def cancel(bot: Bot, party: Party) -> None:
    """Cancel a party as its event was."""
    _log.info("party %s of server %s is cancelled with its event", party.id, party.guild_id)
    await _change(bot, party, lambda held: held.cancel(bot.clock()))


async def note(bot: Bot, party: Party, *, event_id: int | None, fault: Fault | None = None) -> bool:
    """Note which event a party has, and what keeps it from following; False where the party was forgotten."""
    now = bot.clock()
    async with bot.db.transaction() as tx:
        found = await parties.find(tx, guild_id=party.guild_id, party_id=party.id)
        if found is None:
            return False
        await parties.note(
            tx, guild_id=party.guild_id, party_id=party.id, event_id=event_id, event_fault=fault
        )
        if found.event_fault != fault:
            bot.wake(await party_times.refresh_soon(tx, found, now=now))
    return True


async def _carry_status(bot: Bot, party: Party, event: discord.ScheduledEvent) -> None:
    """Start, end or cancel a party as its event was, where that was somebody's doing and not Discord's own.

    Discord starts an event that is nowhere on it at its time and ends it at its end, ends one whose voice
    channel is empty for some minutes, and cancels one that was not started for hours.
    """
    now = bot.clock()
    in_time = party.starts_at <= now <= party.starts_at + START_LATE  # when it begins by itself
    match event.status, party.phase:
        case discord.EventStatus.active, Phase.PLANNED if not in_time:
            await _start(bot, party)
        case discord.EventStatus.completed, Phase.LIVE if not _ended_by_itself(event, now):
            await _end(bot, party)
        case discord.EventStatus.canceled, Phase.PLANNED if now <= party.starts_at + START_LATE:
            await cancel(bot, party)
        case _:
            pass


def _ended_by_itself(event: discord.ScheduledEvent, now: datetime) -> bool:
    if event.channel_id is None:
        return event.end_time is not None and now >= event.end_time - timedelta(seconds=5)
    channel = event.guild.get_channel(event.channel_id) if event.guild else None
    return not (isinstance(channel, discord.VoiceChannel | discord.StageChannel) and channel.voice_states)


def _follow(view: PartyView, news: News, now: datetime) -> Callable[[Party], Party]:
    """The change that lets a party follow: of a planned one the time, the place and the name."""

    def do(party: Party) -> Party:
        if party.phase is not Phase.PLANNED:
            return party
        match news.get("starts_at"):
            case datetime() as at if now < at <= now + FURTHEST:
                party = party.move(at, now, zone=party.zone, minutes=view.settings.reminder)
            case _:
                pass
        if "channel_id" in news and isinstance(place := news["channel_id"], int | None):
            party = replace(party, voice_id=place)
        name = one_line(str(news.get("name") or ""))
        if name and name != one_line(view.name()):
            party = replace(party, title=clip(name, TITLE))
        return party

    return do


def _agrees(party: Party, event: discord.ScheduledEvent) -> bool:
    """Whether time and place are the same on both sides."""
    look = present(event)
    return (look.starts_at, look.channel_id) == (party.starts_at, party.voice_id)


async def _has_channel(guild: discord.Guild, channel_id: int | None) -> bool:
    """Whether the bot still sees a party's voice channel, if it has one."""
    if channel_id is None:
        return True
    try:
        await guild.fetch_channel(channel_id)
    except (discord.NotFound, discord.Forbidden):
        return False
    return True


async def _change(bot: Bot, party: Party, do: Callable[[Party], Party]) -> None:
    """Change the row, if that can still be."""
    with suppress(Refusal):
        changed = await changing.change(
            bot.db, bot.library, None, party.id, do, guild_id=party.guild_id, now=bot.clock()
        )
        bot.wake(changed.due_at)


async def _start(bot: Bot, party: Party) -> None:
    """Begin a party, if that can still be, and have its live card posted."""
    with suppress(Refusal):
        changed = await begin(bot, None, party.id, guild_id=party.guild_id)
        await live.post_stage(bot.db, changed.view.party, now=bot.clock())
        bot.wake(bot.clock())


async def _end(bot: Bot, party: Party) -> None:
    """End a party, if that can still be."""
    with suppress(Refusal):
        changed = await ending.end(
            bot.db,
            bot.library,
            None,
            party.id,
            guild_id=party.guild_id,
            quotas=bot.quotas,
            now=bot.clock(),
        )
        bot.wake(changed.due_at)
