"""The ledger of sent commands."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.command_ledger import CommandLedger
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.support import NOW, opened

BOT = 2**63 - 1  # no snowflake is larger


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def test_nothing_is_recalled_before_something_was_recorded(db: Database) -> None:
    assert await CommandLedger(db).recall(application_id=BOT, scope=0) is None


async def test_what_was_recorded_last_is_recalled(db: Database) -> None:
    ledger = CommandLedger(db)
    await ledger.record(application_id=BOT, scope=0, digest="old", ids={"old": 1}, now=NOW)
    await ledger.record(application_id=BOT, scope=0, digest="new", ids={"vote": BOT, "été": 2}, now=NOW)
    assert await ledger.recall(application_id=BOT, scope=0) == ("new", {"vote": BOT, "été": 2})


async def test_applications_and_scopes_are_kept_apart(db: Database) -> None:
    ledger = CommandLedger(db)
    for application, scope in ((1, 0), (1, 7), (2, 0)):
        await ledger.record(
            application_id=application, scope=scope, digest=f"{application}/{scope}", ids={}, now=NOW
        )
    assert await ledger.recall(application_id=1, scope=7) == ("1/7", {})
    assert await ledger.recall(application_id=2, scope=0) == ("2/0", {})
    assert await ledger.recall(application_id=2, scope=7) is None


async def test_the_time_of_the_last_sync_is_noted(db: Database) -> None:
    ledger = CommandLedger(db)
    for minutes in (0, 1):
        now = NOW + timedelta(minutes=minutes)
        await ledger.record(application_id=1, scope=0, digest="", ids={}, now=now)
    async with db.snapshot() as tx:
        assert await tx.all("SELECT synced_at FROM command_syncs") == [{"synced_at": NOW.timestamp() + 60}]


async def test_it_is_remembered_across_a_restart(path: Path) -> None:
    async with opened(path, MIGRATIONS) as db:
        await CommandLedger(db).record(application_id=1, scope=0, digest="x", ids={"ping": 5}, now=NOW)
    async with opened(path, MIGRATIONS) as db:
        assert await CommandLedger(db).recall(application_id=1, scope=0) == ("x", {"ping": 5})
