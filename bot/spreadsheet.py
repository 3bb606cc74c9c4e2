"""Rows as a file that spreadsheets open, safe against what they would take for a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO

Cell = str | int | float | None
"""A text, a number, or nothing."""

_FORMULA = frozenset("=+-@")
_CONTROLS = frozenset("\t\r\n")
_START = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=.)", re.DOTALL)
"""Where a cell may start: at its beginning, and, where `;` or a tab is taken for the separator, within it."""


def to_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    r"""The rows as CSV (RFC 4180): comma, CRLF, texts in quotation marks, in UTF-8.

    It begins with a byte order mark: without one, Excel reads UTF-8 as the code page of its country, and
    every `ó` and `★` is lost; other programs skip it. A text that a spreadsheet would run as a formula gets
    an apostrophe before it; a number stays a number, −0.42 too, so that it can be reckoned with.
    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    file = StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerows([_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig", errors="replace")


def _harmless(text: str) -> str:
    guarded = _START.sub(lambda found: "'" if _runs(text[found.start() :]) else "", text)
    return f"'{text}" if guarded == text and text[:1] in _CONTROLS else guarded


def _runs(text: str) -> bool:
    """Whether a cell that begins with `text` may be run; spaces before it and full-width signs count."""
    first = next((c for c in text if not (c.isspace() or unicodedata.category(c) in {"Cc", "Cf"})), "")
    return unicodedata.normalize("NFKC", first) in _FORMULA
