"""What is due for a party after each change: this, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.parties import Party, Phase
from bot.domain.rsvps import How
from db import due, party_times
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, TWO, Due, add, after, answer, change, due_rows, plan, say

DAY = 86400
SEASON = replace(PARTY, id=40, season_id=40, starts_at=after(30 * DAY))
POSTED = replace(PARTY, message_id=700, event_id=703)
LIVE = replace(POSTED, stage_id=701).start(TWO, after(0))
TOTAL = 1440 + 300 + 1440

TO_COME = {"remind": 5400, "check": 6900, "start": 7200, "end": 7200 + DAY / 2}


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


def of(party: Party, kinds: Mapping[str, float]) -> Due:
    return {(kind, party.id): seconds for kind, seconds in kinds.items()}


def without(*kinds: str) -> dict[str, float]:
    return {kind: seconds for kind, seconds in TO_COME.items() if kind not in kinds}


@dataclass(frozen=True, slots=True)
class Case:
    """A party that stands so, so many seconds from the start of the test, and what is due for it then."""

    party: Party
    expected: Mapping[str, float]
    seconds: float = 0
    minutes: int = 30


CASES = {
    "planned, its card unknown": Case(PARTY, {"event": 0, "announce": 60, **TO_COME}),
    "planned, its card out of reach": Case(replace(PARTY, card_gone_at=after(0)), {"event": 0, **TO_COME}),
    "planned": Case(POSTED, {"event": 0, "card": 5, **TO_COME}),
    "planned, its event not made": Case(replace(POSTED, event_id=None), {"event": 0, "card": 5, **TO_COME}),
    "never reminded of": Case(POSTED, {"event": 0, "card": 5, **without("remind")}, minutes=0),
    "reminded of": Case(replace(POSTED, reminded_at=after(0)), {"event": 0, "card": 5, **without("remind")}),
    "ready": Case(
        replace(POSTED, ready_at=after(0), stage_id=701), {"event": 0, "card": 5, **without("check")}
    ),
    "edited just now": Case(
        replace(POSTED, edited_at=after(100)), {"event": 102, "card": 105, **TO_COME}, seconds=102
    ),
    "edited in time to come, by a clock that was set back": Case(
        replace(POSTED, edited_at=after(9000)), {"event": 102, "card": 102, **TO_COME}, seconds=102
    ),
    "late for all": Case(
        POSTED,
        {"event": 8000, "card": 8000, "remind": 8000, "check": 8000, "start": 7200, "end": 7200 + DAY / 2},
        seconds=8000,
    ),
    "far away": Case(
        replace(POSTED, event_id=None, starts_at=after(30 * DAY)),
        {
            "event": 16 * DAY,
            "card": 5,
            "remind": 30 * DAY - 1800,
            "check": 30 * DAY - 300,
            "start": 30 * DAY,
            "end": 30.5 * DAY,
        },
    ),
    "far away, with an event": Case(
        replace(POSTED, starts_at=after(30 * DAY)),
        {
            "event": 0,
            "card": 5,
            "remind": 30 * DAY - 1800,
            "check": 30 * DAY - 300,
            "start": 30 * DAY,
            "end": 30.5 * DAY,
        },
    ),
    "a session to come": Case(
        SEASON,
        {
            "event": 16 * DAY,
            "announce": 24 * DAY,
            "remind": 30 * DAY - 1800,
            "check": 30 * DAY - 300,
            "start": 30 * DAY,
            "end": 30.5 * DAY,
        },
    ),
    "a session that is near": Case(
        replace(SEASON, starts_at=after(7200)), {"event": 0, "announce": 0, **TO_COME}
    ),
    "a session with its card": Case(
        replace(SEASON, starts_at=after(7200), message_id=700), {"event": 0, "card": 5, **TO_COME}
    ),
    "live, begun before the reminder": Case(LIVE, {"event": 0, "card": 5, "remind": 5400, "end": 10 + TOTAL}),
    "live": Case(
        replace(LIVE, reminded_at=after(0)), {"event": 60, "card": 60, "end": 10 + TOTAL}, seconds=60
    ),
    "live, where nobody is reminded": Case(LIVE, {"event": 0, "card": 5, "end": 10 + TOTAL}, minutes=0),
    "live, its live card unknown": Case(
        replace(LIVE, stage_id=None), {"event": 70, "card": 70, "start": 70, "end": 10 + TOTAL}, 70, minutes=0
    ),
    "live, its live card lost": Case(
        replace(LIVE, stage_id=None), {"event": 71, "card": 71, "end": 10 + TOTAL}, 71, minutes=0
    ),
    "live, no message known": Case(
        replace(LIVE, message_id=None, stage_id=None), {"event": 80, "end": 10 + TOTAL}, 80, minutes=0
    ),
    "live, without a card": Case(
        replace(LIVE, message_id=None), {"event": 0, "card": 5, "end": 10 + TOTAL}, minutes=0
    ),
    "live, skipped": Case(
        LIVE.skip(100, after(60)), {"event": 60, "card": 60, "end": 60 + TOTAL - 150}, seconds=60, minutes=0
    ),
    "paused": Case(LIVE.pause(after(60)), {"event": 60, "card": 60, "end": 60 + 7200}, seconds=60, minutes=0),
    "paused a while ago": Case(
        LIVE.pause(after(60)), {"event": 900, "card": 900, "end": 60 + 7200}, seconds=900, minutes=0
    ),
    "resumed": Case(
        LIVE.pause(after(60)).resume(after(500)),
        {"event": 500, "card": 500, "end": 510 + TOTAL - 50},
        seconds=500,
        minutes=0,
    ),
    "ended": Case(LIVE.end(after(90)), {"event": 90, "card": 90, "result": 90}, seconds=90),
    "ended, its result posted": Case(
        replace(LIVE.end(after(90)), result_id=702), {"event": 95, "card": 95}, seconds=95
    ),
    "never begun": Case(POSTED.abandon(after(90)), {"event": 90, "card": 90}, seconds=90),
    "cancelled": Case(POSTED.cancel(after(90)), {"event": 90, "card": 90}, seconds=90),
    "cancelled, never announced": Case(SEASON.cancel(after(90)), {"event": 90}, seconds=90),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_is_due_is_what_the_party_as_it_stands_asks_for(db: Database, name: str) -> None:
    case = CASES[name]
    first = await plan(db, case.party, minutes=case.minutes, now=after(case.seconds))
    rows = await due_rows(db)
    assert rows == of(case.party, case.expected)
    assert first == after(min(rows.values()))


@pytest.mark.parametrize("name", CASES)
async def test_what_was_due_before_a_change_and_is_no_more_is_withdrawn(db: Database, name: str) -> None:
    case = CASES[name]
    await add(db, replace(case.party, phase=Phase.PLANNED))
    async with db.transaction() as tx:
        for kind in ("announce", "event", "remind", "check", "start", "end", "result"):
            await due.schedule(tx, guild_id=1, kind=f"party:{kind}", subject_id=case.party.id, at=after(1))
        await party_times.arrange(tx, case.party, minutes=case.minutes, now=after(case.seconds))
    to_be_posted = case.party.phase is Phase.LIVE and case.party.stage_id is None
    kept: dict[str, float] = (
        {"start": 1} if to_be_posted else {}
    )  # a live card that is late comes all the same
    assert await due_rows(db) == of(case.party, kept | dict(case.expected))


async def test_moving_moves_all_that_is_due_and_asks_for_what_was_done_anew(db: Database) -> None:
    await plan(db, replace(POSTED, reminded_at=after(0), ready_at=after(0)))
    await change(db, lambda party: party.move(after(20_000), after(10), zone="UTC", minutes=30), 10)
    assert await due_rows(db) == of(
        PARTY,
        {"event": 10, "card": 10, "remind": 18_200, "check": 19_700, "start": 20_000, "end": 63_200},
    )


async def test_other_parties_and_other_servers_are_left_alone(db: Database) -> None:
    other, elsewhere = replace(POSTED, id=43, event_id=None), replace(POSTED, guild_id=2)
    for party in (POSTED, other, elsewhere):
        await plan(db, party)
    before = await due_rows(db, guild_id=2)
    await change(db, lambda party: party.cancel(after(9)), 9)
    assert await due_rows(db) == of(POSTED, {"event": 9, "card": 9}) | of(
        other, {"event": 0, "card": 5, **TO_COME}
    )
    assert await due_rows(db, guild_id=2) == before


async def test_its_messages_are_edited_at_most_once_in_five_seconds(db: Database) -> None:
    await add(db, POSTED)
    async with db.transaction() as tx:
        for seconds, at in ((1, 5), (4, 5), (5, 5), (60, 60)):
            assert await party_times.refresh_soon(tx, POSTED, now=after(seconds)) == after(at)
    assert await due_rows(db) == {("card", 42): 60}


async def test_a_live_card_that_is_missing_is_posted_now(db: Database) -> None:
    await add(db, POSTED)
    async with db.transaction() as tx:
        await party_times.post_stage(tx, POSTED, now=after(9))
    assert await due_rows(db) == {("start", 42): 9}


async def test_for_a_forgotten_party_nothing_is_left_to_do(db: Database) -> None:
    await plan(db, POSTED)
    await plan(db, replace(PARTY, id=43))
    others = await due_rows(db)
    await say(db, answer(11, how=How.DIRECT))
    async with db.transaction() as tx:
        await due.schedule(tx, guild_id=1, kind=party_times.SEAT, subject_id=answer(11).id, at=after(1))
        await due.schedule(tx, guild_id=1, kind=party_times.RESULT, subject_id=42, at=after(1))
        await party_times.cancel_all(tx, POSTED)
    assert await due_rows(db) == {key: at for key, at in others.items() if key[1] == 43}


def test_a_session_s_card_comes_after_the_one_of_the_week_before() -> None:
    assert timedelta(days=5) < party_times.ANNOUNCED < timedelta(days=7)
