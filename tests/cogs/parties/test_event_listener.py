"""What people do to a party's event in Discord: the party follows, without echoes."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.parties import Party, Phase
from bot.domain.playing import Programme
from cogs.parties import event_listener
from cogs.parties.event_words import Fault
from tests.cogs.parties.eventing import (
    ACTIVE,
    CANCELED,
    COMPLETED,
    SCHEDULED,
    VOICE,
    asked,
    at,
    changed,
    deleted,
    event_of,
    events,
    settle,
    somebody,
    voice,
)
from tests.cogs.parties.planning import planned, stored
from tests.world import World

EPISODE = Programme((24 * 60,))


async def with_event(world: World, **fields: Any) -> Party:
    """A planned party that has its event."""
    party = await planned(world, **fields)
    await settle(world)
    return await stored(world, party)


async def live(world: World, **fields: Any) -> Party:
    """A party that is on, with its event."""
    party = await with_event(world, **fields)
    return await changed(world, party, lambda held: held.start(EPISODE, world.env.now()))


async def test_a_party_moves_with_its_event(world: World) -> None:
    party = await with_event(world)
    later = party.starts_at + timedelta(days=1)
    before = len(world.env.http_requests)

    await somebody(
        world,
        scheduled_start_time=later.isoformat(),
        scheduled_end_time=(later + timedelta(hours=1)).isoformat(),
    )

    assert (await stored(world, party)).starts_at == later
    assert asked(world, before) == []


async def test_a_moved_party_is_reminded_of_at_its_new_time(world: World) -> None:
    party = await with_event(world)
    later = party.starts_at + timedelta(days=1)

    await somebody(world, scheduled_start_time=later.isoformat())

    async with world.db.snapshot() as tx:
        row = await tx.one("SELECT due_at FROM due WHERE kind = 'party:remind'")
    assert row is not None
    assert row["due_at"] == (later - timedelta(minutes=30)).timestamp()


async def test_an_end_that_was_left_behind_is_brought_along(world: World) -> None:
    party = await with_event(world)
    later = party.starts_at + timedelta(days=1)
    before = len(world.env.http_requests)

    await somebody(world, scheduled_start_time=later.isoformat())

    assert at(event_of(world).scheduled_end_time) == later + timedelta(hours=1)
    assert asked(world, before) == ["PATCH"]


@pytest.mark.parametrize("by", [timedelta(days=-1), timedelta(days=400)])
async def test_an_event_moved_out_of_reach_is_set_back(world: World, by: timedelta) -> None:
    party = await with_event(world)

    await somebody(world, scheduled_start_time=(party.starts_at + by).isoformat(), status=SCHEDULED)

    assert (await stored(world, party)).starts_at == party.starts_at


async def test_an_event_set_to_next_year_goes_back_where_it_was(world: World) -> None:
    party = await with_event(world)

    await somebody(world, scheduled_start_time=(party.starts_at + timedelta(days=400)).isoformat())

    assert at(event_of(world).scheduled_start_time) == party.starts_at


async def test_a_party_is_renamed_with_its_event(world: World) -> None:
    party = await with_event(world)
    before = len(world.env.http_requests)

    await somebody(world, name="Trapeze night")

    assert (await stored(world, party)).title == "Trapeze night"
    assert asked(world, before) == []


async def test_a_name_too_long_for_a_party_is_cut_on_both_sides(world: World) -> None:
    party = await with_event(world)

    await somebody(world, name="n" * 100)

    title = (await stored(world, party)).title
    assert title == "n" * 79 + "…"
    assert event_of(world).name == title


async def test_a_party_follows_its_event_into_a_voice_channel_and_out(world: World) -> None:
    party = await with_event(world)
    channel = voice(world)

    await somebody(world, entity_type=VOICE, channel_id=channel.id, entity_metadata=None)
    inside = (await stored(world, party)).voice_id
    await somebody(world, entity_type=3, channel_id=None, entity_metadata={"location": "at Kate’s"})

    assert inside == channel.id
    assert (await stored(world, party)).voice_id is None
    assert len(events(world)) == 1


async def test_who_cancels_the_event_cancels_the_party(world: World) -> None:
    party = await with_event(world)

    await somebody(world, status=CANCELED)

    assert (await stored(world, party)).phase is Phase.CANCELLED


async def test_who_deletes_the_event_cancels_the_party(world: World) -> None:
    party = await with_event(world)

    await deleted(world)

    found = await stored(world, party)
    assert (found.phase, found.event_id) == (Phase.CANCELLED, None)
    assert events(world) == []


async def test_a_deletion_is_followed_though_discord_fails_at_first(world: World) -> None:
    party = await with_event(world)
    world.env.inject_error("GET", "/guilds/*/scheduled-events/*", status=500)

    await deleted(world)
    await world.env.advance_time(30)

    assert (await stored(world, party)).phase is Phase.CANCELLED


async def test_a_party_outlives_its_voice_channel_and_says_so(world: World) -> None:
    channel = voice(world)
    party = await with_event(world, voice_id=channel.id)

    world.env.backend.delete_channel(channel.id)
    await deleted(world)

    found = await stored(world, party)
    assert (found.phase, found.event_id, found.event_fault) == (Phase.PLANNED, None, Fault.CHANNEL)


async def test_who_starts_the_event_starts_the_party(world: World) -> None:
    party = await with_event(world)

    await somebody(world, status=ACTIVE)

    assert (await stored(world, party)).phase is Phase.LIVE


async def test_who_ends_the_event_ends_the_party(world: World) -> None:
    channel = voice(world)
    party = await live(world, voice_id=channel.id)
    await world.tomas.join_voice(channel)
    await world.env.advance_time(600)

    await somebody(world, status=COMPLETED)

    assert (await stored(world, party)).phase is Phase.ENDED


async def test_a_party_goes_on_though_discord_ends_the_event_of_an_empty_channel(world: World) -> None:
    party = await live(world, voice_id=voice(world).id)

    await somebody(world, status=COMPLETED)

    assert (await stored(world, party)).phase is Phase.LIVE


async def test_an_event_that_discord_calls_off_after_hours_cancels_no_party(world: World) -> None:
    party = await with_event(world)
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM due")
    await world.env.advance_time(2 * 3600 + 1200)

    await somebody(world, status=CANCELED)

    assert (await stored(world, party)).phase is Phase.PLANNED


async def test_what_happens_to_others_events_is_no_business_of_the_bots(world: World) -> None:
    party = await with_event(world)
    other = world.env.backend.create_scheduled_event(
        world.guild.id,
        name="Juggling",
        entity_type=3,
        scheduled_start_time=(party.starts_at + timedelta(hours=1)).isoformat(),
        creator_id=world.hana.id,
    )
    before = len(world.env.http_requests)

    world.env.backend.edit_scheduled_event(world.guild.id, other.id, {"name": "Clowns"})
    world.env.backend.delete_scheduled_event(world.guild.id, other.id)
    await settle(world)

    assert await stored(world, party) == party
    assert asked(world, before) == []


@pytest.mark.parametrize("act", ["update", "delete"])
async def test_what_goes_wrong_is_logged_and_hurts_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, act: str
) -> None:
    await with_event(world)

    async def broken(*_: object, **__: object) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(event_listener.party_lists, "by_event", broken)
    with caplog.at_level(logging.ERROR):
        await (somebody(world, name="Trapeze night") if act == "update" else deleted(world))

    assert "could not follow" in caplog.text
