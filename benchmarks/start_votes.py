"""Start-up with 5,000,000 stored votes, beside an empty database, against a Discord stand-in on loopback."""

import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.start import started
from benchmarks.stored_votes import NOW, store
from db.database import connect

VOTES, GUILDS = 5_000_000, 100
RUNS = 9
"""Starts with either database, in turns."""
GOAL = 1.2


async def seconds(url: str) -> float:
    """From the start of `python -m bot` until the gateway says READY."""
    async with started(ENCORE_DATABASE_URL=url) as (_, began):
        return time.perf_counter() - began


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stored = await store(folder, VOTES, guilds=GUILDS, chance=random.Random(26))  # noqa: S311  no secret
        await stored.db.close()
        empty = f"sqlite:///{folder / 'empty.db'}"
        await (await connect(empty, now=NOW)).close()
        urls = {
            "no votes": empty,
            f"{stored.votes:,} votes, {stored.megabytes:.0f} MB": f"sqlite:///{stored.path}",
        }
        taken: dict[str, list[float]] = {which: [] for which in urls}
        for turn in range(RUNS + 1):
            for which, url in urls.items():
                took = await seconds(url)
                if turn:  # the first one tells Discord about the commands, and warms the disk
                    taken[which].append(took)
    medians = {which: statistics.median(times) for which, times in taken.items()}
    ratio = max(medians.values()) / medians["no votes"]
    print("Start of the process with stored votes, to READY")
    for which, median in medians.items():
        print(f"  {which:<34}{median:6.2f} s {median / medians['no votes']:5.2f}x")
    print(f"  {'within' if ratio <= GOAL else 'NOT WITHIN'} {GOAL}x")
    print()


if __name__ == "__main__":
    asyncio.run(main())
