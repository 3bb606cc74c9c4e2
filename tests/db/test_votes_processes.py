"""Votes from several processes at once, and from one that is killed."""

import asyncio
from pathlib import Path

import pytest

from db.sqlite import MIGRATIONS
from tests.db.ballots import recounted, stored
from tests.db.support import bring_up, opened, python

CASTING = """
import random
from db import votes
from db.votes import Ballot

async def main(path, seed, most):
    chance = random.Random(seed)
    db = await open_database(Path(path), now=NOW)
    print("open", flush=True)
    sys.stdin.readline()
    for _ in range(int(most)):
        ballot = Ballot(chance.choice([1, 2]), "kaleido-star", f"s1e{chance.randint(1, 3)}", int(seed))
        score = chance.randint(1, 10)
        async with db.transaction() as tx:
            await votes.cast(tx, ballot, score=score, now=NOW)
        print(ballot.guild_id, ballot.episode, score, flush=True)
    await db.close()
asyncio.run(main(*sys.argv[1:]))
"""

Acknowledged = dict[tuple[int, int, str], int]
"""The last score a process said it had stored, by server, member and episode."""


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


def note(acknowledged: Acknowledged, member_id: int, line: str) -> None:
    guild_id, episode, score = line.split()
    acknowledged[int(guild_id), member_id, episode] = int(score)


async def scores(path: Path, folder: Path) -> Acknowledged:
    """What is stored, after holding the totals against a recount."""
    async with opened(path, folder) as db:
        await recounted(db)
        return {
            (ballot.guild_id, ballot.member_id, ballot.episode): vote.score or 0
            for ballot, vote in (await stored(db)).items()
        }


async def test_two_processes_at_once_count_every_vote(path: Path, folder: Path) -> None:
    await bring_up(path, folder)
    acknowledged: Acknowledged = {}
    with python(CASTING, path, 11, 60) as first, python(CASTING, path, 12, 60) as second:
        for process in (first, second):
            assert process.stdout
            assert process.stdout.readline() == "open\n"
        outputs = await asyncio.gather(
            *[asyncio.to_thread(process.communicate, "go\n", 30) for process in (first, second)]
        )
    for member_id, (out, err) in zip((11, 12), outputs, strict=True):
        assert err == ""
        assert len(out.splitlines()) == 60
        for line in out.splitlines():
            note(acknowledged, member_id, line)
    assert await scores(path, folder) == acknowledged


async def test_every_acknowledged_vote_survives_a_kill(path: Path, folder: Path) -> None:
    await bring_up(path, folder)
    acknowledged: Acknowledged = {}
    for member_id in range(11, 16):
        with python(CASTING, path, member_id, 100_000) as process:
            assert process.stdout
            assert process.stdin
            assert process.stdout.readline() == "open\n"
            process.stdin.write("go\n")
            process.stdin.flush()
            for _ in range(member_id * 2):
                note(acknowledged, member_id, process.stdout.readline())
            process.kill()
            *late, _ = process.stdout.read().split("\n")  # the last may have been cut short
            for line in late:
                note(acknowledged, member_id, line)
        found = await scores(path, folder)
        # One vote more may have been stored than its process came to tell.
        differing = {ballot for ballot, score in found.items() if acknowledged.get(ballot) != score}
        assert len(differing) <= 1
        assert set(acknowledged) <= set(found)
        acknowledged = found
