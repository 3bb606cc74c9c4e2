"""Casting a vote and ranking, by how many votes are stored; and how many votes a second one process takes."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosqlite

from benchmarks.stored_votes import EPISODES, NOW, SHOW, SNOWFLAKES, Stored, store
from bot.domain.catalogue import Show
from bot.domain.ranking import by_server
from bot.domain.server_settings import ServerSettings
from cogs.votes.actions import Voter, cast
from db import catalogue, votes
from db.votes import Ballot

SIZES = ((1_000, 2), (100_000, 20), (5_000_000, 100))
"""Stored votes, and the servers they are spread over."""
ROUNDS, EACH = 40, 10
"""The sizes take turns, `EACH` measurements a turn: what else the machine does falls on all alike."""
TASKS, VOTES = 50, 500
"""Members who vote at the same time, and their votes in one of `HEATS` heats."""
HEATS = 5
GOAL = 1.5
VOTER = Voter(is_bot=False, roles=frozenset(), change_id=1)

UPSERT = """
INSERT INTO votes VALUES (:guild, :show, :episode, :member, :score)
ON CONFLICT (guild, show, episode, member) DO UPDATE SET score = excluded.score
"""
BARE = """
CREATE TABLE votes (guild INTEGER, show TEXT, episode TEXT, member INTEGER, score INTEGER,
    PRIMARY KEY (guild, show, episode, member)) WITHOUT ROWID
"""


class Bench:
    """Random votes on the stored ones; the same ones in each run."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self.chance = random.Random(26)  # noqa: S311  no secret

    async def new(self, stored: Stored) -> None:
        """Vote as somebody who has not voted yet."""
        await cast(stored.db, self.fresh(stored), voter=VOTER, score=self.score(), now=NOW)

    async def changed(self, stored: Stored) -> None:
        """Change one of the stored votes."""
        ballot, score = stored.cast.pop()
        outcome = await cast(stored.db, ballot, voter=VOTER, score=score % 10 + 1, now=NOW)
        assert outcome.changed

    async def ranking(self, stored: Stored) -> None:
        """Rank all episodes of a server."""
        async with stored.db.snapshot() as tx:
            tallies = await votes.tallies(
                tx, guild_id=self.chance.randint(1, stored.guilds), show_id=self._show.id
            )
        assert len(by_server(self._show, tallies, ServerSettings()).standings) == len(EPISODES)

    def fresh(self, stored: Stored) -> Ballot:
        """The ballot of somebody who has not voted yet."""
        guild_id = self.chance.randint(1, stored.guilds)
        return Ballot(guild_id, SHOW, self.chance.choice(EPISODES), self.chance.randrange(*SNOWFLAKES))

    def score(self) -> int:
        """Any score."""
        return self.chance.randint(1, 10)


Work = Callable[[Stored], Awaitable[None]]


async def milliseconds(work: Work, stored: Stored) -> float:
    began = time.perf_counter()
    await work(stored)
    return (time.perf_counter() - began) * 1000


async def by_size(bench: Bench, databases: list[Stored]) -> None:
    """Print the median of each kind of work for each size."""
    works: dict[str, Work] = {
        "a new vote": bench.new,
        "a changed vote": bench.changed,
        "ranking": bench.ranking,
    }
    taken: dict[tuple[str, int], list[float]] = {(n, s.votes): [] for n in works for s in databases}
    for turn in range(ROUNDS):
        for name, work in works.items():
            for stored in databases[turn % 3 :] + databases[: turn % 3]:
                taken[name, stored.votes] += [await milliseconds(work, stored) for _ in range(EACH)]
    print(f"{'Stored votes':<16}" + "".join(f"{stored.votes:>22,}" for stored in databases))
    for name in works:
        medians = [statistics.median(taken[name, stored.votes]) for stored in databases]
        figures = "".join(f"{median:11.3f} ms {median / medians[0]:6.2f}x" for median in medians)
        verdict = "flat" if max(medians) <= GOAL * min(medians) else "NOT FLAT"
        print(f"  {name:<14}{figures}   {verdict} within {GOAL}x")
    for stored in databases:
        size = f"{stored.megabytes:.1f} MB, {stored.guilds} servers"
        print(f"  {stored.votes:,} were stored in {stored.seconds:.1f} s: {size}")
    print()


async def encore_heat(bench: Bench, stored: Stored) -> float:
    """Votes per second while many members vote at the same time."""

    async def member() -> None:
        for _ in range(VOTES // TASKS):
            await bench.new(stored)

    began = time.perf_counter()
    await asyncio.gather(*[member() for _ in range(TASKS)])
    return VOTES / (time.perf_counter() - began)


async def bare_heat(bench: Bench, connection: aiosqlite.Connection, stored: Stored) -> float:
    """Transactions per second of one plain statement each, one after the other: what aiosqlite can."""
    began = time.perf_counter()
    for _ in range(VOTES):
        ballot = bench.fresh(stored)
        await connection.execute("BEGIN IMMEDIATE")
        await connection.execute(
            UPSERT,
            {
                "guild": ballot.guild_id,
                "show": ballot.show_id,
                "episode": ballot.episode,
                "member": ballot.member_id,
                "score": bench.score(),
            },
        )
        await connection.execute("COMMIT")
    return VOTES / (time.perf_counter() - began)


async def throughput(bench: Bench, folder: Path, stored: Stored) -> None:
    """Print votes per second beside the ceiling."""
    bare: list[float] = []
    encore: list[float] = []
    async with aiosqlite.connect(folder / "bare.db", isolation_level=None) as connection:
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", BARE):
            await connection.execute_fetchall(statement)
        for _ in range(HEATS):
            bare.append(await bare_heat(bench, connection, stored))
            encore.append(await encore_heat(bench, stored))
    ceiling, ours = statistics.median(bare), statistics.median(encore)
    print("Votes per second, each in a transaction of its own that a power cut does not undo")
    print(f"  bare aiosqlite, one statement       {ceiling:7.0f} /s")
    print(f"  Encore, {TASKS} members at once         {ours:7.0f} /s {ours / ceiling:5.2f}x")
    print()


async def main() -> None:
    show = catalogue.load(catalogue.SHIPPED).choose(None)
    bench = Bench(show)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        databases = [
            await store(folder, count, guilds=guilds, chance=bench.chance) for count, guilds in SIZES
        ]
        try:
            await by_size(bench, databases)
            await throughput(bench, folder, databases[1])
        finally:
            for stored in databases:
                await stored.db.close()


if __name__ == "__main__":
    asyncio.run(main())
