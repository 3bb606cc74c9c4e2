"""Servers, those who manage them, and what they are told, as the tests of servers need them."""

from typing import Any

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.backend.serializers import guild_create_payload
from simcord.enums import OverwriteType

from tests.world import Message, World, words

MANAGES = discord.Permissions(manage_guild=True)


def manager(
    world: World, name: str = "mika", guild: simcord.GuildHandle | None = None
) -> simcord.MemberActor:
    """Somebody who manages a server."""
    guild = guild or world.guild
    role = guild.create_role("managers", permissions=MANAGES)
    return guild.add_member(world.env.create_user(name), roles=[role])


def deny(world: World, *names: str, channel: simcord.ChannelHandle | None = None) -> None:
    """Deny permissions to the bot in a channel, and nothing else."""
    assert world.bot.user is not None
    denied = discord.Permissions(**dict.fromkeys(names, True)).value
    there = (channel or world.channel).id
    overwrite = Overwrite(target_id=world.bot.user.id, type=OverwriteType.MEMBER, allow=0, deny=denied)
    world.env.backend.set_overwrite(there, overwrite)


def hide_from(world: World, member: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    """Hide a channel from a member."""
    denied = discord.Permissions(view_channel=True).value
    overwrite = Overwrite(target_id=member.id, type=OverwriteType.MEMBER, allow=0, deny=denied)
    world.env.backend.set_overwrite(channel.id, overwrite)


async def removed(world: World, guild: simcord.GuildHandle) -> None:
    """Remove the bot from a server, which stays as it is."""
    world.env.backend.emit("GUILD_DELETE", {"id": str(guild.id)})
    await settle(world)


async def let_in(world: World, guild: simcord.GuildHandle) -> None:
    """Let the bot in again. Discord then does not say that the server is available: it was all the time."""
    payload: Any = dict(guild_create_payload(world.env.backend, world.env.backend.get_guild(guild.id)))
    del payload["unavailable"]
    world.env.backend.emit("GUILD_CREATE", payload)
    await settle(world)


async def settle(world: World, seconds: float = 1) -> None:
    """Let the bot do what is due, and hear of what was done."""
    for _ in range(3):
        await world.env.advance_time(seconds)


def last(channel: simcord.ChannelHandle) -> Message:
    """The newest message of a channel."""
    message = channel.last_message
    assert message is not None
    return message


def texts(channel: simcord.ChannelHandle) -> list[str]:
    """What the bot wrote in a channel."""
    return [words(message) for message in channel.history() if message.components]
