"""The servers that the bot is in, as stored, and what is due when it comes and goes."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import due as work
from db import imports, server_settings, servers, withdrawals
from db.database import Database
from db.imports import Pending
from db.servers import FORGET, GRACE, SETTLING, WELCOME
from db.sqlite import MIGRATIONS
from db.withdrawals import DELETE, Withdrawn
from tests.db.support import NOW

LATER = NOW + timedelta(days=3)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def come(
    db: Database, *, now: datetime = NOW, welcome: bool = True, guild_id: int = 1
) -> datetime | None:
    async with db.transaction() as tx:
        return await servers.come(tx, guild_id=guild_id, now=now, welcome=welcome)


async def leave(db: Database, *, now: datetime = NOW, guild_id: int = 1) -> datetime | None:
    async with db.transaction() as tx:
        return await servers.leave(tx, guild_id=guild_id, now=now)


async def begin_forgetting(db: Database, *, now: datetime = LATER, guild_id: int = 1) -> bool:
    async with db.transaction() as tx:
        return await servers.begin_forgetting(tx, guild_id=guild_id, now=now)


async def due(db: Database) -> dict[tuple[str, int], timedelta]:
    """What is due, and how long after `NOW`."""
    async with db.snapshot() as tx:
        rows = await tx.all("SELECT kind, subject_id, due_at FROM due")
    start = int(NOW.timestamp())
    return {(row["kind"], row["subject_id"]): timedelta(seconds=row["due_at"] - start) for row in rows}


async def present(db: Database) -> frozenset[int]:
    async with db.snapshot() as tx:
        return await servers.present(tx)


async def awaits(db: Database, guild_id: int = 1) -> datetime | None:
    async with db.snapshot() as tx:
        return await servers.awaits_welcome(tx, guild_id=guild_id)


async def test_in_a_new_server_it_is_said_how_to_begin(db: Database) -> None:
    assert await come(db) == NOW + SETTLING

    assert await present(db) == {1}
    assert await awaits(db) == NOW
    assert await due(db) == {(WELCOME, 1): SETTLING}


async def test_where_nothing_is_to_be_said_nothing_is_due(db: Database) -> None:
    assert await come(db, welcome=False) is None

    assert await awaits(db) is None
    assert await due(db) == {}


async def test_what_was_said_once_is_not_said_after_coming_back(db: Database) -> None:
    await come(db)
    async with db.transaction() as tx:
        await servers.note_welcome(tx, guild_id=1, now=NOW)
    await leave(db)

    assert await come(db, now=LATER) is None
    assert await awaits(db) is None
    assert (FORGET, 1) not in await due(db)


async def test_who_was_removed_before_it_was_said_says_it_after_coming_back(db: Database) -> None:
    await come(db)
    await leave(db)

    assert await come(db, now=LATER) == LATER + SETTLING


async def test_who_is_removed_has_their_rows_deleted_after_a_grace(db: Database) -> None:
    await come(db, welcome=False)

    assert await leave(db) == NOW + GRACE

    assert await present(db) == frozenset()
    assert await due(db) == {(FORGET, 1): GRACE}
    async with db.snapshot() as tx:
        assert await servers.is_gone(tx, guild_id=1)
        assert not await servers.is_present(tx, guild_id=1)


async def test_being_removed_is_noted_once(db: Database) -> None:
    await leave(db)

    assert await leave(db, now=LATER) is None
    assert await due(db) == {(FORGET, 1): GRACE}


async def test_coming_back_within_the_grace_keeps_everything(db: Database) -> None:
    await come(db, welcome=False)
    await leave(db)
    await come(db, now=LATER, welcome=False)

    assert await present(db) == {1}
    assert await due(db) == {}
    assert not await begin_forgetting(db)


async def test_what_is_due_waits_until_the_bot_is_back(db: Database) -> None:
    await come(db, welcome=False)
    for guild_id in (1, 2):
        async with db.transaction() as tx:
            await work.schedule(tx, guild_id=guild_id, kind="poll:close", subject_id=guild_id, at=NOW)
    await leave(db)
    assert await due(db) == {
        (FORGET, 1): GRACE,
        ("poll:close", 1): servers.AWAY,
        ("poll:close", 2): timedelta(0),
    }
    assert await leave(db, now=LATER) is None

    assert await come(db, now=LATER, welcome=False) == NOW

    assert await due(db) == {("poll:close", 1): timedelta(0), ("poll:close", 2): timedelta(0)}


async def test_what_was_to_be_deleted_meanwhile_is_when_the_bot_is_back(db: Database) -> None:
    await leave(db)
    async with db.transaction() as tx:
        await withdrawals.add(tx, Withdrawn(1, 7, 70), now=NOW)
        await withdrawals.add(tx, Withdrawn(2, 7, 71), now=NOW)
        await tx.run("DELETE FROM due WHERE kind = :kind", kind=DELETE)  # it was tried, and left

    assert await come(db, now=LATER, welcome=False) == LATER

    assert await due(db) == {(DELETE, 70): LATER - NOW}


async def test_the_rows_of_many_servers_are_not_deleted_in_one_second(db: Database) -> None:
    ids = [n * 977 << 22 for n in range(1, 50)]
    for guild_id in ids:
        await leave(db, guild_id=guild_id)
    before = await due(db)
    async with db.transaction() as tx:
        await tx.run("DELETE FROM due")
        await servers.resume_forgetting(tx)

    assert await due(db) == before
    assert len(set(before.values())) == len(ids)
    assert all(GRACE <= after < GRACE + servers.SPREAD for after in before.values())


async def test_of_a_server_that_the_bot_is_in_nothing_is_deleted(db: Database) -> None:
    await come(db)

    assert not await begin_forgetting(db)
    assert not await begin_forgetting(db, guild_id=2)


async def test_once_deleting_has_begun_coming_back_does_not_stop_it(db: Database) -> None:
    await leave(db)
    assert await begin_forgetting(db)

    assert await come(db, now=LATER) is None

    assert await present(db) == frozenset()
    assert await due(db) == {(FORGET, 1): GRACE}
    assert await begin_forgetting(db)  # it goes on


async def test_deleting_that_was_given_up_is_taken_up_again(db: Database) -> None:
    await come(db, guild_id=2)
    await leave(db)
    async with db.transaction() as tx:
        await tx.run("DELETE FROM due")
        await servers.resume_forgetting(tx)
        await servers.resume_forgetting(tx)

    assert await due(db) == {(FORGET, 1): GRACE}


async def test_servers_from_before_they_were_noted_are_known_by_their_rows(db: Database) -> None:
    async with db.transaction() as tx:
        await server_settings.put(tx, guild_id=5, name="weight", value="9")
        await server_settings.put(tx, guild_id=6, name="weight", value="9")
        assert await servers.with_rows(tx, ()) == {5, 6}
        assert await servers.with_rows(tx, [5]) == {6}


async def test_so_are_those_with_nothing_but_a_member_or_a_list(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.run("INSERT INTO members (guild_id, member_id, visible) VALUES (7, 1, 0)")
        await imports.put(tx, Pending(8, 1, 5, "kaleido-star", ("s1e1",)), now=NOW)
        assert await servers.with_rows(tx, ()) == {7, 8}
