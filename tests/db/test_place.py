"""Files that are locked, moved or deleted under an open database, and what becomes of what it holds."""

# ruff: noqa: ASYNC240  a test has its event loop to itself

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import sqlite, turns
from db.database import Database, Tx
from db.sqlite import SqliteDatabase
from tests.db.support import INSERT, guests, opened, take_seats


async def seat(db: Database, guest: str) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(INSERT, guest=guest)

    await db.write(work)


async def test_whoever_waited_while_the_file_was_found_locked_does_not_wait_once_more(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT", 0.3)
    looks = list[str]()
    trip = turns.trip

    async def counted(connection: object, do: object, /, *args: object, **kwargs: object) -> object:
        looks.append(getattr(do, "__name__", ""))
        return await trip(connection, do, *args, **kwargs)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]

    async with opened(path, folder) as db:
        monkeypatch.setattr(turns, "trip", counted)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            asked = [seat(db, f"one {n}") for n in range(5)] + [take_seats(db, f"all {n}") for n in range(5)]
            told = await asyncio.gather(*asked, return_exceptions=True)
            other.execute("ROLLBACK")
        assert {getattr(error, "sqlite_errorcode", None) for error in told} == {sqlite3.SQLITE_BUSY}
        assert len([name for name in looks if name in {"begin", "carry_out"}]) == 1
        await seat(db, "Sora")
        await take_seats(db, "Layla")
        assert await guests(db) == ["Sora", "Layla"]


@pytest.mark.parametrize("suffix", ["", "-wal"])
async def test_nothing_is_written_to_a_file_that_was_moved_until_it_is_back(
    db: SqliteDatabase, path: Path, suffix: str
) -> None:
    await take_seats(db, "Sora")
    file, elsewhere = Path(f"{path}{suffix}"), path.with_name("elsewhere")
    file.rename(elsewhere)
    for attempt in (seat, take_seats):
        with pytest.raises(sqlite3.OperationalError, match="was moved or deleted") as refused:
            await attempt(db, "Layla")
        assert refused.value.sqlite_errorcode == sqlite3.SQLITE_READONLY_DBMOVED
    assert await guests(db) == ["Sora"]
    elsewhere.rename(file)
    await seat(db, "May")
    assert await guests(db) == ["Sora", "May"]


async def test_what_a_deleted_file_held_is_saved_where_it_was(path: Path, folder: Path) -> None:
    async with opened(path, folder) as db:
        await take_seats(db, "Sora")
        path.unlink()
    async with opened(path, folder) as db:
        assert await guests(db) == ["Sora"]


async def test_what_a_file_held_that_another_took_the_place_of_is_saved_beside_it(
    path: Path, folder: Path
) -> None:
    async with opened(path, folder) as db:
        await take_seats(db, "Sora")
        path.unlink()
        path.write_text("shopping list")
    assert path.read_text() == "shopping list"
    async with opened(path.with_name("encore.db.rescued"), folder) as db:
        assert await guests(db) == ["Sora"]
