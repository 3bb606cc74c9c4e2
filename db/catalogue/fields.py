"""The kinds of field a table can have. Each lists what is wrong with a value; none changes it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from db.catalogue.faults import shown
from db.catalogue.limits import FIRST_YEAR, SHOW_ID

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols by their category, and nothing to see."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_SLUG = re.compile(rf"[a-z0-9-]{{1,{SHOW_ID}}}")


class Field(Protocol):
    """Anything that can tell what is wrong with a value."""

    def problems(self, value: object) -> Iterator[str]:
        """Each problem as the end of a sentence that begins with the field's name."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text with something to see in it, at most `longest` characters."""

    longest: int

    def problems(self, value: object) -> Iterator[str]:
        """See `Field`."""
        if not isinstance(value, str):
            yield f"must be text, not {shown(value)}"
            return
        if not any(unicodedata.category(c)[0] in "LNPS" and c not in _FILLERS for c in value):
            yield "must not be blank"
        if len(value) > self.longest:
            yield f"must have at most {self.longest} characters, not {len(value)}"
        if found := _CONTROL.search(value):
            yield f"must not hold the control character U+{ord(found[0]):04X}"
        if found := _TURNING.search(value):
            yield f"must not hold the writing direction mark U+{ord(found[0]):04X}"
        if found := _SURROGATE.search(value):
            yield f"must not hold the lone surrogate U+{ord(found[0]):04X}"


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of at most `most` different texts; it may be empty."""

    most: int
    each: Text

    def problems(self, value: object) -> Iterator[str]:
        """See `Field`."""
        if not isinstance(value, list):
            yield f"must be a list of texts, not {shown(value)}"
            return
        entries = cast("list[object]", value)
        if len(entries) > self.most:
            yield f"must have at most {self.most} entries, not {len(entries)}"
        for place, entry in enumerate(entries[: self.most], 1):
            yield from (f"entry {place} {problem}" for problem in self.each.problems(entry))
            if isinstance(entry, str) and entry in entries[: place - 1]:
                yield f"entry {place} repeats {shown(entry)}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int
    most: int

    def problems(self, value: object) -> Iterator[str]:
        """See `Field`."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"must be a whole number, not {shown(value)}"
        elif not self.least <= value <= self.most:
            yield f"must be from {self.least} to {self.most}, not {shown(value)}"


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number from `least` to `most`, whole or with up to `places` decimals."""

    least: float
    most: float
    places: int

    def problems(self, value: object) -> Iterator[str]:
        """See `Field`."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"must be a number, not {shown(value)}"
        elif not self.least <= value <= self.most:  # nor is a NaN
            yield f"must be from {self.least} to {self.most}, not {shown(value)}"
        elif round(value, self.places) != value:
            places = "1 decimal" if self.places == 1 else f"{self.places} decimals"
            yield f"must have at most {places}, not {shown(value)}"


@dataclass(frozen=True, slots=True)
class Day:
    """A date without a time, from 1900 on."""

    def problems(self, value: object) -> Iterator[str]:
        """See `Field`."""
        if type(value) is not date:  # a datetime is a date to isinstance
            yield f"must be a date without quotes, not {shown(value)}"
        elif value.year < FIRST_YEAR:
            yield f"must not be before {FIRST_YEAR}, as {shown(value)} is"


@dataclass(frozen=True, slots=True)
class Slug:
    """A short id of small letters, digits and hyphens."""

    def problems(self, value: object) -> Iterator[str]:
        """See `Field`."""
        if not isinstance(value, str) or not _SLUG.fullmatch(value):
            yield f"must be 1 to {SHOW_ID} of a-z, 0-9 and -, not {shown(value)}"
