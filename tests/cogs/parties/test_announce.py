"""Where a party is announced that names no channel: where the server says, else where it is planned."""

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.cogs.parties.asking import all_parties, only, plan, set_server
from tests.world import World, words

MUTE = discord.PermissionOverwrite(send_messages=False)


async def news(world: World) -> simcord.ChannelHandle:
    """A channel in which the bot alone may write, set for announcements."""
    me = world.guild.me
    assert me is not None
    allowed = discord.PermissionOverwrite(send_messages=True)
    channel = world.guild.create_text_channel(
        "news", overwrites={world.guild.default_role: MUTE, me: allowed}
    )
    await world.env.settle()
    await set_server(world, announce=str(channel.id))
    return channel


async def test_a_party_is_announced_where_the_server_says_though_members_may_not_write_there(
    world: World,
) -> None:
    channel = await news(world)

    told = await plan(world, title="Big night")
    await world.env.settle()

    assert told.ephemeral
    assert f"Its card comes in <#{channel.id}> in a moment." in words(told)
    assert (await only(world)).channel_id == channel.id
    (card,) = channel.history()
    assert words(card).startswith("### Big night\n")
    assert world.channel.history() == []


async def test_a_channel_that_is_named_goes_before(world: World) -> None:
    await news(world)

    card = await plan(world, channel=world.channel)

    assert not card.ephemeral
    assert (await only(world)).channel_id == world.channel.id


async def test_whoever_plans_there_is_answered_with_the_card(world: World) -> None:
    await set_server(world, announce=str(world.channel.id))

    card = await plan(world)

    assert not card.ephemeral
    assert (await only(world)).message_id == card.message.id


async def test_a_whole_season_is_announced_there(world: World) -> None:
    channel = await news(world)
    await set_server(world, zone="Europe/Berlin")

    told = await plan(world, episodes="1-4", when="tomorrow 20:00", every="week")

    assert f"Each session gets its card in <#{channel.id}>" in words(told)
    assert {party.channel_id for party in await all_parties(world)} == {channel.id}


@pytest.mark.parametrize(
    "lost", ["deleted", "closed to the bot", "muted for the bot", "hidden from who plans"]
)
async def test_where_that_channel_is_out_of_reach_it_is_announced_where_it_is_planned(
    world: World, lost: str
) -> None:
    channel = await news(world)
    view, send = discord.Permissions.view_channel.flag, discord.Permissions.send_messages.flag
    bot_id = world.env.backend.bot_user.id
    match lost:
        case "deleted":
            world.env.backend.delete_channel(channel.id)
        case "closed to the bot":
            world.env.backend.set_overwrite(channel.id, Overwrite(bot_id, OverwriteType.MEMBER, 0, view))
        case "muted for the bot":
            world.env.backend.set_overwrite(channel.id, Overwrite(bot_id, OverwriteType.MEMBER, 0, send))
        case _:
            world.env.backend.set_overwrite(
                channel.id, Overwrite(world.hana.id, OverwriteType.MEMBER, 0, view)
            )
    await world.env.settle()

    card = await plan(world)

    assert not card.ephemeral
    assert (await only(world)).channel_id == world.channel.id


async def test_a_channel_of_another_server_is_out_of_reach(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere", owner=world.env.create_user("olga"))
    hall = elsewhere.create_text_channel("hall")
    await world.env.settle()
    await set_server(world, announce=str(hall.id))

    await plan(world)

    assert (await only(world)).channel_id == world.channel.id
