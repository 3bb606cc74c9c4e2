"""An event is made once, whatever comes between making it and noting it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import discord
import pytest

from db import party_times
from tests.cogs.parties.eventing import (
    asked,
    at,
    event_of,
    events,
    settle,
)
from tests.cogs.parties.planning import planned, stored
from tests.world import World


@pytest.mark.parametrize("attempts", [0, 1])
async def test_an_event_that_was_made_before_a_crash_is_found_again(world: World, attempts: int) -> None:
    party = await planned(world)
    await settle(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET event_id = NULL")
        await tx.run(
            "INSERT INTO due VALUES (:guild_id, :kind, :id, :at, :attempts)",
            guild_id=party.guild_id,
            kind=party_times.EVENT,
            id=party.id,
            at=int(world.env.now().timestamp()),
            attempts=attempts,
        )
    before = len(world.env.http_requests)

    await world.restart()
    await settle(world)

    assert (await stored(world, party)).event_id == event_of(world).id
    assert "POST" not in asked(world, before)


async def test_an_event_is_found_again_though_discord_has_not_told_of_it(world: World) -> None:
    party = await planned(world)
    await settle(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._scheduled_events.clear()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  the gateway lags
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET event_id = NULL")
        await tx.run(
            "INSERT INTO due VALUES (:guild_id, 'party:event', :id, 0, 1)",
            guild_id=party.guild_id,
            id=party.id,
        )
    world.bot.wake(world.env.now())
    await settle(world)

    assert (await stored(world, party)).event_id == event_of(world).id


@pytest.fixture
def meanwhile(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have a statement run between the moment an event is made and the moment that is noted."""

    def run(statement: str) -> None:
        create: Any = discord.Guild.create_scheduled_event

        async def slow(*args: Any, **kwargs: Any) -> Any:
            made = await create(*args, **kwargs)
            async with world.db.transaction() as tx:
                await tx.run(statement)
            return made

        monkeypatch.setattr(discord.Guild, "create_scheduled_event", slow)

    return run


async def test_a_plan_that_was_taken_back_leaves_no_event(
    world: World, meanwhile: Callable[[str], None]
) -> None:
    meanwhile("DELETE FROM parties")
    await planned(world)
    await settle(world)

    assert events(world) == []


async def test_a_party_that_is_moved_while_its_event_is_made_takes_it_along(
    world: World, meanwhile: Callable[[str], None]
) -> None:
    meanwhile("UPDATE parties SET starts_at = starts_at + 3600, version = version + 1")
    party = await planned(world)
    await settle(world)

    assert at(event_of(world).scheduled_start_time) == party.starts_at + timedelta(hours=1)
