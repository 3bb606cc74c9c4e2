"""Where in its episodes a party is, reckoned from stored moments: nothing counts by the second."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Programme:
    """Episodes in a row, with a break of `pause` seconds between two. `lengths`: seconds, at least one."""

    lengths: tuple[int, ...]
    pause: int = 0

    @property
    def starts(self) -> tuple[int, ...]:
        """When each episode begins, in seconds from the beginning of the first."""
        return tuple(accumulate((length + self.pause for length in self.lengths[:-1]), initial=0))

    @property
    def total(self) -> int:
        """Seconds from the beginning of the first episode to the end of the last."""
        return self.starts[-1] + self.lengths[-1]

    def place(self, seconds: int) -> "Place":
        """What is on, so many seconds from the beginning; before it (below 0) the first, then the last."""
        starts = self.starts
        number = max((n for n, start in enumerate(starts) if start <= seconds), default=0)
        into = seconds - starts[number]
        if into < self.lengths[number]:
            return Place(number, into)
        if number + 1 < len(starts):
            return Place(number + 1, seconds - starts[number + 1])
        return Place(number, self.lengths[number], over=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a programme: the episode, counted from 0, and how many seconds into it.

    Below 0 it has yet to begin: a countdown, or the break before it.
    """

    number: int
    into: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that showed `offset` seconds into the programme at `at`, and has run or stood still since.

    Where `at` lies ahead, it begins to run only then.
    """

    at: datetime
    offset: int = 0
    running: bool = True

    def shows(self, now: datetime) -> int:
        """Seconds into the programme; below `offset` while `at` lies ahead: the countdown."""
        return self.offset + (int((now - self.at).total_seconds() // 1) if self.running else 0)

    def stand(self, now: datetime) -> "Clock":
        """Stand still from now on."""
        return Clock(now, self.offset_at(now), running=False)

    def run(self, now: datetime, *, countdown: timedelta = timedelta()) -> "Clock":
        """Run on from what it shows, after a countdown."""
        return Clock(now + countdown, self.offset_at(now))

    def offset_at(self, now: datetime) -> int:
        """What it shows, but not less than where it began."""
        return max(self.offset, self.shows(now))

    def turn(self, seconds: int, now: datetime) -> "Clock":
        """Show `seconds` from now on, running or not as before."""
        return replace(self, at=now, offset=seconds)

    def end(self, programme: Programme) -> datetime | None:
        """When the programme is over; None while it stands still."""
        return self.at + timedelta(seconds=programme.total - self.offset) if self.running else None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: from `since`, until but without `until`."""

    since: datetime
    until: datetime


def played(programme: Programme, clocks: Sequence[Clock], *, until: datetime) -> tuple[tuple[Span, ...], ...]:
    """When each episode was on, by all the settings of the clock in order, up to `until`."""
    spans: list[list[Span]] = [[] for _ in programme.lengths]
    ends = [clock.at for clock in clocks[1:]] + [until]
    for clock, end in zip(clocks, ends, strict=True):
        if not clock.running:
            continue
        for number, start in enumerate(programme.starts):
            since = clock.at + timedelta(seconds=max(0, start - clock.offset))
            over = clock.at + timedelta(seconds=start + programme.lengths[number] - clock.offset)
            if since < min(over, end):
                spans[number].append(Span(since, min(over, end)))
    return tuple(map(tuple, spans))
