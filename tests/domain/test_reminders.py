"""When a reminder is in time, late, or of no use any more."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminders import LATE, Timing, timing

START = datetime(2026, 4, 3, 20, tzinfo=UTC)


def at(minutes: float, *, before: int) -> Timing:
    """How a reminder for `before` minutes before stands so many minutes from the start."""
    return timing(START, minutes=before, now=START + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-60, Timing.EARLY),
        (-30.01, Timing.EARLY),
        (-30, Timing.IN_TIME),
        (-27.01, Timing.IN_TIME),
        (-27, Timing.LATE),
        (-0.01, Timing.LATE),
        (0, Timing.MISSED),
        (1440, Timing.MISSED),
    ],
)
def test_a_reminder_is_in_time_then_late_then_of_no_use(minutes: float, expected: Timing) -> None:
    assert at(minutes, before=30) is expected


def test_a_reminder_shortly_before_the_start_is_in_time_as_long_as_any_other() -> None:
    assert at(0.5, before=2) is Timing.IN_TIME
    assert at(1, before=2) is Timing.MISSED


def test_a_reminder_at_the_start_itself_is_of_use_for_three_minutes() -> None:
    assert [at(minutes, before=0) for minutes in (-0.01, 0, 2.9, 3)] == [
        Timing.EARLY,
        Timing.IN_TIME,
        Timing.IN_TIME,
        Timing.MISSED,
    ]


@given(minutes=st.integers(0, 10_080), seconds=st.integers(-700_000, 90_000))
def test_a_reminder_only_ever_gets_later(minutes: int, seconds: int) -> None:
    order = list(Timing)
    now = START + timedelta(seconds=seconds)
    stands = timing(START, minutes=minutes, now=now)
    assert order.index(stands) <= order.index(timing(START, minutes=minutes, now=now + timedelta(seconds=1)))
    if stands is Timing.LATE:
        assert START - timedelta(minutes=minutes) + LATE <= now < START
