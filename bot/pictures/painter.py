"""Draws any picture. Importing this loads Pillow, which the studio puts off until the first one."""

from bot.pictures.bars import draw_bars
from bot.pictures.grid import draw_grid
from bot.pictures.histogram import draw_histogram
from bot.pictures.lettering import Lettering
from bot.pictures.specs import BarChart, Grid, Histogram, Spec


class Painter:
    """Keeps the fonts open. To be used by one thread at a time."""

    def __init__(self) -> None:
        self._letters = Lettering()

    def __call__(self, spec: Spec) -> bytes:
        """The picture as a PNG."""
        match spec:
            case BarChart():
                return draw_bars(spec, self._letters).png()
            case Histogram():
                return draw_histogram(spec, self._letters).png()
            case Grid():
                return draw_grid(spec, self._letters).png()
