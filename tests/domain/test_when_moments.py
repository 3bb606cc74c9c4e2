"""Wall times in a time zone, and how moments are told."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusal import Refusal
from bot.domain.when import Moment, at, describe, distance

BERLIN, LOS_ANGELES = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles")
TOKYO, KATHMANDU = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Kathmandu")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clock moves by half an hour


def wall_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOW = utc("2026-11-20 18:00")


@pytest.mark.parametrize(
    ("zone", "wall", "moment"),
    [
        (BERLIN, wall_time("2026-11-27 20:00"), utc("2026-11-27 19:00")),
        (BERLIN, wall_time("2026-07-01 20:00"), utc("2026-07-01 18:00")),
        (LOS_ANGELES, wall_time("2026-11-27 20:00"), utc("2026-11-28 04:00")),
        (TOKYO, wall_time("2026-11-27 02:30"), utc("2026-11-26 17:30")),
        (KATHMANDU, wall_time("2026-11-27 20:00"), utc("2026-11-27 14:15")),
        (timezone(timedelta(hours=-3)), wall_time("2026-11-27 20:00"), utc("2026-11-27 23:00")),
    ],
)
def test_a_wall_time_has_its_moment(zone: ZoneInfo, wall: datetime, moment: datetime) -> None:
    found = at(wall, zone)

    assert found == Moment(moment)
    assert found.first.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "wall", "sentence"),
    [
        (BERLIN, wall_time("2027-03-28 02:30"), "There is no 02:30 in Europe/Berlin on Sun 28 Mar 2027"),
        (BERLIN, wall_time("2027-03-28 02:00"), "There is no 02:00 in Europe/Berlin on Sun 28 Mar 2027"),
        (
            LOS_ANGELES,
            wall_time("2027-03-14 02:59"),
            "There is no 02:59 in America/Los_Angeles on Sun 14 Mar 2027",
        ),
        (
            LORD_HOWE,
            wall_time("2026-10-04 02:15"),
            "There is no 02:15 in Australia/Lord_Howe on Sun 4 Oct 2026",
        ),
    ],
)
def test_a_time_that_the_clock_jumps_over_is_refused_by_its_name(
    zone: ZoneInfo, wall: datetime, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        at(wall, zone)
    assert refused.value.sentence == f"{sentence}: the clock jumps over it."


@pytest.mark.parametrize(
    ("zone", "wall", "first", "apart"),
    [
        (BERLIN, wall_time("2026-10-25 02:30"), utc("2026-10-25 00:30"), 60),
        (LOS_ANGELES, wall_time("2026-11-01 01:00"), utc("2026-11-01 08:00"), 60),
        (LORD_HOWE, wall_time("2026-04-05 01:45"), utc("2026-04-04 14:45"), 30),
    ],
)
def test_a_time_that_the_clock_shows_twice_has_both_moments(
    zone: ZoneInfo, wall: datetime, first: datetime, apart: int
) -> None:
    assert at(wall, zone) == Moment(first, first + timedelta(minutes=apart))


def test_of_two_moments_the_first_still_to_come_is_meant() -> None:
    twice = at(wall_time("2026-10-25 02:30"), BERLIN)
    assert twice.second is not None
    assert twice.ahead_of(twice.first - timedelta(seconds=1)) == twice.first
    assert twice.ahead_of(twice.first) == twice.second
    assert twice.ahead_of(twice.second + timedelta(days=1)) == twice.second


@pytest.mark.parametrize("year", [1, 9999])
def test_a_year_that_cannot_be_reckoned_is_refused(year: int) -> None:
    zone = timezone(timedelta(hours=14 if year == 1 else -12))
    wall = wall_time(f"{year:04}-01-01 00:00" if year == 1 else f"{year}-12-31 23:00")
    with pytest.raises(Refusal, match=f"The year {year} is out of my reach"):
        at(wall, zone)


@given(
    st.datetimes(wall_time("1971-01-01 00:00"), wall_time("2100-01-01 00:00")).map(
        lambda d: d.replace(second=0, microsecond=0)
    ),
    st.sampled_from([BERLIN, LOS_ANGELES, TOKYO, KATHMANDU, LORD_HOWE, ZoneInfo("Africa/Casablanca"), UTC]),
)
def test_each_moment_of_a_wall_time_is_shown_as_that_time(wall: datetime, zone: ZoneInfo) -> None:
    try:
        moment = at(wall, zone)
    except Refusal:  # in a gap: an hour later there is a time again
        assert at(wall + timedelta(hours=1), zone).second is None
        return
    for found in filter(None, (moment.first, moment.second)):
        assert found.astimezone(zone).replace(tzinfo=None, fold=0) == wall


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        (utc("2026-11-26 19:00"), BERLIN, "Thu 26 Nov, 20:00 Europe/Berlin, in 6 days"),
        (utc("2027-01-01 19:00"), BERLIN, "Fri 1 Jan 2027, 20:00 Europe/Berlin, in 42 days"),
        (
            utc("2026-12-31 23:30"),
            BERLIN,
            "Fri 1 Jan 2027, 00:30 Europe/Berlin, in 41 days",
        ),
        (
            utc("2026-11-20 18:03"),
            KATHMANDU,
            "Fri 20 Nov, 23:48 Asia/Kathmandu, in 3 minutes",
        ),
        (
            utc("2026-10-25 00:30"),
            BERLIN,
            "Sun 25 Oct, 02:30 CEST Europe/Berlin, 27 days ago",
        ),
        (
            utc("2026-10-25 01:30"),
            BERLIN,
            "Sun 25 Oct, 02:30 CET Europe/Berlin, 27 days ago",
        ),
    ],
)
def test_a_moment_is_told_with_date_clock_zone_and_distance(
    moment: datetime, zone: ZoneInfo, words: str
) -> None:
    assert describe(moment, now=NOW, zone=zone) == words


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(seconds=61), "in 1 minute"),
        (timedelta(minutes=3), "in 3 minutes"),
        (timedelta(minutes=59, seconds=40), "in 1 hour"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(hours=23, minutes=40), "in 1 day"),
        (timedelta(days=6), "in 6 days"),
        (timedelta(hours=-2), "2 hours ago"),
        (timedelta(days=-1), "1 day ago"),
    ],
)
def test_a_distance_is_told_in_the_unit_that_fits(apart: timedelta, words: str) -> None:
    assert distance(NOW + apart, NOW) == words


def test_the_present_year_is_that_of_the_zone() -> None:
    """It is the year after in Tokyo, and the year before in Los Angeles."""
    now = utc("2026-12-31 23:30")
    assert describe(now, now=now, zone=TOKYO) == "Fri 1 Jan, 08:30 Asia/Tokyo, now"
    now = utc("2027-01-01 00:30")
    assert describe(now, now=now, zone=LOS_ANGELES) == "Thu 31 Dec, 16:30 America/Los_Angeles, now"
