"""Who may plan, where, and how much of it."""

from datetime import timedelta

import discord
import pytest

from tests.cogs.parties.asking import all_parties, at, only, plan, set_server, shown
from tests.cogs.parties.planning import planned
from tests.world import World, answer, words


async def test_a_server_can_leave_planning_to_a_role(world: World) -> None:
    role = world.guild.create_role("hosts")
    host = world.guild.add_member(world.env.create_user("host"), roles=[role])
    await set_server(world, plan_role=str(role.id))

    told = await plan(world)
    card = await plan(world, host)

    assert f"Here parties are planned by <@&{role.id}>" in words(told)
    assert not card.ephemeral
    assert (await only(world)).organiser_id == host.id


async def test_who_manages_events_plans_without_that_role(world: World) -> None:
    role = world.guild.create_role("hosts")
    crew = world.guild.create_role("crew", permissions=discord.Permissions(manage_events=True))
    manager = world.guild.add_member(world.env.create_user("manager"), roles=[crew])
    await set_server(world, plan_role=str(role.id))

    assert not (await plan(world, manager)).ephemeral


async def test_a_member_has_at_most_five_plans_open_and_a_season_is_one(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, episodes="1-10", when="sat 20:00", every="week")
    for hours in range(1, 5):
        await plan(world, when=f"in {hours} hours")

    told = await plan(world, when="in 9 hours")

    assert "You have planned 5 parties here that are still to come, as many as this bot allows." in words(
        told
    )
    assert len(await all_parties(world)) == 14


async def test_a_server_has_at_most_25_plans_open(world: World) -> None:
    for number in range(25):
        await planned(world, id=5000 + number, organiser_id=number, starts_in=timedelta(hours=number + 3))

    told = await plan(world)

    assert "25 plans are open on this server, as many as this bot allows." in words(told)
    assert len(await all_parties(world)) == 25


async def test_in_another_channel_the_card_is_posted_there_and_the_answer_is_private(world: World) -> None:
    cinema = world.guild.create_text_channel("cinema")
    await world.env.settle()

    told = await plan(world, channel=cinema)
    await world.env.advance_time(2)

    party = await only(world)
    assert told.ephemeral
    assert f"Its card comes in <#{cinema.id}> in a moment." in words(told)
    (posted,) = cinema.history()
    assert party.message_id == posted.id
    assert f"## {at(party.starts_at)}" in words(posted)
    assert world.channel.history() == []


async def test_where_the_bot_may_not_post_nothing_is_planned(world: World) -> None:
    mute = world.guild.create_text_channel(
        "mute",
        overwrites={world.guild.me: discord.PermissionOverwrite(send_messages=False)},  # pyright: ignore[reportArgumentType]
    )
    await world.env.settle()

    there = await plan(world, channel=mute)
    here = await plan(world, there=mute)

    assert f"I may not post in <#{mute.id}>" in words(there)
    assert "I may not post in this channel" in words(here)
    assert await all_parties(world) == []


async def test_where_the_member_may_not_write_the_bot_writes_nothing_for_them(world: World) -> None:
    news = world.guild.create_text_channel(
        "news", overwrites={world.hana: discord.PermissionOverwrite(send_messages=False)}
    )
    await world.env.settle()

    told = await plan(world, channel=news)

    assert f"You may not write in <#{news.id}>" in words(told)
    assert await all_parties(world) == []


async def test_a_card_that_discord_took_while_the_answer_was_lost_is_found_and_adopted(world: World) -> None:
    card = await plan(world)
    party = await only(world)
    async with world.db.transaction() as tx:  # as if the process had died before it noted the message
        await tx.run("UPDATE parties SET message_id = NULL")
        await tx.run(
            "INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)"
            " VALUES (:guild_id, 'party:announce', :id, :at, 0)",
            guild_id=world.guild.id,
            id=party.id,
            at=int(world.env.now().timestamp()) + 60,
        )
    await world.restart()

    await world.env.advance_time(70)

    assert (await only(world)).message_id == card.message.id
    assert len(world.channel.history()) == 1


async def test_a_card_that_discord_never_took_is_posted(world: World) -> None:
    party = await planned(world, card_gone_at=None)

    await world.env.advance_time(70)

    (posted,) = world.channel.history()
    assert (await only(world)).message_id == posted.id
    assert f"## {at(party.starts_at)}" in words(posted)


async def test_a_deleted_card_is_not_posted_again_and_the_party_stays(world: World) -> None:
    card = await plan(world)
    world.env.backend.delete_message(world.channel.id, card.message.id)
    await world.env.advance_time(10)

    for seats in (2, 3):
        await world.hana.slash(world.channel, "party edit", seats=seats)
        await world.env.advance_time(120)

    party = await only(world)
    assert (party.phase, party.message_id, party.seats) == ("planned", None, 3)
    assert world.channel.history() == []
    told = answer(await world.hana.slash(world.channel, "party show"))
    assert told.ephemeral
    assert "**Going 0 of 3**" in words(told)


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003)])
async def test_where_the_channel_is_lost_the_organiser_is_told_once_and_the_party_stays(
    world: World, status: int, code: int
) -> None:
    await plan(world, when="in 20 hours")
    await world.env.advance_time(10)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=status, code=code, times=None)

    for seats in (3, 4, 5):
        await world.hana.slash(world.channel, "party edit", seats=seats)
        await world.env.advance_time(10)

    (told,) = world.hana.user.dm_channel.history()
    assert f"I can no longer post in <#{world.channel.id}>" in words(told)
    assert (await only(world)).phase == "planned"


async def test_the_card_follows_at_most_once_in_five_seconds(world: World) -> None:
    card = await plan(world)
    await world.env.advance_time(10)
    before = len(world.env.http_requests)

    for seats in (3, 4, 5):
        await world.hana.slash(world.channel, "party edit", seats=seats)
    await world.env.advance_time(10)

    edits = [call for call in world.calls(before) if call.startswith("PATCH /channels/")]
    assert len(edits) == 2
    assert "**Going 0 of 5**" in words(shown(world, card.message.id))
