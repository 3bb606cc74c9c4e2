"""What the worker reads and notes about reminders: one transaction each."""

from datetime import datetime, timedelta

from bot.domain.catalogue import Library
from bot.domain.parties import Party
from bot.domain.rsvps import Rsvp
from bot.domain.server_settings import NUMBERS
from cogs.parties.view import PartyView, view
from db import parties, party_times, rsvps, server_log, server_settings
from db.database import Database, Tx

_LONGEST = timedelta(minutes=NUMBERS["reminder"][1])


async def look(db: Database, library: Library, *, guild_id: int, party_id: int) -> PartyView | None:
    """A party as it stands; None where it was forgotten, or is about what the catalogue has no longer."""
    return await db.read(lambda tx: _look(tx, library, guild_id, party_id))


async def earliest(db: Database, party: Party, *, minutes: int) -> timedelta:
    """How long before its start a party's channel may have been reminded already, at the most.

    `minutes`, which the server has set; where it set them lately, another number of them held before.
    """
    changed = await db.read(lambda tx: server_log.last_change(tx, guild_id=party.guild_id, name="reminder"))
    is_new = changed is not None and changed.at > party.starts_at - _LONGEST
    return _LONGEST if is_new else timedelta(minutes=minutes)


async def look_at_answer(
    db: Database, library: Library, *, guild_id: int, rsvp_id: int
) -> tuple[PartyView, Rsvp] | None:
    """The same with the answer of that id."""
    async with db.snapshot() as tx:
        rsvp = await rsvps.by_id(tx, guild_id=guild_id, rsvp_id=rsvp_id)
        seen = await _look(tx, library, guild_id, rsvp.party_id) if rsvp else None
    return (seen, rsvp) if seen and rsvp else None


async def arrange(db: Database, party: Party, *, now: datetime) -> datetime | None:
    """Have done in time what is due for a party that was moved meanwhile; when."""

    async def work(tx: Tx) -> datetime | None:
        held = await parties.lock(tx, guild_id=party.guild_id, party_id=party.id)
        settings = await server_settings.read(tx, guild_id=party.guild_id)
        return await party_times.arrange(tx, held, minutes=settings.reminder, now=now) if held else None

    return await db.write(work)


async def arrange_message(db: Database, party: Party, rsvp: Rsvp, *, now: datetime) -> datetime | None:
    """The same for the message to one member."""

    async def work(tx: Tx) -> datetime | None:
        held = await parties.lock(tx, guild_id=party.guild_id, party_id=party.id)
        latest = await rsvps.by_id(tx, guild_id=party.guild_id, rsvp_id=rsvp.id)
        return await party_times.arrange_direct(tx, held, latest, now=now) if held and latest else None

    return await db.write(work)


async def note_written(db: Database, party: Party, rsvp: Rsvp) -> None:
    """Note that a member was written to, unless that was of another time than it is now to be."""

    async def work(tx: Tx) -> None:
        held = await parties.lock(tx, guild_id=party.guild_id, party_id=party.id)
        latest = await rsvps.by_id(tx, guild_id=party.guild_id, rsvp_id=rsvp.id)
        if held and latest and held.starts_at == party.starts_at and latest.minutes == rsvp.minutes:
            await rsvps.note_reminded(tx, guild_id=party.guild_id, rsvp_id=rsvp.id)

    await db.write(work)


async def forget_stage(db: Database, party: Party) -> None:
    """Note that a party has no message that asks whether everybody is ready."""
    await db.write(lambda tx: parties.note(tx, guild_id=party.guild_id, party_id=party.id, stage_id=None))


async def _look(tx: Tx, library: Library, guild_id: int, party_id: int) -> PartyView | None:
    party = await parties.find(tx, guild_id=guild_id, party_id=party_id)
    return await view(tx, library, party) if party else None
