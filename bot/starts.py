"""Reads when a party starts; of a time that the clock shows twice, it asks which is meant."""

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot import moments
from bot.domain import when
from bot.domain.refusal import Refusal
from bot.domain.when import Moment
from bot.text import CHOICE_NAME, one_line
from bot.zones import offset

_COMMON = ("tonight 20:00", "tomorrow 20:00", "fri 20:00", "sat 20:00", "in 2 hours", "in 2 minutes")
_BEGINNINGS = (
    *_COMMON,
    *("today 20:00", "noon", "midnight", "in 1 week"),
    *(f"{day.casefold()} 20:00" for day in when.WEEKDAYS),
)


class TwoTimes(Refusal):
    """The clock is turned back and shows that time twice: `moment` has both, `texts` name either alone."""

    def __init__(self, moment: Moment, texts: tuple[str, str], sentence: str) -> None:
        super().__init__(sentence)
        self.moment = moment
        self.texts = texts


async def start(text: str, *, now: datetime, zone: str) -> datetime:
    """When a party starts: `fri 8pm`, `in 2 hours`, `2026-12-01 19:30`, in the IANA time zone `zone`.

    Read as `moments.moment` reads it, to the second.

    Raises:
        TwoTimes: the clock shows that time twice, and both are still to come.
        Refusal: it is no time, in the past, within a minute, or more than a year away; or the clock jumps
            over it.
    """
    moment = await moments.moment(text, now=now, zone=zone)
    texts = _apart(moment, now, zone)
    if len(texts) > 1:
        raise TwoTimes(moment, (texts[0], texts[1]), _question(moment, texts, zone))
    return moment.ahead_of(now).replace(microsecond=0)


async def suggestions(text: str, *, now: datetime, zone: str, fixed: bool = False) -> list[tuple[str, str]]:
    """What `start` understands while it is typed: what the list shows, and the text it stands for.

    What is begun is completed, with date, time, zone and distance. Of a time that the clock shows twice,
    both are offered. What cannot be read offers the reason. `fixed`: the texts mean the same in every zone.
    """
    work = partial(_suggest, fixed=fixed)
    return await moments.bounded(work, one_line(text[:CHOICE_NAME]), now, zone, hint="")


def _suggest(typed: str, now: datetime, zone: str, *, fixed: bool = False) -> list[tuple[str, str]]:
    everywhere: dict[str, str] = {}

    def meanings(text: str) -> list[tuple[str, str]]:
        moment = moments.read(text, now, zone)
        texts = _apart(moment, now, zone) or [text]
        if fixed:
            everywhere[text] = _everywhere(text, moment.ahead_of(now), now)
        return [
            (when.describe(meant, now=now, zone=ZoneInfo(zone)), value)
            for meant, value in zip(_ahead(moment, now), texts, strict=True)
        ]

    found = moments.offer(typed, meanings, common=_COMMON, beginnings=_BEGINNINGS)
    return [(name, everywhere.get(text, text)) for name, text in found]


def _everywhere(text: str, meant: datetime, now: datetime) -> str:
    """`2026-11-27 20:00 UTC`; what is within the hour by a duration stays: there the seconds count."""
    if meant - now < timedelta(hours=1) and when.duration(text.casefold()) is not None:
        return text
    return f"{meant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _ahead(moment: Moment, now: datetime) -> list[datetime]:
    """What may be meant: both, where the clock shows the time twice and the first is still to come."""
    first = moment.ahead_of(now)
    return [first, moment.second] if moment.second and moment.second != first else [first]


def _apart(moment: Moment, now: datetime, zone: str) -> list[str]:
    """`2026-10-25 02:30 UTC+2` and `2026-10-25 02:30 UTC+1`, where both may be meant; else none."""
    home, both = ZoneInfo(zone), _ahead(moment, now)
    named = [f"{meant.astimezone(home):%Y-%m-%d %H:%M} {offset(meant, home)}" for meant in both]
    return named if len(both) > 1 else []


def _question(moment: Moment, texts: list[str], zone: str) -> str:
    local = moment.first.astimezone(ZoneInfo(zone))
    return (
        f"The clock is turned back on {when.day_words(local)} {local.year} and shows that time twice. "
        f"Write `{texts[0]}` for the first, or `{texts[1]}` for the second."
    )
