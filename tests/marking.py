"""Marks, choices and settings as they lie in the database, for tests of what follows from them."""

import itertools
from collections.abc import Iterable

import simcord

from bot.domain.progress import Mark, Source
from db import marks, member_settings, members, server_settings
from db.recount import differences
from tests.world import World

_CHANGES = itertools.count(1_000)


def keys(first: int, last: int) -> list[str]:
    """The keys of the shipped show's episodes `first` to `last`."""
    return [f"s1e{number}" for number in range(first, last + 1)]


async def mark(world: World, member_id: int, episodes: Iterable[str], *, guild_id: int | None = None) -> int:
    """Mark episodes by hand; the id of the change."""
    change_id = next(_CHANGES)
    async with world.db.transaction() as tx:
        await marks.mark(
            tx,
            guild_id=guild_id or world.guild.id,
            member_id=member_id,
            show_id=world.library.shows[0].id,
            episodes=episodes,
            source=Source.HAND,
            change_id=change_id,
            now=world.env.now(),
        )
    return change_id


async def unmark(world: World, member_id: int, episodes: Iterable[str]) -> None:
    """Take marks back by hand."""
    async with world.db.transaction() as tx:
        await marks.unmark(
            tx,
            guild_id=world.guild.id,
            member_id=member_id,
            show_id=world.library.shows[0].id,
            episodes=episodes,
            change_id=next(_CHANGES),
        )


async def hide(world: World, member: simcord.MemberActor) -> None:
    """Let a member keep their progress to themselves."""
    async with world.db.transaction() as tx:
        await marks.set_visible(tx, guild_id=world.guild.id, member_id=member.id, visible=False)


async def watched(world: World, member: simcord.MemberActor) -> dict[str, Mark]:
    """A member's marks in the server; all counts equal a recount."""
    async with world.db.snapshot() as tx:
        assert await differences(tx) == {}
        return await marks.watched_here(
            tx, guild_id=world.guild.id, member_id=member.id, show_id=world.library.shows[0].id
        )


async def joined(world: World) -> int:
    """How many members take part in the server."""
    async with world.db.snapshot() as tx:
        return await members.count(tx, guild_id=world.guild.id)


async def choose(world: World, member: simcord.MemberActor, mode: str) -> None:
    """Have a member choose when to be warned of spoilers: strict, relaxed or off."""
    async with world.db.transaction() as tx:
        await member_settings.put(tx, member_id=member.id, name="spoilers", value=mode)


async def set_to(world: World, **settings: str) -> None:
    """Change settings of the server."""
    async with world.db.transaction() as tx:
        for name, value in settings.items():
            await server_settings.put(tx, guild_id=world.guild.id, name=name, value=value)
