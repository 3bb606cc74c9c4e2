"""Durations and clocks, as people write them."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusal import Refusal
from bot.domain.when import clock, duration
from tests.domain.strategies import ALMOST, ANY_TEXT


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2h", timedelta(hours=2)),
        ("in 2 hours", timedelta(hours=2)),
        ("90 min", timedelta(minutes=90)),
        ("1d 12h", timedelta(hours=36)),
        ("1d12h", timedelta(hours=36)),
        ("2h30", timedelta(minutes=150)),
        ("2h 30m", timedelta(minutes=150)),
        ("1 hour, 5 min", timedelta(minutes=65)),
        ("2 hours and 30 minutes", timedelta(minutes=150)),
        ("1 week", timedelta(days=7)),
        ("1.5h", timedelta(minutes=90)),
        ("1,5 h", timedelta(minutes=90)),
        ("an hour", timedelta(hours=1)),
        ("in half an hour", timedelta(minutes=30)),
        ("a week", timedelta(days=7)),
        ("90s", timedelta(seconds=90)),
        ("1 month", timedelta(days=30)),
        ("1 year", timedelta(days=365)),
        ("0h", timedelta(0)),
        ("99999 weeks", timedelta(weeks=99999)),
        ("1h " * 32 + "10 h", timedelta(hours=42)),  # a hundred characters
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "h",
        "ah",
        "in",
        "-2h",
        "2 hours ago",
        "2h tomorrow",
        "8pm",
        "1d30",
        "100000h",
        "1.5",
        "2x",
        "99y" * 99,
        "1h " * 32 + "100 h",  # a hundred and one
        "2h300",
    ],
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert duration(text) is None


@given(st.integers(0, 99), st.integers(0, 23), st.integers(0, 59))
def test_the_parts_of_a_duration_add_up(days: int, hours: int, minutes: int) -> None:
    assert duration(f"{days}d {hours} h {minutes} minutes") == timedelta(
        days=days, hours=hours, minutes=minutes
    )


@pytest.mark.parametrize(
    ("text", "shown", "rest"),
    [
        ("8pm", time(20), "|"),
        ("fri 8 pm", time(20), "fri |"),
        ("8:30 p.m. fri", time(20, 30), "| fri"),
        ("8.30pm", time(20, 30), "|"),
        ("12am", time(0), "|"),
        ("12pm", time(12), "|"),
        ("0:05", time(0, 5), "|"),
        ("20:00:59", time(20), "|"),
        ("20.30", time(20, 30), "|"),
        ("1.12. 20:00", time(20), "1.12. |"),
        ("2026-12-01 19:30", time(19, 30), "2026-12-01 |"),
        ("tomorrow noon", time(12), "tomorrow |"),
        ("1am", time(1), "|"),
        ("1pm", time(13), "|"),
        ("23:59", time(23, 59), "|"),
    ],
)
def test_a_clock_is_read_and_the_rest_handed_back(text: str, shown: time, rest: str) -> None:
    assert clock(text) == (shown, rest)


@pytest.mark.parametrize(
    "text", ["", "8", "friday at 8", "1.12", "2026-12-01", "12.10.2026", "8 o'clock", "20h", "8pma"]
)
def test_a_number_that_may_be_morning_evening_or_a_date_is_no_clock(text: str) -> None:
    assert clock(text) is None


NONE_SUCH, TWO = "A clock goes from 0:00 to 23:59.", "That names more than one time."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("25:00", NONE_SUCH),
        ("24:00", NONE_SUCH),
        ("20:60", NONE_SUCH),
        ("13pm", "With am and pm, hours go from 1 to 12. Write `13:00` or `8pm`."),
        ("0am", "With am and pm, hours go from 1 to 12. Write `0:00` or `8pm`."),
        ("8pm-9pm", TWO),
        ("20:00-22:00", TWO),
        ("8pm 20:00", TWO),
    ],
)
def test_a_clock_that_does_not_exist_and_two_of_them_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        clock(text)
    assert refused.value.sentence == sentence


@given(ANY_TEXT | ALMOST)
def test_any_text_is_a_duration_and_a_clock_or_none_or_refused(text: str) -> None:
    length = duration(text)
    assert length is None or length >= timedelta(0)
    try:
        found = clock(text)
    except Refusal:
        return
    assert found is None or "|" in found[1]
