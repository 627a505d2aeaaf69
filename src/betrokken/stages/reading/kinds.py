"""Kinds of content no format of ours reads, told by their first bytes, so that a report can say what they are."""

import re
from typing import Final

# Signatures as the formats' own specifications give them (also collected by the file(1) project).
# Kind and status: `skipped` holds no text of people that we could read; `unreadable` may well.
_KINDS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*|II\+\0|MM\0\+", "an image", "skipped"),
    (
        rb"RIFF.{4}WEBP|\0\0[\x01\x02]\0[\x01-\x20]\0|.{4}ftyp(?:hei|mif|avif)|8BPS|\0\0\0\x0cjP  ",
        "an image",
        "skipped",
    ),
    (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]|RIFF.{4}WAVE|OggS|fLaC|.{4}ftypM4A|#!AMR|FORM.{4}AIF", "sound", "skipped"),
    (
        rb".{4}ftyp|RIFF.{4}AVI |\x1aE\xdf\xa3|\0\0\x01[\xba\xb3]|FLV\x01|\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        "a film",
        "skipped",
    ),
    (rb"MZ|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]|\0asm|dex\n", "a program", "skipped"),
    (rb"\0\x01\0\0\0.{0,1}[\0-\x40]\0|OTTO\0|wOF[F2]|ttcf\0", "a font", "skipped"),
    (rb"\x17\r\r\n|[\x33\x42\x61\x6f\xa7\xcb\xf2-\xff].\r\r\n\0{0,4}", "compiled Python", "skipped"),
    (rb"\0\x01\0\0Standard (?:Jet|ACE) DB", "an Access database", "unreadable"),
    (rb"!BDN", "an Outlook mailbox", "unreadable"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", "unreadable"),
    (
        rb"PK(?:\x03\x04|\x05\x06|\x07\x08)|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh|\xfd7zXZ|MSCF",
        "an archive",
        "unreadable",
    ),
    (rb"%PDF", "a PDF document", "unreadable"),
    (rb".{128}DICM", "a DICOM image", "unreadable"),
    (rb"PAR1|ORC\x0a?|Obj\x01|ARROW1|\x89HDF", "a file of columns", "unreadable"),
    (rb"TAPE\0\0|MSSQLBAK", "a database backup", "unreadable"),
    (rb"PGDMP", "a PostgreSQL backup", "unreadable"),
    (
        rb"-----BEGIN PGP MESSAGE|\x85[\x01-\x04].\x03|age-encryption\.org|Salted__|LUKS\xba\xbe",
        "encrypted",
        "unreadable",
    ),
)
_PATTERNS: Final = tuple((re.compile(pattern, re.DOTALL), kind, status) for pattern, kind, status in _KINDS)


def kind(head: bytes) -> tuple[str, str]:
    """(reason, status of the item) for content that no format recognises."""
    for pattern, name, status in _PATTERNS:
        if pattern.match(head):
            return f"{name}: no format of ours", status
    if not head.strip(b"\0"):
        return "nothing but zero bytes", "unreadable"
    return "no format of ours", "unreadable"
