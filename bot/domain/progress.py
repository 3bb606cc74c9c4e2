"""A member's progress: what is watched of a show, as a grid, as figures, and as a place among others."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.catalogue import Episode, Season, Show


class Source(StrEnum):
    """Where a mark came from."""

    HAND = "hand"
    VOTE = "vote"
    PARTY = "party"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Mark:
    """That an episode was watched. `marked_at` is when it was marked for the first time."""

    source: Source
    marked_at: datetime


class State(StrEnum):
    """What is to be seen of an episode in a grid."""

    UNWATCHED = "unwatched"
    WATCHED = "watched"
    SCORED = "scored"
    """Watched, and with a score."""
    NEXT = "next"
    """The first one that is not watched."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An episode in a grid. `score` is 1 to 10 where it is `SCORED`, None in every other state."""

    episode: Episode
    state: State
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How much is watched, of how much there is."""

    watched: int
    total: int

    @property
    def percent(self) -> int:
        """0 to 100, rounded half up; 100 only where all is watched, 0 only where nothing is."""
        if not self.watched:
            return 0
        if self.watched == self.total:
            return 100
        return min(99, max(1, (200 * self.watched + self.total) // (2 * self.total)))

    def __str__(self) -> str:
        return f"{self.watched} of {self.total} · {self.percent} %"


@dataclass(frozen=True, slots=True)
class Progress:
    """A member's progress through a show, the specials counted apart. `scored` counts both."""

    regular: Done
    specials: Done
    scored: int
    mean: float | None
    """Of the scores on watched episodes, None where there is none."""
    next: Episode | None


@dataclass(frozen=True, slots=True)
class SeasonGrid:
    """A season's episodes in order, in rows. `season` is None for the specials, which come last."""

    season: Season | None
    done: Done
    rows: tuple[tuple[Cell, ...], ...]


COLUMNS = 9
"""Cells in a row of the grid."""


def is_special(key: str) -> bool:
    """Whether an episode's key is that of a special (`sp1`), which no count of episodes includes."""
    return key.startswith("sp")


def next_unwatched(show: Show, watched: AbstractSet[str]) -> Episode | None:
    """The first episode whose key is not in `watched`; a special only where the show has nothing else."""
    regular = [episode for episode in show.episodes if episode.season] or show.episodes
    return next((episode for episode in regular if episode.key not in watched), None)


def progress(show: Show, watched: AbstractSet[str], scores: Mapping[str, int]) -> Progress:
    """What `watched` and `scores`, by episode key, come to. What the show has not counts for nothing."""
    regular = [episode for episode in show.episodes if episode.season]
    specials = [episode for episode in show.episodes if not episode.season]
    given = [scores[e.key] for e in show.episodes if e.key in watched and e.key in scores]
    return Progress(
        regular=_done(regular, watched),
        specials=_done(specials, watched),
        scored=len(given),
        mean=sum(given) / len(given) if given else None,
        next=next_unwatched(show, watched),
    )


def grid(
    show: Show, watched: AbstractSet[str], scores: Mapping[str, int], *, columns: int = COLUMNS
) -> tuple[SeasonGrid, ...]:
    """Every episode once, by season, specials last; seasons without episodes are left out."""
    following = next_unwatched(show, watched)
    seasons = {season.number: season for season in show.seasons}
    grids: list[SeasonGrid] = []
    for number in dict.fromkeys(episode.season for episode in show.episodes):
        episodes = [episode for episode in show.episodes if episode.season == number]
        cells = tuple(_cell(episode, watched, scores, following) for episode in episodes)
        rows = tuple(cells[start : start + columns] for start in range(0, len(cells), columns))
        grids.append(SeasonGrid(seasons.get(number), _done(episodes, watched), rows))
    return tuple(grids)


def places(counts: Mapping[int, int]) -> dict[int, int]:
    """The place, from 1, of those with each number of episodes, by how many members have it.

    Equals share a place and take up as many as they are: 1, 2, 2, 4. What nobody has is left out.
    """
    found: dict[int, int] = {}
    place = 1
    for episodes, members in sorted(counts.items(), reverse=True):
        if members:
            found[episodes] = place
            place += members
    return found


def _done(episodes: list[Episode], watched: AbstractSet[str]) -> Done:
    return Done(sum(episode.key in watched for episode in episodes), len(episodes))


def _cell(
    episode: Episode, watched: AbstractSet[str], scores: Mapping[str, int], following: Episode | None
) -> Cell:
    if episode.key in watched:
        score = scores.get(episode.key)
        return Cell(episode, State.WATCHED if score is None else State.SCORED, score)
    return Cell(episode, State.NEXT if episode == following else State.UNWATCHED)
