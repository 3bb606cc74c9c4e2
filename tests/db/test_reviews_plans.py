"""Pages are found in indexes: however long ten thousand texts are, one of them is read."""

from collections.abc import Hashable
from pathlib import Path

import pytest

from bot.domain.reviews import SERIES, Order
from db import review_shelves, reviews
from db.database import Database, Row, T, Tx, Value, Work
from db.review_shelves import Shelf
from db.sqlite import MIGRATIONS
from tests.db.reviewing import GUILD, SHOW, add


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


class Explained(Tx):
    """Carries out what it is asked for, and notes how the database goes about it."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.steps: list[str] = []

    async def all(self, sql: str, /, **params: Value) -> list[Row]:
        plan = await self.tx.all(f"EXPLAIN QUERY PLAN {sql}", **params)
        self.steps += [row["detail"] for row in plan]
        return await self.tx.all(sql, **params)

    async def one(self, sql: str, /, **params: Value) -> Row | None:
        rows = await self.all(sql, **params)
        return rows[0] if rows else None

    async def run(self, sql: str, /, **params: Value) -> int:
        raise AssertionError(sql, params)

    async def recall(self, _: Hashable, work: Work[T], /) -> T:
        return await work(self)


SHELVES = [
    Shelf(5, episode, manages=manages) for episode in (None, SERIES, "s1e1") for manages in (False, True)
]


@pytest.mark.parametrize("shelf", SHELVES)
@pytest.mark.parametrize("order", [Order.NEWEST, Order.HELPFUL])
async def test_no_text_is_read_but_the_one_that_is_shown(db: Database, shelf: Shelf, order: Order) -> None:
    async with db.transaction() as tx:
        for review_id in range(1, 30):
            await add(tx, review_id, member_id=review_id, episode=("", "s1e1")[review_id % 2])
        looked = Explained(tx)
        where = {"guild_id": GUILD, "order": order}
        leaf = await review_shelves.leaf(looked, SHOW, shelf, number=3, **where)  # pyright: ignore[reportArgumentType]
        assert leaf.review is not None
        await review_shelves.place(looked, SHOW, shelf, review=leaf.review, **where)  # pyright: ignore[reportArgumentType]
        await review_shelves.tally(looked, guild_id=GUILD, show_id=SHOW.id, episode=SERIES)

    searched = [step for step in looked.steps if step.startswith(("SEARCH", "SCAN"))]
    rows = [step for step in searched if "COVERING INDEX" not in step]
    assert rows == ["SEARCH reviews USING PRIMARY KEY (guild_id=? AND id=?)"]
    assert not [step for step in looked.steps if "TEMP B-TREE FOR ORDER" in step]
    assert len(searched) >= len(("how many", "which", "it", "place", "tally"))


async def test_of_what_is_kept_the_rest_is_found_by_its_key(db: Database) -> None:
    async with db.transaction() as tx:
        await add(tx, 1, member_id=11, title="One")
        looked = Explained(tx)
        assert await reviews.own(looked, SHOW, guild_id=GUILD, episode=SERIES, member_id=11)

    assert [step.partition(" USING ")[2] for step in looked.steps] == [
        "INDEX one_review_a_subject (guild_id=? AND member_id=? AND show_id=? AND episode=?)"
    ]
