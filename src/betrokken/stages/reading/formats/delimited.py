"""Tables as text: cells apart by a separator, or in columns under each other.

Gives the raw grid, titles and header among the rows; which row is the header is for finding to say. Rows are numbered
as spreadsheets number them: from 1, with a row over several lines as one.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Field, Fragment, Source, Table, Trouble
from betrokken.stages.reading import aligned, charset, headed, keyed, label_sheets, records, sniffing

NAME = "delimited"
MEDIA_TYPE = "text/csv"

CHUNK = 50_000  # rows


def recognise(source: Source) -> float:
    """At most 0.85: formats with a signature of their own go before."""
    text = charset.start(source.head)
    if not text:
        return 0.0
    if guess := sniffing.sniff(text, _cut(source)):
        return guess.sure
    if headed.sniff(text, _cut(source)):
        return 0.3
    return 0.3 if aligned.sniff(text, _cut(source)) and not label_sheets.of_text(text) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table in chunks, without columns but where each cell says its name. Raises UnreadableError when the text is no table."""
    long_lines: list[int] = []
    lines = _lines(source, long_lines)
    rows, first = _rows(source, lines)
    names, rows = keyed.find(iter(rows))
    columns = tuple(map(Field, names))
    for chunk, cells in enumerate(_chunks(rows)):
        yield Table(place="", columns=columns, rows=cells, first=first + chunk * CHUNK, chunk=chunk)
    if long_lines:
        yield Trouble("", f"lines of over {charset.LONGEST} characters were read in pieces", 0)


def _cut(source: Source) -> bool:
    return source.size > len(source.head)


def _rows(source: Source, lines: Iterator[str]) -> tuple[Iterator[list[str]], int]:
    """Rows of cells, and the number of the first one."""
    text = charset.start(source.head)
    if guess := sniffing.sniff(text, _cut(source)):
        marked = sniffing.sep_line(text)
        return records.rows(islice(lines, marked, None), guess.how), 1 + marked
    if printed := headed.sniff(text, _cut(source)):
        return headed.rows(lines, printed), 1
    if columns := aligned.sniff(text, _cut(source)):
        return aligned.rows(lines, columns), 1
    raise UnreadableError("no table of separated cells")


def _lines(source: Source, long_lines: list[int]) -> Iterator[str]:
    for block in charset.blocks(source):
        if len(block) >= charset.LONGEST:
            long_lines.append(len(block))
        if "\0" in block or "\x1a" in block:
            block = charset.plain(block)
        yield from charset.lines(block.replace("\r\r\n", "\r\n") if "\r\r\n" in block else block)


def _chunks(rows: Iterable[list[str]]) -> Iterator[list[tuple[str, ...]]]:
    iterator = map(tuple, rows)
    while cells := list(islice(iterator, CHUNK)):
        yield cells
