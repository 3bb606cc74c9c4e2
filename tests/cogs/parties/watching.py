"""What the tests of parties that are on do over and over."""

from datetime import datetime, timedelta
from typing import Any

import discord
import simcord

from bot.domain.parties import Party
from bot.domain.playing import Span
from db import presences
from tests.cogs.parties.planning import planned, stored
from tests.world import Message, World, answer, buttons, words

MINUTE = 60
RUNTIME = 25 * MINUTE
"""Seconds that an episode of the shipped show lasts."""
BREAK = 5 * MINUTE
"""Seconds between two episodes, where the server says nothing else."""
TWO = ("s1e12", "s1e13")
COUNTDOWN = 10


async def stage_of(world: World, party: Party) -> discord.Message:
    """The live card of a party as it looks now."""
    stage_id = (await stored(world, party)).stage_id
    return next(message for message in world.channel.history() if message.id == stage_id)


async def begun(world: World, **fields: Any) -> tuple[Party, discord.Message]:
    """A party that hana has just begun with the command, past its countdown; and its live card."""
    party = await planned(world, **fields)
    assert not answer(await world.hana.slash(world.channel, "party start")).ephemeral
    await world.env.advance_time(COUNTDOWN + 5)
    return await stored(world, party), await stage_of(world, party)


def custom_ids(message: Message) -> list[str]:
    """The custom ids of a message's buttons, in order."""
    return [part["custom_id"] for part in buttons(message).values()]


def newest(world: World) -> str:
    """What the newest message of the channel says."""
    return words(world.channel.history()[-1])


def results(world: World) -> list[discord.Message]:
    """The channel's messages that tell who was there."""
    return [
        each for each in world.channel.history() if any("party:unmark:" in id_ for id_ in custom_ids(each))
    ]


def stages(world: World) -> list[discord.Message]:
    """The channel's messages on which one says that one is there."""
    return [each for each in world.channel.history() if any("party:here:" in id_ for id_ in custom_ids(each))]


def panels(world: World) -> list[discord.Message]:
    """The channel's messages that are votes."""
    return [each for each in world.channel.history() if words(each).startswith("## Vote: ")]


async def seen(world: World, party: Party) -> dict[int, list[Span]]:
    """When each member was there, as it is stored; those who still are, until now."""
    async with world.db.snapshot() as tx:
        return await presences.spans(tx, guild_id=party.guild_id, party_id=party.id, until=world.env.now())


async def attended(world: World, party: Party) -> dict[int, tuple[str, ...]]:
    """Who was there for what, as it is stored."""
    async with world.db.snapshot() as tx:
        return await presences.attended(tx, guild_id=party.guild_id, party_id=party.id)


def at(moment: datetime | None, style: str = "R") -> str:
    """A moment as Discord is told of it."""
    assert moment is not None
    return f"<t:{int(moment.timestamp())}:{style}>"


async def press(member: simcord.MemberActor, message: Message, label: str) -> str:
    """Press a button; what the answer says, for the presser alone or in the message's place."""
    return words(answer(await member.click(message, label=label)))


def later(party: Party, seconds: float) -> datetime:
    """So many seconds after a party began."""
    assert party.started_at is not None
    return party.started_at + timedelta(seconds=seconds)


async def go_to(world: World, moment: datetime) -> None:
    """Let the time go on to a moment."""
    await world.env.advance_time((moment - world.env.now()).total_seconds())


async def over(world: World, **fields: Any) -> Party:
    """A party of hana's over which tomás watched along, ended by itself."""
    party, stage = await begun(world, **fields)
    await world.tomas.click(stage, label="I’m here")
    ends_at = party.ends_at()
    assert ends_at is not None
    await go_to(world, ends_at + timedelta(seconds=20))
    return await stored(world, party)


async def spans_of(world: World, party: Party, member: simcord.MemberActor) -> list[tuple[int, int]]:
    """When a member was there, in whole seconds from the start of the party; until now where they are."""
    began = later(await stored(world, party), 0)

    def after(moment: datetime) -> int:
        return round((moment - began).total_seconds())

    found: list[Span] = (await seen(world, party)).get(member.id, [])
    return [(after(span.since), after(span.until)) for span in found]
