"""Reviews and comments as they lie in the database."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.reviews import SERIES, Draft, Order, Review, Verdict, Written
from db import review_shelves, review_votes, reviews
from db.database import Database, Tx
from db.review_shelves import Shelf
from db.sqlite import MIGRATIONS
from tests.db.reviewing import GUILD, MEMBERS, SHOW, add
from tests.db.support import NOW
from tests.opened import opened

HANA, TOMAS, MILA = MEMBERS
SHOWS = {SHOW.id: SHOW}


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def find(tx: Tx, review_id: int, *, guild_id: int = GUILD) -> Review:
    found = await reviews.find(tx, SHOWS, guild_id=guild_id, review_id=review_id)
    assert found is not None
    return found


async def hide(tx: Tx, review_id: int, why: str | None = "rude") -> bool:
    return await reviews.hide(
        tx, guild_id=GUILD, review_id=review_id, member_id=MILA, why=why, now=NOW + timedelta(hours=1)
    )


async def test_a_review_comes_back_as_it_was_kept_and_sealed(db: Database) -> None:
    draft = Draft("It falls.", spoils=True, title="Fall", verdict=Verdict.SKIP)
    async with db.transaction() as tx:
        await reviews.add(
            tx, draft, guild_id=GUILD, review_id=7, show_id=SHOW.id, episode="s1e2", member_id=HANA, now=NOW
        )
        review = await find(tx, 7)

    assert review.title is not None
    assert (opened(review.title), opened(review.body)) == ("Fall", "It falls.")
    assert review.body.needs == review.title.needs == {"s1e2"}
    assert (review.verdict, review.spoils, review.written_at) == (Verdict.SKIP, True, NOW)
    assert (review.edited_at, review.hidden_at, review.thanks, review.reports) == (None, None, 0, 0)


async def test_an_edit_keeps_the_date_and_what_was_said(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 7, member_id=HANA)
        await review_votes.thank(tx, guild_id=GUILD, review_id=7, member_id=TOMAS, now=NOW)
        later = NOW + timedelta(days=1)
        await reviews.edit(tx, Draft("Otherwise.", spoils=True), guild_id=GUILD, review_id=7, now=later)
        review = await find(tx, 7)

    assert (opened(review.body), review.spoils, review.thanks) == ("Otherwise.", True, 1)
    assert (review.written_at, review.edited_at) == (NOW, later)


async def test_the_database_itself_keeps_a_second_review_of_a_subject_out(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=HANA, title="First")
        await add(tx, 2, member_id=HANA, title="Of an episode", episode="s1e1")
        await add(tx, 3, member_id=HANA)
        await add(tx, 4, member_id=HANA)
        await add(tx, 5, member_id=TOMAS, title="His")
        await add(tx, 1, member_id=HANA, title="Elsewhere", guild_id=2)
    with pytest.raises(sqlite3.IntegrityError):
        async with db.transaction() as tx:
            await add(tx, 6, member_id=HANA, title="Second")
    async with db.snapshot() as tx:
        own = await reviews.own(tx, SHOW, guild_id=GUILD, episode=SERIES, member_id=HANA)

    assert own is not None
    assert own.id == 1


async def test_a_text_of_another_server_or_of_a_lost_show_is_not_found(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1)
        assert await reviews.find(tx, SHOWS, guild_id=2, review_id=1) is None
        assert await reviews.find(tx, {}, guild_id=GUILD, review_id=1) is None
        assert not await reviews.delete(tx, guild_id=2, review_id=1)


async def test_a_hidden_text_leaves_the_shelves_of_all_but_its_author_and_managers(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=HANA)
        await add(tx, 2, member_id=TOMAS)
        assert await hide(tx, 1)
        assert not await hide(tx, 1)
        totals = [
            (await review_shelves.leaf(tx, SHOW, shelf, guild_id=GUILD, order=Order.NEWEST, number=1)).total
            for shelf in (Shelf(MILA), Shelf(HANA), Shelf(MILA, manages=True))
        ]
        tally = await review_shelves.tally(tx, guild_id=GUILD, show_id=SHOW.id, episode=SERIES)

    assert totals == [1, 2, 2]
    assert tally == {None: 1}


async def test_hiding_decides_what_was_reported_and_so_does_keeping(db: Database) -> None:
    async with db.transaction() as tx:
        for review_id in (1, 2, 3):
            await add(tx, review_id)
            await review_votes.report(
                tx, guild_id=GUILD, review_id=review_id, member_id=MILA, reason="rude", now=NOW
            )
        await hide(tx, 1)
        await reviews.keep(tx, guild_id=GUILD, review_id=2, now=NOW)
        assert await review_shelves.reported(tx, guild_id=GUILD, show_id=SHOW.id) == 1
        leaf = await review_shelves.leaf(
            tx, SHOW, Shelf(MILA, manages=True), guild_id=GUILD, order=Order.REPORTED, number=9
        )
        reasons = await review_votes.reasons(tx, guild_id=GUILD, review_id=3, limit=5)

    assert leaf.review is not None
    assert (leaf.review.id, leaf.number, leaf.total) == (3, 1, 1)
    assert reasons == [(MILA, "rude")]


async def test_shelves_are_of_a_subject_of_a_member_or_of_all(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=HANA)
        await add(tx, 2, member_id=HANA, episode="s1e1")
        await add(tx, 3, member_id=TOMAS, episode="s1e1")
        await add(tx, 4, member_id=TOMAS, guild_id=2)
        shelves = [Shelf(MILA), Shelf(MILA, "s1e1"), Shelf(MILA, SERIES), Shelf(MILA, "s1e1", HANA)]
        first = [
            await review_shelves.leaf(tx, SHOW, shelf, guild_id=GUILD, order=Order.NEWEST, number=1)
            for shelf in [*shelves, Shelf(MILA, None, HANA), Shelf(MILA, "s1e3")]
        ]

    assert [(leaf.review.id if leaf.review else None, leaf.total) for leaf in first] == [
        *((3, 3), (3, 2), (1, 1), (2, 1)),
        *((2, 2), (None, 0)),
    ]


async def test_what_a_member_has_written_is_counted_for_the_quota(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=HANA, title="A review")
        await add(tx, 2, member_id=HANA)
        await add(tx, 3, member_id=HANA, episode="s1e1")
        await add(tx, 4, member_id=TOMAS)
        await add(tx, 5, member_id=HANA, guild_id=2)
        where = {"guild_id": GUILD, "member_id": HANA, "show_id": SHOW.id, "episode": SERIES}
        before = await reviews.written(tx, **where, since=NOW - timedelta(seconds=1))  # pyright: ignore[reportArgumentType]
        after = await reviews.written(tx, **where, since=NOW)  # pyright: ignore[reportArgumentType]

    assert (before, after) == (Written(3, 1, 3), Written(3, 1, 0))


async def test_a_member_who_is_forgotten_leaves_no_trace_and_what_they_hid_stays_hidden(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=HANA)
        await add(tx, 2, member_id=MILA)
        await add(tx, 3, member_id=MILA, episode="s1e1")
        await add(tx, 4, member_id=MILA, guild_id=2)
        await review_votes.thank(tx, guild_id=GUILD, review_id=2, member_id=TOMAS, now=NOW)
        await hide(tx, 1)
        assert await reviews.erase(tx, guild_id=GUILD, member_id=MILA) == 2
        review = await find(tx, 1)
        left = await tx.all("SELECT guild_id, id, member_id FROM reviews ORDER BY guild_id, id")
        thanks = await tx.all("SELECT review_id FROM review_thanks")

    assert (review.hidden_at is not None, review.hidden_by, review.hidden_why) == (True, None, None)
    assert [(row["guild_id"], row["id"], row["member_id"]) for row in left] == [
        (GUILD, 1, HANA),
        (2, 4, MILA),
    ]
    assert thanks == []


async def test_reports_are_counted_lately_by_member(db: Database) -> None:
    async with db.transaction() as tx:
        for review_id in (1, 2, 3):
            await add(tx, review_id)
            await review_votes.report(
                tx,
                guild_id=GUILD,
                review_id=review_id,
                member_id=MILA if review_id < 3 else HANA,
                reason=None,
                now=NOW + timedelta(minutes=review_id),
            )
        lately = [
            await review_votes.reported_lately(
                tx, guild_id=GUILD, member_id=MILA, since=NOW + timedelta(minutes=minutes)
            )
            for minutes in (0, 1, 2)
        ]

    assert lately == [2, 1, 0]
