"""The privacy policy names all that is kept about members, in the words that members meet in the bot."""

import re
from pathlib import Path

from db.imports import KEPT as IMPORTS_KEPT
from db.personal import KEPT, Fate
from db.server_log import KEPT as ENTRIES_KEPT
from db.servers import GRACE

POLICY = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([^|]+) \| (.+) \|$", POLICY.partition("## What is not kept")[0], re.MULTILINE))


def test_it_names_everything_that_is_kept_and_nothing_else() -> None:
    assert ROWS.keys() - {"what"} == {kept.nouns for kept in KEPT}


def test_it_says_of_what_stays_that_it_does() -> None:
    staying = {kept.nouns for kept in KEPT if kept.fate is Fate.HANDED_OVER}

    assert {nouns for nouns, said in ROWS.items() if "stays with the server" in said} == staying


def test_its_figures_are_those_of_the_code() -> None:
    assert (GRACE.days, IMPORTS_KEPT.days, ENTRIES_KEPT) == (30, 7, 500)
    for figure in ("Thirty days later", "after seven days", "the last 500", "its last 500 entries"):
        assert figure in POLICY
