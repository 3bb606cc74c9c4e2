"""Draws a histogram: ten columns, a count above each and its score below."""

from bot.pictures.canvas import MARGIN, WIDTH, Box, Canvas
from bot.pictures.lettering import Lettering, Style
from bot.pictures.palette import DIM, INK, LINE, ramp
from bot.pictures.specs import Histogram, score_tone

HEADING, SCORE = Style(27, bold=True), Style(25)
COUNT, LONG_COUNT = Style(24, bold=True), Style(22, bold=True)
HEIGHT = 332
FLOOR = 272
"""Pixels from the top to where columns stand."""
TALLEST = 156
COLUMN = 62
STEP = (WIDTH - 2 * MARGIN) / 10
RADIUS = 8
LEAST = 8
"""Pixels of the lowest column that is not empty."""
EMPTY = 4


def draw_histogram(histogram: Histogram, letters: Lettering) -> Canvas:
    """The histogram; all columns are empty where nobody voted."""
    canvas = Canvas(HEIGHT, letters)
    canvas.text(MARGIN, 42, histogram.heading, HEADING, INK, room=WIDTH - 2 * MARGIN)
    most = max((*histogram.counts, 1))
    style = LONG_COUNT if most >= 10_000 else COUNT
    for score, count in enumerate(histogram.counts[:10], start=1):
        middle = MARGIN + STEP * (score - 0.5)
        left = round(middle - COLUMN / 2)
        canvas.text(middle, FLOOR + 30, str(score), SCORE, DIM, room=STEP, align=0.5)
        if count <= 0:
            canvas.rounded(Box(left, FLOOR - EMPTY, COLUMN, EMPTY), EMPTY // 2, LINE)
            continue
        height = max(LEAST, round(TALLEST * count / most))
        box = Box(left, FLOOR - height, COLUMN, height)
        canvas.rounded(box, min(RADIUS, height // 2), ramp(score_tone(score)))
        canvas.text(middle, FLOOR - height - 22, short(count), style, INK, room=STEP, align=0.5)
    return canvas


def short(count: int) -> str:
    """`12,345`; from 100,000 on in thousands and from a million on in millions, cut: `123k`, `1.2M`."""
    if count < 100_000:
        return f"{count:,}"
    if count < 1_000_000:
        return f"{count // 1000}k"
    return f"{count // 100_000 / 10:,}M"
