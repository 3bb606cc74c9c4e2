"""Sets text in pictures: cleans it, cuts it to fit, and finds for each character a font that has it."""

import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

from bot.pictures.glyphs import characters
from bot.pictures.palette import Colour
from bot.text import clip, one_line

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
FALLBACKS = ("DroidSansFallback-subset.ttf", "NanumSquareR.ttf")
"""Kana and ideographs, Hangul; asked in this order for what the first font lacks."""
LONGEST = 300
"""Characters that are looked at: more never fits into a picture."""
ALIKE = str.maketrans({"\u2212": "\u2013"})
"""The minus sign, which no font here has, and a dash that looks the same."""
CAPITAL = 0.714
"""Height of a capital in Noto Sans, as a part of the size."""
THICKER = 0.4
"""Pixels by which a fallback, which has no bold, is thickened on each side where bold is asked for."""

BREATH = 0.00005
"""Seconds of rest after each step."""


def breathe() -> None:
    """Rest, so that the event loop can run.

    Pillow and FreeType keep Python's lock while they work: no step between two rests, such as a word, should
    take more than a millisecond or two.
    """
    time.sleep(BREATH)


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: `size` in pixels."""

    size: int
    bold: bool = False

    @property
    def drop(self) -> float:
        """Pixels from the middle of a line to its baseline: capitals and figures sit in the middle."""
        return self.size * CAPITAL / 2


class Lettering:
    """The fonts, opened once each. To be used by one thread at a time."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}

    def clean(self, text: str) -> str:
        """`text` in one line, of the characters that can be drawn; "" where nothing worth reading remains.

        Marks that cannot be joined with their letter are left out, and so is what runs from right to left.
        """
        breathe()
        composed = unicodedata.normalize("NFC", one_line(text[:LONGEST])).translate(ALIKE)
        kept = " ".join("".join(c for c in composed if self._draws(c)).split())
        lost_its_words = any(map(str.isalnum, composed)) and not any(map(str.isalnum, kept))
        return "" if lost_its_words else kept

    def fit(self, text: str, style: Style, width: float) -> str:
        """`text`, cleaned, and cut with an ellipsis to at most `width` pixels; "" if nothing fits."""
        text = self.clean(text)
        if self.width(text, style) <= width:
            return text
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            breathe()
            middle = (fits + too_long) // 2
            if self.width(clip(text, middle), style) <= width:
                fits = middle
            else:
                too_long = middle
        return clip(text, fits) if fits else ""

    def width(self, text: str, style: Style) -> float:
        """How many pixels cleaned `text` takes."""
        return sum(font.getlength(run) for font, run in self._runs(text, style))

    def write(
        self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, colour: Colour
    ) -> None:
        """Draw cleaned `text` from `at`, the left end of its baseline."""
        x, y = at
        for font, run in self._runs(text, style, by_word=True):
            thicker = THICKER if style.bold and Path(str(font.path)).name in FALLBACKS else 0
            draw.text((x, y), run, fill=colour, font=font, anchor="ls", stroke_width=thicker)
            x += font.getlength(run)
            breathe()

    def _runs(
        self, text: str, style: Style, *, by_word: bool = False
    ) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        for part in re.findall(r"\S+ *", text) if by_word else [text]:
            for name, run in groupby(part, lambda c: self._name(c, bold=style.bold)):
                yield self._font(name, style.size), "".join(run)

    def _font(self, name: str, size: int) -> ImageFont.FreeTypeFont:
        found = self._fonts.get((name, size))
        if found is None:
            found = self._fonts[name, size] = ImageFont.truetype(FONTS / name, size)
        return found

    def _name(self, character: str, *, bold: bool) -> str:
        if character not in self._main:
            for name, has in self._others:
                if character in has:
                    return name
        return BOLD if bold else REGULAR

    def _draws(self, character: str) -> bool:
        if unicodedata.category(character)[0] in "CM":
            return False
        if unicodedata.bidirectional(character) in {"R", "AL", "AN"}:
            return False
        return character in self._main or any(character in has for _, has in self._others)

    @cached_property
    def _main(self) -> frozenset[str]:
        return characters(FONTS / REGULAR) & characters(FONTS / BOLD)

    @cached_property
    def _others(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((name, characters(FONTS / name)) for name in FALLBACKS)
