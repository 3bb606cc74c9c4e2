"""What a picture shows, as values: two that are equal are the same picture."""

from dataclasses import dataclass


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


Spec = BarChart | Histogram


def score_tone(score: float) -> float:
    """The tone of a score from 1 to 10: 0 to 1, as in the columns of a histogram."""
    return (score - 1) / 9
