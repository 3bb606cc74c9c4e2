"""The bot killed at random moments of parties, and what members and the database have of it afterwards.

`python -m benchmarks.kills [kills]`: the real process, killed by SIGKILL at each kind of request, before
Discord has taken it or before it answers, and at random. The kills have a seed, though no two runs take the
same time. The exit code is 1 where anything was lost, wrong or seen twice.
"""

import asyncio
import itertools
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.killed import main
from benchmarks.kills_books import Entry, Fate, audit
from benchmarks.kills_evening import PHASES, Evening
from benchmarks.kills_stage import Blow, Stage, stage
from bot.text import counted

KILLS, SEED = 200, 26
AT_ONCE = 3
"""Evenings at the same time."""
EACH = (3, 7)
"""Phases of an evening in which the bot is to be killed, from and to."""
RANDOMLY = 4
"""Kills at any moment for each phase, beside one at each of its requests."""
WITHIN = 0.4
"""Seconds from the beginning of a phase within which they are."""
GOOD = frozenset({Fate.ONCE, Fate.EXPLAINED})


@dataclass
class Account:
    """What came of all evenings."""

    evenings: int = 0
    struck: list[Blow] = field(default_factory=list[Blow])
    entries: list[Entry] = field(default_factory=list[Entry])
    stories: list[str] = field(default_factory=list[str])
    errors: Counter[str] = field(default_factory=Counter[str])

    @property
    def faults(self) -> list[Entry]:
        """What is neither as it should be nor explained."""
        return [entry for entry in self.entries if entry.fate not in GOOD]

    def add(self, evening: Evening, entries: list[Entry]) -> None:
        """Take an evening in; of one with a fault, keep how it went."""
        stage = evening.stage
        self.evenings += 1
        self.struck += stage.struck
        self.entries += entries
        if any(entry.fate not in GOOD for entry in entries):
            self.stories.append(story(evening, entries))
        for line in stage.logs:
            if re.search(r" (ERROR|CRITICAL) ", line):
                self.errors[re.sub(r"\d+", "…", line.split(" ", 2)[-1])] += 1


async def evening(seed: int, blows: list[Blow], account: Account, *, by_hand: bool) -> Stage:
    """Play an evening with these kills, and take it into account."""
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder), Random(seed), {blow.phase: blow for blow in blows}) as played:  # noqa: S311
            one = Evening(played, by_hand=by_hand)
            await one.play()
            entries = audit(one)
        account.add(one, entries)
        return played


def story(evening: Evening, entries: list[Entry]) -> str:
    """An evening's kills, in minutes from the time at which the party was to begin, and what it logged."""
    stage, starts_at = evening.stage, evening.starts_at
    lines = [f"{entry.what}: {entry.fate} {entry.said}" for entry in entries if entry.fate not in GOOD]
    lines += [str(blow) for blow in stage.struck]
    for down in stage.downs:
        since, until = ((edge - starts_at).total_seconds() / 60 for edge in down)
        lines.append(f"away from {since:+.2f} to {until:+.2f}")
    lines += [line for line in stage.logs if " INFO " not in line]
    lines.append(f"by hand {evening.by_hand}; {dict(evening.party)}")
    return "\n    ".join(lines)


def moments(quiet: Stage, chance: Random) -> Iterator[Blow]:
    """The moments at which to kill: all that an evening without kills had, and any; in no order, for ever."""
    known = [
        Blow(phase, request, nth + 1, taken)
        for (phase, request), times in quiet.asked.items()
        for nth in range(times)
        for taken in (False, True)
    ]
    while True:
        others = [Blow(phase, delay=chance.uniform(0, WITHIN)) for phase in PHASES for _ in range(RANDOMLY)]
        yield from chance.sample(known + others, len(known) + len(others))


def drawn(source: Iterator[Blow], chance: Random) -> list[Blow]:
    """The kills of one evening: at most one a phase."""
    wanted, blows = chance.randint(*EACH), dict[str, Blow]()
    for blow in itertools.islice(source, wanted):
        blows.setdefault(blow.phase, blow)
    return list(blows.values())


async def kill(kills: int, *, seed: int = SEED) -> Account:
    """Play evenings until the bot was killed so many times."""
    chance, account = Random(seed), Account()  # noqa: S311  no secret
    quiet = await evening(seed, [], account, by_hand=False)
    source, numbers = moments(quiet, chance), itertools.count(1)

    async def play() -> None:
        while len(account.struck) < kills:
            number = next(numbers)
            await evening(seed + number, drawn(source, chance), account, by_hand=number % 3 == 0)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(play())
    return account


def show(account: Account) -> None:
    """Print where the bot was killed, and what became of what was to be."""
    times, evenings = counted(len(account.struck), "time"), counted(account.evenings, "evening")
    print(f"Killed {times} in {evenings}")
    print(f"  {'':<14}{'before a':>12}{'with it':>12}{'at any':>12}")
    print(f"  {'':<14}{'request':>12}{'taken':>12}{'moment':>12}")
    for phase in PHASES:
        struck = [blow for blow in account.struck if blow.phase == phase]
        at = Counter((blow.request is not None) + blow.taken for blow in struck)
        print(f"  {phase:<14}{at[1]:>12}{at[2]:>12}{at[0]:>12}")
    fates = list(Fate)
    print(f"\n  {'':<28}" + "".join(f"{fate:>18}" for fate in fates))
    for what in dict.fromkeys(entry.what for entry in account.entries):
        counts = Counter(entry.fate for entry in account.entries if entry.what == what)
        print(f"  {what:<28}" + "".join(f"{counts[fate]:>18}" for fate in fates))
    for told in account.stories:
        print(f"\n  {told}")
    for line, often in account.errors.most_common():
        print(f"  logged {counted(often, 'time')}: {line}")


if __name__ == "__main__":
    main(kill, show, kills=KILLS)
