"""What the tests of answers and reminders do over and over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import discord
import simcord

from bot import ui
from bot.domain.parties import Party
from bot.domain.rsvps import Answer, Preference, Roster, Rsvp
from cogs.parties import answering, changing
from cogs.parties.cards import party_card
from cogs.parties.changing import Actor
from cogs.parties.view import find
from db import parties, rsvps
from tests.cogs.parties.planning import planned
from tests.world import World, words

MINUTE, HOUR, DAY = 60, 3600, 86400


async def announced(world: World, **fields: Any) -> tuple[Party, discord.Message]:
    """A party of hana's in two hours, and its card."""
    party = await planned(world, **fields)
    view = await find(world.db, world.library, guild_id=party.guild_id, party_id=party.id)
    there: Any = world.bot.get_channel(party.channel_id)
    card = await there.send(view=ui.page(party_card(view, world.env.now())))
    async with world.db.transaction() as tx:
        await parties.note(tx, guild_id=party.guild_id, party_id=party.id, message_id=card.id)
    await world.env.settle()
    return party, card


async def say(
    world: World, party: Party, member_id: int, said: Answer = Answer.GOING, wish: Preference | None = None
) -> None:
    """Have a member answer a party, and choose how to be reminded of it."""
    now = world.env.now()
    who = Actor(
        party.guild_id, member_id, discord.utils.time_snowflake(now) + member_id % 2**22, manages=False
    )
    found = await answering.answer(world.db, world.library, who, party.id, said, sees=lambda _: True, now=now)
    world.bot.wake(found.due_at)
    if wish is not None:
        found = await answering.set_reminder(
            world.db, world.library, who, party.id, wish, sees=lambda _: True, now=now
        )
        world.bot.wake(found.due_at)


async def change(world: World, party: Party, do: Callable[[Party], Party]) -> None:
    """Change a party as its organiser or the bot would."""
    changed = await changing.change(
        world.db, world.library, None, party.id, do, guild_id=party.guild_id, now=world.env.now()
    )
    world.bot.wake(changed.due_at)


async def move(world: World, party: Party, later: timedelta) -> None:
    """Have a party begin so much later."""
    at, now = party.starts_at + later, world.env.now()
    await change(world, party, lambda held: held.move(at, now, zone=held.zone, minutes=30))
    await world.env.settle()


async def rsvp(world: World, party: Party, member: simcord.MemberActor) -> Rsvp | None:
    """A member's answer as it is stored."""
    async with world.db.snapshot() as tx:
        return await rsvps.find(tx, guild_id=party.guild_id, party_id=party.id, member_id=member.id)


async def roster_of(world: World, party: Party) -> Roster:
    """Who comes, as it is stored."""
    return (await find(world.db, world.library, guild_id=party.guild_id, party_id=party.id)).roster


def shown(world: World, message: discord.Message) -> discord.Message:
    """A message of the channel as it looks now."""
    return next(each for each in world.channel.history() if each.id == message.id)


def reminders(world: World) -> list[discord.Message]:
    """The channel's messages that have the button of a reminder."""
    return [each for each in world.channel.history() if "party:quiet:" in str(_raw(each))]


def checks(world: World) -> list[discord.Message]:
    """The channel's messages that have the button of a ready check."""
    return [each for each in world.channel.history() if "party:here:" in str(_raw(each))]


def written(member: simcord.MemberActor) -> list[str]:
    """What the bot wrote to a member directly."""
    return [words(each) for each in member.user.dm_channel.history()]


def bodies(world: World, since: int = 0) -> list[dict[str, Any]]:
    """What the bot posted and answered since then."""
    return [entry.json or {} for entry in world.env.http_requests[since:] if entry.method == "POST"]


def pinged(world: World, since: int = 0) -> list[list[int]]:
    """Whom the messages that were sent since then may mention, one by one."""
    return [
        sorted(int(each) for each in body["allowed_mentions"].get("users", []))
        for body in bodies(world, since)
        if "allowed_mentions" in body
    ]


def _raw(message: discord.Message) -> list[Any]:
    return [component.to_dict() for component in message.components]
