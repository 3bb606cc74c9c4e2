"""The card is posted once when it comes near, and follows the rows, whatever fails on the way."""

from datetime import timedelta

import pytest

from bot import once
from bot.domain.parties import Party
from cogs.parties import timed
from db import parties, party_times
from tests.cogs.parties.asking import due, shown
from tests.cogs.parties.planning import planned, stored
from tests.world import World, words

DAY = timedelta(days=1)


async def session(world: World, *, starts_in: timedelta = timedelta(days=7)) -> Party:
    """A session of a season that has no card yet."""
    return await planned(world, season_id=4000, card_gone_at=None, starts_in=starts_in)


async def advance(world: World, length: timedelta) -> None:
    await world.env.advance_time(length.total_seconds())


async def test_a_sessions_card_is_posted_when_it_comes_near(world: World) -> None:
    party = await session(world)
    await advance(world, DAY - timedelta(minutes=1))
    assert world.channel.history() == []

    await advance(world, timedelta(minutes=2))

    (posted,) = world.channel.history()
    assert (await stored(world, party)).message_id == posted.id
    assert party_times.ANNOUNCE not in await due(world)


async def test_a_session_that_is_cancelled_before_gets_no_card(world: World) -> None:
    party = await session(world)
    async with world.db.transaction() as tx:
        await parties.save(tx, party.cancel(world.env.now()))

    await advance(world, 2 * DAY)

    assert world.channel.history() == []


async def test_what_discord_fails_at_is_tried_again_and_posted_once(world: World) -> None:
    party = await session(world)
    world.env.inject_error("POST", "/channels/*/messages", status=500, times=4)

    await advance(world, DAY + timedelta(hours=1))

    (posted,) = world.channel.history()
    assert (await stored(world, party)).message_id == posted.id


async def test_a_crash_after_posting_posts_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = await session(world)
    real = once.post

    async def die(*args: object, **kwargs: object) -> None:
        await real(*args, **kwargs)  # pyright: ignore[reportArgumentType]  passed on as it came
        monkeypatch.setattr(timed.once, "post", real)
        raise OSError("killed")

    monkeypatch.setattr(timed.once, "post", die)
    await advance(world, DAY + timedelta(minutes=10))

    (posted,) = world.channel.history()
    assert (await stored(world, party)).message_id == posted.id


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003)])
async def test_where_it_may_not_be_posted_the_organiser_is_told_once(
    world: World, status: int, code: int
) -> None:
    party = await session(world)
    world.env.inject_error(
        "POST", f"/channels/{world.channel.id}/messages", status=status, code=code, times=None
    )

    await advance(world, DAY + timedelta(hours=3))

    (told,) = world.hana.user.dm_channel.history()
    assert "I can no longer post in" in words(told)
    assert (await stored(world, party)).phase == "planned"
    assert party_times.ANNOUNCE not in await due(world)


async def test_after_days_offline_the_card_is_posted_once(world: World) -> None:
    party = await session(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE due SET due_at = 0 WHERE kind = 'party:announce'")
    await world.restart()

    await advance(world, timedelta(minutes=1))

    (posted,) = world.channel.history()
    assert (await stored(world, party)).message_id == posted.id


async def test_card_and_stage_follow_together(world: World) -> None:
    card, stage = await world.post_button("party:maybe:4242"), await world.post_button("party:here:4242")
    await planned(world, message_id=card.id, stage_id=stage.id, ready_at=world.env.now())

    await advance(world, timedelta(seconds=10))

    assert "**Soon**" in words(shown(world, card.id))
    assert "Starts <t:" in words(shown(world, stage.id))


async def test_a_stage_that_was_deleted_is_forgotten_and_the_card_goes_on(world: World) -> None:
    card, stage = await world.post_button("party:maybe:4242"), await world.post_button("party:here:4242")
    world.env.backend.delete_message(world.channel.id, stage.id)
    party = await planned(world, message_id=card.id, stage_id=stage.id, ready_at=world.env.now())

    await advance(world, timedelta(seconds=10))

    now = await stored(world, party)
    assert (now.message_id, now.stage_id) == (card.id, None)
    assert "**Soon**" in words(shown(world, card.id))


async def test_in_an_archived_thread_nothing_is_lost(world: World) -> None:
    card = await world.post_button("party:maybe:4242")
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50083, times=None)

    party = await planned(world, message_id=card.id)
    await advance(world, timedelta(seconds=10))

    assert (await stored(world, party)).message_id == card.id
    assert party_times.CARD not in await due(world)


async def test_a_show_that_left_the_catalogue_does_no_harm(world: World) -> None:
    card = await world.post_button("party:maybe:4242")

    await planned(world, message_id=card.id, show_id="gone")
    await advance(world, timedelta(seconds=10))

    assert party_times.CARD not in await due(world)
