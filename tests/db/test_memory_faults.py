"""What is kept in memory stays right where SQLite failed, or where a work did what it should not."""

import sqlite3
from typing import Any

import pytest

from db import memory
from db.database import Tx
from db.sqlite import SqliteDatabase
from tests.db.test_memory import adding, db, doing, folder, here

__all__ = ["db", "folder"]


async def test_a_statement_that_could_not_be_prepared_is_known_once_it_is(db: SqliteDatabase) -> None:
    def chairs(tx: Tx) -> Any:
        return tx.all("SELECT n FROM chairs")

    with pytest.raises(sqlite3.OperationalError, match="no such table"):  # as on a disk that cannot be read
        await db.recall("chairs", chairs)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await db.write(doing("INSERT INTO chairs VALUES (1)"))
    await db.write(doing("CREATE TABLE chairs (n INTEGER) STRICT"))
    assert await db.recall("chairs", chairs) == []

    await db.write(doing("INSERT INTO chairs VALUES (1)"))

    assert await db.recall("chairs", chairs) == [{"n": 1}]


async def test_of_large_values_fewer_are_kept(db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROWS", 25)
    for number in range(9):
        await db.write(adding(1, 7, f"Volume {number}"))  # ten with the one that is there
    shelves = [here() for _ in range(3)]

    for number in (
        0,
        1,
        0,
        2,
        0,
        1,
    ):  # by the third, the second is the one that was not asked for the longest
        await db.recall(number, shelves[number])

    assert [shelf.looks for shelf in shelves] == [1, 2, 1]


async def test_what_went_makes_room_again(db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROWS", 25)
    shelf, other = here(), here(2)
    await db.recall("other", other)
    for number in range(20):
        await db.recall("shelf", shelf)
        await db.write(doing("UPDATE books SET title = title || '!' WHERE guild_id = :guild_id", guild_id=1))
        await db.recall(number % 2, shelf)

    await db.recall("other", other)

    assert other.looks == 1


async def test_what_is_too_large_for_the_room_is_kept_by_nobody(
    db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "ROWS", 0)
    shelf = here()

    for _ in range(2):
        assert await db.recall("shelf", shelf) == ["Dune"]

    assert shelf.looks == 2
