"""Polls, panels and boards are right once somebody who had a part in them is deleted."""

from typing import Any

import discord
import pytest

from bot import posted
from bot.domain.tally import Tally
from cogs.polls import actions
from cogs.privacy import actions as deleting
from tests.cogs.polls import support as polls
from tests.cogs.privacy.support import ask, deleted, kept
from tests.cogs.votes import support as panels
from tests.world import World, answer, buttons, words


async def test_a_poll_disappears_with_its_author_and_the_polls_of_others_count_anew(world: World) -> None:
    hers = await polls.make_poll(world, anonymous=False)
    his = await polls.make_poll(world, world.tomas, anonymous=False)
    for member in (world.hana, world.tomas):
        for poll in (hers, his):
            await polls.choose(member, poll, 0)
    await world.env.advance_time(10)
    assert "**2** have voted" in words(polls.shown(world, his))

    await deleted(world, world.hana)
    await world.env.advance_time(10)

    assert [message.id for message in world.channel.history()] == [his.id]
    assert "**1** has voted" in words(polls.shown(world, his))
    found = await polls.stored(world, polls.poll_id(his))
    assert (found.counts, found.voters) == ((1, 0, 0), 1)
    assert await kept(world, world.tomas.id) == {"polls you asked": 1, "choices in polls": 1}


async def test_the_result_of_a_poll_that_is_over_disappears_too(world: World) -> None:
    poll = await polls.make_poll(world, closes="2h")
    await polls.choose(world.tomas, poll, 0)
    await world.env.advance_time(2 * 3600 + 10)
    assert len(world.channel.history()) == 2

    await deleted(world, world.hana)
    await world.env.advance_time(10)

    assert world.channel.history() == []
    assert await kept(world, world.tomas.id) == {}


async def test_a_poll_of_an_author_who_is_gone_does_not_come_back_at_its_time(world: World) -> None:
    await polls.make_poll(world, closes="2h")
    await deleted(world, world.hana)

    await world.env.advance_time(3 * 3600)

    assert world.channel.history() == []
    assert await panels.rows(world) == 0


async def test_a_result_that_is_posted_while_its_author_deletes_it_disappears_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = await polls.make_poll(world, closes="2h")
    await polls.choose(world.tomas, poll, 0)
    real = posted.result

    async def slow(*args: Any, **options: Any) -> discord.Message | None:
        message = await real(*args, **options)
        await wipe(world)
        return message

    monkeypatch.setattr(posted, "result", slow)
    await world.env.advance_time(2 * 3600 + 10)

    assert world.channel.history() == []


async def test_so_does_a_poll_whose_own_message_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = actions.remember_message

    async def slow(*args: Any, **options: Any) -> None:
        await wipe(world)
        await real(*args, **options)

    monkeypatch.setattr(actions, "remember_message", slow)
    await world.hana.slash(world.channel, "poll create", question="Which one?", options="tea | coffee")
    await world.env.advance_time(1)

    assert world.channel.history() == []


async def wipe(world: World) -> None:
    """Have what is kept about hana deleted, at this very moment."""
    here = {"guild_id": world.guild.id, "member_id": world.hana.id}
    await deleting.erase_here(world.db, **here, heir_id=world.tomas.id, now=world.env.now())


async def test_a_panel_goes_on_in_the_bots_name_without_the_score(world: World) -> None:
    panel = await panels.opened(world, closes="2h")
    for member, value in ((world.hana, 2), (world.tomas, 9)):
        await panels.score(member, panel, value)
    await world.env.advance_time(10)
    assert "**2** have voted" in words(panel)

    gone = await deleted(world, world.hana)
    await world.env.advance_time(10)

    assert "**Stays with the server, in my name and without a title of yours:** 1 vote panel you opened." in (
        words(gone)
    )
    assert "**1** has voted" in words(panel)
    own = world.bot.user
    assert own is not None
    assert f"Opened by <@{own.id}>" in words(panel)
    assert world.hana.mention not in words(panel)
    assert await panels.tally(world) == Tally.of([0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
    await world.env.advance_time(2 * 3600)
    assert "**9.00** from 1 vote" in panels.last(world)
    assert await panels.rows(world) == 0


async def test_who_opened_a_panel_no_longer_closes_it_and_a_moderator_does(world: World) -> None:
    panel = await panels.opened(world)
    await deleted(world, world.hana)
    role = world.guild.create_role("Mods", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mod"), roles=[role])

    refused = answer(await world.hana.click(panel, label="Close"))
    await moderator.click(panel, label="Close")

    assert words(refused).startswith("Only <@")
    assert buttons(panel) == {}


async def test_a_handed_over_panel_whose_channel_is_lost_is_forgotten(world: World) -> None:
    await panels.opened(world, closes="2h")
    await deleted(world, world.hana)
    await world.env.advance_time(10)
    world.env.backend.delete_channel(world.channel.id)

    await world.env.advance_time(3 * 3600)

    assert await panels.rows(world) == 0
    assert "POST /users/@me/channels" not in world.calls()  # nobody writes to themselves


async def test_the_board_and_the_watchers_are_without_them(world: World) -> None:
    for member in (world.hana, world.tomas):
        await member.slash(world.channel, "watched", episodes="1-3")
    before = words(answer(await world.tomas.slash(world.channel, "progress board")))
    assert world.hana.mention in before

    await deleted(world, world.hana)

    after = words(answer(await world.tomas.slash(world.channel, "progress board")))
    assert world.hana.mention not in after
    assert world.tomas.mention in after
    card = words(answer(await world.tomas.slash(world.channel, "episode", episode="2")))
    assert world.hana.mention not in card
    assert "Nothing yet." in words(await ask(world.hana, world, "privacy show"))
