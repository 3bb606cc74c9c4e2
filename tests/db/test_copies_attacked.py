"""Backups and restores by a clumsy host: damaged files, leftovers, links, sticks, and ends in the middle."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import copies
from db.database import DatabaseError, connect
from db.votes import Ballot, cast

NOW = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)
OLD, NEW = 50, 3
"""Votes in the database that is there, and in the copy that takes its place."""


async def _make(path: Path, votes: int) -> None:
    db = await connect(f"sqlite:///{path}", now=NOW)
    for member_id in range(votes):
        async with db.transaction() as tx:
            await cast(tx, Ballot(1, "show", "s1e1", member_id), score=7, now=NOW)
    await db.close()


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A database, and beside it `copy.db`, another's backup."""
    asyncio.run(_make(tmp_path / "other.db", NEW))
    copies.back_up(tmp_path / "other.db", tmp_path / "copy.db")
    (tmp_path / "other.db").unlink()
    asyncio.run(_make(tmp_path / "encore.db", OLD))
    return tmp_path / "encore.db"


def votes_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM votes").fetchone()[0])


def put_back(there: Path) -> Path | None:
    return copies.put_back(there.with_name("copy.db"), there, force=True, now=NOW)


@pytest.mark.parametrize("spoilt", ["header", "pages", "text", "empty"])
def test_a_damaged_database_is_put_aside_as_it_is(there: Path, spoilt: str) -> None:
    data = there.read_bytes()
    bad = {
        "header": b"x" * 100 + data[100:],
        "pages": data[:3000] + b"\xff" * 17_000 + data[20_000:],
        "text": b"hello",
        "empty": b"",
    }[spoilt]
    there.write_bytes(bad)

    kept = put_back(there)

    assert kept is not None
    assert kept.read_bytes() == bad
    assert votes_in(there) == NEW


def test_a_damaged_database_that_is_in_use_stays(there: Path) -> None:
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM votes').fetchone();"
        " print('open', flush=True); sys.stdin.read()"
    )
    with closing(sqlite3.connect(there)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with subprocess.Popen(  # noqa: S603  as written here
        [sys.executable, "-c", script, str(there)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with there.open("rb+") as file:
            file.write(b"x" * 100)
        before = there.read_bytes()
        with pytest.raises(DatabaseError, match="in use"):
            put_back(there)
        other.communicate()

    assert there.read_bytes() == before
    assert not list(there.parent.glob("*.before-*"))


def test_what_a_deleted_database_left_beside_it_does_not_get_into_the_copy(there: Path) -> None:
    with closing(sqlite3.connect(there)) as running:
        running.execute("UPDATE votes SET score = 1")
        running.commit()
        left = there.with_name("encore.db-wal").read_bytes()
    there.unlink()
    there.with_name("encore.db-wal").write_bytes(left)

    put_back(there)

    with closing(sqlite3.connect(there)) as connection:
        assert connection.execute("SELECT score, count(*) FROM votes GROUP BY 1").fetchall() == [(7, NEW)]
    assert [path.read_bytes() for path in there.parent.glob("*.before-*-wal")] == [left]


def test_a_link_to_the_database_goes_on_leading_to_it(there: Path) -> None:
    volume = there.parent / "volume"
    volume.mkdir()
    real = there.rename(volume / "real.db")
    there.symlink_to(real)

    kept = put_back(there)

    assert kept is not None
    assert kept.parent == volume
    assert there.is_symlink()
    assert (votes_in(real), votes_in(kept)) == (NEW, OLD)


def test_who_may_read_the_database_may_read_what_takes_its_place_and_nobody_else(there: Path) -> None:
    there.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(there, 10_001, 10_002)
    before = there.stat()

    put_back(there)
    copies.back_up(there, there.with_name("again.db"))

    after = there.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert there.with_name("again.db").stat().st_mode & 0o777 == 0o640


def test_an_unfinished_copy_is_not_thrown_away_by_putting_it_back(there: Path) -> None:
    left = there.with_name("copy.db").rename(there.with_name(".encore.db.unfinished"))

    with pytest.raises(DatabaseError, match="rename it first"):
        copies.put_back(left, there, force=True, now=NOW)

    assert (votes_in(left), votes_in(there)) == (NEW, OLD)


def test_restores_within_a_second_keep_each_what_was_there(there: Path) -> None:
    first = put_back(there)
    there.with_name(f"{there.name}.before-20260301-123015-2-wal").touch()  # of one whose database was gone
    second = put_back(there)

    assert first is not None
    assert second is not None
    assert (votes_in(first), votes_in(second)) == (OLD, NEW)
    assert second.name == "encore.db.before-20260301-123015-3"


def test_a_file_system_without_second_names_takes_backups_and_restores(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    copies.back_up(there, there.with_name("stick.db"))
    kept = put_back(there)

    assert kept is not None
    assert [votes_in(path) for path in (there.with_name("stick.db"), kept, there)] == [OLD, OLD, NEW]
    with pytest.raises(DatabaseError, match="exists already"):
        copies.back_up(there, there.with_name("stick.db"))


def test_a_database_that_somebody_holds_alone_is_told_and_not_waited_for(there: Path) -> None:
    with closing(sqlite3.connect(there, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(DatabaseError, match=r"encore\.db is locked by another program"):
            copies.back_up(there, there.with_name("mine.db"))

    assert not there.with_name("mine.db").exists()


def test_a_name_that_no_file_can_have_is_one_sentence(there: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be reached"):
        copies.back_up(there, there.with_name("x" * 300))


_KILLED_EVERYWHERE = """
import os, shutil, sys
from datetime import UTC, datetime
from pathlib import Path
from db import copies

folder, count = Path(sys.argv[1]), 0

def at(number):
    place = folder / str(number)
    shutil.copytree(folder / "start", place)
    child = os.fork()
    if not child:
        seen = 0
        def hook(event, _):
            nonlocal seen
            if event.split(".")[0] in {"os", "sqlite3", "shutil"}:
                seen += 1
                if seen == number:
                    os._exit(9)
        sys.addaudithook(hook)
        now = datetime(2026, 3, 1, tzinfo=UTC)
        copies.put_back(place / "copy.db", place / "encore.db", force=True, now=now)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

while at(count := count + 1) == 9:
    pass
print(count)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_restore_that_is_killed_anywhere_leaves_the_old_one_or_the_new_one(there: Path) -> None:
    start = there.parent / "start"
    start.mkdir()
    for name in ("encore.db", "copy.db"):
        there.with_name(name).rename(start / name)
    killed = subprocess.run(  # noqa: S603  as written here
        [sys.executable, "-c", _KILLED_EVERYWHERE, str(there.parent)],
        capture_output=True,
        text=True,
        check=True,
    )

    times = int(killed.stdout)
    found = [votes_in(there.parent / str(number) / "encore.db") for number in range(1, times + 1)]
    assert times > 10
    assert set(found) == {OLD, NEW}
    assert found == sorted(found, reverse=True)
    assert votes_in(next((there.parent / str(times)).glob("*.before-*"))) == OLD
