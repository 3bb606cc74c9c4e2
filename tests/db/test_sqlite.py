"""Transactions: whole or not at all, one after the other."""

import asyncio
import sqlite3

import pytest

from db.database import Database, Row
from db.sqlite import SqliteDatabase
from tests.db.support import INSERT, guests, take_seats


async def pragma(db: SqliteDatabase, name: str) -> Row | None:
    async with db.transaction() as tx:
        return await tx.one(f"PRAGMA {name}")


async def test_rows_come_back_by_name_and_a_write_says_how_many_it_changed(db: Database) -> None:
    async with db.transaction() as tx:
        assert await tx.run("INSERT INTO seats (guest) VALUES (:a), (:b)", a="Sora", b="Layla") == 2
        assert await tx.all("SELECT guest FROM seats ORDER BY id") == [{"guest": "Sora"}, {"guest": "Layla"}]
        assert await tx.one("SELECT guest FROM seats WHERE id = :id", id=9) is None
        assert await tx.one("DELETE FROM seats WHERE id = 1 RETURNING guest") == {"guest": "Sora"}
        assert await tx.run("CREATE TABLE more (id INTEGER) STRICT") == 0


async def test_what_cascades_is_not_counted_among_the_changed_rows(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.run(INSERT, guest="Sora")
        await tx.run("INSERT INTO meals VALUES (1), (1), (1)")
        assert await tx.run("DELETE FROM seats") == 1
        assert await tx.all("SELECT * FROM meals") == []


async def test_the_file_is_kept_safely(db: SqliteDatabase) -> None:
    assert await pragma(db, "journal_mode") == {"journal_mode": "wal"}
    assert await pragma(db, "synchronous") == {"synchronous": 2}
    assert await pragma(db, "foreign_keys") == {"foreign_keys": 1}
    assert await pragma(db, "trusted_schema") == {"trusted_schema": 0}
    assert await pragma(db, "busy_timeout") == {"timeout": 2000}


async def test_a_parent_that_does_not_exist_is_refused(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        async with db.transaction() as tx:
            await tx.run("INSERT INTO meals VALUES (1)")


async def test_an_exception_undoes_the_transaction_and_is_raised_as_it_is(db: Database) -> None:
    await take_seats(db, "Sora")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await take_seats(db, "Layla", "Sora")

    async def stumble() -> None:
        async with db.transaction() as tx:
            await tx.run(INSERT, guest="May")
            raise LookupError

    with pytest.raises(LookupError):
        await stumble()
    assert await guests(db) == ["Sora"]


async def test_a_statement_that_fails_and_is_caught_undoes_only_itself(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.run(INSERT, guest="Sora")
        with pytest.raises(sqlite3.IntegrityError):
            await tx.run(INSERT, guest="Sora")
        await tx.run(INSERT, guest="Layla")
    assert await guests(db) == ["Sora", "Layla"]


async def test_a_transaction_sqlite_has_ended_can_neither_go_on_nor_be_committed(db: Database) -> None:
    async def go_on() -> None:
        async with db.transaction() as tx:
            await tx.run(INSERT, guest="Sora")
            with pytest.raises(sqlite3.IntegrityError):
                await tx.run("INSERT OR ROLLBACK INTO seats (guest) VALUES (:guest)", guest="Sora")
            with pytest.raises(RuntimeError, match="over"):
                await tx.run(INSERT, guest="Layla")

    with pytest.raises(sqlite3.OperationalError, match="no transaction is active"):
        await go_on()
    assert await guests(db) == []


async def test_a_commit_that_fails_is_undone(db: Database) -> None:
    async def leave_an_orphan() -> None:
        async with db.transaction() as tx:
            await tx.run(INSERT, guest="Sora")
            await tx.run("PRAGMA defer_foreign_keys = ON")
            await tx.run("INSERT INTO meals VALUES (9)")

    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await leave_an_orphan()
    await take_seats(db, "Layla")
    assert await guests(db) == ["Layla"]


async def test_a_transaction_cannot_be_used_after_its_end(db: Database) -> None:
    async with db.transaction() as old:
        pass
    async with db.transaction():
        with pytest.raises(RuntimeError, match="over"):
            await old.run(INSERT, guest="Sora")


async def test_transactions_take_turns(db: Database) -> None:
    async def count_up() -> None:
        async with db.transaction() as tx:
            row = await tx.one("SELECT count(*) AS seats FROM seats")
            assert row
            await asyncio.sleep(0)
            await tx.run(INSERT, guest=str(row["seats"]))

    await asyncio.gather(*[count_up() for _ in range(20)])
    assert await guests(db) == [str(n) for n in range(20)]


async def test_a_transaction_within_a_transaction_of_the_same_task_is_an_error(db: Database) -> None:
    for begin in (db.transaction, db.snapshot):
        async with begin():
            with pytest.raises(RuntimeError, match="pass its tx on"):
                async with begin():
                    pass
    await take_seats(db, "Sora")


async def test_a_snapshot_does_not_wait_for_a_transaction_nor_see_into_it(db: Database) -> None:
    await take_seats(db, "Sora")
    async with db.transaction() as tx:
        await tx.run(INSERT, guest="Layla")
        assert await guests(db) == ["Sora"]
    assert await guests(db) == ["Sora", "Layla"]


async def test_a_snapshot_stays_as_it_was_while_others_write(db: Database) -> None:
    async with db.snapshot() as view:
        before = await view.all("SELECT * FROM seats")
        await take_seats(db, "Sora")
        assert await view.all("SELECT * FROM seats") == before == []


async def test_a_snapshot_cannot_write(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        async with db.snapshot() as view:
            await view.run(INSERT, guest="Sora")
