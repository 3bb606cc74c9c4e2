"""Shows, seasons, episodes and characters, as the catalogue files describe them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.spoilers import Sealed

Number = int | float
"""An episode's number: whole, or with one decimal for those in between (13.5)."""


def number_text(number: Number) -> str:
    """`26`, or `13.5`."""
    return f"{number:g}"


@dataclass(frozen=True, slots=True)
class WebFigures:
    """What the ranking page says of an episode: rating out of ten, votes, printed rank (1 is best)."""

    rating: float
    votes: int
    rank: int


@dataclass(frozen=True, slots=True)
class Season:
    """A season. `first` is the absolute number of its episode 1, `episodes` how many it has, if known."""

    number: int
    first: int
    title: str | None = None
    episodes: int | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode. Whatever the sources do not say is None, or an empty tuple.

    `season` 0 holds the specials. `absolute` counts through all seasons and is None for a special.
    """

    show_id: str
    season: int
    number: Number
    absolute: Number | None
    title: Sealed[str]
    aired: date | None = None
    web: WebFigures | None = None
    directors: tuple[str, ...] = ()
    watch_on: tuple[str, ...] = ()
    teaser: str | None = None
    synopsis: Sealed[str] | None = None
    cast: Sealed[tuple[str, ...]] | None = None
    key: str = field(init=False, repr=False, compare=False)
    """Its name within the show, in custom ids and rows: `s1e26`, `s1e13.5`, `sp1`. Never reused."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", episode_key(self.season, self.number))

    @property
    def label(self) -> str:
        """Its number as people say it: `26`, `13.5`, `SP1`."""
        return f"SP{number_text(self.number)}" if self.absolute is None else number_text(self.absolute)


def episode_key(season: int, number: Number) -> str:
    """The key of an episode: `s1e26`, or `sp1` for a special (season 0)."""
    return f"s{season}e{number_text(number)}" if season else f"sp{number_text(number)}"


@dataclass(frozen=True, slots=True)
class Character:
    """A character. `role` sums up what they do; `identity`: who hides behind them."""

    name: str
    role: Sealed[str]
    aliases: tuple[str, ...] = ()
    identity: Sealed[str] | None = None


@dataclass(frozen=True, slots=True)
class WebReview:
    """The argued opinion of the review page."""

    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    verdict: str


@dataclass(frozen=True)
class Show:
    """One show, all that is known of it. `episodes` stand in order of season and number, specials last.

    A character whose mere existence gives something away stays sealed until then; the others need nothing.
    `mal_id` and `anilist_id` are its numbers at MyAnimeList and AniList, where the catalogue gives them.
    """

    id: str
    title: str
    seasons: tuple[Season, ...]
    episodes: tuple[Episode, ...]
    characters: tuple[Sealed[Character], ...] = ()
    kind: str | None = None
    network: str | None = None
    status: str | None = None
    rating: float | None = None
    users_added: int | None = None
    last_updated: date | None = None
    runtime_minutes: int | None = None
    mal_id: int | None = None
    anilist_id: int | None = None
    premise: str | None = None
    plot_summary: Sealed[str] | None = None
    review: Sealed[WebReview] | None = None

    @cached_property
    def by_key(self) -> Mapping[str, Episode]:
        """Every episode by its key."""
        return {episode.key: episode for episode in self.episodes}

    @cached_property
    def by_absolute(self) -> Mapping[Number, Episode]:
        """Every episode but the specials by its absolute number."""
        return {e.absolute: e for e in self.episodes if e.absolute is not None}

    @cached_property
    def ranked(self) -> tuple[Episode, ...]:
        """The episodes the ranking page lists, best first, as printed there."""
        return tuple(sorted((e for e in self.episodes if e.web), key=lambda e: e.web.rank if e.web else 0))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {episode.key: place for place, episode in enumerate(self.episodes)}

    def place(self, episode: Episode) -> int:
        """Where the episode stands in `episodes`, from 0."""
        return self._places[episode.key]

    def before(self, episode: Episode) -> Episode | None:
        """The episode before this one, None at the start."""
        place = self.place(episode)
        return self.episodes[place - 1] if place else None

    def after(self, episode: Episode) -> Episode | None:
        """The episode after this one, None at the end."""
        place = self.place(episode) + 1
        return self.episodes[place] if place < len(self.episodes) else None


@dataclass(frozen=True)
class Library:
    """All shows that were loaded, in order of their ids."""

    shows: tuple[Show, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Show]:
        """Every show by its id."""
        return {show.id: show for show in self.shows}

    def choose(self, show_id: str | None) -> Show:
        """The show a server chose; the first one where it chose none, or one that is no longer loaded."""
        return self.by_id.get(show_id or "", self.shows[0])
