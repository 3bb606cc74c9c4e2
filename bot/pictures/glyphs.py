"""Which characters a font file has: Pillow draws an empty box for the others and does not say so."""

import struct
from pathlib import Path

WINDOWS, UNICODE_BMP = 3, 1
"""Platform and encoding of the table that every font here brings."""


def characters(path: Path) -> frozenset[str]:
    """The characters of a TrueType font, up to U+FFFF.

    Reads a `cmap` table of format 4 (OpenType specification, "Character to Glyph Index Mapping").

    Raises:
        ValueError: the font has no such table.
    """
    data = path.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    for i in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, 12 + 16 * i)
        if tag == b"cmap":
            return frozenset(map(chr, _segments(data, _subtable(data, start))))
    raise ValueError(f"{path.name} has no cmap")


def _subtable(data: bytes, start: int) -> int:
    (count,) = struct.unpack_from(">H", data, start + 2)
    for i in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * i)
        if (platform, encoding) == (WINDOWS, UNICODE_BMP):
            return start + offset
    raise ValueError("the font's cmap has no table for Unicode's first plane")


def _segments(data: bytes, start: int) -> list[int]:
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    count = doubled // 2
    ends, firsts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, at)
        for at in (start + 14 + (doubled + 2) * (part > 0) + doubled * max(0, part - 1) for part in range(4))
    )
    found: list[int] = []
    for i, (first, end, delta, offset) in enumerate(zip(firsts, ends, deltas, offsets, strict=True)):
        if not offset:  # each glyph is the character plus a constant; 0 is the empty box
            found += (c for c in range(first, end + 1) if (c + delta) & 0xFFFF)
            continue
        place = start + 16 + 3 * doubled + 2 * i + offset  # the offset counts from where it stands itself
        glyphs = struct.unpack_from(f">{end + 1 - first}H", data, place)
        found += (first + k for k, glyph in enumerate(glyphs) if glyph)
    return found
