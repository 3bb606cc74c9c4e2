"""The date in what people write, read with dateparser and held against what was written."""

import logging
import re
import sys
from datetime import date, datetime, time, timedelta

from bot.domain import when
from bot.domain.refusal import Refusal

_log = logging.getLogger(__name__)

LANGUAGES = ["en"]
"""Languages in which days and months are read (dateparser's codes)."""
DATE_ORDER = "DMY"
"""How `1/12` and `1.12.2026` are read: day first. With the year in front: year, month, day (ISO 8601)."""
UNREADABLE = "I cannot read that as a time."

_ISO_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_FILLERS = re.compile(r"\b(?:at|on|by|until|till|this|coming|the|of)\b|[@,|]")
_PART_OF_DAY = re.compile(r"\b(?:in )?(morning|afternoon|evening|night)\b")
_HOURS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24), "night": (17, 24)}
_RELATIVE = re.compile(r"\b(?:today|tomorrow|yesterday)\b")
_SHORT_DAYS = ("mon", "tues?", "weds?", "thu(?:rs?)?", "fri", "sat", "sun")
_SHORT_DAY = re.compile(rf"\b(?:{'|'.join(f'({day})' for day in _SHORT_DAYS)})\b\.?")
_TOMORROW = re.compile(r"\btmrw?\b")
_DOT = re.compile(r"(?<=\d)\.(?=\d)")
_MONTH_OR_ORDINAL = re.compile(r"[^\W\d]{3}|\d(?:st|nd|rd|th)")
_LOOSE = re.compile(
    r"\b(?:ago|before|after|since|an?|[dhmstwy]|(?:year|month|week|day|hour|hr|minute|min|second|sec)s?)\b"
)
"""Words that dateparser counts with, or passes over; what they mean beside a time is a guess."""
_WEEKDAY = re.compile(rf"\b({'|'.join(when.WEEKDAYS).casefold()})\b")


def are_read() -> bool:
    """Whether dates were read before, so that the next one takes milliseconds."""
    return "dateparser" in sys.modules


def day_of(rest: str, clock: time | None = None) -> str:
    """What names the day in `rest`, in words that dateparser knows; empty where nothing does.

    Raises:
        Refusal: it names a part of the day that `clock` is not in.
    """
    day = _FILLERS.sub(" ", rest.replace("tonight", "today night"))
    for part in _PART_OF_DAY.findall(day):
        first, last = _HOURS[part]
        if clock and not first <= clock.hour < last:
            raise Refusal(f"{clock:%H:%M} and “{part}” do not go together.")
    day = _SHORT_DAY.sub(lambda match: when.WEEKDAYS[(match.lastindex or 1) - 1].casefold(), day)
    day = _ISO_DATE.sub(r"\1-\2-\3", _PART_OF_DAY.sub(" ", _TOMORROW.sub("tomorrow", day)))
    words = _DOT.sub("/", day).replace(".", " ").split()
    return " ".join(word for word in words if any(c.isalnum() for c in word))


def date_of(day: str, clock: time, base: datetime, zone: str) -> date:
    """The date that `day` names for somebody whose clock shows `base` (naive), and who means `clock` on it.

    Takes up to a second the first time, and may take long for junk.

    Raises:
        Refusal: it names none, or contradicts itself, or names a time zone other than `zone`.
    """
    today = base.date()
    still_to_come = clock > base.time()
    if not day:
        return today if still_to_come else today + timedelta(days=1)
    length = when.duration(day)
    if length is not None and length % timedelta(days=1) == timedelta():
        return today + min(length, timedelta(days=9999))
    if day == when.weekday(base).casefold() and still_to_come:
        return today  # dateparser takes the next one
    if _LOOSE.search(day.replace("day after tomorrow", "")):
        raise Refusal(UNREADABLE)
    read = _parse(f"{day} {clock:%H:%M}", base)
    if _names_zone(read or _parse(f"{clock:%H:%M} {day}", base)):
        raise Refusal(f"I read times in {zone}. Leave the other zone out, or write it like `20:00 UTC+2`.")
    if read is None or read.time() != clock or not _agrees(day, read):
        raise Refusal(UNREADABLE)
    named = _WEEKDAY.search(day)
    if named and named[1] != when.weekday(read).casefold():
        raise Refusal(f"The day does not fit the date: that is {when.day_words(read)} {read.year}.")
    return read.date()


def _parse(text: str, base: datetime) -> datetime | None:
    import dateparser  # noqa: PLC0415  it takes a while, which starting should not

    try:
        return dateparser.parse(
            text,
            languages=LANGUAGES,
            settings={
                "DATE_ORDER": DATE_ORDER,
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": base,
                "PARSERS": ["relative-time", "absolute-time"],  # no epoch seconds, no digits run together
            },
        )
    except Exception:  # noqa: BLE001  it raises what it meets; whoever typed can write it otherwise
        _log.warning("dateparser failed on %r", text, exc_info=True)
        return None


def _names_zone(read: datetime | None) -> bool:
    """Whether dateparser saw the abbreviation of a zone; many of them mean several."""
    return read is not None and read.tzinfo is not None


def _agrees(day: str, read: datetime) -> bool:
    """Whether `day` names a day, and each of its numbers is in `read`: dateparser guesses where it can."""
    numbers = [int(number) for number in re.findall(r"\d+", day)]
    if not numbers:
        return bool(_WEEKDAY.search(day) or _RELATIVE.search(day))
    needed = [read.day] if _MONTH_OR_ORDINAL.search(day) else [read.day, read.month]
    for part in needed:
        if part not in numbers:
            return False
        numbers.remove(part)
    return numbers in ([], [read.year], [read.year % 100])
