"""Eyes for finished pictures."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from bot.pictures.painter import Painter
from bot.pictures.palette import NIGHT, Colour
from bot.pictures.specs import Bar, BarChart, Spec


@dataclass(frozen=True)
class Seen:
    """A picture, decoded by Pillow, which checks every checksum of the PNG."""

    image: Image.Image

    @property
    def colours(self) -> set[Colour]:
        return {colour for _, colour in self.image.getcolors(1 << 20) or [] if isinstance(colour, tuple)}  # pyright: ignore[reportReturnType]  RGB

    def count(self, colour: Colour, box: tuple[int, int, int, int] | None = None) -> int:
        """Pixels of exactly this colour, in a box of left, top, right and bottom."""
        part = self.image.crop(box) if box else self.image
        return sum(number for number, found in part.getcolors(1 << 20) or [] if found == colour)

    def is_empty(self, box: tuple[int, int, int, int]) -> bool:
        """Whether nothing is drawn there."""
        return self.image.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), NIGHT)]


def look(spec: Spec, painter: Painter | None = None) -> Seen:
    image = Image.open(BytesIO((painter or Painter())(spec)))
    image.load()
    return Seen(image)


def bar(
    *,
    length: float = 0.5,
    tone: float = 0.5,
    place: str = "#2",
    label: str = "Ep 1",
    title: str | None = None,
    mark: float | None = None,
    faint: bool = False,
) -> Bar:
    return Bar(label, "8.40", "5 votes", length, tone, place, title, mark, faint)


def chart(*bars: Bar, heading: str = "Best to worst", middle: bool = False) -> BarChart:
    return BarChart(heading, "181 votes", bars, middle=middle)
