"""Mailboxes of mails one after another (mbox, RFC 4155): each mail a text, its attachments read in place."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.stages.reading import embedded, mail_text
from betrokken.stages.reading.formats import eml

NAME: Final = "mbox"
MEDIA_TYPE: Final = "application/mbox"

_LARGEST: Final = 128 * 1024 * 1024  # bytes of one mail


def recognise(source: Source) -> float:
    """Sure when the first line is a "From " line and headers follow."""
    if not source.head.startswith(b"From "):
        return 0.0
    first, _, rest = source.head.partition(b"\n")
    return 0.96 if len(first) < 500 and len(eml.header_names(rest)) > 1 else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A text per mail, "message N", and behind it what its attachments hold."""
    with source.stream() as stream:
        for number, data in enumerate(_mails(stream), start=1):
            place = f"message {number}"
            try:
                mail = mail_text.parse(data)
            except UnreadableError as error:
                yield Trouble(place, error.reason)
                continue
            yield from eml.fragments(mail, place)
            yield from _attachments(mail, place, source)


def _mails(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of each mail; a "From " line starts one when it follows a blank line and a header comes next."""
    held: list[bytes] = []
    size = 0
    blank = True
    pending = b""
    for line in stream:
        if pending:
            if eml.header_names(line) and held:
                yield b"".join(held)
                held, size = [], 0
            elif held:
                held.append(pending)
            pending = b""
        if blank and line.startswith(b"From "):
            pending = line
        elif size < _LARGEST:
            held.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        blank = not line.strip()
    if held:
        yield b"".join(held)


def _attachments(mail: mail_text.Part, place: str, source: Source) -> Iterator[Fragment]:
    parts = (part for part in mail_text.leaves(mail) if not mail_text.is_body(part))
    for number, part in enumerate(parts, start=1):
        inner = f"{place} attachment {number}"
        if part.get_content_maintype() == "image":
            yield Trouble(inner, "an image: not read")
        elif part.get_content_type() == eml.MEDIA_TYPE:
            for held in part.walk():
                if held is not part:
                    yield from eml.fragments(held, inner)
                    break
        else:
            yield from embedded.fragments(mail_text.content(part), inner, source)
