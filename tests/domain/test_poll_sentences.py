"""What is said of a poll that cannot be made, voted on, seen or closed; and where each limit lies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain import polls
from bot.domain.polls import MOST, OPTION, QUESTION, Poll
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Reveal

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
POLL = Poll(1, 2, 3, 4, "Which?", ("a", "b", "c"), opened_at=NOW, edited_at=NOW)
LONG = replace(POLL, options=tuple(map(str, range(40))), choices=3)
CLOSED = replace(POLL, closed_at=NOW)
TOO_FEW = (
    "A poll needs at least two options. Write them with `|` between them, like `tea | coffee`, "
    "or give `episodes`, like `1-8`."
)
SENTENCES: dict[str, Callable[[], object]] = {
    "What is the question? Write it into `question`.": lambda: polls.check_question(" \u200b "),
    "The question has 201 characters. 200 fit; shorten it.": lambda: polls.check_question("x" * 201),
    "Option 2 is empty. Write something between the separators.": lambda: polls.split_options("a||b"),
    "Option 1 has 81 characters. 80 fit; shorten it.": lambda: polls.split_options("x" * 81 + "|b"),
    "Options 1 and 3 are the same. Each must be there once.": lambda: polls.split_options("a|b|A"),
    "Options 1 and 2 are the same. Each must be there once.": lambda: polls.split_options("a|\u200b a"),
    TOO_FEW: lambda: polls.check_episodes(["s1e1"]),
    "Those are 51 options. A poll holds 50; leave some out.": lambda: polls.check_episodes(["s1e1"] * 51),
    "There are 3 options, so `choices` can be 1 to 3.": lambda: polls.check_choices(4, options=3),
    "There are 5 options, so `choices` can be 1 to 5.": lambda: polls.check_choices(0, options=5),
    "This poll has no such option. Choose from its list again.": lambda: _choose(numbers=[20]),
    "You may choose 3 here, and that would be 4. Nothing was changed.": lambda: _choose(numbers=[0, 1, 2, 3]),
    (
        "You may choose 3 here, and that would be 5. Nothing was changed. "
        "2 of them are from the other list: take some off there first."
    ): lambda: _choose({30, 31}, numbers=[0, 1, 2]),
    "Bots do not vote.": lambda: polls.check_vote(POLL, is_bot=True, now=NOW),
    "This poll is closed.": lambda: polls.check_vote(CLOSED, is_bot=False, now=NOW),
    "You can see the results once you have voted.": lambda: _see(Reveal.VOTED, has_voted=False),
    "You can see the results when the poll closes.": lambda: _see(Reveal.CLOSED, has_voted=True),
    "Only the one who made this poll, and whoever manages messages here, can close it.": (
        lambda: polls.check_closer(POLL, member_id=5, may_manage=False)
    ),
    "This poll is closed already.": lambda: polls.check_closer(CLOSED, member_id=4, may_manage=False),
}


def _choose(before: set[int] | None = None, *, numbers: list[int]) -> frozenset[int]:
    return polls.choose(LONG, before or set(), page=0, numbers=numbers)


def _see(reveal: Reveal, *, has_voted: bool) -> None:
    polls.check_reveal(replace(POLL, reveal=reveal), has_voted=has_voted)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_cannot_be_done_is_refused_with_its_sentence(sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        SENTENCES[sentence]()
    assert refused.value.sentence == sentence


def test_what_just_fits_is_taken() -> None:
    assert polls.check_question("x" * QUESTION) == "x" * QUESTION
    assert polls.split_options("x" * OPTION + "|b") == ("x" * OPTION, "b")
    keys = [f"s1e{number}" for number in range(1, MOST + 1)]
    assert polls.check_episodes(keys) == tuple(keys)
    assert [polls.check_choices(choices, options=3) for choices in (1, 2, 3)] == [1, 2, 3]
    assert _choose({0, 1, 30}, numbers=[4, 5]) == {4, 5, 30}


def test_two_words_are_another_option_than_the_same_letters_in_one() -> None:
    assert polls.split_options("a b|ab") == ("a b", "ab")


def test_what_is_open_to_see_is_shown() -> None:
    _see(Reveal.ALWAYS, has_voted=False)
    _see(Reveal.VOTED, has_voted=True)


def test_the_lists_hold_every_option_once_and_are_about_as_long() -> None:
    assert [LONG.on_list(page) for page in range(LONG.lists)] == [range(20), range(20, 40)]
    assert [replace(LONG, options=LONG.options[:39]).on_list(page) for page in (0, 1)] == [
        range(20),
        range(20, 39),
    ]
