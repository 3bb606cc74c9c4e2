"""Text on its way to Discord: its limits, made harmless, cut to length."""

import re
import unicodedata
from datetime import date, datetime

MESSAGE_TEXT = 4000
"""Characters of text in all components of one message (Discord, Components V2)."""
CHOICE_NAME = 100
"""Characters of what a choice shows, in autocomplete and in select menus."""
CHOICES = 25
"""Choices in autocomplete."""
BUTTON_LABEL = 80
CUSTOM_ID = 100
PLACEHOLDER = 150
ALT_TEXT = 1024
"""Characters of a picture's description."""

_MARKDOWN = re.compile(r"[\\*_~`|<>\[\]()#@]|(?<=:)//|:(?=[\w+-]+:)|(?<![^\n\r])[ \t]*(?:[-+]|\d+(?=\.))")
_JOINS = "\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""The zero-width joiner and skin tones: with all marks, what belongs to the character before it."""
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
    if found[-1].isdigit():  # a number is no punctuation: the dot after it is what makes the list
        return found + "\\"
    return f"{found[:-1]}\\{found[-1]}"


def clip(text: str, length: int) -> str:
    """`text` in at most `length` characters, with an ellipsis where something was cut.

    Never cuts between a backslash and what it escapes, nor inside a combined character.
    """
    if len(text) <= length:
        return text
    cut = length - 1
    while cut and (
        unicodedata.category(text[cut]).startswith("M") or text[cut] in _JOINS or text[cut - 1] == "\u200d"
    ):
        cut -= 1
    backslashes = len(text[:cut]) - len(text[:cut].rstrip("\\"))
    return re.sub(r"[\s\u200d]+$", "", text[: cut - backslashes % 2]) + "…"


def one_line(text: str) -> str:
    """`text` without line breaks, control characters, half characters and marks that turn the direction."""
    kept = "".join(
        " " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in _DIRECTIONS.sub("", text)
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


def moment(value: datetime, style: str = "R") -> str:
    """A moment as Discord shows it to each reader in their own zone: `R` in 2 hours, `f` day and time."""
    return f"<t:{int(value.timestamp())}:{style}>"


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 vote`, `1,234 votes`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def joined(*facts: str) -> str:
    """Facts in one line: `a · b`. Those that are empty are left out."""
    return " · ".join(filter(None, facts))


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
