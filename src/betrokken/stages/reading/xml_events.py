"""XML of any size as a run of events, without a tree. Entities, DTDs and outside files are never followed.

What strict parsers stop at and exports are full of is mended first: control characters, bare ampersands, HTML entities,
several documents in one file. What stays wrong is told, and all before it is kept.
"""

import re
from html.entities import html5
from typing import Final, Protocol
from xml.parsers import expat

from betrokken.model.errors import UnreadableError

_DEEPEST: Final = 256  # levels; the ceiling libxml2 has too
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#?[A-Za-z0-9]{1,31};)?")
_DECLARATION: Final = re.compile(r"<\?xml\s[^<>]{0,300}\?>")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[<>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL)
_NUMBER: Final = re.compile(r"#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});")


class Listener(Protocol):
    """What is told while a document is gone through; names are local, without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        ...

    def text(self, data: str) -> None:
        """Text within the element that is open; may come in pieces."""
        ...

    def end(self, name: str) -> None:
        """An element closes."""
        ...


class Feed:
    """Tells a listener the events of one document, given to it in blocks of text."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._level = 0
        self._blocks = 0
        self._whole = True
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = listener.text
        self._parser.DefaultHandler = _ignore  # with it set, expat leaves internal entities unexpanded
        self._parse("<file>", False)

    def give(self, text: str) -> None:
        """The next block. Raises UnreadableError for hostile nesting; after a fault all further blocks are ignored."""
        self._blocks += 1
        if self._whole:
            self._parse(mended(text, self._blocks == 1), False)

    def finish(self) -> bool:
        """Whether the document was whole."""
        if self._whole:
            self._parse("</file>", True)
        return self._whole

    def _parse(self, text: str, final: bool) -> None:
        try:
            self._parser.Parse(text.encode("utf-8"), final)
        except expat.ExpatError:
            self._whole = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._level += 1
        if self._level > _DEEPEST:
            raise UnreadableError("elements nested too deeply")
        told = {_local(key): value for key, value in attributes.items() if key[:5] != "xmlns"} if attributes else {}
        self._listener.start(_local(name), told)

    def _end(self, name: str) -> None:
        self._level -= 1
        self._listener.end(_local(name))


def _local(name: str) -> str:
    return name[name.rfind(":") + 1 :]


def _ignore(_: str) -> None:
    pass


def mended(text: str, first: bool) -> str:
    """A block of XML with what strict parsers stop at replaced."""
    if first:
        text = _DOCTYPE.sub("", text, count=1)
    text = _DECLARATION.sub("", text)
    if "&" in text:
        text = _REFERENCE.sub(_reference, text)
    return _CONTROLS.sub(" ", text)


def _reference(found: re.Match[str]) -> str:
    """A numeric reference stays when it names a character; a named one becomes it; anything else is an ampersand."""
    name = found[1]
    if not name:
        return "&amp;"
    if _NUMBER.fullmatch(name):
        code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        return f"&{name}" if 31 < code < 0xD800 or code in (9, 10, 13) or 0xDFFF < code < 0x110000 else " "
    return html5.get(name, f"&amp;{name}")
