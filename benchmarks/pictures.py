"""Fifty pictures in a row: how long each takes, and how long the event loop is held meanwhile."""

import asyncio
import resource
import statistics
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field

from bot.pictures.specs import Bar, BarChart, Cell, CellState, Grid, Histogram, Section, Spec
from bot.pictures.studio import Studio

PICTURES = 50
NAP = 0.001
"""Seconds that the watcher sleeps; what it sleeps longer, the loop was held."""
IDLE = 3.0
"""Seconds that the idle loop is watched, to know the machine."""
ROUNDS = 3
"""What recurs in every one is the pictures' doing; the rest is the machine's."""
LIMIT = 10.0
"""Milliseconds that the loop may be held."""


def chart(number: int) -> Spec:
    """A ranking of ten with long titles; every fifth is a histogram, and every fifth somebody's season."""
    if number % 5 == 4:
        return Histogram(f"Episode {number} · 31 votes", (number, 0, 1, 0, 2, 3, 5, 9, 7, 4))
    if number % 5 == 3:
        cells = tuple(Cell(f"{i}", CellState.WATCHED if i > number else i % 10 + 1) for i in range(1, 27))
        return Grid(f"Kaleido Star {number}", "7 of 26 · 27 %", 0.27, (Section(cells),))
    title = "The Great and Wonderful Spectacle of the Legendary Stage: すごい"
    rows = [Bar(f"Ep {i}", "8.40", "5 votes", 1 / i, 1 / i, f"#{i}", f"{title} {i}") for i in range(1, 11)]
    return BarChart(f"Best to worst {number}", "181 votes", tuple(rows), ends=("6", "10"))


@dataclass(slots=True)
class Gaps:
    """How much longer than asked each nap took, in milliseconds.

    `passed` by the clock, which counts what else the machine did; `worked`, the part of it that this process
    was at work: the loop was held for so long at most.
    """

    passed: list[float] = field(default_factory=list[float])
    worked: list[float] = field(default_factory=list[float])

    async def watch(self) -> None:
        """Take naps for ever."""
        while True:
            began, worked = time.perf_counter(), time.process_time()
            await asyncio.sleep(NAP)
            gap = (time.perf_counter() - began - NAP) * 1000
            self.passed.append(gap)
            self.worked.append(min(gap, (time.process_time() - worked) * 1000))


async def held(work: Coroutine[None, None, list[float]]) -> tuple[Gaps, list[float]]:
    """The gaps while `work` runs, and what it gave."""
    gaps = Gaps()
    watcher = asyncio.create_task(gaps.watch())
    result = await work
    watcher.cancel()
    return gaps, result


async def drawn(studio: Studio) -> list[float]:
    """Draw them one after the other; milliseconds for each."""
    taken: list[float] = []
    for number in range(PICTURES):
        began = time.perf_counter()
        picture = await studio.draw(chart(number), name="chart", alt="a chart")
        assert picture is not None
        taken.append((time.perf_counter() - began) * 1000)
    return taken


async def main() -> None:
    idle, _ = await held(asyncio.sleep(IDLE, []))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    longest: list[float] = []
    medians: list[float] = []
    pictures: list[float] = []
    for _ in range(ROUNDS):
        studio = Studio()
        gaps, taken = await held(drawn(studio))
        await studio.close()
        longest.append(max(gaps.worked))
        medians.append(statistics.median(gaps.worked))
        pictures += taken
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rounds = ", ".join(f"{gap:.1f}" for gap in longest)
    print(f"{PICTURES} pictures in a row, {ROUNDS} times; the very first has Pillow and the fonts to load")
    print(f"  a picture                {statistics.median(pictures):6.1f} ms, the first {pictures[0]:.1f} ms")
    print(
        f"  the event loop was held  {min(longest):6.1f} ms at most (limit {LIMIT:.0f} ms; rounds: {rounds})"
    )
    print(f"    median                 {statistics.median(medians):6.1f} ms")
    print(f"    while idle             {max(idle.passed):6.1f} ms at most: the machine's own doing")
    print(f"  memory                   {grown:6.1f} MB more at the peak")
    print()


if __name__ == "__main__":
    asyncio.run(main())
