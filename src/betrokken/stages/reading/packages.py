"""Office files that are zip files: which kind, and their parts, with a cap on what they inflate to."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from weakref import WeakKeyDictionary

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Source
from betrokken.stages.reading import zip_salvage
from betrokken.stages.reading.seeking import seekable

CUT_OFF: Final = "damaged or cut off: the list of parts at its end is missing"
_BLOCK: Final = 1 << 20
PART_CAP: Final = 128 * 1024 * 1024  # bytes one part of text may inflate to
SHEET_CAP: Final = 640 * 1024 * 1024  # bytes a part of cells or shared texts may inflate to; a full sheet has 500 MB
_FIRST_NAMES: Final = (b"[Content_Types].xml", b"_rels/", b"word/", b"xl/", b"ppt/", b"docProps/", b"customXml/")
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_MAIN_PARTS: Final = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
}
ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def kind(source: Source) -> str:
    """ "xlsx", "xlsb", "docx", "pptx", "odt", "ods", "odp", or "" for any other zip file or no zip file at all."""
    if not source.head.startswith(b"PK\x03\x04"):
        return ""
    if source not in _kinds:
        _kinds[source] = _kind(source)
    return _kinds[source]


_kinds: WeakKeyDictionary[Source, str] = WeakKeyDictionary()


def _kind(source: Source) -> str:
    head = source.head
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    if name == b"mimetype":
        return _open_document(head)
    if not name.startswith(_FIRST_NAMES):
        return ""
    try:
        with zipfile.ZipFile(seekable(source)) as package:
            names = set(package.namelist())
    except ZIP_ERRORS:
        return _cut_off(head)
    return next((found for part, found in _MAIN_PARTS.items() if part in names), "")


def _open_document(head: bytes) -> str:
    text = head[38:120].decode("latin-1")
    start = text.find(_OPEN_DOCUMENT)
    words = text[start + len(_OPEN_DOCUMENT) :] if start >= 0 else ""
    return next((k for word, k in (("text", "odt"), ("spread", "ods"), ("pres", "odp")) if words.startswith(word)), "")


def _cut_off(head: bytes) -> str:
    return next((k for part, k in ((b"xl/", "xlsx"), (b"word/", "docx"), (b"ppt/", "pptx")) if part in head), "")


class Package:
    """The parts of an office file.

    whole: whether the list of parts was there; without it they are found by their headers and read as far as they go.
    Raises UnreadableError when there is no part at all.
    """

    def __init__(self, source: Source) -> None:
        self._salvaged: dict[str, zip_salvage.Part] = {}
        self._data = b""
        try:
            self._zip: zipfile.ZipFile | None = zipfile.ZipFile(seekable(source))
            self.names = self._zip.namelist()
        except ZIP_ERRORS as error:
            self._zip = None
            self._data = source.bytes()
            self._salvaged = zip_salvage.parts(self._data)
            self.names = list(self._salvaged)
            if not self.names:
                raise UnreadableError(CUT_OFF) from error
        self.whole = self._zip is not None

    def read(self, name: str, cap: int = PART_CAP) -> bytes:
        """The bytes of a part. Raises UnreadableError when it inflates to more than `cap`, or is damaged."""
        return b"".join(self.blocks(name, cap))

    def blocks(self, name: str, cap: int) -> Iterator[bytes]:
        """A part in blocks. Raises UnreadableError when it inflates to more than `cap`, is missing or damaged."""
        total = 0
        for block in self._blocks(name):
            total += len(block)
            if total > cap:
                raise UnreadableError(f"a part inflates to more than {cap // 1024 // 1024} MB")
            yield block

    def _blocks(self, name: str) -> Iterator[bytes]:
        if self._zip is None:
            if name not in self._salvaged:
                raise UnreadableError("cut off: a part is missing")
            yield from zip_salvage.blocks(self._data, self._salvaged[name])
            return
        try:
            with self._zip.open(name) as part:
                while block := part.read(_BLOCK):
                    yield block
        except (*ZIP_ERRORS, KeyError) as error:
            raise UnreadableError("a part is damaged") from error
