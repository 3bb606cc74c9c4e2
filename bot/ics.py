"""A calendar file (iCalendar, RFC 5545) of what is planned."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.text import clip, one_line

PRODUCER = "-//Encore//Encore//EN"
LINE = 200
"""Characters of a calendar's name, of a summary and of a location."""
DESCRIPTION = 4000


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `uid` names it for ever; `sequence` grows with each change of it, or calendars keep the old.

    Of the texts, summary and location are one line each, cut to 200 characters, the description to 4,000.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    updated_at: datetime
    sequence: int
    cancelled: bool


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """The file, in UTF-8, with times in UTC. The first call loads a library, a tenth of a second."""
    import icalendar  # noqa: PLC0415  it takes a while, which starting should not

    file = icalendar.Calendar()
    file.version = "2.0"
    file.prodid = PRODUCER
    for field in ("NAME", "X-WR-CALNAME"):  # the standard's, and the one most calendars read
        file[field] = icalendar.vText(_line(name))  # `calendar_name` would leave commas as they are
    for event in events:
        entry = icalendar.Event.new(
            uid=event.uid,
            stamp=event.updated_at.astimezone(UTC),
            last_modified=event.updated_at.astimezone(UTC),
            sequence=event.sequence,
            start=event.starts_at.astimezone(UTC),
            end=event.ends_at.astimezone(UTC),
            status=icalendar.STATUS.CANCELLED if event.cancelled else icalendar.STATUS.CONFIRMED,
            summary=_line(event.summary),
            description=_lines(event.description) or None,
            location=_line(event.location) or None,
        )
        file.add_component(entry)
    return file.to_ical()


def _line(text: str) -> str:
    return clip(one_line(text), LINE)


def _lines(text: str) -> str:
    """`text` with its line breaks and without what no calendar reads: control and half characters."""
    kept = "".join(
        c for c in "\n".join(text.splitlines()) if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"}
    )
    return clip(kept, DESCRIPTION)
