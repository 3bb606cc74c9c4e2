"""What becomes of a panel when its message, its channel, its rights or Discord itself fail."""

import pytest

from tests.cogs.votes.support import last, opened, posts, rows, score, tally
from tests.world import World, words


async def test_one_whose_message_was_deleted_is_forgotten_quietly(world: World) -> None:
    panel = await opened(world, closes="2h")
    world.env.backend.delete_message(world.channel.id, panel.id)
    before = len(world.env.http_requests)

    await world.env.advance_time(2 * 3600 + 10)

    assert posts(world, before) == []
    assert await rows(world) == 0


async def test_votes_stay_though_the_panels_message_was_deleted(world: World) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)
    world.env.backend.delete_message(world.channel.id, panel.id)

    await world.env.advance_time(10)

    assert (await tally(world)).total == 9
    assert await rows(world) == 0


@pytest.mark.parametrize("code", [50001, 10003])
async def test_who_opened_it_is_told_that_its_channel_was_lost(world: World, code: int) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)
    status = 403 if code == 50001 else 404
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=status, code=code)

    await world.env.advance_time(10)

    told = world.hana.user.dm_channel.last_message if hasattr(world.hana, "user") else None
    assert told is not None
    assert "so the vote you opened there is closed" in words(told)
    assert await rows(world) == 0


async def test_who_takes_no_direct_messages_is_not_told(world: World) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50001)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)

    await world.env.advance_time(10)

    assert await rows(world) == 0


async def test_where_the_bot_may_not_post_the_panel_itself_says_the_result(world: World) -> None:
    panel = await opened(world, closes="2h")
    await score(world.tomas, panel, 9)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)

    await world.env.advance_time(2 * 3600 + 10)

    assert "**9.00** from 1 vote" in words(panel)
    assert await rows(world) == 0


async def test_a_discord_that_fails_for_a_while_loses_nothing_and_doubles_nothing(world: World) -> None:
    panel = await opened(world, closes="2h")
    await score(world.tomas, panel, 9)
    await world.env.advance_time(10)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=500, times=2)
    world.env.inject_error("POST", "/channels/*/messages", status=500, times=2)
    before = len(world.env.http_requests)

    await world.env.advance_time(3 * 3600)

    results = [message for message in world.channel.history() if "Result: 26" in words(message)]
    assert len(results) == 1
    assert len(posts(world, before)) > 1
    assert "closed <t:" in words(panel)
    assert await rows(world) == 0


async def test_a_panel_about_what_the_catalogue_no_longer_has_is_forgotten(world: World) -> None:
    await opened(world, closes="2h")
    async with world.db.transaction() as tx:
        await tx.run("UPDATE panels SET episode = 's9e9'")

    await world.env.advance_time(2 * 3600 + 10)

    assert await rows(world) == 0


async def test_the_result_comes_without_its_picture_where_no_files_may_be_attached(world: World) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)

    await world.hana.click(panel, label="Close")

    assert "**9.00** from 1 vote" in last(world)


async def test_in_an_archived_thread_the_result_is_posted_and_the_panel_closed_after_it(world: World) -> None:
    panel = await opened(world, closes="2h")
    await score(world.tomas, panel, 9)
    await world.env.advance_time(10)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50083)

    await world.env.advance_time(2 * 3600 + 20)

    assert "Result: 26" in last(world)
    assert "closed <t:" in words(panel)
    assert await rows(world) == 0


async def test_a_panel_is_closed_and_its_result_posted_after_a_day_without_discord(world: World) -> None:
    panel = await opened(world, closes="2h")
    await score(world.tomas, panel, 9)
    await world.env.advance_time(10)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=20)

    await world.env.advance_time(30 * 3600)

    assert "Result: 26" in last(world)
    assert await rows(world) == 0


async def test_a_clock_that_was_set_back_holds_up_neither_the_count_nor_the_close(world: World) -> None:
    panel = await opened(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE panels SET edited_at = edited_at + 3600")

    await score(world.tomas, panel, 9)
    await world.env.advance_time(10)
    followed = words(panel)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE panels SET edited_at = edited_at + 3600, closes_at = opened_at")
        await tx.run("INSERT INTO due SELECT guild_id, 'panel:close', id, opened_at, 0 FROM panels")
    world.bot.wake(world.env.now())
    await world.env.advance_time(10)

    assert "**1** has voted." in followed
    assert "closed <t:" in words(panel)
    assert await rows(world) == 0
