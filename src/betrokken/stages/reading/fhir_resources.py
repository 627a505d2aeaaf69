"""FHIR resources out of a file: JSON, lines of JSON, or XML; whole or cut off."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, Final

import ijson
import orjson
from lxml import etree

from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.stages.reading import charset, markup

Resource = dict[str, Any]

_IN_MEMORY: Final = 64 * 1024 * 1024  # bytes; above it resources are streamed
_DEEPEST: Final = 60  # levels of wrapping that are followed
_HOLDERS: Final = frozenset({"Bundle", "Parameters"})


def many(value: Any) -> list[Any]:
    """A value as a list: XML writes a single element where JSON has a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: Any) -> list[Resource]:
    """The objects of a value that may be a list."""
    return [item for item in many(value) if isinstance(item, dict)]


def first(value: Any) -> Resource:
    """The first object of a value that may be a list, {} for none."""
    return next(iter(objects(value)), {})


def word(value: Any) -> str:
    """A primitive as text, "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


class Resources:
    """The resources of a source, to be gone through more than once; small sources are parsed once."""

    def __init__(self, source: Source, aside: list[Fragment]) -> None:
        self._source, self._aside = source, aside
        self._xml = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
        self._held: list[tuple[str, Resource]] | None = None
        self._streamed = False
        if self._xml or source.size <= _IN_MEMORY:
            self._held = list(_walk(self._tree(), "", 0))

    def __iter__(self) -> Iterator[tuple[str, Resource]]:
        """(full URL or "", resource) in the order of the file."""
        return iter(self._held) if self._held is not None else self._stream()

    def _tree(self) -> Any:
        data = self._source.bytes()
        if self._xml:
            root, whole = markup.parse(data)
            if not whole:
                self._aside.append(Trouble("", markup.DAMAGED))
            return _from_xml(root)
        data = data if data.isascii() else charset.decode(data)[0].encode()
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            return self._lines(data)

    def _lines(self, data: bytes) -> list[Any]:
        found: list[Any] = []
        damaged = 0
        for line in data.splitlines():
            try:
                found += [orjson.loads(line)] if line.strip() else []
            except orjson.JSONDecodeError:
                damaged += 1
        if found and damaged:
            self._aside.append(Trouble("", "damaged lines", damaged))
        return found or [resource for _, resource in _items(BytesIO(data), data[:200], self._aside)]

    def _stream(self) -> Iterator[tuple[str, Resource]]:
        """Resources of a large file one by one; damage is told in the first pass only."""
        aside = [] if self._streamed else self._aside
        self._streamed = True
        with self._source.stream() as stream:
            if b'"Bundle"' in self._source.head[:4096] or self._source.head.lstrip()[:1] == b"[":
                yield from _items(stream, self._source.head, aside)
                return
            for line in stream:
                try:
                    yield from _walk(orjson.loads(line), "", 0)
                except orjson.JSONDecodeError:
                    aside.append(Trouble("", "damaged line", 1))


def _items(stream: BinaryIO, head: bytes, aside: list[Fragment]) -> Iterator[tuple[str, Resource]]:
    """Entries of a bundle or array as far as the text goes."""
    prefix = "item" if head.lstrip()[:1] == b"[" else "entry.item"
    try:
        for item in ijson.items(stream, prefix, use_float=True):
            yield from _walk(item, "", 0)
    except ijson.JSONError:
        aside.append(Trouble("", "damaged or cut off JSON: read as far as it goes"))


def _walk(node: Any, url: str, depth: int) -> Iterator[tuple[str, Resource]]:
    """Resources at any depth of wrapping: bundles, parameters, arrays, replies of a service."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from _walk(item, url, depth + 1)
    elif isinstance(node, dict):
        kind = node.get("resourceType")
        if isinstance(kind, str) and kind not in _HOLDERS:
            yield url, node
            return
        inner = word(node.get("fullUrl"))
        for value in node.values():
            if isinstance(value, (dict, list)):
                yield from _walk(value, inner, depth + 1)


def _from_xml(root: etree._Element) -> Any:
    """The JSON form of a FHIR XML tree: attributes `value` are primitives, elements with a capital are resources."""
    name = markup.local(root)
    found: Resource = {}
    if name[:1].isupper():
        found["resourceType"] = name
    for key, value in root.attrib.items():
        if isinstance(key, str) and isinstance(value, str) and key in ("url", "id"):
            found[key] = value
    for child in root:
        _add(found, markup.local(child), child)
    return found


def _add(found: Resource, name: str, child: etree._Element) -> None:
    value = child.get("value")
    if value is not None:
        _append(found, name, value)
        if len(child):
            _append(found, f"_{name}", _from_xml(child))
    elif name == "div":
        found[name] = " ".join("".join(map(str, child.itertext())).split())
    elif len(child) == 1 and markup.local(child[0])[:1].isupper():
        _append(found, name, _from_xml(child[0]))
    elif name:
        _append(found, name, _from_xml(child))


def _append(found: Resource, name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]
