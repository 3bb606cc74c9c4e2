"""What the tests of votes and panels share."""

from typing import Any

import simcord

from bot.domain.tally import Tally
from db import server_settings, votes
from tests.world import Message, World, answer, buttons, words


async def opened(world: World, **options: Any) -> simcord.ResponseMessage:
    """A panel on episode 26, opened by hana."""
    return answer(await world.hana.slash(world.channel, "vote", episode="26", **options))


def panel_id(panel: simcord.ResponseMessage) -> int:
    """The id of a panel, from its button."""
    return int(str(buttons(panel)["Results"]["custom_id"]).rpartition(":")[2])


async def score(member: simcord.MemberActor, panel: Message, value: int | str) -> str:
    """Vote through the panel; what the voter is told."""
    told = answer(await member.select(panel, [str(value)]))
    assert told.ephemeral
    return words(told)


async def set_to(world: World, **settings: str) -> None:
    """Change settings of the server."""
    async with world.db.transaction() as tx:
        for name, value in settings.items():
            await server_settings.put(tx, guild_id=world.guild.id, name=name, value=value)


async def tally(world: World, episode: str = "s1e26") -> Tally:
    """The votes on an episode; the totals equal a recount."""
    show = world.library.shows[0].id
    async with world.db.snapshot() as tx:
        counted = await votes.recount(tx, guild_id=world.guild.id, show_id=show)
        assert await votes.tallies(tx, guild_id=world.guild.id, show_id=show) == counted
    return counted.get(episode, Tally())


def edits(world: World, since: int = 0) -> int:
    """How often a message was edited with a call of its own."""
    return sum(call.startswith("PATCH /channels/") for call in world.calls(since))


def posts(world: World, since: int = 0) -> list[str]:
    """The channels and conversations to which something was posted unasked."""
    return [call for call in world.calls(since) if call.startswith("POST /channels/")]


def last(world: World) -> str:
    """The newest message of the channel."""
    message = world.channel.last_message
    assert message is not None
    return words(message)


async def rows(world: World) -> int:
    """How many panels and pieces of work are kept."""
    async with world.db.snapshot() as tx:
        found = await tx.one("SELECT (SELECT count(*) FROM panels) + (SELECT count(*) FROM due) AS n")
    return found["n"] if found else 0
