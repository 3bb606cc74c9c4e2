"""When members are reminded of a party, and when that is too late."""

from datetime import datetime, timedelta
from enum import Enum, auto

LATE = timedelta(minutes=3)
"""From which on a reminder says that it is late."""
READY = timedelta(minutes=5)
"""Before the start, a party is asked whether everybody is ready."""
COUNTDOWN = timedelta(seconds=10)
"""Between pressing start and the moment at which all press play."""
START_LATE = timedelta(minutes=10)
"""How late a party may still begin by itself: after that its organiser decides."""
ABANDONED = timedelta(hours=12)
"""After its start, a party that never began is over."""
PAUSED = timedelta(hours=2)
"""A pause after which a party ends by itself."""
ANNOUNCED = timedelta(days=6)
"""Before its start, a season's session gets its card: after the one of the week before."""


class Timing(Enum):
    """How a reminder stands."""

    EARLY = auto()
    """The party was moved meanwhile: it is not yet due."""
    IN_TIME = auto()
    LATE = auto()
    """Still of use; it says that it is late."""
    MISSED = auto()
    """Of no use any more: it is not sent."""


def timing(starts_at: datetime, *, minutes: int, now: datetime) -> Timing:
    """How a reminder for `minutes` before the start stands now. A late one is of no use after the start."""
    due_at = starts_at - timedelta(minutes=minutes)
    if now < due_at:
        return Timing.EARLY
    if now >= max(starts_at, due_at + LATE):
        return Timing.MISSED
    return Timing.LATE if now >= due_at + LATE else Timing.IN_TIME
