"""Panels that a party's end opens: the worker posts them, once, and they close by themselves."""

from datetime import timedelta

import pytest

from bot.domain.panels import Panel
from cogs.parties.ending import panel_id
from cogs.votes import panel_actions
from db import panels
from db.due import Agenda
from tests.cogs.votes.support import last, rows, score, set_to
from tests.world import Message, World, answer, buttons, words

WEEK = 7 * 86400


async def _waiting(world: World, *, episode: str = "s1e26", closes_in: int = WEEK) -> Panel:
    """A panel of hana's that is still to be posted."""
    now = world.env.now()
    panel = Panel(
        guild_id=world.guild.id,
        id=panel_id(4242, 0, now),
        channel_id=world.channel.id,
        message_id=None,
        show_id=world.library.shows[0].id,
        episode=episode,
        opened_by=world.hana.id,
        closes_at=now + timedelta(seconds=closes_in),
    )
    async with world.db.transaction() as tx:
        await panels.add(tx, panel, now=now)
        await panels.post_at(tx, panel, at=now)
    world.bot.wake(now)
    await world.env.advance_time(2)
    return panel


def _posted(world: World) -> list[Message]:
    return [message for message in world.channel.history() if words(message).startswith("## Vote: ")]


async def _stored(world: World, panel: Panel) -> Panel | None:
    async with world.db.snapshot() as tx:
        return await panels.find(tx, guild_id=panel.guild_id, panel_id=panel.id)


async def test_it_is_posted_and_takes_votes_blind(world: World) -> None:
    panel = await _waiting(world)
    (message,) = _posted(world)

    assert "How they voted shows once you have." in words(message)
    assert "Vote first" in words(answer(await world.hana.click(message, label="Results")))
    assert "Your score is **9**." in await score(world.tomas, message, 9)
    await world.env.advance_time(10)
    assert "**1** has voted." in words(_posted(world)[0])
    stored = await _stored(world, panel)
    assert stored is not None
    assert stored.message_id == _posted(world)[0].id


async def test_a_setting_that_always_shows_the_votes_is_kept(world: World) -> None:
    await set_to(world, reveal="always")
    await _waiting(world)

    assert "How they voted shows here." in words(_posted(world)[0])


async def test_it_is_posted_once_though_the_bot_died_before_it_was_noted(world: World) -> None:
    panel = await _waiting(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE panels SET message_id = NULL")
        await panels.post_at(tx, panel, at=world.env.now())
        await tx.run("UPDATE due SET attempts = 1 WHERE kind = 'panel:open'")
    await world.restart()
    await world.env.advance_time(3600)

    (message,) = _posted(world)
    stored = await _stored(world, panel)
    assert stored is not None
    assert stored.message_id == message.id


async def test_it_closes_by_itself_with_its_result(world: World) -> None:
    await _waiting(world)
    await score(world.tomas, _posted(world)[0], 9)

    await world.env.advance_time(WEEK + 10)

    assert last(world).startswith("## Result: ")
    assert buttons(_posted(world)[0]) == {}
    assert await rows(world) == 0


async def test_its_result_is_posted_though_it_is_closed_at_once(world: World) -> None:
    since = len(world.env.http_requests)
    await _waiting(world)
    (message,) = _posted(world)

    await world.hana.click(message, label="Close")
    await world.env.advance_time(10)

    assert last(world).startswith("## Result: ")
    sent = [e for e in world.env.http_requests[since:] if e.method == "POST" and e.path.endswith("/messages")]
    assert len({e.json["nonce"] for e in sent if e.json}) == 2  # Discord takes each once


async def test_one_that_was_closed_before_it_was_posted_is_not_posted(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=500, code=0, times=1)
    panel = await _waiting(world)
    await panel_actions.close(
        world.db,
        guild_id=panel.guild_id,
        panel_id=panel.id,
        member_id=world.hana.id,
        manages=False,
        now=world.env.now(),
    )
    await world.env.advance_time(3600)

    assert _posted(world) == []


async def test_a_server_error_is_tried_again(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=500, code=0, times=2)

    await _waiting(world)
    await world.env.advance_time(120)

    assert len(_posted(world)) == 1


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (404, 10003)])
async def test_where_it_may_not_be_posted_it_is_forgotten(world: World, status: int, code: int) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=code, times=None)

    panel = await _waiting(world)

    assert await _stored(world, panel) is None
    assert await Agenda(world.db).next_at() is None


async def test_while_it_waits_nobody_opens_another_one(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=500, code=0, times=1)
    await _waiting(world)

    told = answer(await world.hana.slash(world.channel, "vote", episode="26"))

    assert "is open on this server already" in words(told)


async def test_an_id_is_of_its_moment_and_not_of_another_vote(world: World) -> None:
    now = world.env.now()
    ids = {panel_id(party, number, now) for party in (1 << 60, (1 << 60) + 1) for number in range(12)}

    assert len(ids) == 24
    assert all(0 < each < 1 << 63 for each in ids)
