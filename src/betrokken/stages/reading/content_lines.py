"""Content lines of calendars and address books (RFC 5545 and RFC 6350): folded lines of a name, parameters and a value."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Source
from betrokken.stages.reading import charset

_PROPERTY: Final = re.compile(
    r"(?:[A-Za-z0-9-]{1,40}\.)?([A-Za-z0-9-]{1,60})"
    r"((?:;[A-Za-z0-9-]{1,60}(?:=(?:\"[^\"]*\"|[^\";:]*))?){0,40}):(.*)",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\([nN\\;,])")
_LONGEST: Final = 1_000_000  # characters of one property

Property = tuple[str, str, str]


def unfolded(source: Source) -> Iterator[str]:
    """Content lines; one that goes on starts its next line with a blank (RFC 5545, 3.1)."""
    held = ""
    for line in (line.rstrip("\r\n") for block in charset.blocks(source) for line in charset.lines(block)):
        if line[:1] in (" ", "\t") and held and len(held) < _LONGEST:
            held += line[1:]
        else:
            if held:
                yield held
            held = line
    if held:
        yield held


def parted(line: str) -> Property | None:
    """(name, parameters, value) of a content line, its group left out."""
    parts = _PROPERTY.match(line)
    return (parts[1].upper(), parts[2], parts[3]) if parts else None


def plain(value: str) -> str:
    """Text with its escapes undone (RFC 5545, 3.3.11)."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
