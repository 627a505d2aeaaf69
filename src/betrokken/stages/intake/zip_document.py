"""Whether a zip is a document: those are read by formats, as one item, not taken apart."""

from typing import Final

from betrokken.stages.intake.zip_entries import LOCAL, SIZES_AFTER

# Members at the root that every OOXML document (ECMA-376 part 2, OPC) has, in whatever order it was written.
_OPC: Final = (b"[Content_Types].xml", b"_rels/.rels")
# OpenDocument 1.2 part 3 section 3.3 and EPUB OCF 3.2 section 4.3: the first member is `mimetype`, stored.
_MIMETYPES: Final = (b"application/vnd.oasis.opendocument.", b"application/vnd.sun.xml.", b"application/epub+zip")


def is_document(head: bytes) -> bool:
    """OOXML, OpenDocument or EPUB, by the local headers within the first bytes of the zip."""
    at = 0
    while 0 <= at < len(head) and head.startswith(LOCAL, at) and len(head) >= at + 30:
        name_length, extra_length = _number(head, at + 26, 2), _number(head, at + 28, 2)
        data_at = at + 30 + name_length + extra_length
        name = head[at + 30 : at + 30 + name_length]
        if name in _OPC or (name == b"mimetype" and head.startswith(_MIMETYPES, data_at)):
            return True
        at = _next(head, at, data_at)
    return False


def _next(head: bytes, at: int, data_at: int) -> int:
    """Where the next header starts: told by this one, or searched for when the sizes stand behind the data."""
    packed = _number(head, at + 18, 4)
    if packed or not _number(head, at + 6, 2) & SIZES_AFTER:
        return data_at + packed if not _number(head, at + 6, 2) & SIZES_AFTER else head.find(LOCAL, data_at + packed)
    return head.find(LOCAL, data_at)


def _number(head: bytes, at: int, length: int) -> int:
    return int.from_bytes(head[at : at + length], "little")
