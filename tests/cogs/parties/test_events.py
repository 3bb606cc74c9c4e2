"""A party's scheduled event on Discord: made where the bot may, and kept as the party is."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.playing import Programme
from bot.domain.rsvps import Answer, Rsvp
from cogs.parties.event_sync import marker
from db import rsvps
from tests.cogs.parties.eventing import (
    ACTIVE,
    CANCELED,
    COMPLETED,
    EXTERNAL,
    SCHEDULED,
    STAGE,
    VOICE,
    asked,
    at,
    changed,
    event_of,
    events,
    sent,
    settle,
    voice,
)
from tests.cogs.parties.planning import planned, stored
from tests.marking import set_to
from tests.world import World

EPISODE = Programme((24 * 60,))


async def test_a_planned_party_is_among_discords_events(world: World) -> None:
    party = await planned(world, message_id=77)
    await settle(world)

    event = event_of(world)
    assert (event.entity_type, event.channel_id, event.status) == (EXTERNAL, None, SCHEDULED)
    assert event.entity_metadata == {"location": "#lounge"}
    assert event.name.startswith("12 · ")
    assert at(event.scheduled_start_time) == party.starts_at
    assert at(event.scheduled_end_time) == party.starts_at + timedelta(hours=1)
    assert (await stored(world, party)).event_id == event.id


async def test_its_description_names_the_episodes_and_leads_to_the_card(world: World) -> None:
    party = await planned(world, message_id=77, episodes=("s1e12", "s1e13"), title="Two in a row")
    await settle(world)

    event = event_of(world)
    lines = event.description.splitlines()
    assert event.name == "Two in a row"
    assert lines[0].startswith("12 · ")
    assert lines[1].startswith("13 · ")
    assert f"/{world.guild.id}/{world.channel.id}/77" in lines[-2]
    assert lines[-1] == marker(party)


async def test_a_party_of_several_episodes_lasts_as_long_as_they_do(world: World) -> None:
    party = await planned(world, episodes=("s1e12", "s1e13", "s1e14"))
    await settle(world)

    runtime = world.library.shows[0].runtime_minutes or 24
    ends_at = party.starts_at + timedelta(minutes=3 * runtime + 2 * 5)
    assert at(event_of(world).scheduled_end_time) == ends_at


async def test_with_a_voice_channel_the_event_is_in_it(world: World) -> None:
    channel = voice(world)
    await planned(world, voice_id=channel.id)
    await settle(world)

    event = event_of(world)
    assert (event.entity_type, event.channel_id, event.entity_metadata) == (VOICE, channel.id, None)


async def test_with_a_stage_channel_the_event_is_on_it(world: World) -> None:
    channel = world.guild.create_stage_channel("big top")
    await planned(world, voice_id=channel.id)
    await settle(world)

    assert (event_of(world).entity_type, event_of(world).channel_id) == (STAGE, channel.id)


async def test_an_event_is_made_two_weeks_ahead_and_not_before(world: World) -> None:
    await planned(world, starts_in=timedelta(days=20))
    await world.env.advance_time(timedelta(days=5, hours=23).total_seconds())
    before = len(events(world))

    await world.env.advance_time(timedelta(hours=2).total_seconds())

    assert before == 0
    assert len(events(world)) == 1


async def test_the_event_tells_no_title_that_the_server_hides(world: World) -> None:
    await set_to(world, hides_titles="yes")
    await planned(world)
    await settle(world)

    assert event_of(world).name == "Episode 12"
    assert "12 ·" not in event_of(world).description


async def test_a_party_that_is_moved_takes_its_event_along_in_one_call(world: World) -> None:
    party = await planned(world)
    await settle(world)
    before, now = len(world.env.http_requests), world.env.now()

    later = party.starts_at + timedelta(hours=3)
    await changed(world, party, lambda held: held.move(later, now, zone="UTC", minutes=30))
    await world.env.advance_time(60)

    assert at(event_of(world).scheduled_start_time) == later
    assert at(event_of(world).scheduled_end_time) == later + timedelta(hours=1)
    assert asked(world, before) == ["PATCH"]
    assert "name" not in sent(world, before)[0]
    assert (await stored(world, party)).starts_at == later


async def test_what_does_not_concern_the_event_asks_nothing_of_discord(world: World) -> None:
    party = await planned(world)
    await settle(world)
    before = len(world.env.http_requests)
    async with world.db.transaction() as tx:
        rsvp = Rsvp(party.id, world.tomas.id, 99, Answer.GOING, 0)
        await rsvps.put(tx, rsvp, guild_id=party.guild_id)

    await changed(world, party, lambda held: replace(held, seats=8))

    assert asked(world, before) == []


async def test_a_party_can_go_into_a_voice_channel_and_out_of_it(world: World) -> None:
    party = await planned(world)
    await settle(world)
    channel = voice(world)

    await changed(world, party, lambda held: replace(held, voice_id=channel.id))
    inside = (event_of(world).entity_type, event_of(world).channel_id)
    await changed(world, party, lambda held: replace(held, voice_id=None))

    assert inside == (VOICE, channel.id)
    event = event_of(world)
    assert (event.entity_type, event.channel_id) == (EXTERNAL, None)
    assert event.entity_metadata == {"location": "#lounge"}
    assert (await stored(world, party)).voice_id is None


async def test_a_cancelled_party_calls_its_event_off(world: World) -> None:
    party = await planned(world)
    await settle(world)

    await changed(world, party, lambda held: held.cancel(world.env.now()))

    assert event_of(world).status == CANCELED


async def test_the_event_begins_and_ends_with_the_party(world: World) -> None:
    party = await planned(world, voice_id=voice(world).id)
    await settle(world)

    await changed(world, party, lambda held: held.start(EPISODE, world.env.now()))
    on = event_of(world).status
    await changed(world, party, lambda held: held.end(world.env.now()))

    assert on == ACTIVE
    assert event_of(world).status == COMPLETED


async def test_skipping_half_a_minute_edits_no_event(world: World) -> None:
    party = await planned(world, voice_id=voice(world).id)
    await settle(world)
    await changed(world, party, lambda held: held.start(EPISODE, world.env.now()))
    await changed(world, party, lambda held: held.skip(1, world.env.now()))
    before = len(world.env.http_requests)

    await changed(world, party, lambda held: held.skip(30, world.env.now()))
    await changed(world, party, lambda held: held.skip(-30, world.env.now()))

    assert asked(world, before) == []


async def test_no_event_is_set_to_end_in_the_past(world: World) -> None:
    party = await planned(world, voice_id=voice(world).id)
    await settle(world)
    await changed(world, party, lambda held: held.start(EPISODE, world.env.now()))
    before = len(world.env.http_requests)

    await changed(world, party, lambda held: held.skip(24 * 60 - 20, world.env.now()))

    assert not any("scheduled_end_time" in edit for edit in sent(world, before))


async def test_the_event_of_a_paused_party_does_not_end_meanwhile(world: World) -> None:
    party = await planned(world)
    await settle(world)
    await changed(world, party, lambda held: held.start(EPISODE, world.env.now()))
    paused_at = world.env.now()

    await changed(world, party, lambda held: held.pause(paused_at))

    assert at(event_of(world).scheduled_end_time) >= paused_at + timedelta(hours=1, minutes=59)


async def test_the_event_of_a_party_that_never_began_is_called_off(world: World) -> None:
    party = await planned(world)
    await settle(world)

    await changed(world, party, lambda held: held.abandon(world.env.now()))

    assert event_of(world).status == CANCELED


async def test_a_party_moved_after_its_event_began_is_given_a_new_one(world: World) -> None:
    party = await planned(world, starts_in=timedelta(hours=1))
    await settle(world)
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM due")  # so that it does not begin by itself
    await world.env.advance_time(3600)
    first, begun, now = event_of(world), event_of(world).status, world.env.now()

    later = party.starts_at + timedelta(days=1)
    await changed(world, party, lambda held: held.move(later, now, zone="UTC", minutes=30))
    await settle(world)

    second = next(event for event in events(world) if event is not first)
    assert (begun, first.status, second.status) == (ACTIVE, COMPLETED, SCHEDULED)
    assert at(second.scheduled_start_time) == later
    assert (await stored(world, party)).event_id == second.id
