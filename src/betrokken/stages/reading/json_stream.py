"""Records out of a JSON document that is too large, or too damaged, to be parsed as a whole."""

from collections.abc import Iterator
from typing import Any

import ijson
from ijson.common import ObjectBuilder

from betrokken.model.fragments import Source
from betrokken.stages.reading import charset
from betrokken.stages.reading.json_rows import KEY, Row, text
from betrokken.stages.reading.json_source import UnparsableError

_DEEPEST = 1_000
_CONVINCING = 20  # names and values
_NAME = 200  # characters of a column name
_SCALARS = 1_000  # values outside records that are kept for their rows


class _Utf8:
    """A binary stream of the text of an item, whatever its character set."""

    def __init__(self, source: Source) -> None:
        self._blocks = charset.blocks(source)

    def read(self, size: int) -> bytes:
        """The next block; ijson asks for none of size 0 but once, to learn the type."""
        return next(self._blocks, "").encode("utf-8", "replace") if size else b""


def records(source: Source) -> Iterator[tuple[str, dict[str, Any] | list[Any], Row]]:
    """(path of the list, record, scalars met outside the lists) for the elements of the outermost lists.

    A list element that is a list itself comes as one. Raises UnparsableError where the text is no JSON any more.
    """
    walker = _Walker()
    try:
        for event, value in ijson.basic_parse(_Utf8(source), multiple_values=True, buf_size=charset.BLOCK):
            if found := walker.take(event, value):
                yield found
    except ijson.JSONError as error:
        raise UnparsableError from error
    if walker.scalars and not walker.gave:
        yield "", {}, walker.scalars


class _Walker:
    """Follows the events of the parser down to the elements of the outermost lists, and builds those."""

    def __init__(self) -> None:
        self.scalars: Row = {}
        self.gave = False
        self._path: list[str | None] = []  # a key for each open object, None for a list
        self._builder: ObjectBuilder | None = None
        self._key = ""
        self._depth = 0

    def take(self, event: str, value: Any) -> tuple[str, dict[str, Any] | list[Any], Row] | None:
        """Take one event in; gives an element when it is whole."""
        if self._builder is not None:
            return self._build(event, value)
        if event in ("start_map", "start_array"):
            self._open(event, value)
        elif event in ("end_map", "end_array"):
            self._path.pop()
        elif event == "map_key":
            self._path[-1] = value
        elif self._path and self._path[-1] is None:
            self.gave = True
            return self._name(), [value], self.scalars
        elif len(self.scalars) < _SCALARS:
            self.scalars[self._name()[:_NAME]] = text(value)
        return None

    def _open(self, event: str, value: Any) -> None:
        key = self._path[-1] if self._path else ""
        in_list = bool(self._path) and key is None
        numbered = event == "start_map" and bool(key) and any(character.isdigit() for character in key or "")
        if in_list or numbered:
            self._key = key or ""
            self._builder, self._depth = ObjectBuilder(), 0
            self._build(event, value)
        else:
            self._path.append("" if event == "start_map" else None)

    def _build(self, event: str, value: Any) -> tuple[str, dict[str, Any] | list[Any], Row] | None:
        assert self._builder is not None
        self._depth += {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}.get(event, 0)
        if self._depth > _DEEPEST:
            raise UnparsableError
        self._builder.event(event, value)
        if self._depth:
            return None
        built, self._builder, self.gave = self._builder.value, None, True
        if self._key and isinstance(built, dict):
            built = {KEY: self._key} | built
        return self._name(), built, self.scalars

    def _name(self) -> str:
        keys = [key for key in self._path if key]
        return ".".join(keys[: len(keys) - bool(self._key)])


def goes_well(head: bytes) -> bool:
    """Whether the first bytes of an item are JSON, apart from being cut off, or for a good number of values."""
    events = 0
    data = charset.sample(head)[0].encode("utf-8", "replace")
    try:
        for _ in ijson.basic_parse(data, multiple_values=True):
            events += 1
    except ijson.IncompleteJSONError as error:
        return events >= _CONVINCING or (events > 0 and "premature EOF" in str(error))
    except ijson.JSONError:
        return events >= _CONVINCING
    return events > 0
