"""What a file would mark, as kept until its member says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from db import imports
from db.database import Database
from db.imports import Pending
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

PENDING = Pending(
    guild_id=1, member_id=11, id=100, show_id="kaleido-star", episodes=("s1e1", "s1e13.5", "sp1")
)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def put(db: Database, *pending: Pending) -> None:
    async with db.transaction() as tx:
        for one in pending:
            await imports.put(tx, one, now=NOW)


async def take(db: Database, pending: Pending) -> Pending | None:
    async with db.transaction() as tx:
        return await imports.take(
            tx, guild_id=pending.guild_id, member_id=pending.member_id, import_id=pending.id
        )


async def test_an_import_is_taken_out_once(db: Database) -> None:
    await put(db, PENDING)

    assert await take(db, PENDING) == PENDING
    assert await take(db, PENDING) is None


async def test_a_newer_file_takes_the_place_of_the_one_before(db: Database) -> None:
    newer = replace(PENDING, id=101, episodes=("s1e2",))
    await put(db, PENDING, newer)

    assert await take(db, PENDING) is None
    assert await take(db, newer) == newer


@pytest.mark.parametrize("other", [{"guild_id": 2}, {"member_id": 12}, {"id": 99}])
async def test_nobody_else_and_nowhere_else_takes_it(db: Database, other: dict[str, int]) -> None:
    await put(db, PENDING)

    assert await take(db, replace(PENDING, **other)) is None
    assert await take(db, PENDING) == PENDING


async def test_members_and_servers_keep_one_each(db: Database) -> None:
    all_of_them = [PENDING, replace(PENDING, guild_id=2), replace(PENDING, member_id=12)]
    await put(db, *all_of_them)

    assert [await take(db, one) for one in all_of_them] == all_of_them


async def test_erasing_leaves_nothing_of_that_member_there_and_all_of_the_others(db: Database) -> None:
    elsewhere, another = replace(PENDING, guild_id=2), replace(PENDING, member_id=12)
    await put(db, PENDING, elsewhere, another)

    async with db.transaction() as tx:
        assert await imports.erase(tx, guild_id=1, member_id=11) == 1
        assert await imports.erase(tx, guild_id=1, member_id=11) == 0
    assert await take(db, PENDING) is None
    assert (await take(db, elsewhere), await take(db, another)) == (elsewhere, another)
