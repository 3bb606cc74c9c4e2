"""Parties to put into a database, changed the way features change them, and what is due for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.parties import Party
from bot.domain.playing import Programme
from bot.domain.rsvps import Answer, How, Rsvp
from db import parties, party_times, rsvps
from db.database import Database, Tx
from tests.db.support import NOW

START = NOW + timedelta(hours=2)
PARTY = Party(
    guild_id=1,
    id=42,
    channel_id=70,
    organiser_id=11,
    show_id="kaleido-star",
    episodes=("s1e12", "s1e12.5"),
    starts_at=START,
    zone="Europe/Berlin",
    changed_at=NOW,
    edited_at=NOW,
)
TWO = Programme((1440, 1440), pause=300)
MINUTES = 30

Due = dict[tuple[str, int], float]
"""Kind without `party:` and subject, and the seconds from `NOW` at which it is due."""


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def answer(
    member_id: int,
    said: Answer = Answer.GOING,
    *,
    how: How = How.CHANNEL,
    minutes: int = 30,
    party: Party = PARTY,
    reminded: bool = False,
) -> Rsvp:
    rsvp_id = 1000 * party.id + member_id
    return Rsvp(party.id, member_id, rsvp_id, said, 0, how=how, minutes=minutes, reminded=reminded)


async def add(db: Database, *some: Party) -> None:
    async with db.transaction() as tx:
        for party in some:
            assert await parties.add(tx, party)


async def plan(db: Database, party: Party, *, minutes: int = MINUTES, now: datetime = NOW) -> datetime:
    """Store a party and have done for it what there is to be done; when the first of it is due."""
    async with db.transaction() as tx:
        assert await parties.add(tx, party)
        return await party_times.arrange(tx, party, minutes=minutes, now=now)


async def find(db: Database, party: Party = PARTY) -> Party | None:
    async with db.snapshot() as tx:
        return await parties.find(tx, guild_id=party.guild_id, party_id=party.id)


async def change_in(
    tx: Tx, do: Callable[[Party], Party], *, party: Party = PARTY, minutes: int = MINUTES, now: datetime
) -> tuple[Party, datetime]:
    held = await parties.hold(tx, guild_id=party.guild_id, party_id=party.id)
    assert held
    done = replace(do(held), changed_at=now)
    await parties.save(tx, done)
    if done.starts_at != held.starts_at:
        await rsvps.remind_again(
            tx, guild_id=done.guild_id, party_id=done.id, starts_at=done.starts_at, now=now
        )
    return done, await party_times.arrange(tx, done, minutes=minutes, now=now)


async def change(
    db: Database,
    do: Callable[[Party], Party],
    seconds: float = 0,
    *,
    party: Party = PARTY,
    minutes: int = MINUTES,
) -> Party:
    """Change a party so many seconds from `NOW`, in a transaction of its own."""
    async with db.transaction() as tx:
        done, first = await change_in(tx, do, party=party, minutes=minutes, now=after(seconds))
        row = await tx.one(
            "SELECT min(due_at) AS at FROM due WHERE guild_id = :guild_id AND kind <> 'party:card'"
            " AND (subject_id = :id OR subject_id / 1000 = :id)",
            guild_id=party.guild_id,
            id=party.id,
        )
    assert row
    assert first <= max(after(seconds), datetime.fromtimestamp(row["at"], UTC))  # what is late is due now
    return done


async def say(db: Database, rsvp: Rsvp, seconds: float = 0, *, party: Party = PARTY) -> None:
    """Store an answer and how to be reminded, and arrange what is due."""
    async with db.transaction() as tx:
        await rsvps.put(tx, rsvp, guild_id=party.guild_id)
        await rsvps.remind(tx, rsvp, guild_id=party.guild_id)
        await change_in(tx, lambda held: held, party=party, now=after(seconds))


async def due_rows(db: Database, *, guild_id: int = 1) -> Due:
    async with db.snapshot() as tx:
        rows = await tx.all(
            "SELECT kind, subject_id, due_at FROM due WHERE guild_id = :guild_id", guild_id=guild_id
        )
    return {
        (row["kind"].removeprefix("party:"), row["subject_id"]): row["due_at"] - NOW.timestamp()
        for row in rows
    }


async def wipe(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.run("DELETE FROM parties")
        await tx.run("DELETE FROM due")
