"""Start-up with 5,000,000 stored votes, beside an empty database, against a Discord stand-in on loopback."""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stored_votes import NOW, store
from db.database import connect
from tests.stand_in import StandIn
from tests.stand_in.process import ROOT, TOKEN

VOTES, GUILDS = 5_000_000, 100
RUNS = 9
"""Starts with either database, in turns."""
GOAL = 1.2


async def seconds(url: str) -> float:
    """From the start of `python -m bot` until the gateway says READY."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn(TOKEN) as stand_in:
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.stand_in.bot", str(stand_in.port)),
                cwd=folder,
                env={
                    "PATH": os.defpath,
                    "PYTHONPATH": str(ROOT),
                    "DISCORD_TOKEN": TOKEN,
                    "ENCORE_DATABASE_URL": url,
                },
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await stand_in.seen("gateway READY")
                return time.perf_counter() - began
            finally:
                process.terminate()
                await process.wait()


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
