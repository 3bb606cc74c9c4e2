"""Several episodes at once: what is understood and what is refused."""

# ruff: noqa: RUF001  dashes and digits of other scripts are what is tested

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Show
from bot.domain.ranges import LONGEST, is_list, parse, spans, through
from bot.domain.refusal import Refusal
from tests import shows as made_up
from tests.domain.strategies import ALMOST, ANY_TEXT, shows, titled

SHOW = made_up.two_seasons()


def _keys(text: str) -> list[str]:
    return [episode.key for episode in parse(SHOW, text)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("5", ["s1e5"]),
        ("1-3", ["s1e1", "s1e2", "s1e3"]),
        ("1–3", ["s1e1", "s1e2", "s1e3"]),
        (" 1 — 3 ", ["s1e1", "s1e2", "s1e3"]),
        ("#1-#2", ["s1e1", "s1e2"]),
        ("１～２", ["s1e1", "s1e2"]),
        ("1,3,5-7", ["s1e1", "s1e3", "s1e5", "s1e6", "s1e7"]),
        ("3; 1", ["s1e1", "s1e3"]),
        ("1-3,2-4,4,", ["s1e1", "s1e2", "s1e3", "s1e4"]),
        ("13-14", ["s1e13", "s1e13.5", "s1e14"]),
        ("14-16", ["s1e14", "s2e1", "s2e2"]),
        ("s2e1-3", ["s2e1", "s2e2", "s2e3"]),
        ("s2e1-s2e2", ["s2e1", "s2e2"]),
        ("S2 E1", ["s2e1"]),
        ("2x3", ["s2e3"]),
        ("sp1", ["sp1"]),
        ("sp1-2", ["sp1", "sp2"]),
        ("26-sp1", ["s2e12", "sp1"]),
    ],
)
def test_lists_and_ranges_are_read_in_the_shows_order(text: str, keys: list[str]) -> None:
    assert _keys(text) == keys


def test_all_is_every_episode() -> None:
    assert parse(SHOW, " ALL ") == SHOW.episodes


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Which episodes?"),
        (" , ", "Which episodes?"),
        ("8-3", "8 comes after 3. Write the earlier one first: `3-8`."),
        ("1-", "A range needs a first and a last episode."),
        ("-5", "A range needs a first and a last episode."),
        ("1-2-3", "That is no list of episodes."),
        ("99", "There is no episode 99 here."),
        ("1-99", "There is no episode 99 here."),
        ("sp3", "There is no special 3 here."),
        ("next", "That is no list of episodes."),
        ("the harbour", "That is no list of episodes."),
        ("1" * (LONGEST + 1), "That is too long to be a list of episodes."),
        ("9" * 21, "That is no list of episodes."),
    ],
)
def test_what_is_no_list_gets_its_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(SHOW, text)

    assert refused.value.sentence.startswith(sentence)


@given(shows())
def test_each_episode_and_the_whole_range_are_found_by_key(show: Show) -> None:
    first, last = show.episodes[0], show.episodes[-1]

    assert parse(show, f"{first.key}-{last.key}") == show.episodes
    for episode in show.episodes:
        assert parse(show, episode.key) == (episode,)


@given(ANY_TEXT | ALMOST)
def test_whatever_is_written_names_episodes_once_or_is_refused(text: str) -> None:
    with suppress(Refusal):
        found = parse(SHOW, text)
        assert found
        assert found == tuple(e for e in SHOW.episodes if e in found)


@pytest.mark.parametrize(
    "text",
    [
        *("5", "1-8", "1,3,5-7", "s1e3-5", "S2 E1", "2x3", "sp1-2", "#4", "13.5", "ALL", "ep 3", "8-3", "1-"),
        *("-5", "", " , ", "\u200b", "１～２", "season 1 episode 9", "99", "1," * 5_000),
    ],
)
def test_numbers_and_what_is_nearly_a_list_are_read_as_lists(text: str) -> None:
    assert is_list(text)


@pytest.mark.parametrize(
    "text", ["the harbour", "next", "random", "fog 2", "s", "sex", "1 and 2", "all of it", "x" * 10_000]
)
def test_titles_and_words_are_not_read_as_lists(text: str) -> None:
    assert not is_list(text)


@given(ANY_TEXT | ALMOST)
def test_whatever_a_list_can_be_is_told_from_titles(text: str) -> None:
    with suppress(Refusal):
        parse(SHOW, text)
        assert is_list(text)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("3", ["s1e1", "s1e2", "s1e3"]),
        ("2,4", ["s1e1", "s1e2", "s1e3", "s1e4"]),
        ("13.5", [*(f"s1e{n}" for n in range(1, 14)), "s1e13.5"]),
        ("14", [*(f"s1e{n}" for n in range(1, 14)), "s1e13.5", "s1e14"]),
        ("1,sp2", ["s1e1", "sp2"]),
    ],
)
def test_through_takes_all_that_comes_before_and_the_specials_that_are_named(
    text: str, keys: list[str]
) -> None:
    assert [episode.key for episode in through(SHOW, parse(SHOW, text))] == keys


def test_through_all_is_all() -> None:
    assert through(SHOW, SHOW.episodes) == SHOW.episodes


def test_nothing_comes_before_a_special_in_order() -> None:
    with pytest.raises(Refusal) as refused:
        through(SHOW, parse(SHOW, "sp1"))

    assert refused.value.sentence.startswith("SP1 is a special, so nothing comes before it in order.")


def test_in_a_show_of_specials_alone_they_are_the_order() -> None:
    specials = tuple(episode for episode in SHOW.episodes if not episode.season)
    show = Show(id="made-up", title="Made Up", seasons=(), episodes=specials)

    assert through(show, specials[1:]) == specials


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5", "5"),
        ("6-8,11", "6–8, 11"),
        ("1,2", "1–2"),
        ("13,14", "13, 14"),
        ("13-14", "13–14"),
        ("14-15", "14–15"),
        ("26,sp1", "26, SP1"),
        ("sp1-2", "SP1–SP2"),
        ("all", "1–26, SP1–SP2"),
    ],
)
def test_episodes_in_a_row_are_said_as_one_span(text: str, said: str) -> None:
    assert spans(SHOW, parse(SHOW, text)) == said


def test_of_many_spans_the_first_are_named_and_the_rest_counted() -> None:
    show = titled(*"abcdefghij")

    assert spans(show, show.episodes[::2], most=2) == "1, 3 and 3 more"


@given(st.data(), shows())
def test_spans_are_read_back_as_the_same_episodes(data: st.DataObject, show: Show) -> None:
    named = data.draw(st.lists(st.sampled_from(show.episodes), min_size=1, max_size=20, unique=True))

    assert set(parse(show, spans(show, named, most=len(named)))) == set(named)


def test_a_list_of_two_hundred_characters_is_read_and_one_more_is_not() -> None:
    assert _keys("1," * 100) == ["s1e1"]
    with pytest.raises(Refusal, match="too long"):
        parse(SHOW, "1," * 100 + "1")


def test_a_dash_before_a_range_is_no_range() -> None:
    with pytest.raises(Refusal, match="A range needs a first and a last episode"):
        parse(SHOW, "-1-2")


def test_through_a_special_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refusal) as refused:
        through(SHOW, parse(SHOW, "sp1"))
    assert refused.value.sentence == (
        "SP1 is a special, so nothing comes before it in order. Leave out `through`, or name an episode that "
        "is none."
    )
