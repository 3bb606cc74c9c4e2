"""The spoiler rule: what one question costs, whether a viewer may see a value."""

import asyncio
import statistics
import time

from bot.domain.spoilers import Level, Sealed, Viewer, unseal

GOAL = 5.0
"""Microseconds a question may take."""
ROUNDS, QUESTIONS = 31, 20_000
EPISODES = 5_000
"""As many as a show may have."""


def microseconds(sealed: Sealed[str], viewer: Viewer) -> float:
    """The median of many rounds, for one question."""
    taken: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(QUESTIONS):
            unseal(sealed, viewer)
        taken.append((time.perf_counter() - began) * 1_000_000 / QUESTIONS)
    return statistics.median(taken)


async def main() -> None:
    keys = frozenset(f"s1e{number}" for number in range(1, EPISODES + 1))
    title = Sealed("Title", needs={"s1e26"}, level=Level.TITLE)
    synopsis, plot = Sealed("Synopsis", needs={"s1e26"}), Sealed("Plot", needs=keys)
    questions = {
        "a title that nobody hides": (title, Viewer()),
        "a hidden title": (title, Viewer(keys, hides_titles=True)),
        "a synopsis, 5 episodes watched": (
            synopsis,
            Viewer(frozenset(["s1e1", "s1e2", "s1e3", "s1e4", "s1e5"])),
        ),
        "a synopsis, all of 5,000 watched": (synopsis, Viewer(keys)),
        "the plot of 26, all watched": (Sealed("Plot", needs=set(sorted(keys)[:26])), Viewer(keys)),
    }
    print("The spoiler rule, one question")
    for name, (sealed, viewer) in questions.items():
        taken = microseconds(sealed, viewer)
        verdict = "within" if taken < GOAL else "NOT WITHIN"
        print(f"  {name:<38}{taken:8.2f} µs  {verdict} {GOAL:.0f} µs")
    taken = microseconds(plot, Viewer(keys))
    print(f"  {'the plot of 5,000, all watched':<38}{taken:8.2f} µs  (the longest show a catalogue may hold)")
    print()


if __name__ == "__main__":
    asyncio.run(main())
