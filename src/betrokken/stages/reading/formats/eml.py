"""Mails (RFC 5322): headers and body. Attachments are members of the mail as a container, and are skipped here."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text
from betrokken.stages.reading import html_text, mail_text
from betrokken.stages.reading.formats import html

NAME: Final = "eml"
MEDIA_TYPE: Final = "message/rfc822"

_HEADER: Final = re.compile(rb"([!-9;-~]{1,76}):(?:[ \t]|\r?$)")
_SENDER: Final = frozenset(
    (b"from", b"sender", b"return-path", b"received", b"message-id", b"mime-version", b"delivered-to")
)
_USUAL: Final = _SENDER | frozenset((b"to", b"cc", b"subject", b"date", b"reply-to", b"content-type", b"x-mailer"))
_LOOKED_AT: Final = 8_192
_POOR: Final = 5  # times shorter than the HTML at which a plain text is a stub ("see the HTML part")


def recognise(source: Source) -> float:
    """Sure when the first lines are headers, two or more of which are those of a mail."""
    names = header_names(source.head[:_LOOKED_AT])
    known = len(names & _USUAL)
    return 0.94 if known > 2 and names & _SENDER else 0.82 if known == 2 and names & _SENDER else 0.0


def header_names(head: bytes) -> set[bytes]:
    """Names of the header lines a text starts with, in lower case."""
    names: set[bytes] = set()
    for line in head.lstrip(b"\r\n\xef\xbb\xbf").split(b"\n"):
        if line[:1] in (b" ", b"\t") and names:
            continue
        header = _HEADER.match(line)
        if header is None:
            break
        names.add(header[1].lower())
    return names


def read(source: Source) -> Iterator[Fragment]:
    """One text of headers and body, then the tables of an HTML body."""
    yield from fragments(mail_text.parse(source.bytes()), "")


def fragments(mail: mail_text.Part, place: str) -> Iterator[Fragment]:
    """The text of a mail; the HTML part is read when there is no plain text worth the name."""
    lines = mail_text.headers(mail)
    plain, page = mail_text.bodies(mail)
    found = html_text.blocks(page) if page else []
    marked_up = sum(len(block) for block in found if isinstance(block, str))
    if found and (len(plain.strip()) * _POOR < marked_up or not plain.strip() or _leaves_out(plain, found)):
        yield from html.fragments([*lines, "", *found], place, f"{place} table".strip())
    else:
        yield Text(place, "\n".join([*lines, "", plain.replace("\r\n", "\n")]))


def _leaves_out(plain: str, found: list[html_text.Block]) -> bool:
    """Whether most of what the grids of the HTML hold is not in the plain text: "see the table"."""
    cells = [cell for block in found if not isinstance(block, str) for row in block for cell in row if len(cell) > 3]
    known = " ".join(plain.split())
    return sum(1 for cell in cells if " ".join(cell.split()) not in known) * 2 > len(cells)
