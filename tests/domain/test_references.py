"""Which ways to name an episode are understood."""

# ruff: noqa: RUF001  digits and letters of other scripts are what is tested

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Episode, Show
from bot.domain.references import LONGEST, Absolute, AtRandom, ByTitle, InSeason, Next, locate, parse
from bot.domain.refusal import Refusal
from db.catalogue import SHIPPED, load
from tests.domain.strategies import ALMOST, ANY_TEXT, episode, shows
from tests.shows import two_seasons

KALEIDO = load(SHIPPED).by_id["kaleido-star"]
LANTERN = two_seasons()


def first(episodes: Sequence[Episode]) -> Episode:
    return episodes[0]


def find(show: Show, text: str, *watched: str) -> Episode:
    reference = parse(text)
    assert not isinstance(reference, ByTitle)
    return locate(show, reference, watched=frozenset(watched), choose=first)


def refusal(show: Show, text: str, *watched: str) -> str:
    with pytest.raises(Refusal) as refused:
        find(show, text, *watched)
    return refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        *("26", "#26", "# 26", " 26 ", "026", "26.0", "\t26\n", "26.", "2\u200b6", "\u20602\u200d6"),
        *("ep 26", "ep26", "ep. 26", "EP #26", "episode 26", "Episode #26", "e26", "E26"),
        *("s1e26", "S1E26", "s01e26", "s1 e26", "s1.e26", "s1-e26", "s 1 e 26", "s1ep26"),
        *("season 1 episode 26", "Season 1, Episode 26", "season 1: ep. 26"),
        *("1x26", "1X26", "1×26", "1 x 26", "01x26"),
        *("２６", "٢٦", "＃２６", "ｓ１ｅ２６", "s١e٢٦", "२६"),
    ],
)
def test_an_episode_has_many_names(text: str) -> None:
    assert find(KALEIDO, text).key == "s1e26"


@pytest.mark.parametrize("text", ["sp1", "SP1", "sp 1", "special 1", "Special #1", "s0e1", "0x1", "ｓｐ１"])
def test_a_special_has_many_names(text: str) -> None:
    assert find(LANTERN, text).key == "sp1"


@pytest.mark.parametrize(
    "text", ["13.5", "13,5", "#13.5", "13.50", "s1e13.5", "1x13,5", "１３．５", "ep 13,5"]
)
def test_an_episode_in_between_is_named_with_a_point_or_a_comma(text: str) -> None:
    assert find(LANTERN, text).key == "s1e13.5"


@pytest.mark.parametrize(("absolute", "key"), [("14", "s1e14"), ("15", "s2e1"), ("26", "s2e12")])
def test_a_bare_number_counts_through_all_seasons(absolute: str, key: str) -> None:
    assert find(LANTERN, absolute) is find(LANTERN, key) is LANTERN.by_key[key]


@pytest.mark.parametrize("text", ["next", "NEXT", " Next ", "ｎｅｘｔ"])
def test_next_is_read_in_any_case(text: str) -> None:
    assert parse(text) == Next()


@pytest.mark.parametrize("text", ["random", "RANDOM", "\nrandom"])
def test_random_is_read_in_any_case(text: str) -> None:
    assert parse(text) == AtRandom()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The  Diva's\nAmazing Love", "the diva's amazing love"),
        ("Next Stop", "next stop"),
        ("episode", "episode"),
        ("1.2.3", "1.2.3"),
        ("s1e", "s1e"),
        ("1x", "1x"),
        ("1,000", "1,000"),
        ("9" * 100, "9" * 100),
        ("2️⃣", "2️⃣"),
        ("☄", "☄"),
        ("\x00", "\x00"),
        ("\ud800", "\ud800"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_whatever_is_no_number_is_a_title(text: str, title: str) -> None:
    assert parse(text) == ByTitle(title)


def test_the_longest_reference_is_still_read() -> None:
    assert parse("x" * LONGEST) == ByTitle("x" * 200)


def test_next_follows_the_order_through_gaps_seasons_and_decimals() -> None:
    to_13 = [f"s1e{number}" for number in range(1, 14)]
    assert find(LANTERN, "next").key == "s1e1"
    assert find(LANTERN, "next", "s1e1", "s1e3").key == "s1e2"
    assert find(LANTERN, "next", *to_13).key == "s1e13.5"
    assert find(LANTERN, "next", *to_13, "s1e13.5", "s1e14").key == "s2e1"


def test_specials_are_never_next_unless_there_is_nothing_else() -> None:
    regular = [e.key for e in LANTERN.episodes if e.season]
    assert "You have watched every episode there is" in refusal(LANTERN, "next", *regular)
    only_specials = Show("x", "X", (), (episode(0, 1, None), episode(0, 2, None)))
    assert find(only_specials, "next", "sp1").key == "sp2"


@given(ANY_TEXT | ALMOST)
def test_no_text_is_answered_with_anything_but_an_episode_or_a_refusal(text: str) -> None:
    with suppress(Refusal):
        reference = parse(text)
        if not isinstance(reference, ByTitle):
            assert locate(LANTERN, reference, watched=frozenset(), choose=first) in LANTERN.episodes


@given(shows(), st.data())
def test_every_episode_is_found_by_each_of_its_names(show: Show, data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(show.episodes))
    season, number = wanted.season, f"{wanted.number:g}"
    for name in (wanted.key, wanted.label, f"s{season}e{number}", f"{season}x{number}", f"#{wanted.label}"):
        if not name.startswith("#SP"):
            assert find(show, name) is wanted
            assert find(show, f" {name.upper()} ") is wanted


@given(shows(), st.data())
def test_next_is_the_first_that_was_not_watched(show: Show, data: st.DataObject) -> None:
    regular = [e.key for e in show.episodes if e.season]
    watched = data.draw(st.sets(st.sampled_from(regular)))
    left = [key for key in regular if key not in watched]
    if left:
        assert find(show, "next", *watched).key == left[0]
    else:
        assert refusal(show, "next", *watched).startswith("You have watched every episode there is.")


@given(shows(), st.integers(0))
def test_random_is_chosen_from_all_episodes_of_the_show(show: Show, chance: int) -> None:
    offered: list[Sequence[Episode]] = []

    def choose(episodes: Sequence[Episode]) -> Episode:
        offered.append(episodes)
        return episodes[chance % len(episodes)]

    found = locate(show, AtRandom(), watched=frozenset(show.by_key), choose=choose)
    assert found is show.episodes[chance % len(show.episodes)]
    assert offered == [show.episodes]


@given(st.integers(1, 3), st.integers(1, 30))
def test_season_and_number_are_read_whatever_stands_between(season: int, number: int) -> None:
    for between in ("e", " e", "ep", " episode ", ", Episode "):
        assert parse(f"S{season}{between}{number}") == InSeason(season, number)


@pytest.mark.parametrize(("text", "kind"), [("26", int), ("26.0", int), ("13,5", float)])
def test_a_number_is_whole_where_it_can_be(text: str, kind: type) -> None:
    reference = parse(text)
    assert isinstance(reference, Absolute)
    assert type(reference.number) is kind
