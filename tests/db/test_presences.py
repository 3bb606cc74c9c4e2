"""When members were seen, and which episodes they were there for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.attendance import Seen
from bot.domain.playing import Span
from db import presences
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, add, after, wipe

OTHER = replace(PARTY, id=43, show_id="new-wings")
ELSEWHERE = replace(PARTY, guild_id=2)
HERE: dict[str, Any] = {"guild_id": 1, "party_id": 42}
VOICE, SAID = Seen.VOICE, Seen.SAID


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


@pytest.fixture(autouse=True)
async def some_parties(db: Database) -> None:
    await add(db, PARTY, OTHER, ELSEWHERE)


async def come(db: Database, seconds: float, *ids: int, seen: Seen = VOICE, **there: int) -> list[int]:
    async with db.transaction() as tx:
        return await presences.come(tx, **(HERE | there), member_ids=ids, seen=seen, now=after(seconds))


async def leave(db: Database, seconds: float, *ids: int, seen: Seen = VOICE, **there: int) -> None:
    async with db.transaction() as tx:
        await presences.leave(tx, **(HERE | there), member_ids=ids, seen=seen, now=after(seconds))


async def test_who_comes_and_goes_over_and_over_has_a_row_a_minute(db: Database) -> None:
    for second in range(0, 100, 2):
        assert await come(db, second, 11) == [11]
        await leave(db, second + 1, 11)
    await come(db, 0, 12)

    found = await spans(db, until=100)

    assert len(found[11]) == presences.SPANS
    assert found[11][:2] == [(0, 1), (2, 3)]
    assert found[11][-1] == (38, 99), "who is back at once has stayed"
    assert found[12] == [(0, 100)]
    await come(db, 200, 11)
    assert (await spans(db, until=300))[11][-1] == (200, 300), "after a while it is another time"
    assert await come(db, 250, 11) == [], "they are there"


async def spans(db: Database, *, until: float = 1000, **there: int) -> dict[int, list[tuple[float, float]]]:
    async with db.snapshot() as tx:
        found = await presences.spans(tx, **(HERE | there), until=after(until))
    return {member_id: [_seconds(span) for span in some] for member_id, some in found.items()}


def _seconds(span: Span) -> tuple[float, float]:
    return (span.since - after(0)).total_seconds(), (span.until - after(0)).total_seconds()


async def there(db: Database, seen: Seen = VOICE, **where: int) -> frozenset[int]:
    async with db.snapshot() as tx:
        return await presences.there(tx, **(HERE | where), seen=seen)


async def settle(
    db: Database, attended: dict[int, Iterable[str]], *, seconds: float = 0, **where: int
) -> None:
    async with db.transaction() as tx:
        await presences.settle(tx, **(HERE | where), attended=attended, now=after(seconds))


async def test_members_come_and_leave(db: Database) -> None:
    assert await come(db, 0, 11, 12) == [11, 12]
    assert await there(db) == {11, 12}
    await leave(db, 60, 11)
    assert await there(db) == {12}
    assert await come(db, 90, 11) == [11]
    assert await spans(db) == {11: [(0, 60), (90, 1000)], 12: [(0, 1000)]}


async def test_who_is_there_already_does_not_come_again(db: Database) -> None:
    await come(db, 0, 11)
    assert await come(db, 30, 11, 12, 12) == [12]
    assert await spans(db) == {11: [(0, 1000)], 12: [(30, 1000)]}


async def test_who_is_not_there_does_not_leave(db: Database) -> None:
    await leave(db, 0, 11)
    await come(db, 10, 11)
    await leave(db, 20, 11)
    await leave(db, 30, 11)
    assert await spans(db) == {11: [(10, 20)]}


async def test_who_comes_back_within_the_second_never_left(db: Database) -> None:
    await come(db, 10.2, 11)
    await leave(db, 10.5, 11)
    assert await come(db, 10.9, 11) == [11]
    assert await spans(db) == {11: [(10, 1000)]}


async def test_a_clock_that_was_set_back_makes_no_time_run_backwards(db: Database) -> None:
    await come(db, 100, 11)
    await leave(db, 40, 11)
    await come(db, 50, 12)
    await settle(db, {}, seconds=20)
    assert await spans(db) == {11: [(100, 100)], 12: [(50, 50)]}


async def test_voice_and_a_press_are_told_apart(db: Database) -> None:
    await come(db, 0, 11)
    assert await come(db, 0, 11, seen=SAID) == [11]
    await leave(db, 60, 11)
    assert await there(db) == set()
    assert await there(db, SAID) == {11}
    assert sorted((await spans(db))[11]) == [(0, 60), (0, 1000)]


async def test_each_party_has_its_own_guests(db: Database) -> None:
    await come(db, 0, 11)
    await come(db, 10, 11, party_id=43)
    await come(db, 20, 11, guild_id=2)
    await leave(db, 30, 11, party_id=43)
    assert await there(db) == await there(db, guild_id=2) == {11}
    assert await spans(db, party_id=43) == {11: [(10, 30)]}
    await settle(db, {}, seconds=40)
    assert await there(db, guild_id=2) == {11}


async def test_who_is_there_in_any_way_is_named_once_who_came_first_first(db: Database) -> None:
    await come(db, 0, 13, 12)
    await come(db, 5, 11, seen=SAID)
    await come(db, 9, 13, seen=SAID)
    await leave(db, 20, 12)
    await leave(db, 20, 13)
    async with db.snapshot() as tx:
        assert await presences.here(tx, **HERE) == (11, 13)
        assert await presences.here(tx, guild_id=1, party_id=43) == ()


async def test_it_is_known_when_a_member_left_last(db: Database) -> None:
    await come(db, 0, 11)
    assert await left_at(db, VOICE) is None
    for seconds in (5, 9):
        await leave(db, seconds, 11)
        await come(db, seconds + 1, 11)
    assert await left_at(db, VOICE) == after(9)
    assert await left_at(db, SAID) is None
    assert await left_at(db, VOICE, party_id=43) is None


async def left_at(db: Database, seen: Seen, **where: int) -> datetime | None:
    async with db.snapshot() as tx:
        return await presences.last_until(tx, **(HERE | where), member_id=11, seen=seen)


async def test_who_was_there_is_forgotten_for_one_party(db: Database) -> None:
    await come(db, 0, 11)
    await come(db, 0, 11, party_id=43)
    async with db.transaction() as tx:
        await presences.clear(tx, **HERE)
    assert await spans(db) == {}
    assert await there(db, party_id=43) == {11}


async def test_settling_sends_everybody_home_and_keeps_who_was_there(db: Database) -> None:
    await come(db, 0, 11, 12)
    await come(db, 0, 13, seen=SAID)
    await leave(db, 5, 12)
    for _ in range(2):  # done again after it was interrupted
        await settle(db, {12: ["s1e12"], 11: ["s1e12", "s1e12.5"]}, seconds=60)
    assert await spans(db) == {11: [(0, 60)], 12: [(0, 5)], 13: [(0, 60)]}
    async with db.snapshot() as tx:
        assert await presences.attended(tx, **HERE) == {11: ("s1e12", "s1e12.5"), 12: ("s1e12",)}
        assert await presences.attended(tx, guild_id=1, party_id=43) == {}
        assert await presences.attended(tx, guild_id=2, party_id=42) == {}


async def test_it_is_known_who_was_there_when_the_server_watched_an_episode(db: Database) -> None:
    await settle(db, {11: ["s1e12"]})
    await settle(db, {12: ["s1e12"]}, party_id=43)
    attended = {
        (guild_id, member_id, show_id, episode)
        for guild_id in (1, 2)
        for member_id in (11, 12)
        for show_id in ("kaleido-star", "new-wings")
        for episode in ("s1e12", "s1e1")
        if await was_there(db, guild_id=guild_id, member_id=member_id, show_id=show_id, episode=episode)
    }
    assert attended == {(1, 11, "kaleido-star", "s1e12"), (1, 12, "new-wings", "s1e12")}


async def was_there(db: Database, *, guild_id: int, member_id: int, show_id: str, episode: str) -> bool:
    async with db.snapshot() as tx:
        return await presences.was_there(
            tx, guild_id=guild_id, member_id=member_id, show_id=show_id, episode=episode
        )


STEPS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["come", "leave"]), st.sampled_from(Seen), st.integers(1, 3)
    ),
    max_size=25,
)


@given(steps=STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_time_adds_up_to_that_of_a_door_with_a_watch(
    db: Database, steps: list[tuple[int, str, Seen, int]]
) -> None:
    await wipe(db)
    await add(db, PARTY)
    inside: set[tuple[Seen, int]] = set()
    spent: dict[int, int] = {}
    now = 0
    for seconds, verb, seen, member_id in steps:
        for _, who in inside:
            spent[who] = spent.get(who, 0) + seconds
        now += seconds
        if verb == "come":
            assert await come(db, now, member_id, seen=seen) == (
                [] if (seen, member_id) in inside else [member_id]
            )
            inside.add((seen, member_id))
            spent.setdefault(member_id, 0)
        else:
            await leave(db, now, member_id, seen=seen)
            inside.discard((seen, member_id))
    found = await spans(db, until=now)
    assert {who: sum(until - since for since, until in some) for who, some in found.items()} == spent
    for seen in Seen:
        assert await there(db, seen) == {who for way, who in inside if way is seen}
