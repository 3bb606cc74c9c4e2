"""Long texts in pieces."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reviews import BODY
from bot.text import escape, paragraphs
from cogs.reviews.pieces import pieces

WORDS = st.text("ab*_:/.-1 \n\u0301👍🏽\u200d", max_size=400)


def test_a_short_text_is_one_piece() -> None:
    assert pieces("Two words.", 100) == ["Two words."]


def test_a_text_is_cut_between_words() -> None:
    assert pieces("word " * 30, 100) == [("word " * 20).strip(), ("word " * 10).strip()]


def test_a_word_that_is_too_long_is_cut_within() -> None:
    found = pieces("*" * 100, 100)

    assert "".join(found) == "*" * 100
    assert all(len(escape(piece)) <= 100 for piece in found)


def test_what_belongs_to_one_character_is_not_cut() -> None:
    family = "👨\u200d👩\u200d👧"

    assert all(not piece.startswith(("\u200d", "👩", "👧")) for piece in pieces(family * 60, 100))


def test_the_longest_text_that_all_needs_backslashes_comes_in_three() -> None:
    found = pieces("*" * BODY, 2_800)

    assert len(found) == 3
    assert "".join(found) == "*" * BODY


@given(text=WORDS.map(paragraphs))
def test_nothing_is_lost_and_each_piece_fits(text: str) -> None:
    found = pieces(text, 100)

    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(len(escape(piece)) <= 100 for piece in found)
    assert all(found) or found == [""]
