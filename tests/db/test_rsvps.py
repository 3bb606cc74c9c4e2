"""Answers to parties: one a member, in the order in which they were given."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.rsvps import Answer, How, Rsvp
from db import rsvps
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, add, after, answer, wipe

OTHER = replace(PARTY, id=43)
ELSEWHERE = replace(PARTY, guild_id=2)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


@pytest.fixture(autouse=True)
async def some_parties(db: Database) -> None:
    await add(db, PARTY, OTHER, ELSEWHERE)


async def put(db: Database, rsvp: Rsvp, *, guild_id: int = 1) -> bool:
    async with db.transaction() as tx:
        return await rsvps.put(tx, rsvp, guild_id=guild_id)


async def of_party(db: Database, *, guild_id: int = 1, party_id: int = 42) -> list[Rsvp]:
    async with db.snapshot() as tx:
        return await rsvps.of_party(tx, guild_id=guild_id, party_id=party_id)


async def test_an_answer_comes_back_as_it_was_stored(db: Database) -> None:
    rsvp = answer(11, Answer.MAYBE, how=How.DIRECT, minutes=10_080, reminded=True)
    assert await put(db, rsvp)
    stored = replace(rsvp, number=1)
    async with db.snapshot() as tx:
        assert await rsvps.find(tx, guild_id=1, party_id=42, member_id=11) == stored
        assert await rsvps.by_id(tx, guild_id=1, rsvp_id=rsvp.id) == stored
        for guild_id, party_id, member_id in ((2, 42, 11), (1, 43, 11), (1, 42, 12)):
            found = await rsvps.find(tx, guild_id=guild_id, party_id=party_id, member_id=member_id)
            assert found is None
        assert await rsvps.by_id(tx, guild_id=2, rsvp_id=rsvp.id) is None
        assert await rsvps.by_id(tx, guild_id=1, rsvp_id=99) is None


async def test_a_later_answer_keeps_the_id_and_how_to_be_reminded(db: Database) -> None:
    first = answer(11, how=How.DIRECT, minutes=60, reminded=True)
    await put(db, first)
    assert await put(db, replace(first, id=99, answer=Answer.CANT, how=How.OFF, minutes=5, reminded=False))
    assert await of_party(db) == [replace(first, answer=Answer.CANT, number=2)]


async def test_the_same_answer_again_changes_nothing_and_loses_no_place(db: Database) -> None:
    for member_id in (11, 12):
        await put(db, answer(member_id))
    assert not await put(db, answer(11))
    assert [rsvp.member_id for rsvp in await of_party(db)] == [11, 12]


async def test_who_comes_back_stands_behind_the_others(db: Database) -> None:
    for member_id in (11, 12):
        await put(db, answer(member_id))
    for said in (Answer.CANT, Answer.GOING):
        assert await put(db, answer(11, said))
    assert [(rsvp.member_id, rsvp.number) for rsvp in await of_party(db)] == [(12, 2), (11, 4)]


async def test_each_party_counts_its_own_answers(db: Database) -> None:
    await put(db, answer(11))
    await put(db, answer(12))
    await put(db, answer(11, party=OTHER))
    await put(db, answer(11), guild_id=2)
    assert [rsvp.number for rsvp in await of_party(db, party_id=43)] == [1]
    assert [rsvp.number for rsvp in await of_party(db, guild_id=2)] == [1]
    assert [rsvp.number for rsvp in await of_party(db)] == [1, 2]


async def test_a_member_says_how_they_are_reminded_of_this_party_alone(db: Database) -> None:
    for rsvp in (answer(11), answer(12), answer(11, party=OTHER)):
        await put(db, rsvp)
    async with db.transaction() as tx:
        wanted = answer(11, Answer.CANT, how=How.DIRECT, minutes=5, reminded=True)
        await rsvps.remind(tx, wanted, guild_id=1)
    mine, others = await of_party(db)
    assert mine == replace(wanted, answer=Answer.GOING, number=1)
    assert others == replace(answer(12), number=2)
    assert await of_party(db, party_id=43) == [replace(answer(11, party=OTHER), number=1)]


async def test_a_reminder_is_noted_for_the_one_who_got_it(db: Database) -> None:
    for member_id in (11, 12):
        await put(db, answer(member_id))
    await put(db, answer(11), guild_id=2)
    async with db.transaction() as tx:
        await rsvps.note_reminded(tx, guild_id=1, rsvp_id=answer(11).id)
    assert [rsvp.reminded for rsvp in await of_party(db)] == [True, False]
    assert [rsvp.reminded for rsvp in await of_party(db, guild_id=2)] == [False]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("starts_in", "reminded"), [(1801, False), (1800, True), (0, True), (-60, True)])
async def test_who_is_reminded_of_a_moved_party_is_whose_time_is_still_to_come(
    db: Database,
    before: bool,  # noqa: FBT001  pytest passes it by name
    starts_in: int,
    reminded: bool,  # noqa: FBT001
) -> None:
    await put(db, answer(11, minutes=30, reminded=before))
    await put(db, answer(11, reminded=before, party=OTHER))
    async with db.transaction() as tx:
        await rsvps.remind_again(tx, guild_id=1, party_id=42, starts_at=after(starts_in), now=after(0))
    assert [rsvp.reminded for rsvp in await of_party(db)] == [reminded]
    assert [rsvp.reminded for rsvp in await of_party(db, party_id=43)] == [before]


@given(answers=st.lists(st.tuples(st.integers(1, 5), st.sampled_from(Answer)), max_size=25))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_answers_are_those_of_a_plain_list(db: Database, answers: list[tuple[int, Answer]]) -> None:
    await wipe(db)
    await add(db, PARTY)
    given_last: dict[int, Answer] = {}
    for member_id, said in answers:
        changed = given_last.get(member_id) is not said
        assert await put(db, answer(member_id, said)) is changed
        if changed:
            given_last.pop(member_id, None)
            given_last[member_id] = said
    stored = await of_party(db)
    assert [(rsvp.member_id, rsvp.answer) for rsvp in stored] == list(given_last.items())
    assert len({rsvp.number for rsvp in stored}) == len(stored)
