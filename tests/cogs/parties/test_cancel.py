"""Calling a party off, by command and by its button: asked first, then told."""

import discord

from bot.domain.playing import Programme
from bot.domain.rsvps import Answer, Rsvp
from db import parties, rsvps
from tests.cogs.parties.asking import all_parties, due, only, plan, set_server, shown
from tests.cogs.parties.planning import planned
from tests.world import World, answer, buttons, words


async def test_it_asks_first_and_nothing_is_cancelled_by_asking(world: World) -> None:
    card = await plan(world, title="Big night")

    typed = answer(await world.hana.slash(world.channel, "party cancel"))
    pressed = answer(await world.hana.click(card, label="Cancel"))

    for asked in (typed, pressed):
        assert asked.ephemeral
        assert words(asked).startswith("Cancel **Big night**, planned for <t:")
        assert list(buttons(asked)) == ["Cancel it"]
    assert (await only(world)).phase == "planned"


async def test_a_cancelled_party_says_so_and_nothing_more_is_due_for_it(world: World) -> None:
    card = await plan(world, title="Big night")
    party = await only(world)
    async with world.db.transaction() as tx:
        going = Rsvp(party.id, world.tomas.id, 1, Answer.GOING, 0)
        await rsvps.put(tx, going, guild_id=world.guild.id)
    asked = answer(await world.hana.click(card, label="Cancel"))

    told = answer(await world.hana.click(asked, label="Cancel it"))
    await world.env.advance_time(10)

    assert not told.ephemeral
    assert words(told).startswith("**Big night**, planned for <t:")
    assert f"is cancelled by <@{world.hana.id}>." in words(told)
    assert f"Who would have come: <@{world.tomas.id}>" in words(told)
    now = shown(world, card.message.id)
    assert words(now).startswith("### Big night\n-# **Cancelled**")
    assert buttons(now) == {}
    assert await due(world) == {}
    await world.env.advance_time(24 * 3600)
    assert len(world.channel.history()) == 2


async def test_pressing_twice_cancels_once(world: World) -> None:
    card = await plan(world)
    asked = answer(await world.hana.click(card, label="Cancel"))
    await world.hana.click(asked, label="Cancel it")

    again = answer(await world.hana.click(asked, label="Cancel it"))

    assert again.ephemeral
    assert words(again) == "This party was cancelled."


async def test_of_a_season_one_session_or_all_that_are_left_are_cancelled(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    card = await plan(world, episodes="1-5", when="sat 20:00", every="week")
    first, second, *rest = await all_parties(world)
    asked = answer(await world.hana.slash(world.channel, "party cancel", party=str(second.id)))
    assert list(buttons(asked)) == ["Cancel this session", "Cancel all 5 that are left"]

    await world.hana.click(asked, label="Cancel this session")
    assert [party.id for party in await all_parties(world)] == [first.id, *(party.id for party in rest)]
    asked = answer(await world.hana.click(card, label="Cancel"))
    told = answer(await world.hana.click(asked, label="Cancel all 4 that are left"))
    await world.env.advance_time(10)

    assert await all_parties(world) == []
    assert words(told).startswith("4 sessions of a season are cancelled: **1 ·")
    assert await due(world) == {}
    assert "**Cancelled**" in words(shown(world, card.message.id))


async def test_nobody_else_is_even_asked(world: World) -> None:
    card = await plan(world)
    party = await only(world)

    forged = await world.post_button(f"party:cancelled:{party.id}")
    all_of_them = await world.post_button(f"party:cancelled:{party.id}/all")
    for told in (
        answer(await world.tomas.click(card, label="Cancel")),
        answer(await world.tomas.slash(world.channel, "party cancel")),
        answer(await world.tomas.click(forged, label="Press")),
    ):
        assert words(told).startswith(f"Only <@{world.hana.id}>, who planned it")
    assert "No session" in words(answer(await world.tomas.click(all_of_them, label="Press")))
    assert (await only(world)).phase == "planned"


async def test_a_stranger_cancels_no_season(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, episodes="1-3", when="sat 20:00", every="week")
    first = (await all_parties(world))[0]
    forged = await world.post_button(f"party:cancelled:{first.id}/all")

    told = answer(await world.tomas.click(forged, label="Press"))

    assert words(told).startswith(f"Only <@{world.hana.id}>")
    assert len(await all_parties(world)) == 3


async def test_who_manages_events_cancels_from_elsewhere_and_the_channel_is_told(world: World) -> None:
    elsewhere = world.guild.create_text_channel("elsewhere")
    crew = world.guild.create_role("crew", permissions=discord.Permissions(manage_events=True))
    manager = world.guild.add_member(world.env.create_user("manager"), roles=[crew])
    await world.env.settle()
    await plan(world)
    asked = answer(await manager.slash(elsewhere, "party cancel"))

    await manager.click(asked, label="Cancel it")

    assert "is cancelled by" in words(world.channel.history()[-1])
    assert elsewhere.history() == []
    assert "are cancelled" in words(asked) or "is cancelled" in words(asked)


async def test_a_live_party_is_not_cancelled(world: World) -> None:
    party = await planned(world)
    async with world.db.transaction() as tx:
        await parties.save(tx, party.start(Programme((1500,)), world.env.now()))

    told = answer(await world.hana.slash(world.channel, "party cancel", party=str(party.id)))

    assert words(told) == "This party is on already."
