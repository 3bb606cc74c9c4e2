"""A database that cannot be used: what a member is told, the host reads, and the worker makes of it."""

import logging
import sqlite3
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot import outages
from bot.due import DELAYS
from tests.due_stage import at_work, set_up
from tests.world import World, answer, words

CODES = {
    sqlite3.SQLITE_BUSY_SNAPSHOT: "another program has locked the database",
    sqlite3.SQLITE_FULL: "is full: make room",
    sqlite3.SQLITE_IOERR_WRITE: "full, failing or at its limit",
    sqlite3.SQLITE_READONLY_DIRECTORY: "cannot be written to",
    sqlite3.SQLITE_READONLY_DBMOVED: "was moved or deleted",
    sqlite3.SQLITE_CANTOPEN: "cannot be written to",
    sqlite3.SQLITE_CORRUPT_VTAB: "bot restore FILE --force",
}


def failure(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("the driver's own words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", CODES)
async def test_a_member_is_told_that_nothing_was_changed_and_the_host_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    monkeypatch.setattr(world.bot.db, "write", Mock(side_effect=failure(code)))
    world.provoked.append(sqlite3.OperationalError)

    told = answer(await world.hana.slash(world.channel, "vote", episode="5", score=8))

    assert told.ephemeral
    assert "nothing was changed" in words(told)
    assert "driver's own words" not in words(told)
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert CODES[code] in record.getMessage()
    assert "/vote" in record.getMessage()


@pytest.mark.parametrize("error", [failure(sqlite3.SQLITE_CONSTRAINT), sqlite3.Error("closed"), OSError()])
def test_a_fault_of_ones_own_is_no_outage(error: Exception) -> None:
    assert outages.of(error) is None


@pytest.mark.parametrize(("code", "given_up"), [(sqlite3.SQLITE_FULL, False), (sqlite3.SQLITE_CORRUPT, True)])
async def test_work_outlasts_a_disk_that_is_full_for_a_day_but_not_one_that_is_damaged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, code: int, *, given_up: bool
) -> None:
    async with set_up(tmp_path) as stage:
        await stage.schedule(1, 0)
        stage.fault = failure(code)
        async with at_work(stage):
            await stage.pass_time(sum(DELAYS) + 24 * 3600)
            stage.fault = None
            await stage.pass_time(3600)
        assert ("given up" in caplog.text) == given_up
        assert await stage.agenda.next_at() is None
