"""What is found where the database should be, and the sentence it is met with."""

# ruff: noqa: ASYNC240  a test has its event loop to itself

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import pytest

from db import sqlite
from db.sqlite import SqliteDatabase, inspect
from tests.db.support import bring_up, litter, printed, refusal, refusal_of_both, take_seats


@pytest.mark.parametrize("text", ["shopping list", "shopping list\n" * 500])
async def test_a_file_that_is_no_database_is_left_alone(path: Path, folder: Path, text: str) -> None:
    path.write_text(text)
    assert f"{path} is not a SQLite database" in await refusal_of_both(path, folder)
    assert path.read_text() == text
    assert not litter(path)


def make_directory(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [make_directory, os.mkfifo])
async def test_what_is_no_file_is_refused(path: Path, folder: Path, make: Callable[[Path], None]) -> None:
    make(path)
    assert f"{path} is not a file" in await refusal_of_both(path, folder)


async def test_a_missing_folder_is_named_and_not_made(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "new" / "encore.db"
    assert f"The folder of {path} does not exist" in await refusal_of_both(path, folder)
    assert not path.parent.exists()


async def test_a_name_the_file_system_refuses_is_explained(tmp_path: Path, folder: Path) -> None:
    assert "cannot be reached: File name too long" in await refusal_of_both(tmp_path / ("e" * 300), folder)


async def test_a_link_to_a_database_is_followed(tmp_path: Path, path: Path, folder: Path) -> None:
    (tmp_path / "disk").mkdir()
    path.symlink_to(tmp_path / "disk" / "real.db")
    await bring_up(path, folder)
    assert await inspect(path, folder=folder) == f"{path}: schema 1, up to date"
    assert path.is_symlink()


async def test_a_truncated_database_is_refused(db: SqliteDatabase, path: Path, folder: Path) -> None:
    await take_seats(db, *(f"{guest:0500}" for guest in range(200)))
    await db.close()
    os.truncate(path, path.stat().st_size // 2)
    assert f"{path} is damaged" in await refusal_of_both(path, folder)


async def test_a_database_with_a_broken_schema_is_refused(
    db: SqliteDatabase, path: Path, folder: Path
) -> None:
    await db.close()
    with path.open("r+b") as file:
        file.seek(100)  # past the header, into the page of the schema
        file.write(b"\xff" * 900)
    assert f"{path} is damaged" in await refusal_of_both(path, folder)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
async def test_a_file_locked_by_another_program_is_said_to_be(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("BEGIN EXCLUSIVE")
        assert f"{path} is locked by another program" in await refusal(path, folder)


async def test_a_new_file_that_another_process_writes_to_is_waited_for(path: Path, folder: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(bring_up(path, folder))
        await asyncio.sleep(0.1)
        assert not opening.done()
        other.execute("COMMIT")
        await opening


async def test_an_old_sqlite_is_refused(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert "SQLite 3.37 or newer" in await refusal_of_both(path, folder)
    assert not path.exists()


AS_NOBODY = """
path, folder = map(Path, sys.argv[1:])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
async def bring_up():
    await (await open_database(path, now=NOW, folder=folder)).close()
    return "opened"
async def attempt(work):
    try:
        print(await work)
    except DatabaseError as error:
        print(error.sentence)
asyncio.run(attempt(inspect(path, folder=folder)))
asyncio.run(attempt(bring_up()))
"""


@pytest.fixture
def open_place() -> Generator[Path]:
    """A folder that any user of this machine may read."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        yield place
        place.chmod(0o755)


def test_a_folder_that_cannot_be_written_to_is_refused(open_place: Path, folder: Path) -> None:
    migrations = shutil.copytree(folder, open_place / "migrations")
    open_place.chmod(0o555)
    path = open_place / "encore.db"
    said = printed(AS_NOBODY, path, migrations).splitlines()
    assert said == [f"The folder of {path} cannot be written to; check who may write there."] * 2


def test_it_is_the_folder_of_the_file_itself_that_counts_not_of_a_link_to_it(
    open_place: Path, folder: Path
) -> None:
    migrations = shutil.copytree(folder, open_place / "migrations")
    disk = open_place / "disk"
    disk.mkdir()
    disk.chmod(0o777)
    path = open_place / "encore.db"
    path.symlink_to(disk / "real.db")
    said = printed(AS_NOBODY, path, migrations).splitlines()
    assert said == [f"{path} does not exist yet; it will be made", "opened"]


async def test_a_file_that_cannot_be_written_to_is_refused(open_place: Path, folder: Path) -> None:
    migrations = shutil.copytree(folder, open_place / "migrations")
    path = open_place / "encore.db"
    await bring_up(path, folder)
    path.chmod(0o444)
    open_place.chmod(0o777)
    said = printed(AS_NOBODY, path, migrations).splitlines()
    assert said == [f"{path} cannot be read and written; check who may."] * 2
    assert not litter(path)
