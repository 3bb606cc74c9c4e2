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

_MARKDOWN = re.compile(
    r"[\\*_~`|<>\[\]()#@]"
    r"|(?<=:)//"
    + "".join(rf"|(?<=\.[A-Za-z]{{{length}}})/" for length in range(2, 8))  # invites act without https, too
    + r"|:(?=[\w+-]+:)|(?<![^\n\r])[ \t]*(?:[-+]|\d+(?=\.))"
)
_JOINS = "\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""The zero-width joiner and skin tones: with all marks, what belongs to the character before it."""
_UNSEEN = re.compile(
    "[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # turn the direction
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d159\U0001d173-\U0001d17a]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"  # tags, but in a flag
    "|(?<![\\w\u0300-\u1aff])[\u200c\u200d]+(?![\\w\U0001f000-\U0001ffff\u2600-\u27bf\u2640\u2642])"
)
"""Characters that turn the direction or cannot be seen; joiners only where they join nothing."""
_PILED = 4
"""Marks on one character, at most. No script needs more."""
_MARKS, _BLANKS = {"Mn", "Me"}, {"Mn", "Me", "Cf", "Zs"}
"""Categories of what stands on another character, and of what shows nothing by itself."""


def escape(text: str) -> str:
    """Show `text` as it is: no markdown, mention, emoji, timestamp or link in it acts.

    Discord drops a backslash before any character that is neither a letter, a digit nor a space.
    """
    return _MARKDOWN.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found == "//":  # breaks a link in two without showing, as the slash after a host does an invite
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
    """`text` without line breaks, control characters, half characters and marks that turn the direction.

    What cannot be seen goes too, and of marks that pile up on one character all but a few: empty where
    nothing is left that can be read.
    """
    if text.isascii() and text.isprintable():  # which most are: nothing of it is taken out
        return " ".join(text.split())
    kept: list[str] = []
    piled, readable = 0, False
    for character in _UNSEEN.sub("", text):
        category = unicodedata.category(character)
        piled = piled + 1 if category in _MARKS else 0
        if piled <= _PILED:
            kept.append(" " if category in {"Cc", "Cs", "Zl", "Zp"} else character)
            readable = readable or (kept[-1] != " " and category not in _BLANKS)
    return " ".join("".join(kept).split()) if readable else ""


def paragraphs(text: str) -> str:
    """`text` of several lines, each as `one_line` leaves it, with one empty line at most between two."""
    lines = [one_line(line) for line in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


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
