"""The log of a server, as stored."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.reviews import SERIES, Draft
from bot.domain.server_log import Deed, Entry
from db import reviews, server_log
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

ENTRY = Entry(1, 5, Deed.SETTING, 11, "pause", NOW, before="5", after="10", reason=None)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def add(db: Database, *entries: Entry) -> None:
    async with db.transaction() as tx:
        for entry in entries:
            await server_log.add(tx, entry)


async def ids(db: Database, *, limit: int = 1000, first_id: int | None = None) -> list[int]:
    async with db.snapshot() as tx:
        return [e.id for e in await server_log.latest(tx, guild_id=1, limit=limit, first_id=first_id)]


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY,
        replace(ENTRY, deed=Deed.HIDDEN, subject="77", before=None, after=None, reason="rude"),
        replace(ENTRY, deed=Deed.REPORTED, member_id=None),
    ],
)
async def test_an_entry_is_read_as_it_was_noted_and_in_its_server_alone(db: Database, entry: Entry) -> None:
    await add(db, entry)

    async with db.snapshot() as tx:
        assert await server_log.find(tx, guild_id=1, entry_id=5) == entry
        assert await server_log.find(tx, guild_id=2, entry_id=5) is None
        assert await server_log.find(tx, guild_id=1, entry_id=6) is None
        assert await server_log.latest(tx, guild_id=2, limit=9) == []


async def test_an_entry_is_to_be_posted_at_once_and_noted_once(db: Database) -> None:
    await add(db, ENTRY, replace(ENTRY, after="20"))

    async with db.snapshot() as tx:
        rows = await tx.all("SELECT guild_id, kind, subject_id, due_at FROM due")
        found = await server_log.find(tx, guild_id=1, entry_id=5)
    assert [tuple(row[name] for name in ("guild_id", "kind", "subject_id", "due_at")) for row in rows] == [
        (1, server_log.POST, 5, int(NOW.timestamp()))
    ]
    assert found == ENTRY


async def test_pages_go_from_the_last_entry_back_and_forth(db: Database) -> None:
    await add(db, *(replace(ENTRY, id=n) for n in range(1, 8)))

    assert await ids(db, limit=3) == [7, 6, 5]
    assert await ids(db, limit=3, first_id=4) == [4, 3, 2]
    assert await ids(db, limit=3, first_id=2**63 - 1) == [7, 6, 5]
    async with db.snapshot() as tx:

        async def newer(first_id: int | None) -> int | None:
            return await server_log.page_before(tx, guild_id=1, first_id=first_id, limit=3)

        assert [await newer(n) for n in (None, 7, 6, 4, 1, 0)] == [None, None, 7, 7, 4, 3]


async def test_the_oldest_entries_go_when_there_are_too_many(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_log, "KEPT", 3)
    await add(db, replace(ENTRY, guild_id=2), *(replace(ENTRY, id=n) for n in range(1, 6)))

    assert await ids(db) == [5, 4, 3]
    async with db.snapshot() as tx:
        assert len(await server_log.latest(tx, guild_id=2, limit=9)) == 1


async def test_who_changed_a_setting_last_is_found_among_all_that_was_done(db: Database) -> None:
    later = replace(ENTRY, id=6, member_id=12, at=NOW + timedelta(hours=1))
    await add(
        db,
        ENTRY,
        later,
        replace(ENTRY, id=7, subject="zone"),
        replace(ENTRY, id=8, deed=Deed.HIDDEN),
        replace(ENTRY, id=9, guild_id=2),
    )

    async with db.snapshot() as tx:
        assert await server_log.last_change(tx, guild_id=1, name="pause") == later
        assert await server_log.last_change(tx, guild_id=1, name="show") is None


async def test_a_member_is_forgotten_in_one_server_and_what_they_did_stays(db: Database) -> None:
    report = replace(ENTRY, id=6, deed=Deed.REPORTED, subject="77", reason="what I think")
    await add(
        db, ENTRY, report, replace(ENTRY, id=7, member_id=12, reason="theirs"), replace(ENTRY, guild_id=2)
    )

    async with db.transaction() as tx:
        assert await server_log.erase(tx, guild_id=1, member_id=11) == 2

    async with db.snapshot() as tx:
        here = await server_log.latest(tx, guild_id=1, limit=9)
        (there,) = await server_log.latest(tx, guild_id=2, limit=9)
    assert [(e.id, e.member_id, e.reason) for e in here] == [
        (7, 12, "theirs"),
        (6, None, None),
        (5, None, None),
    ]
    assert here[2] == replace(ENTRY, member_id=None)
    assert there.member_id == 11


async def test_what_was_said_of_the_texts_of_a_forgotten_member_goes_as_well(db: Database) -> None:
    async with db.transaction() as tx:
        for review_id, member_id in ((77, 11), (78, 12)):
            await reviews.add(
                tx,
                Draft("A text.", spoils=False),
                guild_id=1,
                review_id=review_id,
                show_id="kaleido-star",
                episode=SERIES,
                member_id=member_id,
                now=NOW,
            )
    hidden = replace(ENTRY, deed=Deed.HIDDEN, member_id=13, before=None, after=None)
    await add(db, replace(hidden, id=6, subject="77", reason="rude"))
    await add(db, replace(hidden, id=7, subject="78", reason="loud"))

    async with db.transaction() as tx:
        assert await server_log.erase(tx, guild_id=1, member_id=11) == 0

    async with db.snapshot() as tx:
        assert [entry.reason for entry in await server_log.latest(tx, guild_id=1, limit=9)] == ["loud", None]


async def test_a_flood_of_reports_drives_no_change_of_a_setting_out(db: Database) -> None:
    await add(db, ENTRY)
    reported = replace(ENTRY, deed=Deed.REPORTED, subject="77", before=None, after=None)

    await add(db, *(replace(reported, id=10 + number) for number in range(server_log.KEPT + 1)))

    found = await ids(db)
    assert ENTRY.id in found
    assert len(found) == server_log.KEPT + 1
