"""One file's tables together: what a field of one table may refer to in the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.domain.catalogue import Number, Season, episode_key
from db.catalogue.rows import Row


@dataclass(frozen=True)
class Sheet:
    """The file's rows, with the look-ups the rules and the show are made from."""

    root: Row

    @property
    def series(self) -> Row | None:
        """The [series] table, if there is one."""
        return self.inner("series")

    @property
    def review(self) -> Row | None:
        """The [series.review] table, if there is one."""
        return self.inner("series", "review")

    def inner(self, *path: str) -> Row | None:
        """The table at `path`, if there is one."""
        row: Row | None = self.root
        for name in path:
            row = next(iter(row.inner.get(name, ())), None) if row else None
        return row

    def rows(self, name: str) -> list[Row]:
        """The entries of a list of tables, none where there is none."""
        return self.root.inner.get(name, [])

    def sound(self, name: str, *fields: str) -> bool:
        """Whether every entry's `fields` could be read, so that what is not found there is truly absent."""
        return name in self.root.inner and all(row.sound(*fields) for row in self.rows(name))

    @property
    def countable(self) -> bool:
        """Whether every declared season can be counted through."""
        return self.sound("seasons", "number", "episodes", "first")

    @cached_property
    def numbered(self) -> tuple[Row, ...]:
        """The episodes whose season and number are known."""
        rows = self.rows("episodes")
        return tuple(row for row in rows if row.sound("season", "number"))

    @cached_property
    def seasons(self) -> Mapping[int, Season]:
        """The seasons by number: those declared, or where none is, those the episodes have."""
        return {season.number: season for season in _declared(self.rows("seasons")) or self._derived()}

    def _derived(self) -> Iterator[Season]:
        last: dict[int, int] = {}
        for row in self.numbered:
            last[row.get("season")] = max(last.get(row.get("season"), 0), int(row.get("number")))
        following = 1
        for number in sorted(last.keys() - {0}):
            yield Season(number, first=following)
            following += last[number]

    def absolute(self, row: Row) -> Number | None:
        """The episode's number through all seasons; None for a special, or in a season that is unknown."""
        season = self.seasons.get(row.get("season"))
        return season and tidy(season.first + row.get("number") - 1)

    @cached_property
    def keys(self) -> Mapping[Number, str]:
        """The key of every episode but the specials by its absolute number."""
        numbers = ((self.absolute(row), row) for row in self.numbered)
        return {number: key_of(row) for number, row in numbers if number is not None}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What a character may be called, canonically or by an alias, with the canonical name."""
        characters = [row for row in self.rows("characters") if row.get("name")]
        aliases = {alias: row.get("name") for row in characters for alias in row.texts("aliases")}
        return aliases | {row.get("name"): row.get("name") for row in characters}


def key_of(row: Row) -> str:
    """The key of an episode's row."""
    return episode_key(row.get("season"), tidy(row.get("number")))


def tidy(number: Number) -> Number:
    """The number as an int where it is whole, else to its one decimal (sums of floats stray)."""
    return int(number) if number == int(number) else round(number, 1)


def _declared(rows: Iterable[Row]) -> list[Season]:
    seasons: list[Season] = []
    following = 1
    for row in sorted((row for row in rows if row.sound("number", "episodes", "first")), key=_number):
        if seasons and seasons[-1].number == row.get("number"):
            continue  # declared twice, which is a fault of its own
        first: int = row.get("first") or following
        seasons.append(Season(row.get("number"), first, row.get("title"), row.get("episodes")))
        following = first + row.get("episodes")
    return seasons


def _number(row: Row) -> int:
    return row.get("number")
