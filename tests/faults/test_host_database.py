"""The database is locked, moved, deleted or damaged while members use the bot."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from db.sqlite import MIGRATIONS, WAIT
from tests.db.support import opened
from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.stage import Panel, Stage, is_refusal, playing, words
from tests.stand_in import Json

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-host-database")]

AREA = "The database's file"
LOCKED, OUT_OF_REACH = "Another program holds my notes", "I cannot get at my notes just now"
DAMAGED = "damaged, so nothing was changed"


@contextmanager
def locked(stage: Stage) -> Generator[None]:
    """Let another program write for as long as this lasts."""
    with closing(sqlite3.connect(stage.folder / "encore.db", isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def counts_and_shows(panel: Panel, votes: int) -> None:
    """Vote once more: that has to be counted, and shown."""
    assert not is_refusal(await panel.vote(9))
    assert len(panel.votes) == votes
    await panel.shows(votes)


@fault(
    AREA,
    happens="Another program locks it for half a second",
    expected="The member is answered once it is free; the vote counts",
)
async def test_a_short_lock_is_waited_out(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    began = time.perf_counter()
    with locked(stage):
        asked = asyncio.create_task(panel.vote(8))
        await asyncio.sleep(0.5)
        assert not asked.done()
    assert not is_refusal(await asked)
    seen(f"answered after {time.perf_counter() - began:.1f} s")
    assert panel.votes == [8]
    await panel.shows(1)


@fault(
    AREA,
    happens="Another program locks it for longer than Discord waits, and eight members write at once",
    expected="All of them are told within three seconds that nothing was changed, and nothing was;"
    " what is only read is answered as ever",
)
async def test_a_long_lock_is_told_to_everybody_in_time(stage: Stage, seen: Seen) -> None:
    panel, took = await stage.panel(), list[float]()
    before = stage.only("SELECT count(*) FROM marks")

    async def told(asked: "asyncio.Future[Json] | asyncio.Task[Json]", began: float) -> None:
        answer = await asked
        took.append(time.perf_counter() - began)
        assert is_refusal(answer)
        assert LOCKED in words(answer)

    with locked(stage):
        async with asyncio.TaskGroup() as group:
            for number in range(8):
                who, began = stage.somebody(), time.perf_counter()
                mark = stage.stand_in.slash("progress privacy", {"visible": "nobody"}, user_id=who)
                asked = asyncio.ensure_future(panel.vote(8, user_id=who) if number % 2 else mark)
                if number % 2:
                    mark.close()
                group.create_task(told(asked, began))
                await asyncio.sleep(0.2)
            assert not is_refusal(await stage.stand_in.slash("ranking", user_id=stage.somebody()))
    seen(f"told after {max(took):.1f} s at most")
    assert max(took) < WAIT * 2  # in turn it would be eight times as long
    assert panel.votes == []
    assert stage.only("SELECT count(*) FROM marks") == before
    assert "another program has locked the database" in stage.log
    await counts_and_shows(panel, 1)


@fault(
    AREA,
    happens="Another program locks it for minutes while a panel is to be brought up to date and to close",
    expected="The log says so; all that was due is done once it is free, once",
)
async def test_what_falls_due_during_a_lock_is_done_after_it(stage: Stage) -> None:
    panel = await stage.voted()
    await panel.close()
    before = len(stage.stand_in.public) - 1
    with locked(stage):
        stage.pass_time(timedelta(minutes=10))
        await stage.hears("could not look at what is due: another program")
    await stage.until(lambda: not stage.rows("SELECT 1 FROM due WHERE kind = 'panel:close'"))
    assert sum("## Result" in words(each) for each in stage.stand_in.public[before:]) == 1


@fault(
    AREA,
    happens="It is moved away while the bot runs, and put back",
    expected="Members are told that nothing was changed, the log says why; once it is back, all goes on",
)
async def test_a_file_that_is_moved_and_put_back_goes_on(stage: Stage) -> None:
    panel, file = await stage.voted(), stage.folder / "encore.db"
    custom_id, message = f"panel:score:{panel.id}", stage.stand_in.messages[panel.known["message_id"]]
    file.rename(stage.folder / "elsewhere")
    answer = await stage.stand_in.choose(custom_id, ["3"], message, user_id=stage.somebody())
    assert OUT_OF_REACH in words(answer)
    assert "was moved or deleted: put it back" in stage.log
    (stage.folder / "elsewhere").rename(file)
    assert panel.votes == [8]
    await counts_and_shows(panel, 2)


@fault(
    AREA,
    happens="Who runs the bot takes the rights to write away from the file and its folder",
    expected="What runs goes on, as the file is open; the next start says in one sentence what is wrong",
)
async def test_rights_that_are_taken_away_change_nothing_while_it_runs(stage: Stage) -> None:
    panel = await stage.panel()
    (stage.folder / "encore.db").chmod(0o444)
    stage.folder.chmod(0o555)
    try:
        await counts_and_shows(panel, 1)
    finally:
        stage.folder.chmod(0o755)
        (stage.folder / "encore.db").chmod(0o644)


@contextmanager
def damaged(stage: Stage, table: str) -> Generator[None]:
    """Overwrite the first page of a table and of its indexes, behind the bot's back, while this lasts."""
    file = stage.folder / "encore.db"
    with closing(sqlite3.connect(file, timeout=30)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = db.execute("SELECT rootpage FROM sqlite_schema WHERE tbl_name = ?", [table]).fetchall()
        ((size,),) = db.execute("PRAGMA page_size")
    whole: dict[int, bytes] = {}
    with file.open("r+b", buffering=0) as opened:
        for (page,) in pages:
            at = (page - 1) * size
            opened.seek(at)
            whole[at] = opened.read(size)
            opened.seek(at)
            opened.write(os.urandom(size))
        yield
        for at, content in whole.items():
            opened.seek(at)
            opened.write(content)


@fault(
    AREA,
    happens="Some of it is damaged while the bot runs: the reviews",
    expected="Who asks for a review is told that it is damaged, the log says how to put a backup back;"
    " votes, marks and the ranking go on",
)
async def test_a_damaged_page_stops_only_what_needs_it(stage: Stage) -> None:
    panel = await stage.panel()
    with damaged(stage, "reviews"):
        await panel.vote(8)  # what was read before is read anew
        answer = await stage.stand_in.slash("review read", user_id=stage.somebody())
        assert is_refusal(answer)
        assert DAMAGED in words(answer)
        assert "python -m bot restore FILE" in stage.log
        assert not is_refusal(await stage.stand_in.slash("ranking", user_id=stage.somebody()))
        await counts_and_shows(panel, 2)
    await panel.vote(8)
    assert DAMAGED not in words(await stage.stand_in.slash("review read", user_id=stage.somebody()))


async def loses(folder: Path, *names: str) -> None:
    """Vote, delete files of the bot that runs, and have it stopped; the vote has to be there in the end."""
    async with playing(folder) as stage:
        stage.begin()
        panel = await stage.voted(3)
        custom_id, message = f"panel:score:{panel.id}", stage.stand_in.messages[panel.known["message_id"]]
        for name in names:
            (folder / name).unlink()
        answer = await stage.stand_in.choose(custom_id, ["3"], message, user_id=stage.somebody())
        assert OUT_OF_REACH in words(answer)
        assert "was moved or deleted" in stage.log
        assert not is_refusal(await stage.stand_in.slash("ranking", user_id=stage.somebody()))
    async with opened(folder / "encore.db", MIGRATIONS) as db, db.snapshot() as tx:
        assert await tx.all("SELECT score FROM votes WHERE episode = 's1e3'") == [{"score": 8}]
        assert await tx.all("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


@fault(
    AREA,
    happens="It is deleted while the bot runs",
    expected="Members are told that nothing is changed any more, the log says why; when the bot is stopped it"
    " writes all that it had to where the file was, and nothing that was acknowledged is missing",
)
async def test_a_deleted_file_is_written_anew_when_the_bot_stops(tmp_path: Path) -> None:
    await loses(tmp_path, "encore.db", "encore.db-wal")


@fault(
    AREA,
    happens="The -wal beside it is deleted while the bot runs",
    expected="Members are told that nothing is changed any more, the log says why; when the bot is stopped,"
    " all that was acknowledged is in the file",
)
async def test_a_deleted_wal_loses_nothing(tmp_path: Path) -> None:
    await loses(tmp_path, "encore.db-wal")
