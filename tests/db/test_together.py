"""Transactions that wait for their turn share a commit, and nothing else."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.domain.refusal import Refusal
from db import direct
from db.database import DatabaseError, Tx, Work
from db.sqlite import SqliteDatabase
from tests.db.support import INSERT, guests, opened


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by each commit of the writer."""
    seen: list[str] = []
    real = direct.Inside.commit

    def commit(self: direct.Inside) -> None:
        if self.writes:
            seen.append("commit")
        real(self)

    monkeypatch.setattr(direct.Inside, "commit", commit)
    return seen


@asynccontextmanager
async def held_up(db: SqliteDatabase) -> AsyncGenerator[Tx]:
    """Somebody is writing, so that whoever comes has to wait."""
    async with db.transaction() as tx:
        yield tx
        await asyncio.sleep(0.01)  # all have come by now


def seating(guest: str, *more: str) -> Work[int]:
    async def work(tx: Tx) -> int:
        return sum([await tx.run(INSERT, guest=name) for name in (guest, *more)])

    return work


async def outcomes(db: SqliteDatabase, *works: Work[Any]) -> list[Any]:
    """What comes of works that all have to wait for their turn at once."""
    async with held_up(db):
        waiting = asyncio.gather(*map(db.write, works), return_exceptions=True)
        await asyncio.sleep(0)
    return list(await waiting)


async def test_those_who_wait_share_a_commit(db: SqliteDatabase, commits: list[str]) -> None:
    assert await outcomes(db, *(seating(f"guest {number:02}") for number in range(40))) == [1] * 40

    assert len(commits) == 2  # one of them is that of who held them up
    assert await guests(db) == [f"guest {number:02}" for number in range(40)]


async def test_nobody_waits_for_too_many_others(db: SqliteDatabase, commits: list[str]) -> None:
    assert await outcomes(db, *(seating(f"{number}") for number in range(300))) == [1] * 300

    assert len(commits) == 1 + 5
    assert len(await guests(db)) == 300


@pytest.mark.parametrize("error", [Refusal("no"), KeyError("no"), asyncio.CancelledError("no")])
async def test_one_that_fails_is_undone_alone(db: SqliteDatabase, error: BaseException) -> None:
    async def fails(tx: Tx) -> None:
        await seating("gone", "with the wind")(tx)
        raise error

    first, failed, last = await outcomes(db, seating("Ana"), fails, seating("Bo"))

    assert (first, last) == (1, 1)
    assert type(failed) is type(error)
    assert await guests(db) == ["Ana", "Bo"]


async def test_a_statement_that_fails_undoes_its_own_transaction(db: SqliteDatabase) -> None:
    found = await outcomes(db, seating("Ana"), seating("Bo", "Ana"), seating("Cy"))

    assert isinstance(found[1], sqlite3.IntegrityError)
    assert await guests(db) == ["Ana", "Cy"]


async def test_where_all_fail_nothing_is_committed(db: SqliteDatabase, commits: list[str]) -> None:
    found = await outcomes(db, seating("Ana", "Ana"), seating("Bo", "Bo"))

    assert [type(error) for error in found] == [sqlite3.IntegrityError] * 2
    assert len(commits) == 1
    assert await guests(db) == []


async def test_a_commit_that_fails_is_told_to_all(
    db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: direct.Inside) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    async with held_up(db):
        waiting = asyncio.gather(*map(db.write, [seating("Ana"), seating("Bo")]), return_exceptions=True)
        await asyncio.sleep(0)
    monkeypatch.setattr(direct.Inside, "commit", fails)
    found = await waiting
    monkeypatch.undo()

    assert [str(error) for error in found] == ["disk I/O error"] * 2
    assert await guests(db) == []
    assert await db.write(seating("Cy")) == 1


async def test_where_sqlite_ends_the_transaction_all_are_told_and_nothing_is_kept(db: SqliteDatabase) -> None:
    async def ends(tx: Tx) -> None:
        await seating("Bo")(tx)
        await tx.run("INSERT OR ROLLBACK INTO seats (guest) VALUES ('Ana')")  # as on a full disk

    found = await outcomes(db, seating("Ana"), ends, seating("Cy"))

    assert [type(error) for error in found] == [sqlite3.IntegrityError] * 3
    assert await guests(db) == []
    assert await db.write(seating("Di")) == 1


async def test_who_gives_up_waiting_is_not_carried_out_and_the_others_are(db: SqliteDatabase) -> None:
    async with held_up(db):
        tasks = [asyncio.create_task(db.write(seating(name))) for name in ("Ana", "Bo", "Cy")]
        await asyncio.sleep(0)
        tasks[1].cancel()
    await asyncio.wait(tasks)

    assert tasks[1].cancelled()
    assert await guests(db) == ["Ana", "Cy"]


async def test_each_sees_what_those_before_it_did(db: SqliteDatabase) -> None:
    async def count(tx: Tx) -> int:
        await tx.run(INSERT, guest=str(len(await tx.all("SELECT 1 FROM seats"))))
        return len(await tx.all("SELECT 1 FROM seats"))

    assert await outcomes(db, *[count] * 20) == list(range(1, 21))


async def test_they_take_turns_with_transactions_of_several_trips(db: SqliteDatabase) -> None:
    async def slow(name: str) -> None:
        async with db.transaction() as tx:
            await seating(name)(tx)
            await asyncio.sleep(0)
            await seating(f"{name} again")(tx)

    quick = [db.write(seating(f"quick {number}")) for number in range(100)]
    await asyncio.gather(*quick, *(slow(f"slow {number}") for number in range(10)))

    assert len(await guests(db)) == 120


async def test_reads_that_wait_share_a_snapshot(db: SqliteDatabase) -> None:
    async def look(tx: Tx) -> list[int]:
        return [len(await tx.all("SELECT 1 FROM seats"))]

    async with db.snapshot():
        waiting = [asyncio.create_task(db.read(look)) for _ in range(20)]
        await asyncio.sleep(0)
    assert await asyncio.gather(*waiting) == [[0]] * 20


async def test_closing_tells_those_who_still_wait(path: Path, folder: Path) -> None:
    async with opened(path, folder) as db:
        async with held_up(db):
            closing = asyncio.create_task(db.close())
            await asyncio.sleep(0.05)  # closing waits for its turn by now
            waiting = [asyncio.create_task(db.write(seating(name))) for name in ("Ana", "Bo")]
            await asyncio.sleep(0)
        await closing
        found = await asyncio.gather(*waiting, return_exceptions=True)

        assert [type(error) for error in found] == [DatabaseError] * 2
