"""What a member may write where an episode is asked for, and which episode that is."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.catalogue import Episode, Number, Season, Show, number_text
from bot.domain.progress import next_unwatched
from bot.domain.refusal import Refusal

LONGEST = 200
"""Characters of a reference that are looked at: more than the longest title has."""

_NUMBER = r"(\d{1,20}(?:[.,]\d{1,2})?)"
_ABSOLUTE = re.compile(rf"(?:episode|ep\.?|e)?\s*#?\s*([-−]?){_NUMBER}")
_IN_SEASON = re.compile(rf"(?:s|season)\s*(\d{{1,9}})[\s,.:-]*(?:e|ep\.?|episode)\s*{_NUMBER}")
_CROSS = re.compile(rf"(\d{{1,9}})\s*[x×]\s*{_NUMBER}")
_SPECIAL = re.compile(rf"(?:sp|special)\s*#?\s*{_NUMBER}")


@dataclass(frozen=True, slots=True)
class Absolute:
    """`26`, `#26`: counted through all seasons."""

    number: Number


@dataclass(frozen=True, slots=True)
class InSeason:
    """`s1e26`, `1x26`, `sp1` (season 0)."""

    season: int
    number: Number


@dataclass(frozen=True, slots=True)
class Next:
    """`next`: the first one not watched."""


@dataclass(frozen=True, slots=True)
class AtRandom:
    """`random`: any."""


@dataclass(frozen=True, slots=True)
class ByTitle:
    """Anything else: a title or a part of one."""

    text: str


Reference = Absolute | InSeason | Next | AtRandom | ByTitle


@lru_cache(1_000)
def parse(text: str) -> Reference:
    """Read what a member wrote. Full-width and other digits count, capitals and spaces do not.

    Raises:
        Refusal: nothing was written, or more than `LONGEST` characters.
    """
    if len(text) > LONGEST:
        raise Refusal(
            "That is too long to be an episode. Give its number, like `26`, or a part of its title."
        )
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    wanted = " ".join(seen[:LONGEST].casefold().split())  # one character can become eighteen
    if not wanted:
        raise Refusal("Which episode? Give its number, like `26`, or a part of its title.")
    if wanted == "next":
        return Next()
    if wanted == "random":
        return AtRandom()
    if match := _ABSOLUTE.fullmatch(wanted.rstrip(".")):
        return Absolute(-_number(match[2]) if match[1] else _number(match[2]))
    if match := _IN_SEASON.fullmatch(wanted) or _CROSS.fullmatch(wanted):
        return InSeason(int(match[1]), _number(match[2]))
    if match := _SPECIAL.fullmatch(wanted):
        return InSeason(0, _number(match[1]))
    return ByTitle(wanted)


def locate(
    show: Show,
    reference: Absolute | InSeason | Next | AtRandom,
    *,
    watched: AbstractSet[str],
    choose: Callable[[Sequence[Episode]], Episode],
) -> Episode:
    """Find the episode in `show`. `watched` holds episode keys, `choose` picks one of many.

    Raises:
        Refusal: the show has no such episode here, or nothing is left to watch.
    """
    match reference:
        case Next():
            return _next(show, watched)
        case AtRandom():
            return choose(show.episodes)
        case Absolute(number):
            found = show.by_absolute.get(number)
        case InSeason(season, number):
            found = next((e for e in show.episodes if (e.season, e.number) == (season, number)), None)
    if found is None:
        raise Refusal(_no_such_episode(show, reference))
    return found


def _number(digits: str) -> Number:
    value = float(digits.replace(",", "."))
    return int(value) if value.is_integer() else value


def _next(show: Show, watched: AbstractSet[str]) -> Episode:
    episode = next_unwatched(show, watched)
    if episode is None:
        raise Refusal("You have watched every episode there is. Name one, or try `random`.")
    return episode


def _no_such_episode(show: Show, reference: Absolute | InSeason) -> str:
    announced = _announced(show, reference)
    if announced:
        span = f"{announced.first}–{announced.first + (announced.episodes or 1) - 1}"
        name = f"season {announced.number} ({span})"
        return f"That episode belongs to {name}, which is not in my catalogue yet. I know {known(show)}."
    match reference:
        case InSeason(0, number):
            return f"There is no special {_short(number)} here. I know {known(show)}."
        case InSeason(season, number):
            return f"There is no episode {_short(number)} in season {season} here. I know {known(show)}."
        case Absolute(number):
            return f"There is no episode {_short(number)} here. I know {known(show)}."


def _announced(show: Show, reference: Absolute | InSeason) -> Season | None:
    """The season that has this episode, where the catalogue names the season but not its episodes."""
    for season in show.seasons:
        if any(e.season == season.number for e in show.episodes):
            continue
        last = season.episodes or 0
        place = reference.number - season.first + 1 if isinstance(reference, Absolute) else reference.number
        named = isinstance(reference, Absolute) or reference.season == season.number
        if named and 1 <= place <= last:
            return season
    return None


def known(show: Show) -> str:
    """What there is to ask for: `episodes 1–26`, `episodes 1–5 and specials SP1–SP2`."""
    regular = [e for e in show.episodes if e.season]
    specials = [e for e in show.episodes if not e.season]
    parts: list[str] = []
    if regular:
        parts.append(f"episode{'s' if len(regular) > 1 else ''} {_span(regular)}")
    if specials:
        parts.append(f"special{'s' if len(specials) > 1 else ''} {_span(specials)}")
    return " and ".join(parts)


def _span(episodes: Sequence[Episode]) -> str:
    first, last = episodes[0].label, episodes[-1].label
    return first if first == last else f"{first}–{last}"


def _short(number: Number) -> str:
    return number_text(number) if abs(number) < 10_000 else "of that number"
