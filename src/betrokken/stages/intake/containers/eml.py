"""Mails (RFC 5322): the attachments are members; the body is read by a format."""

import email
import re
from base64 import b64decode
from collections.abc import Iterator
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO, Final, TypeAlias

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.paths import shown, shown_text
from betrokken.stages.intake.reasons import CUT_OFF

NAME: Final = "eml"
MEDIA_TYPE: Final = "message/rfc822"
ALSO_READ: Final = True
LARGEST: Final = 268_435_456  # bytes of one mail; taking it apart needs about five times as much memory
_BEFORE: Final = b"\r\n\xef\xbb\xbf"  # blank lines and byte order mark that exports put before the first header
_LOOKED_AT: Final = 8_192
_HEADER: Final = re.compile(rb"([!-9;-~]{1,76}):(?:[ \t]|\r?$)")
_SENDER: Final = frozenset(
    (b"from", b"sender", b"return-path", b"received", b"message-id", b"mime-version", b"delivered-to")
)
_USUAL: Final = _SENDER | frozenset(
    (b"to", b"cc", b"bcc", b"subject", b"date", b"reply-to", b"content-type", b"x-mailer", b"thread-topic")
)
_BODY: Final = ("text/plain", "text/html")
_NAMED_IN: Final = ("content-disposition", "content-type")
_UNCHANGED: Final = compat32.clone(mangle_from_=False)

_Part: TypeAlias = "Message[str, str]"


def recognise(source: Source) -> float:
    """Sure when the first lines are headers, three or more of which are those of a mail; two will do.

    It is better to look for attachments in vain than to miss them.
    """
    names = _header_names(source.head[:_LOOKED_AT])
    known = len(names & _USUAL) if names & _SENDER else 0
    return 0.9 if known > 2 else 0.6 if known == 2 else 0.0


def _header_names(head: bytes) -> set[bytes]:
    names: set[bytes] = set()
    lines = head.lstrip(_BEFORE).split(b"\n")
    for line in lines[: len(lines) - (len(head) == _LOOKED_AT)]:
        if not line.strip():
            break
        if line[:1] in b" \t" and names:
            continue
        header = _HEADER.match(line)
        if header is None:
            break
        names.add(header[1].lower())
    return names


def members(source: Source) -> Iterator[Member]:
    """Attachments, pictures and attached mails in their order; an attached mail is one member, to be opened itself."""
    if source.size > LARGEST:
        raise UnreadableError("a mail too large to be taken apart")
    mail = email.message_from_bytes(source.bytes().lstrip(_BEFORE), policy=compat32)
    for number, part in enumerate(_leaves(mail), start=1):
        name = _file_name(part)
        if name or part.get_content_type() not in _BODY or part.get_content_disposition() == "attachment":
            ending = ".eml" if part.get_content_type() == MEDIA_TYPE else ""
            yield Member(name or f"part {number}{ending}", partial(_content, part))
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in mail.defects):
        raise UnreadableError(CUT_OFF, "partly")


def _leaves(mail: _Part) -> Iterator[_Part]:
    """All parts that hold no others, in order; not those of attached mails."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(_children(part)))
        else:
            yield part


def _children(part: _Part) -> list[Any]:
    payload = part.get_payload()
    return payload if isinstance(payload, list) else []


def _content(part: _Part) -> BinaryIO:
    children = _children(part)
    if children and str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        return BytesIO(b64decode(str(children[0].get_payload()).encode("ascii", "replace")))
    if children:
        return BytesIO(b"\n".join(child.as_bytes(policy=_UNCHANGED) for child in children))
    payload = part.get_payload(decode=True)
    return BytesIO(payload if isinstance(payload, bytes) else b"")


def _file_name(part: _Part) -> str:
    """The file name of a part, "" when it has none: RFC 2231 parameters, RFC 2047 words, or bare bytes."""
    for name, value in list(part.raw_items()):
        if name.lower() in _NAMED_IN and isinstance(value, str) and not value.isascii():
            part.replace_header(name, shown(value.encode("ascii", "surrogateescape")))
    return " ".join(_decoded(part.get_filename("")).split())


def _decoded(name: str) -> str:
    if "=?" not in name:
        return shown_text(name)
    try:
        return "".join(_piece(piece, charset) for piece, charset in decode_header(name))
    except HeaderParseError:
        return name


def _piece(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError):
        return shown(piece)
