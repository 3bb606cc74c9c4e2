"""A database from before there were parties is brought up to date with all that stands in it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.progress import Source
from db import due, marks, server_settings, votes
from db.sqlite import MIGRATIONS, SqliteDatabase, inspect
from db.votes import Ballot
from tests.db.planning import PARTY, add, find, plan
from tests.db.support import NOW, bring_up, opened

TABLES = {"parties", "party_clocks", "rsvps", "presences", "attendances"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The migrations as they were before parties."""
    before = tmp_path / "before"
    before.mkdir()
    for path in sorted(MIGRATIONS.glob("000[1-5]_*.sql")):
        shutil.copy(path, before)
    return before


@pytest.fixture
async def path(tmp_path: Path, folder: Path) -> Path:
    """A database of that time, with something in it."""
    path = tmp_path / "encore.db"
    async with opened(path, folder) as db:
        await _fill(db)
    return path


async def _fill(db: SqliteDatabase) -> None:
    async with db.transaction() as tx:
        await votes.cast(tx, Ballot(1, "kaleido-star", "s1e26", 11), score=8, now=NOW)
        await marks.mark(
            tx,
            guild_id=1,
            member_id=11,
            show_id="kaleido-star",
            episodes=["s1e1", "s1e26"],
            source=Source.HAND,
            change_id=7,
            now=NOW,
        )
        await server_settings.put(tx, guild_id=1, name="zone", value="Asia/Tokyo")
        await due.schedule(tx, guild_id=1, kind="panel:close", subject_id=5, at=NOW)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows by table, but for the noted migrations."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
            for (name,) in names
            if name != "schema_migrations"
        }


async def test_what_was_there_stays_as_it_was_and_the_new_tables_are_empty(path: Path) -> None:
    before = contents(path)
    assert sum(map(bool, before.values())) >= 4
    assert not TABLES & before.keys()
    await bring_up(path, MIGRATIONS)
    after = contents(path)
    assert {name: after[name] for name in before} == before
    assert after.keys() >= TABLES
    assert all(after[name] == [] for name in after.keys() - before.keys())
    assert (await inspect(path, folder=MIGRATIONS)).endswith("up to date")


async def test_parties_are_planned_in_it_at_once(path: Path) -> None:
    async with opened(path, MIGRATIONS) as db:
        await plan(db, PARTY)
        assert await find(db) == PARTY
        async with db.snapshot() as tx:
            stored = await server_settings.read(tx, guild_id=1)
    assert (stored.zone, stored.reminder) == ("Asia/Tokyo", 30)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE parties SET phase = 'over'",
        "UPDATE parties SET seats = 0",
        "UPDATE parties SET starts_at = 'tomorrow'",
        "UPDATE parties SET starts_at = NULL",
        "INSERT INTO rsvps VALUES (1, 99, 11, 1, 'going', 1, 'channel', 30, 0)",
        "INSERT INTO rsvps VALUES (1, 42, 11, 1, 'perhaps', 1, 'channel', 30, 0)",
        "INSERT INTO rsvps VALUES (1, 42, 11, 1, 'going', 1, 'pigeon', 30, 0)",
        "INSERT INTO presences VALUES (1, 42, 11, 'heard', 5, NULL)",
        "INSERT INTO presences VALUES (2, 42, 11, 'voice', 5, NULL)",
        "INSERT INTO attendances VALUES (1, 99, 11, 's1e12')",
        "INSERT INTO party_clocks VALUES (1, 42, 1, 5, 0, 2)",
    ],
)
async def test_it_takes_nothing_that_has_no_sense(path: Path, sql: str) -> None:
    async with opened(path, MIGRATIONS) as db:
        await add(db, PARTY)
        with pytest.raises(sqlite3.IntegrityError):
            async with db.transaction() as tx:
                await tx.run(sql)
