"""How a party ends, and what comes of it: who was there, their marks, and a vote on each episode."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.domain import attendance
from bot.domain.catalogue import Library
from bot.domain.panels import Panel
from bot.domain.parties import Party, Phase
from bot.domain.progress import Source
from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.reminders import ABANDONED, PAUSED
from cogs.parties.changing import Actor, Changed, change_within
from cogs.parties.view import PartyView, view
from db import marks, panels, parties, party_times, presences, server_settings
from db.database import Database, Tx

_log = logging.getLogger(__name__)

VOTING = timedelta(days=7)
"""How long the votes after a party are open."""
AFTER_RESULT = timedelta(minutes=1)
"""How long the votes wait for the word on who was there, so that they come after it."""
_EPOCH = 1_420_070_400_000
"""Where Discord's ids begin to count, in milliseconds since 1970 (Discord, "Snowflakes")."""

Attended = Mapping[int, tuple[str, ...]]
"""The keys of the episodes that each member was there for."""


async def end(
    db: Database,
    library: Library,
    who: Actor | None,
    party_id: int,
    *,
    guild_id: int | None = None,
    quotas: Quotas = DEFAULTS,
    now: datetime,
    do: Callable[[Party], Party] = lambda party: party,
) -> Changed:
    """End a party that is on. `who` is None where the bot itself acts; `do` is done to it besides.

    Raises:
        Refusal: there is no such party in this server, they may not, or it is not on.
    """
    return await db.write(
        lambda tx: _end(
            tx,
            library,
            who,
            party_id,
            lambda party: do(party.end(now)),
            guild_id=guild_id,
            quotas=quotas,
            now=now,
        )
    )


async def end_overdue(
    db: Database, library: Library, *, guild_id: int, party_id: int, quotas: Quotas = DEFAULTS, now: datetime
) -> Changed | None:
    """End a party that nobody ended, where its time has come; else see to it that it will be.

    None where there is nothing to end.
    """
    async with db.transaction() as tx:
        party = await parties.lock(tx, guild_id=guild_id, party_id=party_id)
        if party is None or not party.is_open or await view(tx, library, party) is None:
            return None
        over_at = _over_at(party)
        if over_at > now:
            settings = await server_settings.read(tx, guild_id=guild_id)
            await party_times.arrange(tx, party, minutes=settings.reminder, now=now)
            return None

        def do(held: Party) -> Party:
            return held.end(over_at) if held.phase is Phase.LIVE else held.abandon(over_at)

        return await _end(tx, library, None, party_id, do, guild_id=guild_id, quotas=quotas, now=now)


async def attended(db: Database, party: Party) -> Attended:
    """Who was there for what, of a party that is over."""
    return await db.read(lambda tx: presences.attended(tx, guild_id=party.guild_id, party_id=party.id))


async def look(db: Database, library: Library, *, guild_id: int, party_id: int) -> PartyView | None:
    """A party that is over and of which nobody was told yet who was there."""

    async def work(tx: Tx) -> PartyView | None:
        party = await parties.find(tx, guild_id=guild_id, party_id=party_id)
        if party is None or party.phase is not Phase.ENDED or party.started_at is None:
            return None
        return None if party.result_id is not None else await view(tx, library, party)

    return await db.read(work)


async def note_result(db: Database, party: Party, *, message_id: int, now: datetime) -> datetime:
    """Note which message tells who was there; when the others follow, to lead to it. The votes come now."""

    async def work(tx: Tx) -> datetime:
        await parties.note(tx, guild_id=party.guild_id, party_id=party.id, result_id=message_id)
        await panels.post_waiting(tx, guild_id=party.guild_id, at=now)
        found = await parties.find(tx, guild_id=party.guild_id, party_id=party.id)
        return await party_times.refresh_soon(tx, found or party, now=now)

    return await db.write(work)


async def unmark(db: Database, who: Actor, party_id: int) -> tuple[Attended, bool]:
    """Take back what a party marked for one member; who was there, and whether there was anything left."""

    async def work(tx: Tx) -> tuple[Attended, bool]:
        there = await presences.attended(tx, guild_id=who.guild_id, party_id=party_id)
        flips = ()
        if who.member_id in there:
            flips = await marks.undo(
                tx,
                guild_id=who.guild_id,
                member_id=who.member_id,
                change_id=-party_id,
                new_change_id=who.interaction_id,
            )
        return there, bool(flips)

    return await db.write(work)


def _over_at(party: Party) -> datetime:
    """When a party is over of which nobody says so."""
    if party.phase is Phase.PLANNED or party.clock is None:
        return party.starts_at + ABANDONED
    return party.ends_at() or party.clock.at + PAUSED


async def _end(
    tx: Tx,
    library: Library,
    who: Actor | None,
    party_id: int,
    do: Callable[[Party], Party],
    *,
    guild_id: int | None,
    quotas: Quotas,
    now: datetime,
) -> Changed:
    changed = await change_within(tx, library, who, party_id, do, guild_id=guild_id, now=now)
    party = changed.view.party
    there = await _who_was_there(tx, changed.view)
    await presences.settle(
        tx, guild_id=party.guild_id, party_id=party.id, attended=there, now=party.ended_at or now
    )
    for member_id, episodes in there.items():
        await marks.mark(
            tx,
            guild_id=party.guild_id,
            member_id=member_id,
            show_id=party.show_id,
            episodes=episodes,
            source=Source.PARTY,
            change_id=-party.id,  # below 0, where no interaction's id is
            now=now,
        )
    watched = {key for keys in there.values() for key in keys}
    await _open_votes(tx, party, watched, most=quotas.panels_per_server, now=now)
    return changed


async def _who_was_there(tx: Tx, seen: PartyView) -> Attended:
    party = seen.party
    if party.programme is None or party.ended_at is None:
        return {}
    found = attendance.attended(
        party.programme,
        await parties.clocks(tx, party),
        await presences.spans(tx, guild_id=party.guild_id, party_id=party.id, until=party.ended_at),
        until=party.ended_at,
        share=seen.settings.presence,
    )
    return {member_id: tuple(party.episodes[n] for n in numbers) for member_id, numbers in found.items()}


async def _open_votes(tx: Tx, party: Party, watched: set[str], *, most: int, now: datetime) -> None:
    """Open a vote on each episode that somebody was there for, where none is open; the worker posts it."""
    others = await panels.all_open(tx, guild_id=party.guild_id, show_id=party.show_id)
    count, _ = await panels.count_open(tx, guild_id=party.guild_id, member_id=party.organiser_id)
    taken, room = {panel.episode for panel in others}, most - count
    wanted = [key for key in dict.fromkeys(party.episodes) if key in watched and key not in taken]
    if len(wanted) > room:
        _log.warning("server %s has too many votes open: some of party %s are not", party.guild_id, party.id)
    for number, key in enumerate(wanted[: max(0, room)]):
        panel = Panel(
            guild_id=party.guild_id,
            id=panel_id(party.id, number, now),
            channel_id=party.channel_id,
            message_id=None,
            show_id=party.show_id,
            episode=key,
            opened_by=party.organiser_id,
            closes_at=now + VOTING,
        )
        await panels.add(tx, panel, now=now)
        await panels.post_at(tx, panel, at=now + AFTER_RESULT + timedelta(seconds=number))


def panel_id(party_id: int, number: int, now: datetime) -> int:
    """An id for a panel that no interaction opened: as Discord makes them, of the moment `now`.

    `number`: which of a party's votes it is, 0 to 15.
    """
    milliseconds = int(now.timestamp() * 1000) - _EPOCH
    of_party = (party_id ^ (party_id >> 22)) % (1 << 18)  # two parties may end in the same millisecond
    return (milliseconds << 22) | (of_party << 4) | number
