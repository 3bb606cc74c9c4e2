"""Who was there, as far as voice channels tell, across restarts too."""

import logging
from typing import Any

import pytest
import simcord

from cogs.parties import beginning, presence
from db import party_lists
from tests.cogs.parties.planning import planned
from tests.cogs.parties.watching import (
    begun,
    go_to,
    later,
    press,
    seen,
    spans_of,
)
from tests.world import World


def _voice(world: World) -> simcord.ChannelHandle:
    return world.guild.create_voice_channel("Big Top")


async def test_those_already_in_the_channel_are_there_from_the_start_and_leave_when_they_go(
    world: World,
) -> None:
    voice = _voice(world)
    await world.tomas.join_voice(voice)
    party, _ = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, 600))
    await world.tomas.leave_voice()
    await go_to(world, later(party, 900))

    ((since, until),) = await spans_of(world, party, world.tomas)
    assert since <= 0
    assert until == 600


async def test_joining_and_moving_between_channels_is_noted(world: World) -> None:
    voice, other = _voice(world), world.guild.create_voice_channel("Foyer")
    party, _ = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, 100))
    await world.tomas.join_voice(other)
    await go_to(world, later(party, 200))
    await world.tomas.join_voice(voice)
    await world.tomas.set_voice(self_mute=True)
    await go_to(world, later(party, 300))
    await world.tomas.join_voice(other)
    await go_to(world, later(party, 400))
    await world.tomas.join_voice(voice)
    await go_to(world, later(party, 500))

    assert await spans_of(world, party, world.tomas) == [(200, 300), (400, 500)]


async def test_a_stage_channel_counts_as_well(world: World) -> None:
    stage = world.guild.create_stage_channel("Arena")
    await world.tomas.join_voice(stage)

    party, _ = await begun(world, voice_id=stage.id)

    assert len(await spans_of(world, party, world.tomas)) == 1


async def test_bots_are_not_there(world: World) -> None:
    voice = _voice(world)
    jukebox = world.guild.add_member(world.env.create_user("jukebox", bot=True))
    radio = world.guild.add_member(world.env.create_user("radio", bot=True))
    await jukebox.join_voice(voice)
    party, _ = await begun(world, voice_id=voice.id)
    await radio.join_voice(voice)
    await world.restart()

    assert await seen(world, party) == {}


async def test_who_went_and_came_while_the_bot_was_away_did_so_when_it_is_back(world: World) -> None:
    voice = _voice(world)
    mia = world.guild.add_member(world.env.create_user("mia"))
    await world.tomas.join_voice(voice)
    await world.hana.join_voice(voice)
    party, _ = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, 300))
    world.env.backend.prepare_voice_state(world.guild.id, world.tomas.id, None)
    for member, channel_id in ((world.tomas, None), (mia, voice.id)):  # nobody hears of it
        state = world.env.backend.prepare_voice_state(world.guild.id, member.id, channel_id)
        assert state is not None
        world.env.backend.commit_voice_state(state, broadcast=False)
    await go_to(world, later(party, 400))

    await world.restart()
    await go_to(world, later(party, 500))

    assert [until for _, until in await spans_of(world, party, world.tomas)] == [400]
    assert await spans_of(world, party, mia) == [(400, 500)]
    assert [until for _, until in await spans_of(world, party, world.hana)] == [500]


async def test_nothing_is_looked_at_where_no_party_is_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = _voice(world)
    await planned(world, voice_id=voice.id)

    async def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(presence, "reconcile", never)
    await world.tomas.join_voice(voice)
    await world.restart()
    await world.tomas.leave_voice()

    async with world.db.snapshot() as tx:
        assert await party_lists.guilds_with_live(tx) == frozenset()


async def test_after_the_end_nobody_comes_any_more(world: World) -> None:
    voice = _voice(world)
    party, _ = await begun(world, voice_id=voice.id)
    await world.hana.slash(world.channel, "party end")

    await world.tomas.join_voice(voice)

    assert await seen(world, party) == {}


async def test_another_voice_channel_in_the_middle_is_looked_at_at_once(world: World) -> None:
    voice, other = _voice(world), world.guild.create_voice_channel("Foyer")
    await world.tomas.join_voice(voice)
    await world.hana.join_voice(other)
    party, _ = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, 300))

    await world.hana.slash(world.channel, "party edit", voice=other)
    await go_to(world, later(party, 400))

    assert [until for _, until in await spans_of(world, party, world.tomas)] == [300]
    assert await spans_of(world, party, world.hana) == [(300, 400)]


async def test_what_fails_while_listening_is_logged_and_the_bot_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    voice = _voice(world)
    party, stage = await begun(world, voice_id=voice.id)

    async def broken(*_: Any) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(presence, "reconcile", broken)
    with caplog.at_level(logging.ERROR):
        await world.tomas.join_voice(voice)

    assert "could not note who comes and goes" in caplog.text
    assert await seen(world, party) == {}
    assert "into episode 12" in await press(world.tomas, stage, "Where are we?")


async def test_who_comes_while_the_start_is_stored_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = _voice(world)
    await world.tomas.join_voice(voice)

    def nobody_yet(*_: object) -> frozenset[int]:
        return frozenset()

    monkeypatch.setattr(beginning, "in_voice", nobody_yet)

    party, _ = await begun(world, voice_id=voice.id)

    assert len(await spans_of(world, party, world.tomas)) == 1
