"""What the tests of polls do over and over."""

from typing import Any

import discord
import simcord

from bot.domain.polls import Results
from db import poll_votes
from tests.world import BUTTON, SELECT, Message, World, answer, walk

PUBLIC = "tea | coffee | cocoa"


async def make_poll(world: World, by: simcord.MemberActor | None = None, **options: Any) -> discord.Message:
    """Have `by`, or Hana, make a poll over tea, coffee and cocoa; its message."""
    if "options" not in options and "episodes" not in options:
        options["options"] = PUBLIC
    options.setdefault("question", "What shall we drink?")
    made = answer(await (by or world.hana).slash(world.channel, "poll create", **options))
    assert not made.ephemeral, made.components
    return made.message


def shown(world: World, poll: discord.Message) -> discord.Message:
    """The poll's message as it looks now."""
    return next(message for message in world.channel.history() if message.id == poll.id)


def last(world: World) -> discord.Message:
    """The newest message of the channel."""
    return world.channel.history()[-1]


def custom_ids(message: Message) -> list[str]:
    """The custom ids of a message's lists and buttons, in order."""
    if isinstance(message, discord.Message):
        found = walk([component.to_dict() for component in message.components])
    else:
        found = walk(message.components)
    return [part["custom_id"] for part in found if part["type"] in (BUTTON, SELECT)]


def lists(message: Message) -> list[str]:
    """The custom ids of a message's lists, in order."""
    return [custom_id for custom_id in custom_ids(message) if custom_id.startswith("poll:choose:")]


def poll_id(message: Message) -> int:
    """The id of the poll that a message shows."""
    return int(lists(message)[0].split(":")[2].partition("/")[0])


async def choose(
    member: simcord.MemberActor, poll: Message, *numbers: int, page: int = 0
) -> simcord.ResponseMessage:
    """Choose options by their numbers, from 0; the answer."""
    custom_id = f"poll:choose:{poll_id(poll)}/{page}"
    return answer(await member.select(poll, [str(n) for n in numbers], custom_id=custom_id))


async def stored(world: World, found: int) -> Results:
    """How a poll stands, which must be what a recount says."""
    async with world.db.snapshot() as tx:
        results = await poll_votes.results(tx, guild_id=world.guild.id, poll_id=found)
        assert results == await poll_votes.recount(tx, guild_id=world.guild.id, poll_id=found)
    return results


async def forge(
    world: World, member: simcord.MemberActor, poll: Message, custom_id: str, values: list[str]
) -> simcord.ResponseMessage:
    """Send what no client would: any custom id and any values, as if chosen in the poll's list."""
    stored_message = world.env.backend.get_message(world.channel.id, poll.id)
    kept = stored_message.components
    option = [{"label": value or "empty", "value": value} for value in dict.fromkeys(values)]
    menu = {
        "type": SELECT,
        "custom_id": custom_id,
        "options": option,
        "min_values": 0,
        "max_values": max(1, len(values)),
    }
    stored_message.components = [{"type": 1, "components": [menu]}]
    try:
        return answer(await member.select(poll, list(dict.fromkeys(values)), custom_id=custom_id))
    finally:
        stored_message.components = kept
