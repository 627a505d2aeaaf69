"""The readable part of a mail: its usual headers and its body, whatever they are coded in."""

import email
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from typing import Any, Final, TypeAlias

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading import charset

# Headers that name people or the subject; the others are traces of servers.
SHOWN: Final = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date")
_BODIES: Final = ("text/plain", "text/html")
_LONGEST_HEADER: Final = 200_000  # characters

Part: TypeAlias = "Message[str, str]"


def parse(data: bytes) -> Part:
    """A mail as a tree of parts. Raises UnreadableError when parts are nested beyond what can be followed."""
    try:
        return email.message_from_bytes(data, policy=compat32)
    except RecursionError as error:
        raise UnreadableError("parts nested too deeply") from error


def headers(mail: Part) -> list[str]:
    """The lines "From: ...", decoded and unfolded."""
    lines = []
    for name in SHOWN:
        for value in _all(mail, name):
            text = " ".join(decoded(value[:_LONGEST_HEADER]).split())
            lines.append(f"{name}: {text}")
    return lines


def _all(mail: Part, name: str) -> list[str]:
    return [str(value) for key, value in mail.raw_items() if key.lower() == name.lower()]


def decoded(value: str) -> str:
    """A header with its encoded words (RFC 2047) and bare bytes decoded."""
    if not value.isascii():
        value = charset.decode(value.encode("utf-8", "surrogateescape"))[0]
    if "=?" not in value:
        return value
    try:
        return "".join(_word(piece, told) for piece, told in decode_header(value))
    except (ValueError, LookupError):  # HeaderParseError is a ValueError by way of MessageError's kin
        return value


def _word(piece: bytes | str, told: str | None) -> str:
    return piece if isinstance(piece, str) else _text(piece, told)


def _text(data: bytes, told: str | None) -> str:
    """Bytes by the set they are told to be in when they fit it, else by what they look like."""
    if told:
        try:
            return data.decode(told)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return charset.decode(data)[0]


def leaves(mail: Part) -> Iterator[Part]:
    """Parts that hold no others, in order; an attached mail is one part."""
    waiting: list[Any] = [mail]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(reversed(payload))
        else:
            yield part


def is_body(part: Part) -> bool:
    """Whether a part is text to be read here and no attachment."""
    if part.get_content_type() not in _BODIES or part.get_content_disposition() == "attachment":
        return False
    return not part.get_filename("")


def content(part: Part) -> bytes:
    """The bytes of a part, transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def bodies(mail: Part) -> tuple[str, str]:
    """(plain text, HTML) of the body; several parts of one kind follow each other."""
    plain: list[str] = []
    html: list[str] = []
    for part in leaves(mail):
        if is_body(part):
            kept = plain if part.get_content_type() == "text/plain" else html
            kept.append(_text(content(part), _declared(part)))
    return "\n".join(plain), "\n".join(html)


def _declared(part: Part) -> str | None:
    """The charset a part declares, unless it is one that mailers write without meaning it."""
    told = part.get_param("charset", "")
    name = told if isinstance(told, str) else ""
    return name if re.fullmatch(r"[A-Za-z0-9_.:-]{2,40}", name) and name.lower() not in ("us-ascii", "ascii") else None
