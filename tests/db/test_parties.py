"""Parties in the database: as they were stored, each change counted, the clock's settings kept in order."""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.attendance import Seen
from bot.domain.parties import Party, Phase
from bot.domain.playing import Clock
from bot.domain.refusal import Refusal
from db import parties, presences, rsvps
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, START, TWO, add, after, answer, change, find, plan

FULL = replace(
    PARTY,
    title="Première “night”",
    voice_id=80,
    seats=12,
    season_id=40,
    message_id=700,
    stage_id=701,
    result_id=702,
    event_id=703,
    event_fault="full",
    card_gone_at=after(4),
    reminded_at=after(1),
    ready_at=after(2),
    version=7,
)
CHANGES: list[Callable[[Party], Party]] = [
    lambda party: party.start(TWO, after(60)),
    lambda party: party.start(TWO, after(60)).pause(after(90)),
    lambda party: party.start(TWO, after(60)).next_episode(after(90)).end(after(120)),
    lambda party: party.cancel(after(5)),
    lambda party: party.abandon(after(5)),
    lambda party: party.move(after(9000), after(5), zone="Asia/Tokyo", minutes=30),
    lambda party: replace(
        party,
        channel_id=71,
        episodes=("s1e1",),
        title=None,
        voice_id=None,
        seats=None,
        message_id=None,
        stage_id=None,
        result_id=None,
        event_id=None,
    ),
]
OF_A_PARTY = ("parties", "party_clocks", "rsvps", "presences", "attendances")


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def clocks(db: Database, party: Party = PARTY) -> tuple[Clock, ...]:
    async with db.snapshot() as tx:
        return await parties.clocks(tx, party)


@pytest.mark.parametrize("party", [PARTY, FULL])
async def test_a_party_comes_back_as_it_was_stored(db: Database, party: Party) -> None:
    await add(db, party)
    assert await find(db) == party


@pytest.mark.parametrize("do", CHANGES)
async def test_every_change_comes_back_as_it_was_saved(db: Database, do: Callable[[Party], Party]) -> None:
    await add(db, FULL)
    changed = await change(db, do, 5)
    assert changed.version == FULL.version + 1
    assert await find(db) == changed


async def test_an_id_is_taken_once_a_server(db: Database) -> None:
    await add(db, PARTY, replace(PARTY, guild_id=2))
    async with db.transaction() as tx:
        assert not await parties.add(tx, replace(PARTY, title="Another"))
    assert await find(db) == PARTY


async def test_a_party_of_another_server_is_not_found_nor_changed(db: Database) -> None:
    await add(db, PARTY)
    other = replace(PARTY, guild_id=2)
    assert await find(db, other) is None
    async with db.transaction() as tx:
        assert await parties.hold(tx, guild_id=2, party_id=42) is None
        assert await parties.hold(tx, guild_id=1, party_id=43) is None
        await parties.save(tx, replace(other, title="Theirs"))
        await parties.note(tx, guild_id=2, party_id=42, message_id=1)
        await parties.forget(tx, guild_id=2, party_id=42)
    assert await find(db) == PARTY


async def test_what_is_fixed_stays_whatever_is_saved(db: Database) -> None:
    await add(db, PARTY)
    await change(db, lambda party: replace(party, organiser_id=99, show_id="new-wings", season_id=7))
    stored = await find(db)
    assert stored
    assert (stored.organiser_id, stored.show_id, stored.season_id) == (11, "kaleido-star", None)


async def test_fractions_of_a_second_are_not_kept(db: Database) -> None:
    await add(db, replace(PARTY, starts_at=after(7200.9)))
    stored = await find(db)
    assert stored
    assert stored.starts_at == START


async def test_each_setting_of_the_clock_is_kept_once(db: Database) -> None:
    await add(db, PARTY)
    await change(db, lambda party: party.start(TWO, after(0)))
    for seconds in (20, 25):
        await change(db, lambda party: replace(party, title="Renamed"), seconds)
    await change(db, lambda party: party.pause(after(40)), 40)
    await change(db, lambda party: party.skip(-10, after(50)), 50)
    await change(db, lambda party: party.resume(after(60)), 60)
    await change(db, lambda party: party.end(after(90)), 90)
    assert await clocks(db) == (
        Clock(after(10)),
        Clock(after(40), 30, running=False),
        Clock(after(50), 20, running=False),
        Clock(after(70), 20),
    )
    stored = await find(db)
    assert stored
    assert (stored.clock, stored.programme) == (Clock(after(70), 20), TWO)


async def test_a_setting_that_was_there_before_is_set_again(db: Database) -> None:
    await add(db, PARTY)
    first, second = Clock(after(10)), Clock(after(10), 5, running=False)
    for clock in (first, second, first, first):
        await change(
            db, lambda party, clock=clock: replace(party, phase=Phase.LIVE, programme=TWO, clock=clock)
        )
    assert await clocks(db) == (first, second, first)


async def test_clocks_of_two_parties_do_not_mix(db: Database) -> None:
    others = [replace(PARTY, id=43), replace(PARTY, guild_id=2)]
    await add(db, PARTY, *others)
    for number, party in enumerate((PARTY, *others)):
        await change(db, lambda held, number=number: held.start(TWO, after(number)), number, party=party)
    for number, party in enumerate((PARTY, *others)):
        assert await clocks(db, party) == (Clock(after(10 + number)),)
        stored = await find(db, party)
        assert stored
        assert stored.clock == Clock(after(10 + number))


async def test_what_happened_in_discord_is_noted_without_counting_as_a_change(db: Database) -> None:
    await add(db, PARTY)
    noted = {"message_id": 1, "stage_id": 2, "result_id": 3, "event_id": 4}
    async with db.transaction() as tx:
        await parties.note(tx, guild_id=1, party_id=42, **noted, edited_at=int(after(9).timestamp()))
    assert await find(db) == replace(PARTY, **noted, edited_at=after(9))
    async with db.transaction() as tx:
        await parties.note(tx, guild_id=1, party_id=42, message_id=None)
    stored = await find(db)
    assert stored
    assert (stored.message_id, stored.stage_id) == (None, 2)


@pytest.mark.parametrize("name", ["phase", "starts_at", "version", "id = 1 --"])
async def test_nothing_else_is_noted_past_a_change(db: Database, name: str) -> None:
    await add(db, PARTY)
    with pytest.raises(ValueError, match="not to be noted"):
        async with db.transaction() as tx:
            await parties.note(tx, guild_id=1, party_id=42, **{name: 1})


async def test_ten_who_start_at_once_start_it_once(db: Database) -> None:
    await plan(db, PARTY)

    async def start(second: int) -> bool:
        try:
            await change(db, lambda party: party.start(TWO, after(second)), second)
        except Refusal:
            return False
        return True

    assert sum(await asyncio.gather(*map(start, range(10)))) == 1
    stored = await find(db)
    assert stored
    assert (stored.version, stored.phase) == (2, Phase.LIVE)
    assert len(await clocks(db)) == 1


async def test_changes_at_once_are_all_counted(db: Database) -> None:
    await add(db, PARTY)
    await asyncio.gather(*[change(db, lambda party: party) for _ in range(10)])
    stored = await find(db)
    assert stored
    assert stored.version == 11


async def test_locking_a_party_is_no_change_of_it(db: Database) -> None:
    await add(db, PARTY)
    async with db.transaction() as tx:
        assert await parties.lock(tx, guild_id=1, party_id=42) == PARTY
        assert await parties.lock(tx, guild_id=2, party_id=42) is None
    assert await find(db) == PARTY


async def test_two_parties_never_have_one_event(db: Database) -> None:
    await add(db, replace(PARTY, event_id=9), replace(PARTY, guild_id=2, event_id=9), replace(PARTY, id=43))
    with pytest.raises(sqlite3.IntegrityError):
        async with db.transaction() as tx:
            await parties.note(tx, guild_id=1, party_id=43, event_id=9)


async def test_a_forgotten_party_leaves_nothing_and_takes_nothing_of_others(db: Database) -> None:
    for party in (PARTY, replace(PARTY, id=43)):
        await plan(db, party)
        await change(db, lambda held: held.start(TWO, after(0)), party=party)
        here = {"guild_id": 1, "party_id": party.id}
        async with db.transaction() as tx:
            await rsvps.put(tx, answer(11, party=party), guild_id=1)
            await presences.come(tx, **here, member_ids=[11], seen=Seen.VOICE, now=after(1))
            await presences.settle(tx, **here, attended={11: ["s1e12"]}, now=after(5))
    async with db.transaction() as tx:
        await parties.forget(tx, guild_id=1, party_id=42)
    assert await find(db) is None
    async with db.snapshot() as tx:
        for table in OF_A_PARTY:
            key = "id" if table == "parties" else "party_id"
            rows = await tx.all(f"SELECT {key} AS party FROM {table}")  # noqa: S608
            assert [row["party"] for row in rows] == [43], table
