"""Files for spreadsheets: what they hold, and what nobody can make them run."""

# ruff: noqa: RUF001  full-width signs are what is tested

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spreadsheet import to_csv

SAFE_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_numbers_stand_bare_and_texts_in_quotation_marks() -> None:
    data = to_csv([["place", "title"], [1, 'Say "ó", ★'], [-0.42, None]])

    assert data == '\ufeff"place","title"\r\n1,"Say ""ó"", ★"\r\n-0.42,""\r\n'.encode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1",
        "\u3000\u00a0=1",
        "\u200b=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "\tx",
        "\rx",
        "\nx",
        '=HYPERLINK("http://example.com")',
    ],
)
def test_a_text_that_would_be_run_gets_an_apostrophe(text: str) -> None:
    assert read(to_csv([[text]])) == [["'" + text]]


@pytest.mark.parametrize("text", ["", "a=1", "Ana's", "'=1", "x, -y", "a\n\nb", "−1", "1-2", "“=1”"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert read(to_csv([[text]])) == [[text]]


def test_a_formula_hidden_behind_another_separator_is_found() -> None:
    assert read(to_csv([["a;=1", "b\t@x", "c\n=2"]])) == [["a;'=1", "b\t'@x", "c\n'=2"]]


@given(st.lists(st.lists(SAFE_TEXT | st.integers(), min_size=1, max_size=4), max_size=4))
def test_what_was_written_is_read_again_but_for_apostrophes(rows: list[list[str | int]]) -> None:
    found = read(to_csv(rows))

    assert len(found) == len(rows)
    for row, texts in zip(rows, found, strict=True):
        assert [str(cell).replace("'", "") for cell in row] == [text.replace("'", "") for text in texts]
        for cell, text in zip(row, texts, strict=True):
            assert isinstance(cell, int) or text.lstrip()[:1] not in {"=", "+", "-", "@"}


def test_half_characters_do_not_stop_it() -> None:
    assert read(to_csv([["\ud800"]])) == [["?"]]
