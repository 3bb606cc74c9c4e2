"""A small reader of Discord's markdown: what in a text does more than show itself."""

import re
from collections.abc import Iterator

_TARGETS = re.compile(
    r"<@!?\d+>|<@&\d+>|<#\d+>|<id:\w+>|</[^:\n<>]{1,100}:\d+>|<t:-?\d+(?::\w)?>|<a?:\w+:\d+>|@everyone|@here"
    r"|\[[^\]\n]+\]\(\s*<?[^)\s>]+[^)\n]*\)|<?(?:https?|ftp|steam|discord)://[^\s<>]+>?|<mailto:[^\s<>]+>"
    r"|discord(?:app)?\.(?:gg|com/invite)/[\w-]+"
)
"""Mentions, commands, moments, emoji of servers, links and invites."""
_LINE = re.compile(r"^[ \t]*(?:#{1,3} |-# |>>> |> |[-*+] |\d+\. )", re.MULTILINE)
"""What a line begins with that makes it a heading, small print, a quote or part of a list."""
_AROUND = ("***", "**", "__", "~~", "||", "*", "_")
_NAMED = re.compile(r":[a-z0-9_+-]{2,}:")
_INERT = re.compile(r"\\[!-/:-@\[-`{-~]|(`{1,3})(?:(?!\1).)+\1", re.DOTALL)
"""An escaped sign, or code between its fences."""


def acts(text: str) -> list[str]:
    """What acts in a text, in the order of the rules: each thing as it is written there."""
    shown, found = _read(text)
    for pattern in (_TARGETS, _NAMED):
        found += pattern.findall(shown)
        shown = pattern.sub(_blank, shown)
    found += [line.strip() for line in _LINE.findall(shown)]
    shown = _LINE.sub(_blank, shown)
    for sign in _AROUND:
        mark = re.escape(sign)
        pairs = re.compile(rf"{mark}(?=\S)(?:(?!{mark}).)+?{mark}", re.DOTALL)
        if sign == "_":
            pairs = re.compile(r"(?<!\w)_(?=\S)[^_]+?_(?!\w)")
        found += [sign for _ in pairs.findall(shown)]
        shown = shown.replace(sign, " " * len(sign))
    return sorted(found)


def _read(text: str) -> tuple[str, list[str]]:
    """The text without what was escaped and without code, whose signs do nothing; and the code."""
    fences = [found[1] for found in _INERT.finditer(text) if found[1]]
    return _INERT.sub("\ufffc", text), fences


def _blank(match: re.Match[str]) -> str:
    return "\ufffc" * len(match[0])


def hidden(text: str) -> Iterator[str]:
    """What no text should hold: controls, half characters, marks of direction, marks that pile up."""
    depth = 0
    for character in text:
        if character == "\u2068":
            depth += 1
        elif character == "\u2069":
            depth -= 1
        if depth not in (0, 1):
            yield "isolates that do not match"
            depth = 0
    if depth:
        yield "an isolate that is not closed"
    yield from re.findall(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066\u2067\u200e\u200f]", text
    )
    yield from re.findall(r"[\u0300-\u036f]{6,}", text)
