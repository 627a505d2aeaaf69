"""Print jobs of label printers (ZPL II): one text per label, of the fields printed on it from top to bottom."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text
from betrokken.stages.reading import charset

NAME: Final = "zebra labels"
MEDIA_TYPE: Final = "application/vnd.zebra-zpl"

_START: Final = re.compile(r"\s*(?:[\^~][A-Z][A-Z0-9@][^\^~]{0,200}){0,20}\^XA", re.S)
_LABEL: Final = re.compile(r"\^XA(.*?)(?:\^XZ|(?=\^XA)|\Z)", re.S)
_COMMAND: Final = re.compile(r"[\^~]([A-Z][A-Z0-9@])([^\^~]*)", re.S)
_HEXED: Final = re.compile(r"(?:_[0-9A-Fa-f]{2})+")
_PLACED: Final = frozenset({"FO", "FT"})
_DATA: Final = frozenset({"FD", "FV"})
_LONGEST: Final = 1 << 20  # characters of one label


def recognise(source: Source) -> float:
    """Sure when the first commands open a label and fields stand in it."""
    if b"^XA" not in source.head[:4096]:
        return 0.0
    text = charset.start(source.head)
    return 0.95 if _START.match(text) and "^FD" in text else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """The labels in their order, each with the line its first field stands in."""
    line = 1
    for text in _labels(charset.plain(block) for block in charset.blocks(source)):
        last = 0
        for found in _LABEL.finditer(text):
            line += text.count("\n", last, found.start())
            last = found.start()
            if printed := _printed(found[1]):
                yield Text(f"line {line}", "\n".join(printed), line)
        line += text.count("\n", last)


def _labels(blocks: Iterable[str]) -> Iterator[str]:
    """Pieces that end where a label ends."""
    held = ""
    for block in blocks:
        held += block
        cut = held.rfind("^XZ") + 3
        if cut > 2 or len(held) > _LONGEST:
            cut = cut if cut > 2 else len(held)
            yield held[:cut]
            held = held[cut:]
    yield held


def _printed(label: str) -> list[str]:
    """The fields from top to bottom; those of one height beside each other."""
    at, hexed, fields = (0, 0), False, list[tuple[int, int, str]]()
    for command in _COMMAND.finditer(label):
        name, told = command[1], command[2]
        if name in _PLACED:
            numbers = [int(one) if one.isdigit() and len(one) < 8 else 0 for one in told.strip().split(",")[:2]]
            at, hexed = (numbers[-1] if len(numbers) > 1 else 0, numbers[0]), False
        elif name == "FH":
            hexed = True
        elif name in _DATA:
            text = _unhexed(told) if hexed else told
            fields.append((*at, text.replace("\\&", " ").replace("\n", " ").strip()))
    rows: dict[int, list[str]] = {}
    for height, _, text in sorted(fields, key=lambda field: field[:2]):
        if text:
            rows.setdefault(height, []).append(text)
    return ["   ".join(texts) for texts in rows.values()]


def _unhexed(text: str) -> str:
    """Characters written as "_" and two hexadecimal digits."""
    return _HEXED.sub(lambda found: charset.decode(bytes.fromhex(found[0].replace("_", "")))[0], text)
