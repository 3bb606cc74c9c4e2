"""Messages that tell a channel of a text, as they are noted and withdrawn."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.reviews import Draft
from db import review_posts, reviews, withdrawals
from db.database import Database, Tx
from db.review_posts import ARRIVING, Post
from db.sqlite import MIGRATIONS
from tests.db.reviewing import GUILD, MEMBERS, add
from tests.db.support import NOW

HANA, TOMAS, _ = MEMBERS
POST = Post(GUILD, 50, 1, 7)
SECOND = timedelta(seconds=1)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def show(tx: Tx, *posts: Post) -> None:
    """Show texts in messages with their posts' ids and 100."""
    for post in posts:
        await review_posts.add(tx, post, keep=NOW, now=NOW)
        assert await review_posts.note(tx, post, message_id=post.id + 100, now=NOW)


async def standing(tx: Tx, channel_id: int = 7, *, later: timedelta = SECOND) -> Post | None:
    return await review_posts.standing(
        tx, guild_id=GUILD, review_id=1, channel_id=channel_id, now=NOW + later
    )


async def withdrawn(tx: Tx) -> set[tuple[int, int]]:
    """The messages that are to go, with their channels, all due by now."""
    due = await tx.all("SELECT subject_id, due_at FROM due WHERE kind = :kind", kind=withdrawals.DELETE)
    assert all(row["due_at"] <= NOW.timestamp() for row in due)
    rows = await tx.all("SELECT id, channel_id FROM withdrawn_messages")
    assert {row["id"] for row in rows} == {row["subject_id"] for row in due}
    return {(row["id"], row["channel_id"]) for row in rows}


async def test_a_message_stands_in_its_channel_from_the_moment_it_is_sent(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1)
        await review_posts.add(tx, POST, keep=NOW, now=NOW)
        assert await standing(tx) == POST
        assert await standing(tx, later=ARRIVING) is None  # it was never heard of
        assert await review_posts.note(tx, POST, message_id=150, now=NOW)

        assert await standing(tx, later=timedelta(days=9)) == replace(POST, message_id=150)
        assert await standing(tx, 8) is None


@pytest.mark.parametrize("how", ["edit", "hide", "delete", "erase"])
async def test_all_messages_of_a_text_go_and_no_others(db: Database, how: str) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=HANA)
        await add(tx, 2, member_id=TOMAS)
        await add(tx, 1, member_id=HANA, guild_id=2)
        elsewhere = Post(2, 53, 1, 7)
        await show(tx, POST, Post(GUILD, 51, 1, 8), Post(GUILD, 52, 2, 7), elsewhere)
        match how:
            case "edit":
                draft = Draft("Otherwise.", spoils=True)
                await reviews.edit(tx, draft, guild_id=GUILD, review_id=1, now=NOW)
            case "hide":
                await reviews.hide(tx, guild_id=GUILD, review_id=1, member_id=TOMAS, why=None, now=NOW)
            case "delete":
                await reviews.delete(tx, guild_id=GUILD, review_id=1)
            case _:
                await reviews.erase(tx, guild_id=GUILD, member_id=HANA)

        assert await withdrawn(tx) == {(150, 7), (151, 8)}
        assert await standing(tx) is None


@pytest.mark.parametrize("how", ["changed", "deleted"])
async def test_a_message_that_comes_after_its_text_was_withdrawn_goes_again(db: Database, how: str) -> None:
    async with db.transaction() as tx:
        await add(tx, 1)
        await review_posts.add(tx, POST, keep=NOW, now=NOW)
        if how == "deleted":
            await reviews.delete(tx, guild_id=GUILD, review_id=1)
        else:
            await review_posts.withdraw(tx, guild_id=GUILD, review_id=1)
        assert await withdrawn(tx) == set()

        assert not await review_posts.note(tx, POST, message_id=150, now=NOW)

        assert await withdrawn(tx) == {(150, 7)}


async def test_what_was_withdrawn_counts_for_the_pace_and_is_kept_no_longer(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=HANA)
        await add(tx, 2, member_id=TOMAS)
        await show(tx, POST, Post(GUILD, 52, 2, 7))
        await review_posts.withdraw(tx, guild_id=GUILD, review_id=1)
        found = [
            await review_posts.lately(tx, guild_id=GUILD, member_id=HANA, since=since)
            for since in (NOW - SECOND, NOW)
        ]
        await review_posts.add(tx, Post(GUILD, 60, 1, 7), keep=NOW, now=NOW + SECOND)
        left = await tx.all("SELECT id FROM review_posts ORDER BY id")

    assert found == [1, 0]
    assert [row["id"] for row in left] == [52, 60]
