"""HTML as lines of text and grids, in one pass over the characters; no tree is built, so depth and size are harmless."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from betrokken.stages.reading import html_spans
from betrokken.stages.reading.grids import form_lines

_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})")
_SKIPPED: Final = frozenset({"script", "style", "noscript", "template", "svg", "math"})
_BREAKING: Final = frozenset(
    {
        *("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article", "form"),
        *(
            "header",
            "footer",
            "address",
            "blockquote",
            "pre",
            "dl",
            "title",
            "fieldset",
            "legend",
            "option",
        ),
        *("body", "head", "html", "center", "caption", "figure", "label", "select", "textarea", "o:p"),
    }
)
_VALUES: Final = re.compile(r"""\b(name|id|value|type|checked|content)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)
_HIDDEN_INPUTS: Final = frozenset({"submit", "button", "image", "reset", "checkbox", "radio"})
_SPACES: Final = re.compile(r"[^\S\n]+")
_DEEPEST_TABLE: Final = 30
_TERMS: Final = frozenset({"dt", "dd"})
_NEW_PAGE: Final = re.compile(r"(?i)\b(?:page-)?break-(?:before|after)\s*:\s*(?:always|page|left|right)")
_PARTING: Final = frozenset({"section", "article", "fieldset", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})

Block = str | list[list[str]]  # a line of text, or the rows of a grid


class _Table:
    """A table being read: rows of cells, each a list of pieces."""

    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []
        self.spans: dict[tuple[int, int], int] = {}
        self.holds_table = False

    def span(self, tag: str) -> None:
        """Remember how many rows the newest cell stands for, by its tag."""
        if (count := html_spans.rows_of(tag)) > 1:
            self.spans[len(self.rows) - 1, len(self.rows[-1]) - 1] = count

    def texts(self) -> list[list[str]]:
        """The rows as plain cells, without empty ones at the end."""
        cells = [[tidy("".join(cell)) for cell in row] for row in self.rows]
        cells = html_spans.laid_out(cells, self.spans) if self.spans and not self.holds_table else cells
        return [row for row in cells if any(row)]


def tidy(text: str) -> str:
    """Text with single spaces and no blank lines."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\u00a0", " ").split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader:
    """Takes tags and text in order and gives blocks."""

    def __init__(self) -> None:
        self._line: list[str] = []
        self._tables: list[_Table] = []
        self._term = False
        self.blocks: list[Block] = []

    def text(self, data: str) -> None:
        """Text between tags; line ends in it are spaces."""
        if data:
            self._put(unescape(data).replace("\r", " ").replace("\n", " "))

    def _put(self, data: str) -> None:
        table = self._tables[-1] if self._tables else None
        if table and table.rows and table.rows[-1]:
            table.rows[-1][-1].append(data)
        else:
            self._line.append(data)

    def _break(self) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].append("\n")
            return
        text = tidy("".join(self._line))
        self._line.clear()
        self.blocks += text.split("\n") if text else []

    def tag(self, name: str, whole: str) -> None:
        """A tag, with its text for the attributes."""
        closing = whole[1:2] == "/"
        if name == "table":
            self._close_table() if closing else self._open_table()
        elif name in ("td", "th", "tr") and self._tables:
            self._cell(name, closing, whole)
        elif name == "input":
            self._input(whole)
        elif name in _TERMS:
            self._describe(name, closing)
        elif name in _BREAKING:
            self._break()
            if not closing and (name in _PARTING or _NEW_PAGE.search(whole)):
                self._part()

    def _describe(self, name: str, closing: bool) -> None:
        """A term and its description are one line, as a label and its value."""
        if name == "dd" and not closing and self._term:
            told = "".join(self._line).rstrip() if not self._tables else ""
            self._put(" " if told.endswith(":") else ": ")
            self._term = False
        elif not (name == "dt" and closing):
            self._break()
            self._term = name == "dt"

    def _part(self) -> None:
        """A blank line before what begins a part of its own."""
        if not self._tables and self.blocks and self.blocks[-1] != "":
            self.blocks.append("")

    def _open_table(self) -> None:
        if self._tables:
            self._tables[-1].holds_table = True
        else:
            self._break()
        if len(self._tables) < _DEEPEST_TABLE:
            self._tables.append(_Table())

    def _cell(self, name: str, closing: bool, tag: str) -> None:
        rows = self._tables[-1].rows
        if name == "tr":
            if not closing and (not rows or rows[-1]):
                rows.append([])
        elif not closing:
            if not rows:
                rows.append([])
            rows[-1].append([])
            self._tables[-1].span(tag)

    def _close_table(self) -> None:
        """A grid is a block of its own; layout becomes lines of the cell around it or of the text."""
        if not self._tables:
            return
        table = self._tables.pop()
        rows = table.texts()
        lines = [cell for row in rows for cell in row if cell] if table.holds_table else form_lines(rows)
        if lines is None:
            self.blocks.append(rows)
            return
        for line in lines:
            self._break()
            self._put(line)
        self._break()

    def _input(self, whole: str) -> None:
        """A field of a form as it was filled in when the page was saved."""
        told = {key.lower(): value.strip("\"'") for key, value in _VALUES.findall(whole[:4000])}
        if told.get("value") and told.get("type", "text").lower() not in _HIDDEN_INPUTS:
            self.text(f" {told.get('name') or told.get('id') or ''}: {told['value']} ")

    def finish(self) -> list[Block]:
        """All blocks, also of what was left open."""
        while self._tables:
            self._close_table()
        self._break()
        return self.blocks


def blocks(text: str) -> list[Block]:
    """Lines of text and grids of a page in order."""
    reader = _Reader()
    for kind, data in _pieces(text):
        if kind:
            reader.tag(kind, data)
        else:
            reader.text(data)
    return reader.finish()


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """("", text) and (tag name, whole tag), each character looked at once."""
    at = 0
    while (start := text.find("<", at)) >= 0:
        if start > at:
            yield "", text[at:start]
        if text.startswith("<!--", start):
            at = _after(text, "-->", start + 4)
            continue
        found = _TAG.match(text, start)
        if not found:
            at = _after(text, ">", start) if text[start + 1 : start + 2] in ("!", "?", "/") else start + 1
            if at == start + 1:
                yield "", "<"
            continue
        name = found[1].lower()
        at = _tag_end(text, found.end())
        yield name, text[start:at]
        if name in _SKIPPED and text[start + 1] != "/":
            at = _skip(text, name, at)
    yield "", text[at:]


def _after(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)


def _tag_end(text: str, at: int) -> int:
    """Behind the ">" that ends a tag; one within quotes does not, unless the quote is never closed nearby."""
    end = text.find(">", at)
    if end < 0:
        return len(text)
    inside = text[at:end]
    for quote in "\"'":
        if inside.count(quote) % 2 and "=" + quote in inside:
            closing = text.find(quote, end, end + 10_000)
            real = text.find(">", closing) if closing > 0 else -1
            return real + 1 if real > 0 else end + 1
    return end + 1


def _skip(text: str, name: str, at: int) -> int:
    """Behind the end tag of an element whose content is no text."""
    end = text.find(f"</{name}", at)
    if end < 0:
        end = text.find(f"</{name.upper()}", at)
    return len(text) if end < 0 else end
