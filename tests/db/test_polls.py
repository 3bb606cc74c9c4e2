"""Polls and their votes in the database: counts that equal a recount, whatever happened."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.polls import Poll, Results
from bot.domain.server_settings import Reveal
from db import poll_votes, polls
from db.database import Database, Tx, connect
from db.due import Agenda
from tests.db.support import NOW

POLL = Poll(1, 2, 3, 4, "Which?", ("a", "b", "c"), opened_at=NOW, edited_at=NOW, choices=3)
HERE = {"guild_id": 1, "poll_id": 2}

Step = tuple[str, int, set[int]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "withdraw", "erase"]), st.integers(1, 4), st.sets(st.integers(0, 2))
    ),
    max_size=30,
)


@asynccontextmanager
async def _database(folder: Path, *found: Poll) -> AsyncGenerator[Database]:
    db = await connect(f"sqlite:///{folder / 'encore.db'}", now=NOW)
    try:
        async with db.transaction() as tx:
            for poll in found:
                await polls.open_poll(tx, poll)
        yield db
    finally:
        await db.close()


async def _step(db: Database, step: Step) -> None:
    verb, member_id, numbers = step
    async with db.transaction() as tx:
        if verb == "erase":
            await poll_votes.erase(tx, guild_id=1, member_id=member_id)
        else:
            wanted = numbers if verb == "put" else set[int]()
            await poll_votes.put(tx, **HERE, member_id=member_id, numbers=wanted, now=NOW)


async def _results(tx: Tx) -> Results:
    results = await poll_votes.results(tx, **HERE)
    assert results == await poll_votes.recount(tx, **HERE)
    return results


@settings(max_examples=40)
@given(STEPS)
def test_counts_equal_a_recount_after_anything_in_parallel(steps: list[Step]) -> None:
    async def run() -> None:
        with TemporaryDirectory() as folder:
            async with _database(Path(folder), POLL) as db:
                await asyncio.gather(*(_step(db, step) for step in steps))
                async with db.snapshot() as tx:
                    await _results(tx)

    asyncio.run(run())


@settings(max_examples=40)
@given(STEPS)
def test_counts_are_those_of_a_plain_ballot_box(steps: list[Step]) -> None:
    async def run() -> None:
        box: dict[int, set[int]] = {}
        with TemporaryDirectory() as folder:
            async with _database(Path(folder), POLL) as db:
                for verb, member_id, numbers in steps:
                    await _step(db, (verb, member_id, numbers))
                    box[member_id] = numbers if verb == "put" else set()
                async with db.snapshot() as tx:
                    results = await _results(tx)
        assert results.counts == tuple(sum(n in chosen for chosen in box.values()) for n in range(3))
        assert results.voters == sum(map(bool, box.values()))

    asyncio.run(run())


async def test_a_poll_is_read_as_it_was_written(tmp_path: Path) -> None:
    whole = replace(
        POLL, id=5, show_id="show", anonymous=False, reveal=Reveal.VOTED, closes_at=NOW, message_id=7
    )
    async with _database(tmp_path, POLL, whole) as db, db.snapshot() as tx:
        assert await polls.find(tx, guild_id=1, poll_id=5) == whole
        assert await polls.all_open(tx, guild_id=1) == [whole, POLL]
        assert await polls.find(tx, guild_id=9, poll_id=5) is None
        assert await polls.count_open(tx, guild_id=1, author_id=POLL.author_id) == (2, 2)
        assert await polls.count_open(tx, guild_id=1, author_id=99) == (2, 0)
        assert await polls.count_open(tx, guild_id=9, author_id=POLL.author_id) == (0, 0)


async def test_only_open_polls_close_and_closed_ones_are_listed_the_last_first(tmp_path: Path) -> None:
    other = Poll(1, 5, 3, 4, "Where?", ("a", "b"), NOW, NOW)
    async with _database(tmp_path, POLL, other) as db, db.transaction() as tx:
        assert await polls.close(tx, guild_id=1, poll_id=5, now=NOW)
        assert await polls.close(tx, guild_id=1, poll_id=2, now=NOW + timedelta(seconds=1))
        assert not await polls.close(tx, guild_id=1, poll_id=2, now=NOW)
        assert not await polls.close(tx, guild_id=9, poll_id=5, now=NOW)
        closed = await polls.last_closed(tx, guild_id=1, limit=2)
        assert [poll.id for poll in closed] == [2, 5]


async def test_erasing_a_member_takes_their_votes_out_of_this_server_alone(tmp_path: Path) -> None:
    there = Poll(9, 5, 3, 4, "Where?", ("a", "b"), NOW, NOW)
    async with _database(tmp_path, POLL, there) as db, db.transaction() as tx:
        await poll_votes.put(tx, **HERE, member_id=7, numbers={0, 1}, now=NOW)
        await poll_votes.put(tx, guild_id=9, poll_id=5, member_id=7, numbers={0}, now=NOW)

        assert await poll_votes.erase(tx, guild_id=1, member_id=7) == 2

        assert await _results(tx) == Results((0, 0, 0), 0)
        assert (await poll_votes.results(tx, guild_id=9, poll_id=5)).voters == 1


async def test_the_first_ten_voters_of_an_option_are_named(tmp_path: Path) -> None:
    async with _database(tmp_path, POLL) as db, db.transaction() as tx:
        for member_id in range(12):
            at = NOW + timedelta(seconds=12 - member_id)
            await poll_votes.put(tx, **HERE, member_id=member_id, numbers={1}, now=at)

        assert await poll_votes.names(tx, **HERE) == {1: list(range(11, 1, -1))}


async def test_a_refresh_waits_out_the_pace_and_what_is_claimed_is_asked_for_again(tmp_path: Path) -> None:
    now, later = NOW + timedelta(seconds=2), NOW + timedelta(seconds=5)
    async with _database(tmp_path, POLL) as db:
        async with db.transaction() as tx:
            assert await polls.refresh_soon(tx, **HERE, now=now) == later
            assert await polls.refresh_soon(tx, **HERE, now=now) is None
        (work,) = await Agenda(db).claim(now=later, lease=timedelta(seconds=60), limit=9)
        async with db.transaction() as tx:
            assert await polls.refresh_soon(tx, **HERE, now=later) == later
        await Agenda(db).finish(work)
        assert await Agenda(db).next_at() == int(later.timestamp())


async def test_a_forgotten_poll_leaves_nothing(tmp_path: Path) -> None:
    async with _database(tmp_path, POLL) as db, db.transaction() as tx:
        await poll_votes.put(tx, **HERE, member_id=7, numbers={0, 1}, now=NOW)
        await polls.refresh_soon(tx, **HERE, now=NOW)

        await polls.forget(tx, **HERE)

        for table in ("polls", "poll_options", "poll_votes", "due"):
            assert await tx.all(f"SELECT * FROM {table}") == []  # noqa: S608
