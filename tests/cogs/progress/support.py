"""What the tests of progress share."""

from dataclasses import dataclass, field
from typing import Any

import simcord

from bot.pictures.specs import Grid, Spec
from bot.pictures.studio import Picture
from db import marks
from db.recount import differences
from tests.world import World, answer, words

CSV = b"episode\n1\n2\n3\n7\n99\n*bold* @everyone\n"
"""A file of four episodes and two things that are none."""


@dataclass
class Sketches:
    """A studio that gives anything for a picture, and keeps what it was asked for."""

    specs: list[Grid] = field(default_factory=list[Grid])

    async def draw(self, spec: Spec, *, name: str, alt: str, may: object = None) -> Picture | None:
        assert isinstance(spec, Grid)
        del may
        self.specs.append(spec)
        return Picture(f"{name}.png", b"\x89PNG\r\n\x1a\n", alt)


class NoStudio:
    """One that never gets a picture done in time."""

    async def draw(self, spec: Spec, *, name: str, alt: str, may: object = None) -> Picture | None:
        del spec, name, alt, may
        return None


def equip(world: World, studio: object) -> None:
    """Give the bot another studio."""
    bot: Any = world.bot
    bot.studio = studio


async def ask(
    member: simcord.MemberActor, world: World, name: str, /, **options: Any
) -> simcord.ResponseMessage:
    """What a member is told, alone."""
    told = answer(await member.slash(world.channel, name, **options))
    assert told.ephemeral
    return told


async def watch(member: simcord.MemberActor, world: World, episodes: str, /, **options: Any) -> str:
    """What a member is told who marks episodes."""
    return words(await ask(member, world, "watched", episodes=episodes, **options))


async def marked(
    world: World, member: simcord.MemberActor | int, *, guild_id: int | None = None
) -> list[str]:
    """The keys that a member has marked, in the show's order; what is counted beside them agrees."""
    show = world.library.shows[0]
    member_id = member if isinstance(member, int) else member.id
    async with world.db.snapshot() as tx:
        assert await differences(tx) == {}
        found = await marks.watched_here(
            tx, guild_id=guild_id or world.guild.id, member_id=member_id, show_id=show.id
        )
    return [key for key in show.by_key if key in found] + sorted(found.keys() - show.by_key.keys())


def keys(*numbers: int) -> list[str]:
    """`s1e1` and so on."""
    return [f"s1e{number}" for number in numbers]


async def bring(member: simcord.MemberActor, world: World, data: bytes, name: str = "list.csv") -> Any:
    """What a member is told who brings a file."""
    result = await member.slash(world.channel, "progress import", file=(name, data))
    assert result.followups == []
    assert result.response is not None
    assert result.response.ephemeral
    return result.response
