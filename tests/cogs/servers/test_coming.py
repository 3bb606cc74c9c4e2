"""The servers' rows follow Discord: the bot comes, is removed, comes back; an outage is none of these."""

from typing import Any
from unittest.mock import Mock

import pytest
import simcord
from simcord.backend.serializers import guild_create_payload

from cogs.servers import actions
from cogs.servers.cog import ServersCog
from db import server_settings, servers
from tests.cogs.servers.support import let_in, removed, settle
from tests.world import World

DAY = 24 * 3600


async def present(world: World) -> frozenset[int]:
    async with world.db.snapshot() as tx:
        return await servers.present(tx)


async def weight(world: World) -> int:
    return (await world.bot.settings(world.guild.id)).weight


def cog(world: World) -> ServersCog:
    found = world.bot.get_cog("Servers")
    assert isinstance(found, ServersCog)
    return found


@pytest.fixture
async def set_up(world: World) -> World:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="weight", value="9")
    return world


async def test_a_server_is_known_from_the_moment_on_in_which_it_lets_the_bot_in(world: World) -> None:
    guild = world.env.create_guild("New here")
    await settle(world)

    assert await present(world) == {world.guild.id, guild.id}


async def test_a_server_that_removes_the_bot_is_forgotten_after_thirty_days(set_up: World) -> None:
    world = set_up
    world.bot.remember_show(world.guild.id, "another-show")
    await removed(world, world.guild)
    assert await present(world) == frozenset()
    await world.env.advance_time(30 * DAY - 60)
    assert await weight(world) == 9

    await world.env.advance_time(DAY + 120)

    assert await weight(world) == 5
    assert world.guild.id not in world.bot._shows  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT 1 FROM servers") == []
        assert await tx.all("SELECT 1 FROM due") == []


async def test_one_that_lets_it_in_again_before_that_keeps_everything(set_up: World) -> None:
    world = set_up
    await removed(world, world.guild)
    await world.env.advance_time(29 * DAY)
    await let_in(world, world.guild)
    await world.env.advance_time(30 * DAY)

    assert await weight(world) == 9
    assert await present(world) == {world.guild.id}


async def test_an_outage_is_no_removal(set_up: World) -> None:
    world = set_up
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.advance_time(32 * DAY)

    assert await weight(world) == 9
    assert await present(world) == {world.guild.id}


async def test_a_removal_while_the_bot_was_away_is_noted_when_it_is_back(set_up: World) -> None:
    world = set_up
    world.bot._connection.parsers.pop("GUILD_DELETE")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  nothing is heard
    world.env.backend.remove_guild(world.guild.id)
    await settle(world)
    assert await present(world) == {world.guild.id}

    await world.restart()
    assert await present(world) == frozenset()
    await world.env.advance_time(31 * DAY + 60)

    assert await weight(world) == 5


async def test_a_server_from_before_servers_were_noted_is_forgotten_too(world: World) -> None:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=77, name="weight", value="9")
    await world.restart()
    await world.env.advance_time(31 * DAY + 60)

    assert (await world.bot.settings(77)).weight == 5


async def test_a_return_while_the_bot_was_away_keeps_everything(set_up: World) -> None:
    world = set_up
    await removed(world, world.guild)
    world.bot._connection.parsers.pop("GUILD_CREATE")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  nothing is heard
    await let_in(world, world.guild)
    await world.restart()
    await world.env.advance_time(32 * DAY)

    assert await weight(world) == 9


async def test_a_return_that_could_not_be_noted_keeps_everything(
    set_up: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = set_up
    await removed(world, world.guild)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "come", Mock(side_effect=ConnectionError))
        broken.setattr(actions, "meet", Mock(side_effect=ConnectionError))
        await let_in(world, world.guild)
    assert await present(world) == frozenset()
    await world.env.advance_time(32 * DAY)

    assert await weight(world) == 9
    assert await present(world) == {world.guild.id}


async def test_a_server_that_comes_late_after_an_outage_is_met(world: World) -> None:
    guild = world.env.create_guild("New here")  # simcord says of each that it is available
    await settle(world)
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM servers WHERE guild_id = :id", id=guild.id)
    payload: Any = guild_create_payload(world.env.backend, world.env.backend.get_guild(guild.id))
    world.env.backend.emit("GUILD_CREATE", payload)
    await settle(world)

    assert guild.id in await present(world)


async def test_a_new_server_that_is_in_an_outage_at_first_is_met_when_that_is_over(world: World) -> None:
    guild = world.env.create_guild("New here")
    await settle(world)
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM servers WHERE guild_id = :id", id=guild.id)
    there = world.bot.get_guild(guild.id)
    assert there is not None
    there.unavailable = True
    with world.env.time_context():
        await cog(world).catch_up()
    assert guild.id not in await present(world)

    there.unavailable = False
    with world.env.time_context():
        await cog(world).meet_late(there)

    async with world.db.snapshot() as tx:
        assert await servers.awaits_welcome(tx, guild_id=guild.id)


async def test_an_outage_while_the_bot_starts_is_no_removal(set_up: World) -> None:
    there = set_up.bot.get_guild(set_up.guild.id)
    assert there is not None
    there.unavailable = True
    await cog(set_up).catch_up()

    assert await present(set_up) == {set_up.guild.id}


async def test_a_server_that_discord_told_half_of_keeps_no_other_from_being_noted(world: World) -> None:
    guild = world.env.create_guild("Half told")
    await settle(world)
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM servers")
    there = world.bot.get_guild(guild.id)
    assert there is not None
    there._members.clear()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  the bot is not among them

    await cog(world).catch_up()

    assert await present(world) == {guild.id, world.guild.id}


@pytest.mark.parametrize(("shard", "mine"), [(0, True), (1, False), (None, True)])
async def test_a_process_among_several_forgets_no_server_of_the_others(
    set_up: World, monkeypatch: pytest.MonkeyPatch, shard: int | None, *, mine: bool
) -> None:
    world = set_up
    theirs = 4 << 22  # the shard is told from the bits above these
    async with world.db.transaction() as tx:
        await servers.come(tx, guild_id=theirs, now=world.env.now(), welcome=False)
    monkeypatch.setattr(world.bot, "shard_id", shard)
    monkeypatch.setattr(world.bot, "shard_count", None if shard is None else 2)

    await cog(world).catch_up()

    assert (theirs not in await present(world)) == mine
    assert world.guild.id in await present(world)


async def test_a_database_that_fails_meanwhile_breaks_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("come", "leave", "meet", "compare"):
        monkeypatch.setattr(actions, name, Mock(side_effect=ConnectionError))
    guild: simcord.GuildHandle = world.env.create_guild("New here")
    await cog(world).catch_up()
    await removed(world, guild)
    await let_in(world, guild)

    assert {record.message.partition(" server")[0] for record in caplog.records} >= {
        "could not see whether I know",
        "could not note that I was removed from",
        "could not note that I came to",
    }
