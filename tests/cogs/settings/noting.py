"""What the tests of the log share."""

from typing import Any

import discord
import simcord

from bot.domain.reviews import Draft
from bot.domain.server_log import Deed, Entry
from db import reviews, server_log, server_settings
from tests.cogs.settings.support import private_channel
from tests.world import World


async def office(world: World, *readers: simcord.MemberActor) -> simcord.ChannelHandle:
    """A private channel, set as the log of the server."""
    channel = await private_channel(world, *readers)
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="log", value=str(channel.id))
    return channel


async def text_of(
    world: World, member: simcord.MemberActor, episode: str = "s1e12", *, spoils: bool = False
) -> int:
    """The id of a comment of a member's."""
    review_id = discord.utils.time_snowflake(world.env.now()) + member.id % 1000
    async with world.db.transaction() as tx:
        await reviews.add(
            tx,
            Draft("THE VERY SECRET TEXT", spoils=spoils),
            guild_id=world.guild.id,
            review_id=review_id,
            show_id="kaleido-star",
            episode=episode,
            member_id=member.id,
            now=world.env.now(),
        )
    return review_id


async def note(world: World, deed: Deed, subject: str, **more: Any) -> Entry:
    """Have something noted by hana, and posted."""
    now = world.env.now()
    fields: dict[str, Any] = {"member_id": world.hana.id, **more}
    entry = Entry(world.guild.id, discord.utils.time_snowflake(now), deed, subject=subject, at=now, **fields)
    async with world.db.transaction() as tx:
        await server_log.add(tx, entry)
    world.bot.wake(now)
    await world.env.settle()
    return entry


async def latest(world: World) -> Entry:
    """The last entry of the log."""
    async with world.db.snapshot() as tx:
        (entry,) = await server_log.latest(tx, guild_id=world.guild.id, limit=1)
    return entry
