"""The walk of several members through everything the bot offers, and what was found on it."""

from dataclasses import dataclass
from pathlib import Path

import discord
import pytest

from bot import errors, routes
from bot.client import Interaction
from bot.domain.catalogue import Library, Show
from bot.pictures.specs import Spec
from bot.pictures.studio import Studio
from db import server_settings
from tests import gatherings, writings
from tests.cogs.ranking.support import cast, equip
from tests.crawl import Crawler
from tests.hidden import Eyes
from tests.recipes import commands_of
from tests.traffic import Act, Traffic
from tests.visitor import Visitor
from tests.world import World, open_world

HERE, WATCHED = 3, 5
"""Hana has watched the first five episodes: three of them on this server, two on another."""
MANAGED = ("review read", "settings show", "settings set", "settings check")
"""Commands of which those who manage the server find more."""


@dataclass(frozen=True)
class Walk:
    """What was found on a walk through everything."""

    traffic: Traffic
    answered: set[str]
    offered: set[str]
    """All commands and routes that there are."""


async def walk(folder: Path, show: Show, *, hides: bool, only: tuple[str, ...] = (), most: int = 2) -> Walk:
    async with open_world(folder, Library((show,))) as world:
        whole = most > 1
        equip(world, Studio(_as_text))
        await _prepare(world, show, hides=hides)
        crawler = Crawler(
            world,
            Traffic(world.env, Eyes(show, writings.secrets(show))),
            hides=hides,
            alike=16 if whole else 6,
        )
        keys = [episode.key for episode in show.episodes]
        hana = Visitor(world.hana, frozenset(keys[:HERE]), frozenset(keys[HERE:WATCHED]))
        tomas = Visitor(world.tomas, frozenset(keys))
        with pytest.MonkeyPatch.context() as patch:
            _watch_refusals(crawler, patch)
            await crawler.commands(hana, most=most, only=only)
            await crawler.suggestions(hana, only=() if whole else ("episode",))
            await crawler.conversation(hana)
            await crawler.press_all(hana)
            await crawler.commands(tomas, only=only, lasting="2h", pressing=False)
            await crawler.commands(tomas, most=min(most, 1), only=only, pressing=False)
            await crawler.commands(hana, most=0, only=only)
            if not only:
                await _parties(crawler, hana, hides=hides)
                await crawler.commands(tomas, only=("review read",), most=0)
                await _manage(crawler, _manager(world, hana), hides=hides)
            for hours in (0, 3):
                await world.env.advance_time(hours * 3600)
                crawler.traffic.note(Act("time that passes", 0), frozenset(), hides=hides)
                crawler.meet(hana)
                await crawler.press_all(hana)
        # Other tests hold every payload against Discord's description, which takes long: here a part will do.
        world.env.http_requests[:] = world.env.http_requests[::25]
        offered = {f"/{command.qualified_name}" for command in commands_of(world.bot.tree)}
        return Walk(crawler.traffic, crawler.answered, offered | set(world.bot.routes))


async def _manage(crawler: Crawler, manager: Visitor, *, hides: bool) -> None:
    """Decide what only those decide who manage the server, and press what its log says of it."""
    await crawler.commands(manager, only=MANAGED, most=1)
    await crawler.suggestions(manager, only=MANAGED)
    await crawler.world.env.advance_time(1)
    crawler.traffic.note(Act("time that passes", 0), frozenset(), hides=hides)
    crawler.meet(manager)
    await crawler.press_all(manager)


def _manager(world: World, alike: Visitor) -> Visitor:
    """Somebody who manages the server and has watched the same as another."""
    may = discord.Permissions(manage_guild=True, manage_messages=True)
    role = world.guild.create_role("Keepers", permissions=may)
    member = world.guild.add_member(world.env.create_user("mila"), roles=[role])
    return Visitor(member, alike.here, alike.elsewhere)


async def _parties(crawler: Crawler, hana: Visitor, *, hides: bool) -> None:
    """Press all there is on parties that are planned, on and over."""

    async def look() -> None:
        crawler.traffic.note(Act("time that passes", 0), frozenset(), hides=hides)
        crawler.meet(hana)
        await crawler.press_all(hana)

    await gatherings.press_planned(crawler.world, look)
    await gatherings.press_live(crawler.world, look)
    await gatherings.live_through(crawler.world, look)


async def _prepare(world: World, show: Show, *, hides: bool) -> None:
    """Votes on all but the last two episodes, so that there are rankings; texts on all; and the setting."""
    await writings.seed(world, show)
    await cast(world, {e.key: (9, 8, 7, place % 10 + 1) for place, e in enumerate(show.episodes[:-2])})
    async with world.db.transaction() as tx:
        value = "yes" if hides else "no"
        await server_settings.put(tx, guild_id=world.guild.id, name="hides_titles", value=value)


def _watch_refusals(crawler: Crawler, patch: pytest.MonkeyPatch) -> None:
    """Let the crawler know what was refused."""
    explain = errors.explain

    async def listen(interaction: Interaction, error: BaseException) -> None:
        crawler.refusals.append(error)
        await explain(interaction, error)

    patch.setattr(errors, "explain", listen)
    patch.setattr(routes, "explain", listen)


def _as_text(spec: Spec) -> bytes:
    """Every value that a picture would show, in place of its dots."""
    return repr(spec).encode()
