"""/party edit: what was planned, otherwise."""

from datetime import timedelta

import discord
import pytest

from bot.domain.playing import Programme
from bot.domain.rsvps import Answer, How, Rsvp
from db import parties, rsvps
from db.party_times import CHECK, REMIND, START
from tests.cogs.parties.asking import all_parties, at, due, only, pings, plan, set_server, shown
from tests.cogs.parties.planning import planned, stored
from tests.world import World, answer, words


async def edit(world: World, **options: object) -> str:
    """What Hana is told, alone, of her edit."""
    told = answer(await world.hana.slash(world.channel, "party edit", **options))
    assert told.ephemeral, words(told)
    return words(told)


async def test_what_changed_is_told_alone_and_the_card_follows(world: World) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    await world.env.settle()
    card = await plan(world, title="Before")
    await world.env.advance_time(10)

    told = await edit(world, title="After", seats=3, episodes="13-14", voice=voice)
    await world.env.advance_time(10)

    assert "**Episodes** 12 → 13–14\n**Title** Before → After\n**Seats** as many as come → 3\n" in told
    assert f"**Where** not said → <#{voice.id}>" in told
    now = words(shown(world, card.message.id))
    assert now.startswith("### After\n")
    assert "episodes 13–14" in now
    assert "**Going 0 of 3**" in now
    assert (await only(world)).episodes == ("s1e13", "s1e14")


async def test_what_is_to_be_had_without_is_taken_away(world: World) -> None:
    await plan(world, title="Before", seats=2)

    told = await edit(world, title="-", seats=0)

    assert "**Title** Before → none\n**Seats** 2 → as many as come" in told
    assert (await only(world)).title is None
    assert (await only(world)).seats is None


async def test_a_moved_party_is_told_of_in_its_channel_and_all_that_is_due_moves(world: World) -> None:
    await plan(world)
    before = await only(world)
    async with world.db.transaction() as tx:
        going = Rsvp(before.id, world.tomas.id, 1, Answer.GOING, 0, How.CHANNEL)
        await rsvps.put(tx, going, guild_id=world.guild.id)

    told = answer(await world.hana.slash(world.channel, "party edit", when="in 5 hours", seats=7))

    after = await only(world)
    assert not told.ephemeral
    assert f"was moved from {at(before.starts_at)} to **{at(after.starts_at)}**" in words(told)
    assert "**Seats** as many as come → 7" in words(told)
    assert f"Going: <@{world.tomas.id}>" in words(told)
    assert pings(world) == {"parse": []}
    assert after.starts_at - before.starts_at == timedelta(hours=3)
    times = await due(world)
    assert times[START] == after.starts_at
    assert times[REMIND] == after.starts_at - timedelta(minutes=30)
    assert times[CHECK] == after.starts_at - timedelta(minutes=5)


async def test_from_another_channel_the_partys_own_is_told(world: World) -> None:
    elsewhere = world.guild.create_text_channel("elsewhere")
    await world.env.settle()
    await plan(world)

    told = answer(await world.hana.slash(elsewhere, "party edit", when="in 5 hours"))

    assert told.ephemeral
    assert "**Starts** <t:" in words(told)
    assert elsewhere.history() == []
    assert "was moved from" in words(world.channel.history()[-1])


async def test_where_the_partys_channel_cannot_be_told_the_edit_stands(world: World) -> None:
    elsewhere = world.guild.create_text_channel("elsewhere")
    await world.env.settle()
    await plan(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)

    told = answer(await world.hana.slash(elsewhere, "party edit", when="in 5 hours"))

    assert "**Starts** <t:" in words(told)
    assert (await only(world)).starts_at > world.env.now() + timedelta(hours=4)


async def test_the_same_again_changes_nothing(world: World) -> None:
    await plan(world, seats=3)

    assert "was so already. Nothing was changed." in await edit(world, seats=3)


async def test_nothing_to_change_is_asked_about(world: World) -> None:
    await plan(world)

    assert "What shall be otherwise?" in await edit(world)


@pytest.mark.parametrize("options", [{"when": "in 5 hours"}, {"episodes": "3"}])
async def test_time_and_episodes_of_a_live_party_stay(world: World, options: dict[str, str]) -> None:
    party = await planned(world)
    async with world.db.transaction() as tx:
        await parties.save(tx, party.start(Programme((1500,)), world.env.now()))

    told = await edit(world, party=str(party.id), **options)

    assert told == "This party is on: its time and its episodes stay as they are."
    assert (await stored(world, party)).episodes == ("s1e12",)


async def test_title_and_seats_of_a_live_party_may_change(world: World) -> None:
    party = await planned(world)
    async with world.db.transaction() as tx:
        await parties.save(tx, party.start(Programme((1500,)), world.env.now()))

    await edit(world, title="On air")

    assert (await stored(world, party)).title == "On air"


async def test_what_is_over_stays_as_it_was(world: World) -> None:
    party = await planned(world)
    async with world.db.transaction() as tx:
        await parties.save(tx, party.cancel(world.env.now()))

    assert await edit(world, party=str(party.id), seats=3) == "This party was cancelled."


async def test_only_the_organiser_and_who_manages_events_edit(world: World) -> None:
    crew = world.guild.create_role("crew", permissions=discord.Permissions(manage_events=True))
    manager = world.guild.add_member(world.env.create_user("manager"), roles=[crew])
    await plan(world)

    refused = answer(await world.tomas.slash(world.channel, "party edit", seats=3))
    assert words(refused).startswith(f"Only <@{world.hana.id}>, who planned it")
    assert (await only(world)).seats is None

    await manager.slash(world.channel, "party edit", seats=3)
    assert (await only(world)).seats == 3


async def test_a_party_is_not_moved_onto_another(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, title="First", when="tomorrow 20:00")
    await plan(world, title="Second", when="tomorrow 21:00", episodes="3")
    (_, second) = await world.hana.autocomplete(world.channel, "party edit", "party", "")

    told = await edit(world, party=second["value"], when="tomorrow 20:00")

    assert "**First** starts at the same time in that channel." in told


async def test_too_many_episodes_are_refused(world: World) -> None:
    await plan(world)

    assert "at most 12 episodes" in await edit(world, episodes="all")
    assert (await only(world)).episodes == ("s1e12",)


async def test_of_a_season_only_the_session_changes_and_that_is_said(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, episodes="1-3", when="sat 20:00", every="week")

    told = await edit(world, seats=3)
    moved = words(answer(await world.hana.slash(world.channel, "party edit", when="sat 21:00")))

    said = "-# Only this session changed; the others stay as they were."
    assert said in told
    assert said in moved
    assert [party.seats for party in await all_parties(world)] == [3, None, None]
