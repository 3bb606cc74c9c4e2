"""An export is complete or not there, and takes whatever the rows hold."""

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import dump
from db.database import DatabaseError, connect
from db.votes import Ballot, cast

NOW = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)


async def _make(path: Path) -> None:
    db = await connect(f"sqlite:///{path}", now=NOW)
    async with db.transaction() as tx:
        for member_id in range(3):
            await cast(tx, Ballot(1, "show", "s1e1", member_id), score=7, now=NOW)
    await db.close()


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A database."""
    asyncio.run(_make(tmp_path / "encore.db"))
    return tmp_path / "encore.db"


def test_a_name_that_no_file_can_have_is_one_sentence(there: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be reached"):
        dump.write(there, there.with_name("x" * 300))


def test_of_another_programs_database_nothing_is_exported(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE schema_migrations (version TEXT, checksum BLOB)")
        other.execute("INSERT INTO schema_migrations VALUES ('2026', x'00')")

    with pytest.raises(DatabaseError, match=r"other\.db is not a database of Encore's"):
        dump.write(tmp_path / "other.db", tmp_path / "rows.jsonl")

    assert [path.name for path in tmp_path.iterdir()] == ["other.db"]


def test_an_export_is_for_who_made_it_alone(there: Path) -> None:
    dump.write(there, there.with_name("rows.jsonl"))

    assert there.with_name("rows.jsonl").stat().st_mode & 0o777 == 0o600


def test_an_export_that_finds_no_room_at_the_end_leaves_nothing(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DatabaseError, match=r"rows\.jsonl cannot be reached: No space left"):
        dump.write(there, there.with_name("rows.jsonl"))

    assert sorted(path.name for path in there.parent.iterdir()) == ["encore.db"]


def test_odd_characters_come_through_an_export(there: Path) -> None:
    odd = '\u2028\x00\x1b[31m\u202e😀\r\n"'
    with closing(sqlite3.connect(there)) as connection:
        connection.execute("UPDATE votes SET show_id = ? WHERE member_id = 1", (odd,))
        connection.commit()

    dump.write(there, there.with_name("rows.jsonl"))

    lines = there.with_name("rows.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    rows = [json.loads(line) for line in lines]
    assert [row["show_id"] for row in rows if row.get("table") == "votes" and row["member_id"] == 1] == [odd]
