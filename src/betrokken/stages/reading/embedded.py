"""Documents inside a document (a PDF in a message, a spreadsheet in a letter), read by the format they are."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from betrokken.kit.discover import modules
from betrokken.kit.sources import BytesSource
from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Trouble

DEEPEST: Final = 3  # documents within documents; files that hold themselves exist
_FORMATS: Final = "betrokken.stages.reading.formats"


class Inner(BytesSource):
    """The bytes of a document inside another one, `depth` levels down."""

    def __init__(self, data: bytes, depth: int) -> None:
        super().__init__(data)
        self.depth = depth


def fragments(data: bytes, place: str, outer: object) -> Iterator[Fragment]:
    """What a document inside the source `outer` holds, each place behind `place`; Trouble when no format is sure."""
    depth = getattr(outer, "depth", 0) + 1
    if depth > DEEPEST:
        yield Trouble(place, "documents nested too deeply")
        return
    source = Inner(data, depth)
    found = max(modules(_FORMATS, ("recognise", "read")), key=lambda module: float(module.recognise(source)))
    if found.recognise(source) <= 0:
        yield Trouble(place, "an embedded document of a kind that is not read")
        return
    try:
        for fragment in found.read(source):
            yield replace(fragment, place=f"{place} {fragment.place}".strip())
    except UnreadableError as error:
        yield Trouble(place, error.reason)
