"""Migrations: each once, each whole, and never over a database that is somebody else's."""

# ruff: noqa: ASYNC240  a test has its event loop to itself

import shutil
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.database import DatabaseError
from db.migrate import load, statements
from db.sqlite import MIGRATIONS, SqliteDatabase, inspect
from tests.db.support import (
    NOW,
    bring_up,
    litter,
    opened,
    python,
    refusal_of_both,
    take_seats,
    write_migrations,
)

ONE = "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT;"
TWO = "CREATE TABLE two (one INTEGER NOT NULL REFERENCES one ON DELETE CASCADE) STRICT;"


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


def tables(path: Path) -> set[object]:
    return {name for (name,) in query(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")}


async def test_what_is_new_is_applied_and_noted_with_its_time(path: Path, folder: Path) -> None:
    await bring_up(path, write_migrations(folder, ONE))
    await bring_up(path, write_migrations(folder, ONE, TWO))
    assert tables(path) == {"one", "two", "schema_migrations"}
    noted = query(path, "SELECT version, name, applied_at FROM schema_migrations")
    assert noted == [(1, "step", NOW.timestamp()), (2, "step", NOW.timestamp())]


async def test_looking_says_what_would_be_done(path: Path, folder: Path) -> None:
    write_migrations(folder, ONE)
    assert await inspect(path, folder=folder) == f"{path} does not exist yet; it will be made"
    assert not path.exists()
    await bring_up(path, folder)
    assert await inspect(path, folder=folder) == f"{path}: schema 1, up to date"
    write_migrations(folder, ONE, TWO)
    assert await inspect(path, folder=folder) == f"{path}: schema 1, 1 migration to apply"
    write_migrations(folder, ONE, TWO, "SELECT 1;")
    assert await inspect(path, folder=folder) == f"{path}: schema 1, 2 migrations to apply"


async def test_looking_changes_nothing(path: Path, folder: Path) -> None:
    await bring_up(path, write_migrations(folder, ONE))
    before = path.read_bytes()
    await inspect(path, folder=write_migrations(folder, ONE, TWO))
    assert path.read_bytes() == before
    assert not litter(path)


async def test_looking_at_a_database_in_use_leaves_its_wal_alone(path: Path, folder: Path) -> None:
    async with opened(path, folder):
        before = {file.name: file.read_bytes() for file in path.parent.glob("encore.db*") if file != path}
        assert await inspect(path, folder=folder) == f"{path}: schema 1, up to date"
        assert before["encore.db-wal"] == path.with_name("encore.db-wal").read_bytes()


async def test_looking_at_what_a_crash_left_does_not_tidy_it_up(
    db: SqliteDatabase, path: Path, folder: Path, tmp_path: Path
) -> None:
    await take_seats(db, "Sora")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for file in (path, *path.parent.glob("encore.db-*")):
        shutil.copy(file, crashed)
    before = (crashed / "encore.db").read_bytes(), (crashed / "encore.db-wal").read_bytes()
    assert (await inspect(crashed / "encore.db", folder=folder)).endswith("schema 1, up to date")
    assert before == ((crashed / "encore.db").read_bytes(), (crashed / "encore.db-wal").read_bytes())


async def test_an_empty_file_is_as_good_as_none(path: Path, folder: Path) -> None:
    path.touch()
    await bring_up(path, write_migrations(folder, ONE))
    assert "one" in tables(path)


async def test_an_altered_migration_is_refused(path: Path, folder: Path) -> None:
    await bring_up(path, write_migrations(folder, ONE, TWO))
    write_migrations(folder, ONE, TWO + " -- improved")
    assert "was not made by the migration 0002_step.sql as it is here" in await refusal_of_both(path, folder)


async def test_line_ends_of_the_checkout_do_not_matter(path: Path, folder: Path) -> None:
    text = ONE.replace(" ", "\n")
    await bring_up(path, write_migrations(folder, text))
    (folder / "0001_step.sql").write_bytes(text.replace("\n", "\r\n").encode())
    assert (await inspect(path, folder=folder)).endswith("up to date")


async def test_a_missing_migration_is_refused(path: Path, folder: Path) -> None:
    await bring_up(path, write_migrations(folder, ONE, TWO))
    (folder / "0001_step.sql").unlink()
    assert "0002_step.sql stands where 0001 should" in await refusal_of_both(path, folder)


async def test_a_row_missing_from_the_middle_is_refused(path: Path, folder: Path) -> None:
    await bring_up(path, write_migrations(folder, ONE, TWO))
    query(path, "DELETE FROM schema_migrations WHERE version = 1")
    assert "not made by the migration 0001_step.sql" in await refusal_of_both(path, folder)


@pytest.mark.parametrize("name", ["0001_again.sql", "0003_gap.sql", "2_short.sql", "notes.sql"])
async def test_files_that_do_not_follow_each_other_are_refused(path: Path, folder: Path, name: str) -> None:
    write_migrations(folder, ONE)
    (folder / name).write_text(TWO)
    assert "do not follow each other" in await refusal_of_both(path, folder)
    assert not path.exists()


async def test_an_installation_without_migrations_is_refused(path: Path, tmp_path: Path) -> None:
    assert "migrations are missing" in await refusal_of_both(path, tmp_path / "nowhere")
    assert not path.exists()


async def test_a_newer_database_is_left_untouched(path: Path, folder: Path) -> None:
    await bring_up(path, write_migrations(folder, ONE, TWO))
    before = path.read_bytes()
    sentence = await refusal_of_both(path, write_migrations(folder, ONE))
    assert "made by a newer Encore (schema 2, this one knows 1)" in sentence
    assert path.read_bytes() == before
    assert not litter(path)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE songs (id INTEGER)",
        "CREATE TABLE schema_migrations (version INTEGER, dirty INTEGER)",  # as golang-migrate has it
        "CREATE VIEW songs AS SELECT 1",
    ],
)
async def test_another_programs_database_is_left_untouched(path: Path, folder: Path, sql: str) -> None:
    query(path, sql)
    before = path.read_bytes()
    assert "belongs to another program" in await refusal_of_both(path, folder)
    assert path.read_bytes() == before
    assert not litter(path)


async def test_a_migration_that_fails_leaves_nothing_and_those_before_it_stay(
    path: Path, folder: Path
) -> None:
    write_migrations(folder, ONE, f"{TWO}\nINSERT INTO one VALUES (1);\nINSERT INTO nowhere VALUES (1);")
    with pytest.raises(DatabaseError, match=r"0002_step\.sql failed: no such table: nowhere"):
        await bring_up(path, folder)
    assert tables(path) == {"one", "schema_migrations"}
    assert query(path, "SELECT * FROM one") == []
    await bring_up(path, write_migrations(folder, ONE, TWO))
    assert "two" in tables(path)


async def test_a_table_can_be_rebuilt_without_losing_what_refers_to_it(path: Path, folder: Path) -> None:
    filled = "INSERT INTO one VALUES (7); INSERT INTO two VALUES (7);"
    rebuilt = """
        CREATE TABLE better (id INTEGER PRIMARY KEY, name TEXT) STRICT;
        INSERT INTO better (id) SELECT id FROM one;
        DROP TABLE one;
        ALTER TABLE better RENAME TO one;
    """
    await bring_up(path, write_migrations(folder, ONE, TWO, filled, rebuilt))
    assert query(path, "SELECT one, name FROM two JOIN one ON one = id") == [(7, None)]


async def test_a_migration_that_leaves_orphans_is_refused(path: Path, folder: Path) -> None:
    write_migrations(folder, ONE, TWO, "INSERT INTO two VALUES (7);")
    with pytest.raises(DatabaseError, match=r"0003_step\.sql left rows of two without parent"):
        await bring_up(path, folder)
    assert query(path, "SELECT * FROM two") == []


def test_eight_processes_that_start_at_once_apply_each_migration_once(path: Path, folder: Path) -> None:
    count = "INSERT INTO one DEFAULT VALUES;"
    write_migrations(folder, ONE, *[count] * 5)
    script = """
print("ready", flush=True)
sys.stdin.read()
async def main():
    await (await open_database(Path(sys.argv[1]), now=NOW, folder=Path(sys.argv[2]))).close()
asyncio.run(main())
"""
    with ExitStack() as stack:
        processes = [stack.enter_context(python(script, path, folder)) for _ in range(8)]
        for process in processes:
            assert process.stdout
            process.stdout.readline()
        for process in processes:
            assert process.stdin
            process.stdin.close()
            process.stdin = None
        for process in processes:
            _, err = process.communicate(timeout=30)
            assert process.returncode == 0, err
    assert query(path, "SELECT count(*) FROM one") == [(5,)]
    assert query(path, "SELECT count(*) FROM schema_migrations") == [(6,)]


def test_statements_are_split_at_their_own_semicolons() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END;"
    parts = ["SELECT ';', \"a;b\"; ", "-- not; here\nSELECT 1;", trigger, " SELECT 2; ", "/* ; */ SELECT 3"]
    assert [part.strip() for part in statements("".join(parts))] == [part.strip() for part in parts]


@given(st.text(alphabet="a;'\"-/*\n ["))
def test_splitting_loses_nothing(text: str) -> None:
    assert "".join(statements(text)) == text


def test_the_shipped_migrations_follow_each_other_and_hold_strict_tables_only() -> None:
    for migration in load(MIGRATIONS):
        for statement in statements(migration.text):
            if "CREATE TABLE" in statement:
                assert statement.rstrip("; \n").endswith("STRICT"), migration.file
