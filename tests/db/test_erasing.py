"""What becomes of that which a member began, or had a part in, once they are deleted."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.pace import PACE
from bot.domain.rsvps import How, roster
from db import erasing, parties, polls, rsvps, servers, withdrawals
from db.database import Database
from db.erasing import Erased
from db.sqlite import MIGRATIONS
from tests.db.lives import GUILDS, HEIR, LEFT, MEMBERS, Step
from tests.db.planning import PARTY, answer, due_rows, plan, say
from tests.db.support import NOW

HERE = GUILDS[0]
HANA, TOMAS, AIKO = MEMBERS
SMALL = replace(PARTY, guild_id=HERE, organiser_id=AIKO, seats=1, title="One seat", message_id=77)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def live(db: Database, *steps: Step) -> None:
    async with db.transaction() as tx:
        for step in steps:
            await LEFT[step.verb](tx, step)


async def erase(db: Database, member_id: int = HANA, *, now: datetime = NOW) -> Erased:
    async with db.transaction() as tx:
        return await erasing.erase(tx, guild_id=HERE, member_id=member_id, heir_id=HEIR, now=now)


async def test_who_waited_gets_the_seat_and_is_told_where_they_asked_for_that(db: Database) -> None:
    await plan(db, SMALL)
    for member_id in (HANA, TOMAS):
        await say(db, answer(member_id, how=How.DIRECT, party=SMALL), party=SMALL)
    hers, his = (answer(member_id, party=SMALL).id for member_id in (HANA, TOMAS))
    assert ("direct", hers) in await due_rows(db, guild_id=HERE)

    erased = await erase(db)

    async with db.snapshot() as tx:
        answers = await rsvps.of_party(tx, guild_id=HERE, party_id=SMALL.id)
    assert [rsvp.member_id for rsvp in roster(answers, seats=1).going] == [TOMAS]
    due = await due_rows(db, guild_id=HERE)
    assert (due[("seat", his)], due[("card", SMALL.id)]) == (0, PACE.total_seconds())
    assert {subject for _, subject in due} == {his, SMALL.id}
    assert erased.due_at == NOW


async def test_a_party_stays_in_the_heirs_name_without_its_title(db: Database) -> None:
    await plan(db, SMALL)

    await erase(db, AIKO)

    async with db.snapshot() as tx:
        found = await parties.find(tx, guild_id=HERE, party_id=SMALL.id)
    assert found is not None
    assert (found.organiser_id, found.title, found.starts_at) == (HEIR, None, SMALL.starts_at)
    assert found.version > SMALL.version
    due = await due_rows(db, guild_id=HERE)
    assert (due[("card", SMALL.id)], due[("event", SMALL.id)]) == (PACE.total_seconds(), 0)


async def test_a_poll_goes_with_all_answers_and_its_messages_are_taken_down(db: Database) -> None:
    await live(
        db,
        Step("ask", HERE, HANA, 0, yes=True, id=101),
        Step("answer a poll", HERE, TOMAS, 0, yes=True, id=102),
        Step("close a poll", HERE, AIKO, 0, yes=True, id=103),
    )

    erased = await erase(db)

    async with db.snapshot() as tx:
        assert await polls.find(tx, guild_id=HERE, poll_id=101) is None
        assert await tx.all("SELECT * FROM poll_votes") == []
        for message_id in (1_000_101, 2_000_103):
            assert await withdrawals.find(tx, guild_id=HERE, message_id=message_id)
    assert set(await due_rows(db, guild_id=HERE)) == {
        (withdrawals.DELETE, 1_000_101),
        (withdrawals.DELETE, 2_000_103),
    }
    assert erased.due_at == NOW


async def test_deleting_twice_finds_nothing_and_changes_nothing(db: Database) -> None:
    await plan(db, SMALL)
    await live(db, Step("vote", HERE, HANA, 0, yes=True, id=101))
    first = await erase(db)
    assert {kept.nouns: n for kept, n in first.counts.items()} == {"votes": 1}
    before = await due_rows(db, guild_id=HERE)

    assert await erase(db, now=NOW + timedelta(minutes=1)) == Erased({}, None)

    assert await due_rows(db, guild_id=HERE) == before


async def test_where_the_bot_was_removed_nothing_is_brought_up_to_date(db: Database) -> None:
    await live(
        db,
        Step("open a panel", HERE, TOMAS, 0, yes=False, id=101),
        Step("vote", HERE, HANA, 0, yes=True, id=102),
    )
    async with db.transaction() as tx:
        await servers.leave(tx, guild_id=HERE, now=NOW)

    erased = await erase(db)

    assert (erased.due_at, len(erased.counts)) == (None, 1)
    assert {kind for kind, _ in await due_rows(db, guild_id=HERE)} == {servers.FORGET}


async def test_what_fails_on_the_way_leaves_all_as_it_was(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live(db, Step("vote", HERE, HANA, 0, yes=True, id=101))

    async def fail(*_: object, **__: object) -> None:
        raise LookupError

    monkeypatch.setattr("db.open_messages.refresh_all", fail)
    with pytest.raises(LookupError):
        await erase(db)
    monkeypatch.undo()

    assert len((await erase(db)).counts) == 1
