"""What is offered while a member types an episode."""

# ruff: noqa: RUF001  digits of other scripts are what is tested

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Episode, Library, Show
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.lookup import Lookup
from bot.names import choice_name
from bot.search import words
from db.catalogue import SHIPPED, load
from tests.domain.strategies import ALMOST, ANY_TEXT, titled
from tests.opened import title
from tests.shows import longest, two_seasons

KALEIDO = load(SHIPPED).by_id["kaleido-star"]
LANTERN = two_seasons()
LONGEST = longest()
HUGE = titled(*(f"The {('Fog', 'Kite', 'Ember')[number % 3]} of Day {number}" for number in range(1, 5_001)))
SHOWS = (KALEIDO, LANTERN, LONGEST)
NEXT_AND_RANDOM = [("next · the first one you have not watched", "next"), ("random · any of them", "random")]


def last(episodes: Sequence[Episode]) -> Episode:
    return episodes[-1]


LOOKUP = Lookup(Library(SHOWS), last)


def values(text: str, show: Show = KALEIDO) -> list[str]:
    return [value for _, value in LOOKUP.suggest(show, text, Viewer())]


@pytest.mark.parametrize("typed", ["", " ", "#", "\n"])
def test_next_and_random_are_offered_first_where_nothing_was_typed(typed: str) -> None:
    choices = LOOKUP.suggest(KALEIDO, typed, Viewer())
    assert choices[:2] == NEXT_AND_RANDOM
    assert choices[2:] == [(f"{e.label} · {title(e)}", e.key) for e in KALEIDO.episodes[:23]]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("2", ["s1e2", *(f"s1e{number}" for number in range(20, 27))]),
        ("#2", ["s1e2", *(f"s1e{number}" for number in range(20, 27))]),
        ("26", ["s1e26"]),
        ("２６", ["s1e26"]),
        ("ep 26", ["s1e26"]),
        ("1x26", ["s1e26"]),
        ("s1e26", ["s1e26"]),
        ("s1e2", ["s1e2", *(f"s1e{number}" for number in range(20, 27))]),
    ],
)
def test_typing_a_number_offers_it_and_those_that_begin_with_it(typed: str, offered: list[str]) -> None:
    assert values(typed) == offered


def test_the_number_that_was_typed_comes_before_those_it_begins() -> None:
    lookup = Lookup(Library((HUGE,)), last)
    offered = [value for _, value in lookup.suggest(HUGE, "450", Viewer())]
    assert offered[:11] == ["s1e450", *(f"s1e{number}" for number in range(4_500, 4_510))]


def test_specials_and_seasons_are_offered_by_their_beginning() -> None:
    assert values("sp", LANTERN)[:2] == ["sp1", "sp2"]
    assert values("S2E", LANTERN) == [f"s2e{number}" for number in range(1, 13)]
    assert values("13", LANTERN) == ["s1e13", "s1e13.5"]


@pytest.mark.parametrize(("typed", "first"), [("n", "next"), ("NEX", "next"), ("ra", "random")])
def test_next_and_random_are_offered_while_they_are_typed(typed: str, first: str) -> None:
    assert values(typed)[0] == first


@pytest.mark.parametrize("episode", KALEIDO.episodes, ids=lambda episode: episode.key)
def test_a_title_is_offered_first_when_its_telling_words_are_typed(episode: Episode) -> None:
    telling = " ".join(word for word in words(title(episode)) if word != "amazing")
    for typed in (title(episode), telling, telling.upper()):
        assert values(typed)[0] == episode.key


def test_a_title_is_offered_before_it_is_typed_out() -> None:
    assert values("comeb")[0] == "s1e26"
    assert values("leg")[0] == "s1e23"


def test_junk_is_offered_nothing() -> None:
    assert values("☄ qwertyuiop") == []


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.id)
@given(
    typed=ANY_TEXT | ALMOST | st.sampled_from(["", "1", "2", "99", "s", "sp", "amazing", "the", "x" * 6_000])
)
def test_suggestions_fit_discord_and_lead_to_what_they_name(show: Show, typed: str) -> None:
    choices = LOOKUP.suggest(show, typed, Viewer())
    assert len(choices) <= 25
    assert len({value for _, value in choices}) == len(choices)
    for name, value in choices:
        assert 1 <= len(name) <= 100
        assert 1 <= len(value) <= 100
        found = LOOKUP.find(show, value, Viewer())
        assert name == choice_name(found, Viewer()) or (name, value) in NEXT_AND_RANDOM


@pytest.mark.parametrize("show", [*SHOWS, HUGE], ids=lambda show: show.title[:12])
def test_every_episode_can_be_reached_through_a_suggestion(show: Show) -> None:
    lookup = Lookup(Library((show,)), last)
    for episode in show.episodes[:: max(1, len(show.episodes) // 30)]:
        assert lookup.suggest(show, episode.label, Viewer())[0] == (
            choice_name(episode, Viewer()),
            episode.key,
        )
        assert lookup.find(show, episode.key, Viewer()) is episode


def test_a_name_is_cut_to_what_a_list_can_show() -> None:
    name = choice_name(LONGEST.episodes[0], Viewer())
    assert name.startswith("9970 · *_~`|")
    assert len(name) == 100
    assert name.endswith("…")


def test_a_show_of_thousands_still_answers() -> None:
    lookup = Lookup(Library((HUGE,)), last)
    assert lookup.find(HUGE, "the ember of day 4001", Viewer()).number == 4001
    assert lookup.find(HUGE, "5000", Viewer()).number == 5000
    assert len(lookup.suggest(HUGE, "", Viewer())) == len(lookup.suggest(HUGE, "kite", Viewer())) == 25
    with pytest.raises(Refusal, match="… and 1663 more"):
        lookup.find(HUGE, "kite", Viewer())
