"""The order, the names and the neighbours of episodes."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from bot.domain.catalogue import Library, Show, WebFigures, episode_key, number_text
from db.catalogue import SHIPPED, load
from tests.domain.strategies import shows, titled
from tests.opened import title
from tests.shows import longest, two_seasons

KALEIDO = load(SHIPPED).by_id["kaleido-star"]
LANTERN = two_seasons()
ORIGINAL = next(Path(__file__).parents[3].glob("*/data/kaleido_star.toml"), None)


@given(shows())
def test_going_forward_and_back_passes_every_episode_once(show: Show) -> None:
    forward = [show.episodes[0]]
    while after := show.after(forward[-1]):
        forward.append(after)
    back = [forward[-1]]
    while before := show.before(back[-1]):
        back.append(before)
    assert tuple(forward) == tuple(reversed(back)) == show.episodes


@given(shows())
def test_an_episode_stands_where_its_place_says(show: Show) -> None:
    assert [show.place(episode) for episode in show.episodes] == list(range(len(show.episodes)))


def test_nothing_comes_before_the_first_or_after_the_last() -> None:
    assert LANTERN.before(LANTERN.by_key["s1e1"]) is None
    assert LANTERN.after(LANTERN.by_key["sp2"]) is None


def test_neighbours_are_found_across_decimals_seasons_and_specials() -> None:
    def after(key: str) -> str | None:
        following = LANTERN.after(LANTERN.by_key[key])
        return following and following.key

    keys = ("s1e13", "s1e13.5", "s1e14", "s2e12", "sp1")
    assert [after(key) for key in keys] == ["s1e13.5", "s1e14", "s2e1", "sp1", "sp2"]


def test_an_only_episode_has_no_neighbours() -> None:
    show = titled("Alone")
    assert (show.before(show.episodes[0]), show.after(show.episodes[0])) == (None, None)


def test_absolute_numbers_leave_specials_out() -> None:
    assert list(LANTERN.by_absolute) == [*range(1, 14), 13.5, *range(14, 27)]
    assert {e.season for e in LANTERN.by_absolute.values()} == {1, 2}


@given(shows())
def test_every_key_and_every_label_names_one_episode(show: Show) -> None:
    assert len(show.by_key) == len({e.label for e in show.episodes}) == len(show.episodes)
    assert all(show.by_key[e.key] is e for e in show.episodes)
    assert all(show.by_absolute[e.absolute] is e for e in show.episodes if e.absolute is not None)


@pytest.mark.parametrize("show", [KALEIDO, LANTERN, longest()], ids=lambda show: show.id)
def test_every_key_of_a_catalogue_names_one_episode(show: Show) -> None:
    assert len(show.by_key) == len(show.episodes)


@pytest.mark.parametrize(
    ("key", "label"),
    [("s1e1", "1"), ("s1e13.5", "13.5"), ("s2e1", "15"), ("s2e12", "26"), ("sp1", "SP1"), ("sp2", "SP2")],
)
def test_an_episode_is_labelled_as_people_count(key: str, label: str) -> None:
    assert LANTERN.by_key[key].label == label


@pytest.mark.parametrize(("number", "text"), [(1, "1"), (26.0, "26"), (13.5, "13.5"), (9999.9, "9999.9")])
def test_a_number_is_written_without_a_needless_point(number: float, text: str) -> None:
    assert number_text(number) == text


def test_season_zero_makes_the_key_of_a_special() -> None:
    assert [episode_key(0, 1), episode_key(12, 3.5)] == ["sp1", "s12e3.5"]


@pytest.mark.skipif(ORIGINAL is None, reason="only where the original data lies beside the repository")
def test_the_ranking_is_the_order_of_the_original_page() -> None:
    assert ORIGINAL is not None
    rows = tomllib.loads(ORIGINAL.read_text("utf-8"))["episodes"]
    printed = sorted((row for row in rows if "web_rank" in row), key=lambda row: row["web_rank"])
    assert len(printed) == 25
    assert [(e.number, title(e), e.web) for e in KALEIDO.ranked] == [
        (row["number"], row["title"], WebFigures(row["web_rating"], row["web_votes"], row["web_rank"]))
        for row in printed
    ]


def test_an_episode_without_figures_is_not_ranked() -> None:
    assert len(KALEIDO.ranked) == 25
    assert {e.key for e in KALEIDO.episodes} - {e.key for e in KALEIDO.ranked} == {"s1e14"}


def test_ranks_and_not_ratings_or_numbers_make_the_order() -> None:
    show = titled("Second", "First", "Third")
    figures = (WebFigures(9.0, 5, 2), WebFigures(7.0, 1, 1), WebFigures(8.0, 9, 3))
    rated = tuple(replace(e, web=web) for e, web in zip(show.episodes, figures, strict=True))
    assert [title(e) for e in replace(show, episodes=rated).ranked] == ["First", "Second", "Third"]


def test_a_server_sees_the_show_it_chose_or_else_the_first() -> None:
    library = Library((KALEIDO, LANTERN))
    assert library.choose("lantern-row") is LANTERN
    for without_choice in (None, "", "no-longer-loaded"):
        assert library.choose(without_choice) is KALEIDO
