"""Parties are right once somebody who planned them, or came to them, is deleted."""

from datetime import timedelta

import discord
import pytest

from bot.domain.parties import Party, Phase
from bot.domain.rsvps import How, Preference
from db.party_lists import quota
from tests.cogs.parties import coming, watching
from tests.cogs.parties.asking import all_parties, plan, set_server
from tests.cogs.parties.eventing import event_of, settle
from tests.cogs.parties.planning import planned, stored
from tests.cogs.privacy.support import deleted, kept
from tests.world import World, answer, words

DIRECT = Preference(How.DIRECT, 30)


def own_id(world: World) -> int:
    assert world.bot.user is not None
    return world.bot.user.id


async def test_the_only_seat_goes_to_who_waited_and_they_are_told(world: World) -> None:
    party, card = await coming.announced(world, organiser_id=99, seats=1)
    await coming.say(world, party, world.hana.id, wish=DIRECT)
    await coming.say(world, party, world.tomas.id, wish=DIRECT)

    await deleted(world, world.hana)
    await world.env.advance_time(10)

    said = words(coming.shown(world, card))
    assert f"**Going 1 of 1** · {world.tomas.mention}" in said
    assert "Waiting" not in said
    assert world.hana.mention not in said
    assert len(coming.written(world.tomas)) == 1
    await world.env.advance_time(2 * 3600)
    assert coming.written(world.hana) == []


@pytest.mark.parametrize("chosen", [None, "Asia/Tokyo"])
async def test_the_time_zone_of_who_planned_it_goes_with_them(world: World, chosen: str | None) -> None:
    party = await planned(world, zone="America/Argentina/Ushuaia")
    if chosen is not None:
        await set_server(world, zone=chosen)

    await deleted(world, world.hana)

    assert (await stored(world, party)).zone == (chosen or "UTC")


async def test_a_planned_party_goes_on_in_the_bots_name_without_its_title(world: World) -> None:
    party, card = await coming.announced(world, title="Hana’s evening")
    await coming.say(world, party, world.tomas.id)
    await settle(world)
    assert event_of(world).name == "Hana’s evening"

    await deleted(world, world.hana)
    await settle(world)
    await world.env.advance_time(10)

    said = words(coming.shown(world, card))
    assert f"watch party by <@{own_id(world)}>" in said
    assert "Hana’s evening" not in said
    assert world.hana.mention not in said
    assert world.tomas.mention in said
    assert event_of(world).name.startswith("12 · ")
    assert (await stored(world, party)).phase is Phase.PLANNED
    refused = answer(await world.hana.click(coming.shown(world, card), label="Start"))
    assert "those who manage events here can do that" in words(refused)


async def test_those_who_manage_events_run_what_was_handed_over(world: World) -> None:
    party = await planned(world)
    await deleted(world, world.hana)
    role = world.guild.create_role("crew", permissions=discord.Permissions(manage_events=True))
    crew = world.guild.add_member(world.env.create_user("crew"), roles=[role])

    await crew.slash(world.channel, "party start")
    await world.env.advance_time(watching.COUNTDOWN + 5)
    await crew.slash(world.channel, "party end")

    assert (await stored(world, party)).phase is Phase.ENDED


async def test_a_party_that_is_on_goes_on_to_its_end_without_who_began_it(world: World) -> None:
    party, stage = await watching.begun(world)
    for member in (world.hana, world.tomas):
        await member.click(stage, label="I’m here")

    await deleted(world, world.hana)

    assert set(await watching.seen(world, party)) == {world.tomas.id}
    ends_at = party.ends_at()
    assert ends_at is not None
    await watching.go_to(world, ends_at + timedelta(minutes=2))
    (result,) = watching.results(world)
    assert world.tomas.mention in words(result)
    assert world.hana.mention not in words(result)
    (panel,) = watching.panels(world)
    assert f"Opened by <@{own_id(world)}>" in words(panel)
    assert await kept(world, world.hana.id) == {}


async def test_the_ready_check_names_them_no_more(world: World) -> None:
    party = await planned(world, organiser_id=99)
    await world.env.advance_time(2 * 3600 - 4 * 60)
    for member in (world.hana, world.tomas):
        await member.click(await watching.stage_of(world, party), label="I’m here")
    await world.env.advance_time(10)
    assert world.hana.mention in words(await watching.stage_of(world, party))

    await deleted(world, world.hana)
    await world.env.advance_time(10)

    said = words(await watching.stage_of(world, party))
    assert world.hana.mention not in said
    assert world.tomas.mention in said


async def test_who_is_deleted_during_a_party_and_stays_is_noted_from_then_on(world: World) -> None:
    party, stage = await watching.begun(world)
    await world.tomas.click(stage, label="I’m here")
    await deleted(world, world.tomas)
    assert await kept(world, world.tomas.id) == {}

    await world.tomas.click(await watching.stage_of(world, party), label="I’m here")

    assert await kept(world, world.tomas.id) == {"stays at parties": 1}


async def test_a_whole_season_goes_on(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, episodes="1-4", when="sat 20:00", every="week", title="Marathon")
    before = await all_parties(world)
    assert len(before) == 4

    await deleted(world, world.hana)
    await world.env.advance_time(10)

    after = await all_parties(world)
    assert {(party.organiser_id, party.title) for party in after} == {(own_id(world), None)}
    assert [_plan_of(party) for party in after] == [_plan_of(party) for party in before]
    card = words(world.channel.history()[0])
    assert f"watch party by <@{own_id(world)}>" in card
    assert "Marathon" not in card
    assert "Session 1 of 4" in card
    assert await kept(world, world.hana.id) == {}
    async with world.db.snapshot() as tx:  # hers are none of these: she may plan as many as anybody
        assert (await quota(tx, guild_id=world.guild.id, member_id=world.hana.id)).own == 0


def _plan_of(party: Party) -> tuple[object, ...]:
    return party.id, party.season_id, party.episodes, party.starts_at


async def test_a_party_that_is_over_stays_in_the_history_without_them(world: World) -> None:
    party = await watching.over(world)
    assert await watching.attended(world, party) == {world.tomas.id: ("s1e12",)}

    await deleted(world, world.tomas)

    assert await watching.attended(world, party) == {}
    assert await kept(world, world.tomas.id) == {}
    assert (await stored(world, party)).phase is Phase.ENDED


async def test_a_handed_over_party_whose_channel_is_lost_tells_nobody(world: World) -> None:
    party, _ = await coming.announced(world)
    await deleted(world, world.hana)
    await world.env.advance_time(10)
    world.env.backend.delete_channel(world.channel.id)

    await world.env.advance_time(2 * 3600 + 60)

    assert (await stored(world, party)).message_id is None
    assert coming.written(world.hana) == []
    assert "POST /users/@me/channels" not in world.calls()  # nobody writes to themselves
