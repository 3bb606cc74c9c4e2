"""Votes one by one: cast, changed, withdrawn, undone, erased, and the totals beside them."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.tally import Tally
from db import votes
from db.database import Database
from db.sqlite import MIGRATIONS
from db.votes import Ballot, Changed, Vote
from tests.db.ballots import recounted, stored, tally_of
from tests.db.support import NOW

HANA = Ballot(guild_id=1, show_id="kaleido-star", episode="s1e26", member_id=11)
TOMAS = Ballot(guild_id=1, show_id="kaleido-star", episode="s1e26", member_id=12)
ELSEWHERE = Ballot(guild_id=2, show_id="kaleido-star", episode="s1e26", member_id=11)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def cast(db: Database, ballot: Ballot, score: int, *, seconds: int = 0) -> Changed:
    async with db.transaction() as tx:
        return await votes.cast(tx, ballot, score=score, now=NOW + timedelta(seconds=seconds))


async def withdraw(db: Database, ballot: Ballot) -> Changed:
    async with db.transaction() as tx:
        return await votes.withdraw(tx, ballot, now=NOW)


async def undo(db: Database, ballot: Ballot, version: int) -> Changed:
    async with db.transaction() as tx:
        return await votes.undo(tx, ballot, version=version, now=NOW)


async def tally(db: Database, ballot: Ballot) -> Tally:
    async with db.snapshot() as tx:
        return await votes.tally(tx, guild_id=ballot.guild_id, show_id=ballot.show_id, episode=ballot.episode)


async def test_a_first_vote_is_stored_and_counted(db: Database) -> None:
    assert await tally(db, HANA) == Tally()
    assert await cast(db, HANA, 8) == (Vote(score=8, former=None, version=1), tally_of([8]))
    assert await cast(db, TOMAS, 3) == (Vote(score=3, former=None, version=1), tally_of([8, 3]))
    assert await tally(db, HANA) == Tally(
        votes=2, total=11, squares=73, spread=(0, 0, 1, 0, 0, 0, 0, 1, 0, 0)
    )


async def test_a_changed_vote_takes_the_place_of_the_former(db: Database) -> None:
    await cast(db, HANA, 8)
    assert await cast(db, HANA, 10) == (Vote(score=10, former=8, version=2), tally_of([10]))
    assert await stored(db) == {HANA: Vote(score=10, former=8, version=2)}


async def test_the_same_score_twice_changes_nothing(db: Database) -> None:
    await cast(db, HANA, 8)
    assert await cast(db, HANA, 8, seconds=9) is None
    assert await stored(db) == {HANA: Vote(score=8, former=None, version=1)}
    assert await tally(db, HANA) == tally_of([8])


@pytest.mark.parametrize("score", [0, 11, -1])
async def test_a_score_outside_the_ten_is_not_stored(db: Database, score: int) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        await cast(db, HANA, score)
    assert await stored(db) == {}
    assert await recounted(db) == {}


async def test_a_withdrawn_vote_counts_no_more_and_can_be_undone(db: Database) -> None:
    await cast(db, TOMAS, 3)
    await cast(db, HANA, 8)
    assert await withdraw(db, HANA) == (Vote(score=None, former=8, version=2), tally_of([3]))
    assert await undo(db, HANA, 2) == (Vote(score=8, former=None, version=3), tally_of([3, 8]))


async def test_a_vote_that_is_not_there_cannot_be_withdrawn(db: Database) -> None:
    assert await withdraw(db, HANA) is None
    await cast(db, HANA, 8)
    await withdraw(db, HANA)
    assert await withdraw(db, HANA) is None
    assert await stored(db) == {HANA: Vote(score=None, former=8, version=2)}


async def test_after_a_withdrawal_one_may_vote_again_even_the_same(db: Database) -> None:
    await cast(db, HANA, 8)
    await withdraw(db, HANA)
    assert await cast(db, HANA, 8) == (Vote(score=8, former=None, version=3), tally_of([8]))


async def test_undoing_the_first_vote_leaves_none(db: Database) -> None:
    await cast(db, HANA, 8)
    assert await undo(db, HANA, 1) == (Vote(score=None, former=8, version=2), Tally())


async def test_an_undo_can_itself_be_undone_and_pressed_twice_counts_once(db: Database) -> None:
    await cast(db, HANA, 8)
    await cast(db, HANA, 2)
    assert await undo(db, HANA, 2) == (Vote(score=8, former=2, version=3), tally_of([8]))
    assert await undo(db, HANA, 2) is None
    assert await undo(db, HANA, 3) == (Vote(score=2, former=8, version=4), tally_of([2]))


@pytest.mark.parametrize("version", [0, 1, 3, 2**63 - 1])
async def test_a_stale_or_invented_version_undoes_nothing(db: Database, version: int) -> None:
    await cast(db, HANA, 8)
    await cast(db, HANA, 2)
    assert await undo(db, HANA, version) is None
    assert await undo(db, TOMAS, 2) is None
    assert await stored(db) == {HANA: Vote(score=2, former=8, version=2)}
    assert await tally(db, HANA) == tally_of([2])


async def test_servers_shows_and_episodes_are_counted_apart(db: Database) -> None:
    other_show = Ballot(1, "new-wings", "s1e26", 11)
    other_episode = Ballot(1, "kaleido-star", "s1e1", 11)
    await cast(db, HANA, 8)
    for score, ballot in enumerate((ELSEWHERE, other_show, other_episode), start=1):
        await cast(db, ballot, score)
    await withdraw(db, ELSEWHERE)

    assert await recounted(db) == {
        (1, "kaleido-star"): {"s1e26": tally_of([8]), "s1e1": tally_of([3])},
        (1, "new-wings"): {"s1e26": tally_of([2])},
        (2, "kaleido-star"): {},
    }


async def test_erasing_a_member_deletes_every_row_in_that_server_and_no_other(db: Database) -> None:
    withdrawn = Ballot(1, "kaleido-star", "s1e1", 11)
    for ballot, score in ((HANA, 8), (TOMAS, 3), (ELSEWHERE, 9), (withdrawn, 5)):
        await cast(db, ballot, score)
    await withdraw(db, withdrawn)
    async with db.transaction() as tx:
        assert await votes.erase(tx, guild_id=1, member_id=11) == 2
        assert await votes.erase(tx, guild_id=1, member_id=11) == 0

    assert set(await stored(db)) == {TOMAS, ELSEWHERE}
    assert await recounted(db) == {
        (1, "kaleido-star"): {"s1e26": tally_of([3])},
        (2, "kaleido-star"): {"s1e26": tally_of([9])},
    }


async def test_a_member_s_scores_come_with_the_last_changed_first(db: Database) -> None:
    for second, (episode, score) in enumerate([("s1e1", 7), ("s1e2", 8), ("s1e3", 9), ("s1e1", 6)]):
        await cast(db, Ballot(1, "kaleido-star", episode, 11), score, seconds=second)
    await cast(db, TOMAS, 1, seconds=9)
    await withdraw(db, Ballot(1, "kaleido-star", "s1e2", 11))
    async with db.snapshot() as tx:
        scores = await votes.scores_of(tx, guild_id=1, show_id="kaleido-star", member_id=11)
        assert list(scores.items()) == [("s1e1", 6), ("s1e3", 9)]
        assert await votes.find(tx, HANA) is None
        assert await votes.find(tx, TOMAS) == Vote(score=1, former=None, version=1)


async def test_a_transaction_that_fails_after_the_vote_leaves_neither_vote_nor_total(db: Database) -> None:
    await cast(db, HANA, 8)

    async def stumble() -> None:
        async with db.transaction() as tx:
            await votes.cast(tx, HANA, score=1, now=NOW)
            await votes.cast(tx, TOMAS, score=1, now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await stumble()
    assert await stored(db) == {HANA: Vote(score=8, former=None, version=1)}
    assert await recounted(db) == {(1, "kaleido-star"): {"s1e26": tally_of([8])}}
