"""Draws a chart of bars: one row each, columns as wide as their texts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.pictures.canvas import MARGIN, WIDTH, Box, Canvas
from bot.pictures.lettering import Lettering, Style
from bot.pictures.palette import DIM, GOLD, INK, LINE, NIGHT, PANEL, ROSE, ramp, unit
from bot.pictures.specs import Bar, BarChart

HEADING, NOTE = Style(27, bold=True), Style(22)
PLACE, LABEL, TITLE, FIGURE = Style(25, bold=True), Style(25), Style(24), Style(27, bold=True)

HEAD = 78
"""Pixels above the first row."""
ROW, BAR = 54, 28
"""Pixels from row to row and of a bar."""
TITLED_ROW, TITLED_BAR = 82, 24
"""The same where titles stand above the bars."""
ABOVE = 36
"""Pixels from the middle of a title to the middle of its bar."""
AXIS = 40
FOOT = 18
RADIUS = 8
GAP = 20
WIDEST_PLACE, WIDEST_LABEL, WIDEST_FIGURE, WIDEST_NOTE = 96, 160, 130, 230
"""Pixels; what is wider is cut, so that the bars keep a fifth of the width in the worst case."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand in every row, in pixels from the left."""

    place_end: float
    label: float
    title: float
    bar: int
    bar_end: int
    figure_end: float
    figure: float
    note: float

    @property
    def titled(self) -> bool:
        return self.title > 0


def draw_bars(chart: BarChart, letters: Lettering) -> Canvas:
    """The chart, as high as its rows need."""
    columns = _columns(chart, letters)
    row = TITLED_ROW if columns.titled else ROW
    canvas = Canvas(HEAD + row * len(chart.bars) + (AXIS if any(chart.ends) else 0) + FOOT, letters)
    _head(canvas, chart, letters)
    for i, bar in enumerate(chart.bars):
        top = HEAD + row * i
        if columns.titled:
            middle = top + row - 12 - TITLED_BAR // 2
            _words(canvas, bar, columns, middle - ABOVE)
            _bar(canvas, bar, columns, middle, TITLED_BAR, around_middle=chart.middle)
        else:
            middle = top + row // 2
            _words(canvas, bar, columns, middle)
            _bar(canvas, bar, columns, middle, BAR, around_middle=chart.middle)
    _axis(canvas, chart, columns, HEAD + row * len(chart.bars) + AXIS // 2)
    return canvas


def _head(canvas: Canvas, chart: BarChart, letters: Lettering) -> None:
    room = WIDTH - 2 * MARGIN
    note = min(letters.width(letters.clean(chart.note), NOTE), room * 0.4)
    canvas.text(MARGIN, 42, chart.heading, HEADING, INK, room=room - (note + GAP if note else 0))
    canvas.text(WIDTH - MARGIN, 42, chart.note, NOTE, DIM, room=note, align=1)


def _columns(chart: BarChart, letters: Lettering) -> _Columns:
    def widest(text: Callable[[Bar], str], style: Style, limit: float) -> float:
        widths: Iterable[float] = (letters.width(letters.clean(text(bar)), style) for bar in chart.bars)
        return min(max(widths, default=0), limit)

    place = widest(lambda bar: bar.place, PLACE, WIDEST_PLACE)
    label = widest(lambda bar: bar.label, LABEL, WIDEST_LABEL)
    figure = widest(lambda bar: bar.figure, FIGURE, WIDEST_FIGURE)
    note = widest(lambda bar: bar.note, NOTE, WIDEST_NOTE)
    titled = any(letters.clean(bar.title or "") for bar in chart.bars)

    place_end = MARGIN + place
    at_label = place_end + (GAP if place else 0)
    after_label = at_label + label + (GAP if label else 0)
    figure_end = WIDTH - MARGIN - note - (GAP if note else 0)
    bar_end = figure_end - figure - (GAP if figure else 0)
    return _Columns(
        place_end=place_end,
        label=at_label,
        title=after_label if titled else 0,
        bar=round(at_label if titled else after_label),
        bar_end=round(bar_end),
        figure_end=figure_end,
        figure=figure,
        note=note,
    )


def _words(canvas: Canvas, bar: Bar, columns: _Columns, middle: int) -> None:
    """Place, label and title, which share a line."""
    colour = GOLD if bar.place == "#1" else INK
    canvas.text(columns.place_end, middle, bar.place, PLACE, colour, room=WIDEST_PLACE, align=1)
    canvas.text(columns.label, middle, bar.label, LABEL, DIM, room=WIDEST_LABEL)
    if columns.titled:
        room = WIDTH - MARGIN - columns.title
        canvas.text(columns.title, middle, bar.title or "", TITLE, INK, room=room)


def _bar(
    canvas: Canvas, bar: Bar, columns: _Columns, middle: int, height: int, *, around_middle: bool
) -> None:
    """The bar in its track, and figure and note after it."""
    track = Box(columns.bar, middle - height // 2, columns.bar_end - columns.bar, height)
    canvas.rounded(track, RADIUS, PANEL)
    if around_middle:
        length = unit(bar.length, least=-1)
        colour = GOLD if length > 0 else ROSE
        canvas.filled(track, RADIUS, 0.5, 0.5 + length / 2, colour, faint=bar.faint)
        canvas.rectangle(Box(track.x + track.width // 2 - 1, track.y - 6, 2, height + 12), DIM)
    else:
        canvas.filled(track, RADIUS, 0, unit(bar.length), ramp(bar.tone), faint=bar.faint)
    if bar.mark is not None:
        at = track.x + round(unit(bar.mark) * (track.width - 4))
        canvas.rectangle(Box(at - 2, track.y - 6, 8, height + 12), NIGHT)
        canvas.rectangle(Box(at, track.y - 6, 4, height + 12), INK)
    canvas.text(columns.figure_end, middle, bar.figure, FIGURE, INK, room=columns.figure, align=1)
    canvas.text(WIDTH - MARGIN, middle, bar.note, NOTE, DIM, room=columns.note, align=1)


def _axis(canvas: Canvas, chart: BarChart, columns: _Columns, middle: int) -> None:
    """What the ends of the bars stand for."""
    if not any(chart.ends):
        return
    room = (columns.bar_end - columns.bar) / 2 - GAP / 2
    for text, x, align in ((chart.ends[0], columns.bar, 0), (chart.ends[1], columns.bar_end, 1)):
        canvas.rectangle(Box(x - (2 if align else 0), middle - AXIS // 2, 2, 8), LINE)
        canvas.text(x, middle + 6, text, NOTE, DIM, room=room, align=align)
