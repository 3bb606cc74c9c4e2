"""Work that asks for itself to be done again, at a later time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.work import Work
from db import due
from db.database import Database
from db.due import Agenda
from db.sqlite import MIGRATIONS

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LEASE = timedelta(seconds=60)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


async def schedule(db: Database, at: float) -> None:
    async with db.transaction() as tx:
        await due.schedule(tx, guild_id=1, kind="party:card", subject_id=1, at=after(at))


async def again(db: Database, work: Work, at: float) -> None:
    async with db.transaction() as tx:
        await due.do_again(tx, work, at=after(at))


async def claim(db: Database, now: float = 0) -> Work:
    (work,) = await Agenda(db).claim(now=after(now), lease=LEASE, limit=5)
    return work


async def next_at(db: Database) -> float | None:
    at = await Agenda(db).next_at()
    return None if at is None else at - NOW.timestamp()


@pytest.mark.parametrize("at", [10, 60, 900])
async def test_it_is_done_at_that_time_though_it_is_finished_now(db: Database, at: int) -> None:
    await schedule(db, 0)
    work = await claim(db)
    await again(db, work, at)
    await Agenda(db).finish(work)

    assert await next_at(db) == at


async def test_what_was_asked_for_meanwhile_comes_first(db: Database) -> None:
    await schedule(db, 0)
    work = await claim(db)
    await schedule(db, 5)
    await again(db, work, 900)
    await Agenda(db).finish(work)

    assert await next_at(db) == 5


async def test_it_comes_before_what_was_asked_for_later(db: Database) -> None:
    await schedule(db, 0)
    work = await claim(db)
    await schedule(db, 900)
    await again(db, work, 5)
    await Agenda(db).finish(work)

    assert await next_at(db) == 5


async def test_cancelled_work_stays_so(db: Database) -> None:
    await schedule(db, 0)
    work = await claim(db)
    async with db.transaction() as tx:
        await due.cancel(tx, guild_id=1, kind="party:card", subject_id=1)
    await again(db, work, 900)

    assert await next_at(db) is None
