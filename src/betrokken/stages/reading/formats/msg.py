"""Mails as Outlook saves them (msg): headers, body, and what the attachments hold (MS-OXMSG)."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Text, Trouble
from betrokken.stages.reading import charset, embedded, html_text, ole
from betrokken.stages.reading.formats import html
from betrokken.stages.reading.seeking import seekable

NAME: Final = "msg"
MEDIA_TYPE: Final = "application/vnd.ms-outlook"

_PROPERTY: Final = "__substg1.0_"
# Property tags of MS-OXPROPS: sender name and address, receivers, copies, subject, headers as sent.
_HEADERS: Final = (
    ("From", "0c1a"),
    ("From", "5d01"),
    ("To", "0e04"),
    ("Cc", "0e03"),
    ("Bcc", "0e02"),
    ("Subject", "0037"),
)
_SENT: Final = "007d"
_PLAIN: Final = "1000"
_HTML: Final = "1013"
_DATA: Final = "3701"
_DATE: Final = re.compile(r"^Date:\s*(.{1,100})$", re.MULTILINE | re.IGNORECASE)
_ATTACHMENT: Final = re.compile(r"^(__attach_version1\.0_#[0-9a-f]{8})/")
_INNER_MAIL: Final = re.compile(r"^__attach_version1\.0_#[0-9a-f]{8}/__substg1\.0_3701000d/")


def recognise(source: Source) -> float:
    """Sure when a compound file holds the properties of a mail."""
    if not source.head.startswith(ole.SIGNATURE):
        return 0.0
    names = ole.names(seekable(source))
    return 0.975 if "__properties_version1.0" in names or "__nameid_version1.0/__substg1.0_00020102" in names else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A text of headers and body, the tables of an HTML body, then the attachments."""
    container = ole.CompoundFile(seekable(source))
    yield from _mail(container, "", "")
    folders = dict.fromkeys(found[1] for name in container.names if (found := _ATTACHMENT.match(name)))
    for number, folder in enumerate(folders, start=1):
        yield from _attachment(container, f"{folder}/", f"attachment {number}", source)


def _mail(container: ole.CompoundFile, folder: str, place: str) -> Iterator[Fragment]:
    lines = [f"{label}: {value}" for label, tag in _HEADERS if (value := _string(container, folder, tag))]
    sent = _DATE.search(_string(container, folder, _SENT))
    lines += [f"Date: {sent[1].strip()}"] if sent else []
    plain = _string(container, folder, _PLAIN)
    page = _page(container, folder)
    if plain.strip() or not page:
        yield Text(place, "\n".join([*lines, "", plain.replace("\r\n", "\n")]))
    else:
        yield from html.fragments([*lines, "", *html_text.blocks(page)], place, f"{place} table".strip())


def _string(container: ole.CompoundFile, folder: str, tag: str) -> str:
    """A property of text: of UTF-16 (type 001F) or of one byte per character (001E)."""
    wide, narrow = f"{folder}{_PROPERTY}{tag}001f", f"{folder}{_PROPERTY}{tag}001e"
    names = container.names
    if wide in names:
        return container.read(wide).decode("utf-16-le", "replace").rstrip("\x00")
    return charset.decode(container.read(narrow))[0].rstrip("\x00") if narrow in names else ""


def _page(container: ole.CompoundFile, folder: str) -> str:
    name = f"{folder}{_PROPERTY}{_HTML}0102"
    return html.decoded(container.read(name)) if name in container.names else _string(container, folder, _HTML)


def _attachment(container: ole.CompoundFile, folder: str, place: str, source: Source) -> Iterator[Fragment]:
    if any(name.startswith(folder) and _INNER_MAIL.match(name) for name in container.names):
        yield from _mail(container, f"{folder}{_PROPERTY}{_DATA}000d/", place)
        return
    name = f"{folder}{_PROPERTY}{_DATA}0102"
    if name not in container.names:
        yield Trouble(place, "an attachment that is kept elsewhere")
        return
    try:
        yield from embedded.fragments(container.read(name), place, source)
    except UnreadableError as error:
        yield Trouble(place, error.reason)
