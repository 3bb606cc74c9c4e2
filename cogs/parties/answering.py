"""What members say to a party, and how they are reminded of it: one transaction each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.catalogue import Library
from bot.domain.parties import Party, Phase
from bot.domain.refusal import Refusal
from bot.domain.rsvps import Answer, How, Preference, Rsvp, roster
from cogs.parties import in_loop
from cogs.parties.changing import Actor
from cogs.parties.view import GONE, PartyView, view
from db import member_settings, parties, party_times, rsvps, server_settings
from db.database import Database, Tx

ON = "This party is on: come whenever you like, and press “I’m here” on its message."
BEGUN = "This party is on: there is nothing left to remind you of."

Sees = Callable[[int], bool]
"""Whether the one who asks may know of what is in the channel of that id; may be `in_loop.Asked`."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A party and a member's answer to it as they stand now.

    `changed`: by this very action; `is_new`: they had not answered before, and are put down as maybe. What is
    due for it first is so at `due_at`. `rsvp` is None where they have not answered.
    """

    view: PartyView
    rsvp: Rsvp | None
    changed: bool = False
    is_new: bool = False
    due_at: datetime | None = None


async def answer(
    db: Database, library: Library, who: Actor, party_id: int, said: Answer, *, sees: Sees, now: datetime
) -> Answered:
    """Note what a member says to a party, in place of what they said before.

    Raises:
        Refusal: there is no such party here, or it is no longer to come.
    """

    async def work(tx: Tx) -> Answered:
        party = await _planned(tx, who, party_id, sees=sees, otherwise=ON)
        before = roster(await rsvps.of_party(tx, **_of(party)) if party.seats else (), seats=party.seats)
        was = await rsvps.find(tx, **_of(party), member_id=who.member_id)
        own = (await member_settings.read(tx, member_id=who.member_id)).remind
        fresh = Rsvp(party.id, who.member_id, who.interaction_id, said, 0, own.how, own.minutes)
        changed = await rsvps.put(tx, fresh, guild_id=party.guild_id)
        times: list[datetime | None] = []
        if changed:
            times = [
                await party_times.refresh_soon(tx, party, now=now),
                await party_times.tell_of_seats(tx, party, before, now=now) if before.waiting else None,
                await _arrange_message(tx, party, was, who.member_id, now=now),
            ]
        return await _answered(tx, library, party, who, changed=changed, times=times)

    return await in_loop.done(db.write, work)


async def look(db: Database, library: Library, who: Actor, party_id: int, *, sees: Sees) -> Answered:
    """A party that is to come, and what a member said to it.

    Raises:
        Refusal: there is no such party here, or it is no longer to come.
    """

    async def work(tx: Tx) -> Answered:
        party = await parties.find(tx, guild_id=who.guild_id, party_id=party_id)
        return await _answered(tx, library, _checked(party, sees=sees, otherwise=BEGUN), who)

    return await in_loop.done(db.read, work)


async def set_reminder(
    db: Database,
    library: Library,
    who: Actor,
    party_id: int,
    wish: Preference,
    *,
    sees: Sees,
    now: datetime,
    every_party: bool = False,
) -> Answered:
    """Choose how one is reminded of a party; with `every_party`, of those that one answers from now on too.

    Who has not answered and wants to be reminded may come: that is put down.

    Raises:
        Refusal: there is no such party here, or it is no longer to come.
    """

    async def work(tx: Tx) -> Answered:
        party = await _planned(tx, who, party_id, sees=sees, otherwise=BEGUN)
        if every_party:
            await _set_default(tx, who.member_id, wish)
        was = await rsvps.find(tx, **_of(party), member_id=who.member_id)
        if was is None and wish.how is How.OFF:
            return await _answered(tx, library, party, who)
        if was and was.preference == wish:
            return await _answered(tx, library, party, who)
        times: list[datetime | None] = []
        if was is None:
            times.append(await party_times.refresh_soon(tx, party, now=now))
        said = was or Rsvp(party.id, who.member_id, who.interaction_id, Answer.MAYBE, 0)
        rsvp = replace(said, how=wish.how, minutes=wish.minutes, reminded=False)
        await rsvps.put(tx, rsvp, guild_id=party.guild_id)
        await rsvps.remind(tx, rsvp, guild_id=party.guild_id)
        times.append(await _arrange_message(tx, party, None, who.member_id, now=now))
        return await _answered(tx, library, party, who, changed=True, is_new=was is None, times=times)

    return await in_loop.done(db.write, work)


async def set_default(db: Database, *, member_id: int, wish: Preference) -> None:
    """Choose how one is reminded of the parties that one answers from now on, in all servers."""
    await db.write(lambda tx: _set_default(tx, member_id, wish))


async def set_zone(
    db: Database, *, guild_id: int, member_id: int, zone: str | None
) -> tuple[str | None, str]:
    """Choose one's time zone, by its IANA name; None leaves it as it is. It, and the server's, as of now."""
    if zone is not None:
        await db.write(lambda tx: member_settings.put(tx, member_id=member_id, name="zone", value=zone))
    async with db.snapshot() as tx:
        own = await member_settings.read(tx, member_id=member_id)
        return own.zone, (await server_settings.read(tx, guild_id=guild_id)).zone


async def _set_default(tx: Tx, member_id: int, wish: Preference) -> None:
    await member_settings.put(tx, member_id=member_id, name="remind", value=str(wish))


async def _planned(tx: Tx, who: Actor, party_id: int, *, sees: Sees, otherwise: str) -> Party:
    return _checked(
        await parties.lock(tx, guild_id=who.guild_id, party_id=party_id), sees=sees, otherwise=otherwise
    )


def _checked(party: Party | None, *, sees: Sees, otherwise: str) -> Party:
    """The party, where it is to come. `otherwise`: what is said of one that is on."""
    if party is None or not sees(party.channel_id):
        raise Refusal(GONE)
    party.check_open()
    if party.phase is Phase.LIVE:
        raise Refusal(otherwise)
    return party


async def _arrange_message(
    tx: Tx, party: Party, was: Rsvp | None, member_id: int, *, now: datetime
) -> datetime | None:
    """Have a member written to as they want it from now on; when. What lies in the past is not made up for.

    `was`: their answer before; a message that it awaits is under way, and stays so.
    """
    rsvp = await rsvps.find(tx, **_of(party), member_id=member_id)
    if rsvp is None or (was and was.awaits_message and rsvp.awaits_message):
        return None
    if rsvp.awaits_message and party.starts_at - timedelta(minutes=rsvp.minutes) <= now:
        rsvp = replace(rsvp, reminded=True)
        await rsvps.remind(tx, rsvp, guild_id=party.guild_id)
    return await party_times.arrange_direct(tx, party, rsvp, now=now)


async def _answered(
    tx: Tx,
    library: Library,
    party: Party,
    who: Actor,
    *,
    changed: bool = False,
    is_new: bool = False,
    times: list[datetime | None] | None = None,
) -> Answered:
    seen = await view(tx, library, party)
    if seen is None:
        raise Refusal(GONE)
    rsvp = await rsvps.find(tx, **_of(party), member_id=who.member_id)
    return Answered(seen, rsvp, changed, is_new, min(filter(None, times or ()), default=None))


def _of(party: Party) -> dict[str, int]:
    return {"guild_id": party.guild_id, "party_id": party.id}
