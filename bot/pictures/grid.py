"""Draws a grid of episodes: scored ones by colour and figure, watched ones ticked, the next one outlined."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PIL import Image, ImageDraw

from bot.pictures.canvas import FINE, MARGIN, WIDTH, Box, Canvas
from bot.pictures.lettering import Lettering, Style, breathe
from bot.pictures.palette import DIM, GOLD, INK, LINE, NIGHT, PANEL, VIOLET, Colour, blend, ramp, unit
from bot.pictures.specs import Cell, CellState, Grid, score_tone

HEADING, NOTE, TITLE, SMALL = Style(27, bold=True), Style(24), Style(24, bold=True), Style(22)
LIGHT: Colour = (0xFF, 0xFF, 0xFF)
DARK: Colour = (0x10, 0x0E, 0x1A)
FIRST_DARK = 5
"""The score from which on dark text stands out from its colour, and light text no longer does."""
WATCHED = blend(LINE, VIOLET, 0.25)

BAR, BAR_RADIUS = Box(MARGIN, 72, WIDTH - 2 * MARGIN, 12), 5
HEAD, LEGEND = 110, 64
"""Pixels above the first line and below the last."""
FIRST_TITLE, LATER_TITLE, RISE = 44, 56, 27
"""Pixels of a line with a title at the top and elsewhere, and from its middle to the next line."""
BETWEEN = 16
"""Pixels between two sections without titles."""
TALLEST = 1000
"""Pixels of all lines together: what would be higher is cut."""
GAP, SIDE = 24, 26
"""Pixels between the parts of a line, and of a cell in the legend."""

RINGS: dict[CellState | int, tuple[int, Colour]] = {CellState.NEXT: (4, GOLD), CellState.UNWATCHED: (2, LINE)}
"""How wide the outline of a cell is, in pixels, and its colour."""
TICK, STROKE = ((0.1, 0.54), (0.38, 0.8), (0.9, 0.22)), 0.15
"""Where the line of a tick runs, and how thick it is, in shares of its size."""


@dataclass(frozen=True, slots=True)
class Form:
    """How large cells are, in pixels. With no `word` they hold a single figure, and rows have the labels."""

    columns: int
    height: int
    gap: int
    radius: int
    label: Style
    word: Style | None
    tick: int

    @property
    def left(self) -> int:
        """Pixels from the left to the first cell."""
        return MARGIN + (0 if self.word else 76)

    @property
    def pitch(self) -> float:
        """Pixels from cell to cell."""
        return (WIDTH - MARGIN - self.left + self.gap) / self.columns


ROOMY = Form(10, 74, 9, 14, Style(26, bold=True), Style(22), 26)
DENSE = Form(10, 58, 7, 12, Style(23, bold=True), Style(20), 20)
COMPACT = Form(20, 31, 6, 7, Style(20, bold=True), None, 19)
MOST_ROOMY, MOST_DENSE = 60, 120
"""Cells that are drawn in each form at most."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of cells, or a title, or a space."""

    height: int
    cells: tuple[Cell, ...] = ()
    title: str = ""


class _Sheet(Canvas):
    """A canvas for ticks, which no font here has."""

    def __init__(self, height: int, letters: Lettering) -> None:
        super().__init__(height, letters)
        self._ticks: dict[int, Image.Image] = {}

    def tick(self, x: float, middle: float, size: int, colour: Colour) -> None:
        """A tick around a point."""
        if size not in self._ticks:
            self._ticks[size] = _tick(size)
        self._image.paste(colour, (round(x - size / 2), round(middle - size / 2)), self._ticks[size])
        breathe()


def draw_grid(grid: Grid, letters: Lettering) -> Canvas:
    """The grid, as high as its rows need, up to a limit."""
    cells = [cell for section in grid.sections for cell in section.cells]
    form = ROOMY if len(cells) <= MOST_ROOMY else DENSE if len(cells) <= MOST_DENSE else COMPACT
    lines = _within(_lines(grid, form, letters))
    canvas = _Sheet(HEAD + sum(line.height for line in lines) + LEGEND, letters)
    _head(canvas, grid, letters)
    top = HEAD
    for line in lines:
        canvas.text(MARGIN, top + line.height - RISE, line.title, TITLE, DIM, room=WIDTH - 2 * MARGIN)
        _row(canvas, line.cells, form, top)
        top += line.height
    _legend(canvas, cells, form, letters, top + 24)
    return canvas


def colours(state: CellState | int) -> tuple[Colour, Colour]:
    """The ground of a cell, and the colour that text has on it."""
    match state:
        case CellState.UNWATCHED:
            return PANEL, DIM
        case CellState.WATCHED:
            return WATCHED, LIGHT
        case CellState.NEXT:
            return NIGHT, GOLD
        case score:
            return ramp(score_tone(score)), LIGHT if score < FIRST_DARK else DARK


def _head(canvas: Canvas, grid: Grid, letters: Lettering) -> None:
    room = WIDTH - 2 * MARGIN
    note = min(letters.width(letters.clean(grid.note), NOTE), room * 0.4)
    canvas.text(MARGIN, 42, grid.heading, HEADING, INK, room=room - (note + GAP if note else 0))
    canvas.text(WIDTH - MARGIN, 42, grid.note, NOTE, GOLD, room=note, align=1)
    canvas.rounded(BAR, BAR_RADIUS, PANEL)
    canvas.filled(BAR, BAR_RADIUS, 0, unit(grid.share), GOLD)


def _lines(grid: Grid, form: Form, letters: Lettering) -> list[_Line]:
    lines: list[_Line] = []
    for section in grid.sections:
        if letters.clean(section.title):
            lines.append(_Line(LATER_TITLE if lines else FIRST_TITLE, title=section.title))
        elif lines:
            lines.append(_Line(BETWEEN))
        rows = (section.cells[i : i + form.columns] for i in range(0, len(section.cells), form.columns))
        lines += (_Line(form.height + form.gap, row) for row in rows)
    return lines


def _within(lines: list[_Line]) -> list[_Line]:
    """The lines around the one that matters most, as many as a picture holds, and how much is left out."""
    ends = [0, *accumulate(line.height for line in lines)]
    if ends[-1] <= TALLEST:
        return lines
    room = TALLEST - FIRST_TITLE - LATER_TITLE
    focus = _focus(lines)
    first, last = focus, focus + 1
    while wider := [
        (a, b)
        for a, b in ((first - 1, last), (first, last + 1))
        if a >= 0 and b <= len(lines) and ends[b] - ends[a] <= room
    ]:
        first, last = min(wider, key=lambda window: abs(2 * focus + 1 - sum(window)))
    while last > focus + 1 and not lines[last - 1].cells:  # a title without its cells
        last -= 1
    titles = [line.title for line in lines[:first] if not line.cells] if lines[first].cells else []
    before = _left_out(FIRST_TITLE, lines[:first], "before", *titles[-1:])
    return [*before, *lines[first:last], *_left_out(LATER_TITLE, lines[last:], "after")]


def _focus(lines: list[_Line]) -> int:
    """The line with the next episode, else the last one where something was watched, else the first."""
    states = [{cell.state for cell in line.cells} for line in lines]
    is_next = [i for i, found in enumerate(states) if CellState.NEXT in found]
    touched = [i for i, found in enumerate(states) if found - {CellState.UNWATCHED}]
    return [*is_next, *touched[-1:], 0][0]


def _left_out(height: int, lines: list[_Line], side: str, title: str = "") -> list[_Line]:
    number = sum(len(line.cells) for line in lines)
    said = " · ".join(filter(None, (f"… {number:,} more {side}" if number else "", title)))
    return [_Line(height, title=said)] if said else []


def _row(canvas: _Sheet, cells: tuple[Cell, ...], form: Form, top: int) -> None:
    if cells and not form.word:
        end, middle = form.left - 14, top + form.height / 2
        canvas.text(end, middle, cells[0].label, SMALL, DIM, room=end - MARGIN, align=1)
    for i, cell in enumerate(cells):
        left = form.left + round(form.pitch * i)
        _cell(canvas, cell, Box(left, top, int(form.pitch) - form.gap, form.height), form)


def _cell(canvas: _Sheet, cell: Cell, box: Box, form: Form) -> None:
    """A cell; what its colour means is said too, in a word or a sign."""
    ground, text = colours(cell.state)
    ring, colour = RINGS.get(cell.state, (0, ground))
    canvas.rounded(box, form.radius, colour)
    if ring:
        inside = Box(box.x + ring, box.y + ring, box.width - 2 * ring, box.height - 2 * ring)
        canvas.rounded(inside, form.radius - ring, ground)
    x, middle, room = box.x + box.width / 2, box.y + box.height / 2, box.width - 10
    if form.word:
        above = 0 if cell.state is CellState.UNWATCHED else box.height * 0.18
        colour = LIGHT if cell.state is CellState.NEXT else text
        canvas.text(x, middle - above, cell.label, form.label, colour, room=room, align=0.5)
        middle += box.height * 0.21
    match cell.state:
        case CellState.UNWATCHED:
            pass
        case CellState.WATCHED:
            canvas.tick(x, middle, form.tick, text)
        case CellState.NEXT:
            said = "next" if form.word else "»"
            canvas.text(x, middle, said, form.word or form.label, text, room=box.width, align=0.5)
        case score:
            said = f"{score}/10" if form.word else f"{score}"
            canvas.text(x, middle, said, form.word or form.label, text, room=box.width, align=0.5)


def _legend(canvas: _Sheet, cells: Sequence[Cell], form: Form, letters: Lettering, middle: int) -> None:
    """What the signs mean that are in the grid, and which the next episode is where no cell has a label."""
    x = MARGIN

    def write(text: str, room: float = 200) -> None:
        nonlocal x
        canvas.text(x, middle, text, SMALL, DIM, room=room)
        x += round(letters.width(letters.fit(text, SMALL, room), SMALL))

    first = {cell.state: cell for cell in reversed(cells)}
    for state, meaning in (
        (CellState.WATCHED, "watched"),
        (CellState.NEXT, "next"),
        (CellState.UNWATCHED, "not yet"),
    ):
        if state in first:
            _cell(canvas, Cell("", state), Box(x, middle - SIDE // 2, SIDE, SIDE), COMPACT)
            x += SIDE + 10
            named = state is CellState.NEXT and not form.word
            write(f"{meaning}: {first[state].label}" if named else meaning)
            x += GAP
    if any(isinstance(state, int) for state in first):
        write("scored 1")
        for score in range(1, 11):
            canvas.rectangle(Box(x + 14 * score - 4, middle - 10, 14, 20), colours(score)[0])
        x += 160
        write("10")


def _tick(size: int) -> Image.Image:
    large = Image.new("L", (size * FINE, size * FINE))
    draw = ImageDraw.Draw(large)
    points = [(large.width * x, large.width * y) for x, y in TICK]
    draw.line(points, 255, round(large.width * STROKE))
    for end in points:
        draw.circle(end, large.width * STROKE / 2, 255)
    return large.reduce(FINE)
