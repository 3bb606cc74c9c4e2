"""Several episodes at once, as a member writes them: `1-8`, `1,3,5-7`, `s1e3`, `all`."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import compress

from bot.domain.catalogue import Episode, Show
from bot.domain.references import Absolute, InSeason, locate
from bot.domain.references import parse as parse_reference
from bot.domain.refusal import Refusal

LONGEST = 200
"""Characters of a list that are read."""

_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212~\u301c]\s*")
_COMMAS = re.compile(r"[,;\u3001]")
_HOW = "Write numbers and ranges, like `1-8` or `1,3,5-7`."
_SIGNS = re.compile(r"(?:episode|special|season|ep|sp|[sex#×\s.,;\u3001\d]|-)*")
"""What a list is made of: numbers, what stands before them, and what stands between them."""

SPANS = 12
"""Spans that are named one by one."""


def parse(show: Show, text: str) -> tuple[Episode, ...]:
    """The episodes that `text` names, each once, in the show's order.

    A range takes whatever stands between its ends. Its second end may leave out the season: `s1e3-5`.

    Raises:
        Refusal: it is empty, too long, no list of numbers, runs backwards, or names what the show has not.
    """
    if len(text) > LONGEST:
        raise Refusal(f"That is too long to be a list of episodes. {_HOW}")
    wanted = _plain(text)
    if wanted == "all":
        return show.episodes
    parts = [part.strip() for part in _COMMAS.split(wanted)]
    named = [part for part in parts if part]
    if not named:
        raise Refusal(f"Which episodes? {_HOW}")
    found = [False] * len(show.episodes)
    for first, last in {_part(show, part) for part in named}:
        found[first : last + 1] = [True] * (last + 1 - first)
    return tuple(compress(show.episodes, found))


def is_list(text: str) -> bool:
    """Whether `text` is meant for `parse`, be it right or wrong, rather than for a title."""
    wanted = _plain(text[:LONGEST])
    has_letters = any(c.isalpha() for c in wanted)
    has_digits = any(c.isdigit() for c in wanted)
    return wanted == "all" or (bool(_SIGNS.fullmatch(wanted)) and (has_digits or not has_letters))


def through(show: Show, episodes: Sequence[Episode]) -> tuple[Episode, ...]:
    """All that comes up to the last of `episodes`, and the specials among them: no others.

    Of a show that has nothing but specials, those up to the last.

    Raises:
        Refusal: they are specials alone, which stand beside the order.
    """
    regular = [episode for episode in show.episodes if episode.season]
    ends = [episode for episode in episodes if episode.season or not regular]
    if not ends:
        raise Refusal(
            f"{episodes[0].label} is a special, so nothing comes before it in order. Leave out `through`, or "
            "name an episode that is none."
        )
    last = max(map(show.place, ends))
    wanted = {episode.key for episode in episodes}
    wanted |= {episode.key for episode in regular or show.episodes if show.place(episode) <= last}
    return tuple(episode for episode in show.episodes if episode.key in wanted)


def spans(show: Show, episodes: Sequence[Episode], *, most: int = SPANS) -> str:
    """`6–8, 11`: the labels of episodes in the show's order, those in a row as one; at most `most` of these.

    Regular episodes and specials never share a span. What is left out is counted.
    """
    runs: list[list[Episode]] = []
    for episode in sorted(episodes, key=show.place):
        if runs and _follows(show, runs[-1][-1], episode):
            runs[-1].append(episode)
        else:
            runs.append([episode])
    said = ", ".join(
        run[0].label if len(run) == 1 else f"{run[0].label}–{run[-1].label}" for run in runs[:most]
    )
    rest = sum(map(len, runs[most:]))
    return f"{said} and {rest:,} more" if rest else said


def _follows(show: Show, before: Episode, after: Episode) -> bool:
    return show.place(after) == show.place(before) + 1 and bool(before.season) == bool(after.season)


def _plain(text: str) -> str:
    """The text in one width and case, its dashes alike, without invisible characters."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return _DASHES.sub("-", seen.casefold()).strip()


def _part(show: Show, text: str) -> tuple[int, int]:
    """The places of the first and the last episode that a part of a list names."""
    first, dash, last = text.partition("-")
    if not dash:
        place = show.place(_episode(show, _reference(text)))
        return place, place
    if not first or not last:
        raise Refusal(f"A range needs a first and a last episode. {_HOW}")
    start, end = _reference(first), _reference(last)
    if isinstance(start, InSeason) and isinstance(end, Absolute):
        end = InSeason(start.season, end.number)
    begin, stop = _episode(show, start), _episode(show, end)
    if show.place(stop) < show.place(begin):
        raise Refusal(
            f"{begin.label} comes after {stop.label}. Write the earlier one first: `{last}-{first}`."
        )
    return show.place(begin), show.place(stop)


def _reference(text: str) -> Absolute | InSeason:
    reference = parse_reference(text)
    if not isinstance(reference, Absolute | InSeason):
        raise Refusal(f"That is no list of episodes. {_HOW}")
    return reference


def _episode(show: Show, reference: Absolute | InSeason) -> Episode:
    return locate(show, reference, watched=frozenset(), choose=lambda episodes: episodes[0])
