"""What a picture shows, as values: two that are equal are the same picture."""

from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart.

    `place` and `label` stand before the bar ("#1", "Ep 1"), `title` above it, `figure` and `note` after it
    ("9.40", "40 votes"). `length` is the part of the full width that is filled, 0 to 1; in a chart with a
    middle −1 to 1. `tone` chooses the colour, from violet (0) over rose to gold (1); in a chart with a middle
    the side does, gold to the right, rose to the left. `mark` is where a tick stands, 0 to 1 of the full
    width. A `faint` one is provisional: striped. Text is cut where it is too wide, and what no font has is
    left out.
    """

    label: str
    figure: str
    note: str
    length: float
    tone: float
    place: str = ""
    title: str | None = None
    mark: float | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Rows of bars under a heading, 1 to 25. `ends` say what an empty and a full bar stand for ("6", "10").

    With a `middle`, bars grow from there to either side, and `ends` are the left and the right one.
    """

    heading: str
    note: str
    bars: tuple[Bar, ...]
    ends: tuple[str, str] = ("", "")
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many gave each score: ten counts, from score 1 upwards."""

    heading: str
    counts: tuple[int, ...]


class CellState(Enum):
    """How far someone is with an episode that they gave no score."""

    UNWATCHED = auto()
    WATCHED = auto()
    NEXT = auto()
    """Unwatched, and the one to watch now."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An episode of a grid: its label ("13.5", "SP1"), and its state or, where scored, the score, 1 to 10."""

    label: str
    state: CellState | int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a grid, such as a season: its cells in order, under a title where it has one."""

    cells: tuple[Cell, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Someone's progress: a heading, a note ("7 of 26 · 27 %"), a bar filled to `share` (0 to 1), episodes.

    Of more episodes than a picture can hold, those around the next one are shown, and how many are not.
    """

    heading: str
    note: str
    share: float
    sections: tuple[Section, ...]


Spec = BarChart | Histogram | Grid


def score_tone(score: float) -> float:
    """The tone of a score from 1 to 10: 0 to 1, as in the columns of a histogram."""
    return (score - 1) / 9
