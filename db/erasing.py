"""Deleting all that is kept about a member in a server: one transaction, after which every count is right."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.parties import Party, Phase
from bot.domain.rsvps import Roster, roster
from db import (
    imports,
    marks,
    open_messages,
    panels,
    parties,
    party_times,
    personal,
    poll_votes,
    polls,
    presences,
    review_votes,
    reviews,
    rsvps,
    server_log,
    servers,
    votes,
)
from db.database import Tx
from db.personal import Counts


@dataclass(frozen=True, slots=True)
class Erased:
    """What was kept about a member and is no longer; when the first of what follows from it is due."""

    counts: Counts
    due_at: datetime | None = None


class _Erase(Protocol):
    def __call__(self, tx: Tx, *, guild_id: int, member_id: int) -> Awaitable[int]: ...


_ROWS: Sequence[_Erase] = (
    votes.erase,
    poll_votes.erase,
    marks.erase,
    imports.erase,
    presences.erase,
    server_log.erase,  # before the reviews that it is about
    reviews.erase,
    review_votes.erase,
)
"""What goes, or forgets a member, without a look at anything else."""


async def erase(tx: Tx, *, guild_id: int, member_id: int, heir_id: int, now: datetime) -> Erased:
    """Delete what is kept about a member in a server.

    What they began and the others go on with, parties and vote panels, becomes `heir_id`'s. The polls that
    they asked go with all answers. What stands open in the channels follows.
    """
    counts = await personal.counts(tx, guild_id=guild_id, member_id=member_id)
    if not counts:
        return Erased(counts)
    await panels.hand_over(tx, guild_id=guild_id, member_id=member_id, heir_id=heir_id)
    await parties.hand_over(tx, guild_id=guild_id, member_id=member_id, heir_id=heir_id)
    asked = await polls.erase(tx, guild_id=guild_id, member_id=member_id, now=now)
    gone = await servers.is_gone(tx, guild_id=guild_id)  # then there is nobody to tell or to show anything
    seated_at = await _leave_seats(tx, guild_id=guild_id, member_id=member_id, tells=not gone, now=now)
    for erase_rows in _ROWS:
        await erase_rows(tx, guild_id=guild_id, member_id=member_id)
    shown_at = None
    if not gone:
        shown_at = await open_messages.refresh_all(tx, guild_id=guild_id, now=now)
    taken_down = asked or any(kept.table == "reviews" for kept in counts)  # they may be shown in a channel
    due_at = min(filter(None, (now if taken_down else None, seated_at, shown_at)), default=None)
    return Erased(counts, due_at)


async def _leave_seats(
    tx: Tx, *, guild_id: int, member_id: int, tells: bool, now: datetime
) -> datetime | None:
    """Take a member's answers back. Who gets their seat is told, where it `tells` and they asked; when."""
    left: list[tuple[Party, Roster]] = []
    for party_id in await rsvps.parties_of(tx, guild_id=guild_id, member_id=member_id):
        party = await parties.find(tx, guild_id=guild_id, party_id=party_id)
        if party is not None and party.seats is not None and party.phase is Phase.PLANNED:
            answers = await rsvps.of_party(tx, guild_id=guild_id, party_id=party_id)
            left.append((party, roster(answers, seats=party.seats)))
    await personal.cancel_reminders(tx, guild_id=guild_id, member_id=member_id)
    await rsvps.erase(tx, guild_id=guild_id, member_id=member_id)
    if not tells:
        return None
    times = [await party_times.tell_of_seats(tx, party, before, now=now) for party, before in left]
    return min(filter(None, times), default=None)
