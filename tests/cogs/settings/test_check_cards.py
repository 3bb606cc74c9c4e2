"""A check as a card fits into a message, however much is missing; what does not fit is counted."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ui
from bot.abilities import ABILITIES, POSTS, Feature, needed
from bot.text import MESSAGE_TEXT
from cogs.settings.check_cards import NAMED, Check, Trouble, card

WORST = tuple((feature, ABILITIES[feature].needs) for feature in Feature)
COMMAND = "</settings set:1456074443980800002>"


def text(check: Check) -> str:
    shown: Any = card(check, command=COMMAND)
    return "\n".join(part.content for part in shown.children if isinstance(part, ui.ui.TextDisplay))


def trouble(number: int) -> Trouble:
    return Trouble(f"<#{10**18 + number}>", needed(Feature, next(iter(POSTS))), WORST)


@settings(max_examples=30)
@given(
    st.integers(0, 60),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(0, 10**5),
    st.integers(0, 10**5),
)
def test_it_fits_into_a_message(wrong: int, fine: int, hidden: int, gone: int, lost: int) -> None:
    check = Check(
        guild_id=1,
        troubles=tuple(map(trouble, range(wrong))),
        fine=tuple(f"<#{10**18 + n}>" for n in range(fine)),
        hidden=hidden,
        hidden_troubles=hidden // 2,
        gone=gone,
        lost=("The role that one must have to plan parties was deleted, so nobody else can",) * (lost % 6),
    )

    shown = text(check)

    assert len(shown) <= MESSAGE_TEXT
    told = shown.count("### ")
    assert told == wrong or f"- In {wrong - told} place" in shown


def test_at_least_one_place_is_told_at_length() -> None:
    assert text(Check(1, troubles=(trouble(1), trouble(2), trouble(3)))).count("### ") >= 1


@pytest.mark.parametrize("more", [0, 1, 30])
def test_of_many_places_in_which_all_is_well_the_rest_is_counted(more: int) -> None:
    shown = text(Check(1, fine=tuple(f"<#{n}>" for n in range(NAMED + more))))

    assert shown.count("<#") == NAMED
    assert (f"{more} place" in shown) == bool(more)


def test_a_place_to_write_and_to_meet_in_is_named_once() -> None:
    assert text(Check(1, fine=("<#1>", "<#1>"))).count("<#1>") == 1
