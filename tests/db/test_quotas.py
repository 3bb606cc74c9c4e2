"""How many rows of a server last, its own and a member's, and what counting them costs."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.panels import Panel
from bot.domain.parties import Party
from bot.domain.polls import Poll
from bot.domain.quotas import COUNTS
from bot.domain.reviews import Draft
from db import panels, parties, polls, quotas, reviews
from db.database import Database, Tx
from db.quotas import Lasting
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

HERE, THERE = 1, 2


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def fill(tx: Tx, *, guild_id: int, member_id: int, start: int) -> None:
    """A closed poll, a cancelled party and a text of a member's."""
    poll = Poll(guild_id, start, 5, member_id, "Which?", ("a", "b"), NOW, NOW)
    await polls.open_poll(tx, poll)
    await polls.close(tx, guild_id=guild_id, poll_id=start, now=NOW)
    party = Party(
        guild_id=guild_id, id=start, channel_id=5, organiser_id=member_id, show_id="show", episodes=("s1e1",),
        starts_at=NOW + timedelta(days=1), zone="UTC", changed_at=NOW, edited_at=NOW,
    )  # fmt: skip
    await parties.add(tx, party.cancel(NOW))
    await reviews.add(
        tx, Draft("A text.", spoils=False), guild_id=guild_id, review_id=start, show_id="show", episode="",
        member_id=member_id, now=NOW,
    )  # fmt: skip


async def test_what_is_over_counts_and_nothing_of_another_server(db: Database) -> None:
    async with db.transaction() as tx:
        for number in range(3):
            await fill(tx, guild_id=HERE, member_id=7, start=10 + number)
        await fill(tx, guild_id=HERE, member_id=8, start=20)
        await fill(tx, guild_id=THERE, member_id=7, start=30)

        assert await quotas.lasting(tx, guild_id=HERE, member_id=7, now=NOW) == Lasting(server=12, own=9)
        assert await quotas.lasting(tx, guild_id=HERE, member_id=9, now=NOW) == Lasting(server=12, own=0)
        assert await quotas.lasting(tx, guild_id=3, member_id=7, now=NOW) == Lasting(0, 0)


async def test_polls_and_parties_stop_counting_after_a_while_and_texts_do_not(db: Database) -> None:
    async with db.transaction() as tx:
        await fill(tx, guild_id=HERE, member_id=7, start=10)

        async def counted(after: timedelta) -> int:
            return (await quotas.lasting(tx, guild_id=HERE, member_id=7, now=NOW + after)).server

        assert await counted(COUNTS - timedelta(seconds=1)) == 3
        assert await counted(COUNTS) == 2  # the party is of a day later
        assert await counted(COUNTS + timedelta(days=1)) == 1
        assert await counted(COUNTS * 9) == 1


async def test_counting_looks_at_no_text(db: Database) -> None:
    async with db.snapshot() as tx:
        plan = await tx.all(
            "EXPLAIN QUERY PLAN SELECT count(*), count(*) FILTER (WHERE member_id = 7)"
            " FROM reviews WHERE guild_id = 1"
        )

    assert any("COVERING INDEX" in step["detail"] for step in plan)


async def test_open_panels_count_whichever_show_they_are_about(db: Database) -> None:
    async with db.transaction() as tx:
        for number, show in enumerate(("one", "one", "another", "third")):
            panel = Panel(HERE, number + 1, 5, None, show, f"s1e{number}", 7 + number % 2, None)
            await panels.add(tx, panel, now=NOW)
        await panels.close(tx, Panel(HERE, 4, 5, None, "third", "s1e3", 8, None), now=NOW)

        assert await panels.count_open(tx, guild_id=HERE, member_id=7) == (3, 2)
        assert await panels.count_open(tx, guild_id=THERE, member_id=7) == (0, 0)
