"""Work that is due: claimed once, under a lease, and gone when it was done."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.work import Work
from db import due
from db.database import Database
from db.due import Agenda
from db.sqlite import MIGRATIONS
from tests.db.support import NOW, opened

LEASE = timedelta(seconds=60)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


@pytest.fixture
def agenda(db: Database) -> Agenda:
    return Agenda(db)


@pytest.fixture
async def elsewhere(path: Path, folder: Path) -> AsyncGenerator[Agenda]:
    """The same table as another process sees it."""
    async with opened(path, folder) as other:
        yield Agenda(other)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


async def schedule(
    db: Database, subject_id: int, seconds: float, *, kind: str = "panel:close", guild_id: int = 1
) -> None:
    async with db.transaction() as tx:
        await due.schedule(tx, guild_id=guild_id, kind=kind, subject_id=subject_id, at=after(seconds))


async def claim(agenda: Agenda, seconds: float = 0, *, limit: int = 10) -> list[Work]:
    return await agenda.claim(now=after(seconds), lease=LEASE, limit=limit)


def subjects(work: list[Work]) -> list[int]:
    return [piece.subject_id for piece in work]


async def test_an_empty_table_has_nothing_to_do(agenda: Agenda) -> None:
    assert await claim(agenda) == []
    assert await agenda.next_at() is None


async def test_what_is_due_is_claimed_and_what_is_not_yet_stays(db: Database, agenda: Agenda) -> None:
    await schedule(db, 1, 0)
    await schedule(db, 2, 1)
    assert await claim(agenda) == [
        Work(guild_id=1, kind="panel:close", subject_id=1, attempts=1, until=NOW + LEASE)
    ]
    assert await agenda.next_at() == int(NOW.timestamp()) + 1


async def test_the_longest_due_are_claimed_first(db: Database, agenda: Agenda) -> None:
    for subject_id, seconds in ((1, -1), (2, -30), (3, -20), (4, -40)):
        await schedule(db, subject_id, seconds)
    assert set(subjects(await claim(agenda, limit=3))) == {2, 3, 4}
    assert subjects(await claim(agenda, limit=3)) == [1]


async def test_each_guild_s_longest_due_are_claimed_in_turn(db: Database, agenda: Agenda) -> None:
    for subject_id, seconds in ((1, -50), (2, -40), (3, -30)):
        await schedule(db, subject_id, seconds)
    for subject_id, seconds in ((4, -20), (5, -10)):
        await schedule(db, subject_id, seconds, guild_id=2**62)
    assert [set(subjects(await claim(agenda, limit=2))) for _ in range(3)] == [{1, 4}, {2, 5}, {3}]


async def test_a_guild_is_given_no_more_than_its_share(db: Database, agenda: Agenda) -> None:
    for subject_id in range(due.LOOK):  # all that one claim chooses among
        await schedule(db, subject_id, -60)
    await schedule(db, 1000, -1, guild_id=2**62)
    assert {work.guild_id for work in await share(agenda, {})} == {1}
    assert [work.guild_id for work in await share(agenda, {1: 3})] == [2**62]
    assert [work.guild_id for work in await share(agenda, {1: 2, 3: 1})] == [1]
    assert await share(agenda, {1: 4}) == []


async def share(agenda: Agenda, busy: dict[int, int]) -> list[Work]:
    return await agenda.claim(now=NOW, lease=LEASE, limit=20, each=3, busy=busy)


async def test_a_claim_is_quick_among_ten_thousand_that_are_due(db: Database, agenda: Agenda) -> None:
    async with db.transaction() as tx:
        await tx.run(
            """
            WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000)
            INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)
            SELECT CASE WHEN n < 9000 THEN 1 ELSE n END, 'panel:close', n, 1, 0 FROM numbers
            """
        )
    loop = asyncio.get_running_loop()
    taken: list[float] = []
    for _ in range(10):
        began = loop.time()
        (work,) = await agenda.claim(now=NOW, lease=LEASE, limit=1, each=5, busy={1: 5})
        taken.append(loop.time() - began)
        assert work.guild_id != 1
    assert min(taken) < 0.05


async def test_a_fraction_of_a_second_makes_nothing_early(db: Database, agenda: Agenda) -> None:
    await schedule(db, 1, 0.2)
    assert await claim(agenda, 0.9) == []
    assert subjects(await claim(agenda, 1)) == [1]


async def test_what_is_claimed_is_nobody_else_s_until_the_lease_ends(
    db: Database, agenda: Agenda, elsewhere: Agenda
) -> None:
    await schedule(db, 1, 0)
    assert subjects(await claim(agenda)) == [1]
    for other in (agenda, elsewhere):
        assert await claim(other, 59.9) == []
    assert [piece.attempts for piece in await claim(elsewhere, 60)] == [2]


async def test_two_processes_claiming_at_once_never_claim_the_same(
    db: Database, agenda: Agenda, elsewhere: Agenda
) -> None:
    for subject_id in range(40):
        await schedule(db, subject_id, -subject_id)
    claims = await asyncio.gather(*[claim(each, limit=5) for each in (agenda, elsewhere) * 6])
    claimed = [subject for work in claims for subject in subjects(work)]
    assert sorted(claimed) == list(range(40))


async def test_what_was_done_is_gone(db: Database, agenda: Agenda) -> None:
    await schedule(db, 1, 0)
    (work,) = await claim(agenda)
    await agenda.finish(work)
    assert await agenda.next_at() is None
    await agenda.finish(work)


async def test_only_the_piece_that_was_done_goes(db: Database, agenda: Agenda) -> None:
    await schedule(db, 1, 0)
    await schedule(db, 2, 0)
    await schedule(db, 1, 0, kind="panel:refresh")
    await schedule(db, 1, 0, guild_id=2)
    done, *others = await claim(agenda)
    await agenda.finish(done)
    left = await claim(agenda, 60)
    assert {(w.guild_id, w.kind, w.subject_id) for w in left} == {
        (w.guild_id, w.kind, w.subject_id) for w in others
    }


@pytest.mark.parametrize("seconds", [-5, 0, 3, 60, 600])
async def test_what_is_asked_for_again_while_it_is_done_is_done_again(
    db: Database, agenda: Agenda, seconds: int
) -> None:
    await schedule(db, 1, 0)
    (work,) = await claim(agenda)
    await schedule(db, 1, seconds)  # at 60 it meets the very end of the lease
    await agenda.finish(work)
    await agenda.postpone(work, at=after(900))
    assert await agenda.next_at() == int(NOW.timestamp()) + seconds
    (again,) = await claim(agenda, max(0, seconds))
    assert again.attempts > 1


async def test_who_lost_the_lease_can_neither_finish_nor_postpone(
    db: Database, agenda: Agenda, elsewhere: Agenda
) -> None:
    await schedule(db, 1, 0)
    (late,) = await claim(agenda)
    await claim(elsewhere, 60)
    await agenda.finish(late)
    await agenda.postpone(late, at=after(5))
    assert await agenda.next_at() == int(NOW.timestamp()) + 120


async def test_postponed_work_comes_back_at_its_time_and_remembers_its_attempts(
    db: Database, agenda: Agenda
) -> None:
    await schedule(db, 1, 0)
    (work,) = await claim(agenda)
    await agenda.postpone(work, at=after(15))
    assert await claim(agenda, 14) == []
    (again,) = await claim(agenda, 15)
    assert again.attempts == 2


async def test_scheduling_anew_takes_the_place_of_the_former_time(db: Database, agenda: Agenda) -> None:
    await schedule(db, 1, 0)
    await schedule(db, 1, 300)
    assert await claim(agenda, 299) == []
    assert [piece.attempts for piece in await claim(agenda, 300)] == [1]


async def test_what_was_tried_is_no_first_attempt_after_it_was_scheduled_anew(
    db: Database, agenda: Agenda
) -> None:
    """What was tried may have been done: whoever does it has to look."""
    await schedule(db, 1, 0)
    for turn in range(5):
        (work,) = await claim(agenda, 60 * turn)
        await schedule(db, 1, 60 * (turn + 1))  # just when the lease ends
        await agenda.finish(work)
        assert (work.attempts > 1) == (turn > 0)
    assert len(await claim(agenda, 300)) == 1


async def test_cancelled_work_is_not_done_even_if_it_was_claimed(db: Database, agenda: Agenda) -> None:
    await schedule(db, 1, 0)
    (work,) = await claim(agenda)
    async with db.transaction() as tx:
        await due.cancel(tx, guild_id=2, kind="panel:close", subject_id=1)
        await due.cancel(tx, guild_id=1, kind="panel:close", subject_id=1)
    await agenda.postpone(work, at=after(5))
    assert await agenda.next_at() is None


async def test_what_is_scheduled_in_a_transaction_that_fails_is_not_done(
    db: Database, agenda: Agenda
) -> None:
    async def stumble() -> None:
        async with db.transaction() as tx:
            await due.schedule(tx, guild_id=1, kind="panel:close", subject_id=1, at=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await stumble()
    assert await agenda.next_at() is None
