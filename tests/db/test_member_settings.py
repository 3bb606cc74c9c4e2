"""What members chose for themselves, as stored."""

from pathlib import Path

import pytest

from bot.domain.member_settings import MemberSettings, SpoilerMode
from db import member_settings
from db.database import Database
from db.sqlite import MIGRATIONS


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def put(db: Database, *, member_id: int, **values: str) -> None:
    async with db.transaction() as tx:
        for name, value in values.items():
            await member_settings.put(tx, member_id=member_id, name=name, value=value)


async def read(db: Database, member_id: int) -> MemberSettings:
    async with db.snapshot() as tx:
        return await member_settings.read(tx, member_id=member_id)


async def test_who_chose_nothing_has_the_defaults(db: Database) -> None:
    assert await read(db, 11) == MemberSettings()


async def test_what_was_chosen_last_holds_for_that_member_alone(db: Database) -> None:
    await put(db, member_id=11, spoilers="off", zone="Asia/Tokyo")
    await put(db, member_id=11, spoilers="relaxed")
    assert await read(db, 11) == MemberSettings(SpoilerMode.RELAXED, zone="Asia/Tokyo")
    assert await read(db, 12) == MemberSettings()


async def test_a_choice_is_unset_with_an_empty_one(db: Database) -> None:
    await put(db, member_id=11, spoilers="off", zone="Asia/Tokyo")
    await put(db, member_id=11, spoilers="", zone="")
    assert await read(db, 11) == MemberSettings()


async def test_the_shows_one_was_warned_of_are_remembered_once_each(db: Database) -> None:
    async with db.transaction() as tx:
        for show_id in ("kaleido-star", "new-wings", "kaleido-star"):
            await member_settings.note_warning(tx, member_id=11, show_id=show_id)
    assert await read(db, 11) == MemberSettings(warned=frozenset({"kaleido-star", "new-wings"}))


async def test_erasing_leaves_nothing_of_that_member_and_all_of_the_others(db: Database) -> None:
    for member_id in (11, 12):
        await put(db, member_id=member_id, spoilers="off", zone="Asia/Tokyo")
    async with db.transaction() as tx:
        assert await member_settings.erase(tx, member_id=11) == 2
        assert await member_settings.erase(tx, member_id=11) == 0
    assert await read(db, 11) == MemberSettings()
    assert await read(db, 12) == MemberSettings(SpoilerMode.OFF, zone="Asia/Tokyo")
