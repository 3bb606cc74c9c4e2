"""The board: places, ties, pages however deep, and who is on it."""

import random
from pathlib import Path

import pytest

from bot.domain.progress import Source
from db import board, marks, members
from db.board import PAGE, Entry, Page, Standing
from db.board_counts import SLOT
from db.database import Database, Tx
from db.recount import differences, mend
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

SHOW = "kaleido-star"


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def watch(tx: Tx, member_id: int, episodes: int, *, show_id: str = SHOW, guild_id: int = 1) -> None:
    """Mark the first `episodes`, and a special that counts for nothing."""
    keys = [*(f"s1e{number}" for number in range(1, episodes + 1)), "sp1"]
    await marks.mark(
        tx,
        guild_id=guild_id,
        member_id=member_id,
        show_id=show_id,
        episodes=keys,
        source=Source.HAND,
        change_id=1,
        now=NOW,
    )


async def filled(db: Database, *watched: int) -> None:
    """Members 1, 2 and so on, who joined in that order and have watched so many episodes."""
    async with db.transaction() as tx:
        for member_id, episodes in enumerate(watched, start=1):
            await watch(tx, member_id, episodes)


async def fill_fast(db: Database, watched: dict[int, int]) -> None:
    """As `filled`, for many: the counts are made from the rows in the end."""
    async with db.transaction() as tx:
        for member_id, episodes in watched.items():
            await tx.run("INSERT INTO members VALUES (1, :id, 1, :id, 0)", id=member_id)
            await tx.run(
                f"INSERT INTO marks VALUES {', '.join(_MARK.format(n) for n in range(1, episodes + 1))}",  # noqa: S608  constants
                id=member_id,
            )
        await mend(tx)


_MARK = "(1, :id, 'kaleido-star', 's1e{}', 1, 'hand', 0, 1)"


async def page(db: Database, number: int = 1, *, guild_id: int = 1) -> Page:
    async with db.snapshot() as tx:
        return await board.page(tx, guild_id=guild_id, show_id=SHOW, number=number)


async def standing(db: Database, member_id: int) -> Standing | None:
    async with db.snapshot() as tx:
        return await board.standing(tx, guild_id=1, show_id=SHOW, member_id=member_id)


async def show(db: Database, member_id: int, *, visible: bool) -> None:
    async with db.transaction() as tx:
        await marks.set_visible(tx, guild_id=1, member_id=member_id, visible=visible)


async def all_pages(db: Database) -> list[Entry]:
    """The entries of every page in turn, each page as full as it can be."""
    first = await page(db)
    pages = [await page(db, number) for number in range(1, first.pages + 1)]
    assert all(len(each.entries) == PAGE for each in pages[:-1])
    return [entry for each in pages for entry in each.entries]


def expected(watched: dict[int, int]) -> list[Entry]:
    """The board by plain sorting; the ids are in the order of joining."""
    ranked = sorted((-episodes, member_id) for member_id, episodes in watched.items() if episodes)
    return [
        Entry(1 + sum(o < episodes for o, _ in ranked), member_id, -episodes)
        for episodes, member_id in ranked
    ]


async def test_an_empty_board_has_one_page_with_nobody(db: Database) -> None:
    assert await page(db, 3) == Page(number=1, pages=1, members=0, entries=())
    assert await standing(db, 1) is None


async def test_equals_share_a_place_and_who_joined_first_stands_first(db: Database) -> None:
    await filled(db, 7, 26, 3, 7, 0)
    assert (await page(db)).entries == (Entry(1, 2, 26), Entry(2, 1, 7), Entry(2, 4, 7), Entry(4, 3, 3))


async def test_specials_count_for_nothing(db: Database) -> None:
    await filled(db, 0)
    assert (await page(db)).members == 0
    assert await standing(db, 1) is None


async def test_ten_stand_on_a_page_and_the_last_page_is_as_far_as_one_gets(db: Database) -> None:
    await filled(db, *range(25, 0, -1))
    second, last = await page(db, 2), await page(db, 3)
    assert [entry.place for entry in second.entries] == list(range(11, 21))
    assert (last.number, last.pages, last.members, len(last.entries)) == (3, 3, 25, 5)
    assert await page(db, 99) == last
    assert await page(db, 0) == await page(db, 1)


async def test_ten_fill_one_page_and_the_eleventh_begins_another(db: Database) -> None:
    await filled(db, *[5] * PAGE)
    assert (await page(db)).pages == 1
    async with db.transaction() as tx:
        await watch(tx, 11, 5)
    assert [entry.member_id for entry in (await page(db, 2)).entries] == [11]


async def test_my_own_place_says_on_which_page_i_am(db: Database) -> None:
    await filled(db, *[9] * 12, 4)
    assert await standing(db, 10) == Standing(place=1, episodes=9, page=1)
    assert await standing(db, 11) == Standing(place=1, episodes=9, page=2)
    assert await standing(db, 13) == Standing(place=13, episodes=4, page=2)


async def test_who_hides_is_off_the_board_and_knows_the_place_they_would_have(db: Database) -> None:
    await filled(db, 9, 7, 7, 3)
    await show(db, 2, visible=False)
    assert (await page(db)).entries == (Entry(1, 1, 9), Entry(2, 3, 7), Entry(3, 4, 3))
    assert await standing(db, 2) == Standing(place=2, episodes=7, page=None)
    async with db.transaction() as tx:
        await watch(tx, 2, 8)
    assert await standing(db, 2) == Standing(place=2, episodes=8, page=None)
    await show(db, 2, visible=True)
    assert (await page(db)).entries[1:3] == (Entry(2, 2, 8), Entry(3, 3, 7))


async def test_servers_and_shows_have_boards_of_their_own(db: Database) -> None:
    async with db.transaction() as tx:
        await watch(tx, 1, 5)
        await watch(tx, 1, 9, guild_id=2)
        await watch(tx, 1, 3, show_id="new-wings")
    assert (await page(db)).entries == (Entry(1, 1, 5),)
    assert (await page(db, guild_id=2)).entries == (Entry(1, 1, 9),)


async def test_who_was_erased_and_comes_back_joins_as_the_last(db: Database) -> None:
    await filled(db, 5, 5, 5)
    async with db.transaction() as tx:
        await marks.erase(tx, guild_id=1, member_id=1)
        await watch(tx, 1, 5)
    assert [entry.member_id for entry in (await page(db)).entries] == [2, 3, 1]


@pytest.mark.parametrize("most", [1, 4])
async def test_every_page_of_a_large_board_is_the_one_that_sorting_gives(db: Database, most: int) -> None:
    chance = random.Random(most)  # noqa: S311  no secret
    watched = {member_id: chance.randint(1, most) for member_id in range(1, 3 * SLOT)}
    await fill_fast(db, watched)
    async with db.transaction() as tx:
        for member_id in [*range(SLOT, SLOT + 300), *chance.sample(sorted(watched), 50)]:
            if watched.pop(member_id, None):
                await marks.set_visible(tx, guild_id=1, member_id=member_id, visible=False)
        for member_id in range(1, SLOT + 10):  # the first slot is empty
            watched.pop(member_id, None)
            await marks.erase(tx, guild_id=1, member_id=member_id)
        assert await differences(tx) == {}
        assert await members.count(tx, guild_id=1) == 2 * SLOT - 10
    entries = expected(watched)

    assert await all_pages(db) == entries
    for before, entry in enumerate(entries):
        if before % 7 == 0:
            on = Standing(entry.place, entry.episodes, before // PAGE + 1)
            assert await standing(db, entry.member_id) == on
