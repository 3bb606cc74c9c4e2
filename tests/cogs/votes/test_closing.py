"""How a panel ends: by its time, by a press, by losing its message or its channel."""

import discord

from bot.domain.tally import Tally
from tests.cogs.votes.support import edits, last, opened, panel_id, posts, rows, score, set_to, tally
from tests.world import World, answer, buttons, words


async def test_a_panel_closes_at_its_time_and_posts_its_result(world: World) -> None:
    panel = await opened(world, closes="2h")
    assert "closes <t:" in words(panel)
    for member, value in ((world.hana, 8), (world.tomas, 9)):
        await score(member, panel, value)
    before = len(world.env.http_requests)

    await world.env.advance_time(2 * 3600 - 10)
    assert posts(world, before) == []
    await world.env.advance_time(20)

    assert last(world) == (
        "## Result: 26 · An Amazing Comeback\n"
        "**8.50** from 2 votes\n-# 1 × 9 · 1 × 8\n-# #1 of 1 on this server"
    )
    assert words(panel).startswith("## Vote: 26 · An Amazing Comeback\n-# Opened by")
    assert "**8.50** from 2 votes" in words(panel)
    assert "closed <t:" in words(panel)
    assert buttons(panel) == {}
    assert len(posts(world, before)) == 1
    assert await rows(world) == 0


async def test_a_panel_nobody_voted_on_says_so(world: World) -> None:
    await opened(world, closes="2h")

    await world.env.advance_time(2 * 3600 + 10)

    assert last(world) == "## Result: 26 · An Amazing Comeback\nNobody voted."


async def test_who_opened_it_closes_it_with_one_press(world: World) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)
    await world.env.advance_time(10)
    before = len(world.env.http_requests)

    await world.hana.click(panel, label="Close")

    assert "**9.00** from 1 vote" in words(panel)
    assert "Result: 26" in last(world)
    await world.env.advance_time(10)
    assert edits(world, before) == 1  # the last state, though a vote came while it closed
    assert len(posts(world, before)) == 1
    assert await rows(world) == 0


async def test_a_moderator_closes_anybodys_panel(world: World) -> None:
    role = world.guild.create_role("Mods", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mod"), roles=[role])
    panel = await opened(world)

    await moderator.click(panel, label="Close")

    assert "Result: 26" in last(world)


async def test_a_stranger_cannot_close_it(world: World) -> None:
    panel = await opened(world)

    refused = answer(await world.tomas.click(panel, label="Close"))

    assert refused.ephemeral
    assert words(refused) == f"Only <@{world.hana.id}>, who opened it, and moderators can close this vote."
    await score(world.tomas, panel, 9)


async def test_a_vote_on_a_closed_panel_is_refused_and_not_counted(world: World) -> None:
    panel = await opened(world)
    found = panel_id(panel)
    copy = await world.post_select(f"panel:score:{found}", ["9"])
    withdrawing = await world.post_button(f"panel:withdraw:{found}")
    await world.hana.click(panel, label="Close")

    told = await score(world.tomas, copy, 9)
    kept = words(answer(await world.tomas.click(withdrawing, label="Press")))

    assert kept.startswith("This vote is closed.")
    assert told == "This vote is closed. Your own score you can still give or change with `/vote`."
    assert await tally(world) == Tally()


async def test_what_was_voted_on_shows_to_all_when_it_closes(world: World) -> None:
    await set_to(world, reveal="closed")
    panel = await opened(world)
    await score(world.tomas, panel, 9)

    await world.hana.click(panel, label="Close")

    assert "**9.00** from 1 vote" in last(world)
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=7))
    assert "★ 8.00 · 2 votes" in words(told)


async def test_one_that_fell_due_while_the_bot_was_away_closes_when_it_is_back(world: World) -> None:
    panel = await opened(world, closes="2h")
    await score(world.tomas, panel, 9)
    await world.env.advance_time(10)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE due SET due_at = due_at - 7200")

    await world.restart()
    await world.env.advance_time(1)

    assert "Result: 26" in last(world)
    assert "**9.00** from 1 vote" in words(panel)


async def test_no_vote_is_taken_once_its_time_has_come_though_closing_it_is_late(world: World) -> None:
    panel = await opened(world, closes="2h")
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM due")
    await world.env.advance_time(2 * 3600 + 1)

    told = await score(world.tomas, panel, 9)

    assert told.startswith("This vote is closed.")
    assert await tally(world) == Tally()


async def test_votes_after_it_closed_change_nothing_of_its_result(world: World) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)
    await world.hana.click(panel, label="Close")

    await world.hana.slash(world.channel, "vote", episode="26", score=1)
    await world.env.advance_time(10)

    assert "**9.00** from 1 vote" in last(world)
    assert "**9.00** from 1 vote" in words(panel)


async def test_a_result_carries_the_panels_id_so_that_discord_takes_it_once(world: World) -> None:
    panel = await opened(world)
    found = panel_id(panel)
    await world.hana.click(panel, label="Close")

    sent = [e.json for e in world.env.http_requests if e.method == "POST" and e.path.startswith("/channels/")]

    assert [(body["nonce"], body["enforce_nonce"]) for body in sent if body] == [(str(found), True)]
