"""The rules of polls."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import polls
from bot.domain.polls import Poll, Results
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Reveal

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
POLL = Poll(1, 2, 3, 4, "Which?", ("a", "b", "c"), opened_at=NOW, edited_at=NOW)
LONG = replace(POLL, options=tuple(map(str, range(40))), choices=3)

SETS = st.sets(st.integers(0, 39), max_size=3)


def test_options_are_parted_by_bars_or_semicolons_before_commas() -> None:
    assert polls.split_options("a, b | c") == ("a, b", "c")
    assert polls.split_options("a;b|c;") == ("a", "b", "c")
    assert polls.split_options(" a , b ") == ("a", "b")


@pytest.mark.parametrize("text", ["", "|", "a", "a|", "a|\u200b", "a|A", "a|ａ", "|a|b", "a|" + "x" * 81])  # noqa: RUF001
def test_options_that_cannot_be_told_apart_or_seen_are_refused(text: str) -> None:
    with pytest.raises(Refusal):
        polls.split_options(text)


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=80), min_size=2, max_size=50))
def test_what_was_joined_is_split_again(options: list[str]) -> None:
    wanted = tuple(option.strip() for option in options)
    assume(all(wanted) and len(set(wanted)) == len(wanted))

    assert polls.split_options(" | ".join(options)) == wanted


@given(st.text(max_size=300))
def test_whatever_is_written_becomes_two_to_fifty_options_or_is_refused(text: str) -> None:
    with suppress(Refusal):
        options = polls.split_options(text)
        assert 2 <= len(options) <= 50
        assert all(1 <= len(option) <= 80 and option == option.strip() for option in options)


def test_a_question_must_be_there_and_fit() -> None:
    assert polls.check_question(" Which? ") == "Which?"
    for text in (" ", "\u2060", "x" * 201):
        with pytest.raises(Refusal):
            polls.check_question(text)


@given(SETS, st.integers(0, 1), st.data())
def test_a_list_replaces_what_was_chosen_on_it_and_leaves_the_other(
    before: set[int], page: int, data: st.DataObject
) -> None:
    here = LONG.on_list(page)
    numbers = data.draw(st.sets(st.sampled_from(list(here)), max_size=3))
    elsewhere = before - set(here)
    if len(elsewhere | numbers) > 3:
        with pytest.raises(Refusal, match="Nothing was changed"):
            polls.choose(LONG, before, page=page, numbers=numbers)
    else:
        assert polls.choose(LONG, before, page=page, numbers=numbers) == elsewhere | numbers


@pytest.mark.parametrize(
    ("page", "numbers"),
    [(0, [20]), (1, [19]), (1, [40]), (2, [50]), (0, [-1]), (0, [1, 1]), (-1, []), (10**18, [0])],
)
def test_what_is_not_on_the_list_is_refused(page: int, numbers: list[int]) -> None:
    with pytest.raises(Refusal, match="no such option"):
        polls.choose(LONG, frozenset(), page=page, numbers=numbers)


def test_with_one_choice_another_list_replaces_it() -> None:
    single = replace(LONG, choices=1)

    assert polls.choose(single, {3}, page=1, numbers=[30]) == {30}
    with pytest.raises(Refusal):
        polls.choose(single, {3}, page=1, numbers=[30, 31])


def test_votes_are_taken_from_members_until_the_poll_closes() -> None:
    until = replace(POLL, closes_at=NOW + timedelta(seconds=1))

    polls.check_vote(until, is_bot=False, now=NOW)
    for poll, is_bot, at in (
        (POLL, True, NOW),
        (until, False, NOW + timedelta(seconds=1)),
        (replace(POLL, closed_at=NOW), False, NOW),
    ):
        with pytest.raises(Refusal):
            polls.check_vote(poll, is_bot=is_bot, now=at)


@pytest.mark.parametrize("reveal", list(Reveal))
def test_everybody_sees_the_results_of_a_closed_poll(reveal: Reveal) -> None:
    polls.check_reveal(replace(POLL, reveal=reveal, closed_at=NOW), has_voted=False)


def test_the_author_and_managers_close_a_poll_once() -> None:
    polls.check_closer(POLL, member_id=4, may_manage=False)
    polls.check_closer(POLL, member_id=5, may_manage=True)
    for poll, member_id, may_manage in ((POLL, 5, False), (replace(POLL, closed_at=NOW), 4, True)):
        with pytest.raises(Refusal):
            polls.check_closer(poll, member_id=member_id, may_manage=may_manage)


def test_the_leaders_are_those_chosen_most_often() -> None:
    assert Results((0, 0), 0).leaders == ()
    assert Results((2, 5, 5), 7).leaders == (1, 2)
    assert Results((2, 5, 5), 7).share(1) == pytest.approx(5 / 7)
    assert Results((0, 0), 0).share(0) == 0
