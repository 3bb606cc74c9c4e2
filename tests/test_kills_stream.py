"""The real process killed in a stream of presses, and the audit that would see what was lost."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from benchmarks.kills_crowd import Crowd
from benchmarks.kills_ending import posted
from benchmarks.kills_ledger import Findings, audit
from benchmarks.kills_life import Blow, Life, When
from benchmarks.kills_stream import kill
from tests.stand_in import StandIn
from tests.stand_in.clocked import Clock
from tests.stand_in.process import TOKEN

TAMPERED = {
    "a vote that was acknowledged is gone": "UPDATE votes SET score = NULL, former = score",
    "a mark nobody made": "UPDATE marks SET watched = 1 - watched",
    "an answer to a party is gone": "DELETE FROM rsvps",
    "an answer to a poll is gone": "DELETE FROM poll_votes",
    "a text reads otherwise": "UPDATE reviews SET body = body || '.'",
    "a vote counted twice": "UPDATE vote_totals SET votes = votes + 1",
    "a board that counts one more": "UPDATE board SET episodes = episodes + 1",
    "a poll that counts one more": "UPDATE poll_options SET votes = votes + 1",
    "thanks that nobody gave": "UPDATE reviews SET thanks = thanks + 1",
    "the panel is gone": "DELETE FROM panels",
}
"""What is done to the file behind everybody's back, each of which the audit has to see."""


@pytest.mark.skipif(
    "ENCORE_KILLS" not in os.environ, reason="wants a quiet machine: ENCORE_KILLS=1 runs it, make kills all"
)
async def test_a_stream_of_changes_survives_kills() -> None:
    account = await kill(5)
    assert account.struck.total() == 5
    assert account.acknowledged.total() > 50
    assert account.faults == []


async def test_the_audit_sees_what_was_lost_changed_or_posted_twice(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in:
        clock = Clock(tmp_path / "clock")
        life, crowd = Life(tmp_path, stand_in, clock), Crowd(stand_in, Random(26))  # noqa: S311  no secret
        stand_in.clock, stand_in.watch = clock, life.watch
        await life.live(crowd.set_up, None)
        assert await life.live(crowd.live, Blow(When.ASKED, nth=100))
    found = await audit(tmp_path, crowd, now=clock())
    assert (found.missing, found.off, found.broken) == ([], [], [])
    assert found.kept + found.undone > 0

    file = tmp_path / "encore.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    seen: dict[str, bool] = {}
    for what, sql in TAMPERED.items():
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute(sql)
        seen[what] = is_bad(await audit(tmp_path, crowd, now=clock()))
        (tmp_path / "encore.db-wal").unlink(missing_ok=True)
        file.write_bytes(whole)
        await audit(tmp_path, crowd, now=clock())  # what it takes for true is the file's again
    assert seen == dict.fromkeys(TAMPERED, True)

    file.write_bytes(whole[: len(whole) // 2])
    assert (await audit(tmp_path, crowd, now=clock())).broken
    crowd.stand_in.written += crowd.stand_in.written
    assert "the panel was posted 2 times" in posted(crowd)


def is_bad(found: Findings) -> bool:
    return bool(found.missing or found.off or found.broken)
