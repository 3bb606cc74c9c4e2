"""Databases with many stored votes, filled fast, for the benchmarks."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.tally import SCORES
from db.database import Database, connect
from db.votes import Ballot

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
SHOW = "kaleido-star"
EPISODES = tuple(f"s1e{number}" for number in range(1, 27))
SNOWFLAKES = (2**58, 2**60)
"""Between these lie the ids of members; they are as good as random."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A database with `votes` votes, filled in so many `seconds`.

    `cast` are some of the votes with their scores, in no order.
    """

    votes: int
    guilds: int
    path: Path
    db: Database
    cast: list[tuple[Ballot, int]]
    seconds: float

    @property
    def megabytes(self) -> float:
        """The size of its file."""
        return self.path.stat().st_size / 1e6


async def store(folder: Path, count: int, *, guilds: int, chance: random.Random) -> Stored:
    """Make a database with `count` votes or a few more, as each member votes on every episode."""
    began = time.perf_counter()
    members = -(-count // (guilds * len(EPISODES)))
    count = guilds * len(EPISODES) * members
    path = folder / f"{count}.db"
    url = f"sqlite:///{path}"
    await (await connect(url, now=NOW)).close()
    cast = _fill(path, count, guilds=guilds, members=members, chance=chance)
    seconds = time.perf_counter() - began
    return Stored(count, guilds, path, await connect(url, now=NOW), cast, seconds)


def _fill(
    path: Path, count: int, *, guilds: int, members: int, chance: random.Random
) -> list[tuple[Ballot, int]]:
    """Put the votes in and sum them up; some of them."""
    cast: list[tuple[Ballot, int]] = []
    every = max(1, count // 20_000)

    def rows() -> Iterator[tuple[int, str, str, int, int, int, int]]:
        number = 0
        for guild_id in range(1, guilds + 1):
            ids = sorted(chance.randrange(*SNOWFLAKES) for _ in range(members))
            for episode in sorted(EPISODES):
                for member_id in ids:
                    score = number % 10 + 1
                    if number % every == 0:
                        cast.append((Ballot(guild_id, SHOW, episode, member_id), score))
                    number += 1
                    yield guild_id, SHOW, episode, member_id, score, 0, 0

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -200000"):
            connection.execute(f"PRAGMA {pragma}")
        found = (
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'votes' AND type = 'index' AND sql <> ''"
        )
        indices: list[tuple[str, str]] = connection.execute(found).fetchall()
        connection.execute("BEGIN")
        for name, _ in indices:  # made anew when all is in: much faster
            connection.execute(f"DROP INDEX {name}")
        connection.executemany("INSERT INTO votes VALUES (?, ?, ?, ?, ?, NULL, 1, ?, ?)", rows())
        for _, sql in indices:
            connection.execute(sql)
        spread = ", ".join(f"count(*) FILTER (WHERE score = {score})" for score in SCORES)
        connection.execute(
            f"""
            INSERT INTO vote_totals
            SELECT guild_id, show_id, episode, count(*), sum(score), sum(score * score), {spread}
            FROM votes GROUP BY guild_id, show_id, episode
            """  # noqa: S608  put together from constants
        )
        connection.execute("COMMIT")
    with path.open("rb+") as file:
        os.fsync(file.fileno())  # nothing is left to be written while we measure
    chance.shuffle(cast)
    return cast
