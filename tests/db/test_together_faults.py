"""Whatever befalls those who share a commit: each is told, of their own, and nobody waits for ever."""

import asyncio
import sqlite3
import traceback
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.refusal import Refusal
from bot.logs import begin_request, current_request
from db import direct
from db.database import Tx, Work
from db.sqlite import SqliteDatabase
from tests.db.support import INSERT, guests
from tests.db.test_together import held_up, outcomes, seating

PATIENCE = 20
"""Seconds after which somebody is said to wait for ever."""


async def ended(tasks: Sequence[asyncio.Task[Any]]) -> list[BaseException | None]:
    """What each of the tasks raised, once all have ended."""
    _, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
    assert not waiting
    return [asyncio.CancelledError() if task.cancelled() else task.exception() for task in tasks]


async def begun(db: SqliteDatabase, *works: Work[Any]) -> list[asyncio.Task[Any]]:
    """Tasks that wait for their turn together."""
    async with held_up(db):
        tasks = [asyncio.create_task(db.write(work)) for work in works]
        await asyncio.sleep(0)
    return tasks


def carrier() -> asyncio.Task[Any]:
    return next(task for task in asyncio.all_tasks() if task.get_name() == "errands")


async def test_where_not_even_undoing_works_all_are_told(
    db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: direct.Inside) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    tasks = await begun(db, seating("Ana"), seating("Bo"))
    with monkeypatch.context() as broken:
        broken.setattr(direct.Inside, "commit", fails)
        broken.setattr(direct.Inside, "rollback", fails)
        errors = await ended(tasks)

    assert [str(error) for error in errors] == ["disk I/O error"] * 2
    await asyncio.gather(db.write(seating("Bo")), return_exceptions=True)  # undoes what was left open
    assert await db.write(seating("Cy")) == 1
    assert await guests(db) == ["Cy"]


@pytest.mark.parametrize("turns", range(4))
async def test_where_the_one_who_carries_is_cancelled_nobody_waits_for_ever(
    db: SqliteDatabase, turns: int
) -> None:
    async with held_up(db):
        tasks = [asyncio.create_task(db.write(seating(f"{number:03}"))) for number in range(100)]
        await asyncio.sleep(0)
        errands = carrier()
    for _ in range(turns):
        await asyncio.sleep(0)
    errands.cancel()
    errors = await ended(tasks)

    assert {type(error) for error in errors} <= {asyncio.CancelledError, type(None)}
    told = {f"{number:03}" for number, error in enumerate(errors) if error is None}
    assert await db.write(seating("Ana")) == 1
    assert told <= set(await guests(db))


async def test_an_error_that_befalls_all_is_everybodys_own(
    db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: direct.Inside) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    tasks = await begun(db, *(seating(f"{number}") for number in range(20)))
    with monkeypatch.context() as broken:
        broken.setattr(direct.Inside, "commit", fails)
        errors = [error for error in await ended(tasks) if isinstance(error, sqlite3.OperationalError)]

    assert len({id(error) for error in errors}) == 20
    assert {error.sqlite_errorcode for error in errors} == {sqlite3.SQLITE_IOERR}
    assert len({len(traceback.extract_tb(error.__traceback__)) for error in errors}) == 1
    assert "fails" in traceback.format_tb(errors[-1].__traceback__)[-1]


async def test_a_file_that_is_locked_is_told_to_each_of_a_crowd_by_itself(
    db: SqliteDatabase, path: Path
) -> None:
    await db.write(lambda tx: tx.all("PRAGMA busy_timeout = 1"))
    tasks = await begun(db, *(seating(f"{number}") for number in range(200)))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        errors = [error for error in await ended(tasks) if error is not None]
        other.execute("ROLLBACK")

    assert len({id(error) for error in errors}) == len(errors) == 200
    assert max(len(traceback.extract_tb(error.__traceback__)) for error in errors) < 20


async def test_what_one_is_refused_for_no_other_is_told_even_where_sqlite_undid_all(
    db: SqliteDatabase,
) -> None:
    async def ends(tx: Tx) -> None:
        await seating("Bo")(tx)
        try:
            await tx.run("INSERT OR ROLLBACK INTO seats (guest) VALUES ('Ana')")  # as on a full disk
        except sqlite3.IntegrityError:
            raise Refusal("for Bo alone") from None

    first, own, last = await outcomes(db, seating("Ana"), ends, seating("Cy"))

    assert isinstance(own, Refusal)
    assert isinstance(first, sqlite3.OperationalError)
    assert isinstance(last, sqlite3.OperationalError)
    assert "Bo" not in f"{first}{last}"
    assert await guests(db) == []


async def test_one_that_passes_over_the_end_of_the_transaction_is_no_success(db: SqliteDatabase) -> None:
    async def ends(tx: Tx) -> int:
        try:
            return await tx.run("INSERT OR ROLLBACK INTO seats (guest) VALUES ('Ana')")
        except sqlite3.IntegrityError:
            return 0

    found = await outcomes(db, seating("Ana"), ends, seating("Cy"))

    assert all(isinstance(error, sqlite3.Error) for error in found)
    assert await guests(db) == []


async def test_a_stream_of_others_does_not_keep_a_transaction_of_several_trips_waiting(
    db: SqliteDatabase,
) -> None:
    over = False

    async def streams(name: str) -> int:
        number = 0
        while not over:
            await db.write(seating(f"{name} {number}"))
            number += 1
        return number

    async with asyncio.TaskGroup() as group:
        streaming = [group.create_task(streams(f"{name}")) for name in range(20)]
        for number in range(5):
            await asyncio.sleep(0)
            async with db.transaction() as tx:
                await tx.run(INSERT, guest=f"slow {number}")
        over = True

    assert [name for name in await guests(db) if name.startswith("slow")] == [f"slow {n}" for n in range(5)]
    assert all(task.result() < 100 for task in streaming)


async def test_the_log_names_the_request_in_the_databases_thread_too(db: SqliteDatabase) -> None:
    async def names(_: Tx) -> str | None:
        return current_request()

    async def asks(number: int) -> tuple[str, str | None, str | None]:
        return begin_request(number), await db.write(names), await db.read(names)

    for name, written, read in await asyncio.gather(*(asyncio.create_task(asks(n)) for n in range(20))):
        assert name == written == read


async def test_where_the_one_who_carries_is_cancelled_before_it_begins_nobody_waits_for_ever(
    db: SqliteDatabase,
) -> None:
    async with held_up(db):
        task = asyncio.create_task(db.write(seating("Ana")))
        asyncio.get_running_loop().call_soon(lambda: carrier().cancel())
        errors = await ended([task])

    assert [type(error) for error in errors] == [asyncio.CancelledError]
    assert await db.write(seating("Bo")) == 1
