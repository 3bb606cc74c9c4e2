"""Backups and what is made of them, with faults that are made to happen."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import copies
from db.database import Database, DatabaseError, connect
from db.votes import Ballot, cast, tally

NOW = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)


async def opened(path: Path) -> Database:
    return await connect(f"sqlite:///{path}", now=NOW)


async def vote(db: Database, member_id: int) -> None:
    async with db.transaction() as tx:
        await cast(tx, Ballot(1, "show", "s1e1", member_id), score=7, now=NOW)


async def votes_in(path: Path) -> int:
    db = await opened(path)
    try:
        async with db.snapshot() as tx:
            return (await tally(tx, guild_id=1, show_id="show", episode="s1e1")).votes
    finally:
        await db.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_of_a_running_bot_holds_what_was_acknowledged_until_then(tmp_path: Path) -> None:
    db = await opened(tmp_path / "encore.db")
    for member_id in range(20):
        await vote(db, member_id)

    size = await asyncio.to_thread(copies.back_up, tmp_path / "encore.db", tmp_path / "copy.db")
    await vote(db, 99)
    await db.close()

    assert size == (tmp_path / "copy.db").stat().st_size
    assert await votes_in(tmp_path / "copy.db") == 20
    assert await votes_in(tmp_path / "encore.db") == 21
    assert names(tmp_path) == ["copy.db", "encore.db"]


async def test_a_backup_taken_while_others_write_is_one_state_and_holds_nobody_up(tmp_path: Path) -> None:
    db = await opened(tmp_path / "encore.db")
    writing = True

    async def write() -> int:
        member_id = 0
        while writing:
            member_id += 1
            await vote(db, member_id)
        return member_id

    writer = asyncio.create_task(write())
    for number in range(5):
        await asyncio.to_thread(copies.back_up, tmp_path / "encore.db", tmp_path / f"{number}.db")
    writing = False
    written = await writer
    await db.close()

    found = [await votes_in(tmp_path / f"{number}.db") for number in range(5)]
    assert found == sorted(found)
    assert 0 < found[-1] <= written
    for number in range(5):
        copies.verify(tmp_path / f"{number}.db")


async def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    await (await opened(tmp_path / "encore.db")).close()
    (tmp_path / "copy.db").write_text("mine")

    with pytest.raises(DatabaseError, match="exists already"):
        copies.back_up(tmp_path / "encore.db", tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "mine"


async def test_a_backup_that_is_not_sound_gets_no_name(tmp_path: Path) -> None:
    await (await opened(tmp_path / "encore.db")).close()
    spoil(tmp_path / "encore.db")

    with pytest.raises(DatabaseError, match=r"/encore\.db is damaged.*; put a backup in its place\.$"):
        copies.back_up(tmp_path / "encore.db", tmp_path / "copy.db")

    assert names(tmp_path) == ["encore.db"]


async def test_a_backup_that_finds_no_room_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await opened(tmp_path / "encore.db")).close()

    def full(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "_copy", full)
    with pytest.raises(DatabaseError, match="No space left"):
        copies.back_up(tmp_path / "encore.db", tmp_path / "copy.db")

    assert names(tmp_path) == ["encore.db"]


def spoil(path: Path) -> None:
    """Overwrite the middle of each page but the first."""
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page + 8 : page + 200] = b"\xff" * 192
    path.write_bytes(data)


def another_program(script: str) -> Callable[[Path], object]:
    def befall(copy: Path) -> None:
        copy.unlink()
        with closing(sqlite3.connect(copy)) as other:
            other.executescript(script)

    return befall


def befalls(statement: str) -> Callable[[Path], object]:
    def befall(copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as other, other:
            assert other.execute(statement).rowcount == 1

    return befall


def folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


INSTEAD = "; name a sound backup of Encore's instead."
NO_BACKUPS: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (Path.unlink, " does not exist, or is no file."),
    "folder": (folder, " does not exist, or is no file."),
    "empty": (lambda copy: copy.write_bytes(b""), f" is not a database of Encore's{INSTEAD}"),
    "another program's": (
        another_program("CREATE TABLE notes (text)"),
        f" is not a database of Encore's{INSTEAD}",
    ),
    "another's migrations": (
        another_program("CREATE TABLE schema_migrations AS SELECT '2026' AS version, x'00' AS checksum"),
        f" is not a database of Encore's{INSTEAD}",
    ),
    "nobody's migrations": (
        another_program("CREATE TABLE schema_migrations (version, checksum, name, applied_at)"),
        f" is not a database of Encore's{INSTEAD}",
    ),
    "text": (lambda copy: copy.write_text("a shopping list" * 99), f" is not a SQLite database{INSTEAD}"),
    "spoilt": (spoil, INSTEAD),
    "cut off": (lambda copy: os.truncate(copy, copy.stat().st_size // 2), INSTEAD),
    "orphans": (
        befalls("INSERT INTO review_thanks VALUES (1, 2, 3, 4)"),
        f" has rows of review_thanks without what they belong to{INSTEAD}",
    ),
    "newer": (
        befalls("INSERT INTO schema_migrations VALUES (9999, 'later', 'x', 0)"),
        " was made by a newer Encore (schema 9999, this one knows ",
    ),
    "altered": (
        befalls("UPDATE schema_migrations SET checksum = 'x' WHERE version = 2"),
        " was not made by the migration 0002_votes.sql as it is here; put that file back",
    ),
}


@pytest.mark.parametrize("made", NO_BACKUPS)
async def test_what_is_no_backup_of_encores_is_named_and_put_nowhere(tmp_path: Path, made: str) -> None:
    await (await opened(tmp_path / "encore.db")).close()
    before = (tmp_path / "encore.db").read_bytes()
    copy = Path(shutil.copy(tmp_path / "encore.db", tmp_path / "copy.db"))
    make, said = NO_BACKUPS[made]
    make(copy)
    there = names(tmp_path)

    with pytest.raises(DatabaseError) as refused:
        copies.put_back(copy, tmp_path / "encore.db", force=True, now=NOW)

    assert refused.value.sentence.startswith(f"{copy} ")
    assert said in refused.value.sentence
    assert (tmp_path / "encore.db").read_bytes() == before
    assert names(tmp_path) == there


async def test_a_copy_takes_the_place_only_by_force_and_the_old_one_is_kept(tmp_path: Path) -> None:
    db = await opened(tmp_path / "encore.db")
    await vote(db, 1)
    copies.back_up(tmp_path / "encore.db", tmp_path / "copy.db")
    await vote(db, 2)
    await db.close()

    with pytest.raises(DatabaseError, match="--force"):
        copies.put_back(tmp_path / "copy.db", tmp_path / "encore.db", force=False, now=NOW)
    kept = copies.put_back(tmp_path / "copy.db", tmp_path / "encore.db", force=True, now=NOW)

    assert kept is not None
    assert kept.name == "encore.db.before-20260301-123015"
    assert await votes_in(kept) == 2
    assert await votes_in(tmp_path / "encore.db") == 1
    assert copies.put_back(tmp_path / "copy.db", tmp_path / "new.db", force=False, now=NOW) is None
    assert await votes_in(tmp_path / "new.db") == 1


async def test_what_was_still_in_the_wal_is_kept_with_the_old_one(tmp_path: Path) -> None:
    db = await opened(tmp_path / "encore.db")
    copies.back_up(tmp_path / "encore.db", tmp_path / "copy.db")
    await vote(db, 1)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("encore.db", "encore.db-wal", "encore.db-shm"):
        shutil.copy(tmp_path / name, crashed / name)
    await db.close()

    kept = copies.put_back(tmp_path / "copy.db", crashed / "encore.db", force=True, now=NOW)

    assert kept is not None
    assert await votes_in(kept) == 1
    assert await votes_in(crashed / "encore.db") == 0


async def test_nothing_is_put_in_the_place_of_what_is_in_use(tmp_path: Path) -> None:
    db = await opened(tmp_path / "encore.db")
    await vote(db, 1)
    copies.back_up(tmp_path / "encore.db", tmp_path / "copy.db")

    with pytest.raises(DatabaseError, match="stop Encore first"):
        copies.put_back(tmp_path / "copy.db", tmp_path / "encore.db", force=True, now=NOW)

    await vote(db, 2)
    await db.close()
    assert await votes_in(tmp_path / "encore.db") == 2
    assert names(tmp_path) == ["copy.db", "encore.db"]
