"""The board of a server, and marking an episode, by how many members the server has."""

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.progress import Source
from db import board, marks, members, watchers
from db.database import Database, connect
from db.recount import mend

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
SHOW = "kaleido-star"
EPISODES = 26
SIZES = (1_000, 100_000)
SNOWFLAKES = (2**58, 2**60)
"""Between these lie the ids of members; they are as good as random."""
ROUNDS, EACH = 60, 10
"""The sizes take turns, `EACH` measurements a turn: what else the machine does falls on all alike."""
GOAL = 1.5


@dataclass(frozen=True, slots=True)
class Stored:
    """A database with one server of these members; `seconds` is what filling it took."""

    ids: list[int]
    db: Database
    seconds: float


async def store(folder: Path, count: int, *, most: int, chance: random.Random) -> Stored:
    """Make a server of `count` members, each of whom has watched 1 to `most` episodes."""
    began = time.perf_counter()
    path = folder / f"{count}-{most}.db"
    url = f"sqlite:///{path}"
    await (await connect(url, now=NOW)).close()
    ids = [chance.randrange(*SNOWFLAKES) for _ in range(count)]
    rows = ((i, f"s1e{n}") for i in sorted(ids) for n in range(1, chance.randint(1, most) + 1))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -200000"):
            connection.execute(f"PRAGMA {pragma}")
        found = (
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'marks' AND type = 'index' AND sql <> ''"
        )
        indices: list[tuple[str, str]] = connection.execute(found).fetchall()
        connection.execute("BEGIN")
        for name, _ in indices:  # made anew when all is in: much faster
            connection.execute(f"DROP INDEX {name}")
        connection.executemany(
            "INSERT INTO members VALUES (1, ?, 1, ?, 0)",
            ((member_id, number) for number, member_id in enumerate(ids, start=1)),
        )
        connection.executemany("INSERT INTO marks VALUES (1, ?, 'kaleido-star', ?, 1, 'hand', 0, 1)", rows)
        for _, sql in indices:
            connection.execute(sql)
        connection.execute("COMMIT")
    db = await connect(url, now=NOW)
    async with db.transaction() as tx:
        await mend(tx)
    return Stored(ids, db, time.perf_counter() - began)


class Bench:
    """Random looks at a board, and random marks; the same ones in each run."""

    def __init__(self) -> None:
        self.chance = random.Random(26)  # noqa: S311  no secret

    async def first(self, stored: Stored) -> None:
        """The board as it opens."""
        await self._page(stored, 1)

    async def middle(self, stored: Stored) -> None:
        """Any page."""
        await self._page(stored, self.chance.randint(1, len(stored.ids) // board.PAGE))

    async def last(self, stored: Stored) -> None:
        """The page that lies deepest."""
        await self._page(stored, len(stored.ids) // board.PAGE)

    async def own(self, stored: Stored) -> None:
        """Somebody's own place and page."""
        async with stored.db.snapshot() as tx:
            found = await board.standing(
                tx, guild_id=1, show_id=SHOW, member_id=self.chance.choice(stored.ids)
            )
        assert found

    async def watchers(self, stored: Stored) -> None:
        """Who has watched an episode: ten of them, and their number."""
        async with stored.db.snapshot() as tx:
            names, _ = await watchers.first(tx, guild_id=1, show_id=SHOW, episode="s1e1", limit=10)
        assert len(names) == 10

    async def count(self, stored: Stored) -> None:
        """How many have joined."""
        async with stored.db.snapshot() as tx:
            assert await members.count(tx, guild_id=1) >= len(stored.ids)

    async def mark(self, stored: Stored) -> None:
        """Mark one episode that was not marked, and take it back."""
        member_id, change_id = self.chance.choice(stored.ids), self.chance.randrange(*SNOWFLAKES)
        async with stored.db.transaction() as tx:
            new, _ = await marks.mark(
                tx,
                guild_id=1,
                member_id=member_id,
                show_id=SHOW,
                episodes=["s1e27"],
                source=Source.HAND,
                change_id=change_id,
                now=NOW,
            )
            assert new
        async with stored.db.transaction() as tx:
            assert await marks.undo(
                tx, guild_id=1, member_id=member_id, change_id=change_id, new_change_id=change_id + 1
            )

    async def _page(self, stored: Stored, number: int) -> None:
        async with stored.db.snapshot() as tx:
            page = await board.page(tx, guild_id=1, show_id=SHOW, number=number)
        assert (page.number, len(page.entries)) == (number, board.PAGE)


Work = Callable[[Stored], Awaitable[None]]


async def milliseconds(work: Work, stored: Stored) -> float:
    began = time.perf_counter()
    await work(stored)
    return (time.perf_counter() - began) * 1000


async def by_size(heading: str, servers: list[Stored]) -> None:
    """Print the median of each kind of work for each size."""
    bench = Bench()
    works: dict[str, Work] = {
        "page 1": bench.first,
        "any page": bench.middle,
        "the last page": bench.last,
        "my own place": bench.own,
        "watched by": bench.watchers,
        "members": bench.count,
        "mark and undo": bench.mark,
    }
    taken: dict[tuple[str, int], list[float]] = {(n, len(s.ids)): [] for n in works for s in servers}
    for turn in range(ROUNDS):
        for name, work in works.items():
            for stored in servers[:: -1 if turn % 2 else 1]:
                taken[name, len(stored.ids)] += [await milliseconds(work, stored) for _ in range(EACH)]
    print(f"{heading:<40}" + "".join(f"{len(stored.ids):>14,}" for stored in servers))
    for name in works:
        small, large = (statistics.median(taken[name, len(stored.ids)]) for stored in servers)
        verdict = "flat" if large <= GOAL * small else "NOT FLAT"
        print(f"  {name:<38}{small:11.3f} ms{large:11.3f} ms {large / small:5.2f}x  {verdict} within {GOAL}x")
    print(f"  filled in {', '.join(f'{stored.seconds:.1f} s' for stored in servers)}")


async def main() -> None:
    chance = random.Random(5)  # noqa: S311  no secret
    with tempfile.TemporaryDirectory() as folder:
        for heading, most in (("Members, each at 1 to 26 episodes", EPISODES), ("All at one place", 1)):
            servers = [await store(Path(folder), size, most=most, chance=chance) for size in SIZES]
            await by_size(heading, servers)
            for stored in servers:
                await stored.db.close()
    print()


if __name__ == "__main__":
    asyncio.run(main())
