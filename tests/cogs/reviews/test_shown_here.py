"""Messages that tell a channel of a text: one a channel, and gone once the text does not read like that."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import discord
import pytest

from bot.domain.quotas import DEFAULTS
from bot.domain.reviews import Draft, Verdict
from cogs.reviews import posting
from db import reviews
from db.database import Database, Tx
from db.review_posts import Post
from tests.cogs.reviews.support import manager, read, send, stored, write
from tests.world import World, answer, buttons, words

TITLE = "The net holds"
HERE = "Show it here"
Do = Callable[[World], Awaitable[None]]


async def mark_it(world: World) -> None:
    await send(world.hana, await read(world.hana, world, episode="3"), "Edit", spoils="yes")


async def write_it_again(world: World) -> None:
    await write(world.hana, world, "3", title="Another")


async def hide_it(world: World) -> None:
    mila = manager(world)
    told = await send(mila, await read(mila, world, episode="3"), "Hide")
    assert "Where it was shown in a channel, it is taken down." in words(told)


async def delete_it(world: World) -> None:
    question = answer(await world.hana.slash(world.channel, "review delete", episode="3"))
    assert "is taken down where it was shown in a channel" in words(question)
    await world.hana.click(question, label="Delete")


async def be_forgotten(world: World) -> None:
    question = answer(await world.hana.slash(world.channel, "privacy delete", where="here"))
    await world.hana.click(question, label=next(iter(buttons(question))))
    assert await stored(world) == []
    world.bot.wake(world.env.now())  # else the worker finds it when it looks by itself: here a day later


CHANGES = pytest.mark.parametrize("do", [mark_it, write_it_again, hide_it, delete_it, be_forgotten])


def shown(world: World) -> list[discord.Message]:
    """The public messages that tell of a text."""
    return [message for message in world.channel.history() if "Read it" in buttons(message)]


@CHANGES
async def test_it_goes_when_its_text_is_changed_hidden_or_deleted(world: World, do: Do) -> None:
    page = await write(world.hana, world, "3", title=TITLE, spoils="no")
    await world.hana.click(page, label=HERE)
    assert TITLE in words(shown(world)[0])

    await do(world)
    await world.env.advance_time(60)

    assert shown(world) == []
    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT 1 FROM withdrawn_messages") == []


@pytest.mark.parametrize("how", ["edit", "hide", "delete", "erase"])
async def test_what_happens_to_a_text_while_it_is_sent_is_not_missed(
    world: World, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await write(world.hana, world, "3", title=TITLE, spoils="no")
    (review,) = await stored(world)
    here, now = {"guild_id": world.guild.id}, world.env.now()
    note = posting.note

    async def late(db: Database, post: Post, *, message_id: int, now: datetime) -> None:
        async with db.transaction() as tx:
            await meanwhile(tx)
        await note(db, post, message_id=message_id, now=now)

    async def meanwhile(tx: Tx) -> None:
        match how:
            case "edit":
                await reviews.edit(
                    tx,
                    Draft("x", spoils=True, title="T", verdict=Verdict.MIXED),
                    **here,
                    review_id=review.id,
                    now=now,
                )
            case "hide":
                await reviews.hide(tx, **here, review_id=review.id, member_id=1, why=None, now=now)
            case "delete":
                await reviews.delete(tx, **here, review_id=review.id)
            case _:
                await reviews.erase(tx, **here, member_id=world.hana.id)

    monkeypatch.setattr(posting, "note", late)
    await world.hana.click(page, label=HERE)
    await world.env.advance_time(60)

    assert shown(world) == []


async def test_an_edit_that_changes_nothing_leaves_it(world: World) -> None:
    page = await write(world.hana, world, "3", spoils="no")
    await world.hana.click(page, label=HERE)

    await send(world.hana, await read(world.hana, world, episode="3"), "Edit")
    await world.env.advance_time(60)

    assert len(shown(world)) == 1


async def test_in_a_channel_it_stands_once_and_elsewhere_as_well(world: World) -> None:
    page = await write(world.hana, world, "3", spoils="no")
    await world.hana.click(page, label=HERE)
    (card,) = shown(world)

    refused = answer(await world.hana.click(page, label=HERE))

    link = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{card.id}"
    assert words(refused) == f"It stands here already: {link}"
    assert len(shown(world)) == 1
    other = world.guild.create_text_channel("stage")
    there = answer(await world.hana.slash(other, "review read", episode="3"))
    await world.hana.click(there, label=HERE)
    assert len(other.history()) == 1
    await mark_it(world)
    await world.env.advance_time(60)
    assert (shown(world), other.history()) == ([], [])
    await world.hana.click(page, label=HERE)
    assert len(shown(world)) == 1


async def test_what_did_not_arrive_may_be_sent_again_a_minute_later(world: World) -> None:
    page = await write(world.hana, world, "3", spoils="no")
    world.provoked.append(discord.HTTPException)
    world.env.inject_error("POST", "/interactions/*/*/callback", status=400, code=50035)
    await world.hana.click(page, label=HERE)

    refused = answer(await world.hana.click(page, label=HERE))
    assert words(refused) == "It is on its way into this channel already."
    await world.env.advance_time(61)
    await world.hana.click(page, label=HERE)

    assert len(shown(world)) == 1


async def test_no_more_than_so_many_are_shown_in_ten_minutes_whatever_is_changed(world: World) -> None:
    page = await write(world.hana, world, "3", spoils="no")
    for number in range(DEFAULTS.texts_in_ten_minutes):
        await world.hana.click(page, label=HERE)
        await send(world.hana, await read(world.hana, world, episode="3"), "Edit", body=f"Text {number}.")

    refused = answer(await world.hana.click(page, label=HERE))

    assert (
        words(refused)
        == "You have shown 5 texts within 10 minutes, as many as this bot allows. Show more a little later."
    )
    await world.env.advance_time(601)
    await world.hana.click(page, label=HERE)
    assert len(shown(world)) == 1
    async with world.db.snapshot() as tx:
        assert len(await tx.all("SELECT 1 FROM review_posts")) == 1


@pytest.mark.parametrize("denied", ["send_messages", "view_channel"])
async def test_where_they_may_not_write_or_the_bot_sees_nothing_it_is_not_shown(
    world: World, denied: str
) -> None:
    me = world.guild.me
    assert me is not None
    whom = world.guild.default_role if denied == "send_messages" else me
    may = discord.PermissionOverwrite(**{denied: False})
    room = world.guild.create_text_channel("announcements", overwrites={whom: may})
    await write(world.hana, world, "3", spoils="no")
    page = answer(await world.hana.slash(room, "review read", episode="3"))

    refused = answer(await world.hana.click(page, label=HERE))

    assert words(refused).endswith("Show it elsewhere.")
    assert [message for message in room.history() if "Read it" in buttons(message)] == []


@pytest.mark.parametrize("may_write", [True, False])
async def test_in_a_thread_it_is_the_right_to_write_there_that_counts(
    world: World, *, may_write: bool
) -> None:
    may = discord.PermissionOverwrite(send_messages=not may_write, send_messages_in_threads=may_write)
    room = world.guild.create_text_channel("stage", overwrites={world.guild.default_role: may})
    await world.env.settle()
    channel = world.bot.get_channel(room.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="Episode 3", type=discord.ChannelType.public_thread)
    (thread,) = room.threads
    await write(world.hana, world, "3", spoils="no")
    page = answer(await world.hana.slash(thread, "review read", episode="3"))

    told = answer(await world.hana.click(page, label=HERE))

    assert ("Read it" in buttons(told)) == may_write
