"""Several episodes at once: what is understood and what is refused."""

# ruff: noqa: RUF001  dashes and digits of other scripts are what is tested

from contextlib import suppress

import pytest
from hypothesis import given

from bot.domain.catalogue import Show
from bot.domain.ranges import LONGEST, parse
from bot.domain.refusal import Refusal
from tests import shows as made_up
from tests.domain.strategies import ALMOST, ANY_TEXT, shows

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
        ("8-3", "8 comes after 3. Write the earlier one first: `s1e3-s1e8`."),
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
