"""Text that reaches Discord is harmless, fits, and reads as it was written."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import clip, counted, day, escape, listed, one_line, quote, rating
from tests.domain.strategies import ALMOST, ANY_TEXT

MARKDOWN = set("\\*_~`|<>[]()#@")
BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SIGNS = st.text("*_~`|<>[]()#@\\/:-+1.! ab\r\n\t", max_size=40)
TEXTS = ANY_TEXT | SIGNS | ALMOST
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A backslash that Discord drops, with what it protects."""


def as_shown(text: str) -> str:
    return ESCAPED.sub(r"\1", text)


@given(TEXTS)
def test_escaped_text_is_shown_as_it_was_written(text: str) -> None:
    assert as_shown(escape(text)) == text


@given(TEXTS)
def test_no_sign_of_markdown_is_left_to_act(text: str) -> None:
    assert not MARKDOWN & set(ESCAPED.sub("", escape(text)))


@given(SIGNS)
def test_no_line_link_or_emoji_code_acts(text: str) -> None:
    escaped = escape(text)
    assert not re.search(r"(?:^|[\r\n])[ \t]*(?:[-+*>#]|\d+\.)", escaped)
    assert "://" not in escaped
    assert not re.search(r"(?<!\\):\w+:", escaped)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**bold** __under__ ~~out~~", r"\*\*bold\*\* \_\_under\_\_ \~\~out\~\~"),
        ("`code` ||hidden||", r"\`code\` \|\|hidden\|\|"),
        (
            "<@123> <#4> <@&5> <t:0:R> </a:1> <:x:1>",
            r"\<\@123\> \<\#4\> \<\@&5\> \<t\:0:R\> \</a:1\> \<\:x:1\>",
        ),
        ("@everyone", r"\@everyone"),
        ("[a](https://x)", r"\[a\]\(https:\/\/x\)"),
        ("back\\slash", "back\\\\slash"),
        (":smile:", r"\:smile:"),
        ("Kaleido Star: New Wings, at 8:30 - 1.5 / 2", "Kaleido Star: New Wings, at 8:30 - 1.5 / 2"),
    ],
)
def test_each_kind_of_markdown_is_disarmed_and_plain_text_left_alone(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("  - a", r"  \- a"),
        ("1. a", r"1\. a"),
        ("a\n12. b\n> c", "a\n12\\. b\n\\> c"),
        ("# a", r"\# a"),
        ("-# a", r"\-\# a"),
        ("a\r- b", "a\r\\- b"),
        ("a - b 1. c", "a - b 1. c"),
    ],
)
def test_a_line_begins_no_list_quote_or_heading(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize("link", ["https://x", "http://a.b/c", "discord://-/x", "https:///x", "x://y://z"])
def test_a_link_is_broken_in_two_without_showing(link: str) -> None:
    assert "://" not in escape(link)
    assert as_shown(escape(link)) == link


@given(TEXTS, st.integers(1, 60))
def test_clipped_text_is_never_too_long_and_short_text_is_left_alone(text: str, length: int) -> None:
    clipped = clip(text, length)
    assert len(clipped) <= length
    if len(text) <= length:
        assert clipped == text
    else:
        assert clipped.endswith("…")
        assert text.startswith(clipped[:-1])


@given(TEXTS.map(escape), st.integers(1, 60))
@example(r"\\\\\\", 4)
def test_a_cut_never_parts_a_backslash_from_what_it_escapes(text: str, length: int) -> None:
    if len(text) > length:
        kept = clip(text, length)[:-1]
        assert (len(kept) - len(kept.rstrip("\\"))) % 2 == 0
        assert not MARKDOWN & set(ESCAPED.sub("", kept))


@given(st.text("e\u0301\u0323का\u0e31กไ👍🏽\u200d\ufe0f\u20e3 ", max_size=30), st.integers(1, 30))
@example("eee\u200d ee", 6)
def test_a_cut_never_parts_a_character_from_its_marks(text: str, length: int) -> None:
    clipped = clip(text, length)
    if clipped != text and len(clipped) > 1:
        rest = text[len(clipped) - 1 :].lstrip(" ")
        if text[len(clipped) - 1] not in " \u200d":  # a joiner before a space joins nothing
            assert not unicodedata.category(rest[0]).startswith("M")
            assert rest[0] not in "\u200d🏽"
        assert not clipped[:-1].endswith("\u200d")


@pytest.mark.parametrize(
    ("text", "clipped"),
    [
        ("cafe\u0301 noir", "caf…"),
        ("abc👩\u200d🚀 x", "abc…"),
        ("abc👍🏽 thumb", "abc…"),
        ("word wide", "word…"),
        ("an ox eats", "an o…"),
        ("\u0301" * 9, "…"),
    ],
)
def test_a_cut_keeps_whole_characters(text: str, clipped: str) -> None:
    assert clip(text, 5) == clipped


@given(TEXTS)
def test_one_line_has_no_breaks_controls_directions_or_halves_of_characters(text: str) -> None:
    line = one_line(text)
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(c) for c in line}
    assert not BIDI & set(line)
    assert line == line.strip()
    assert "  " not in line
    assert one_line(line) == line


def test_one_line_keeps_the_words_apart() -> None:
    assert one_line(" The\r\nDiva’s\x00Amazing\u2028 \tLove ") == "The Diva’s Amazing Love"


@pytest.mark.parametrize("text", ["Étoile", "アニメ", "שלום", "👩\u200d🚀", "naïve e\u0301"])
def test_one_line_leaves_every_script_as_it_is(text: str) -> None:
    assert one_line(text) == text


@given(TEXTS, st.integers(1, 80))
def test_a_quotation_is_one_harmless_line_of_bounded_length(text: str, length: int) -> None:
    quoted = quote(text, length)
    inner = quoted.removeprefix("“\u2068").removesuffix("\u2069”")
    assert quoted == f"“\u2068{inner}\u2069”"
    assert not BIDI & set(inner)
    assert len(quoted.splitlines()) == 1
    assert len(as_shown(inner)) <= length
    assert len(quoted) <= 2 * length + 4
    assert not MARKDOWN & set(ESCAPED.sub("", inner))
    assert quoted.encode().decode() == quoted


def test_a_quotation_shows_sixty_characters_of_what_was_typed() -> None:
    assert as_shown(quote("@" * 6_000)) == f"“\u2068{'@' * 59}…\u2069”"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2003, 9, 25), "25 September 2003"),
        (date(2003, 4, 3), "3 April 2003"),
        (date(1900, 1, 1), "1 January 1900"),
        (date(2024, 2, 29), "29 February 2024"),
    ],
)
def test_a_day_is_written_out(value: date, text: str) -> None:
    assert day(value) == text


@given(st.dates())
def test_each_month_has_its_own_english_name(value: date) -> None:
    assert day(value) == f"{value.day} {value:%B} {value.year}"


@pytest.mark.parametrize(("value", "text"), [(8.4, "8.40"), (10, "10.00"), (0, "0.00"), (7.777, "7.78")])
def test_a_rating_has_two_decimals(value: float, text: str) -> None:
    assert rating(value) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 votes"), (1, "1 vote"), (2, "2 votes"), (1_234, "1,234 votes"), (10**9, "1,000,000,000 votes")],
)
def test_a_count_agrees_with_its_noun(number: int, text: str) -> None:
    assert counted(number, "vote") == text


def test_a_noun_may_bring_its_own_plural() -> None:
    assert [counted(number, "person", "people") for number in (1, 2)] == ["1 person", "2 people"]


@pytest.mark.parametrize(
    ("items", "text"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_a_list_reads_as_a_sentence_does(items: tuple[str, ...], text: str) -> None:
    assert listed(items) == text
