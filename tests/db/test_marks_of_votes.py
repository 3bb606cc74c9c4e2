"""A database from before progress was kept: who voted takes part, and has watched what they voted on."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.progress import Mark, Source
from db import board, marks, members, votes, watchers
from db.database import Tx
from db.recount import differences
from db.sqlite import MIGRATIONS, inspect
from db.votes import Ballot
from tests.db.support import opened

FIRST = 1_780_000_000
SHOW = "kaleido-star"

Row = tuple[int, str, int, int | None, int]
"""Server, episode, member, score (None: withdrawn), second of the first vote."""

ROWS: list[Row] = [
    (1, "s1e1", 12, 9, 5),
    (1, "s1e2", 12, 8, 3),
    (1, "s1e1", 11, 7, 4),
    (1, "sp1", 11, 6, 9),
    (1, "s1e3", 13, None, 1),
    (2, "s1e1", 12, None, 0),
    (2, "s1e2", 12, 4, 2),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The migrations of a version that knew votes and polls, and no progress."""
    older = tmp_path / "older"
    older.mkdir()
    for path in sorted(MIGRATIONS.glob("*.sql"))[:3]:
        shutil.copy(path, older)
    return older


async def store(tx: Tx, rows: list[Row]) -> None:
    for guild_id, episode, member_id, score, second in rows:
        ballot = Ballot(guild_id, SHOW, episode, member_id)
        now = datetime.fromtimestamp(FIRST + second, UTC)
        await votes.cast(tx, ballot, score=score or 5, now=now)
        if score is None:
            await votes.withdraw(tx, ballot, now=now)


def marked(second: int) -> Mark:
    return Mark(Source.VOTE, datetime.fromtimestamp(FIRST + second, UTC))


async def test_votes_become_members_and_marks_and_all_counts_are_right(path: Path, folder: Path) -> None:
    async with opened(path, folder) as old, old.transaction() as tx:
        await store(tx, ROWS)
    assert "migrations to apply" in await inspect(path, folder=MIGRATIONS)

    async with opened(path, MIGRATIONS) as db, db.snapshot() as tx:
        assert await differences(tx) == {}
        assert [await members.count(tx, guild_id=guild) for guild in (1, 2, 3)] == [3, 1, 0]
        found = [await members.find(tx, guild_id=1, member_id=member) for member in (13, 12, 11)]
        assert [(member.number, member.visible) for member in found] == [(1, True), (2, True), (3, True)]
        assert await marks.watched_here(tx, member_id=12, guild_id=1, show_id=SHOW) == {
            "s1e2": marked(3),
            "s1e1": marked(5),
        }
        assert await marks.watched_here(tx, member_id=11, guild_id=1, show_id=SHOW) == {
            "s1e1": marked(4),
            "sp1": marked(9),
        }
        assert (
            await marks.watched_here(tx, member_id=13, guild_id=1, show_id=SHOW) == {}
        )  # a withdrawn vote marks nothing
        assert await watchers.first(tx, episode="s1e1", limit=10, guild_id=1, show_id=SHOW) == ((11, 12), 2)
        assert await board.tallies(tx, guild_id=1, show_id=SHOW) == {2: 1, 1: 1}


async def test_a_database_without_votes_has_nobody_in_it(path: Path, folder: Path) -> None:
    async with opened(path, folder):
        pass

    async with opened(path, MIGRATIONS) as db, db.snapshot() as tx:
        assert await differences(tx) == {}
        assert await members.count(tx, guild_id=1) == 0


async def test_what_votes_marked_can_be_taken_back_and_marked_anew(path: Path, folder: Path) -> None:
    async with opened(path, folder) as old, old.transaction() as tx:
        await store(tx, ROWS)

    async with opened(path, MIGRATIONS) as db, db.transaction() as tx:
        both = ["s1e1", "s1e2"]
        gone = await marks.unmark(tx, guild_id=1, member_id=12, show_id=SHOW, episodes=both, change_id=8)
        assert gone == ("s1e1", "s1e2")
        new, already = await marks.mark(
            tx,
            guild_id=1,
            member_id=14,
            show_id=SHOW,
            episodes=both,
            source=Source.HAND,
            change_id=9,
            now=datetime.fromtimestamp(FIRST, UTC),
        )
        assert (new, already) == (("s1e1", "s1e2"), ())
        assert (await members.find(tx, guild_id=1, member_id=14)).number == 4
        assert await differences(tx) == {}


async def test_a_crowd_is_counted_slot_by_slot(path: Path, folder: Path) -> None:
    crowd: list[Row] = [
        (1, f"s1e{episode}", member_id, None if (member_id + episode) % 7 == 0 else 8, member_id % 50)
        for member_id in range(1, 1_200)
        for episode in range(1, 2 + member_id % 3)
    ]
    async with opened(path, folder) as old, old.transaction() as tx:
        await store(tx, crowd)

    async with opened(path, MIGRATIONS) as db, db.snapshot() as tx:
        assert await differences(tx) == {}
        assert await members.count(tx, guild_id=1) == 1_199
        page = await board.page(tx, guild_id=1, show_id=SHOW, number=2)
        assert len(page.entries) == 10
