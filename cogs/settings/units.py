"""What the numbers among the settings count: how one is said, and how it is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.text import counted

_NUMBER = re.compile(r"([0-9]{1,6}) ?([a-z%]*)")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts. `said` says one with its unit.

    `noun`: what follows *a whole number of*. `words` that may follow a number, and how many of it each stands
    for; after them `end` may follow.
    """

    noun: str
    said: Callable[[int], str]
    words: Mapping[str, int]
    end: str = ""

    def read(self, plainly: str) -> int | None:
        """`30`, `30 minutes`, `1 hour`, `50 %`; None for what is no number, or counts something else."""
        found = _NUMBER.fullmatch(plainly.removesuffix(self.end))
        if found is None:
            return None
        each = self.words.get(found[2]) if found[2] else 1
        return None if each is None else int(found[1]) * each


def _minutes(number: int) -> str:
    return counted(number, "minute")


def _ahead(number: int) -> str:
    """`1 hour before the start`."""
    for length, noun in ((1440, "day"), (60, "hour")):
        if number % length == 0:
            return f"{counted(number // length, noun)} before the start"
    return f"{_minutes(number)} before the start"


_TIMES = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hour", "hours"), 60),
    **dict.fromkeys(("d", "day", "days"), 1440),
}

PLAIN = Unit("", str, {})
"""Of settings that are no numbers."""
VOTES = Unit("votes", lambda number: counted(number, "vote"), {"vote": 1, "votes": 1})
MINUTES = Unit("minutes", _minutes, _TIMES)
AHEAD = Unit("minutes", _ahead, _TIMES, end=" before the start")
SHARE = Unit("per cent", lambda number: f"{number} % of an episode", {"%": 1}, end=" of an episode")
