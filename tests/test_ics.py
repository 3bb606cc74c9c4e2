"""Calendar files that any calendar reads."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given

from bot.ics import Event, calendar
from tests.domain.strategies import ANY_TEXT

STARTS = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
EVENT = Event(
    uid="party-42@encore",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=24),
    summary="Episode 12",
    description="Kaleido Star",
    location="Stage",
    updated_at=STARTS - timedelta(days=7),
    sequence=3,
    cancelled=False,
)
HARD = r"commas, semicolons; quotes \" and \\n backslashes: 怪しい, ñ, 👩‍👩‍👧 and " + "😀" * 40


def parsed(file: bytes) -> list[Any]:
    read: Any = icalendar.Calendar.from_ical(file)
    return list(read.walk("VEVENT"))


def only(event: Event) -> Any:
    (entry,) = parsed(calendar("Encore", [event]))
    return entry


def unfolded(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_a_file_says_what_it_is_and_whose() -> None:
    file: Any = icalendar.Calendar.from_ical(calendar("Encore", []))

    assert (file["VERSION"], file["PRODID"]) == ("2.0", "-//Encore//Encore//EN")


def test_an_event_is_read_back_as_it_was() -> None:
    entry = only(EVENT)

    assert entry["UID"] == "party-42@encore"
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (EVENT.starts_at, EVENT.ends_at)
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == EVENT.updated_at
    assert (entry["SEQUENCE"], entry["STATUS"]) == (3, "CONFIRMED")
    assert (entry["SUMMARY"], entry["DESCRIPTION"], entry["LOCATION"]) == (
        *("Episode 12", "Kaleido Star", "Stage"),
    )


def test_what_was_cancelled_says_so() -> None:
    assert only(replace(EVENT, cancelled=True))["STATUS"] == "CANCELLED"


def test_times_are_in_utc_whatever_zone_they_came_in() -> None:
    there = EVENT.starts_at.astimezone(ZoneInfo("Asia/Tokyo"))

    assert "DTSTART:20261127T190000Z" in unfolded(calendar("", [replace(EVENT, starts_at=there)]))


def test_the_same_events_make_the_same_file() -> None:
    assert calendar("Encore", [EVENT]) == calendar("Encore", [EVENT])


def test_many_events_keep_their_order() -> None:
    events = [replace(EVENT, uid=f"party-{number}@encore") for number in range(100)]

    assert [entry["UID"] for entry in parsed(calendar("Encore", events))] == [event.uid for event in events]


def test_the_name_of_the_file_is_escaped_and_on_one_line() -> None:
    assert r"X-WR-CALNAME:Fans\, all\; of us" in unfolded(calendar("Fans, all;\r\nof us", []))
    assert r"NAME:Fans\, all\; of us" in unfolded(calendar("Fans, all;\r\nof us", []))


def test_hard_text_is_read_back_as_it_was() -> None:
    entry = only(replace(EVENT, summary=HARD, description=f"{HARD}\n\nURL:x\nEND:VEVENT", location=HARD))

    assert (entry["SUMMARY"], entry["LOCATION"]) == (HARD, HARD)
    assert entry["DESCRIPTION"] == f"{HARD}\n\nURL:x\nEND:VEVENT"


@pytest.mark.parametrize("broken", ["a\r\nb", "a\nb", "a\rb", "a\u2028b", "a\x0bb", "a\x85b"])
def test_line_breaks_of_any_kind_stay_inside_their_text(broken: str) -> None:
    entry = only(replace(EVENT, summary=broken, description=broken))

    assert (entry["SUMMARY"], entry["DESCRIPTION"]) == ("a b", "a\nb")


def test_control_and_half_characters_are_dropped() -> None:
    entry = only(replace(EVENT, summary="a\x00\ud800b", description="a\x00\x07\x1b\x7f\ud800b"))

    assert (entry["SUMMARY"], entry["DESCRIPTION"]) == ("a b", "ab")


def test_long_text_is_cut() -> None:
    entry = only(replace(EVENT, summary="x" * 10_000, description="y" * 10_000, location="z" * 10_000))

    assert entry["SUMMARY"] == "x" * 199 + "…"
    assert entry["DESCRIPTION"] == "y" * 3_999 + "…"
    assert entry["LOCATION"] == "z" * 199 + "…"


def test_what_is_empty_is_left_out() -> None:
    entry = only(replace(EVENT, description="\x00", location=""))

    assert "DESCRIPTION" not in entry
    assert "LOCATION" not in entry


@given(text=ANY_TEXT)
def test_any_text_makes_a_file_that_can_be_read(text: str) -> None:
    file = calendar(text, [replace(EVENT, summary=text, description=text + HARD * 20, location=text)])

    (entry,) = parsed(file)
    assert entry["UID"] == EVENT.uid
    assert file.endswith(b"END:VCALENDAR\r\n")
    lines = file.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()
