"""A season of parties: which episodes are watched when, at the same wall time each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from bot.domain.refusal import Refusal

MOST_SESSIONS = 100
"""Sessions of one season."""
MOST_EPISODES = 26
"""Episodes of one session."""


class Every(StrEnum):
    """How far sessions are apart."""

    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "2 weeks"

    @property
    def days(self) -> int:
        """The same in days of the calendar, which are not always 24 hours."""
        return _DAYS[self]


_DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.FORTNIGHT: 14}


@dataclass(frozen=True, slots=True)
class Session:
    """One party of a season. `starts_at` is in UTC.

    `moved`: the clock jumps over the wall time that day, so it is the first moment after the gap.
    """

    starts_at: datetime
    episodes: tuple[str, ...]
    moved: bool = False


def sessions(
    first: datetime, zone: tzinfo, episodes: Sequence[str], *, per_session: int, every: Every
) -> tuple[Session, ...]:
    """`episodes` in their order, `per_session` (1 to 26) at a time, the first of them at `first`.

    Each starts when clocks in `zone` show what they show at `first`, across changes of the clock. Of a wall
    time that comes twice that day the first is meant, except that the first session is exactly at `first`.

    Raises:
        Refusal: more than 100 sessions, or `per_session` is out of bounds.
    """
    if not 1 <= per_session <= MOST_EPISODES:
        raise Refusal(f"A session takes 1 to {MOST_EPISODES} episodes.")
    number = -(-len(episodes) // per_session)
    if number > MOST_SESSIONS:
        raise Refusal(
            f"Those would be {number:,} sessions. {MOST_SESSIONS} can be planned at once: "
            "name fewer episodes, or watch more of them in each session."
        )
    wall = first.astimezone(zone).replace(tzinfo=None)
    planned: list[Session] = []
    for place in range(number):
        starts_at, moved = _moment(wall + timedelta(days=place * every.days), zone)
        chunk = tuple(episodes[place * per_session : (place + 1) * per_session])
        planned.append(Session(starts_at, chunk, moved) if place else Session(first.astimezone(UTC), chunk))
    return tuple(planned)


def _moment(wall: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    """When clocks in `zone` show `wall` (naive); or the first moment after the gap it is in, and True."""
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early.astimezone(zone).replace(tzinfo=None) == wall:
        return early, False
    return _change(early, late, zone), True


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The second in which the offset from UTC changes, found by halves: zones do not tell their changes."""
    offset = before.astimezone(zone).utcoffset()
    before = before.replace(microsecond=0)
    seconds = -((before - after) // timedelta(seconds=1))  # rounded up
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)
