"""Messages that are to be deleted, as stored."""

from pathlib import Path

import pytest

from db import withdrawals
from db.database import Database
from db.sqlite import MIGRATIONS
from db.withdrawals import DELETE, Withdrawn
from tests.db.support import NOW

MESSAGE = Withdrawn(guild_id=1, channel_id=7, id=70)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def test_a_message_is_kept_until_it_was_deleted(db: Database) -> None:
    async with db.transaction() as tx:
        await withdrawals.add(tx, MESSAGE, now=NOW)
        await withdrawals.add(tx, MESSAGE, now=NOW)
        assert await withdrawals.find(tx, guild_id=1, message_id=70) == MESSAGE
        assert await withdrawals.find(tx, guild_id=2, message_id=70) is None
        (due,) = await tx.all("SELECT kind, subject_id, due_at FROM due")
        assert (due["kind"], due["subject_id"], due["due_at"]) == (DELETE, 70, NOW.timestamp())

        await withdrawals.done(tx, guild_id=2, message_id=70)
        assert await withdrawals.find(tx, guild_id=1, message_id=70) == MESSAGE
        await withdrawals.done(tx, guild_id=1, message_id=70)
        assert await withdrawals.find(tx, guild_id=1, message_id=70) is None
