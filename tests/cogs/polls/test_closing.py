"""How polls end: by hand, by time, by loss; and what is said of the result."""

from typing import Any

import discord
import pytest

from bot import posted, ui
from db import polls
from db.due import Agenda
from tests.cogs.polls.support import choose, last, make_poll, poll_id, shown, stored
from tests.world import World, answer, buttons, walk, words


async def test_its_author_closes_a_poll_and_the_result_is_posted(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.hana, poll, 0)
    await choose(world.tomas, poll, 0)
    before = len(world.env.http_requests)

    await world.hana.click(poll, label="Close")

    closed = shown(world, poll)
    assert world.calls(before)[0].startswith("POST /interactions/")
    assert "**tea** wins with 2 of 2 votes." in words(closed)
    assert "closed <t:" in words(closed)
    assert buttons(closed) == {}
    assert words(last(world)) == (
        "## Result: What shall we drink?\n"
        "**tea** wins with 2 of 2 votes.\n"
        "`100%` **tea** · 2\u00a0votes\n"
        "`\u2007\u20070%` coffee · 0\u00a0votes\n`\u2007\u20070%` cocoa · 0\u00a0votes"
    )


async def test_the_result_brings_a_picture_with_its_text(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.hana, poll, 0)

    await world.hana.click(poll, label="Close")

    (picture,) = last(world).attachments
    assert picture.filename == "poll.png"
    gallery = next(c for c in _flat(last(world)) if c["type"] == 12)
    assert gallery["items"][0]["description"] == (
        "Result of the poll “What shall we drink?”: tea 1 vote, coffee 0 votes, cocoa 0 votes."
    )


async def test_a_stranger_closes_nothing(world: World) -> None:
    poll = await make_poll(world)

    told = answer(await world.tomas.click(poll, label="Close"))
    typed = answer(await world.tomas.slash(world.channel, "poll close", poll=str(poll_id(poll))))

    for refused in (told, typed):
        assert "Only the one who made this poll, and whoever manages messages here" in words(refused)
    assert "Close" in buttons(shown(world, poll))


async def test_who_manages_messages_closes_any_poll(world: World) -> None:
    role = world.guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
    mod = world.guild.add_member(world.env.create_user("mod"), roles=[role])
    poll = await make_poll(world)

    await mod.click(poll, label="Close")

    assert "Nobody voted." in words(shown(world, poll))


async def test_the_command_closes_what_the_list_suggests(world: World) -> None:
    poll = await make_poll(world)
    await make_poll(world, by=world.tomas, question="Where?")

    (choice,) = await world.hana.autocomplete(world.channel, "poll close", "poll", "DRINK")
    told = answer(await world.hana.slash(world.channel, "poll close", poll=choice["value"]))

    assert choice["name"] == "What shall we drink?"
    assert told.ephemeral
    assert "is closed" in words(told)
    await world.env.advance_time(6)
    assert "Nobody voted." in words(shown(world, poll))
    assert await world.hana.autocomplete(world.channel, "poll close", "poll", "") == []


async def test_a_poll_closes_at_its_time(world: World) -> None:
    poll = await make_poll(world, closes="2h")
    await choose(world.hana, poll, 1)
    await world.env.advance_time(2 * 3600 + 1)

    assert "**coffee** wins with 1 of 1 vote." in words(shown(world, poll))
    assert words(last(world)).startswith("## Result: ")
    assert len(world.channel.history()) == 2


async def test_what_fell_due_while_the_bot_was_away_is_done_when_it_is_back(world: World) -> None:
    poll = await make_poll(world, closes="2h")
    await choose(world.hana, poll, 1)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE due SET due_at = 0")

    await world.restart()
    await world.env.advance_time(10)

    assert "**coffee** wins" in words(shown(world, poll))


async def test_votes_after_the_close_are_refused_and_change_nothing(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.hana, poll, 1)
    async with world.db.transaction() as tx:
        await polls.close(tx, guild_id=world.guild.id, poll_id=poll_id(poll), now=world.env.now())

    assert words(await choose(world.hana, poll, 0)) == "This poll is closed."
    assert words(answer(await world.hana.click(poll, label="Withdraw my vote"))) == "This poll is closed."
    assert words(answer(await world.hana.click(poll, label="Close"))) == "This poll is closed already."
    assert (await stored(world, poll_id(poll))).counts == (0, 1, 0)


async def test_votes_at_the_closing_time_are_refused_though_nobody_closed_it_yet(world: World) -> None:
    poll = await make_poll(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE polls SET closes_at = :now", now=int(world.env.now().timestamp()))

    assert words(await choose(world.hana, poll, 0)) == "This poll is closed."


@pytest.mark.parametrize(
    ("choices", "votes", "sentence"),
    [
        (1, [], "Nobody voted."),
        (1, [[0], [1]], "A tie between **tea** and **coffee**, 1 vote each."),
        (2, [[0, 1], [0]], "**tea** wins, chosen by 2 of 2 voters."),
        (3, [[0, 1, 2]], "A tie between **tea**, **coffee** and **cocoa**, 1 vote each."),
    ],
)
async def test_the_result_says_who_won_or_that_nobody_did(
    world: World, choices: int, votes: list[list[int]], sentence: str
) -> None:
    poll = await make_poll(world, choices=choices)
    for member, numbers in zip((world.hana, world.tomas), votes, strict=False):
        await choose(member, poll, *numbers)

    await world.hana.click(poll, label="Close")
    await world.env.advance_time(6)

    assert sentence in words(last(world))
    assert sentence in words(shown(world, poll))


async def test_the_result_is_posted_once_though_the_work_is_done_again_after_a_crash(world: World) -> None:
    poll = await make_poll(world)
    await world.hana.click(poll, label="Close")
    await world.env.advance_time(10)
    async with world.db.transaction() as tx:
        await polls.finish_at(tx, guild_id=world.guild.id, poll_id=poll_id(poll), at=world.env.now())
    await world.restart()
    await world.env.advance_time(10)

    assert len(world.channel.history()) == 2
    assert await Agenda(world.db).next_at() is None


async def test_where_posting_is_forbidden_the_poll_itself_holds_the_result(world: World) -> None:
    poll = await make_poll(world, closes="2h")
    await choose(world.hana, poll, 1)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)

    await world.env.advance_time(2 * 3600 + 10)

    assert len(world.channel.history()) == 1
    assert "**coffee** wins with 1 of 1 vote." in words(shown(world, poll))
    assert await Agenda(world.db).next_at() is None


async def test_a_poll_whose_message_was_deleted_is_forgotten_quietly(world: World) -> None:
    poll = await make_poll(world, closes="2h")
    await choose(world.tomas, poll, 1)
    await world.hana.slash(world.channel, "poll list")
    world.env.backend.delete_message(world.channel.id, poll.id)

    await world.env.advance_time(2 * 3600 + 10)

    async with world.db.snapshot() as tx:
        for table in ("polls", "poll_options", "poll_votes", "due"):
            assert await tx.all(f"SELECT * FROM {table}") == []  # noqa: S608
    assert all("Result" not in words(message) for message in world.channel.history())


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003)])
async def test_a_poll_in_a_channel_that_was_lost_is_closed_and_its_author_told(
    world: World, status: int, code: int
) -> None:
    poll = await make_poll(world)
    await world.env.advance_time(10)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=status, code=code, times=None)

    await choose(world.tomas, poll, 1)
    await world.env.advance_time(10)

    (told,) = world.hana.user.dm_channel.history()
    assert "I can no longer reach the channel" in words(told)
    assert "**coffee** wins with 1 of 1 vote." in words(told)
    assert words(await choose(world.hana, poll, 0)) == "This poll is closed."
    assert await Agenda(world.db).next_at() is None


async def test_an_edit_that_is_overtaken_by_the_close_leaves_the_poll_shown_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = await make_poll(world)
    await world.env.advance_time(10)
    edit = posted.edit

    async def slow_edit(client: discord.Client, channel_id: int, message_id: int, card: ui.Card) -> None:
        async with world.db.transaction() as tx:
            await polls.close(tx, guild_id=world.guild.id, poll_id=poll_id(poll), now=world.env.now())
        await edit(client, channel_id, message_id, card)

    monkeypatch.setattr(posted, "edit", slow_edit)
    await choose(world.hana, poll, 0)

    assert "**tea** wins with 1 of 1 vote." in words(shown(world, poll))
    assert buttons(shown(world, poll)) == {}


def _flat(message: discord.Message) -> list[dict[str, Any]]:
    return [dict(part) for part in walk([c.to_dict() for c in message.components])]
