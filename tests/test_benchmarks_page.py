from datetime import date

import pytest

from benchmarks import page
from benchmarks.__main__ import ALL

PAGE = """# Figures

<!-- figures: one -->
old
<!-- end of figures -->

By hand.

<!-- figures: two -->
<!-- end of figures -->
"""


def test_figures_go_into_their_place_and_all_else_stays() -> None:
    filled = page.filled(page.filled(PAGE, "one", r"new \1"), "two", "more")

    assert filled == PAGE.replace("old", r"new \1").replace("two -->\n", "two -->\nmore\n")


@pytest.mark.parametrize("name", ["three", "on"])
def test_figures_without_a_place_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"the figures of {name}$"):
        page.filled(PAGE, name, "new")


def test_figures_with_two_places_are_refused() -> None:
    with pytest.raises(ValueError, match="one place"):
        page.filled(PAGE + PAGE, "one", "new")


def test_what_was_printed_stands_under_the_command_that_repeats_it() -> None:
    block = page.figures("start", "Encore  1.0x\n\n", date(2026, 4, 3))

    assert block == "`.venv/bin/python -m benchmarks.start`, 2026-04-03:\n\n```text\nEncore  1.0x\n```"


def test_the_page_has_a_place_for_every_benchmark_and_for_the_machine() -> None:
    written = page.PAGE.read_text(encoding="utf-8")

    assert sorted(page.places(written)) == sorted([page.MACHINE, *ALL])


def test_the_machine_is_described_without_its_name_and_folders() -> None:
    rows = [line.strip("| ").split(" | ") for line in page.machine().splitlines()[2:]]

    assert [row[0] for row in rows] == [
        *("processor", "memory", "system", "Python", "discord.py", "aiosqlite", "SQLite")
    ]
    assert all(row[1] and "/home" not in row[1] for row in rows)
