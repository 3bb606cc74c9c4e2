"""Thanks and reports are counted right after whatever members do, one after the other or all at once."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.reviews import Order
from db import review_shelves, review_votes, reviews
from db.database import Database
from db.review_shelves import Shelf
from db.sqlite import MIGRATIONS
from tests.db.reviewing import GUILD, MEMBERS, SHOW, STEPS, Model, Step, add, stored, take, wipe
from tests.db.support import NOW

one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Each example wipes the database that they share."""


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


@given(steps=st.lists(STEPS, max_size=40))
@one_database
async def test_every_step_does_what_the_model_does(db: Database, steps: list[Step]) -> None:
    await wipe(db)
    model = Model()
    for step in steps:
        async with db.transaction() as tx:
            assert await take(tx, step) == model.take(step), step
    assert await stored(db) == model


@given(thanks=st.dictionaries(st.integers(1, 8), st.sets(st.sampled_from(range(20, 26)))), data=st.data())
@one_database
async def test_a_texts_place_is_where_the_shelf_has_it(
    db: Database, thanks: dict[int, set[int]], data: st.DataObject
) -> None:
    await wipe(db)
    async with db.transaction() as tx:
        for review_id, readers in thanks.items():
            await add(tx, review_id, member_id=review_id)
            for reader in readers:
                await review_votes.thank(tx, guild_id=GUILD, review_id=review_id, member_id=reader, now=NOW)
    order, shelf = data.draw(st.sampled_from([Order.NEWEST, Order.HELPFUL])), Shelf(99)
    seen: list[tuple[int, int]] = []
    async with db.snapshot() as tx:
        for number in range(1, len(thanks) + 1):
            leaf = await review_shelves.leaf(tx, SHOW, shelf, guild_id=GUILD, order=order, number=number)
            assert leaf.review is not None
            assert (leaf.number, leaf.total) == (number, len(thanks))
            assert number == await review_shelves.place(
                tx, SHOW, shelf, guild_id=GUILD, order=order, review=leaf.review
            )
            seen.append((leaf.review.thanks if order is Order.HELPFUL else 0, leaf.review.id))
    assert seen == sorted(seen, reverse=True)
    assert {review_id for _, review_id in seen} == set(thanks)


async def test_ten_thanks_of_one_reader_at_once_count_once(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1)

    async def thank() -> bool:
        async with db.transaction() as tx:
            return await review_votes.thank(tx, guild_id=GUILD, review_id=1, member_id=MEMBERS[1], now=NOW)

    assert sum(await asyncio.gather(*[thank() for _ in range(10)])) == 1
    assert (await stored(db)).thanks == {(1, MEMBERS[1])}


async def test_what_is_deleted_while_many_thank_leaves_nothing(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1)

    async def thank(member_id: int) -> None:
        async with db.transaction() as tx:
            await review_votes.thank(tx, guild_id=GUILD, review_id=1, member_id=member_id, now=NOW)

    async def delete() -> None:
        async with db.transaction() as tx:
            await reviews.delete(tx, guild_id=GUILD, review_id=1)

    await asyncio.gather(*[thank(member) for member in range(20, 30)], delete(), thank(40), thank(41))

    assert await stored(db) == Model()
