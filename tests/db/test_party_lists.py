"""Lists of parties, and what a server has watched together."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.parties import Party, Phase
from db import party_lists, presences
from db.database import Database
from db.party_lists import Quota
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, TWO, add, after, change

SHOW: dict[str, Any] = {"guild_id": 1, "show_id": "kaleido-star"}
HERE, THERE = 70, 71
"""Channels."""


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


def party(party_id: int, starts: float = 7200, **fields: object) -> Party:
    return replace(PARTY, id=party_id, starts_at=after(starts), **fields)  # pyright: ignore[reportArgumentType]


async def begin(db: Database, some: Party, seconds: float = 0) -> None:
    await change(db, lambda held: held.start(TWO, after(seconds)), seconds, party=some)


async def cancel(db: Database, some: Party) -> None:
    await change(db, lambda held: held.cancel(after(0)), party=some)


async def hold_it(
    db: Database, some: Party, ended: float, attended: dict[int, Iterable[str]] | None = None
) -> None:
    """Let a party take place, to its end."""
    await begin(db, some)
    async with db.transaction() as tx:
        await presences.settle(
            tx, guild_id=some.guild_id, party_id=some.id, attended=attended or {}, now=after(ended)
        )
    await change(db, lambda held: held.end(after(ended)), ended, party=some)


def ids(parties: list[Party]) -> list[int]:
    return [party.id for party in parties]


async def test_open_parties_are_listed_what_is_on_first_then_the_next_one(db: Database) -> None:
    late, soon, on, same = party(1, 9000), party(5, 100), party(3, 8000), party(4, 100)
    over, off = party(6, 50), party(7, 50)
    await add(db, late, soon, on, same, over, off, replace(soon, guild_id=2))
    await begin(db, on)
    await hold_it(db, over, 60)
    await cancel(db, off)
    async with db.snapshot() as tx:
        assert ids(await party_lists.all_open(tx, guild_id=1)) == [3, 4, 5, 1]
        assert ids(await party_lists.all_open(tx, guild_id=1, limit=2)) == [3, 4]
        assert await party_lists.all_open(tx, guild_id=2) == [replace(soon, guild_id=2)]
        assert await party_lists.all_open(tx, guild_id=3) == []


async def test_what_is_on_is_found_by_its_voice_channel(db: Database) -> None:
    first, second = party(1, voice_id=80), party(2, voice_id=80)
    silent, other, planned = party(3), party(4, voice_id=81), party(5, voice_id=80)
    await add(db, first, second, silent, other, planned, replace(first, guild_id=2))
    for number, some in enumerate((first, second, silent, other)):
        await begin(db, some, number)
    async with db.snapshot() as tx:
        assert ids(await party_lists.live(tx, guild_id=1, voice_id=80)) == [2, 1]
        assert ids(await party_lists.live(tx, guild_id=1, voice_id=99)) == []
        assert ids(await party_lists.live(tx, guild_id=1)) == [4, 3, 2, 1]
        assert ids(await party_lists.live(tx, guild_id=2)) == []
        (found, *_) = await party_lists.live(tx, guild_id=1)
    assert (found.phase, found.programme) == (Phase.LIVE, TWO)
    assert found.clock


async def test_servers_in_whose_voice_channels_a_party_is_on_are_known(db: Database) -> None:
    voiced = [party(1, voice_id=80, guild_id=guild_id) for guild_id in (1, 2, 3)]
    more, silent = party(2, voice_id=81), party(1, guild_id=4)
    await add(db, *voiced, more, silent)
    for some in (*voiced[:2], more, silent):
        await begin(db, some)
    async with db.snapshot() as tx:
        assert await party_lists.guilds_with_live(tx) == {1, 2}
    await change(db, lambda held: held.end(after(9)), 9, party=voiced[1])
    async with db.snapshot() as tx:
        assert await party_lists.guilds_with_live(tx) == {1}


async def test_the_sessions_of_a_season_are_listed_in_order_of_time(db: Database) -> None:
    sessions = [party(10, 300, season_id=10), party(11, 100, season_id=10), party(12, 200, season_id=10)]
    await add(db, *sessions, party(20, season_id=20), party(30), replace(sessions[0], guild_id=2))
    await cancel(db, sessions[2])
    async with db.snapshot() as tx:
        assert ids(await party_lists.season(tx, guild_id=1, season_id=10)) == [11, 12, 10]
        assert await party_lists.season_ids(tx, guild_id=1, season_id=10) == [11, 10]
        assert await party_lists.season_ids(tx, guild_id=2, season_id=10) == [10]
        assert await party_lists.season(tx, guild_id=1, season_id=30) == []


async def test_a_party_is_found_by_its_event_in_its_own_server(db: Database) -> None:
    with_event = party(1, event_id=9)
    await add(db, with_event, party(2), replace(with_event, guild_id=2))
    async with db.snapshot() as tx:
        assert await party_lists.by_event(tx, guild_id=1, event_id=9) == with_event
        assert await party_lists.by_event(tx, guild_id=2, event_id=9) == replace(with_event, guild_id=2)
        assert await party_lists.by_event(tx, guild_id=1, event_id=8) is None
        assert await party_lists.by_event(tx, guild_id=3, event_id=9) is None


async def test_what_took_place_is_listed_by_pages_the_last_one_first(db: Database) -> None:
    held = [party(number) for number in range(1, 6)]
    never, off, elsewhere = party(7), party(8), party(9, guild_id=2)
    await add(db, *held, never, off, elsewhere, party(10))
    for some, ended in zip((*held, elsewhere), (50, 20, 40, 20, 30, 90), strict=True):
        await hold_it(db, some, ended)
    await change(db, lambda found: found.abandon(after(99)), 99, party=never)
    await cancel(db, off)
    assert [await past(db, HERE, offset=offset) for offset in (0, 2, 4, 6)] == [
        ([1, 3], 5),
        ([5, 4], 5),
        ([2], 5),
        ([], 5),
    ]


async def test_what_took_place_is_listed_for_the_channels_that_are_asked_for(db: Database) -> None:
    here, there, never = party(1), party(2, channel_id=THERE), party(3, channel_id=72)
    await add(db, here, there, never)
    await hold_it(db, here, 10)
    await hold_it(db, there, 20)
    assert await past(db, HERE) == ([1], 1)
    assert await past(db, THERE) == ([2], 1)
    assert await past(db, HERE, THERE, 99) == ([2, 1], 2)
    assert await past(db) == ([], 0)
    async with db.snapshot() as tx:
        assert sorted(await party_lists.channel_ids(tx, guild_id=1)) == [HERE, THERE]
        assert await party_lists.channel_ids(tx, guild_id=2) == []


async def past(db: Database, *channel_ids: int, offset: int = 0) -> tuple[list[int], int]:
    async with db.snapshot() as tx:
        found, count = await party_lists.past(tx, guild_id=1, limit=2, offset=offset, channel_ids=channel_ids)
    return ids(found), count


async def test_a_season_counts_once_and_only_what_is_open_counts(db: Database) -> None:
    mine = [party(10 + number, season_id=10) for number in range(3)]
    theirs = [party(20 + number, season_id=20, organiser_id=12) for number in range(2)]
    over, on = party(30), party(31)
    await add(db, *mine, *theirs, over, on, party(32, organiser_id=12), party(40, guild_id=2))
    await hold_it(db, over, 60)
    await begin(db, on)
    async with db.snapshot() as tx:
        assert await party_lists.quota(tx, guild_id=1, member_id=11) == Quota(server=4, own=2)
        assert await party_lists.quota(tx, guild_id=1, member_id=12) == Quota(server=4, own=2)
        assert await party_lists.quota(tx, guild_id=1, member_id=99) == Quota(server=4, own=0)
        assert await party_lists.quota(tx, guild_id=3, member_id=11) == Quota(0, 0)
    for session in mine:
        await cancel(db, session)
    async with db.snapshot() as tx:
        assert await party_lists.quota(tx, guild_id=1, member_id=11) == Quota(server=3, own=1)


async def test_what_somebody_attended_was_watched_together(db: Database) -> None:
    alone, two, other = party(1), party(2), party(3, show_id="new-wings")
    await add(db, alone, two, other, party(4), party(1, guild_id=2))
    await hold_it(db, alone, 10)
    await hold_it(db, two, 20, {11: ["s1e12"], 12: ["s1e12"], 13: ["s1e12.5"]})
    await hold_it(db, other, 30, {11: ["s1e1"]})
    async with db.snapshot() as tx:
        assert await party_lists.watched_together(tx, **SHOW) == {"s1e12", "s1e12.5"}
        assert await party_lists.watched_together(tx, guild_id=1, show_id="new-wings") == {"s1e1"}
        assert await party_lists.watched_together(tx, guild_id=2, show_id="kaleido-star") == frozenset()


async def test_the_last_episode_watched_together_is_the_last_attended_of_the_last_party(db: Database) -> None:
    first = party(1, episodes=("s1e1", "s1e2", "s1e3"))
    second, unseen, other = party(2), party(3), party(4, show_id="new-wings")
    await add(db, first, second, unseen, other)
    async with db.snapshot() as tx:
        assert await party_lists.last_together(tx, **SHOW) is None
    await hold_it(db, second, 50, {11: ["s1e12"]})
    assert await last(db) == "s1e12"
    await hold_it(db, first, 60, {11: ["s1e1", "s1e2"], 12: ["s1e1"]})
    assert await last(db) == "s1e2"
    await hold_it(db, unseen, 70)
    await hold_it(db, other, 80, {11: ["s1e9"]})
    assert await last(db) == "s1e2"


async def last(db: Database) -> str | None:
    async with db.snapshot() as tx:
        return await party_lists.last_together(tx, **SHOW)


async def test_episodes_of_what_is_on_or_still_to_come_are_planned(db: Database) -> None:
    on, over, off = (
        party(1, 10, episodes=("s1e1",)),
        party(2, episodes=("s1e2",)),
        party(3, episodes=("s1e3",)),
    )
    past, now = party(4, 100, episodes=("s1e4",)), party(5, 101, episodes=("s1e5", "s1e6"))
    other, elsewhere = party(6, show_id="new-wings", episodes=("s1e7",)), party(7, guild_id=2)
    await add(db, on, over, off, past, now, other, elsewhere)
    await begin(db, on)
    await hold_it(db, over, 20)
    await cancel(db, off)
    async with db.snapshot() as tx:
        found = await party_lists.planned_episodes(tx, **SHOW, after=after(100))
    assert found == {"s1e1", "s1e5", "s1e6"}
