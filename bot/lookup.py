"""Which episode a member means: numbers by the domain's rules, titles by the index."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from itertools import islice
from unicodedata import normalize

from bot.domain.catalogue import Episode, Library, Show
from bot.domain.references import Absolute, ByTitle, InSeason, known, locate, parse
from bot.domain.refusal import Refusal
from bot.search import ALL_WORDS, TitleIndex
from bot.text import CHOICE_NAME, CHOICES, clip, escape, one_line, quote

_FITS = 0.7
"""Score from which a title is taken for the one that was meant."""
_CLEAR = 0.08
"""Lead over the next title from which there is no doubt."""
_OFFERED = 0.4
"""Score from which a title is offered while typing."""

Choice = tuple[str, str]
"""What the list shows, and the reference it stands for."""


class Lookup:
    """Finds and suggests episodes of the loaded shows, from memory alone."""

    def __init__(self, library: Library, choose: Callable[[Sequence[Episode]], Episode]) -> None:
        """`choose` picks the episode for `random`."""
        self._indexes = {show.id: TitleIndex(show.episodes) for show in library.shows}
        self._choose = choose

    def find(self, show: Show, text: str, *, watched: AbstractSet[str] = frozenset()) -> Episode:
        """The episode that `text` names; `watched` (episode keys) decides what `next` is.

        Raises:
            Refusal: it names none, or several alike.
        """
        reference = parse(text)
        if not isinstance(reference, ByTitle):
            return locate(show, reference, watched=watched, choose=self._choose)
        fitting = [(e, s) for e, s in self._indexes[show.id].search(reference.text) if s >= _FITS]
        if not fitting:
            raise Refusal(f"No title here is like {quote(text)}. I know {known(show)}; a number finds each.")
        best = fitting[0][1]
        lead = _CLEAR if best < ALL_WORDS else 0.0001  # against slips, a title with every word wins
        rivals = [episode for episode, score in fitting if score > best - lead]
        if len(rivals) > 1:
            raise Refusal(_ambiguous(text, rivals))
        return rivals[0]

    def suggest(self, show: Show, text: str) -> list[Choice]:
        """At most 25 choices for what was typed so far: by number, by key, by title, `next` and `random`."""
        typed = one_line(normalize("NFKC", text[:CHOICE_NAME])[:CHOICE_NAME]).casefold().lstrip("#")
        choices = [(f"{word} · {meaning}", word) for word, meaning in _WORDS if word.startswith(typed)]
        named = self._named(show, typed)
        found = {named.key: named} if named else {}
        found |= {e.key: e for e in islice((e for e in show.episodes if _begins(e, typed)), CHOICES)}
        if typed and len(found) < CHOICES:
            titles = self._indexes[show.id].search(typed)
            found |= {e.key: e for e, score in titles if score >= _OFFERED and e.key not in found}
        choices += [(choice_name(episode), episode.key) for episode in found.values()]
        return choices[:CHOICES]

    def _named(self, show: Show, typed: str) -> Episode | None:
        """The episode whose number or season and number is `typed`."""
        with suppress(Refusal):
            reference = parse(typed)
            if isinstance(reference, Absolute | InSeason):
                return locate(show, reference, watched=frozenset(), choose=self._choose)
        return None


_WORDS = (("next", "the first one you have not watched"), ("random", "any of them"))


def choice_name(episode: Episode) -> str:
    """`26 · An Amazing Comeback`, as a list of choices shows it: plain text, at most 100 characters."""
    return clip(one_line(f"{episode.label} · {episode.title}"), CHOICE_NAME)


def _begins(episode: Episode, typed: str) -> bool:
    return episode.label.casefold().startswith(typed) or episode.key.startswith(typed)


def _ambiguous(text: str, rivals: Sequence[Episode]) -> str:
    lines = [f"{e.label} · {escape(clip(e.title, 50))}" for e in rivals[:4]]
    rest = len(rivals) - len(lines)
    if rest:
        lines.append(f"… and {rest} more")
    return "\n".join([f"Several titles fit {quote(text)}. Add a word, or give the number:", *lines])
