"""The colours of pictures, the same as those of cards."""

import math

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

NIGHT: Colour = (0x1B, 0x18, 0x2C)
"""The ground."""
PANEL: Colour = (0x27, 0x23, 0x3D)
"""What a bar runs in."""
LINE: Colour = (0x3E, 0x39, 0x5C)
INK: Colour = (0xF0, 0xED, 0xFA)
DIM: Colour = (0xA3, 0x9C, 0xBE)
GOLD: Colour = (0xF5, 0xB8, 0x3D)
ROSE: Colour = (0xCE, 0x5C, 0x80)
VIOLET: Colour = (0x5C, 0x50, 0xA0)


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a `share` of `other` in it, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def ramp(tone: float) -> Colour:
    """The colour of a score: violet at 0, rose in the middle, gold at 1; what is beyond is the end."""
    tone = unit(tone)
    return blend(VIOLET, ROSE, tone * 2) if tone < 0.5 else blend(ROSE, GOLD, tone * 2 - 1)


def unit(value: float, least: float = 0.0) -> float:
    """`value` between `least` and 1; what is no number is 0."""
    return 0.0 if math.isnan(value) else min(1.0, max(least, value))
