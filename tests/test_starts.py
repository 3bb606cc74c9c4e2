"""When a party starts: read, asked about where it comes twice, suggested while it is typed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import starts
from bot.domain.refusal import Refusal
from tests.domain.strategies import ANY_TEXT
from tests.test_moments import ALMOST, BERLIN, LOS_ANGELES, MOMENTS, NOW, ZONES, here

FAR_ZONE = "America/Argentina/ComodRivadavia"
"""The longest name there is."""
TRY = " Try `in 2 hours`, `tomorrow 8pm` or `2026-12-01 19:30`."
FOLDS = [
    # zone, now, text, and the two texts that name either
    (BERLIN, "2026-10-24 12:00", "sun 2:30", "2026-10-25 02:30 UTC+2", "2026-10-25 02:30 UTC+1"),
    (LOS_ANGELES, "2026-10-31 12:00", "1am tomorrow", "2026-11-01 01:00 UTC-7", "2026-11-01 01:00 UTC-8"),
    ("Europe/London", "2026-10-24 12:00", "tomorrow 1:59", "2026-10-25 01:59 UTC+1", "2026-10-25 01:59 UTC"),
    (
        "Australia/Lord_Howe",
        "2027-04-03 12:00",
        "tomorrow 1:45",
        "2027-04-04 01:45 UTC+11",
        "2027-04-04 01:45 UTC+10:30",
    ),
    (
        "America/St_Johns",
        "2026-10-31 12:00",
        "tomorrow 1:15",
        "2026-11-01 01:15 UTC-2:30",
        "2026-11-01 01:15 UTC-3:30",
    ),
]


async def refused(text: str, *, now: datetime = NOW, zone: str = BERLIN) -> str:
    with pytest.raises(Refusal) as refusal:
        await starts.start(text, now=now, zone=zone)
    return refusal.value.sentence


async def offered(typed: str, *, now: datetime = NOW, zone: str = BERLIN) -> list[tuple[str, str]]:
    return await starts.suggestions(typed, now=now, zone=zone)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("fri 8pm", "2026-11-20 20:00"),
        ("tomorrow 20:00", "2026-11-21 20:00"),
        ("tonight 20:00", "2026-11-20 20:00"),
        ("2026-12-01 19:30", "2026-12-01 19:30"),
        ("20:00 UTC-5", "2026-11-21 02:00"),
        ("in 2 hours", "2026-11-20 21:00:12"),
    ],
)
async def test_a_start_is_read_in_the_zone(text: str, moment: str) -> None:
    assert await starts.start(text, now=NOW, zone=BERLIN) == here(moment)


async def test_a_start_is_a_whole_second_as_it_is_stored() -> None:
    now = NOW + timedelta(microseconds=999_999)

    assert await starts.start("in 2 minutes", now=now, zone=BERLIN) == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("today 18:00", "That has passed already: Fri 20 Nov, 18:00 Europe/Berlin, 1 hour ago."),
        (
            "2027-03-28 02:30",
            "There is no 02:30 in Europe/Berlin on Sun 28 Mar 2027: the clock jumps over it.",
        ),
        ("9999-12-31 20:00", "That is more than a year away."),
        ("19:01", "That is less than a minute away."),
        ("whenever", "I cannot read that as a time."),
        ("never", "I cannot read that as a time."),
        ("8pm " * 50, "That is too long for a time: 60 characters will do."),
    ],
)
async def test_what_is_no_start_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    assert await refused(text) == sentence + TRY


@pytest.mark.parametrize(("zone", "now", "text", "first", "second"), FOLDS)
async def test_of_a_time_that_comes_twice_it_is_asked_which_is_meant(
    zone: str, now: str, text: str, first: str, second: str
) -> None:
    with pytest.raises(starts.TwoTimes) as asked:
        await starts.start(text, now=here(now, zone), zone=zone)

    assert asked.value.texts == (first, second)
    assert f"Write `{first}` for the first, or `{second}` for the second." in asked.value.sentence
    for moment, named in zip(
        (asked.value.moment.first, asked.value.moment.second), (first, second), strict=True
    ):
        assert await starts.start(named, now=here(now, zone), zone=zone) == moment


async def test_the_question_names_the_day() -> None:
    assert await refused("sun 2:30", now=here("2026-10-24 12:00")) == (
        "The clock is turned back on Sun 25 Oct 2026 and shows that time twice. "
        "Write `2026-10-25 02:30 UTC+2` for the first, or `2026-10-25 02:30 UTC+1` for the second."
    )


async def test_a_time_that_comes_twice_elsewhere_is_asked_about_in_the_zone_of_the_one_who_plans() -> None:
    with pytest.raises(starts.TwoTimes) as asked:
        await starts.start(f"2026-11-01 1:30 {LOS_ANGELES}", now=here("2026-10-31 12:00"), zone=BERLIN)

    assert asked.value.texts == ("2026-11-01 09:30 UTC+1", "2026-11-01 10:30 UTC+1")


async def test_where_the_first_has_passed_the_second_is_meant() -> None:
    first, second = here("2026-10-25 02:30"), here("2026-10-25 02:30", fold=1)
    now = first + timedelta(minutes=15)

    assert await starts.start("today 2:30", now=now, zone=BERLIN) == second
    assert [value for _, value in await offered("today 2:30", now=now)] == ["today 2:30", "today 2:30pm"]


@pytest.mark.parametrize(("zone", "now", "text", "first", "second"), FOLDS)
async def test_both_are_offered_while_it_is_typed(
    zone: str, now: str, text: str, first: str, second: str
) -> None:
    choices = await offered(text, now=here(now, zone), zone=zone)

    assert [value for _, value in choices[:2]] == [first, second]
    assert choices[0][0].startswith(f"{first} · Sun ")
    assert choices[0][0] != choices[1][0]


async def test_the_zone_of_each_is_told_by_its_letters() -> None:
    assert await offered("sun 2:30", now=here("2026-10-24 12:00")) == [
        (
            "2026-10-25 02:30 UTC+2 · Sun 25 Oct, 02:30 CEST Europe/Berlin, in 14 hours",
            "2026-10-25 02:30 UTC+2",
        ),
        (
            "2026-10-25 02:30 UTC+1 · Sun 25 Oct, 02:30 CET Europe/Berlin, in 16 hours",
            "2026-10-25 02:30 UTC+1",
        ),
        ("sun 2:30pm · Sun 25 Oct, 14:30 Europe/Berlin, in 1 day", "sun 2:30pm"),
    ]


@pytest.mark.parametrize("typed", ["", " ", "\n"])
async def test_useful_starts_are_offered_where_nothing_was_typed(typed: str) -> None:
    assert await offered(typed, now=here("2026-11-18 19:00")) == [
        ("tonight 20:00 · Wed 18 Nov, 20:00 Europe/Berlin, in 1 hour", "tonight 20:00"),
        ("tomorrow 20:00 · Thu 19 Nov, 20:00 Europe/Berlin, in 1 day", "tomorrow 20:00"),
        ("fri 20:00 · Fri 20 Nov, 20:00 Europe/Berlin, in 2 days", "fri 20:00"),
        ("sat 20:00 · Sat 21 Nov, 20:00 Europe/Berlin, in 3 days", "sat 20:00"),
        ("in 2 hours · Wed 18 Nov, 21:00 Europe/Berlin, in 2 hours", "in 2 hours"),
        ("in 2 minutes · Wed 18 Nov, 19:02 Europe/Berlin, in 2 minutes", "in 2 minutes"),
    ]


async def test_late_in_the_evening_tonight_is_not_offered() -> None:
    choices = await offered("", now=here("2026-11-18 22:00"))

    assert [value for _, value in choices][:2] == ["tomorrow 20:00", "fri 20:00"]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("n", ["noon"]),
        ("nev", []),
        ("sat", ["sat 20:00"]),
        ("tom", ["tomorrow 20:00"]),
        ("in 2", ["in 2 hours", "in 2 minutes", "in 2 days"]),
        ("next fri", ["next fri 8pm"]),
        ("8", ["8pm", "8:00", "8h", "8 min", "8 days"]),
    ],
)
async def test_what_is_begun_is_completed(typed: str, completed: list[str]) -> None:
    values = [value for _, value in await offered(typed)]

    assert values == (completed or [typed])


async def test_what_is_typed_is_shown_as_it_is_understood() -> None:
    assert await offered("next friday 8pm") == [
        ("Fri 27 Nov, 20:00 Europe/Berlin, in 7 days", "next friday 8pm")
    ]


async def test_what_cannot_be_read_offers_the_reason() -> None:
    assert await offered("never") == [("I cannot read that as a time.", "never")]
    jumped = "There is no 02:30 in Europe/Berlin on Sun 28 Mar 2027: the clock jumps over it."
    assert await offered("2027-03-28 2:30am") == [(jumped, "2027-03-28 2:30am")]


async def test_where_both_do_not_fit_the_meaning_is_shown_and_not_cut() -> None:
    typed = "saturday 27 february 2027 in the evening, at"

    assert await offered(typed, zone=FAR_ZONE) == [
        (f"Sat 27 Feb 2027, 20:00 {FAR_ZONE}, in 99 days", f"{typed} 8pm")
    ]


SHOWN = re.compile(rf"\w{{3}} \d+ \w{{3}}(?: \d{{4}})?, \d\d:\d\d(?: \S+)? {FAR_ZONE}, in \d+ \w+$")


@settings(max_examples=200)
@given(typed=ANY_TEXT | ALMOST | st.sampled_from(["", "fri", "2", "1:30", "tomorrow 1:"]), now=MOMENTS)
async def test_suggestions_fit_discord_and_are_read_as_shown(typed: str, now: datetime) -> None:
    choices = await starts.suggestions(typed, now=now, zone=FAR_ZONE)

    assert 1 <= len(choices) <= 25
    assert len({value for _, value in choices}) == len(choices)
    for name, value in choices:
        assert 1 <= len(name) <= 100
        assert 1 <= len(value) <= 100
        if SHOWN.search(name):
            await starts.start(value, now=now, zone=FAR_ZONE)
        else:
            assert [value for _, value in choices] == [value]


@settings(max_examples=100)
@given(
    now=MOMENTS,
    minutes=st.integers(2, 366 * 24 * 60),
    zone=st.sampled_from((*ZONES, "Australia/Lord_Howe", "Europe/London")),
)
async def test_any_wall_time_is_read_exactly_or_asked_about(now: datetime, minutes: int, zone: str) -> None:
    meant = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    text = f"{meant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    try:
        assert await starts.start(text, now=now, zone=zone) == meant
    except starts.TwoTimes as asked:
        assert meant in {asked.moment.first, asked.moment.second}  # noqa: PT017  either way is right
        read = [await starts.start(named, now=now, zone=zone) for named in asked.texts]
        assert read == [asked.moment.first, asked.moment.second]  # noqa: PT017
