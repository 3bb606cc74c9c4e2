"""Direct messages to members who asked for them: due when they asked, and not once that has no sense."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.parties import Party
from bot.domain.rsvps import Answer, How, Rsvp, roster
from db import party_times, rsvps
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, TWO, after, answer, change, due_rows, plan, say

DAY = 86400
POSTED = replace(PARTY, message_id=700, event_id=703)
CHANGES: list[tuple[Callable[[Party], Party], int | None]] = [
    (lambda party: party.move(after(9000), after(9), zone="UTC", minutes=30), 7200),
    (lambda party: party.move(after(1500), after(9), zone="UTC", minutes=30), None),
    (lambda party: party.start(TWO, after(9)), 5400),
    (lambda party: party.cancel(after(9)), None),
    (lambda party: party.abandon(after(9)), None),
    (lambda party: party.start(TWO, after(9)).end(after(9)), None),
]


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


@pytest.mark.parametrize(
    ("rsvp", "seconds"),
    [
        (answer(11, how=How.DIRECT), 5400),
        (answer(11, how=How.DIRECT, minutes=0), 7200),
        (answer(11, how=How.DIRECT, minutes=119), 60),
        (answer(11, how=How.DIRECT, minutes=10_080), 7),
        (answer(11, Answer.MAYBE, how=How.DIRECT), 5400),
        (answer(11, Answer.CANT, how=How.DIRECT), None),
        (answer(11, how=How.DIRECT, reminded=True), None),
        (answer(11), None),
        (answer(11, how=How.OFF), None),
    ],
)
async def test_who_asked_for_a_message_gets_it_at_their_time(
    db: Database, rsvp: Rsvp, seconds: int | None
) -> None:
    await plan(db, POSTED)
    await say(db, answer(12), 7)
    before = await due_rows(db)
    await say(db, rsvp, 7)
    expected = {} if seconds is None else {("direct", rsvp.id): seconds}
    assert await due_rows(db) == before | expected


async def test_who_thinks_better_of_it_is_not_written_to(db: Database) -> None:
    await plan(db, POSTED)
    before = await due_rows(db)
    await say(db, answer(11, how=How.DIRECT))
    assert await due_rows(db) != before
    await say(db, answer(11, Answer.CANT, how=How.DIRECT))
    assert await due_rows(db) == before


@pytest.mark.parametrize(("do", "seconds"), CHANGES)
async def test_messages_to_members_follow_the_party(
    db: Database, do: Callable[[Party], Party], seconds: int | None
) -> None:
    await plan(db, POSTED)
    await say(db, answer(11, how=How.DIRECT))
    await change(db, do, 9)
    assert (await due_rows(db)).get(("direct", answer(11).id)) == seconds


async def test_the_first_that_is_due_may_be_a_message_to_a_member(db: Database) -> None:
    later = replace(PARTY, card_gone_at=after(0), starts_at=after(30 * DAY))
    await plan(db, later)
    async with db.transaction() as tx:
        await rsvps.put(tx, answer(11, how=How.DIRECT, minutes=10_080), guild_id=1)
        first = await party_times.arrange(tx, replace(later, event_id=1), minutes=30, now=after(0))
        assert first == after(0)  # its event
        stored = (await rsvps.of_party(tx, guild_id=1, party_id=42))[0]
        assert await party_times.arrange_direct(tx, later, stored, now=after(0)) == after(23 * DAY)
        over = later.cancel(after(0))
        assert await party_times.arrange_direct(tx, over, stored, now=after(0)) is None


async def test_who_got_a_seat_is_told_where_they_asked_for_messages(db: Database) -> None:
    party = replace(POSTED, seats=1)
    await plan(db, party)
    for member_id, how in ((11, How.DIRECT), (12, How.DIRECT), (13, How.CHANNEL), (14, How.DIRECT)):
        await say(db, answer(member_id, how=how))
    async with db.transaction() as tx:
        before = roster(await rsvps.of_party(tx, guild_id=1, party_id=42), seats=1)
        assert await party_times.tell_of_seats(tx, party, before, now=after(9)) is None
        more = replace(party, seats=3)
        assert await party_times.tell_of_seats(tx, more, before, now=after(9)) == after(9)
    rows = await due_rows(db)
    assert {key: at for key, at in rows.items() if key[0] == "seat"} == {("seat", answer(12).id): 9}
