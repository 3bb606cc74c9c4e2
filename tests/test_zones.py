"""Time zones as people name them."""

import re
from datetime import UTC, datetime, timedelta, timezone
from time import perf_counter
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import zones
from bot.domain.refusal import Refusal
from tests.domain.strategies import ALMOST, ANY_TEXT

NOW = datetime(2026, 11, 20, 13, 32, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
TRY = " Name a city near you, like `Berlin` or `New York`, and choose from the list."
LETTERS = st.sampled_from("new york est utc+ 5:30 berlin/_-gmt são Ω").map(str)


def offered(typed: str, now: datetime = NOW) -> list[str]:
    return [zone for _, zone in zones.suggest(typed, now=now)]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("berlin", "Europe/Berlin · 14:32 now, UTC+1"),
        ("new york", "America/New_York · 08:32 now, UTC-5"),
        ("kathmandu", "Asia/Kathmandu · 19:17 now, UTC+5:45"),
        ("st johns", "America/St_Johns · 10:02 now, UTC-3:30"),
        ("utc", "UTC · 13:32 now, UTC"),
    ],
)
def test_a_zone_is_shown_with_the_time_it_is_there(typed: str, shown: str) -> None:
    assert zones.suggest(typed, now=NOW)[0][0] == shown


def test_the_offset_is_the_one_of_the_season() -> None:
    assert zones.suggest("berlin", now=SUMMER) == [("Europe/Berlin · 14:00 now, UTC+2", "Europe/Berlin")]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ber", ["Europe/Berlin", "Atlantic/Bermuda"]),
        ("york", ["America/New_York"]),
        ("Europe/Berl", ["Europe/Berlin"]),
        ("pacific", ["America/Los_Angeles"]),
        ("america/new y", ["America/New_York"]),
        ("LOS_ANG", ["America/Los_Angeles"]),
        ("são paulo", ["America/Sao_Paulo"]),
        ("germany", ["Europe/Berlin", "Europe/Busingen"]),
        ("jap", ["Asia/Tokyo"]),
        ("uk", ["Europe/London"]),
        ("calcutta", ["Asia/Kolkata"]),
        ("kiev", ["Europe/Kyiv"]),
        ("us/pac", ["America/Los_Angeles"]),
        ("america", ["America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago"]),
    ],
)
def test_any_part_of_a_name_finds_its_zone(typed: str, first: list[str]) -> None:
    assert offered(typed)[: len(first)] == first


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("berln", "Europe/Berlin"), ("tokio", "Asia/Tokyo"), ("los angels", "America/Los_Angeles")],
)
def test_a_slip_finds_what_was_meant(typed: str, zone: str) -> None:
    assert offered(typed) == [zone]


def test_a_slip_in_a_country_finds_all_its_zones() -> None:
    assert offered("germny") == ["Europe/Berlin", "Europe/Busingen"]


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        ("EST", {"America/New_York", "America/Panama", "America/Toronto"}),
        ("edt", {"America/New_York"}),
        ("CET", {"Europe/Berlin", "Europe/Paris"}),
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem", "Europe/Istanbul"}),
        ("PST", {"America/Los_Angeles", "Asia/Manila"}),
    ],
)
def test_an_abbreviation_offers_cities_and_is_not_taken(typed: str, some: set[str]) -> None:
    assert some <= set(offered(typed))
    with pytest.raises(Refusal) as refusal:
        zones.read(typed)
    assert refusal.value.sentence == f"Several time zones share that abbreviation.{TRY}"


@pytest.mark.parametrize("text", ["MET", "GMT", "hst", "Wet", "jst"])
def test_an_abbreviation_is_refused_as_one_even_where_the_database_has_it_as_a_name(text: str) -> None:
    with pytest.raises(Refusal, match="abbreviation"):
        zones.read(text)


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("UTC+2", timedelta(hours=2)),
        ("gmt -5", timedelta(hours=-5)),
        ("+5:45", timedelta(hours=5, minutes=45)),
        ("-3:30", -timedelta(hours=3, minutes=30)),
        ("utc+0530", timedelta(hours=5, minutes=30)),
    ],
)
def test_an_offset_offers_the_cities_that_have_it_now_and_is_not_taken(typed: str, apart: timedelta) -> None:
    found = offered(typed)

    assert found
    assert {NOW.astimezone(ZoneInfo(zone)).utcoffset() for zone in found} == {apart}
    with pytest.raises(Refusal) as refusal:
        zones.read(typed)
    assert refusal.value.sentence == f"An offset does not tell when clocks change.{TRY}"


@pytest.mark.parametrize("typed", ["", " ", "\0"])
def test_common_zones_are_offered_where_nothing_was_typed(typed: str) -> None:
    found = offered(typed)

    assert len(found) == len(set(found)) == 25
    assert {"UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo"} <= set(found)
    assert [zones.read(zone) for zone in found] == found


@pytest.mark.parametrize("typed", ["xyzzy", "🎉", "utc+20", "z" * 6_000])
def test_what_is_like_no_zone_offers_none(typed: str) -> None:
    assert offered(typed) == []


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin\n", "Europe/Berlin"),
        ("AMERICA/NEW YORK", "America/New_York"),
        ("new_york", "America/New_York"),
        ("Tokyo", "Asia/Tokyo"),
        ("japan", "Asia/Tokyo"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Pacific", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Zulu", "UTC"),
        ("Europe/Oslo", "Europe/Oslo"),
    ],
)
def test_a_name_is_read_in_any_case_with_spaces_or_underscores(text: str, zone: str) -> None:
    assert zones.read(text) == zone


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        *((text, TRY) for text in ("", "xyzzy", "germany", "Factory", "localtime", "posix/Europe/Berlin")),
        *((text, TRY) for text in ("Etc/GMT+5", "EST5EDT", "right/UTC", "🎉", "a" * 6_000)),
        ("berln", " Did you mean `Europe/Berlin`?"),
        ("York", " Did you mean `America/New_York`?"),
    ],
)
def test_what_names_no_zone_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(Refusal) as refusal:
        zones.read(text)
    assert refusal.value.sentence == f"I do not know that time zone.{advice}"


def test_every_zone_of_a_place_can_be_read_and_what_is_read_exists() -> None:
    places = {
        zone
        for zone in available_timezones()
        if re.match(r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/", zone)
    }

    assert len(places) > 400
    for zone in places:
        meant = zones.read(zone)
        assert NOW.astimezone(ZoneInfo(meant)).utcoffset() == NOW.astimezone(ZoneInfo(zone)).utcoffset()
        assert zones.read(meant) == meant
        assert meant in offered(meant)


@given(typed=ANY_TEXT | ALMOST | st.lists(LETTERS, max_size=12).map("".join))
def test_whatever_is_typed_suggestions_fit_discord_and_can_be_read(typed: str) -> None:
    choices = zones.suggest(typed, now=NOW)

    assert len(choices) <= 25
    assert len({zone for _, zone in choices}) == len(choices)
    for name, zone in choices:
        assert re.fullmatch(rf"{re.escape(zone)} · \d\d:\d\d now, UTC(?:[+-]\d\d?(?::\d\d)?)?", name)
        assert len(name) <= 100
        assert zones.read(zone) == zone


@given(text=ANY_TEXT | ALMOST)
def test_any_text_is_a_zone_or_refused_without_being_shown(text: str) -> None:
    try:
        assert ZoneInfo(zones.read(text))
    except Refusal as refusal:
        assert re.fullmatch(r"[\w ,.:`/?“”-]+", refusal.sentence)  # noqa: PT017  either way is right


@pytest.mark.parametrize("typed", ["", "e", "america", "est", "utc+2", "xyzzy", "los angels"])
def test_a_key_press_takes_less_than_five_milliseconds(typed: str) -> None:
    zones.suggest(typed, now=NOW)
    taken: list[float] = []
    for _ in range(10):
        began = perf_counter()
        zones.suggest(typed, now=NOW)
        taken.append(perf_counter() - began)

    assert min(taken) < 0.005


@pytest.mark.parametrize(
    ("hours", "named"),
    [(1, "UTC+1"), (-3.5, "UTC-3:30"), (0, "UTC"), (5.75, "UTC+5:45"), (14, "UTC+14"), (-0.5, "UTC-0:30")],
)
def test_an_offset_is_named_as_it_is_read(hours: float, named: str) -> None:
    assert zones.offset(NOW, timezone(timedelta(hours=hours))) == named
