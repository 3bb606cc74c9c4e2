"""Who decides on a text decides on the words that they saw; and who may decide at all."""

import discord
import pytest
import simcord

from bot.domain.server_log import Deed
from db import server_log
from tests.cogs.reviews.support import labels, manager, put, read, send, stored
from tests.world import World, answer, words

CHANGED = "It was changed meanwhile: look again."


async def edited(world: World, body: str) -> None:
    await send(world.hana, await read(world.hana, world), "Edit", body=body)


@pytest.mark.parametrize("times", [1, 2])
async def test_what_was_rewritten_after_a_look_at_it_is_not_shown_again(world: World, times: int) -> None:
    await put(world, world.hana.id, "Rude.")
    mila = manager(world)
    await send(mila, await read(mila, world), "Hide")
    if times == 2:  # within one second
        await edited(world, "Harmless.")
    page = await read(mila, world)
    await edited(world, "Ruder.")

    await mila.click(page, label="Show again")

    assert CHANGED in words(page)
    assert words(page).endswith("Ruder.")
    (review,) = await stored(world)
    assert review.hidden_at is not None
    await mila.click(page, label="Show again")
    (review,) = await stored(world)
    assert review.hidden_at is None


async def test_what_was_rewritten_after_a_look_at_it_is_not_kept(world: World) -> None:
    await put(world, world.hana.id, "Harmless.")
    await send(world.tomas, await read(world.tomas, world), "Report")
    mila = manager(world)
    page = await read(mila, world)
    await edited(world, "Rude.")

    await mila.click(page, label="Keep")

    assert CHANGED in words(page)
    assert words(page).endswith("Rude.")
    async with world.db.snapshot() as tx:
        (entry,) = await server_log.latest(tx, guild_id=world.guild.id, limit=9)
    assert entry.deed is Deed.REPORTED
    await mila.click(page, label="Keep")
    assert [review.reports for review in await stored(world)] == [0]


async def room_of(world: World, member: simcord.MemberActor) -> simcord.ChannelHandle:
    """A channel in which a member manages the messages, and nowhere else."""
    allowed = discord.PermissionOverwrite(manage_messages=True)
    room = world.guild.create_text_channel("hanas-room", overwrites={member: allowed})
    await world.env.settle()
    return room


async def test_who_manages_one_channel_is_no_judge_of_the_servers_texts(world: World) -> None:
    own, his = await put(world, world.hana.id, "Hers."), await put(world, world.tomas.id, "His.")
    await send(world.tomas, await read(world.tomas, world, member=world.hana.user), "Report")
    room = await room_of(world, world.hana)

    page = answer(await world.hana.slash(room, "review read"))

    assert not {"Hide", "Keep", "All reports · 1"} & {*labels(page)}
    for verb, review_id in (("keep", own), ("hide", his), ("show", his)):
        forged = await world.post_button(f"review:{verb}:{review_id}/sen/0")
        refused = answer(await world.hana.click(forged, label="Press"))
        assert words(refused).startswith("Only those who manage this server decide that.")
    assert [(review.reports, review.hidden_at) for review in await stored(world)] == [(0, None), (1, None)]


async def test_who_manages_the_server_decides_in_a_channel_that_denies_it_to_them(world: World) -> None:
    await put(world, world.hana.id, "Hers.")
    mila = manager(world)
    denied = discord.PermissionOverwrite(manage_messages=False)
    room = world.guild.create_text_channel("quiet", overwrites={mila: denied})
    await world.env.settle()

    page = answer(await mila.slash(room, "review read"))

    assert "Hide" in labels(page)


async def test_thanks_for_what_a_text_was_before_are_told_as_such(world: World) -> None:
    await put(world, world.hana.id, "Careful.")
    page = await read(world.tomas, world)
    await world.tomas.click(page, label="Helpful")
    assert "found it helpful" not in words(page)

    await world.env.advance_time(60)
    await edited(world, "Something else.")
    await world.env.advance_time(60)
    mila = manager(world)
    page = await read(mila, world)

    assert "· 1 of 1 found it helpful before ·" in words(page)
    await mila.click(page, label="Helpful · 1")
    assert "· 1 of 2 found it helpful before ·" in words(page)
