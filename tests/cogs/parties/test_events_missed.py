"""What became of events while the bot was away, and what it heard twice."""

from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.parties import Party, Phase
from cogs.parties.event_listener import EventListener
from cogs.parties.event_sync import Echoes, echoes
from db import party_events
from tests.cogs.parties.eventing import ACTIVE, CANCELED, asked, at, changed, event_of, settle
from tests.cogs.parties.planning import planned, stored
from tests.marking import set_to
from tests.world import World

NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)


async def away(world: World, **changes: Any) -> Party:
    """A party whose event somebody changed while the bot was away."""
    party = await planned(world)
    await settle(world)
    event = event_of(world)
    for name, value in changes.items():
        setattr(event, name, value)
    await world.restart()
    await settle(world)
    return party


def listener(world: World) -> EventListener:
    """What hears of events."""
    cog = world.bot.get_cog("Watch together")
    assert isinstance(cog, EventListener)
    return cog


async def test_a_time_that_was_changed_meanwhile_is_taken_over(world: World) -> None:
    later = (world.env.now() + timedelta(hours=9)).replace(microsecond=0)

    party = await away(world, scheduled_start_time=later.isoformat())

    assert (await stored(world, party)).starts_at == later
    assert at(event_of(world).scheduled_start_time) == later


async def test_a_name_that_was_changed_meanwhile_is_taken_over(world: World) -> None:
    party = await away(world, name="Trapeze night")

    assert (await stored(world, party)).title == "Trapeze night"


async def test_nothing_is_asked_where_nothing_happened(world: World) -> None:
    party = await planned(world)
    await settle(world)
    before, version = len(world.env.http_requests), (await stored(world, party)).version

    await world.restart()
    await settle(world)

    assert asked(world, before) == []
    assert (await stored(world, party)).version == version


async def test_a_title_that_is_hidden_by_now_is_not_taken_for_a_name(world: World) -> None:
    party = await planned(world)
    await settle(world)
    await set_to(world, hides_titles="yes")

    await world.restart()
    await settle(world)

    assert (await stored(world, party)).title is None


async def test_an_event_that_was_cancelled_meanwhile_cancels_its_party(world: World) -> None:
    party = await away(world, status=CANCELED)

    assert (await stored(world, party)).phase is Phase.CANCELLED


async def test_an_event_that_was_started_meanwhile_starts_its_party(world: World) -> None:
    party = await away(world, status=ACTIVE)

    assert (await stored(world, party)).phase is Phase.LIVE


async def test_an_event_that_was_deleted_meanwhile_cancels_its_party(world: World) -> None:
    party = await planned(world)
    await settle(world)
    world.env.backend.get_guild(world.guild.id).scheduled_events.clear()

    await world.restart()
    await settle(world)

    assert (await stored(world, party)).phase is Phase.CANCELLED


async def test_an_event_that_is_only_out_of_sight_cancels_nothing(world: World) -> None:
    party = await planned(world)
    await settle(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._scheduled_events.clear()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    before = len(world.env.http_requests)

    with world.env.time_context():
        await listener(world).catch_up_with_events()
    await settle(world)

    assert asked(world, before) == ["GET"]
    assert (await stored(world, party)).phase is Phase.PLANNED


async def test_what_was_still_to_be_sent_goes_before_what_was_missed(world: World) -> None:
    party = await planned(world)
    await settle(world)
    event_of(world).scheduled_start_time = (party.starts_at + timedelta(hours=5)).isoformat()
    mine = party.starts_at + timedelta(hours=1)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET starts_at = :at", at=int(mine.timestamp()))
        await tx.run(
            "INSERT INTO due VALUES (:guild_id, 'party:event', :id, 0, 0)",
            guild_id=party.guild_id,
            id=party.id,
        )

    await world.restart()
    await settle(world)

    assert (await stored(world, party)).starts_at == mine
    assert at(event_of(world).scheduled_start_time) == mine


async def test_a_server_that_comes_late_is_caught_up_with(world: World) -> None:
    party = await planned(world)
    await settle(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    event = guild.scheduled_events[0]
    event.start_time = (party.starts_at + timedelta(hours=5)).replace(microsecond=0)

    with world.env.time_context():
        await listener(world).catch_up_with_events_of(guild)
    await settle(world)

    assert (await stored(world, party)).starts_at == event.start_time


async def test_an_echo_that_comes_late_takes_nothing_back(world: World) -> None:
    party = await planned(world)
    await settle(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    now, first, second = (
        world.env.now(),
        party.starts_at + timedelta(hours=1),
        party.starts_at + timedelta(hours=2),
    )
    before, echo = copy(guild.scheduled_events[0]), copy(guild.scheduled_events[0])
    echo.start_time = first
    await changed(world, party, lambda held: held.move(second, now, zone="UTC", minutes=30))

    with world.env.time_context():
        echoes(world.bot).expect(echo.id, {"starts_at": first}, world.env.now())
        await listener(world).on_scheduled_event_update(before, echo)
    await settle(world)

    assert (await stored(world, party)).starts_at == second
    assert at(event_of(world).scheduled_start_time) == second


async def test_what_the_bot_remembers_of_an_event_does_not_count_while_an_echo_is_due(
    world: World,
) -> None:
    party = await planned(world)
    await settle(world)
    on_its_way = (party.starts_at + timedelta(hours=1)).isoformat()
    event_of(world).scheduled_start_time = on_its_way
    echoes(world.bot).expect(event_of(world).id, {"starts_at": on_its_way}, world.env.now())
    before = len(world.env.http_requests)

    await changed(world, party, lambda held: held)

    assert asked(world, before) == ["GET", "PATCH"]
    assert at(event_of(world).scheduled_start_time) == party.starts_at


async def test_the_events_of_one_server_are_looked_for_without_the_others(world: World) -> None:
    party = await planned(world)
    await settle(world)

    async with world.db.snapshot() as tx:
        here = await party_events.settled(tx, guild_id=world.guild.id)
        elsewhere = await party_events.settled(tx, guild_id=1)

    assert [found.id for found in here] == [party.id]
    assert elsewhere == []


def test_an_echo_is_heard_once() -> None:
    heard = Echoes()
    heard.expect(1, {"name": "a"}, NOW)

    assert heard.are_due(1, NOW)
    assert heard.heard(1, "name", "a", NOW)
    assert not heard.heard(1, "name", "a", NOW)
    assert not heard.are_due(1, NOW)


def test_what_was_sent_before_an_echo_is_heard_with_it() -> None:
    heard = Echoes()
    heard.expect(1, {"name": "a", "status": "on"}, NOW)
    heard.expect(1, {"name": "b"}, NOW)

    assert heard.heard(1, "name", "b", NOW)
    assert not heard.heard(1, "name", "a", NOW)
    assert heard.heard(1, "status", "on", NOW)


@pytest.mark.parametrize("change", [("name", "b"), ("status", "a")])
def test_another_change_is_no_echo(change: tuple[str, str]) -> None:
    heard = Echoes()
    heard.expect(1, {"name": "a"}, NOW)

    assert not heard.heard(1, *change, NOW)
    assert not heard.heard(2, "name", "a", NOW)
    assert heard.are_due(1, NOW)


def test_an_echo_that_never_comes_is_forgotten_after_a_minute() -> None:
    heard = Echoes()
    heard.expect(1, {"name": "a"}, NOW)

    assert not heard.are_due(1, NOW + timedelta(minutes=1))
    assert not heard.heard(1, "name", "a", NOW + timedelta(minutes=1))
