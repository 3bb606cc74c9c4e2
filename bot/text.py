"""Text on its way to Discord: its limits, made harmless, cut to length."""

import re
import unicodedata
from datetime import date

MESSAGE_TEXT = 4000
"""Characters of text in all components of one message (Discord, Components V2)."""
CHOICE_NAME = 100
CHOICE_VALUE = 100
CHOICES = 25
"""Autocomplete: characters of a choice's name and value, and how many choices."""
SELECT_LABEL = 100
SELECT_DESCRIPTION = 100
BUTTON_LABEL = 80
CUSTOM_ID = 100

_MARKDOWN = re.compile(r"[\\*_~`|<>\[\]()#@]|(?<=:)//|^(?:[-+]|\d+(?=\.))", re.MULTILINE)
_DIRECTIONS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """Show `text` as it is: no markdown, mention, emoji, timestamp or link in it acts.

    Discord drops a backslash before any character that is neither a letter, a digit nor a space.
    """
    return _MARKDOWN.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found == "//":  # breaks a link in two without showing
        return "\\/\\/"
    if found[0].isdigit():  # a number is no punctuation: the dot after it is what makes the list
        return found + "\\"
    return "\\" + found


def clip(text: str, length: int) -> str:
    """`text` in at most `length` characters, with an ellipsis where something was cut.

    Never cuts between a backslash and what it escapes, nor inside a combined character.
    """
    if len(text) <= length:
        return text
    cut = length - 1
    while cut and (
        unicodedata.combining(text[cut]) or text[cut] in "\ufe0f\u200d" or text[cut - 1] == "\u200d"
    ):
        cut -= 1
    backslashes = len(text[:cut]) - len(text[:cut].rstrip("\\"))
    return text[: cut - backslashes % 2].rstrip() + "…"


def one_line(text: str) -> str:
    """`text` without line breaks, control characters and marks that turn the writing direction."""
    kept = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in _DIRECTIONS.sub("", text)
    )
    return " ".join(kept.split())


def quote(text: str, length: int = 60) -> str:
    """What a member typed, to be shown back to them: one line, cut, harmless, in quotation marks.

    Set apart from the sentence around it, so that right-to-left text does not turn it (Unicode isolates).
    """
    return f"“\u2068{escape(clip(one_line(text), length))}\u2069”"


def day(value: date) -> str:
    """`25 September 2003`. No Discord timestamp: a day is no moment, it would shift with the time zone."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def rating(value: float) -> str:
    """`8.40`: two decimals everywhere."""
    return f"{value:.2f}"


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 vote`, `1,234 votes`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def listed(items: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
