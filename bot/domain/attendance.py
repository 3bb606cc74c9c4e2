"""Who was there for which episode, by when it was on and when they were seen."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.playing import Clock, Programme, Span, played


class Seen(StrEnum):
    """How it is known that somebody was there."""

    VOICE = "voice"
    """They were in the voice channel."""
    SAID = "said"
    """They pressed “I'm here”."""


def attended(
    programme: Programme,
    clocks: Sequence[Clock],
    presences: Mapping[int, Sequence[Span]],
    *,
    until: datetime,
    share: int,
) -> dict[int, tuple[int, ...]]:
    """Which episodes, from 0, each member was there for: `share` per cent (1 to 100) of the runtime.

    `presences`: by member, in any order, overlapping or not. Who was there for none is left out.
    """
    on = played(programme, clocks, until=until)
    found: dict[int, tuple[int, ...]] = {}
    for member_id, spans in presences.items():
        merged = merge(spans)
        numbers = tuple(
            number
            for number, length in enumerate(programme.lengths)
            if on[number] and overlap(on[number], merged) * 100 >= timedelta(seconds=length) * share
        )
        if numbers:
            found[member_id] = numbers
    return found


def merge(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same time without overlaps, in order."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.since):
        if found and span.since <= found[-1].until:
            found[-1] = Span(found[-1].since, max(found[-1].until, span.until))
        elif span.since < span.until:
            found.append(span)
    return tuple(found)


def overlap(some: Sequence[Span], others: Sequence[Span]) -> timedelta:
    """How long both were. The spans of `others` do not overlap each other."""
    return sum(
        (max(timedelta(), min(a.until, b.until) - max(a.since, b.since)) for a in some for b in others),
        timedelta(),
    )
