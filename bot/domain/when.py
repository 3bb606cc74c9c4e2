"""Arithmetic and words about times: durations, clocks, wall times in a time zone, distances."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from bot.domain.refusal import Refusal

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_UNITS = {
    "seconds second secs sec s": timedelta(seconds=1),
    "minutes minute mins min m": timedelta(minutes=1),
    "hours hour hrs hr h": timedelta(hours=1),
    "days day d": timedelta(days=1),
    "weeks week wks wk w": timedelta(weeks=1),
    "months month mo": timedelta(days=30),
    "years year yrs yr y": timedelta(days=365),
}
_LENGTH = {name: length for names, length in _UNITS.items() for name in names.split()}
_PART = re.compile(
    rf"(?P<number>\d{{1,5}}(?:[.,]\d{{1,3}})?(?= ?[a-z])|(?:half )?an?(?= )) ?(?P<unit>{'|'.join(_LENGTH)})"
    r"(?![a-z])(?:,| and(?= ))? ?"
)

_CLOCK = re.compile(
    r"""(?<![\d.:])(?<!\d[-/])  # not inside a date or a longer number
    (?:(?P<twelve>\d{1,2})(?:[:.](?P<minute12>\d\d))?(?::\d\d)?\ ?(?P<half>[ap])\.?m\b\.?
    |(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?![\d:])
    |(?P<hour_dot>\d{1,2})\.(?P<minute_dot>00|1[3-9]|[2-5]\d)(?![\d.])  # 20.30: no month is 30
    |\b(?P<word>noon|midday)\b)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC; `second` is set where the clock is turned back and shows that time again later."""

    first: datetime
    second: datetime | None = None

    def ahead_of(self, now: datetime) -> datetime:
        """The first of the two that is still to come; the last of them if none is."""
        return self.second if self.second and self.first <= now else self.first


def duration(text: str) -> timedelta | None:
    """How long `2h`, `1d 12h`, `in 2 hours`, `2h30`, `1.5h`, `half an hour` is; None if it is no duration.

    Takes lower case with single spaces. A day is 24 hours, a month 30 days, a year 365.
    """
    if len(text) > 100:  # with five digits to a number, what fits can be summed
        return None
    rest, total, unit = text.removeprefix("in "), timedelta(), timedelta()
    while match := _PART.match(rest):
        number = match["number"].replace(",", ".")
        unit = _LENGTH[match["unit"]]
        total += unit * (0.5 if number.startswith("half") else 1 if number.startswith("a") else float(number))
        rest = rest[match.end() :]
    if rest.isdecimal() and len(rest) <= 2 and unit == timedelta(hours=1):
        return total + timedelta(minutes=int(rest))
    return total if unit and not rest else None


def clock(text: str) -> tuple[time, str] | None:
    """The time of day that `text` (lower case) names, to the minute, and the rest; None if it names none.

    `8pm`, `8:30 p.m.`, `20:00`, `20.30`, `noon`. In the rest a `|` stands where the time was. A time without
    minutes needs `am` or `pm`: 8 may be morning or evening.

    Raises:
        Refusal: two times, or one that no clock shows.
    """
    found = list(_CLOCK.finditer(text))
    if not found:
        return None
    rest = _CLOCK.sub("|", text)
    if len(found) > 1 or ":" in rest:
        raise Refusal("That names more than one time.")
    match = found[0]
    if match["word"]:
        return time(12), rest
    hour = int(match["twelve"] or match["hour"] or match["hour_dot"])
    minute = int(match["minute12"] or match["minute"] or match["minute_dot"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise Refusal(f"With am and pm, hours go from 1 to 12. Write `{hour}:00` or `8pm`.")
        hour = hour % 12 + 12 * (match["half"] == "p")
    if hour > 23 or minute > 59:
        raise Refusal("A clock goes from 0:00 to 23:59.")
    return time(hour, minute), rest


def at(wall: datetime, zone: tzinfo) -> Moment:
    """The moment at which a clock in `zone` shows `wall` (naive). Two of them where it is turned back (fold).

    Raises:
        Refusal: no clock there ever shows it, because it jumps forward (gap); or the year is out of reach.
    """
    try:
        first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        exists = first.astimezone(zone).replace(tzinfo=None) == wall
    except OverflowError:
        raise Refusal(f"The year {wall.year} is out of my reach.") from None
    if not exists:
        raise Refusal(
            f"There is no {wall:%H:%M} in {zone} on {day_words(wall)} {wall.year}: the clock jumps over it."
        )
    return Moment(first, second if second != first else None)


def describe(moment: datetime, *, now: datetime, zone: tzinfo) -> str:
    """`Fri 27 Nov, 20:00 Europe/Berlin, in 6 days`, for plain text, where Discord's timestamps do not work.

    The year is named where it is not the present one; the zone's abbreviation where the clock shows that
    time twice.
    """
    local, today = moment.astimezone(zone), now.astimezone(zone)
    year = f" {local.year}" if local.year != today.year else ""
    twice = at(local.replace(tzinfo=None), zone).second
    letters = f" {local:%Z}" if twice else ""
    return f"{day_words(local)}{year}, {local:%H:%M}{letters} {zone}, {distance(moment, now)}"


def distance(moment: datetime, now: datetime) -> str:
    """`in 2 hours`, `in 6 days`, `3 minutes ago`, `now` (within half a minute), rounded."""
    apart = abs(moment - now)
    minutes, hours, days = (round(apart / timedelta(**{unit: 1})) for unit in ("minutes", "hours", "days"))
    if not minutes:
        return "now"
    number, noun = (minutes, "minute") if minutes < 60 else (hours, "hour") if hours < 24 else (days, "day")
    words = f"{number} {noun}{'s' if number > 1 else ''}"
    return f"in {words}" if moment > now else f"{words} ago"


def weekday(day: datetime) -> str:
    """`Friday`, whatever the machine's language is."""
    return WEEKDAYS[day.weekday()]


def day_words(day: datetime) -> str:
    """`Fri 27 Nov`."""
    return f"{weekday(day)[:3]} {day.day} {_MONTHS[day.month - 1]}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
