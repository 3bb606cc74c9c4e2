"""What a server has set for itself, with the defaults where it has set nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.refusal import Refusal


class Reveal(StrEnum):
    """When a member may see how an open panel was voted on. Once it is closed, everybody may."""

    ALWAYS = "always"
    VOTED = "voted"
    """Once they have voted themselves."""
    CLOSED = "closed"


class Demand(StrEnum):
    """What one must have done with an episode before one may vote on it."""

    NOTHING = "nothing"
    WATCHED = "watched"
    ATTENDED = "attended"
    """Been there when the server watched it together."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """One server's settings.

    `weight` is m of the Bayesian average, 0 to 100 votes; below `minimum` votes (1 to 100) a score is marked
    provisional; `voter_role` is the id of the role one must have to vote, None for everybody; `zone` is an
    IANA time zone. `hides_titles`: unwatched titles are hidden.

    Of parties: `plan_role` is the id of the role one must have to plan one, None for everybody; the
    channel is reminded `reminder` minutes before (0 for never, up to 1,440); who was there for `presence` per
    cent of an episode's runtime (1 to 100) has watched it; `runtime`, in minutes (1 to 600), goes before the
    catalogue's; `pause`: minutes of the break between two episodes (0 to 60). `announce` is the id of the
    channel in which parties are announced, None for where they are planned; `reminder_role` of the role that
    reminders mention, None for nobody but those who come.

    `show` is the id of the show that the server watches, None for the first of the catalogue; `log` the id of
    the channel in which is told what those who manage the server did, None for nowhere.
    """

    show: str | None = None
    weight: int = 5
    minimum: int = 3
    reveal: Reveal = Reveal.VOTED
    voter_role: int | None = None
    demand: Demand = Demand.NOTHING
    hides_titles: bool = False
    zone: str = "UTC"
    plan_role: int | None = None
    reminder: int = 30
    presence: int = 50
    runtime: int | None = None
    pause: int = 5
    announce: int | None = None
    reminder_role: int | None = None
    log: int | None = None

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> "ServerSettings":
        """Read what is stored, by name. What this version does not know counts as unset."""
        known: dict[str, Any] = {}
        for name, read in _READERS.items():
            if name in stored and (value := read(stored[name])) is not None:
                known[name] = value
        return cls(**known)

    def stored(self, name: str) -> str | None:
        """What is stored of one setting, None where it is at its default."""
        value = getattr(self, name)
        return None if value == getattr(ServerSettings(), name) else text_of(value)


def fit(name: str, text: str) -> str | None:
    """What is to be stored of a setting for `text`; None where that is its default.

    Raises:
        Refusal: there is no such setting, or it takes no such value.
    """
    read = _READERS.get(name)
    value = read(text) if read else None
    if value is None:
        raise Refusal("That setting takes no such value. Choose one from its list.")
    return None if value == getattr(ServerSettings(), name) else text_of(value)


def value_of(name: str, stored: str | None) -> object:
    """A setting where `stored` is what is stored of it: its default for None, and for what cannot be read."""
    return getattr(ServerSettings.of({} if stored is None else {name: stored}), name)


def text_of(value: object) -> str:
    """What is stored for a value: `yes` and `no`, whole numbers, names."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _whole(lowest: int, highest: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        fits = text.isascii() and text.isdecimal() and len(text) <= 20 and lowest <= int(text) <= highest
        return int(text) if fits else None

    return read


def _reveal(text: str) -> Reveal | None:
    return Reveal(text) if text in set(Reveal) else None


def _demand(text: str) -> Demand | None:
    return Demand(text) if text in set(Demand) else None


def _yes_or_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def zone_of(text: str) -> str | None:
    """The IANA time zone of that name, None where there is none."""
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown; no name at all; a folder's name
        return None


def _name(text: str) -> str | None:
    return text if 0 < len(text) <= 100 else None


NUMBERS: Mapping[str, tuple[int, int]] = {
    "weight": (0, 100),
    "minimum": (1, 100),
    "reminder": (0, 1440),
    "presence": (1, 100),
    "runtime": (1, 600),
    "pause": (0, 60),
}
"""The settings that are numbers, and the lowest and highest that each takes."""

_READERS: Mapping[str, Callable[[str], object]] = {
    "show": _name,
    "reveal": _reveal,
    "demand": _demand,
    "hides_titles": _yes_or_no,
    "zone": zone_of,
    **{name: _whole(*ends) for name, ends in NUMBERS.items()},
    **{
        name: _whole(1, 2**63 - 1) for name in ("voter_role", "plan_role", "reminder_role", "announce", "log")
    },
}
