"""What spoils in a show, and eyes that find it in any text, cut short or not.

A text is known by runs of its words: a title by any two in a row, a synopsis and its like by any four. Runs
that stand in a text open to everybody (teasers, premise, roles), or in the hidden texts of two episodes, are
left out: they tell of nothing. So a piece of a title is found, and `An Amazing`, which begins many, is not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.domain.catalogue import Episode, Show
from bot.domain.spoilers import INDEXER, Level, Sealed, unseal

Run = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TITLE, _STORY = 2, 4
"""Words in a row by which a title is known, and a longer text."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that spoils: what it is, how much it gives away, and the episodes after which it does not."""

    what: str
    text: str
    level: Level
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Mask:
    """Two names that give somebody away where one line has both."""

    name: str
    identity: str
    secret: Secret


class Eyes:
    """Finds the secrets of a show."""

    def __init__(self, show: Show, more: Iterable[Secret] = ()) -> None:
        """`more`: what members told that is to be kept, too."""
        self.secrets = (*_secrets(show), *more)
        runs = {secret: frozenset(_runs(secret.text, _length(secret))) for secret in self.secrets}
        self._lengths = {len(run) for found in runs.values() for run in found}
        known = {run for text in _open_texts(show) for n in self._lengths for run in _runs(text, n)}
        told = defaultdict[Run, set[frozenset[str]]](set)
        for secret in self.secrets:
            for run in {run for n in self._lengths for run in _runs(secret.text, n)}:
                told[run].add(secret.needs)
        self._known: dict[Run, Secret] = {}
        for secret in sorted(self.secrets, key=lambda secret: secret.level is Level.TITLE):
            own = {run for run in runs[secret] if run not in known and len(told[run]) == 1}
            assert own or secret.what.startswith("cast"), f"nothing tells the {secret.what} apart"
            self._known |= dict.fromkeys(own, secret)
        self._masks = tuple(_masks(show))

        self.see = cache(self._see)

    def _see(self, text: str) -> set[Secret]:
        """The secrets of which `text` holds a piece."""
        runs = (run for n in self._lengths for run in _runs(text, n, shorter=False))
        seen = {self._known[run] for run in runs if run in self._known}
        lines = [" ".join(words_of(line)) for line in text.splitlines()]
        return seen | {
            mask.secret
            for mask in self._masks
            for line in lines
            if mask.name in line and mask.identity in line
        }


def title_text(episode: Episode) -> str:
    """An episode's title, whoever looks."""
    return unseal(episode.title, INDEXER) or ""


def slipped(title: str) -> str:
    """A title as typed with a slip in each longer word: it is meant, and an echo of it tells nothing."""
    return re.sub(r"[^\W\d_]{4,}", lambda word: word[0][:-2] + word[0][-1] + word[0][-2], title)


def words_of(text: str) -> list[str]:
    """The words of a text, without capitals and without the backslashes that keep it plain."""
    return _WORD.findall(text.replace("\\", "").casefold())


def _length(secret: Secret) -> int:
    return _TITLE if secret.what.startswith(("title", "name")) else _STORY


def _runs(text: str, length: int, *, shorter: bool = True) -> Iterator[Run]:
    words = words_of(text)
    if len(words) < length and shorter:
        yield tuple(words)
    for at in range(len(words) - length + 1):
        yield tuple(words[at : at + length])


def _open_texts(show: Show) -> Iterator[str]:
    yield from filter(None, (show.title, show.premise, show.kind, show.network, show.status))
    yield from (season.title for season in show.seasons if season.title)
    for episode in show.episodes:
        yield from filter(None, (episode.teaser, *episode.directors, *episode.watch_on))
    people = (unseal(sealed, INDEXER) for sealed in show.characters if not sealed.needs)
    yield " ".join(person.name for person in people if person is not None)  # as they are listed


def _secrets(show: Show) -> Iterator[Secret]:
    for episode in show.episodes:
        yield _secret(f"title of {episode.key}", episode.title)
        if episode.synopsis is not None:
            yield _secret(f"synopsis of {episode.key}", episode.synopsis)
        if episode.cast is not None:
            cast = unseal(episode.cast, INDEXER) or ()
            yield Secret(f"cast of {episode.key}", ", ".join(cast), Level.STORY, episode.cast.needs)
    if show.plot_summary is not None:
        yield _secret("plot", show.plot_summary)
    if show.review is not None:
        review = unseal(show.review, INDEXER)
        assert review is not None
        for line in (*review.strengths, *review.weaknesses, review.verdict):
            yield Secret("review", line, Level.STORY, show.review.needs)
    yield from _people(show)


def _people(show: Show) -> Iterator[Secret]:
    """Who is not to be known of yet."""
    for sealed in show.characters:
        person = unseal(sealed, INDEXER)
        if person is None:
            continue
        if sealed.needs:
            yield Secret(f"name of {person.name}", person.name, Level.STORY, sealed.needs)
        yield _secret(f"role of {person.name}", person.role)


def _masks(show: Show) -> Iterator[_Mask]:
    """Who hides behind whom."""
    for sealed in show.characters:
        person = unseal(sealed, INDEXER)
        if person is not None and person.identity is not None:
            identity = unseal(person.identity, INDEXER) or ""
            secret = Secret(f"identity of {person.name}", identity, Level.STORY, person.identity.needs)
            yield _Mask(" ".join(words_of(person.name)), " ".join(words_of(identity)), secret)


def _secret(what: str, sealed: Sealed[str]) -> Secret:
    return Secret(what, unseal(sealed, INDEXER) or "", sealed.level, sealed.needs)


def hidden_titles(episodes: Iterable[Episode], watched: frozenset[str]) -> list[str]:
    """The titles of the episodes that are not watched, in order."""
    return [title_text(episode) for episode in episodes if episode.key not in watched]
