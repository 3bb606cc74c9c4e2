"""What was made of rows is given again for as long as they stand, and never longer."""

from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest

from db import memory
from db.database import Tx, Work
from db.sqlite import SqliteDatabase
from tests.db.support import opened, python, write_migrations

SHELVES = """
CREATE TABLE books (
    guild_id INTEGER, member_id INTEGER, title TEXT UNIQUE, PRIMARY KEY (guild_id, title)
) STRICT;
CREATE TABLE pages (
    guild_id INTEGER, title TEXT, FOREIGN KEY (guild_id, title) REFERENCES books ON DELETE CASCADE
) STRICT;
CREATE TABLE lamps (guild_id INTEGER) STRICT;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_migrations(tmp_path / "migrations", SHELVES)


@pytest.fixture
async def db(path: Path, folder: Path) -> AsyncGenerator[SqliteDatabase]:
    async with opened(path, folder) as database:
        await add(database, 1, 7, "Dune")
        yield database


class Shelf:
    """Looks at a shelf, and counts how often."""

    def __init__(self, sql: str, **whose: int) -> None:
        self.looks = 0
        self._sql = sql
        self._whose = whose

    async def __call__(self, tx: Tx) -> list[str]:
        self.looks += 1
        return [str(row["title"]) for row in await tx.all(self._sql, **self._whose)]


def here(guild_id: int = 1) -> Shelf:
    return Shelf("SELECT title FROM books WHERE guild_id = :guild_id ORDER BY title", guild_id=guild_id)


def own(member_id: int = 7) -> Shelf:
    return Shelf("SELECT title FROM books WHERE member_id = :member_id ORDER BY title", member_id=member_id)


def everywhere() -> Shelf:
    return Shelf("SELECT title FROM books ORDER BY title")


def adding(guild_id: int, member_id: int, title: str) -> Work[int]:
    sql = "INSERT INTO books (guild_id, member_id, title) VALUES (:guild_id, :member_id, :title)"
    return lambda tx: tx.run(sql, guild_id=guild_id, member_id=member_id, title=title)


def doing(sql: str, **given: int) -> Work[int]:
    return lambda tx: tx.run(sql, **given)


async def add(db: SqliteDatabase, guild_id: int, member_id: int, title: str) -> None:
    await db.write(adding(guild_id, member_id, title))


async def test_the_same_is_not_looked_for_twice(db: SqliteDatabase) -> None:
    shelf = here()

    first = await db.recall("shelf", shelf)

    assert await db.recall("shelf", shelf) is first == ["Dune"]
    assert shelf.looks == 1


@pytest.mark.parametrize("look", [here, own, everywhere])
@pytest.mark.parametrize(
    "change",
    [
        adding(1, 7, "Emma"),
        doing("UPDATE books SET title = 'Emma' WHERE guild_id = :guild_id", guild_id=1),
        doing("UPDATE books SET title = 'Emma' WHERE member_id = :member_id", member_id=7),
        doing("UPDATE books SET title = 'Emma'"),
        doing("DELETE FROM books WHERE guild_id = :guild_id", guild_id=1),
        doing("INSERT INTO books VALUES (1, 7, 'Dune') ON CONFLICT DO UPDATE SET title = 'Emma'"),
        doing("REPLACE INTO books VALUES (1, 7, 'Emma')"),
    ],
)
async def test_a_change_is_seen_by_whoever_comes_after_it(
    db: SqliteDatabase, look: Callable[[], Shelf], change: Work[int]
) -> None:
    shelf = look()
    before = await db.recall("shelf", shelf)

    await db.write(change)

    assert await db.recall("shelf", shelf) == await db.read(shelf) != before


@pytest.mark.parametrize(
    ("look", "change"),
    [
        (here, adding(2, 7, "Emma")),
        (own, adding(1, 8, "Emma")),
        (here, doing("INSERT INTO lamps VALUES (:guild_id)", guild_id=1)),
        (everywhere, doing("INSERT INTO lamps VALUES (:guild_id)", guild_id=1)),
    ],
)
async def test_what_changes_elsewhere_is_no_reason_to_look_again(
    db: SqliteDatabase, look: Callable[[], Shelf], change: Work[int]
) -> None:
    shelf = look()
    await db.recall("shelf", shelf)

    await db.write(change)
    await db.recall("shelf", shelf)

    assert shelf.looks == 1


async def test_rows_that_go_along_with_others_are_seen_to_go(db: SqliteDatabase) -> None:
    pages = Shelf("SELECT title FROM pages WHERE guild_id = :guild_id", guild_id=1)
    await db.write(doing("INSERT INTO pages VALUES (:guild_id, 'Dune')", guild_id=1))
    assert await db.recall("pages", pages) == ["Dune"]

    await db.write(doing("DELETE FROM books WHERE guild_id = :guild_id", guild_id=1))

    assert await db.recall("pages", pages) == []


async def test_a_statement_that_failed_the_first_time_is_known_the_second(db: SqliteDatabase) -> None:
    shelf = here()
    with pytest.raises(Exception, match="UNIQUE"):
        await add(db, 2, 7, "Dune")
    await db.recall("shelf", shelf)

    await add(db, 1, 7, "Emma")

    assert await db.recall("shelf", shelf) == ["Dune", "Emma"]


async def test_within_a_transaction_its_own_changes_are_seen_and_kept_for_nobody(db: SqliteDatabase) -> None:
    shelf = here()

    async def work(tx: Tx) -> tuple[list[str], list[str]]:
        before = await tx.recall("shelf", shelf)
        await adding(1, 7, "Emma")(tx)
        return before, await tx.recall("shelf", shelf)

    async def undone(tx: Tx) -> None:
        await work(tx)
        raise KeyError

    with pytest.raises(KeyError):
        await db.write(undone)
    assert await db.recall("shelf", shelf) == ["Dune"]
    assert await db.write(work) == (["Dune"], ["Dune", "Emma"])
    assert await db.recall("shelf", shelf) == ["Dune", "Emma"]


async def test_what_one_transaction_looked_up_the_next_need_not(db: SqliteDatabase) -> None:
    shelf = here()

    async def work(tx: Tx) -> list[str]:
        return await tx.recall("shelf", shelf)

    assert await db.write(work) == await db.write(work) == ["Dune"]
    assert shelf.looks == 1


async def test_what_is_made_of_something_recalled_changes_with_it(db: SqliteDatabase) -> None:
    shelf = here()

    async def headline(tx: Tx) -> str:
        return " and ".join(await tx.recall("shelf", shelf))

    async def work(tx: Tx) -> str:
        return await tx.recall("headline", headline)

    assert await db.write(work) == await db.recall("headline", headline) == "Dune"
    await add(db, 1, 7, "Emma")

    assert await db.recall("headline", headline) == "Dune and Emma"
    assert await db.write(work) == "Dune and Emma"


async def test_nothing_is_kept_of_what_failed(db: SqliteDatabase) -> None:
    looks: list[int] = []

    async def fails(_: Tx) -> None:
        looks.append(1)
        raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            await db.recall("shelf", fails)

    assert len(looks) == 2


ELSEWHERE = """
import sqlite3
with sqlite3.connect(sys.argv[1]) as other:
    other.execute("INSERT INTO books VALUES (1, 7, 'Emma')")
"""


async def test_what_another_process_wrote_is_seen_with_the_next_transaction(
    db: SqliteDatabase, path: Path
) -> None:
    shelf = here()
    await db.recall("shelf", shelf)
    with python(ELSEWHERE, path) as other:
        assert other.communicate(timeout=30) == ("", "")

    await db.write(doing("INSERT INTO lamps VALUES (:guild_id)", guild_id=1))

    assert await db.recall("shelf", shelf) == ["Dune", "Emma"]


async def test_only_so_much_is_kept(db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    shelves = [here(number) for number in range(4)]
    for number, shelf in enumerate(shelves):
        await db.recall(number, shelf)
    for number, shelf in reversed(list(enumerate(shelves))):
        await db.recall(number, shelf)

    assert [shelf.looks for shelf in shelves] == [2, 1, 1, 1]


async def test_past_so_many_changes_all_is_forgotten_and_still_right(
    db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "REGIONS", 20)
    shelf = here()
    for number in range(20):
        await db.recall("shelf", shelf)
        await add(db, 2 + number, number, f"Volume {number}")
    assert 1 < shelf.looks < 20
    await add(db, 1, 7, "Emma")

    assert await db.recall("shelf", shelf) == ["Dune", "Emma"]
