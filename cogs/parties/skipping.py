"""How far to go forward or back, as members write it."""

import re

from bot.domain.refusal import Refusal
from bot.text import quote

NEXT = "next"
"""The next episode."""
SUGGESTED = {
    "Next episode": NEXT,
    "30 seconds on": "30",
    "1:30 on, past an opening": "1:30",
    "30 seconds back": "-30",
    "1:30 back": "-1:30",
}
"""What is suggested, and what it is written as."""

_BY = re.compile(r"([+\-−–]?) ?(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}) ?s?", re.ASCII)
_FARTHEST = 10 * 3600


def seconds(text: str) -> int:
    """`30`, `-30`, `1:30`, `-1:02:03`: seconds, below 0 back.

    Raises:
        Refusal: it is none of these, or farther than ten hours.
    """
    match = _BY.fullmatch(text.strip())
    if match is None:
        raise Refusal(f"I do not understand {quote(text)}. Write seconds like `30` or `-30`, or `1:30`.")
    sign, hours, minutes, rest = match.groups()
    found = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(rest)
    if not 0 < found <= _FARTHEST or (minutes and int(rest) > 59):
        raise Refusal("That is no way to go. Write seconds like `30` or `-30`, or `1:30`.")
    return -found if sign in {"-", "−", "–"} else found
