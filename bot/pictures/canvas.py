"""The ground that pictures are drawn on: text, rounded shapes, and the finished PNG."""

import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

from bot.pictures.lettering import Lettering, Style, breathe
from bot.pictures.palette import NIGHT, Colour, blend

WIDTH = 880
"""Pixels: 440 units doubled."""
MARGIN = 32
FINE = 4
"""Shapes are drawn this many times as large and reduced, which makes their edges smooth."""
STRIP = 32
"""Rows that are packed in one step."""
LEVEL = 4
"""How hard zlib tries; above, time doubles for a tenth less."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels: left, top, width and height."""

    x: int
    y: int
    width: int
    height: int


class Canvas:
    """An opaque picture in the making."""

    def __init__(self, height: int, letters: Lettering) -> None:
        self._image = Image.new("RGB", (WIDTH, height), NIGHT)
        self._draw = ImageDraw.Draw(self._image)
        self._letters = letters
        self._tracks: dict[tuple[int, int, int], Image.Image] = {}
        self._stripes: Image.Image | None = None

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        style: Style,
        colour: Colour,
        *,
        room: float,
        align: float = 0.0,
    ) -> None:
        """Write one line around the height `middle`, in at most `room` pixels.

        `align` says which part of it stands at `x`: 0 its left end, 1 its right end, 0.5 its middle.
        """
        fitting = self._letters.fit(text, style, room)
        left = x - self._letters.width(fitting, style) * align
        self._letters.write(self._draw, (left, middle + style.drop), fitting, style, colour)

    def rectangle(self, box: Box, colour: Colour) -> None:
        """A plain rectangle."""
        self._draw.rectangle((box.x, box.y, box.x + box.width - 1, box.y + box.height - 1), colour)

    def rounded(self, box: Box, radius: int, colour: Colour) -> None:
        """A rectangle with round corners."""
        self._image.paste(colour, (box.x, box.y), self._track(box, radius))
        breathe()

    def filled(
        self, box: Box, radius: int, begin: float, end: float, colour: Colour, *, faint: bool = False
    ) -> None:
        """Fill a rounded `box` from `begin` to `end`, shares of its width; what is `faint` is striped.

        Round where it ends, also to the left of where it begins.
        """
        track = self._track(box, radius)
        grows = begin <= end
        shape = _span(box, radius, begin, end, corners=(not grows, grows, grows, not grows))
        shape = ImageChops.darker(track, shape)
        self._image.paste(colour, (box.x, box.y), shape)
        if faint:
            inside = ImageChops.darker(shape, _span(box, radius, begin, end, inset=2))
            inside = ImageChops.multiply(inside, self._striped(box))
            self._image.paste(blend(NIGHT, colour, 0.25), (box.x, box.y), inside)
        breathe()

    def png(self) -> bytes:
        """The picture as a PNG (W3C, Portable Network Graphics, third edition), 8 bits a channel, no alpha.

        Pillow's own writer keeps the interpreter to itself for all of it, 10 to 20 ms; zlib lets others run.
        """
        width, height = self._image.size
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        packer = zlib.compressobj(LEVEL)
        packed: list[bytes] = []
        for top in range(0, height, STRIP):
            rows = self._image.crop((0, top, width, min(top + STRIP, height))).tobytes()
            unfiltered = b"".join(b"\0" + rows[at : at + width * 3] for at in range(0, len(rows), width * 3))
            packed.append(packer.compress(unfiltered))
            breathe()
        packed.append(packer.flush())
        chunks = ((b"IHDR", header), (b"IDAT", b"".join(packed)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)

    def _track(self, box: Box, radius: int) -> Image.Image:
        key = (box.width, box.height, radius)
        if key not in self._tracks:
            large = Image.new("L", (box.width * FINE, box.height * FINE))
            edges = (0, 0, large.width - 1, large.height - 1)
            ImageDraw.Draw(large).rounded_rectangle(edges, radius * FINE, 255)
            self._tracks[key] = large.reduce(FINE)
        return self._tracks[key]

    def _striped(self, box: Box) -> Image.Image:
        if self._stripes is None or self._stripes.size != (box.width, box.height):
            large = Image.new("L", (box.width * FINE, box.height * FINE))
            draw = ImageDraw.Draw(large)
            for x in range(-large.height, large.width, 12 * FINE):
                draw.line((x, large.height, x + large.height, 0), 255, 7 * FINE)
            self._stripes = large.reduce(FINE)
        return self._stripes


def _span(
    box: Box,
    radius: int,
    begin: float,
    end: float,
    *,
    inset: int = 0,
    corners: tuple[bool, bool, bool, bool] = (True, True, True, True),
) -> Image.Image:
    """A mask as large as `box`, of what lies between two shares of its width."""
    large = Image.new("L", (box.width * FINE, box.height * FINE))
    edge = inset * FINE
    left, right = sorted((round(begin * large.width), round(end * large.width)))
    if right - left > 2 * edge:
        ImageDraw.Draw(large).rounded_rectangle(
            (left + edge, edge, right - 1 - edge, large.height - 1 - edge),
            min(radius * FINE - edge, right - left - 2 * edge),
            255,
            corners=corners,
        )
    return large.reduce(FINE)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
