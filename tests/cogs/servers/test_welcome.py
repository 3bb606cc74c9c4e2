"""In a new server the bot says once how to begin, where it may: and then never again."""

import discord
import pytest
import simcord

from bot import ui
from db import server_settings, servers
from tests.cogs.servers.support import deny, last, let_in, manager, removed, settle, texts
from tests.world import World, answer, buttons, words

HALF_A_MINUTE = 30


def came(world: World, *, channel: bool = True) -> tuple[simcord.GuildHandle, simcord.ChannelHandle]:
    """A server that lets the bot in; `channel`: it has one for such messages."""
    guild = world.env.create_guild("New here")
    hall = guild.create_text_channel("hall")
    if channel:
        world.env.backend.edit_guild(guild.id, {"system_channel_id": hall.id})
    return guild, hall


async def test_it_is_said_once_in_the_servers_own_channel(world: World) -> None:
    guild, hall = came(world)
    await settle(world, HALF_A_MINUTE)

    (told,) = texts(hall)
    assert "How to begin here. I say this once." in told
    for command in ("party plan", "watched", "vote", "settings show", "help"):
        assert command in told
    assert len(told.splitlines()) == 7
    assert list(buttons(last(hall))) == ["Check my permissions"]
    await world.env.advance_time(24 * 3600)
    assert len(texts(hall)) == 1
    assert texts(guild.owner.dm_channel) == []


async def test_it_mentions_nobody(world: World) -> None:
    _, hall = came(world)
    await settle(world, HALF_A_MINUTE)

    (sent,) = [e.json for e in world.env.http_requests if e.path == f"/channels/{hall.id}/messages"]
    assert sent is not None
    assert sent["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize("denied", ["view_channel", "send_messages"])
async def test_where_it_may_not_write_its_owner_is_told(world: World, denied: str) -> None:
    guild, hall = came(world)
    deny(world, denied, channel=hall)
    await settle(world, HALF_A_MINUTE)

    assert texts(hall) == []
    (told,) = texts(guild.owner.dm_channel)
    assert "on **New here**" in told


async def test_without_such_a_channel_its_owner_is_told(world: World) -> None:
    guild, _ = came(world, channel=False)
    await settle(world, HALF_A_MINUTE)

    assert len(texts(guild.owner.dm_channel)) == 1


async def test_an_owner_who_takes_no_messages_is_left_alone(world: World) -> None:
    guild, _ = came(world, channel=False)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    await settle(world, HALF_A_MINUTE)
    before = len(world.env.http_requests)
    await world.env.advance_time(24 * 3600)

    assert world.calls(before) == []
    async with world.db.snapshot() as tx:
        assert await servers.awaits_welcome(tx, guild_id=guild.id) is None


async def test_a_channel_that_refuses_after_all_leads_to_its_owner(world: World) -> None:
    guild, _ = came(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await settle(world, HALF_A_MINUTE)

    assert len(texts(guild.owner.dm_channel)) == 1


@pytest.mark.parametrize("channel", [True, False])
async def test_it_is_said_once_though_the_bot_did_not_hear_that_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch, *, channel: bool
) -> None:
    guild, hall = came(world, channel=channel)
    real = servers.note_welcome

    async def broken(*_: object, **__: object) -> None:
        monkeypatch.setattr(servers, "note_welcome", real)
        raise ConnectionError

    monkeypatch.setattr(servers, "note_welcome", broken)
    await settle(world, HALF_A_MINUTE)
    await world.env.advance_time(3600)

    assert len(texts(hall if channel else guild.owner.dm_channel)) == 1
    async with world.db.snapshot() as tx:
        assert await servers.awaits_welcome(tx, guild_id=guild.id) is None


async def test_it_is_said_after_a_while_in_which_discord_failed(world: World) -> None:
    _, hall = came(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=5)
    await world.env.advance_time(3 * 3600)

    assert len(texts(hall)) == 1


async def test_it_is_not_said_again_after_coming_back(world: World) -> None:
    guild, hall = came(world)
    await settle(world, HALF_A_MINUTE)
    await removed(world, guild)
    await let_in(world, guild)
    await settle(world, HALF_A_MINUTE)

    assert len(texts(hall)) == 1
    assert texts(guild.owner.dm_channel) == []


async def test_it_is_said_after_coming_back_where_there_was_no_time_for_it(world: World) -> None:
    guild, hall = came(world)
    await settle(world)
    await removed(world, guild)
    await settle(world, HALF_A_MINUTE)
    assert texts(hall) == []
    await let_in(world, guild)
    await settle(world, HALF_A_MINUTE)

    assert len(texts(hall)) == 1


async def test_it_is_said_where_the_bot_was_let_in_while_it_was_away(world: World) -> None:
    await world.env.advance_time(10)
    world.bot._connection.parsers.pop("GUILD_CREATE")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  nothing is heard
    _, hall = came(world)
    await settle(world, HALF_A_MINUTE)
    assert texts(hall) == []

    await world.restart()
    await settle(world, HALF_A_MINUTE)

    assert len(texts(hall)) == 1


@pytest.mark.parametrize("days", [0, 2])
async def test_it_is_not_said_where_the_bot_has_long_been(world: World, days: int) -> None:
    world.bot._connection.parsers.pop("GUILD_CREATE")  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  nothing is heard
    guild, hall = came(world)
    if days == 0:  # its rows tell
        async with world.db.transaction() as tx:
            await server_settings.put(tx, guild_id=guild.id, name="weight", value="9")
    await world.env.advance_time(days * 24 * 3600)
    await world.restart()
    await settle(world, HALF_A_MINUTE)

    assert texts(hall) == []
    assert texts(guild.owner.dm_channel) == []


async def test_who_manages_the_server_can_check_from_there_and_nobody_else(world: World) -> None:
    guild, hall = came(world)
    mika = manager(world, guild=guild)
    jun = guild.add_member(world.env.create_user("jun"))
    await settle(world, HALF_A_MINUTE)

    shown = answer(await mika.click(last(hall), label="Check my permissions"))
    refused = answer(await jun.click(last(hall), label="Check my permissions"))

    assert shown.ephemeral
    assert "Nothing is missing" in words(shown)
    assert refused.ephemeral
    assert "*Manage Server*" in words(refused)


async def test_its_owner_can_check_from_a_direct_message(world: World) -> None:
    guild, hall = came(world, channel=False)
    await settle(world)  # noted as new before it has rows of its own
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=guild.id, name="log", value=str(hall.id))
    deny(world, "send_messages", channel=hall)
    await settle(world, HALF_A_MINUTE)

    shown = answer(await guild.owner.click(last(guild.owner.dm_channel), label="Check my permissions"))

    assert f"### <#{hall.id}>\nI lack ***Send Messages***." in words(shown)


async def test_nobody_else_can_check_from_a_direct_message(world: World) -> None:
    user: simcord.UserHandle = world.env.create_user("jun")
    channel = await world.bot.create_dm(discord.Object(user.id))
    forged = f"settings:check:{world.guild.id}"
    message = await channel.send(view=ui.page(ui.card(ui.row(ui.button("Press", forged)))))

    assert "in the server itself" in words(answer(await user.click(message, label="Press")))
