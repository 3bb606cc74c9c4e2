"""The grid, its figures, what is next, and places on the board: examples, and against plain models."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Show
from bot.domain.progress import (
    COLUMNS,
    Done,
    SeasonGrid,
    State,
    grid,
    is_special,
    next_unwatched,
    places,
    progress,
)
from bot.domain.references import Next, locate
from bot.domain.refusal import Refusal
from tests.domain.strategies import episode, shows, titled
from tests.shows import two_seasons


@st.composite
def histories(draw: st.DrawFn) -> tuple[Show, frozenset[str], dict[str, int]]:
    """A show, what somebody watched of it, and their scores; some of it unknown to the show."""
    show = draw(shows())
    keys = st.sampled_from([*show.by_key, "s9e9", "sp99"])
    return show, draw(st.frozensets(keys)), draw(st.dictionaries(keys, st.integers(1, 10)))


def drawn(seasons: tuple[SeasonGrid, ...]) -> list[str]:
    """The grid as text, a row a line: `-` unwatched, `x` watched, `>` next, or the score."""
    signs: Mapping[State, str] = {State.UNWATCHED: "-", State.WATCHED: "x", State.NEXT: ">"}
    return [
        " ".join(str(cell.score) if cell.state is State.SCORED else signs[cell.state] for cell in row)
        for season in seasons
        for row in season.rows
    ]


def test_a_season_with_gaps_shows_scores_marks_and_the_first_gap_as_next() -> None:
    show = titled(*"abcdefghijk")
    watched = frozenset({"s1e1", "s1e2", "s1e4", "s1e11"})

    assert drawn(grid(show, watched, {"s1e2": 8, "s1e11": 10})) == ["x 8 > x - - - - -", "- 10"]


def test_specials_come_last_by_themselves_and_are_never_next() -> None:
    show = two_seasons()
    regular = frozenset(key for key in show.by_key if not is_special(key))
    seasons = grid(show, regular, {})

    assert [season.season and season.season.number for season in seasons] == [1, 2, None]
    assert [str(season.done) for season in seasons] == [
        "15 of 15 · 100 %",
        "12 of 12 · 100 %",
        "0 of 2 · 0 %",
    ]
    assert drawn(seasons[-1:]) == ["- -"]
    assert next_unwatched(show, regular) is None


def test_a_show_of_specials_alone_goes_on_with_them() -> None:
    episodes = tuple(episode(0, number, None) for number in (1, 2))
    show = replace(titled("a"), seasons=(), episodes=episodes)

    assert next_unwatched(show, frozenset()) is episodes[0]
    assert next_unwatched(show, frozenset({"sp1"})) is episodes[1]
    assert next_unwatched(show, frozenset({"sp1", "sp2"})) is None


def test_a_score_without_a_mark_leaves_the_episode_unwatched() -> None:
    show = titled("a", "b")
    found = progress(show, frozenset({"s1e1"}), {"s1e1": 7, "s1e2": 10})

    assert drawn(grid(show, frozenset({"s1e1"}), {"s1e1": 7, "s1e2": 10})) == ["7 >"]
    assert (found.scored, found.mean) == (1, 7.0)


def test_who_has_watched_nothing_begins_with_the_first() -> None:
    show = two_seasons()
    found = progress(show, frozenset(), {})

    assert found.regular == Done(0, 27)
    assert found.specials == Done(0, 2)
    assert (found.scored, found.mean, found.next) == (0, None, show.episodes[0])


@pytest.mark.parametrize(
    ("watched", "total", "text"),
    [
        (0, 0, "0 of 0 · 0 %"),
        (0, 26, "0 of 26 · 0 %"),
        (7, 26, "7 of 26 · 27 %"),
        (18, 26, "18 of 26 · 69 %"),
        (25, 26, "25 of 26 · 96 %"),
        (26, 26, "26 of 26 · 100 %"),
        (1, 8, "1 of 8 · 13 %"),
        (1, 5000, "1 of 5000 · 1 %"),
        (4999, 5000, "4999 of 5000 · 99 %"),
    ],
)
def test_figures_are_rounded_but_all_and_nothing_are_only_what_they_say(
    watched: int, total: int, text: str
) -> None:
    assert str(Done(watched, total)) == text


@given(history=histories(), columns=st.integers(1, COLUMNS))
def test_the_grid_holds_every_episode_once_in_order_as_watched_and_scored(
    history: tuple[Show, frozenset[str], dict[str, int]], columns: int
) -> None:
    show, watched, scores = history
    seasons = grid(show, watched, scores, columns=columns)
    cells = [cell for season in seasons for row in season.rows for cell in row]

    assert [cell.episode for cell in cells] == list(show.episodes)
    following = next_unwatched(show, watched)
    for cell in cells:
        key = cell.episode.key
        assert (cell.state in {State.WATCHED, State.SCORED}) == (key in watched)
        assert cell.score == (scores.get(key) if key in watched else None)
        assert (cell.state is State.SCORED) == (cell.score is not None)
        assert (cell.state is State.NEXT) == (cell.episode == following)
    for season in seasons:
        assert all(len(row) == columns for row in season.rows[:-1])
        assert 1 <= len(season.rows[-1]) <= columns


@given(history=histories())
def test_the_figures_are_those_of_the_grid(history: tuple[Show, frozenset[str], dict[str, int]]) -> None:
    show, watched, scores = history
    found = progress(show, watched, scores)
    seasons = grid(show, watched, scores)
    regular = [season.done for season in seasons if season.season]
    specials = [season.done for season in seasons if not season.season]
    cells = [cell for season in seasons for row in season.rows for cell in row]
    given_scores = [cell.score for cell in cells if cell.score is not None]

    assert found.regular == Done(sum(d.watched for d in regular), sum(d.total for d in regular))
    assert found.specials == Done(sum(d.watched for d in specials), sum(d.total for d in specials))
    assert found.scored == len(given_scores)
    assert found.mean == (sum(given_scores) / len(given_scores) if given_scores else None)


@given(history=histories())
def test_what_is_next_is_what_the_word_next_finds(
    history: tuple[Show, frozenset[str], dict[str, int]],
) -> None:
    show, watched, _ = history
    following = next_unwatched(show, watched)
    if following is None:
        with pytest.raises(Refusal):
            locate(show, Next(), watched=watched, choose=lambda episodes: episodes[0])
    else:
        assert following == locate(show, Next(), watched=watched, choose=lambda episodes: episodes[0])


@given(show=shows())
def test_a_special_is_known_by_its_key(show: Show) -> None:
    assert [is_special(e.key) for e in show.episodes] == [e.season == 0 for e in show.episodes]


def test_equals_share_a_place_and_take_up_as_many_as_they_are() -> None:
    assert places({26: 1, 7: 2, 3: 1, 5: 0}) == {26: 1, 7: 2, 3: 4}
    assert places({}) == {}


@given(watched=st.lists(st.integers(1, 30), max_size=30))
def test_a_place_is_one_more_than_how_many_have_watched_more(watched: list[int]) -> None:
    found = places({episodes: watched.count(episodes) for episodes in range(31)})

    assert found == {mine: 1 + sum(other > mine for other in watched) for mine in watched}
