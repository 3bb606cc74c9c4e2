"""Votes that come at the same time: two devices, one press twice, a panel that closes meanwhile."""

import asyncio
import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.panels import Panel
from bot.domain.refusal import Refusal
from cogs.votes import actions, panel_actions
from cogs.votes.actions import Outcome, Voter
from db import votes
from db.database import Database, connect
from db.votes import Ballot

IDS = itertools.count(1)
NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
PANEL = Panel(1, 2, 3, 4, "lantern-row", "s1e1", opened_by=10, closes_at=None)


def cast(db: Database, member: int, score: int, *, panel_id: int | None = None) -> "asyncio.Task[Outcome]":
    """Begin a vote on the panel's episode, each by an interaction of its own."""
    ballot = Ballot(PANEL.guild_id, PANEL.show_id, PANEL.episode, member)
    voter = Voter(is_bot=False, roles=frozenset(), change_id=next(IDS))
    return asyncio.create_task(actions.cast(db, ballot, voter=voter, score=score, now=NOW, panel_id=panel_id))


@pytest.fixture
async def db(tmp_path: Path):  # noqa: ANN201
    """An empty database with one open panel."""
    database = await connect(f"sqlite:///{tmp_path / 'encore.db'}", now=NOW)
    await panel_actions.open_panel(database, PANEL, now=NOW)
    yield database
    await database.close()


async def counted(db: Database) -> int:
    """How many votes there are; the totals equal a recount."""
    async with db.snapshot() as tx:
        found = await votes.recount(tx, guild_id=1, show_id="lantern-row")
        assert await votes.tallies(tx, guild_id=1, show_id="lantern-row") == found
    return found["s1e1"].votes if found else 0


async def test_one_press_that_arrives_twice_counts_once_and_is_answered_twice(db: Database) -> None:
    first, second = await asyncio.gather(cast(db, 7, 9), cast(db, 7, 9))

    assert sorted((first.changed, second.changed)) == [False, True]
    assert await counted(db) == 1


async def test_two_devices_at_once_leave_one_vote_the_last(db: Database) -> None:
    await asyncio.gather(*(cast(db, 7, score) for score in (1, 10, 5, 5, 3)))

    assert await counted(db) == 1
    async with db.snapshot() as tx:
        tally = await votes.tally(tx, guild_id=1, show_id="lantern-row", episode="s1e1")
    assert tally.total == 3


@pytest.mark.parametrize("before", [0, 1, 20, 39, 40])
async def test_votes_that_come_while_it_closes_count_before_and_are_refused_after(
    db: Database, before: int
) -> None:
    early = [cast(db, member, 8, panel_id=2) for member in range(before)]
    closing = asyncio.create_task(
        panel_actions.close(db, guild_id=1, panel_id=2, member_id=10, manages=False, now=NOW)
    )
    late = [cast(db, member, 8, panel_id=2) for member in range(before, 40)]

    answers = await asyncio.gather(*early, *late, return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [answer.sentence for answer in refused] == [actions.OVER] * (40 - before)
    assert (await closing).tally.votes == before
    assert await counted(db) == before


async def test_a_panel_closes_once_however_many_close_it(db: Database) -> None:
    answers = await asyncio.gather(
        *(
            panel_actions.close(db, guild_id=1, panel_id=2, member_id=10, manages=False, now=NOW)
            for _ in range(5)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, Refusal) for answer in answers) == 4
