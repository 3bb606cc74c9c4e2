"""Discord's scheduled events, as the tests of parties look at them and change them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.domain.parties import Party
from cogs.parties import changing
from tests.cogs.parties.planning import stored
from tests.world import World

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
"""An event's status (Discord, "Guild Scheduled Event Status")."""
STAGE, VOICE, EXTERNAL = 1, 2, 3
"""What an event takes place in (Discord, "Guild Scheduled Event Entity Types")."""


def events(world: World) -> list[Any]:
    """The events of the server, as Discord has them."""
    return list(world.env.backend.get_guild(world.guild.id).scheduled_events.values())


def event_of(world: World) -> Any:
    """The one event."""
    (event,) = events(world)
    return event


def asked(world: World, since: int = 0) -> list[str]:
    """What the bot asked of Discord about events: `POST`, `PATCH`, `GET`, `DELETE`."""
    return [entry.method for entry in world.env.http_requests[since:] if "/scheduled-events" in entry.path]


def sent(world: World, since: int) -> list[set[str]]:
    """What each edit of an event said."""
    return [
        set(entry.json or {})
        for entry in world.env.http_requests[since:]
        if "/scheduled-events/" in entry.path and entry.method == "PATCH"
    ]


def at(text: str | None) -> datetime:
    """A moment as Discord has it."""
    assert text is not None
    return datetime.fromisoformat(text).astimezone(UTC)


async def settle(world: World) -> None:
    """Let the bot do what is due."""
    for _ in range(3):
        await world.env.advance_time(1)


async def somebody(world: World, **changes: Any) -> None:
    """Change the one event, as somebody does in Discord."""
    world.env.backend.edit_scheduled_event(world.guild.id, event_of(world).id, changes)
    await settle(world)


async def deleted(world: World) -> None:
    """Delete the one event, as somebody does in Discord."""
    world.env.backend.delete_scheduled_event(world.guild.id, event_of(world).id)
    await settle(world)


async def changed(world: World, party: Party, do: Callable[[Party], Party]) -> Party:
    """Change a party as a command does."""
    made = await changing.change(
        world.db,
        world.library,
        None,
        party.id,
        do,
        guild_id=party.guild_id,
        now=world.env.now(),
    )
    world.bot.wake(made.due_at)
    await settle(world)
    return await stored(world, party)


def voice(world: World, name: str = "cinema") -> simcord.ChannelHandle:
    """A voice channel."""
    return world.guild.create_voice_channel(name)


def forbid(world: World, *names: str) -> None:
    """Take permissions from the bot everywhere."""
    backend = world.env.backend
    guild = backend.get_guild(world.guild.id)
    for role in guild.roles.values():
        allowed = discord.Permissions(role.permissions)
        allowed.update(**dict.fromkeys(names, False))
        backend.edit_role(world.guild.id, role.id, {"permissions": allowed.value})


def hide(world: World, channel: simcord.ChannelHandle) -> None:
    """Let nobody see a channel but the bot."""
    view = discord.Permissions.view_channel.flag
    for target_id, kind, allow, deny in (
        (world.guild.id, OverwriteType.ROLE, 0, view),
        (world.env.backend.bot_user.id, OverwriteType.MEMBER, view, 0),
    ):
        overwrite = Overwrite(target_id=target_id, type=kind, allow=allow, deny=deny)
        world.env.backend.set_overwrite(channel.id, overwrite)
