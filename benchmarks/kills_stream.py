"""The bot killed at random moments of a stream of votes, marks, answers and texts from many members at once.

`python -m benchmarks.kills_stream [kills]`: the real process, killed by SIGKILL while members press, and the
file looked at after every kill: whether all that a member was told is there, nothing else is, and every
total equals a recount. The kills have a seed, though no two runs take the same time. The exit code is 1 where
anything is missing, off, broken, or was posted twice.
"""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.killed import main
from benchmarks.kills_crowd import Crowd
from benchmarks.kills_ending import close, posted
from benchmarks.kills_ledger import Findings, audit
from benchmarks.kills_life import PATIENCE, Blow, Life, When
from bot.text import counted
from tests.stand_in import StandIn
from tests.stand_in.clocked import Clock
from tests.stand_in.process import TOKEN

KILLS, SEED = 500, 26
AT_ONCE = 3
"""Servers at the same time, each with a bot and a file of its own."""
EACH = 25
"""Kills of one file."""
SOON = 1.2
"""Seconds of the stream within which a kill comes that waits for no request."""
START = (0.3, 1.5)
"""Seconds from the start of the process at which it is killed while it comes up, from and to."""
REQUESTS = 60
"""Of so many requests of the stream, one at which it is killed."""
AWAY = (1.0, 90.0)
"""Seconds for which the bot is away, from and to: the lease of what it held may end meanwhile."""
TOLD = 40
"""Lines of the log that are shown of an error."""
MOMENTS = {When.STARTING: 1, When.ANY: 4, When.ASKED: 4, When.TAKEN: 3}
"""How often it is killed at which."""


@dataclass
class Account:
    """What came of all files."""

    files: int = 0
    struck: Counter[When] = field(default_factory=Counter[When])
    acknowledged: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    found: Findings = field(default_factory=Findings)
    failed: list[str] = field(default_factory=list[str])
    twice: list[str] = field(default_factory=list[str])
    errors: list[str] = field(default_factory=list[str])

    @property
    def faults(self) -> list[str]:
        """All that is wrong, in words."""
        found = self.found
        return found.missing + found.off + found.broken + self.failed + self.twice + self.errors

    def add(self, life: Life, crowd: Crowd, found: Findings) -> None:
        """Take in what came of one file."""
        self.files += 1
        self.struck.update(life.struck)
        self.acknowledged += crowd.acknowledged
        self.refused += crowd.refused
        self.failed += crowd.failed
        self.found.take(found)
        for number, line in enumerate(life.logs):
            if " ERROR " in line or " CRITICAL " in line:
                self.errors.append("\n    ".join(life.logs[number : number + TOLD]))


def drawn(chance: Random) -> Blow:
    """A moment at which to kill."""
    (when,) = chance.choices(list(MOMENTS), list(MOMENTS.values()))
    if when is When.STARTING:
        return Blow(when, seconds=chance.uniform(*START))
    if when is When.ANY:
        return Blow(when, seconds=chance.uniform(0, SOON))
    return Blow(when, nth=chance.randint(1, REQUESTS))


async def play(kills: int, seed: int, account: Account) -> None:
    """Kill one bot so many times in the middle of the stream, the last time while it posts results."""
    chance, found = Random(seed), Findings()  # noqa: S311  no secret
    with tempfile.TemporaryDirectory() as name:
        async with StandIn(TOKEN) as stand_in:
            clock = Clock(Path(name) / "clock")
            life, crowd = Life(Path(name), stand_in, clock), Crowd(stand_in, chance)
            stand_in.clock, stand_in.watch, stand_in.patience = clock, life.watch, PATIENCE
            await life.live(crowd.set_up, None)
            while len(life.struck) < kills - 1:
                await life.live(crowd.live, drawn(chance))
                found.take(await audit(life.folder, crowd, now=clock()))
                life.rest(chance.uniform(*AWAY))
            crowd.is_over = True
            at_result = Blow(
                chance.choice((When.ASKED, When.TAKEN)), nth=chance.randint(1, 2), path="/messages"
            )
            await life.live(lambda: close(crowd, life, until_killed=True), at_result)
            life.rest(chance.uniform(*AWAY))
            await life.live(lambda: close(crowd, life), None)
            found.take(await audit(life.folder, crowd, now=clock()))
            account.twice += posted(crowd)
        account.add(life, crowd, found)


async def kill(kills: int, *, seed: int = SEED, at_once: int = AT_ONCE) -> Account:
    """Play until the bot was killed so many times."""
    account = Account()
    parts = [min(EACH, kills - done) for done in range(0, kills, EACH)]
    turns = asyncio.Semaphore(at_once)

    async def one(number: int, part: int) -> None:
        async with turns:
            await play(part, seed + number, account)

    async with asyncio.TaskGroup() as group:
        for number, part in enumerate(parts):
            group.create_task(one(number, part))
    return account


def show(account: Account) -> None:
    """Print how often the bot was killed, and what became of what members were told."""
    found = account.found
    total = account.acknowledged.total()
    print(f"Killed {counted(account.struck.total(), 'time')} over {counted(account.files, 'file')}")
    for when in When:
        print(f"  {when:<40}{account.struck[when]:>8}")
    print(f"\nAcknowledged to members{total:>19,}")
    for what, times in account.acknowledged.most_common():
        more = f"   and refused {account.refused[what]}" if account.refused[what] else ""
        print(f"  {what:<40}{times:>8,}{more}")
    print(f"\nIn doubt when it was killed{found.kept + found.undone:>15,}")
    print(f"  {'found done':<40}{found.kept:>8,}\n  {'found not done':<40}{found.undone:>8,}\n")
    rows = {
        "Acknowledged changes missing or altered": found.missing,
        "Totals off": found.off,
        "Files that SQLite finds damaged": found.broken,
        "Messages missing or posted twice": account.twice,
        "Answered with an error": account.failed,
        "Errors in the log": account.errors,
    }
    for what, faults in rows.items():
        print(f"{what:<42}{len(faults):>8}")
    for fault in account.faults[:40]:
        print(f"  {fault}")


if __name__ == "__main__":
    main(kill, show, kills=KILLS)
