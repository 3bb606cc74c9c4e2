"""From the start of the process to its first answer, against a Discord stand-in on loopback."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from tests.stand_in import StandIn
from tests.stand_in.process import ROOT, TOKEN

RUNS = 7
"""Starts of either; they take turns."""


@asynccontextmanager
async def started(**env: str) -> AsyncGenerator[tuple[StandIn, float]]:
    """A process that is ready: the Discord that it is on, and when it was begun, by `time.perf_counter`."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn(TOKEN) as stand_in:
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.stand_in.bot", str(stand_in.port)),
                cwd=folder,
                env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN} | env,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await stand_in.seen("gateway READY")
                yield stand_in, began
            finally:
                process.terminate()
                await process.wait()


async def seconds(program: str) -> tuple[float, float]:
    """Until the gateway says READY, and until a command sent right then is answered."""
    async with started(STAND_IN_PROGRAM=program) as (stand_in, began):
        ready = time.perf_counter() - began
        await stand_in.slash("episode", {"episode": "26"})
        return ready, time.perf_counter() - began


async def main() -> None:
    programs = {"a bot of ten lines": "benchmarks.floor", "Encore": "bot"}
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, program in programs.items():
            runs[name].append(await seconds(program))
    figures = {
        name: (statistics.median(r for r, _ in each), statistics.median(a for _, a in each))
        for name, each in runs.items()
    }
    print("Start of the process          to READY   to the first answer")
    floor = figures["a bot of ten lines"]
    for name, (ready, answered) in figures.items():
        ratios = (ready / floor[0], answered / floor[1])
        print(f"  {name:<26} {ready:6.2f} s {ratios[0]:4.2f}x {answered:6.2f} s {ratios[1]:4.2f}x")
    print()


if __name__ == "__main__":
    asyncio.run(main())
