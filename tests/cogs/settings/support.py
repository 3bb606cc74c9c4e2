"""What the tests of settings share."""

from typing import Any

import discord
import simcord

from bot.demo import overrides
from bot.domain.server_log import Entry
from db import server_log
from tests.world import Message, World, answer, words

overrides.teach()

HIDDEN = discord.PermissionOverwrite(view_channel=False)
SEEN = discord.PermissionOverwrite(view_channel=True)


def manager(world: World, name: str = "mia") -> simcord.MemberActor:
    """A member who may manage the server."""
    role = world.guild.create_role(
        f"keepers of {name}", permissions=discord.Permissions(manage_guild=True), mentionable=True
    )
    return world.guild.add_member(world.env.create_user(name), roles=[role])


def demote(world: World, member: simcord.MemberActor) -> None:
    """Take all roles from a member."""
    world.env.backend.edit_member(world.guild.id, member.id, {"role_ids": []})


async def page(world: World, member: simcord.MemberActor) -> simcord.ResponseMessage:
    """The page of all settings."""
    return answer(await member.slash(world.channel, "settings show"))


async def view(world: World, member: simcord.MemberActor, name: str) -> simcord.ResponseMessage:
    """The view of one setting."""
    shown = await page(world, member)
    await member.select(shown, [name])
    return shown


async def put(world: World, member: simcord.MemberActor, setting: str, value: str) -> str:
    """What a member is told who sets something by command."""
    told = answer(await member.slash(world.channel, "settings set", setting=setting, value=value))
    assert told.ephemeral
    return words(told)


async def stored(world: World) -> dict[str, str]:
    """What is stored of the server's settings."""
    async with world.db.snapshot() as tx:
        rows = await tx.all(
            "SELECT name, value FROM server_settings WHERE guild_id = :guild_id", guild_id=world.guild.id
        )
    return {row["name"]: row["value"] for row in rows}


async def logged(world: World) -> list[Entry]:
    """The log of the server, the last entry first."""
    async with world.db.snapshot() as tx:
        return await server_log.latest(tx, guild_id=world.guild.id, limit=100)


def menu(message: Message) -> dict[str, Any]:
    """The one list of a message."""
    found = [part for part in _walk(message.components) if part["type"] in {3, 6, 8}]
    (menu,) = found
    return menu


def _walk(components: Any) -> list[dict[str, Any]]:
    return [each for part in components for each in (part, *_walk(part.get("components") or []))]


async def private_channel(world: World, *readers: simcord.MemberActor) -> simcord.ChannelHandle:
    """A channel that the bot and these members see, and not everybody."""
    me = world.guild.me
    assert me is not None
    channel = world.guild.create_text_channel(
        "office", overwrites={world.guild.default_role: HIDDEN, **dict.fromkeys((me, *readers), SEEN)}
    )
    await world.env.settle()
    return channel
