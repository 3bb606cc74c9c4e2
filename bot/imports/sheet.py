"""Episode numbers as CSV: read from anywhere, and written so that it reads itself."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from bot.domain.catalogue import Episode, Show, episode_key
from bot.domain.references import Absolute, InSeason
from bot.domain.references import parse as parse_reference
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.imports.entries import Imported, described, gathered
from bot.imports.files import WANTED
from bot.names import title_of
from bot.spreadsheet import to_csv

KIND = "CSV"
ROWS = 10_000
"""Rows that are read, blank ones not counted, and episodes that they may name."""
_LOOKED_AT = 100
"""Cells of a single row that say whether it is one of numbers."""
_NUMBER = 40
"""Characters of the longest cell that may name an episode."""
LONGEST = 2 * 1024 * 1024
"""Characters of a CSV, unpacked too: some 200 a row."""

_EPISODE = ("episode", "episodes", "ep", "ep.", "number", "no", "no.", "#")
"""What the column of numbers may be called; the first of these that is there is taken."""
_SEASON = "season"
_WATCHED = ("watched", "seen", "status", "state", "done")
"""What a column may be called that says whether one was watched; the first that is there is taken."""
_YES = {"yes", "y", "true", "1", "x", "✓", "✔", "☑", *_WATCHED, "completed", "complete", "finished"}
_SEPARATORS = ("\t", ";", ",")
_DECLARED = re.compile(r'"?sep=([,;\t])"?', re.IGNORECASE)
"""A first line by which spreadsheets are told the separator."""

_Row = list[str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A watched episode, where its mark came from (one word), and when it was first made."""

    episode: Episode
    source: str
    marked_at: datetime


def export(rows: Iterable[Marked], viewer: Viewer) -> bytes:
    """The marks as CSV that `read` takes back: `episode,title,source,marked at`, times in UTC (ISO 8601)."""
    table = [
        (
            m.episode.key,
            title_of(m.episode, viewer),
            m.source,
            f"{m.marked_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        )
        for m in rows
    ]
    return to_csv([("episode", "title", "source", "marked at"), *table])


def read(text: str, show: Show) -> Imported:
    """The episodes of `show` that a CSV names: `5`, `13.5`, `s1e5`, `1x5`, `sp1`.

    Separated by tab, semicolon or comma. Numbers stand in the column headed `episode` or the like, beside one
    headed `season` within that season; without a heading in the first column, or all in a single row. Where
    a column headed `watched`, `status` or the like is there, rows count in which it says yes.

    Raises:
        Refusal: it has no episode numbers, is broken, or is longer than `ROWS` or `LONGEST`.
    """
    if len(text) > LONGEST:
        raise Refusal(f"That is too long for a list of episodes. {WANTED}")
    lines = text.splitlines(keepends=True)
    rows = _rows(lines, _separator(lines))
    cells = list(islice(_cells(rows), ROWS + 1))
    if len(cells) > ROWS:
        raise Refusal(f"That file names more than {ROWS:,} episodes, which is more than I read.")
    found = [(cell, _reference(cell, season)) for cell, season in cells]
    if not any(reference for _, reference in found):
        raise Refusal(f"I see no episode numbers in that file. {WANTED}")
    keys: list[str] = []
    unmatched: list[str] = []
    for cell, reference in found:
        episode = _episode(show, reference) if reference else None
        if episode:
            keys.append(episode.key)
        else:
            unmatched.append(described(cell))
    return gathered(KIND, show, keys, unmatched)


def _separator(lines: list[str]) -> str:
    """The separator that leaves a heading or a number in the first row's first cells, else the comma."""
    if lines and (declared := _DECLARED.fullmatch(lines[0].strip())):
        del lines[0]
        return declared[1]
    first = next((line for line in lines if not line.isspace()), "")[:1_000]
    for separator in _SEPARATORS:
        cells = next(csv.reader([first], delimiter=separator), list[str]())
        if len(cells) > 1 and (_heading(cells) or _reference(cells[0].strip(), "")):
            return separator
    return ","


def _rows(lines: Iterable[str], separator: str) -> list[_Row]:
    try:
        reader = csv.reader(lines, delimiter=separator)
        filled = ([cell.strip() for cell in row] for row in reader if any(cell.strip() for cell in row))
        rows = list(islice(filled, ROWS + 1))
    except csv.Error:  # a quotation mark that is never closed, over more than csv.field_size_limit()
        raise Refusal("That CSV is broken. Save it anew and send it again.") from None
    if len(rows) > ROWS:
        raise Refusal(f"That file has more than {ROWS:,} rows, which is more than I read.")
    return rows


def _cells(rows: list[_Row]) -> Iterator[tuple[str, str]]:
    """What stands for an episode in each row, and for its season, blank where the row gives none."""
    if not rows:
        return
    heading = _heading(rows[0])
    if heading:
        names = [name.casefold() for name in rows[0]]
        season = names.index(_SEASON) if _SEASON in names else len(names)
        column = names.index(heading)
        says = next((names.index(name) for name in _WATCHED if name in names), None)
        watched = [row for row in rows[1:] if says is None or _at(row, says).casefold() in _YES]
        if says is not None and not watched:
            raise Refusal(f"By its column “{names[says]}”, your file has no episode that was watched.")
        for row in watched:
            if cell := _at(row, column):
                yield cell, _at(row, season)
    elif len(rows) == 1 and all(_reference(cell, "") for cell in rows[0][:_LOOKED_AT] if cell):
        yield from ((cell, "") for cell in rows[0] if cell)
    else:
        yield from ((row[0], "") for row in rows if row[0])


def _heading(row: _Row) -> str | None:
    names = {name.strip().casefold() for name in row}
    return next((name for name in _EPISODE if name in names), None)


def _at(row: _Row, column: int) -> str:
    return row[column] if column < len(row) else ""


def _reference(cell: str, season: str) -> Absolute | InSeason | None:
    if len(cell) > _NUMBER:
        return None
    try:
        reference = parse_reference(cell)
    except Refusal:  # blank, or too long to be one
        return None
    if isinstance(reference, Absolute) and season:
        return InSeason(int(season), reference.number) if re.fullmatch(r"[0-9]{1,3}", season) else None
    return reference if isinstance(reference, Absolute | InSeason) else None


def _episode(show: Show, reference: Absolute | InSeason) -> Episode | None:
    if isinstance(reference, Absolute):
        return show.by_absolute.get(reference.number)
    return show.by_key.get(episode_key(reference.season, reference.number))
