"""Which signs the fonts of the letters can show. A sign that none can show would stop a whole batch, or print a box."""

import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

FONTS = Path(str(files("betrokken.edges") / "fonts"))
_SEGMENTS = 4  # the format of a `cmap` that all signs of the first plane can be in (OpenType 1.9, cmap)


@cache
def shown() -> frozenset[int]:
    """Code points that the fonts in the folder can show, in every weight of one family at least.

    Raises ValueError for a file that is no TrueType font or has no character map of format 4.
    """
    families: dict[str, list[set[int]]] = {}
    for path in sorted(FONTS.glob("*.ttf")):
        families.setdefault(path.stem.partition("-")[0], []).append(set(_mapped(path.read_bytes())))
    if not families:
        raise ValueError(f"no font in {FONTS}: the installation is not whole")
    return frozenset().union(*(set.intersection(*weights) for weights in families.values()))


def unknown(text: str) -> int:
    """How many different signs of a text no font can show."""
    return len({ord(sign) for sign in set(text)} - shown())


def _mapped(font: bytes) -> Iterator[int]:
    """Code points with a glyph of their own, by the first map of format 4."""
    cmap = _table(font, b"cmap")
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    starts = (cmap + struct.unpack_from(">I", font, cmap + 4 + 8 * n + 4)[0] for n in range(count))
    at = next((start for start in starts if struct.unpack_from(">H", font, start)[0] == _SEGMENTS), None)
    if at is None:
        raise ValueError("a font has no character map of format 4")
    double = struct.unpack_from(">H", font, at + 6)[0]
    ends, firsts = at + 14, at + 16 + double
    for n in range(0, double, 2):
        first, last, delta, offset = (
            struct.unpack_from(">H", font, place + n)[0]
            for place in (firsts, ends, firsts + double, firsts + 2 * double)
        )
        for point in range(first, min(last, 0xFFFE) + 1):
            if _glyph(font, firsts + 2 * double + n, offset, point - first, point + delta):
                yield point


def _glyph(font: bytes, place: int, offset: int, step: int, direct: int) -> int:
    if offset == 0:
        return direct & 0xFFFF
    return int(struct.unpack_from(">H", font, place + offset + 2 * step)[0])


def _table(font: bytes, name: bytes) -> int:
    for n in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if tag == name:
            return int(start)
    raise ValueError("a font has no character map")
