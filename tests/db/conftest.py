"""A database with one table, and the watch for threads that outlive it."""

import threading
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from db.sqlite import SqliteDatabase
from tests.db.support import opened, write_migrations

SEATS = """
CREATE TABLE seats (id INTEGER PRIMARY KEY, guest TEXT UNIQUE) STRICT;
CREATE TABLE meals (seat INTEGER NOT NULL REFERENCES seats ON DELETE CASCADE) STRICT;
"""


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Generator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if "asyncio" not in thread.name:  # the loop's own pool
            thread.join(timeout=1)
            assert not thread.is_alive(), thread.name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_migrations(tmp_path / "migrations", SEATS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "encore.db"


@pytest.fixture
async def db(path: Path, folder: Path) -> AsyncGenerator[SqliteDatabase]:
    async with opened(path, folder) as database:
        yield database
