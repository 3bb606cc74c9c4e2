"""/settings check: what the bot may do, wherever it has something to do, for those who manage the server."""

from typing import Any

import discord
import pytest
import simcord

from db import server_faults, server_settings
from db.server_faults import Fault
from tests.cogs.parties.eventing import forbid, voice
from tests.cogs.parties.planning import planned
from tests.cogs.servers.support import deny, hide_from, manager
from tests.world import World, answer, buttons, words

FINE = "**All I need**: "
EVERYWHERE = "the server as a whole"


async def check(world: World, who: simcord.MemberActor, channel: simcord.ChannelHandle | None = None) -> str:
    """What somebody reads who checks."""
    shown = answer(await who.slash(channel or world.channel, "settings check"))
    assert shown.ephemeral
    assert list(buttons(shown)) == ["Check again"]
    return words(shown)


async def set_to(world: World, **settings: Any) -> None:
    async with world.db.transaction() as tx:
        for name, value in settings.items():
            await server_settings.put(tx, guild_id=world.guild.id, name=name, value=str(value))


async def poll(world: World, channel: simcord.ChannelHandle) -> None:
    """An open poll in a channel."""
    answer(await world.hana.slash(channel, "poll create", question="Tea?", options="yes, no"))


@pytest.fixture
def mika(world: World) -> simcord.MemberActor:
    return manager(world)


async def test_where_all_is_well_it_is_brief(world: World, mika: simcord.MemberActor) -> None:
    told = await check(world, mika)

    assert told == (
        f"## What I may do here\n-# Nothing is missing\n{FINE}{EVERYWHERE} and <#{world.channel.id}>."
    )


async def test_what_is_missing_is_told_with_what_fails(world: World, mika: simcord.MemberActor) -> None:
    deny(world, "send_messages")

    told = await check(world, mika)

    assert "-# 1 thing to look at" in told
    assert (
        f"### <#{world.channel.id}>\n"
        "I lack ***Send Messages***. I have *View Channel* and *Read Message History*.\n"
        "- **Vote panels and their results**: none follows a party, "
        "and a result is told in its panel alone.\n"
        "- **Polls and their results**: a result is told in its poll alone.\n"
    ) in told
    assert told.endswith(f"{FINE}{EVERYWHERE}.")


async def test_a_channel_that_is_hidden_from_the_bot_lacks_that_alone(
    world: World, mika: simcord.MemberActor
) -> None:
    deny(world, "view_channel")

    told = await check(world, mika)

    assert f"### <#{world.channel.id}>\nI lack ***View Channel***.\n" in told
    assert "Send Messages" not in told


async def test_in_a_thread_it_needs_what_threads_need(world: World, mika: simcord.MemberActor) -> None:
    channel: Any = world.bot.get_channel(world.channel.id)
    await channel.create_thread(name="thread", type=discord.ChannelType.public_thread)
    (thread,) = world.channel.threads
    deny(world, "send_messages_in_threads")

    told = await check(world, mika, thread)

    assert f"### <#{thread.id}>\nI lack ***Send Messages in Threads***." in told


async def test_channels_with_something_open_are_checked(world: World, mika: simcord.MemberActor) -> None:
    cinema, bar = world.guild.create_text_channel("cinema"), world.guild.create_text_channel("bar")
    answer(await world.hana.slash(cinema, "vote", episode="5"))
    await poll(world, bar)
    hall = voice(world)
    await planned(world, voice_id=hall.id)
    deny(world, "attach_files", channel=cinema)
    deny(world, "read_message_history", channel=bar)

    told = await check(world, mika)

    assert f"### <#{cinema.id}>\nI lack ***Attach Files***." in told
    assert "- **Pictures and files**: results come without their picture.\n" in told
    assert f"### <#{bar.id}>\nI lack ***Read Message History***." in told
    assert "**Posting once**: after a failure I cannot see what I posted" in told
    assert f"<#{hall.id}>" in told.splitlines()[-1]


async def test_the_voice_channel_of_a_party_is_checked(world: World, mika: simcord.MemberActor) -> None:
    hall = voice(world)
    await planned(world, voice_id=hall.id)
    deny(world, "connect", channel=hall)
    assert f"### <#{hall.id}>\nI lack ***Connect***. I have *View Channel*" in await check(world, mika)

    deny(world, "view_channel", channel=hall)
    told = await check(world, mika)

    assert "- **Discord’s events**: parties are not among them." in told
    assert "- **Presence in voice**: I do not see who is there" in told


async def test_events_of_the_server_need_a_permission_of_the_bots_role(
    world: World, mika: simcord.MemberActor
) -> None:
    forbid(world, "create_events")

    assert f"### {EVERYWHERE.capitalize()}\nI lack ***Create Events***." in await check(world, mika)


async def test_channels_in_the_settings_are_checked(world: World, mika: simcord.MemberActor) -> None:
    news, log = world.guild.create_text_channel("news"), world.guild.create_text_channel("log")
    await set_to(world, announce=news.id, log=log.id)
    deny(world, "send_messages", channel=news)
    deny(world, "send_messages", channel=log)

    told = await check(world, mika)

    assert f"### <#{news.id}>\n" in told
    assert (
        f"### <#{log.id}>\nI lack ***Send Messages***. I have *View Channel*.\n- **The log**: nothing" in told
    )


@pytest.mark.parametrize("mentionable", [True, False])
async def test_a_reminder_role_needs_leave_to_be_mentioned(
    world: World, mika: simcord.MemberActor, *, mentionable: bool
) -> None:
    role = world.guild.create_role("fans", mentionable=mentionable)
    await set_to(world, reminder_role=role.id)
    deny(world, "mention_everyone")

    told = await check(world, mika)

    assert ("**The reminder role**" in told) == (not mentionable)
    assert ("*Mention \\@everyone, \\@here, and All Roles*" in told) == (not mentionable)


async def test_what_the_settings_name_and_was_deleted_is_said(
    world: World, mika: simcord.MemberActor
) -> None:
    await set_to(world, announce=11, log=12, voter_role=13, plan_role=14, reminder_role=15)

    told = await check(world, mika)

    assert "-# 5 things to look at" in told
    for sentence in (
        "The channel for announcements was deleted.",
        "The channel for the log was deleted.",
        "The role that one must have to vote was deleted, so nobody can vote.",
        "The role that one must have to plan parties was deleted, so nobody else can.",
        "The role that reminders mention was deleted.",
    ):
        assert f"- {sentence} Choose another with " in told
    assert "no longer find" not in told


async def test_what_stands_open_in_a_channel_that_is_gone_is_counted(
    world: World, mika: simcord.MemberActor
) -> None:
    bar = world.guild.create_text_channel("bar")
    await poll(world, bar)
    there: Any = world.bot.get_channel(bar.id)
    await there.delete()

    told = await check(world, mika)

    assert "I no longer find 1 channel in which something of mine stands open" in told
    assert str(bar.id) not in told


async def test_a_deleted_channel_that_two_settings_name_is_no_less_than_none(
    world: World, mika: simcord.MemberActor
) -> None:
    await set_to(world, announce=11, log=11)

    told = await check(world, mika)

    assert "-# 2 things to look at" in told
    assert "no longer find" not in told


@pytest.mark.parametrize("seen", [True, False])
async def test_what_failed_in_a_channel_is_checked_and_told_only_where_it_is_shown(
    world: World, mika: simcord.MemberActor, *, seen: bool
) -> None:
    bar = world.guild.create_text_channel("bar")
    deny(world, "send_messages", channel=bar)
    if not seen:
        hide_from(world, mika, bar)
    async with world.db.transaction() as tx:
        await server_faults.note(
            tx, guild_id=world.guild.id, channel_id=bar.id, feature="polls", now=world.env.now()
        )

    told = await check(world, mika)

    assert (f"### <#{bar.id}>\nI lack ***Send Messages***." in told) == seen
    async with world.db.snapshot() as tx:
        left = await server_faults.untold(tx, guild_id=world.guild.id)
    assert left == ([] if seen else [Fault(bar.id, "polls")])


@pytest.mark.parametrize("wrong", [True, False])
async def test_a_channel_that_they_do_not_see_is_counted_and_not_named(
    world: World, mika: simcord.MemberActor, *, wrong: bool
) -> None:
    bar = world.guild.create_text_channel("bar")
    await poll(world, bar)
    hide_from(world, mika, bar)
    if wrong:
        deny(world, "send_messages", channel=bar)

    told = await check(world, mika)

    assert str(bar.id) not in told
    assert ("- In 1 place that you cannot see something is missing." in told) == wrong
    assert ("- In 1 place that you cannot see I have all I need." in told) != wrong


async def test_where_only_discord_knows_who_sees_a_channel_it_is_mentioned(
    world: World, mika: simcord.MemberActor
) -> None:
    bar = world.guild.create_text_channel("bar")
    await poll(world, bar)
    deny(world, "view_channel", channel=bar)
    hide_from(world, mika, bar)
    world.env.backend.edit_channel(bar.id, {"name": "___hidden___"})

    assert f"### <#{bar.id}>\nI lack ***View Channel***." in await check(world, mika)
