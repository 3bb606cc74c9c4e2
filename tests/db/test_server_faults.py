"""What the bot could not do, as stored: told once, and not again for a day."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import server_faults
from db.database import Database
from db.server_faults import AGAIN, Fault
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

POLLS, PANELS = Fault(7, "polls"), Fault(7, "panels")
SECOND = timedelta(seconds=1)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def note(db: Database, fault: Fault, *, now: datetime = NOW, guild_id: int = 1) -> None:
    async with db.transaction() as tx:
        await server_faults.note(
            tx, guild_id=guild_id, channel_id=fault.channel_id, feature=fault.feature, now=now
        )


async def tell(db: Database, *faults: Fault, now: datetime = NOW) -> None:
    async with db.transaction() as tx:
        await server_faults.tell(tx, faults or (POLLS, PANELS), guild_id=1, now=now)


async def untold(db: Database, guild_id: int = 1) -> list[Fault]:
    async with db.snapshot() as tx:
        return await server_faults.untold(tx, guild_id=guild_id)


async def quiet(db: Database, now: datetime) -> datetime | None:
    async with db.snapshot() as tx:
        return await server_faults.quiet_until(tx, guild_id=1, now=now)


async def test_a_fault_is_kept_once_for_a_server_and_a_channel(db: Database) -> None:
    await note(db, POLLS)
    await note(db, PANELS, now=NOW + SECOND)
    await note(db, POLLS, guild_id=2)
    await note(db, PANELS, now=NOW + 2 * SECOND)

    assert await untold(db) == [POLLS, PANELS]
    async with db.snapshot() as tx:
        assert await server_faults.guilds_untold(tx) == {1, 2}


async def test_what_was_told_is_not_told_again_for_a_day(db: Database) -> None:
    await note(db, POLLS)
    await tell(db)
    await note(db, POLLS, now=NOW + AGAIN - SECOND)
    assert await untold(db) == []

    await note(db, POLLS, now=NOW + AGAIN)

    assert await untold(db) == [POLLS]


async def test_after_somebody_was_told_a_server_has_quiet_for_a_day(db: Database) -> None:
    await note(db, POLLS)
    assert await quiet(db, NOW) is None
    await tell(db)
    await note(db, PANELS, now=NOW + SECOND)

    assert await quiet(db, NOW + SECOND) == NOW + AGAIN
    assert await quiet(db, NOW + AGAIN) is None
    assert await untold(db) == [PANELS]


async def test_telling_concerns_one_server(db: Database) -> None:
    await note(db, POLLS)
    await note(db, POLLS, guild_id=2)
    await tell(db)

    assert await untold(db, 2) == [POLLS]


async def test_what_was_told_long_ago_goes_with_the_next_telling(db: Database) -> None:
    await note(db, POLLS)
    await tell(db)
    await note(db, PANELS, now=NOW + AGAIN)
    await tell(db, now=NOW + AGAIN)

    async with db.snapshot() as tx:
        rows = await tx.all("SELECT feature FROM server_faults")
    assert [row["feature"] for row in rows] == ["panels"]


async def test_one_can_be_told_and_another_not(db: Database) -> None:
    await note(db, POLLS)
    await note(db, PANELS)
    await tell(db, PANELS)

    assert await untold(db) == [POLLS]


async def test_what_could_not_be_told_after_all_is_told_next_time(db: Database) -> None:
    await note(db, POLLS)
    await tell(db)
    async with db.transaction() as tx:
        await server_faults.untell(tx, [POLLS], guild_id=1)

    assert await untold(db) == [POLLS]
    assert await quiet(db, NOW) is None


async def test_what_was_mended_is_dropped(db: Database) -> None:
    await note(db, POLLS)
    await note(db, PANELS)
    await note(db, POLLS, guild_id=2)
    async with db.transaction() as tx:
        await server_faults.drop(tx, POLLS, guild_id=1)

    assert await untold(db) == [PANELS]
    assert await untold(db, 2) == [POLLS]
