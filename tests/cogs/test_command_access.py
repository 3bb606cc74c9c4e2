"""Who may use a command here: as Discord decides it, whatever it says of it and when."""

import asyncio
import json
import random
from typing import Any

import discord
import pytest
from jsonschema_rs import Draft202012Validator
from simcord.backend.command_access import command_access

from bot import command_access as access
from tests import discord_api
from tests.cogs.overriding import asked, override, put, told
from tests.world import World


async def test_what_nobody_touched_may_be_used(world: World) -> None:
    assert await told(world, world.hana, world.channel, "vote")
    assert await told(world, world.hana, world.channel, "poll create")
    assert not await told(world, world.hana, world.channel, "no such command")


async def test_a_command_is_taken_from_and_given_to_members_roles_and_channels(world: World) -> None:
    fans, guests = world.guild.create_role("fans"), world.guild.create_role("guests")
    everyone, elsewhere = world.guild.default_role, world.guild.create_text_channel("elsewhere")
    ines = world.guild.add_member(world.env.create_user("ines"), roles=[fans, guests])
    await world.env.settle()

    await override(world, "vote", (everyone, False), (fans, True), (guests, False))
    assert not await told(world, world.hana, world.channel, "vote")
    assert await told(world, ines, world.channel, "vote")
    await override(world, "vote", (everyone, False), (fans, True), (ines, False), (world.hana, True))
    assert await told(world, world.hana, world.channel, "vote")
    assert not await told(world, ines, world.channel, "vote")
    await override(world, "vote", (world.channel, False))
    assert not await told(world, world.hana, world.channel, "vote")
    assert await told(world, world.hana, elsewhere, "vote")
    await override(world, "vote", (world.guild.id - 1, False), (world.channel, True))
    assert await told(world, world.hana, world.channel, "vote")
    assert not await told(world, world.hana, elsewhere, "vote")


async def test_what_is_said_of_one_command_goes_before_what_is_said_of_all(world: World) -> None:
    await override(world, None, (world.guild.default_role, False))
    assert not await told(world, world.hana, world.channel, "vote")
    await override(world, "vote", (world.hana, True))
    assert await told(world, world.hana, world.channel, "vote")
    assert not await told(world, world.hana, world.channel, "ranking")


async def test_who_administers_or_owns_the_server_may_everything(world: World) -> None:
    admin = world.guild.create_role("admin", permissions=discord.Permissions(administrator=True))
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[admin])
    await override(world, "vote", (world.guild.default_role, False), (boss, False))

    assert await told(world, boss, world.channel, "vote")
    assert asked(world) == 0


async def test_without_the_permission_to_use_commands_there_is_none(world: World) -> None:
    mute = world.guild.create_text_channel(
        "mute", overwrites={world.hana: discord.PermissionOverwrite(use_application_commands=False)}
    )
    await world.env.settle()

    assert not await told(world, world.hana, mute, "vote")


async def test_it_is_decided_as_the_simulated_discord_does(world: World) -> None:
    """A second opinion, on hundreds of ways to give and take."""
    roles = [world.guild.create_role(f"role {number}") for number in range(3)]
    member = world.guild.add_member(world.env.create_user("ines"), roles=roles[:2])
    other = world.guild.create_text_channel("other")
    backend, chance = world.env.backend, random.Random(6)  # noqa: S311  no secret
    application = world.bot.application_id or 0
    (vote,) = [
        c for c in backend.visible_commands(user_id=member.id, channel_id=other.id) if c["name"] == "vote"
    ]
    everyone, here = world.guild.default_role, world.channel
    targets: list[Any] = [*roles, everyone, member, world.hana, here, other, world.guild.id - 1]
    outcomes = set[tuple[bool, bool]]()
    for _ in range(600):
        for command in ("vote", None):
            picked = chance.sample(targets, chance.randint(0, 4))
            put(world, command, *((target, chance.random() < 0.5) for target in picked))
        needed = chance.choice([None, discord.Permissions(), discord.Permissions(manage_guild=True)])
        vote["default_member_permissions"] = None if needed is None else str(needed.value)
        permissions = discord.Permissions(backend.compute_permissions(world.guild.id, member.id, here.id))
        asker = access.Asker(
            world.guild.id,
            here.id,
            member.id,
            frozenset({role.id for role in roles[:2]} | {world.guild.id}),
            permissions,
        )
        kept = access.read(
            [
                {"id": id_, "application_id": application, "guild_id": guild_id, "permissions": entries}  # pyright: ignore[reportArgumentType]
                for (guild_id, id_), entries in backend.command_permissions.items()
            ]
        )
        theirs = command_access(backend, vote, user_id=member.id, channel_id=here.id).allowed
        assert access.allows(asker, kept[int(vote["id"])], kept[application], needed) == theirs
        outcomes.add((needed is None, theirs))

    assert len(outcomes) == 4


async def test_discord_is_asked_once_a_minute_and_server(world: World) -> None:
    for member in (world.hana, world.tomas, world.hana):
        await told(world, member, world.channel, "vote")
    assert asked(world) == 1

    world.env.backend.command_permissions[world.guild.id, world.bot.command_ids["vote"]] = [
        {"id": str(world.hana.id), "type": 2, "permission": False}
    ]
    assert await told(world, world.hana, world.channel, "vote")
    await world.env.advance_time(61)
    assert not await told(world, world.hana, world.channel, "vote")
    assert asked(world) == 2


async def test_only_so_many_servers_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "SERVERS", 1)
    other = world.env.create_guild("Elsewhere")
    hall = other.create_text_channel("hall")
    there = other.add_member(world.hana.user)
    await world.env.settle()

    for member, channel in ((world.hana, world.channel), (there, hall)) * 2:
        await told(world, member, channel, "vote")

    assert asked(world) == 4


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_where_discord_refuses_default_permissions_decide(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    async def refuse(*_: object) -> None:
        raise discord.HTTPException(_Response(status), "no")  # pyright: ignore[reportArgumentType]

    await override(world, "vote", (world.hana, False))
    monkeypatch.setattr(world.bot.http, "get_guild_application_command_permissions", refuse)

    assert await told(world, world.hana, world.channel, "vote")
    assert "did not tell who may use commands" in caplog.text
    monkeypatch.undo()
    await world.env.advance_time(11)
    assert not await told(world, world.hana, world.channel, "vote")


async def test_where_discord_is_slow_nobody_waits_long_and_the_answer_counts_when_it_comes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await override(world, "vote", (world.hana, False))
    real = world.bot.http.get_guild_application_command_permissions

    async def dawdle(*where: int) -> Any:
        await asyncio.sleep(5)
        return await real(*where)

    monkeypatch.setattr(world.bot.http, "get_guild_application_command_permissions", dawdle)

    monkeypatch.setattr(access, "PATIENCE", 0.05)
    assert await told(world, world.hana, world.channel, "vote")
    await world.env.advance_time(6)
    assert not await told(world, world.hana, world.channel, "vote")
    assert asked(world) == 1


@pytest.mark.skipif(
    not discord_api.is_present(), reason="no copy of Discord's API description lies beside the project"
)
async def test_what_is_read_has_the_shape_that_discord_describes(world: World) -> None:
    await override(
        world, "vote", (world.hana, False), (world.channel, True), (world.guild.default_role, True)
    )

    sent = await world.bot.http.get_guild_application_command_permissions(
        world.bot.application_id or 0, world.guild.id
    )

    (path,) = discord_api.ROOT.parent.glob("*/discord/openapi.json")
    description = json.loads(path.read_text(encoding="utf-8"))
    where = "/applications/{application_id}/guilds/{guild_id}/commands/permissions"
    told = description["paths"][where]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**told, "components": description["components"]}).validate(sent)


class _Response:
    """As much of an HTTP response as discord.py's error looks at."""

    reason = "because"

    def __init__(self, status: int) -> None:
        self.status = status
