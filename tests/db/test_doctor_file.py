"""A file that cannot be trusted is told alone; one that is in use is not mended; what fails leaves a copy."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import copies, doctor
from db.database import DatabaseError, connect
from db.doctor.findings import Ill
from tests.db.ailing import KNOWN, befall, examined, fill, ills, rows
from tests.db.support import NOW


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "encore.db"
    asyncio.run(fill(path))
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path))


def names(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir())


def test_a_file_with_pages_of_rubbish_is_damaged_and_nothing_else_is_said(path: Path) -> None:
    befall(path, "DELETE FROM vote_totals")
    content = bytearray(path.read_bytes())
    content[8192:-8192] = b"\xa5" * (len(content) - 16384)
    path.write_bytes(content)

    (finding,) = examined(path)

    assert (finding.ill, finding.can_be_mended) == (Ill.DAMAGE, False)
    assert finding.words


def test_an_index_that_lacks_a_row_is_damage(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        sql = "UPDATE sqlite_schema SET sql = :sql WHERE name = 'due_in_order'"
        connection.execute(sql, {"sql": "CREATE INDEX due_in_order ON due (attempts)"})

    assert ills(examined(path)) == {(Ill.DAMAGE, "")}


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM schema_migrations WHERE version > 3", "is of schema 3"),
        ("INSERT INTO schema_migrations VALUES (999, 'later', 'x', 1)", "newer Encore"),
        ("UPDATE schema_migrations SET checksum = 'x' WHERE version = 2", "0002_votes.sql"),
    ],
)
def test_a_file_of_other_migrations_is_told_and_nothing_else(path: Path, statement: str, words: str) -> None:
    befall(path, statement, "DELETE FROM vote_totals")

    (finding,) = examined(path)

    assert (finding.ill, finding.can_be_mended) == (Ill.SCHEMA, False)
    assert words in finding.words


def test_a_file_that_is_none_of_encores_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "encore.db"
    with pytest.raises(DatabaseError, match="does not exist"):
        examined(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (id)")
    with pytest.raises(DatabaseError, match="not one of Encore's"):
        examined(path)
    path.write_text("a shopping list, long enough to be taken for a header " * 20)
    with pytest.raises(DatabaseError, match="is not a SQLite database"):
        examined(path)

    assert names(path) == ["encore.db"]


async def test_a_file_in_use_is_looked_at_and_not_mended(path: Path) -> None:
    befall(path, "UPDATE member_counts SET members = 9")
    db = await connect(f"sqlite:///{path}", now=NOW)
    try:
        assert ills(examined(path)) == {(Ill.TOTAL, "member_counts")}
        with pytest.raises(DatabaseError, match=r"is in use; stop Encore first\.$"):
            doctor.mend(path, KNOWN)
        async with db.transaction() as tx:  # and it goes on working
            await tx.run("UPDATE member_counts SET members = 8")
    finally:
        await db.close()

    assert names(path) == ["encore.db"]
    assert rows(path, "SELECT members FROM member_counts") == [(8,)]


async def test_while_it_is_mended_nobody_else_opens_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    befall(path, "UPDATE member_counts SET members = 9")
    met: list[str] = []

    def mend(_: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(path, timeout=0)) as other:
            try:
                other.execute("SELECT * FROM votes")
            except sqlite3.OperationalError as error:
                met.append(str(error))

    monkeypatch.setattr("db.doctor.totals.mend", mend)
    doctor.mend(path, KNOWN)

    assert met == ["database is locked"]


def test_what_fails_is_undone_by_itself_and_the_copy_holds_what_was_there(path: Path) -> None:
    befall(
        path,
        "UPDATE member_counts SET members = 9",
        "UPDATE due SET due_at = 1",
        "CREATE TRIGGER stubborn BEFORE UPDATE ON due WHEN OLD.kind = 'party:start'"
        " BEGIN SELECT RAISE(ABORT, 'not today'); END",
    )
    with pytest.raises(DatabaseError, match="not today"):
        doctor.mend(path, KNOWN)

    (copy,) = (p for p in path.parent.iterdir() if ".before-" in p.name)
    assert rows(copy, "SELECT members FROM member_counts") == [(9,)]
    assert {finding.ill for finding in examined(path)} == {Ill.LATE}  # the totals were done before
    assert rows(path, "SELECT DISTINCT due_at FROM due") == [(1,)]


def test_no_copy_no_mending(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    befall(path, "UPDATE member_counts SET members = 9")

    def refuse(*_: object, **__: object) -> int:
        raise DatabaseError("no room")

    monkeypatch.setattr(copies, "back_up", refuse)
    with pytest.raises(DatabaseError, match="no room"):
        doctor.mend(path, KNOWN)

    assert ills(examined(path)) == {(Ill.TOTAL, "member_counts")}


def test_what_is_mended_twice_within_a_second_is_kept_twice(path: Path) -> None:
    for wrong in (8, 9):
        befall(path, f"UPDATE member_counts SET members = {wrong}")  # noqa: S608  a constant
        kept = doctor.mend(path, KNOWN)
        assert rows(kept, "SELECT members FROM member_counts") == [(wrong,)]

    assert len(names(path)) == 3


def test_a_backup_by_hand_still_refuses_rows_that_belong_to_nothing(path: Path) -> None:
    befall(path, "DELETE FROM polls")

    with pytest.raises(DatabaseError, match=r"/encore\.db has rows of .*; doctor --fix"):
        copies.back_up(path, path.with_name("copy.db"))

    copies.back_up(path, path.with_name("copy.db"), as_it_is=True)
    assert ills(examined(path.with_name("copy.db"))) == ills(examined(path))
