"""Which episode a member means: numbers by the domain's rules, titles by the index."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from unicodedata import normalize

from bot.domain.catalogue import Episode, Library, Show
from bot.domain.references import Absolute, ByTitle, InSeason, known, locate, parse
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer, is_safe
from bot.names import choice_name, name_of
from bot.search import ALL_WORDS, TitleIndex
from bot.text import CHOICE_NAME, CHOICES, clip, escape, one_line, quote

_FITS = 0.7
"""Score from which a title is taken for the one that was meant."""
_CLEAR = 0.08
"""Lead over the next title from which there is no doubt."""
_PARTS = 64
"""Indexes of what somebody may see that are kept: making one of 5,000 titles takes some milliseconds."""
_TYPED = 2_000
"""Suggestions that are kept, some 4 kB each: people begin titles alike, and a letter at a time."""
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
        self._among = lru_cache(_PARTS)(self._part)
        self._shows = library.by_id
        self._suggestions = lru_cache(_TYPED)(self._suggest)

    def find(
        self, show: Show, text: str, viewer: Viewer, *, watched: AbstractSet[str] = frozenset()
    ) -> Episode:
        """The episode that `text` names; `watched` (episode keys) decides what `next` is.

        A title that is hidden from `viewer` finds nothing, or guessing would tell it.

        Raises:
            Refusal: it names none, or several alike.
        """
        reference = parse(text)
        if not isinstance(reference, ByTitle):
            return locate(show, reference, watched=watched, choose=self._choose)
        fitting = [(e, s) for e, s in self._by_title(show, reference.text, viewer) if s >= _FITS]
        if not fitting:
            titles = "title that you have watched" if viewer.hides_titles else "title here"
            raise Refusal(f"No {titles} is like {quote(text)}. I know {known(show)}; a number finds each.")
        best = fitting[0][1]
        lead = _CLEAR if best < ALL_WORDS else 0.0001  # against slips, a title with every word wins
        rivals = [episode for episode, score in fitting if score > best - lead]
        if len(rivals) > 1:
            raise Refusal(_ambiguous(text, rivals, viewer))
        return rivals[0]

    def suggest(self, show: Show, text: str, viewer: Viewer) -> list[Choice]:
        """At most 25 choices for what was typed so far: by number, by key, by title, `next` and `random`."""
        typed = one_line(normalize("NFKC", text[:CHOICE_NAME])[:CHOICE_NAME]).casefold().lstrip("#")
        if not viewer.hides_titles or viewer.warned:
            return list(self._suggestions(show.id, typed, None))
        watched = frozenset(viewer.watched & show.by_key.keys())
        return list(self._suggestions(show.id, typed, watched))

    def _suggest(self, show_id: str, typed: str, watched: frozenset[str] | None) -> tuple[Choice, ...]:
        """The same for a viewer who sees the titles of what they have watched alone; all titles for None."""
        show = self._shows[show_id]
        viewer = Viewer() if watched is None else Viewer(watched, hides_titles=True)
        choices = [(f"{word} · {meaning}", word) for word, meaning in _WORDS if word.startswith(typed)]
        named = self._named(show, typed)
        found = {named.key: named} if named else {}
        found |= {e.key: e for e in islice((e for e in show.episodes if _begins(e, typed)), CHOICES)}
        if typed and len(found) < CHOICES:
            titles = self._by_title(show, typed, viewer)
            found |= {e.key: e for e, score in titles if score >= _OFFERED and e.key not in found}
        choices += [(choice_name(e, viewer), e.key) for e in islice(found.values(), CHOICES)]
        return tuple(choices[:CHOICES])

    def _by_title(self, show: Show, text: str, viewer: Viewer) -> list[tuple[Episode, float]]:
        """The episodes whose titles fit, of those that `viewer` may see.

        What they may not see does not even weigh: else guessed words would tell of hidden titles.
        """
        index = self._indexes[show.id]
        if viewer.hides_titles and not viewer.warned:
            index = self._among(show.id, frozenset(e.key for e in show.episodes if is_safe(e.title, viewer)))
        return index.search(text)

    def _part(self, show_id: str, keys: frozenset[str]) -> TitleIndex:
        return self._indexes[show_id].among(keys)

    def _named(self, show: Show, typed: str) -> Episode | None:
        """The episode whose number or season and number is `typed`."""
        with suppress(Refusal):
            reference = parse(typed)
            if isinstance(reference, Absolute | InSeason):
                return locate(show, reference, watched=frozenset(), choose=self._choose)
        return None


_WORDS = (("next", "the first one you have not watched"), ("random", "any of them"))


def _begins(episode: Episode, typed: str) -> bool:
    return episode.label.casefold().startswith(typed) or episode.key.startswith(typed)


def _ambiguous(text: str, rivals: Sequence[Episode], viewer: Viewer) -> str:
    lines = [escape(clip(name_of(episode, viewer), 60)) for episode in rivals[:4]]
    rest = len(rivals) - len(lines)
    if rest:
        lines.append(f"… and {rest} more")
    return "\n".join([f"Several titles fit {quote(text)}. Add a word, or give the number:", *lines])
