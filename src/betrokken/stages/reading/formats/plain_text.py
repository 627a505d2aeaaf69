"""Whatever decodes to printable text and is nothing else: letters, notes, logs, lists of one column."""

from collections.abc import Iterable, Iterator

from betrokken.model.fragments import Fragment, Source, Text
from betrokken.stages.reading import charset, label_sheets

NAME = "plain_text"
MEDIA_TYPE = "text/plain"

LONGEST = 1_000_000  # characters of one text; larger ones are cut, at a blank line where there is one


def recognise(source: Source) -> float:
    """0.1, so that every format with a mark of its own goes before."""
    return 0.1 if charset.start(source.head) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One text; or one a page, "page N", where form feeds part it; or one a label. Line ends become \\n."""
    paged = "\f" in charset.start(source.head).rstrip("\f\r\n ")
    for page, text, line in _pieces(_blocks(source), paged):
        place = f"page {page}" if paged else ""
        if sheet := label_sheets.of_text(text):
            yield from (_label(label, place, line + label.row) for label in sheet)
        elif text.strip():
            yield Text(place, text, line)


def _label(label: label_sheets.Label, place: str, line: int) -> Text:
    return Text(f"{place} line {line}".lstrip(), "\n".join(label.lines), line)


def _blocks(source: Source) -> Iterator[str]:
    for block in charset.blocks(source):
        yield charset.plain(block).replace("\r\n", "\n").replace("\r", "\n")


def _pieces(blocks: Iterable[str], paged: bool) -> Iterator[tuple[int, str, int]]:
    """(page, text, number of its first line) of pages, and of pieces of those that are too long."""
    page, line, held = 1, 1, ""
    for block in blocks:
        held, at = held + block, 0
        while (cut := _cut(held, at, paged)) > at:
            piece, at = held[at:cut], cut
            yield page, piece.rstrip("\f"), line
            line += piece.count("\n")
            page += paged and piece.endswith("\f")
        held = held[at:]
    yield page, held, line


def _cut(text: str, at: int, paged: bool) -> int:
    """Where the piece that starts at `at` ends; `at` itself when more text must be seen first."""
    end = at + LONGEST
    feed = text.find("\f", at, end) + 1 if paged else 0
    if feed or len(text) <= end:
        return feed or at
    blank = text.rfind("\n\n", at + LONGEST // 2, end)
    return blank + 2 if blank >= 0 else text.rfind("\n", at, end) + 1 or end
