"""What the tests of planning do over and over."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
import simcord

from bot.domain.parties import Party
from db import parties, party_lists, server_settings
from tests.world import World, answer

BERLIN = ZoneInfo("Europe/Berlin")


async def set_server(world: World, **values: str) -> None:
    """Set something for the whole server: `zone="Europe/Berlin"`."""
    async with world.db.transaction() as tx:
        for name, value in values.items():
            await server_settings.put(tx, guild_id=world.guild.id, name=name, value=value)


async def plan(
    world: World,
    by: simcord.MemberActor | None = None,
    *,
    there: simcord.ChannelHandle | None = None,
    **options: Any,
) -> simcord.ResponseMessage:
    """Have `by`, or Hana, plan a party; by default one of episode 12, in two hours. The answer."""
    options.setdefault("episodes", "12")
    options.setdefault("when", "in 2 hours")
    return answer(await (by or world.hana).slash(there or world.channel, "party plan", **options))


async def all_parties(world: World) -> list[Party]:
    """The parties of the server that are planned or on, in order."""
    async with world.db.snapshot() as tx:
        return await party_lists.all_open(tx, guild_id=world.guild.id, limit=1000)


async def only(world: World) -> Party:
    """The one party of the server, whatever became of it."""
    async with world.db.snapshot() as tx:
        rows = await tx.all("SELECT id FROM parties WHERE guild_id = :guild_id", guild_id=world.guild.id)
        (row,) = rows
        found = await parties.find(tx, guild_id=world.guild.id, party_id=row["id"])
    assert found is not None
    return found


def shown(world: World, message_id: int | None) -> discord.Message:
    """A message of the channel as it looks now."""
    return next(message for message in world.channel.history() if message.id == message_id)


def pings(world: World) -> object:
    """Whom the last answer lets Discord tell of its mentions."""
    sent: Any = [entry.json for entry in world.env.http_requests if entry.path.endswith("/callback")][-1]
    return sent["data"]["allowed_mentions"]


def at(moment: datetime, style: str = "F") -> str:
    """A moment as Discord is told of it."""
    return f"<t:{int(moment.timestamp())}:{style}>"


async def due(world: World) -> dict[str, datetime]:
    """When what is due, by kind; of several of a kind, one of them."""
    async with world.db.snapshot() as tx:
        rows = await tx.all("SELECT kind, due_at FROM due ORDER BY due_at DESC")
    return {row["kind"]: datetime.fromtimestamp(row["due_at"], ZoneInfo("UTC")) for row in rows}
