"""Transactions that are cancelled, closed over or killed: all of each is kept, or nothing."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.database import Database, DatabaseError
from db.sqlite import SqliteDatabase, open_database
from tests.db.support import INSERT, NOW, bring_up, guests, litter, opened, python, take_seats


@pytest.mark.parametrize("twice", [False, True])
async def test_a_cancellation_at_any_moment_leaves_all_or_nothing(
    db: Database,
    twice: bool,  # noqa: FBT001  pytest passes it by name
) -> None:
    trio = ["Sora", "Layla", "May"]
    outcomes: set[int] = set()
    for turns in range(60):
        task = asyncio.create_task(take_seats(db, *trio))
        for _ in range(turns):
            await asyncio.sleep(0.0001 if turns % 2 else 0)
        task.cancel()
        if twice:
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.wait([task])
        assert await guests(db) in ([], trio)
        async with db.transaction() as tx:
            outcomes.add(await tx.run("DELETE FROM seats"))
    assert outcomes == {0, 3}


async def test_a_cancelled_begin_is_undone_before_the_next_turn_however_often_it_is_cancelled(
    db: Database, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # the task's BEGIN now waits in the connection's thread
        task = asyncio.create_task(take_seats(db, "Sora"))
        following = asyncio.create_task(take_seats(db, "Layla"))
        for _ in range(3):
            await asyncio.sleep(0.01)
            task.cancel()
        await asyncio.sleep(0.01)
        assert not task.done()
        assert not following.done()
        other.execute("COMMIT")
    await asyncio.wait([task])
    assert task.cancelled()
    await following
    assert await guests(db) == ["Layla"]


async def test_a_turn_given_up_while_waiting_does_not_hold_up_the_others(db: Database) -> None:
    async with db.transaction():
        waiting = asyncio.create_task(take_seats(db, "Sora"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
    await take_seats(db, "Layla")
    assert await guests(db) == ["Layla"]


async def test_a_timeout_undoes_the_transaction(db: Database) -> None:
    async def dawdle() -> None:
        async with db.transaction() as tx:
            await tx.run(INSERT, guest="Sora")
            await asyncio.sleep(10)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(dawdle(), timeout=0.02)
    assert await guests(db) == []


async def test_closing_waits_for_what_runs_and_refuses_what_comes_after(
    db: SqliteDatabase, path: Path
) -> None:
    async with db.transaction() as tx:
        closing_task = asyncio.create_task(db.close())
        await asyncio.sleep(0.01)
        assert not closing_task.done()
        await tx.run(INSERT, guest="Sora")
    await closing_task
    for begin in (db.transaction, db.snapshot):
        with pytest.raises(DatabaseError, match="closed"):
            async with begin():
                pass
    await db.close()
    assert not litter(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT guest FROM seats").fetchall() == [("Sora",)]


async def test_a_cancelled_close_can_be_called_again(db: SqliteDatabase, path: Path) -> None:
    for turns in range(10):
        task = asyncio.create_task(db.close())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    await db.close()
    assert not litter(path)


async def test_opening_can_be_cancelled_at_any_moment(path: Path, folder: Path) -> None:
    for turns in range(40):
        task = asyncio.create_task(open_database(path, now=NOW, folder=folder))
        await asyncio.sleep(turns * 0.0003)
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            await task.result().close()
    await bring_up(path, folder)
    assert not litter(path)


KILLED = """
async def main():
    db = await open_database(Path(sys.argv[1]), now=NOW, folder=Path(sys.argv[2]))
    async with db.transaction() as tx:
        await tx.run("INSERT INTO seats (guest) VALUES ('Sora')")
    async with db.transaction() as tx:
        await tx.run("INSERT INTO seats (guest) VALUES ('Layla')")
        print("Sora has her seat", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_kill_and_what_was_not_is_gone(
    path: Path, folder: Path
) -> None:
    with python(KILLED, path, folder) as process:
        assert process.stdout
        assert process.stdout.readline() == "Sora has her seat\n"
        process.kill()
    async with opened(path, folder) as db:
        assert await guests(db) == ["Sora"]
