"""What holds for every catalogue file, not only for the ones we thought of."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.catalogue import Character, Episode, Show
from bot.domain.spoilers import INDEXER, Sealed, unseal
from db.catalogue import CatalogueError, load, read_show
from db.catalogue.tables import CHARACTER, EPISODE, FILE, SERIES
from tests.shows import Data, to_toml, two_seasons_data

UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"
VISIBLE = st.characters(categories=["L", "N", "P", "S"], codec="utf-8", exclude_characters=UNSEEN)
TEXTS = st.text(VISIBLE, min_size=1, max_size=20)
LISTS = st.lists(TEXTS, max_size=5, unique=True)
DATES = st.dates(date(1900, 1, 1))
RATINGS = st.integers(0, 1000).map(lambda hundredths: hundredths / 100)
SCALARS = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
)
NAMES = [*FILE.tables, *FILE.lists, *SERIES.tables, *SERIES.fields, *EPISODE.fields, *CHARACTER.fields]
KEYS = st.sampled_from(NAMES) | st.text()
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=12)
WRONG: dict[type, list[object]] = {
    str: [1, True, 1.5, date(2000, 1, 1), [], {}],
    int: ["1", True, date(2000, 1, 1), [], {}],
    float: ["1", True, date(2000, 1, 1), [], {}],
    date: ["2000-01-01", 1, True, datetime(2000, 1, 1), time(1), [], {}],  # noqa: DTZ001  TOML's are naive too
    list: ["x", 1, True, {}],
    dict: ["x", 1, True, []],
}


@st.composite
def catalogues(draw: st.DrawFn) -> Data:
    """A valid file's data, in the order the loader sorts to."""
    names = draw(st.lists(TEXTS, min_size=1, max_size=6, unique=True))
    seasons = [
        {"number": number, "episodes": draw(st.integers(4, 9)), "title": draw(TEXTS)}
        for number in range(1, draw(st.integers(2, 4)))
    ]
    episodes = [
        {"season": season, "number": number, **draw(episode_fields(names))}
        for season in [*range(1, len(seasons) + 1), 0]
        for number in sorted(draw(st.sets(st.sampled_from([1, 2, 2.5, 3, 4]), min_size=1)))
    ]
    ranks = draw(st.permutations(range(1, len(episodes) + 1)))
    for episode, rank in zip(episodes[::2], ranks, strict=False):
        episode |= {"web_rating": draw(RATINGS), "web_votes": draw(st.integers(0, 10**6)), "web_rank": rank}
    mask = {"identity": names[0], "identity_revealed_in": episodes[0]["number"]}
    return {
        "series": {
            "id": draw(st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True)),
            **{name: draw(TEXTS) for name in ("title", "kind", "premise", "plot_summary")},
            "rating": draw(RATINGS),
            "last_updated": draw(DATES),
            "review": {"verdict": draw(TEXTS), "strengths": draw(LISTS), "weaknesses": draw(LISTS)},
        },
        "seasons": seasons,
        "episodes": episodes,
        "characters": [{"name": name, "role": draw(TEXTS), **mask} for name in names],
    }


def episode_fields(names: list[str]) -> st.SearchStrategy[Data]:
    optional: dict[str, st.SearchStrategy[Any]] = {
        "aired": DATES,
        "teaser": TEXTS,
        "synopsis": TEXTS,
        "directors": LISTS.filter(bool),
        "watch_on": LISTS.filter(bool),
        "cast": st.lists(st.sampled_from(names), min_size=1, unique=True),
    }
    return st.fixed_dictionaries({"title": TEXTS}, optional=optional)


@given(data=catalogues())
@settings(deadline=None)
def test_a_valid_show_survives_the_trip_through_a_file(
    data: Data, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = Path(tmp_path_factory.mktemp("trip")) / "show.toml"
    file.write_text(to_toml(data), "utf-8", newline="\n")
    assert tomllib.loads(file.read_text("utf-8")) == data
    assert written(load(file).shows[0]) == data


def written(show: Show) -> Data:
    """The file's data again, from the show made of it."""
    series = {
        name: getattr(show, name) for name in ("id", "title", "kind", "premise", "rating", "last_updated")
    }
    review = opened(show.review)
    return {
        "series": {
            **series,
            "plot_summary": opened(show.plot_summary),
            "review": {
                "verdict": review.verdict,
                "strengths": list(review.strengths),
                "weaknesses": list(review.weaknesses),
            },
        },
        "seasons": [{"number": s.number, "episodes": s.episodes, "title": s.title} for s in show.seasons],
        "episodes": [written_episode(episode) for episode in show.episodes],
        "characters": [written_character(opened(character), show) for character in show.characters],
    }


def written_episode(episode: Episode) -> Data:
    fields: Data = {name: getattr(episode, name) for name in ("season", "number", "aired", "teaser")}
    fields |= {"directors": list(episode.directors), "watch_on": list(episode.watch_on)}
    fields |= {
        "title": opened(episode.title),
        "synopsis": opened(episode.synopsis),
        "cast": list(opened(episode.cast) or ()),
    }
    if web := episode.web:
        fields |= {"web_rating": web.rating, "web_votes": web.votes, "web_rank": web.rank}
    return {name: value for name, value in fields.items() if value not in (None, [])}


def written_character(character: Character, show: Show) -> Data:
    assert character.identity is not None
    (key,) = character.identity.needs
    fields: Data = {
        "name": character.name,
        "role": opened(character.role),
        "identity": opened(character.identity),
    }
    return {**fields, "identity_revealed_in": show.by_key[key].absolute}


def opened(sealed: Sealed[Any] | None) -> Any:
    return sealed and unseal(sealed, INDEXER)


@given(data=st.dictionaries(KEYS, ANYTHING))
@settings(deadline=None)
def test_any_data_gives_a_show_or_faults_of_one_line(data: Data) -> None:
    assert is_show_or_faults(data)


def is_show_or_faults(data: Data) -> bool:
    try:
        read_show(data, file="x.toml")
    except CatalogueError as error:
        return bool(error.faults) and all(str(fault).isprintable() for fault in error.faults)
    return True


Steps = tuple[str | int, ...]


def places(value: Any, *path: str | int) -> Iterator[Steps]:
    """The path to every field and table within the data."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, part in cast("Data", value).items():
            yield from places(part, *path, name)
    if isinstance(value, list):
        for place, part in enumerate(cast("list[Any]", value)):
            yield from places(part, *path, place)


def changed(path: Steps, change: Callable[[Any], object]) -> Data:
    """The made-up show with the value at `path` changed."""
    data: Any = two_seasons_data()
    table = data
    for step in path[:-1]:
        table = table[step]
    table[path[-1]] = change(table[path[-1]])
    return data


PLACES = list(places(two_seasons_data()))


@given(path=st.sampled_from(PLACES), pick=st.data())
@settings(deadline=None)
def test_a_value_of_the_wrong_type_is_a_fault_naming_its_field(path: Steps, pick: st.DataObject) -> None:
    data = changed(path, lambda value: pick.draw(st.sampled_from(WRONG[type(value)])))
    with pytest.raises(CatalogueError) as caught:
        read_show(data, file="x.toml")
    field = next(step for step in reversed(path) if isinstance(step, str))
    assert any(field == fault.field or field in fault.where for fault in caught.value.faults)


@given(path=st.sampled_from(PLACES), value=ANYTHING)
@settings(deadline=None)
def test_any_value_anywhere_gives_a_show_or_faults(path: Steps, value: object) -> None:
    assert is_show_or_faults(changed(path, lambda _: value))
