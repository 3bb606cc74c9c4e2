"""Votes to rank, and studios that tell what they were asked to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.domain.panels import Panel
from bot.pictures.specs import BarChart, Spec
from bot.pictures.studio import Picture
from db import panels, server_settings, votes
from db.votes import Ballot
from tests.world import Message, World, walk

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
GALLERY, FILE = 12, 13


class NoStudio:
    """One that never gets a picture done in time."""

    async def draw(self, spec: Spec, *, name: str, alt: str, may: object = None) -> Picture | None:
        del spec, name, alt, may
        return None


@dataclass
class Sketches:
    """One that gives anything for a picture, and keeps what it was asked for."""

    specs: list[BarChart] = field(default_factory=list[BarChart])

    async def draw(self, spec: Spec, *, name: str, alt: str, may: object = None) -> Picture | None:
        assert isinstance(spec, BarChart)
        del may
        self.specs.append(spec)
        return Picture(f"{name}.png", b"\x89PNG\r\n\x1a\n", alt)


def equip(world: World, studio: object) -> None:
    """Give the bot another studio; a restart gives it its own back."""
    bot: Any = world.bot
    bot.studio = studio


async def cast(world: World, scores: Mapping[str, Sequence[int]], *, guild_id: int | None = None) -> None:
    """Store votes by episode key, each of another member."""
    async with world.db.transaction() as tx:
        for episode, given in scores.items():
            for member_id, score in enumerate(given, 1):
                ballot = Ballot(guild_id or world.guild.id, _show(world), episode, member_id)
                await votes.cast(tx, ballot, score=score, now=NOW)


async def cast_own(world: World, member_id: int, scores: Mapping[str, int]) -> None:
    """Store one member's votes."""
    async with world.db.transaction() as tx:
        for episode, score in scores.items():
            await votes.cast(
                tx, Ballot(world.guild.id, _show(world), episode, member_id), score=score, now=NOW
            )


async def set_up(world: World, **settings: str) -> None:
    """Set the server's settings."""
    async with world.db.transaction() as tx:
        for name, value in settings.items():
            await server_settings.put(tx, guild_id=world.guild.id, name=name, value=value)


async def open_panel(world: World, episode: str) -> Panel:
    """Let voting be open on an episode, without its message."""
    panel = Panel(
        guild_id=world.guild.id,
        id=77,
        channel_id=world.channel.id,
        message_id=None,
        show_id=_show(world),
        episode=episode,
        opened_by=world.hana.id,
        closes_at=None,
        closed_at=None,
    )
    async with world.db.transaction() as tx:
        await panels.add(tx, panel, now=NOW)
    return panel


def alternatives(message: Message) -> list[str]:
    """What the pictures of a message say to those who hear it."""
    raw: Any = message.components
    return [item["description"] for part in walk(raw) if part["type"] == GALLERY for item in part["items"]]


async def file_of(message: Any) -> str:
    """The text of the one file of a message."""
    (attachment,) = message.attachments
    content: bytes = await attachment.read()
    return content.decode("utf-8")


def _show(world: World) -> str:
    return world.library.shows[0].id
