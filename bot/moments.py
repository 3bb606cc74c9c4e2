"""Reads when something is to be, as people write it."""

import asyncio
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot import dates
from bot.dates import UNREADABLE, date_of, day_of
from bot.domain import when
from bot.domain.refusal import Refusal
from bot.domain.when import Moment
from bot.text import CHOICE_NAME, CHOICES, clip, one_line

_T = TypeVar("_T")

LONGEST = 60
"""Characters that are looked at."""
NEAREST = timedelta(minutes=1)
FARTHEST = timedelta(days=366)
"""How far ahead: today's date next year is always within."""
PATIENCE, AT_FIRST = 1.5, 2.5
"""Seconds until reading is given up; the first time a library has to be loaded. Discord waits for three."""

_HINT = "Try `in 2 hours`, `tomorrow 8pm` or `2026-12-01 19:30`."
_CLOSING_HINT = "Try `2h`, `tomorrow 8pm`, `2026-12-01 19:30` or `never`."

_NEVER = {"never", "no", "none"}
_COMMON = ("2h", "tomorrow 8pm", "in 1 week", "never")
_BEGINNINGS = (*_COMMON, "today 8pm", "noon", "midnight", *(f"{day.casefold()} 8pm" for day in when.WEEKDAYS))
_ENDINGS = ("pm", ":00", "h", " min", " days")
"""What may still be missing behind a number."""

_STRANGE = re.compile(r"[^\w :./,+@'’-]")
_HALF_A_TIME = re.compile(r":\d?$")
_ISO_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)t(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(z|[+-]\d\d:?\d\d)?")
_THIS_MIDNIGHT = re.compile(r"(?:(?:today|tonight) )?(?:at )?midnight(?: today| tonight)?")
_OFFSET_COLON = re.compile(r"(?:(?<=[a-z][+-]\d)|(?<=[a-z][+-]\d\d)):(?=\d\d)")
_ZONE = re.compile(r"\| ?(?:(?:utc|gmt|z)(?:([+-])(\d\d?)(?::?([0-5]\d))?)?(?!\w)|([a-z_]+(?:/[a-z_+-]+)+))")


async def moment(text: str, *, now: datetime, zone: str) -> Moment:
    """When something is to be: `fri 8pm`, `in 2 hours`, `2026-12-01 19:30`, in the IANA time zone `zone`.

    A minute to 366 days from `now`. A duration is added exactly, everything else is to the minute. A time
    alone is the next such time; a weekday the next such day, today if it is still to come (`next` is never
    today); a date without a year the next such date. `20:00 UTC+2` and `20:00 Asia/Tokyo` are read there.
    Where `Moment.second` is set, the clock shows that time twice.

    Raises:
        Refusal: it is no time, or out of these bounds, or no clock shows it because it jumps forward.
    """
    return await bounded(read, text, now, zone, hint=_HINT)


async def closing(text: str, *, now: datetime, zone: str) -> datetime | None:
    """When something closes: `2h`, `tomorrow 8pm`, `never` (None), read in the IANA time zone `zone`.

    Read as `moment` reads it. Of a time that the clock shows twice, the first still to come is meant.

    Raises:
        Refusal: it is no time, in the past, within a minute, or more than a year away.
    """
    if _is_never(text):
        return None
    return (await bounded(read, text, now, zone, hint=_CLOSING_HINT)).ahead_of(now)


async def suggestions(text: str, *, now: datetime, zone: str) -> list[tuple[str, str]]:
    """What `closing` understands while it is typed: what the list shows, and the text it stands for.

    What is begun is completed: `tomorrow 8` offers `tomorrow 8pm`. What cannot be read offers the reason.
    """
    return await bounded(_suggest, one_line(text[:CHOICE_NAME]), now, zone, hint="")


async def bounded(
    work: Callable[[str, datetime, str], _T], text: str, now: datetime, zone: str, *, hint: str
) -> _T:
    """`work` off the event loop, but for durations: the first reading loads a library, junk can take long.

    Raises:
        Refusal: what `work` raises, or that it took too long; followed by `hint`.
    """
    try:
        if work is read and _is_duration(text):
            return work(text, now, zone)
        async with asyncio.timeout(PATIENCE if dates.are_read() else AT_FIRST):
            return await asyncio.to_thread(work, text, now, zone)
    except TimeoutError:
        raise Refusal(f"That took me too long to read. {hint}") from None
    except Refusal as refusal:
        raise Refusal(f"{refusal.sentence} {hint}") from None


def _is_duration(text: str) -> bool:
    return len(text) <= LONGEST and when.duration(_seen(text)) is not None


def _suggest(typed: str, now: datetime, zone: str) -> list[tuple[str, str]]:
    def meanings(text: str) -> list[tuple[str, str]]:
        if _is_never(text):
            return [("open until somebody closes it", text)]
        meant = read(text, now, zone).ahead_of(now)
        return [(when.describe(meant, now=now, zone=ZoneInfo(zone)), text)]

    return offer(typed, meanings, common=_COMMON, beginnings=_BEGINNINGS)


def offer(
    typed: str,
    meanings: Callable[[str], Iterable[tuple[str, str]]],
    *,
    common: Sequence[str],
    beginnings: Sequence[str],
) -> list[tuple[str, str]]:
    """At most 25 choices for `typed`: what it may become and what that means, or why it means nothing.

    `meanings` tells what a text means, in words, each with the text that means only that; it may raise
    Refusal. `common` is offered where nothing was typed, `beginnings` where one of them was begun.
    """
    found: dict[str, str] = {}
    for text in _candidates(typed, common, beginnings):
        with suppress(Refusal):
            for meaning, value in meanings(text):
                found.setdefault(meaning, value)
    if found:
        return [(_name(meaning, value, typed), value) for meaning, value in found.items()][:CHOICES]
    try:
        meanings(typed)
    except Refusal as refusal:
        return [(clip(refusal.sentence.replace("`", ""), CHOICE_NAME), typed)]
    return []


def _name(meaning: str, value: str, typed: str) -> str:
    """`tomorrow 8pm · Sat 21 Nov, 20:00 …`; the meaning alone where that is what was typed, or too long."""
    name = f"{value} · {meaning}"
    return clip(meaning if value == typed or len(name) > CHOICE_NAME else name, CHOICE_NAME)


def _candidates(typed: str, common: Sequence[str], beginnings: Sequence[str]) -> list[str]:
    if not typed:
        return list(common)
    begun = [value for value in beginnings if value.startswith(typed.casefold())]
    if _HALF_A_TIME.search(typed):
        return [typed, f"{typed:0<{typed.rindex(':') + 3}}"]
    endings = (*(_ENDINGS if typed[-1].isdecimal() else ()), " 8pm")
    return [typed, *begun, *(typed + ending for ending in endings)]


def _is_never(text: str) -> bool:
    return _seen(text[:LONGEST]) in _NEVER


def read(text: str, now: datetime, zone: str) -> Moment:
    """`moment`, on a thread of `bounded`. Its refusals leave out what to try instead."""
    wanted = _cleaned(text)
    length = when.duration(wanted)
    if length is not None:
        return _held(Moment(now + min(length, 2 * FARTHEST)), now, UTC)
    home = ZoneInfo(zone)
    found = when.clock(wanted)
    if found is None:
        raise Refusal(_what_is_missing(wanted, now.astimezone(home).replace(tzinfo=None)))
    clock, rest = found
    rest, there = _zone(rest, home)
    base = now.astimezone(there).replace(tzinfo=None)
    wall = datetime.combine(date_of(day_of(rest, clock), clock, base, str(home)), clock)
    return _held(when.at(wall, there), now, there)


def _held(moment: Moment, now: datetime, zone: tzinfo) -> Moment:
    """`moment`, if it is within the bounds."""
    meant = moment.ahead_of(now)
    if meant < now:
        raise Refusal(f"That has passed already: {when.describe(meant, now=now, zone=zone)}.")
    if meant < now + NEAREST:
        raise Refusal("That is less than a minute away.")
    if meant > now + FARTHEST:
        raise Refusal("That is more than a year away.")
    return moment


def _cleaned(text: str) -> str:
    """In lower case, on one line, with plain digits; refused where it cannot be a time."""
    if len(text) > LONGEST:
        raise Refusal(f"That is too long for a time: {LONGEST} characters will do.")
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in _seen(text))
    if len(plain) > LONGEST or _STRANGE.search(plain) or not plain:
        raise Refusal(UNREADABLE)
    if match := _ISO_MOMENT.fullmatch(plain):
        plain = f"{match[1]} {match[2]}" + (f" utc{match[3].lstrip('z')}" if match[3] else "")
    plain = _OFFSET_COLON.sub("", plain)
    if _THIS_MIDNIGHT.fullmatch(plain):
        plain = "0:00"
    if "midnight" in plain:
        raise Refusal("Midnight may be where that day begins or where it ends. Write `0:00` or `23:59`.")
    return plain


def _seen(text: str) -> str:
    return one_line(unicodedata.normalize("NFKC", text)).casefold()


def _what_is_missing(wanted: str, base: datetime) -> str:
    """Why `wanted`, which names no time of day, is not enough."""
    if wanted.removeprefix("in ").isdecimal():
        return "A number alone is no time."
    for day in (wanted, re.sub(r"\W*\d\d?$", "", wanted)):  # `friday`, and `friday at 8`
        try:
            if date_of(day_of(day), time(12), base, ""):
                return "At what time? Write it like `8pm` or `20:00`."
        except Refusal:
            continue
    return UNREADABLE


def _zone(rest: str, home: tzinfo) -> tuple[str, tzinfo]:
    """The zone written behind the time, else `home`; and the text without it."""
    match = _ZONE.search(rest)
    if match is None:
        return rest, home
    rest = rest.replace(match[0], "|")
    if match[4]:
        name = next((name for name in available_timezones() if name.casefold() == match[4]), None)
        if name is None:
            raise Refusal("I do not know that time zone. They are called like `Europe/Berlin`.")
        return rest, ZoneInfo(name)
    offset = timedelta(hours=int(match[2] or 0), minutes=int(match[3] or 0))
    if offset > timedelta(hours=14):
        raise Refusal("No time zone is that far from UTC.")
    return rest, timezone(-offset if match[1] == "-" else offset)
