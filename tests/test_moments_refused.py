"""What is no time gets a sentence that says what to write, and is never guessed."""

import logging
from datetime import UTC, datetime
from typing import Any

import dateparser
import pytest

from bot import moments
from bot.domain.refusal import Refusal
from tests.test_moments import BERLIN, LOS_ANGELES, NOW, TRY, here, read

UNREADABLE = "I cannot read that as a time."


async def refused(text: str, *, now: datetime = NOW, zone: str = BERLIN) -> str:
    with pytest.raises(Refusal) as refusal:
        await read(text, now=now, zone=zone)
    sentence = refusal.value.sentence
    assert sentence.endswith(TRY)
    return sentence.removesuffix(TRY)


REFUSED = {
    "A number alone is no time.": ("5", "13", "20", "in 5", "2026", "0800", "1790000000", "1790000000000"),
    "At what time? Write it like `8pm` or `20:00`.": (
        *("fri", "tomorrow", "tonight", "2026-12-01", "1 dec", "friday at 8", "fri 8"),
    ),
    UNREADABLE: (
        *(
            "",
            " ",
            "\0",
            "\ud800",
            "🎉",
            "8pm 🎉",
            "asdf",
            "8pm sharp",
            "<@123> 8pm",
            "`8pm`",
            "怪しい",
            "ﷺ" * 60,
        ),
        *("2 hours ago", "-2h", "9999999 weeks", "now", "next week", "8 o'clock", "10000-01-01 10:00"),
        *("next week 8pm", "may 8pm", "december 2026 8pm", "5 20:00", "in 25 8pm", "fri fri 8pm"),
        *(
            "tomorrow 8pm two days",
            "before friday 8pm",
            "8pm ago",
            "25th 8pm an",
            "fri 8pm h",
            "1 month ago 8pm",
        ),
        *("12/31 8pm", "dec 32 8pm", "31 nov 8pm", "2026-02-30 10:00"),
    ),
    "That is less than a minute away.": ("0h", "30s", "59 sec", "19:01"),
    "That is more than a year away.": (
        *("2 years", "367 days", "99999 weeks", "99999 weeks 8pm", "9999-12-31 23:59", "feb 29 8pm"),
    ),
    "That names more than one time.": ("8pm or 9pm", "8pm-9pm", "10:00-12:00", "20:00+02:00"),
    "A clock goes from 0:00 to 23:59.": ("25:00", "24:00", "fri 13:75"),
    "I read times in Europe/Berlin. Leave the other zone out, or write it like `20:00 UTC+2`.": (
        *("20:00 CET", "20:00 EST", "sat est 20:00", "8pm pst tomorrow", "8pm IST"),
    ),
    "That is too long for a time: 60 characters will do.": ("x" * 61, "8pm " * 2_500, "9" * 10_000),
    "That has passed already: Fri 20 Nov, 18:00 Europe/Berlin, 1 hour ago.": ("today 18:00",),
    "That has passed already: Thu 3 Apr 2003, 18:00 Europe/Berlin, 8632 days ago.": ("2003-04-03 18:00",),
    "The year 1 is out of my reach.": ("0001-01-01 00:00",),
    "With am and pm, hours go from 1 to 12. Write `13:00` or `8pm`.": ("13pm",),
    "The day does not fit the date: that is Fri 20 Nov 2026.": ("thu 20 nov 8pm",),
    "Midnight may be where that day begins or where it ends. Write `0:00` or `23:59`.": ("fri midnight",),
    "08:00 and “evening” do not go together.": ("tomorrow evening 8:00",),
    "I do not know that time zone. They are called like `Europe/Berlin`.": ("20:00 Mars/Phobos",),
    "No time zone is that far from UTC.": ("20:00 utc+99",),
}


@pytest.mark.parametrize(
    ("text", "sentence"), [(text, sentence) for sentence, texts in REFUSED.items() for text in texts]
)
async def test_what_cannot_be_read_without_guessing_is_refused(text: str, sentence: str) -> None:
    assert await refused(text) == sentence


@pytest.mark.parametrize(
    ("now", "zone", "text", "named"),
    [
        (here("2027-03-27 12:00"), BERLIN, "tomorrow 2:30", "02:30 in Europe/Berlin on Sun 28 Mar 2027"),
        (here("2027-03-28 01:00"), BERLIN, "2:30", "02:30 in Europe/Berlin on Sun 28 Mar 2027"),
        (here("2027-03-13 12:00"), LOS_ANGELES, "sun 2am", "02:00 in America/Los_Angeles on Sun 14 Mar 2027"),
    ],
)
async def test_a_time_that_the_clock_jumps_over_is_refused(
    now: datetime, zone: str, text: str, named: str
) -> None:
    assert await refused(text, now=now, zone=zone) == f"There is no {named}: the clock jumps over it."


@pytest.mark.parametrize("error", [RecursionError, OverflowError, ValueError, KeyError, RuntimeError])
async def test_whatever_the_parser_raises_becomes_a_sentence_and_is_logged(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(dateparser, "parse", broken)

    with caplog.at_level(logging.WARNING):
        assert await refused("1 dec 8pm") == UNREADABLE
    assert "dateparser failed on '1 dec 20:00'" in caplog.text


async def test_reading_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "PATIENCE", 0)
    monkeypatch.setattr(moments, "AT_FIRST", 0)

    assert await refused("tomorrow 8pm") == "That took me too long to read."


async def test_a_party_is_not_offered_never() -> None:
    with pytest.raises(Refusal) as refusal:
        await moments.moment("never", now=datetime(2026, 1, 1, tzinfo=UTC), zone="UTC")
    assert refusal.value.sentence == f"{UNREADABLE} Try `in 2 hours`, `tomorrow 8pm` or `2026-12-01 19:30`."
