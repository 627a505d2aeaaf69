"""Content made to hurt: it may cost rows or the item, never the process, and hardly time."""

import random
import time
from collections.abc import Callable

import pytest

from betrokken.kit.sources import BytesSource
from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Limits
from betrokken.stages.reading import stage
from tests.stages.reading.documents import pdf, shown
from tests.stages.reading.test_stage import SAMPLES

SECONDS = 4.0  # generous: these take some hundredths each on an idle machine


def read(content: bytes) -> int:
    """Read all, within the caps; gives the number of fragments, 0 for what is refused."""
    started = time.process_time()
    try:
        count = len(list(stage.read(BytesSource(content), Limits()).fragments))
    except UnreadableError:
        count = 0
    assert time.process_time() - started < SECONDS
    return count


HOSTILE: dict[str, Callable[[], bytes]] = {
    "quoted words without end": lambda: b'"a" "b" "c" "d" e\n' + b'"a" "b' * 300_000,
    "labels that never end": lambda: b"^XA^FO1,1^FDa^FS" * 60_000,
    "cells repeated without end": lambda: (
        b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        b' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><table>'
        + b'<table-row number-rows-repeated="9999999"><table-cell number-columns-repeated="9999999"><p>a</p></table-cell></table-row>'
        * 2_000
    ),
    "cells that span rows": lambda: b"<html><table>" + b"<tr>" + b"<td rowspan=999>a" * 3_000 + b"<tr><td>b" * 3_000,
    "a calendar folded over and over": lambda: b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n" + b" x\n" * 300_000,
    "parameters in a calendar": lambda: b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY" + b";A=b" * 300_000 + b"\n",
    "one card folded over and over": lambda: b"BEGIN:VCARD\nN:a\n" + b" ;x\n" * 300_000,
    "a card that never ends its lines": lambda: b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:a=\n" + b"x=\n" * 300_000,
    "forms abreast without end": lambda: b"naam A   naam B\ngeb 1    geb 2\nadres C  adres D\n" * 30_000,
    "columns without a list of contents": lambda: b"PAR1" + b"\x15" * 300_000 + b"PAR1",
    "labels without end": lambda: b"naam 1     naam 2     naam 3\nhuis 1,2   huis 2,2   huis 3,3\n\n" * 20_000,
    "a printed list of one letter": lambda: (
        b"A   B   C\n--------\n" + b"1  2  12-03-1960\n--------\nA   B   C\n" * 30_000
    ),
    "a table of no fields": lambda: (
        b"\x03\x7c\x01\x01" + bytes(4) + b"\x21\0\x01\0" + bytes(20) + b"\r" + b" " * 300_000
    ),
    "a page of single letters": lambda: pdf(
        b"".join(shown(20 + 9 * (n % 60), 800 - 3 * (n // 60), "a") for n in range(6_000))
    ),
    "zero bytes": lambda: b"a;b;c\n1;2;3\n" + bytes(2_000_000),
    "one long line": lambda: b"a;b;c\n" + b"x" * 10_000_000,
    "one long line of cells": lambda: b"a;b;c\n" + b"x;" * 1_000_000,
    "open quotes": lambda: b"a;b;c\n1;2;3\n4;5;6\n" + b'1;"x;3\n' * 100_000,
    "one open quote": lambda: b'a;b;c\n1;2;3\n4;5;6\n1;"x;3\n' + b"1;2;3\n" * 200_000,
    "quotes only": lambda: b"a;b;c\n1;2;3\n4;5;6\n" + b'"' * 1_000_000,
    "nested lists": lambda: b"[" * 500_000,
    "nested objects": lambda: b'{"a":' * 300_000,
    "nested and closed": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number without end": lambda: b'{"a": ' + b"1" * 1_000_000 + b"}",
    "no two records alike": lambda: b"".join(b'{"k%d": 1, "l%d": 2}\n' % (n, n) for n in range(10_000)),
    "lists in lists": lambda: (
        b'{"a": "' + b"x" * 1000 + b'", "b": [' + b'{"c": [{"d": 1}, {"d": 2}]},' * 5_000 + b"{}]}"
    ),
    "brackets in sql": lambda: b"INSERT INTO a VALUES " + b"(" * 500_000,
    "strings in sql": lambda: b"INSERT INTO a VALUES (" + b"'a''" * 300_000,
    "comments in sql": lambda: b"CREATE TABLE a (" + b"/*" * 300_000,
    "names in sql": lambda: b"CREATE TABLE a (" + b"[" * 300_000,
    "keys in sql": lambda: b"CREATE TABLE a (x int, " + b"PRIMARY KEY (" * 20_000,
    "tables in sql": lambda: b"INSERT INTO a VALUES (1, '" + b"create table x table " * 100_000 + b"');\n",
    "inserts in sql": lambda: b"INSERT INTO a VALUES (1);\n" + b"INSERT INTO a " * 100_000,
    "many inserts": lambda: b"INSERT INTO a VALUES (1);\n" + b"INSERT INTO a\n" * 50_000,
    "rich text": lambda: b"{\\rtf1 " + b"{\\b\\'e9\\u233?" * 200_000,
    "spaces": lambda: b"a  b  c\n" * 5 + b" " * 2_000_000,
    "form feeds": lambda: b"a\n\f" * 200_000,
    "mojibake": lambda: "ÃƒÂ«".encode() * 200_000,
    "half characters": lambda: b"naam\n" + b"\xc3" * 1_000_000,
    "high bytes": lambda: b"naam;a;b\n" + bytes(range(128, 256)) * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content(name: str) -> None:
    read(HOSTILE[name]())


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_content(name: str) -> None:
    chance = random.Random(name)
    whole = SAMPLES[name].encode() * 20
    for _ in range(15):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        start = chance.randrange(len(damaged))
        damaged[start : start + chance.randrange(200)] = bytes(chance.randrange(200))
        read(bytes(damaged[: chance.randint(1, len(damaged))]))
