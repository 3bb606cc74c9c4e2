"""Discord's scheduled event of a party: made, and kept as the row says. What the worker does for it."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import discord

from bot.abilities import Feature
from bot.client import Bot
from bot.domain.parties import Party, Phase
from bot.domain.refusal import Refusal
from bot.domain.reminders import START_LATE
from bot.domain.work import Work
from bot.faults import EVERYWHERE, missed
from cogs.parties.event_changes import cancel, gone, note
from cogs.parties.event_rules import obstacle, place_fault, refused
from cogs.parties.event_sync import (
    ON,
    PLANNED,
    Look,
    differences,
    echoes,
    is_marked,
    is_open,
    present,
    wanted,
)
from cogs.parties.event_words import Fault
from cogs.parties.view import PartyView, find
from db import party_times

_log = logging.getLogger(__name__)

SOON = timedelta(seconds=30)
"""From now, a time that may be past when Discord hears of it."""


async def follow(bot: Bot, work: Work) -> None:
    """Let Discord's event be as the party is: made, moved, begun, over. May be repeated at any point."""
    await bot.wait_until_ready()  # before that it is not known which events there are
    guild = bot.get_guild(work.guild_id)
    if guild is None:
        _log.info("server %s is not mine any more: its event is left alone", work.guild_id)
        return
    if guild.unavailable:
        raise ConnectionError(f"server {guild.id} is out of reach")
    seen = None
    while (view := await _look(bot, work)) and view.party.version != seen:  # it may change meanwhile
        seen = view.party.version
        try:
            await _follow(bot, guild, view, first=work.attempts == 1)
        except discord.HTTPException as error:
            echoes(bot).drop(view.party.event_id or 0)
            fault = refused(error)
            if fault is None:
                raise
            _log.warning("the event of party %s in server %s: %s", view.party.id, guild.id, error)
            _tell(bot, view.party, fault)
            await note(bot, view.party, event_id=view.party.event_id, fault=fault)


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {party_times.EVENT: follow}


async def _look(bot: Bot, work: Work) -> PartyView | None:
    try:
        return await find(bot.db, bot.library, guild_id=work.guild_id, party_id=work.subject_id)
    except Refusal:  # forgotten meanwhile, or its show is
        return None


async def _follow(bot: Bot, guild: discord.Guild, view: PartyView, *, first: bool) -> None:
    party = view.party
    if party.event_id is None and party.phase is Phase.PLANNED and party.starts_at > bot.clock():
        await _make(bot, guild, view, first=first)
        return
    if party.event_id is None:
        event = _made(guild, guild.scheduled_events, party)
        if event is None:
            return
        await note(bot, party, event_id=event.id)  # the bot was stopped before it could
    else:
        event = await _event(bot, guild, party.event_id)
    if event is None:
        await gone(bot, guild, party)
        return
    match party.phase:
        case Phase.PLANNED:
            await _keep(bot, guild, view, event)
        case Phase.LIVE:
            await _begin(bot, guild, view, event)
        case Phase.ENDED | Phase.CANCELLED:
            await _close(bot, event)


async def _make(bot: Bot, guild: discord.Guild, view: PartyView, *, first: bool) -> None:
    """Make the event, unless an earlier attempt did and could not note it."""
    party = view.party
    fault = obstacle(guild, party)
    if fault is not None:
        if fault != party.event_fault:
            _log.warning("no event for party %s in server %s: %s", party.id, guild.id, fault)
            _tell(bot, party, fault)
        await note(bot, party, event_id=None, fault=fault)
        return
    known = guild.scheduled_events if first else await guild.fetch_scheduled_events(with_counts=False)
    found = _made(guild, known, party)
    event = found or await _create(guild, wanted(view, _location(guild, view)))
    if not await note(bot, party, event_id=event.id):
        await event.delete()  # the plan was taken back while its event was made
    elif found is not None:
        await _keep(bot, guild, view, found)  # it may be older than the row


def _tell(bot: Bot, party: Party, fault: Fault) -> None:
    """Let somebody who manages the server hear of it where a permission is missing."""
    if fault in {Fault.PERMISSION, Fault.CHANNEL}:
        place = party.voice_id or EVERYWHERE
        missed(bot, guild_id=party.guild_id, channel_id=place, feature=Feature.EVENTS)


def _made(
    guild: discord.Guild, known: Iterable[discord.ScheduledEvent], party: Party
) -> discord.ScheduledEvent | None:
    """The event that the bot made for a party, among those that are known."""
    own = (event for event in known if event.creator_id == guild.me.id and is_marked(event, party))
    return next(own, None)


async def _create(guild: discord.Guild, look: Look) -> discord.ScheduledEvent:
    made: dict[str, Any] = _edits(guild, look, {name: getattr(look, name) for name in PLANNED})
    return await guild.create_scheduled_event(privacy_level=discord.PrivacyLevel.guild_only, **made)


async def _keep(bot: Bot, guild: discord.Guild, view: PartyView, event: discord.ScheduledEvent) -> None:
    """Keep the event of a planned party as the row says."""
    party, now = view.party, bot.clock()
    if event.status is discord.EventStatus.scheduled:
        await _push(bot, guild, view, event, PLANNED)
    elif present(event).starts_at != party.starts_at and party.starts_at > now:
        # It was moved after Discord had begun the event or called it off: neither can be taken back.
        await _close(bot, event)
        await note(bot, party, event_id=None)
        await _make(bot, guild, view, first=False)
    elif event.status is discord.EventStatus.canceled and now <= party.starts_at + START_LATE:
        await cancel(bot, party)


async def _begin(bot: Bot, guild: discord.Guild, view: PartyView, event: discord.ScheduledEvent) -> None:
    """Keep the event of a party that is on."""
    if event.status is discord.EventStatus.scheduled:
        echoes(bot).expect(event.id, {"status": discord.EventStatus.active}, bot.clock())
        event = await event.start()
    if event.status is discord.EventStatus.active:
        await _push(bot, guild, view, event, ON)


async def _close(bot: Bot, event: discord.ScheduledEvent) -> None:
    """End an event that is on, call off one that is to come."""
    if not is_open(event):
        return
    on = event.status is discord.EventStatus.active
    status = discord.EventStatus.completed if on else discord.EventStatus.canceled
    echoes(bot).expect(event.id, {"status": status}, bot.clock())
    with suppress(discord.NotFound):
        await event.edit(status=status)


async def _push(
    bot: Bot,
    guild: discord.Guild,
    view: PartyView,
    event: discord.ScheduledEvent,
    fields: tuple[str, ...],
) -> None:
    """Change of an event what is otherwise than it should be, in one call or none."""
    look, now = wanted(view, _location(guild, view)), bot.clock()
    changes = differences(present(event), look, fields)
    for name in ("starts_at", "ends_at"):  # Discord takes none that is past
        if name in changes and changes[name] <= now + SOON:
            del changes[name]
    if "channel_id" in changes and (fault := place_fault(guild, view.party)):
        await note(bot, view.party, event_id=event.id, fault=fault)
        return
    if changes:
        echoes(bot).expect(event.id, changes, now)
        try:
            await event.edit(**_edits(guild, look, changes))
        except discord.NotFound:
            await gone(bot, guild, view.party)
            return
    if view.party.event_fault is not None:
        await note(bot, view.party, event_id=event.id)


def _edits(guild: discord.Guild, look: Look, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as discord.py takes them."""
    names = {"name": "name", "description": "description", "starts_at": "start_time", "ends_at": "end_time"}
    made = {names[name]: value for name, value in changes.items() if name in names}
    if "channel_id" in changes or "location" in changes:
        made |= {**_place(guild, look), "end_time": look.ends_at}
    return made


def _place(guild: discord.Guild, look: Look) -> dict[str, Any]:
    if look.channel_id is None:
        return {"entity_type": discord.EntityType.external, "location": look.location}
    return {"channel": guild.get_channel(look.channel_id)}


async def _event(bot: Bot, guild: discord.Guild, event_id: int) -> discord.ScheduledEvent | None:
    """An event as it is on Discord, None where there is none."""
    event = guild.get_scheduled_event(event_id)
    if event is not None and not echoes(bot).are_due(event_id, bot.clock()):
        return event
    try:
        return await guild.fetch_scheduled_event(event_id, with_counts=False)
    except discord.NotFound:
        return None


def _location(guild: discord.Guild, view: PartyView) -> str:
    """Where a party without a voice channel is: the name of its channel."""
    channel = guild.get_channel_or_thread(view.party.channel_id)
    return f"#{channel.name}" if channel else "Discord"
