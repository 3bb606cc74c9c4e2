"""Long texts in pieces, each of which fits a card once it is escaped."""

import re
import unicodedata

from bot.text import escape

_JOINER = "\u200d"
_SEAM = 4
"""Characters by which a word that was cut may grow where its parts meet again: `:` and `//` are a link."""


def pieces(text: str, room: int) -> list[str]:
    """A text in as few pieces as greed finds, each escaped at most `room` characters, 100 or more.

    Cut between words; inside one only where it is longer than that, and there at no combined character. None
    is empty but the one of an empty text.
    """
    found, kept, left = [""], "", room
    for word in _words(text, room):
        needed = len(escape(word)) + (0 if word[-1].isspace() else _SEAM)
        if needed > left and kept.strip():
            found, kept, left = [*found, ""], "", room
        kept, left = kept + word, left - needed
        found[-1] = kept
    return [piece.strip("\n ") for piece in found]


def _words(text: str, room: int) -> list[str]:
    """The words of a text, each with the space after it; those that are too long in parts."""
    found: list[str] = []
    for word in re.findall(r"\S+\s*|\s+", text):
        rest = word
        while len(escape(rest)) + _SEAM > room:
            cut = _cut(rest, (room - _SEAM) // 2)  # escaped, a text is at most twice as long
            found.append(rest[:cut])
            rest = rest[cut:]
        found.append(rest)
    return found


def _cut(word: str, most: int) -> int:
    """Where to cut a word, at most so far on: before no mark that belongs to the character before it."""
    for cut in range(most, most // 2, -1):
        combines = unicodedata.category(word[cut]).startswith("M") or _JOINER in (word[cut], word[cut - 1])
        if not combines:
            return cut
    return most
