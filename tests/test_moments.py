"""When something is to be, read as people write it."""

# ruff: noqa: RUF001  digits and letters of other scripts are what is tested

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import moments
from bot.domain.refusal import Refusal
from bot.domain.when import Moment

BERLIN, LOS_ANGELES = "Europe/Berlin", "America/Los_Angeles"
ZONES = (BERLIN, LOS_ANGELES, "Asia/Tokyo", "Asia/Kathmandu", "Pacific/Kiritimati")


def here(text: str, zone: str = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


TRY = " Try `2h`, `tomorrow 8pm`, `2026-12-01 19:30` or `never`."
NOW = here("2026-11-20 19:00:12")
"""A Friday evening in Berlin."""


async def read(text: str, *, now: datetime = NOW, zone: str = BERLIN) -> datetime | None:
    return await moments.closing(text, now=now, zone=zone)


@pytest.mark.parametrize("text", ["never", "No", " NONE ", "ｎever"])
async def test_never_is_no_moment(text: str) -> None:
    assert await read(text) is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2h", timedelta(hours=2)),
        ("90 MIN", timedelta(minutes=90)),
        ("in  2 hours", timedelta(hours=2)),
        ("1 week", timedelta(days=7)),
        ("２ｈ", timedelta(hours=2)),
        ("1 min", timedelta(minutes=1)),
        ("366 days", timedelta(days=366)),
    ],
)
async def test_a_duration_is_added_exactly(text: str, length: timedelta) -> None:
    assert await read(text) == NOW + length


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("8pm", "2026-11-20 20:00"),
        ("6pm", "2026-11-21 18:00"),
        ("20:00", "2026-11-20 20:00"),
        ("20.30", "2026-11-20 20:30"),
        ("20:00:59", "2026-11-20 20:00"),
        ("٢٠:٠٠", "2026-11-20 20:00"),
        ("8pm \ud800\u202e\n", "2026-11-20 20:00"),
        ("noon", "2026-11-21 12:00"),
        ("midnight", "2026-11-21 00:00"),
        ("tonight midnight", "2026-11-21 00:00"),
        ("today 21:00", "2026-11-20 21:00"),
        ("tonight 9pm", "2026-11-20 21:00"),
        ("tomorrow 8pm", "2026-11-21 20:00"),
        ("8pm tomorrow", "2026-11-21 20:00"),
        ("Tomorrow evening at 8 p.m.", "2026-11-21 20:00"),
        ("tmrw noon", "2026-11-21 12:00"),
        ("day after tomorrow 20:00", "2026-11-22 20:00"),
        ("3pm in 2 days", "2026-11-22 15:00"),
        ("fri 8pm", "2026-11-20 20:00"),
        ("this friday 20:00", "2026-11-20 20:00"),
        ("fri 6pm", "2026-11-27 18:00"),
        ("next friday 8pm", "2026-11-27 20:00"),
        ("next wed 8pm", "2026-11-25 20:00"),
        ("on thurs, at 8pm", "2026-11-26 20:00"),
        ("sun. 8pm", "2026-11-22 20:00"),
        ("2026-12-01 19:30", "2026-12-01 19:30"),
        ("2026-12-01T19:30", "2026-12-01 19:30"),
        ("2026/12/1 19:30", "2026-12-01 19:30"),
        ("2027-01-02 19:30", "2027-01-02 19:30"),
        ("1 Dec 19:30", "2026-12-01 19:30"),
        ("Dec 1st, 2026, 7:30pm", "2026-12-01 19:30"),
        ("tue 1 december 19:30", "2026-12-01 19:30"),
        ("2/1 8pm", "2027-01-02 20:00"),
        ("31/12 8pm", "2026-12-31 20:00"),
        ("2.1. 20:00", "2027-01-02 20:00"),
        ("12.12 20:00", "2026-12-12 20:00"),
        ("2.1.2027 20:00", "2027-01-02 20:00"),
        ("25th 8pm", "2026-11-25 20:00"),
        ("20 nov 6pm", "2027-11-20 18:00"),
    ],
)
async def test_a_point_in_time_is_read_in_the_zone(text: str, moment: str) -> None:
    assert await read(text) == here(moment)


@pytest.mark.parametrize(
    ("text", "moment", "zone"),
    [
        ("8pm UTC", "2026-11-20 20:00", "UTC"),
        ("20:00z", "2026-11-20 20:00", "UTC"),
        ("2026-12-01T19:30:00Z", "2026-12-01 19:30", "UTC"),
        ("2026-12-01T19:30+05:45", "2026-12-01 19:30", "Asia/Kathmandu"),
        ("20:00 GMT+9", "2026-11-21 20:00", "Asia/Tokyo"),
        ("20:00 utc+5:45 tomorrow", "2026-11-21 20:00", "Asia/Kathmandu"),
        ("20:00 asia/tokyo", "2026-11-21 20:00", "Asia/Tokyo"),
        ("tomorrow 8pm America/Los_Angeles", "2026-11-21 20:00", LOS_ANGELES),
    ],
)
async def test_a_zone_that_is_named_is_honoured(text: str, moment: str, zone: str) -> None:
    assert await read(text) == here(moment, zone)


async def test_the_day_is_the_one_of_the_zone() -> None:
    now = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert await read("today 20:00", now=now, zone="Asia/Tokyo") == here("2026-11-21 20:00", "Asia/Tokyo")
    assert await read("today 20:00", now=now, zone=LOS_ANGELES) == here("2026-11-20 20:00", LOS_ANGELES)


async def test_a_time_that_the_clock_shows_twice_is_the_first_still_to_come_and_can_be_asked_about() -> None:
    now = here("2026-10-24 12:00")
    first, second = here("2026-10-25 02:30"), here("2026-10-25 02:30", fold=1)
    assert second - first == timedelta(hours=1)
    assert await read("tomorrow 2:30", now=now) == first
    assert await moments.moment("tomorrow 2:30", now=now, zone=BERLIN) == Moment(first, second)
    assert await read("today 2:30", now=first + timedelta(minutes=15)) == second


async def test_wall_time_is_kept_over_a_change_of_the_clock_and_a_duration_is_not() -> None:
    now = here("2027-03-27 20:00")
    assert await read("in 1 day 20:00", now=now) == now + timedelta(hours=23)
    assert await read("1 day", now=now) == now + timedelta(hours=24)


MOMENTS = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2030-01-01"), timezones=st.just(UTC)
)


@settings(max_examples=50)
@given(now=MOMENTS, minutes=st.integers(2, 366 * 24 * 60), zone=st.sampled_from(ZONES))
async def test_any_wall_time_within_a_year_is_read_as_it_is_written(
    now: datetime, minutes: int, zone: str
) -> None:
    meant = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    local = meant.astimezone(ZoneInfo(zone))
    for written in (f"{local:%Y-%m-%d %H:%M}", f"{local:%H:%M %d.%m.%Y}", f"{local:%a %d %b %Y, %I:%M%p}"):
        found = await moments.moment(written, now=now, zone=zone)
        assert meant in {found.first, found.second}


PIECES = """in at next last fri monday tomorrow tonight noon midnight 8pm 20:00 2:30 5 13 99 2026 1/12 31.12.
2026-12-01 dec 1st feb 29 h min days week month utc utc+5 cet Europe/Berlin never ago 25:00 - , : |"""
ALMOST = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=300)
@given(text=ALMOST | st.text(max_size=70), now=MOMENTS, zone=st.sampled_from(ZONES))
async def test_any_text_is_a_moment_within_a_year_or_never_or_refused(
    text: str, now: datetime, zone: str
) -> None:
    try:
        closes = await moments.closing(text, now=now, zone=zone)
    except Refusal as refusal:
        assert refusal.sentence.endswith(TRY)  # noqa: PT017  either way is right
    else:
        assert closes is None or now + timedelta(minutes=1) <= closes <= now + timedelta(days=366)
