"""Marks one by one: set, taken back, undone, erased, and who may see them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.progress import Mark, Source
from db import marks, members, watchers
from db.database import Database
from db.marks import Flip
from db.recount import differences
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

SHOW = "kaleido-star"
HANA, TOMAS, YUKI = 11, 12, 13


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def mark(
    db: Database,
    member_id: int,
    *episodes: str,
    guild_id: int = 1,
    change_id: int = 100,
    source: Source = Source.HAND,
    seconds: int = 0,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    async with db.transaction() as tx:
        return await marks.mark(
            tx,
            guild_id=guild_id,
            member_id=member_id,
            show_id=SHOW,
            episodes=episodes,
            source=source,
            change_id=change_id,
            now=NOW + timedelta(seconds=seconds),
        )


async def unmark(db: Database, member_id: int, *episodes: str, change_id: int) -> tuple[str, ...]:
    async with db.transaction() as tx:
        return await marks.unmark(
            tx, guild_id=1, member_id=member_id, show_id=SHOW, episodes=episodes, change_id=change_id
        )


async def undo(db: Database, member_id: int, change_id: int, *, new: int, guild_id: int = 1) -> list[Flip]:
    async with db.transaction() as tx:
        return [
            *await marks.undo(
                tx, guild_id=guild_id, member_id=member_id, change_id=change_id, new_change_id=new
            )
        ]


async def show(db: Database, member_id: int, *, visible: bool) -> bool:
    async with db.transaction() as tx:
        return await marks.set_visible(tx, guild_id=1, member_id=member_id, visible=visible)


async def watched(db: Database, member_id: int, *, guild_id: int = 1) -> dict[str, Mark]:
    async with db.snapshot() as tx:
        assert await differences(tx) == {}
        return await marks.watched_here(tx, guild_id=guild_id, member_id=member_id, show_id=SHOW)


async def watchers_of(db: Database, episode: str, limit: int = 10) -> tuple[tuple[int, ...], int]:
    async with db.snapshot() as tx:
        return await watchers.first(tx, guild_id=1, show_id=SHOW, episode=episode, limit=limit)


def keys(numbers: Iterable[int]) -> list[str]:
    return [f"s1e{number}" for number in numbers]


async def test_marking_tells_the_new_from_those_marked_already_in_the_order_asked_for(db: Database) -> None:
    assert await mark(db, HANA, "s1e3", "s1e1") == (("s1e3", "s1e1"), ())
    assert await mark(db, HANA, *keys(range(1, 6)), "s1e5", change_id=101) == (
        ("s1e2", "s1e4", "s1e5"),
        ("s1e1", "s1e3"),
    )
    assert set(await watched(db, HANA)) == set(keys(range(1, 6)))


async def test_a_mark_says_where_it_came_from_and_when(db: Database) -> None:
    await mark(db, HANA, "s1e2", source=Source.PARTY, seconds=5)
    await mark(db, HANA, "s1e1", source=Source.VOTE, seconds=9)
    await mark(db, HANA, "s1e2", source=Source.IMPORT, seconds=60)
    assert list((await watched(db, HANA)).items()) == [
        ("s1e2", Mark(Source.PARTY, datetime.fromtimestamp(NOW.timestamp() + 5, UTC))),
        ("s1e1", Mark(Source.VOTE, datetime.fromtimestamp(NOW.timestamp() + 9, UTC))),
    ]


async def test_what_is_confirmed_by_hand_no_earlier_change_takes_back(db: Database) -> None:
    await mark(db, HANA, "s1e1", "s1e2", source=Source.VOTE, change_id=100, seconds=5)
    assert await mark(db, HANA, "s1e1", change_id=101, seconds=60) == ((), ("s1e1",))
    assert await undo(db, HANA, 101, new=102) == []
    assert await undo(db, HANA, 100, new=103) == [Flip(SHOW, "s1e2", watched=False)]
    first = datetime.fromtimestamp(NOW.timestamp() + 5, UTC)
    assert await watched(db, HANA) == {"s1e1": Mark(Source.HAND, first)}


async def test_marked_again_after_it_was_taken_back_it_keeps_its_first_time(db: Database) -> None:
    await mark(db, HANA, "s1e1", source=Source.PARTY)
    assert await unmark(db, HANA, "s1e1", "s1e2", change_id=101) == ("s1e1",)
    assert await watched(db, HANA) == {}
    assert await mark(db, HANA, "s1e1", change_id=102, seconds=60) == (("s1e1",), ())
    assert await watched(db, HANA) == {"s1e1": Mark(Source.HAND, NOW)}


async def test_undo_takes_back_what_that_change_marked_and_no_more(db: Database) -> None:
    await mark(db, HANA, "s1e1", "s1e2", change_id=100)
    await mark(db, HANA, *keys(range(1, 5)), change_id=101)
    assert await undo(db, HANA, 101, new=102) == [
        Flip(SHOW, "s1e3", watched=False),
        Flip(SHOW, "s1e4", watched=False),
    ]
    assert set(await watched(db, HANA)) == {"s1e1", "s1e2"}


async def test_undo_brings_back_what_was_taken_and_can_itself_be_undone(db: Database) -> None:
    await mark(db, HANA, "s1e1")
    await unmark(db, HANA, "s1e1", change_id=101)
    assert await undo(db, HANA, 101, new=102) == [Flip(SHOW, "s1e1", watched=True)]
    assert await undo(db, HANA, 102, new=103) == [Flip(SHOW, "s1e1", watched=False)]
    assert await watched(db, HANA) == {}


async def test_undo_twice_undoes_once(db: Database) -> None:
    await mark(db, HANA, "s1e1")
    assert await undo(db, HANA, 100, new=101) == [Flip(SHOW, "s1e1", watched=False)]
    assert await undo(db, HANA, 100, new=102) == []
    assert await watched(db, HANA) == {}


async def test_undo_leaves_alone_what_was_changed_since(db: Database) -> None:
    await mark(db, HANA, "s1e1", "s1e2", change_id=100)
    await unmark(db, HANA, "s1e1", change_id=101)
    await mark(db, HANA, "s1e1", change_id=102)
    assert await undo(db, HANA, 100, new=103) == [Flip(SHOW, "s1e2", watched=False)]
    assert set(await watched(db, HANA)) == {"s1e1"}


async def test_nobody_undoes_the_change_of_another_or_of_another_server(db: Database) -> None:
    await mark(db, HANA, "s1e1")
    assert await undo(db, TOMAS, 100, new=101) == []
    assert await undo(db, HANA, 100, new=101, guild_id=2) == []
    assert set(await watched(db, HANA)) == {"s1e1"}


async def test_marks_are_kept_by_server_and_taken_together_for_the_spoiler_rule_alone(db: Database) -> None:
    await mark(db, HANA, "s1e1", "s1e2")
    await mark(db, HANA, "s1e2", "s1e7", guild_id=2)
    await mark(db, TOMAS, "s1e9")
    await unmark(db, HANA, "s1e1", change_id=101)
    async with db.snapshot() as tx:
        assert await marks.watched_anywhere(tx, member_id=HANA, show_id=SHOW) == {"s1e2", "s1e7"}
        assert await marks.watched_anywhere(tx, member_id=HANA, show_id="new-wings") == frozenset()
    assert set(await watched(db, HANA)) == {"s1e2"}
    assert set(await watched(db, HANA, guild_id=2)) == {"s1e2", "s1e7"}


async def test_the_watchers_of_an_episode_are_listed_first_first_as_far_as_asked_and_all_counted(
    db: Database,
) -> None:
    for seconds, member_id in enumerate((YUKI, HANA, TOMAS, 14)):
        await mark(db, member_id, "s1e1", seconds=seconds)
    assert await watchers_of(db, "s1e1", limit=2) == ((YUKI, HANA), 4)
    assert await watchers_of(db, "s1e2") == ((), 0)


async def test_who_hides_is_neither_named_nor_counted_until_they_show_themselves_again(db: Database) -> None:
    for seconds, member_id in enumerate((HANA, TOMAS)):
        await mark(db, member_id, "s1e1", seconds=seconds)
    assert await show(db, HANA, visible=False)
    assert await mark(db, HANA, "s1e2", change_id=101) == (("s1e2",), ())
    assert await watchers_of(db, "s1e1") == ((TOMAS,), 1)
    assert await watchers_of(db, "s1e2") == ((), 0)
    assert not await show(db, HANA, visible=False)
    assert await show(db, HANA, visible=True)
    assert await watchers_of(db, "s1e1") == ((HANA, TOMAS), 2)
    assert await watchers_of(db, "s1e2") == ((HANA,), 1)


async def test_one_joins_with_the_first_mark_and_stays_when_it_is_taken_back(db: Database) -> None:
    await mark(db, HANA, "s1e1")
    await mark(db, HANA, "s1e2", change_id=101)
    await mark(db, TOMAS, "s1e1", guild_id=2)
    await mark(db, YUKI)
    await unmark(db, HANA, "s1e1", "s1e2", change_id=102)
    async with db.snapshot() as tx:
        assert await members.count(tx, guild_id=1) == 1
        assert await members.count(tx, guild_id=2) == 1
        assert await members.count(tx, guild_id=3) == 0


async def test_who_hid_before_joining_stays_hidden_and_joins_only_then(db: Database) -> None:
    assert await show(db, HANA, visible=False)
    async with db.transaction() as tx:
        assert await members.count(tx, guild_id=1) == 0
        joined = await members.join(tx, guild_id=1, member_id=HANA, now=NOW)
        assert joined == await members.join(tx, guild_id=1, member_id=HANA, now=NOW)
        assert (joined.visible, joined.number) == (False, 1)
        assert await members.count(tx, guild_id=1) == 1
    await mark(db, HANA, "s1e1")
    assert await watchers_of(db, "s1e1") == ((), 0)


async def test_erasing_leaves_nothing_in_that_server_and_all_in_the_others(db: Database) -> None:
    await mark(db, HANA, "s1e1", "s1e2")
    await unmark(db, HANA, "s1e2", change_id=101)
    await mark(db, HANA, "s1e1", guild_id=2)
    await mark(db, TOMAS, "s1e1", seconds=9)
    async with db.transaction() as tx:
        assert await marks.erase(tx, guild_id=1, member_id=HANA) == 3
        assert await marks.erase(tx, guild_id=1, member_id=HANA) == 0
        assert await members.count(tx, guild_id=1) == 1
    assert await watched(db, HANA) == {}
    assert set(await watched(db, HANA, guild_id=2)) == {"s1e1"}
    assert await watchers_of(db, "s1e1") == ((TOMAS,), 1)
    assert await mark(db, HANA, "s1e1") == (("s1e1",), ())


async def test_five_thousand_episodes_at_once_are_marked_and_undone(db: Database) -> None:
    many = keys(range(1, 5001))
    assert await mark(db, HANA, *many, source=Source.IMPORT) == (tuple(many), ())
    assert await mark(db, HANA, *many, source=Source.IMPORT, change_id=101) == ((), tuple(many))
    assert len(await watched(db, HANA)) == 5000
    assert len(await undo(db, HANA, 100, new=102)) == 5000
    assert await watched(db, HANA) == {}
