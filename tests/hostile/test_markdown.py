"""The reader of markdown finds what acts, and nothing in what was escaped."""

import pytest

from bot.text import escape, one_line, paragraphs, quote
from tests.hostile.markdown import acts, hidden
from tests.hostile.payloads import LONG, MARKUP, UNSEEN

_INERT = {
    "a backslash at the end",
    "two backslashes at the end",
    "backslashes",
    "half of it",
    "right to left",
    "isolates that close",
    "zero width",
    "zalgo",
    "full width",
    "an emoji with joiners",
    "SQL",
    "more formulas",
    "JSON",
    "a calendar",
    "NUL and controls",
    "half characters",
    "format strings",
    "HTML",
    "one more fence",
}
"""What does no more than it shows, or does it elsewhere than in a text on Discord."""
_HIDDEN = {
    "right to left",
    "isolates that close",
    "zalgo",
    "NUL and controls",
    "half characters",
    "a calendar",
    "lines",
}


@pytest.mark.parametrize("name", MARKUP)
def test_what_is_typed_would_act(name: str) -> None:
    assert (acts(MARKUP[name]) == []) == (name in _INERT)
    assert (list(hidden(MARKUP[name])) != []) == (name in _HIDDEN)


@pytest.mark.parametrize("name", [*MARKUP, *UNSEEN])
def test_what_is_shown_of_it_does_not(name: str) -> None:
    typed = {**MARKUP, **UNSEEN}[name]

    for shown in (escape(one_line(typed)), quote(typed), escape(paragraphs(typed)), quote(LONG)):
        assert acts(shown) == []
        assert list(hidden(shown)) == []
    assert acts(f"## Poll: {escape(one_line(typed))}\n-# facts") == ["##", "-#"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Heading\n-# small **bold** </vote:1>", ["##", "**", "-#", "</vote:1>"]),
        ("a <@1> b <t:5:R>", ["<@1>", "<t:5:R>"]),
        ("[Open](https://x.y/z)", ["[Open](https://x.y/z)"]),
        ("`a *b* c` and ``d``", ["`", "``"]),
        ("snake_case_name and 2 * 3 * 4", []),
        (r"\**bold\** \\*slanted*", ["*", "*"]),
    ],
)
def test_the_bots_own_signs_are_found(text: str, found: list[str]) -> None:
    assert acts(text) == found
