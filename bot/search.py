"""Episodes by title: in memory, forgiving of slips, and led by the words that tell titles apart."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.domain.catalogue import Episode
from bot.domain.spoilers import INDEXER, unseal

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SLIP = 0.7
"""Likeness of two words, 0 to 1, from which one may be a slip of the other (`comebak`, `comeback`).

By optimal string alignment: a letter dropped, doubled, mistaken or swapped with the next is one step.
"""


def words(text: str) -> list[str]:
    """The words of a text, without capitals, accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return [word.replace("'", "").replace("’", "") for word in _WORD.findall(plain)]


def alike(text: str, among: Sequence[str], *, most: int | None = None) -> dict[str, float]:
    """Which of `among` the text may be a slip of, with their likeness, `_SLIP` to 1; the likest first."""
    from rapidfuzz import process  # noqa: PLC0415  2 MB that wait until somebody types
    from rapidfuzz.distance import OSA  # noqa: PLC0415  likewise

    near = process.extract(text, among, scorer=OSA.normalized_similarity, score_cutoff=_SLIP, limit=most)
    return {other: likeness for other, likeness, _ in near}


_WORDS = 10
"""Different words that are looked at: more tell no title better, and each costs a look at all of them."""
ALL_WORDS = 0.999
"""Score of a title that has every word that was typed, and others; only the very title has 1."""


class TitleIndex:
    """An inverted index over the words of titles, each word weighing by how few titles have it.

    The weight is the inverse document frequency ln(1 + N / n) with N titles, n of them holding the word
    (Spärck Jones, 1972): a word of every title weighs little, one of a single title much. It
    knows every title: who may not see them all asks `among` those that they may.
    """

    def __init__(self, episodes: Sequence[Episode], titles: list[list[str]] | None = None) -> None:
        """`titles` are the words of each episode's title, where they are known."""
        self._episodes = episodes
        self._words = titles or [words(unseal(episode.title, INDEXER) or "") for episode in episodes]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, title in enumerate(self._words):
            for word in set(title):
                self._places[word].append(place)
        self._vocabulary = sorted(self._places)
        self._longest = max(map(len, self._vocabulary), default=0) + 3
        self._weights = {w: math.log(1 + len(episodes) / len(p)) for w, p in self._places.items()}

    def among(self, keys: AbstractSet[str]) -> "TitleIndex":
        """The index of the episodes of these keys alone: of all others it does not know a word."""
        kept = [place for place, episode in enumerate(self._episodes) if episode.key in keys]
        return TitleIndex([self._episodes[place] for place in kept], [self._words[place] for place in kept])

    def search(self, text: str) -> list[tuple[Episode, float]]:
        """Episodes whose titles fit `text`, with a score from 0 to 1; best first, then in their order."""
        wanted = words(text)
        looked_at = list(dict.fromkeys(wanted))[:_WORDS]
        likes = [self._like(word, begun=word == wanted[-1]) for word in looked_at]
        # A word that no title knows weighs as much as the rarest: it must cost, or junk would fit something.
        rarest = math.log(1 + len(self._episodes))
        weights = [
            self._weights.get(word) or max((self._weights[w] for w in like), default=rarest)
            for word, like in zip(looked_at, likes, strict=True)
        ]
        total = sum(weights)
        scores: dict[int, float] = defaultdict(float)
        for like, weight in zip(likes, weights, strict=True):
            best: dict[int, float] = {}
            for word, likeness in like.items():
                for place in self._places[word]:
                    best[place] = max(best.get(place, 0.0), likeness)
            for place, likeness in best.items():
                scores[place] += likeness * weight / total
        for place, title in enumerate(self._words):
            if place in scores:
                scores[place] = 1.0 if title == wanted else min(round(scores[place], 6), ALL_WORDS)
        ranked = sorted(scores, key=lambda place: (-scores[place], place))
        return [(self._episodes[place], scores[place]) for place in ranked]

    def _like(self, word: str, *, begun: bool) -> dict[str, float]:
        """The words of titles that `word` may stand for, with their likeness from 0 to 1.

        `begun`: it is the last one and may be still being typed, so that a single letter stands for many.
        """
        if len(word) == 1:  # begins many words, and means none of them for sure
            return {o: 0.5 for o in self._vocabulary if o == word or (begun and o.startswith(word))}
        if len(word) > self._longest:
            return {}
        found = {other: 0.9 * likeness for other, likeness in alike(word, self._vocabulary).items()}
        for other in self._vocabulary:
            if other == word:
                found[other] = 1.0
            elif other.startswith(word):
                found[other] = 0.95
            elif len(word) > 2 and word in other:
                found[other] = max(found.get(other, 0.0), 0.8)
        return found
