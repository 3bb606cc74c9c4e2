"""Restores into what is no file, from names that cannot be, and several at once."""

import asyncio
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from db import copies, doctor
from db.database import DatabaseError, connect
from db.sqlite_file import failure
from tests.db.ailing import KNOWN

NOW = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup, alone in its folder."""

    async def make() -> None:
        await (await connect(f"sqlite:///{tmp_path / 'encore.db'}", now=NOW)).close()

    asyncio.run(make())
    copies.back_up(tmp_path / "encore.db", tmp_path / "copy.db")
    (tmp_path / "encore.db").unlink()
    return tmp_path / "copy.db"


def names(copy: Path) -> list[str]:
    return sorted(path.name for path in copy.parent.iterdir())


@pytest.mark.parametrize("made", [Path.mkdir, pytest.param(os.mkfifo, id="fifo")])
def test_what_is_no_file_is_not_replaced(copy: Path, made: object) -> None:
    target = copy.with_name("encore.db")
    assert callable(made)
    made(target)
    before = target.stat()

    with pytest.raises(DatabaseError, match=r"encore\.db is not a file; move it away"):
        copies.put_back(copy, target, force=True, now=NOW)

    assert target.stat() == before
    assert names(copy) == ["copy.db", "encore.db"]


def test_names_that_no_file_can_have_are_one_sentence(copy: Path) -> None:
    long = copy.with_name("x" * 300)

    with pytest.raises(DatabaseError, match="cannot be reached: File name too long"):
        copies.put_back(long, copy.with_name("encore.db"), force=True, now=NOW)
    with pytest.raises(DatabaseError, match="cannot be reached: File name too long"):
        copies.put_back(copy, long, force=True, now=NOW)
    with pytest.raises(DatabaseError, match="cannot be reached: File name too long"):
        doctor.examine(long, KNOWN)
    assert names(copy) == ["copy.db"]


def test_the_file_that_cannot_be_opened_is_the_one_that_is_named(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(name: str, **others: Any) -> sqlite3.Connection:
        if "copy.db" in name:  # as where somebody else alone may read it
            raise failure(sqlite3.SQLITE_CANTOPEN, "unable to open database file")
        return real(name, **others)

    real: Any = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(DatabaseError, match=r"/copy\.db cannot be opened"):
        copies.back_up(copy, copy.with_name("mine.db"))


def test_several_restores_at_once_keep_each_what_was_there(copy: Path) -> None:
    target = Path(shutil.copy(copy, copy.with_name("encore.db")))

    def put_back(_: int) -> Path | None:
        return copies.put_back(copy, target, force=True, now=NOW)

    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(put_back, range(8)))

    assert len(set(kept)) == 8
    for path in (target, *filter(None, kept)):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("SELECT count(*) FROM schema_migrations").fetchone()[0] > 0
