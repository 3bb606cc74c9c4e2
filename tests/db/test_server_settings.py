"""What servers set for themselves, as stored."""

from pathlib import Path

import pytest

from bot.domain.server_settings import Reveal, ServerSettings
from db import server_settings
from db.database import Database
from db.sqlite import MIGRATIONS


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def put(db: Database, *, guild_id: int, **values: str) -> None:
    async with db.transaction() as tx:
        for name, value in values.items():
            await server_settings.put(tx, guild_id=guild_id, name=name, value=value)


async def read(db: Database, guild_id: int) -> ServerSettings:
    async with db.snapshot() as tx:
        return await server_settings.read(tx, guild_id=guild_id)


async def test_a_server_that_set_nothing_has_the_defaults(db: Database) -> None:
    assert await read(db, 1) == ServerSettings()


async def test_what_was_put_last_holds_in_that_server_alone(db: Database) -> None:
    await put(db, guild_id=1, weight="7", reveal="closed")
    await put(db, guild_id=1, weight="9")
    await put(db, guild_id=2, zone="Asia/Tokyo")
    assert await read(db, 1) == ServerSettings(weight=9, reveal=Reveal.CLOSED)
    assert await read(db, 2) == ServerSettings(zone="Asia/Tokyo")


async def test_a_setting_of_a_later_version_does_no_harm(db: Database) -> None:
    await put(db, guild_id=1, minimum="many", colour="gold")
    assert await read(db, 1) == ServerSettings()


async def test_a_setting_is_unset_in_one_server_alone(db: Database) -> None:
    await put(db, guild_id=1, weight="7", pause="9")
    await put(db, guild_id=2, weight="7")

    async with db.transaction() as tx:
        await server_settings.unset(tx, guild_id=1, name="weight")
        await server_settings.unset(tx, guild_id=1, name="zone")

    assert await read(db, 1) == ServerSettings(pause=9)
    assert await read(db, 2) == ServerSettings(weight=7)


async def test_the_shows_of_all_servers_that_chose_one_are_told(db: Database) -> None:
    await put(db, guild_id=1, show="lantern-row", weight="7")
    await put(db, guild_id=3, show="kaleido-star")
    await put(db, guild_id=4, weight="7")

    async with db.snapshot() as tx:
        assert await server_settings.shows(tx) == {1: "lantern-row", 3: "kaleido-star"}
