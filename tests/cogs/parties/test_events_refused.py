"""Where Discord's event cannot be made or kept: the party goes on, and its card says why, once."""

from dataclasses import replace

import discord
import pytest

from cogs.parties.event_words import Fault, event_words
from tests.cogs.parties.eventing import (
    SCHEDULED,
    asked,
    changed,
    event_of,
    events,
    forbid,
    hide,
    settle,
    voice,
)
from tests.cogs.parties.planning import planned, stored
from tests.world import World, words


async def test_without_the_permission_none_is_asked_for(world: World) -> None:
    forbid(world, "create_events")
    party = await planned(world)
    await settle(world)

    assert asked(world) == []
    assert (await stored(world, party)).event_fault == Fault.PERMISSION


async def test_the_card_says_what_is_missing(world: World) -> None:
    forbid(world, "create_events")
    card = await world.post_button("party:maybe:4242")
    await planned(world, message_id=card.id)
    await world.env.advance_time(10)

    (shown,) = (message for message in world.channel.history() if message.id == card.id)
    assert "*Create Events*" in words(shown)


async def test_once_it_may_the_event_is_made_with_the_next_change(world: World) -> None:
    forbid(world, "create_events")
    party = await planned(world)
    await settle(world)
    everyone = world.guild.default_role
    permissions = discord.Permissions(create_events=True, view_channel=True).value
    world.env.backend.edit_role(world.guild.id, everyone.id, {"permissions": permissions})

    await changed(world, party, lambda held: held)

    assert event_of(world).status == SCHEDULED
    assert (await stored(world, party)).event_fault is None


@pytest.mark.parametrize("name", ["connect", "create_events"])
async def test_it_needs_to_join_the_voice_channel(world: World, name: str) -> None:
    forbid(world, name)
    party = await planned(world, voice_id=voice(world).id)
    await settle(world)

    assert asked(world) == []
    assert (await stored(world, party)).event_fault == Fault.PERMISSION


@pytest.mark.parametrize(
    ("status", "code", "fault"),
    [(403, 50013, Fault.PERMISSION), (400, 30038, Fault.LIMIT), (404, 10003, Fault.CHANNEL)],
)
async def test_what_discord_refuses_is_not_tried_again(
    world: World, status: int, code: int, fault: Fault
) -> None:
    world.env.inject_error("POST", "/guilds/*/scheduled-events", status=status, code=code)
    party = await planned(world)
    await world.env.advance_time(3600)

    assert asked(world) == ["POST"]
    assert (await stored(world, party)).event_fault == fault


async def test_in_a_server_with_a_hundred_events_none_is_asked_for(world: World) -> None:
    for number in range(100):
        world.guild.create_scheduled_event(f"Event {number}", start_time="2099-01-01T00:00:00+00:00")
    await settle(world)
    party = await planned(world)
    await settle(world)

    assert asked(world) == []
    assert (await stored(world, party)).event_fault == Fault.LIMIT


async def test_where_the_voice_channel_is_gone_none_is_asked_for(world: World) -> None:
    party = await planned(world, voice_id=123)
    await settle(world)

    assert asked(world) == []
    assert (await stored(world, party)).event_fault == Fault.CHANNEL


async def test_the_whole_server_is_not_told_of_a_party_in_a_private_channel(world: World) -> None:
    hide(world, world.channel)
    party = await planned(world)
    await settle(world)

    assert asked(world) == []
    assert (await stored(world, party)).event_fault == Fault.PRIVATE


async def test_nor_is_it_by_an_event_in_a_voice_channel_that_everybody_sees(world: World) -> None:
    hide(world, world.channel)
    party = await planned(world, voice_id=voice(world).id)
    await settle(world)

    assert asked(world) == []
    assert (await stored(world, party)).event_fault == Fault.PRIVATE


async def test_a_private_voice_channel_has_the_event_of_a_private_channels_party(world: World) -> None:
    hall = voice(world)
    hide(world, world.channel)
    hide(world, hall)
    party = await planned(world, voice_id=hall.id)
    await settle(world)
    made = event_of(world).channel_id

    moved = await changed(world, party, lambda held: replace(held, voice_id=None))

    assert (made, event_of(world).channel_id) == (hall.id, hall.id)
    assert moved.event_fault == Fault.PRIVATE


async def test_where_an_edit_is_forbidden_the_party_keeps_its_event_and_says_so(world: World) -> None:
    party = await planned(world)
    await settle(world)
    world.env.inject_error("PATCH", "/guilds/*/scheduled-events/*", status=403, code=50013)

    now = world.env.now()
    found = await changed(
        world, party, lambda held: held.move(held.starts_at.replace(year=2099), now, zone="UTC", minutes=30)
    )

    assert (found.event_id, found.event_fault) == (event_of(world).id, Fault.PERMISSION)


async def test_a_discord_that_fails_for_a_while_makes_one_event(world: World) -> None:
    world.env.inject_error("POST", "/guilds/*/scheduled-events", status=500, times=2)
    party = await planned(world)
    await world.env.advance_time(600)

    assert len(events(world)) == 1
    assert (await stored(world, party)).event_fault is None


def test_every_fault_has_a_sentence() -> None:
    assert all(event_words(fault) for fault in Fault)
    assert event_words(None) is None
    assert event_words("of another version") is None
