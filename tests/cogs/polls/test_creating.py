"""Making a poll: what is understood and what is refused, and how much fits."""

from typing import Any

import discord
import pytest

from bot.text import MESSAGE_TEXT
from db import polls
from tests.cogs.polls.support import choose, last, lists, make_poll, poll_id, shown
from tests.world import Message, World, answer, options, walk, words

LONGEST = "|".join(("*_~`|"[n % 4] * 77) + f"{n:03}" for n in range(50))
"""Fifty options of eighty characters, nearly all in need of a backslash."""


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Give either `options`"),
        ({"options": "a|b", "episodes": "1-3"}, "Give either `options`"),
        ({"options": "only"}, "A poll needs at least two options."),
        ({"options": "a||b"}, "Option 2 is empty."),
        ({"options": "a|" + "x" * 81}, "Option 2 has 81 characters. 80 fit"),
        ({"options": "Tea|coffee|tea"}, "Options 1 and 3 are the same."),
        ({"options": "|".join(map(str, range(51)))}, "Those are 51 options. A poll holds 50"),
        ({"episodes": "8"}, "A poll needs at least two options."),
        ({"episodes": "8-27"}, "which is not in my catalogue yet"),
        ({"episodes": "9-8"}, "Write the earlier one first: `8-9`."),
        ({"episodes": "the wedding"}, "That is no list of episodes."),
        ({"options": "a|b", "choices": 3}, "There are 2 options, so `choices` can be 1 to 2."),
        ({"options": "a|b", "question": " \n "}, "What is the question?"),
        ({"options": "a|b", "closes": "yesterday"}, ""),
    ],
)
async def test_what_cannot_be_a_poll_gets_its_sentence_and_is_not_kept(
    world: World, given: dict[str, Any], sentence: str
) -> None:
    given = {"question": "Which?", **given}

    told = answer(await world.hana.slash(world.channel, "poll create", **given))

    assert told.ephemeral
    assert sentence in words(told)
    assert words(told).endswith((".", "`"))
    assert await _open(world) == 0


async def test_options_may_be_parted_by_bars_semicolons_or_commas(world: World) -> None:
    for text in ("tea | coffee, hot", "tea;coffee, hot;", "tea,coffee"):
        poll = await make_poll(world, options=text)
        assert [option["label"][:6] for option in options(poll)] == ["tea", "coffee"]


async def test_the_longest_poll_fits_in_every_state(world: World) -> None:
    poll = await make_poll(world, question="*" * 200, options=LONGEST, anonymous=False, choices=50)
    seen: list[Message] = [poll]

    seen += [await choose(world.hana, poll, *range(25))]
    seen += [await choose(world.hana, poll, *range(25, 50), page=1)]
    seen += [await choose(world.tomas, poll, *range(25))]
    seen += [answer(await world.tomas.click(poll, label="Results"))]
    await world.env.advance_time(6)
    seen += [shown(world, poll)]
    await world.hana.click(poll, label="Close")
    await world.env.advance_time(6)
    seen += [shown(world, poll), last(world)]

    assert words(seen[-1]).startswith("## Result: ")
    for message in seen:
        assert 0 < len(words(message)) <= MESSAGE_TEXT
        parts = [c.to_dict() for c in message.components] if isinstance(message, discord.Message) else None
        assert len(list(walk(parts or message.components))) <= 40
    for message in (seen[0], seen[4], seen[5], seen[6], seen[7]):
        assert len([line for line in words(message).splitlines() if "%` " in line]) == 50


async def test_what_a_member_wrote_is_shown_as_it_is(world: World) -> None:
    poll = await make_poll(world, options="@everyone | <@&1> | https://example.com", question="# @here <t:0>")

    assert "\\@everyone" in words(poll)
    assert "\\<\\@&1\\>" in words(poll)
    assert words(poll).startswith("## \\# \\@here \\<t:0\\>")


async def test_a_server_has_at_most_twenty_five_open_polls(world: World) -> None:
    for number in range(5):
        member = world.guild.add_member(world.env.create_user(f"member {number}"))
        for _ in range(5):
            await make_poll(world, member)

    told = answer(await world.hana.slash(world.channel, "poll create", question="One more?", options="a|b"))

    assert "25 polls are open on this server, as many as this bot allows. One has to be closed" in words(told)
    assert await _open(world) == 25


async def test_a_poll_whose_message_was_not_taken_is_not_kept(world: World) -> None:
    world.provoked.append(discord.HTTPException)
    world.env.inject_error("POST", "/interactions/*/callback", status=503)

    await world.hana.slash(world.channel, "poll create", question="Which?", options="a|b")

    assert await _open(world) == 0


async def test_a_channel_that_the_bot_does_not_see_takes_no_poll(world: World) -> None:
    me = world.guild.me
    assert me is not None
    hidden = world.guild.create_text_channel(
        "hidden", overwrites={me: discord.PermissionOverwrite(view_channel=False)}
    )
    await world.env.settle()

    told = answer(await world.hana.slash(hidden, "poll create", question="Which?", options="a|b"))

    assert "I cannot see this channel" in words(told)


async def test_polls_are_for_servers_only(world: World) -> None:
    there = world.hana.available_commands(world.channel)
    assert {"poll create", "poll close", "poll list"} <= set(there)
    assert not any(name.startswith("poll") for name in world.hana.user.available_commands())


async def test_where_its_message_is_not_known_a_press_tells_it(world: World) -> None:
    poll = await make_poll(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE polls SET message_id = NULL")

    await choose(world.hana, poll, 0)

    async with world.db.snapshot() as tx:
        found = await polls.find(tx, guild_id=world.guild.id, poll_id=poll_id(poll))
    assert found is not None
    assert found.message_id == poll.id
    assert lists(poll)


async def test_one_member_has_at_most_five_of_them(world: World) -> None:
    for _ in range(5):
        await make_poll(world)

    told = answer(await world.hana.slash(world.channel, "poll create", question="One more?", options="a|b"))

    assert words(told) == (
        "You have 5 polls open here, as many as this bot allows. Close one first; `/poll list` shows them."
    )
    assert await _open(world) == 5


async def _open(world: World) -> int:
    async with world.db.snapshot() as tx:
        count, _ = await polls.count_open(tx, guild_id=world.guild.id, author_id=1)
    return count
