"""Time zones as people name them: by city, by country, by a part of the name, with typing slips."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from bot.domain.refusal import Refusal
from bot.search import alike, words
from bot.text import CHOICE_NAME, CHOICES, one_line

_COMMON = (
    *("UTC", "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver"),
    *("America/Chicago", "America/New_York", "America/Halifax", "America/Sao_Paulo", "Europe/London"),
    *("Europe/Berlin", "Europe/Paris", "Africa/Lagos", "Africa/Johannesburg", "Europe/Kyiv"),
    *("Europe/Istanbul", "Europe/Moscow", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Jakarta"),
    *("Asia/Manila", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"),
)
"""Offered where nothing was typed, west to east; and before others that fit as well."""
_NAMELESS = {"CET", "EET", "EST", "HST", "MET", "MST", "WET"}
"""Abbreviations that the database has as names: no city's clock, and some of them without summer time."""
_ALSO = {"US": "USA", "GB": "England Scotland Wales", "AE": "UAE"}
"""What people call countries, by ISO 3166 code, where the list of them does not."""
_YEAR = 2026
"""The year whose January and July tell the abbreviations in use, which seldom change."""
_OFFSET = re.compile(r"(?:(?:utc|gmt) ?)?([+-])(\d\d?)(?::?([0-5]\d))?")
_TRY = "Name a city near you, like `Berlin` or `New York`, and choose from the list."


@dataclass(frozen=True, slots=True)
class _Name:
    """What leads to `zone`, in plain words: `america new york`, and the `city` alone; empty for a country."""

    words: str
    city: str
    zone: str


def suggest(typed: str, *, now: datetime) -> list[tuple[str, str]]:
    """At most 25 zones for what was typed so far: `Europe/Berlin · 14:32 now, UTC+1`, and the IANA name.

    By city, country, part of a name, abbreviation (`EST`) or offset (`UTC+1`); what is alike where nothing
    fits. The first call takes some hundredths of a second, for it reads files.
    """
    return [(_label(zone, now), zone) for zone in _found(_seen(typed), now)[:CHOICES]]


def read(text: str) -> str:
    """The IANA name of the zone that `text` names, in any case: `Europe/Berlin`, `new york`, `UTC`.

    An old name leads to the present one, a city to its zone.

    Raises:
        Refusal: it names none; or an abbreviation or an offset, which many zones share for a time.
    """
    typed = _seen(text)
    plain = " ".join(words(typed))
    if _OFFSET.fullmatch(typed):
        raise Refusal(f"An offset does not tell when clocks change. {_TRY}")
    named = {name.zone for name in _names() if plain and plain in (name.words, name.city)}
    if len(named) == 1:
        return named.pop()
    if plain in _abbreviations() or plain.upper() in _NAMELESS:
        raise Refusal(f"Several time zones share that abbreviation. {_TRY}")
    meant = _fitting(plain)
    advice = f"Did you mean `{meant[0]}`?" if len(meant) == 1 else _TRY
    raise Refusal(f"I do not know that time zone. {advice}")


def offset(moment: datetime, zone: tzinfo) -> str:
    """`UTC+1`, `UTC-3:30`, `UTC`: how far clocks in `zone` are from UTC at `moment`; `moments` reads it."""
    minutes = (moment.astimezone(zone).utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _label(zone: str, now: datetime) -> str:
    return f"{zone} · {now.astimezone(_clock(zone)):%H:%M} now, {offset(now, _clock(zone))}"


def _seen(text: str) -> str:
    return one_line(unicodedata.normalize("NFKC", text[:CHOICE_NAME])).casefold()


def _found(typed: str, now: datetime) -> list[str]:
    """The zones that fit, the best first."""
    if not typed:
        return list(_COMMON)
    if match := _OFFSET.fullmatch(typed):
        apart = timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) * (-1 if match[1] == "-" else 1)
        return sorted((z for z in _zones() if now.astimezone(_clock(z)).utcoffset() == apart), key=_place)
    return _fitting(" ".join(words(typed)))


def _fitting(plain: str) -> list[str]:
    if not plain:
        return []
    ranks = dict.fromkeys(_abbreviations().get(plain, ()), 2)
    for name in (*_names(), *_countries()):
        rank = _rank(name, plain)
        if rank is not None:
            ranks[name.zone] = min(rank, ranks.get(name.zone, rank))
    return sorted(ranks, key=lambda zone: (ranks[zone], _place(zone))) or _alike(plain)


def _rank(name: _Name, plain: str) -> int | None:
    """How well a name fits what was typed, 0 is best; between 1 and 3 stand abbreviations."""
    if plain in (name.words, name.city):
        return 0
    if name.city.startswith(plain):
        return 1
    return 3 if f" {plain}" in f" {name.words}" else None


def _alike(plain: str) -> list[str]:
    """The zones of cities and countries that `plain` may be a slip of, the likest first."""
    keys = _keys()
    near = alike(plain, list(keys), most=CHOICES)
    return list(dict.fromkeys(zone for key in near for zone in keys[key]))


def _place(zone: str) -> tuple[int, int]:
    """Where a zone stands among those that fit as well: common ones first, then by country."""
    return (_COMMON.index(zone) if zone in _COMMON else len(_COMMON), _zones()[zone])


@cache
def _clock(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


@cache
def _zones() -> dict[str, int]:
    """The zones for people, one or more a country (zone.tab), and their places in that list; and UTC."""
    listed = (row[2] for row in _rows("zone.tab"))
    return {zone: place for place, zone in enumerate(("UTC", *listed))}


@cache
def _names() -> tuple[_Name, ...]:
    """Every name of a zone, the old ones among them, which lead to the present one."""
    links = {row[2]: row[1] for row in _rows("tzdata.zi", " ") if row[0] == "L"}
    found: list[_Name] = []
    for name in (*_zones(), "Etc/UTC", *links):
        zone = name
        while zone not in _zones() and zone in links:
            zone = links[zone]
        zone = zone.removeprefix("Etc/")
        if zone in _zones() and name not in _NAMELESS:
            found.append(_Name(" ".join(words(name)), " ".join(words(name.rpartition("/")[2])), zone))
    return tuple(found)


@cache
def _countries() -> tuple[_Name, ...]:
    called = {row[0]: f"{row[1]} {_ALSO.get(row[0], '')}" for row in _rows("iso3166.tab")}
    return tuple(_Name(" ".join(words(called[row[0]])), "", row[2]) for row in _rows("zone.tab"))


@cache
def _keys() -> dict[str, list[str]]:
    """Every name, every city and every country, and their zones in order."""
    found: dict[str, set[str]] = {}
    for name in (*_names(), *_countries()):
        for key in filter(None, (name.words, name.city)):
            found.setdefault(key, set()).add(name.zone)
    return {key: sorted(zones, key=_place) for key, zones in found.items()}


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    """The zones whose clocks bear an abbreviation in winter or summer: `cet`, `est`."""
    found: dict[str, list[str]] = {}
    for zone in _zones():
        clock = _clock(zone)
        letters = {datetime(_YEAR, month, 1, tzinfo=UTC).astimezone(clock).tzname() for month in (1, 7)}
        for name in letters - {None, "UTC"}:
            found.setdefault(str(name).casefold(), []).append(zone)
    return {name: tuple(zones) for name, zones in found.items() if name.isalpha()}


def _rows(file: str, between: str = "\t") -> list[list[str]]:
    """The lines of a table that comes with the time zones, in the fields it is made of; no comments."""
    from importlib import resources  # noqa: PLC0415  memory that waits until somebody asks

    text = resources.files("tzdata").joinpath("zoneinfo", file).read_text(encoding="utf-8")
    return [line.split(between) for line in text.splitlines() if line and not line.startswith("#")]
