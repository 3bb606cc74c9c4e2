"""What is due for a party, arranged anew after each change: in one place, so that nothing is left behind."""

from datetime import datetime, timedelta

from bot.domain.pace import next_edit
from bot.domain.parties import Party, Phase
from bot.domain.reminders import ABANDONED, ANNOUNCED, PAUSED, READY
from bot.domain.rsvps import How, Roster, Rsvp, moved_up, roster
from db import due, rsvps
from db.database import Tx

CARD = "party:card"
"""Bringing its messages up to date."""
ANNOUNCE = "party:announce"
"""Posting the card: of a season's session when it comes near, of another where its answer was lost."""
EVENT = "party:event"
"""Letting Discord's scheduled event follow."""
REMIND = "party:remind"
"""Reminding the channel."""
DIRECT = "party:direct"
"""Reminding one member by direct message; the subject is the id of their answer."""
SEAT = "party:seat"
"""Telling one member by direct message that they no longer wait for a seat; the subject as above."""
CHECK = "party:check"
"""Calling the ready check."""
START = "party:start"
"""Beginning, and posting the live card where there is none yet."""
END = "party:end"
"""Ending what nobody ended."""
RESULT = "party:result"
"""Telling who was there, and opening the votes."""

EVENTS_AHEAD = timedelta(days=14)
"""How long before the start Discord's event is made: a server can have 100 of them open."""
UNANSWERED = timedelta(minutes=1)
"""After planning or starting a party, answered with its card, the time until that is looked for."""

_OF_PARTY = (CARD, ANNOUNCE, EVENT, REMIND, CHECK, START, END, RESULT)


async def arrange(tx: Tx, party: Party, *, minutes: int, now: datetime) -> datetime:
    """Have done in time what there is to be done for a party as it stands, and nothing else.

    `minutes` before the start the channel is reminded, 0 for never. When the first of it is due.
    """
    first = await arrange_own(tx, party, minutes=minutes, now=now)
    return min(first, await _arrange_direct(tx, party, now))


async def arrange_own(tx: Tx, party: Party, *, minutes: int, now: datetime) -> datetime:
    """The same without the direct messages to those who answered it: a read and a write for each of them."""
    wanted = _wanted(party, minutes, now)
    # A live card that is still to be posted stays so, however late; one that was deleted has no row.
    kept = {CARD, START} if party.phase is Phase.LIVE and party.stage_id is None else {CARD}
    for kind in _OF_PARTY:
        if kind in wanted:
            await _schedule(tx, party, kind, wanted[kind])
        elif kind not in kept:
            await due.cancel(tx, guild_id=party.guild_id, kind=kind, subject_id=party.id)
    return min(wanted.values())


async def refresh_soon(tx: Tx, party: Party, *, now: datetime) -> datetime:
    """Have its messages brought up to date, at most once in some seconds; when that is."""
    at = max(now, next_edit(party.edited_at, now=now))
    await _schedule(tx, party, CARD, at)
    return at


async def post_stage(tx: Tx, party: Party, *, now: datetime) -> None:
    """Have the live card of a party that was begun posted now: nobody is answered with it."""
    await _schedule(tx, party, START, now)


async def cancel_all(tx: Tx, party: Party) -> None:
    """Have nothing done for a party that is forgotten."""
    for kind in _OF_PARTY:
        await due.cancel(tx, guild_id=party.guild_id, kind=kind, subject_id=party.id)
    for rsvp in await rsvps.of_party(tx, guild_id=party.guild_id, party_id=party.id):
        for kind in (DIRECT, SEAT):
            await due.cancel(tx, guild_id=party.guild_id, kind=kind, subject_id=rsvp.id)


async def arrange_direct(tx: Tx, party: Party, rsvp: Rsvp, *, now: datetime) -> datetime | None:
    """Have one member written to in time, where they asked for that; when."""
    if not (rsvp.awaits_message and _reminds(party, rsvp.minutes, now)):
        await due.cancel(tx, guild_id=party.guild_id, kind=DIRECT, subject_id=rsvp.id)
        return None
    at = max(now, party.starts_at - timedelta(minutes=rsvp.minutes))
    await due.schedule(tx, guild_id=party.guild_id, kind=DIRECT, subject_id=rsvp.id, at=at)
    return at


async def tell_of_seats(tx: Tx, party: Party, before: Roster, *, now: datetime) -> datetime | None:
    """Have those told who got a seat since `before` and asked for direct messages; None where nobody did."""
    answers = await rsvps.of_party(tx, guild_id=party.guild_id, party_id=party.id)
    seated = set(moved_up(before, roster(answers, seats=party.seats)))
    told = [rsvp.id for rsvp in answers if rsvp.member_id in seated and rsvp.how is How.DIRECT]
    for rsvp_id in told:
        await due.schedule(tx, guild_id=party.guild_id, kind=SEAT, subject_id=rsvp_id, at=now)
    return now if told else None


def _wanted(party: Party, minutes: int, now: datetime) -> dict[str, datetime]:
    """When what is due, by kind. What lies in the past is due now."""
    wanted = {EVENT: now}
    if party.message_id is not None or party.stage_id is not None:
        wanted[CARD] = max(now, next_edit(party.edited_at, now=now))
    if minutes and party.reminded_at is None and _reminds(party, minutes, now):
        wanted[REMIND] = max(now, party.starts_at - timedelta(minutes=minutes))
    if party.phase is Phase.PLANNED:
        if party.event_id is None:
            wanted[EVENT] = max(now, party.starts_at - EVENTS_AHEAD)
        if party.message_id is None and party.card_gone_at is None:
            near = party.starts_at - ANNOUNCED if party.season_id else now + UNANSWERED
            wanted[ANNOUNCE] = max(now, near)
        if party.ready_at is None:
            wanted[CHECK] = max(now, party.starts_at - READY)
        wanted[START] = party.starts_at
        wanted[END] = party.starts_at + ABANDONED
    elif party.phase is Phase.LIVE:
        wanted[END] = party.ends_at() or (party.clock.at if party.clock else now) + PAUSED
        posted_by = (party.started_at or now) + UNANSWERED
        if party.stage_id is None and now <= posted_by:  # its live card may be on the way as an answer
            wanted[START] = posted_by
    elif party.phase is Phase.ENDED and party.started_at is not None and party.result_id is None:
        wanted[RESULT] = now
    return wanted


def _reminds(party: Party, minutes: int, now: datetime) -> bool:
    """Whether what reminds of a party so many minutes before it is still to be done.

    It is where the party is on: it may have begun early, or at that very time. What was missed until it was
    over is done as well: its doer drops it, and says so in the log.
    """
    missed = party.phase is Phase.ENDED and party.starts_at - timedelta(minutes=minutes) <= now
    return party.is_open or missed


async def _arrange_direct(tx: Tx, party: Party, now: datetime) -> datetime:
    """The same for direct messages, each member's at their time; when the first of them is due."""
    answers = await rsvps.of_party(tx, guild_id=party.guild_id, party_id=party.id)
    found = [await arrange_direct(tx, party, rsvp, now=now) for rsvp in answers]
    return min(filter(None, found), default=datetime.max.replace(tzinfo=now.tzinfo))


async def _schedule(tx: Tx, party: Party, kind: str, at: datetime) -> None:
    await due.schedule(tx, guild_id=party.guild_id, kind=kind, subject_id=party.id, at=at)
