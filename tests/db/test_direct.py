"""Whole transactions in one trip: what holds of `transaction` and `snapshot` holds of them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.refusal import Refusal
from db.database import Database, DatabaseError, Row, Tx, connect
from db.votes import Ballot, cast, tally

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await connect(f"sqlite:///{tmp_path / 'encore.db'}", now=NOW)
    yield opened
    await opened.close()


async def vote(tx: Tx, member_id: int) -> None:
    await cast(tx, Ballot(1, "show", "s1e1", member_id), score=7, now=NOW)


async def count(tx: Tx) -> int:
    return (await tally(tx, guild_id=1, show_id="show", episode="s1e1")).votes


async def test_what_was_written_is_there_and_what_was_made_of_it_is_returned(db: Database) -> None:
    async def work(tx: Tx) -> int:
        await vote(tx, 1)
        return await count(tx)

    assert await db.write(work) == 1
    assert await db.read(count) == 1


@pytest.mark.parametrize("error", [Refusal("no"), KeyError("no"), sqlite3.IntegrityError("no")])
async def test_what_is_raised_comes_out_and_undoes_everything(db: Database, error: Exception) -> None:
    async def work(tx: Tx) -> None:
        await vote(tx, 1)
        raise error

    with pytest.raises(type(error)):
        await db.write(work)

    assert await db.read(count) == 0
    await db.write(lambda tx: vote(tx, 2))
    assert await db.read(count) == 1


async def test_a_row_is_as_in_any_other_transaction(db: Database) -> None:
    async def row(tx: Tx) -> Row | None:
        return await tx.one("SELECT 1 AS one, 'ü' AS text, NULL AS void")

    async with db.snapshot() as tx:
        usual = await row(tx)
    assert await db.read(row) == usual == {"one": 1, "text": "ü", "void": None}


async def test_nothing_can_be_awaited_but_the_tx_and_nothing_is_left_behind(db: Database) -> None:
    async def work(tx: Tx) -> None:
        await vote(tx, 1)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing can be awaited"):
        await db.write(work)

    assert await db.read(count) == 0


async def test_a_tx_is_good_until_its_work_ends(db: Database) -> None:
    kept: list[Tx] = []

    async def work(tx: Tx) -> None:
        kept.append(tx)

    await db.write(work)

    with pytest.raises(RuntimeError, match="over"):
        await kept[0].run("DELETE FROM votes")


async def test_a_snapshot_writes_nothing(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await db.read(lambda tx: vote(tx, 1))


async def test_cancelled_at_any_moment_it_is_done_whole_or_not_at_all_and_others_go_on(db: Database) -> None:
    async def both(tx: Tx, member_id: int) -> None:
        await vote(tx, member_id)
        await vote(tx, member_id + 1)

    for turn in range(0, 60, 2):
        task = asyncio.create_task(db.write(lambda tx, turn=turn: both(tx, turn)))
        for _ in range(turn % 7):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert await db.read(count) % 2 == 0
        async with db.transaction() as tx:
            assert await count(tx) % 2 == 0


async def test_many_at_once_take_turns_with_transactions_of_several_trips(db: Database) -> None:
    async def slow(member_id: int) -> None:
        async with db.transaction() as tx:
            await vote(tx, member_id)
            await asyncio.sleep(0)
            await vote(tx, member_id + 1)

    quick = [db.write(lambda tx, n=n: vote(tx, n)) for n in range(50)]
    await asyncio.gather(*quick, *(slow(100 + 2 * n) for n in range(10)))

    assert await db.read(count) == 70


async def test_a_closed_database_says_so_and_one_task_holds_one(db: Database) -> None:
    async with db.transaction():
        with pytest.raises(RuntimeError, match="this task holds"):
            await db.write(lambda tx: vote(tx, 1))
    await db.close()
    with pytest.raises(DatabaseError, match="closed"):
        await db.read(count)
