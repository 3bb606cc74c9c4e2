"""docs/faults.md says what the tests make happen, and nothing else."""

from datetime import UTC, datetime

from tests.faults import Fault, page

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MADE = (
    Fault("Here", "one | two", "all is well", "tests.one"),
    Fault("Here", "three", "it is explained", "tests.two"),
    Fault("There", "four", "nothing is lost", "tests.three"),
)


def test_the_page_has_a_row_for_each_fault_and_none_besides() -> None:
    assert page.read(page.PAGE.read_text(encoding="utf-8")) == page.rows(page.known()), "run make faults"


def test_no_two_rows_are_about_the_same() -> None:
    told = [(each.area, each.happens) for each in page.known()]
    assert len(told) == len(set(told))


def test_a_row_is_a_sentence_without_a_full_stop() -> None:
    for each in page.known():
        for text in (each.happens, each.expected):
            assert text[-1] not in ".;,"


def test_what_was_written_can_be_read_again() -> None:
    text = page.written(MADE, {"tests.two": ["2.0 s", "twice"]}, now=NOON)
    assert page.read(text) == page.rows(MADE)
    assert "| Three | It is explained | 2.0 s; twice |" in text
    assert "1 January 2026" in text
