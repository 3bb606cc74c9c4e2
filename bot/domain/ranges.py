"""Several episodes at once, as a member writes them: `1-8`, `1,3,5-7`, `s1e3`, `all`."""

import re
import unicodedata
from collections.abc import Sequence

from bot.domain.catalogue import Episode, Show
from bot.domain.references import Absolute, InSeason, locate
from bot.domain.references import parse as parse_reference
from bot.domain.refusal import Refusal

LONGEST = 200
"""Characters of a list that are read."""

_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212~\u301c]\s*")
_COMMAS = re.compile(r"[,;\u3001]")
_HOW = "Write numbers and ranges, like `1-8` or `1,3,5-7`."


def parse(show: Show, text: str) -> tuple[Episode, ...]:
    """The episodes that `text` names, each once, in the show's order.

    A range takes whatever stands between its ends. Its second end may leave out the season: `s1e3-5`.

    Raises:
        Refusal: it is empty, too long, no list of numbers, runs backwards, or names what the show has not.
    """
    if len(text) > LONGEST:
        raise Refusal(f"That is too long to be a list of episodes. {_HOW}")
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    wanted = _DASHES.sub("-", plain.casefold()).strip()
    if wanted == "all":
        return show.episodes
    parts = [part.strip() for part in _COMMAS.split(wanted)]
    named = [part for part in parts if part]
    if not named:
        raise Refusal(f"Which episodes? {_HOW}")
    found = {episode.key: episode for part in named for episode in _part(show, part)}
    return tuple(sorted(found.values(), key=show.place))


def _part(show: Show, text: str) -> Sequence[Episode]:
    first, dash, last = text.partition("-")
    if not dash:
        return (_episode(show, _reference(text)),)
    if not first or not last:
        raise Refusal(f"A range needs a first and a last episode. {_HOW}")
    start, end = _reference(first), _reference(last)
    if isinstance(start, InSeason) and isinstance(end, Absolute):
        end = InSeason(start.season, end.number)
    begin, stop = _episode(show, start), _episode(show, end)
    if show.place(stop) < show.place(begin):
        raise Refusal(
            f"{begin.label} comes after {stop.label}. Write the earlier one first: `{stop.key}-{begin.key}`."
        )
    return show.episodes[show.place(begin) : show.place(stop) + 1]


def _reference(text: str) -> Absolute | InSeason:
    reference = parse_reference(text)
    if not isinstance(reference, Absolute | InSeason):
        raise Refusal(f"That is no list of episodes. {_HOW}")
    return reference


def _episode(show: Show, reference: Absolute | InSeason) -> Episode:
    return locate(show, reference, watched=frozenset(), choose=lambda episodes: episodes[0])
