"""The values of a listing: paths, sizes with separators or units, days."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_UNITS: Final = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_SIZE: Final = re.compile(r"([0-9][0-9.,' \u00a0\u202f]*?)\s*(?:([kmgt])i?b?|b|bytes)?", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([.,' \u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*")
_DAYS: Final = (
    re.compile(r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<d>[0-9]{1,2})[-/.](?P<m>[0-9]{1,2})[-/.](?P<y>[0-9]{4})(?:[ T,].*)?"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a listing. path: parts joined by /. size: bytes. day: last change, if told. kind: as told."""

    path: str
    size: int
    day: date | None = None
    kind: str = ""


def clean(path: str) -> str:
    """A path with / between its parts, without drive, dots and double slashes."""
    parts = re.sub(r"^[A-Za-z]:", "", path.strip().replace("\\", "/")).split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def size(text: str) -> int | None:
    """Bytes: 1234, 1.234.567, 1,234, 1 234, 12 KB, 1,5 MB (of 1,024); None when it is no size."""
    found = _SIZE.fullmatch(text.strip())
    if not found:
        return None
    digits, unit = found[1].strip(), (found[2] or "").lower()
    if _GROUPED.fullmatch(digits):
        return int(re.sub(r"[^0-9]", "", digits)) * _UNITS[unit]
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", digits) and (unit or digits.isdigit()):
        return round(float(digits.replace(",", ".")) * _UNITS[unit])
    return None


def day(text: str) -> date | None:
    """A day: 2024-01-05 or 5-1-2024 (day first), a time may follow; None when it is none."""
    for shape in _DAYS:
        if found := shape.fullmatch(text.strip()):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None
