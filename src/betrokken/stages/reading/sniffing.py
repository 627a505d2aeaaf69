"""Whether a text is a table of separated cells, and by which separator; prose, logs and letters are none."""

import operator
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from betrokken.stages.reading.charset import lines
from betrokken.stages.reading.records import Separated, rows

SEPARATORS = {"\t": 1.0, ";": 1.0, "|": 0.97, "\x1f": 1.0, "\x01": 1.0, "¦": 0.9, "^": 0.85, "~": 0.8, ",": 0.9}
_LINES = 400  # looked at; more never changed an answer
_TITLES = 12  # lines above and under a table that are no rows of it

_WORD = re.compile(r"[^\W_]")
_SEP_LINE = re.compile(r'^\s*"?sep=(.)"?\s*$', re.IGNORECASE)
_MILLISECONDS = re.compile(r"(\d\d:\d\d:\d\d),(?=\d{3}\b)")
_LEVEL = re.compile(r"\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL)\b")
_STAMP = re.compile(
    r"^\W{0,2}\d\d:\d\d(?::\d\d)?\b|(?:\d{4}-\d\d-\d\d[T ]|\b\d\d[-/]\w{2,3}[-/]\d{4}[: ]|^\w{3} [ \d]\d )\d\d:\d\d\b"
)
_OTHER = re.compile(
    r"\s*(?:MSH|FHS|BHS|MSA)[|^~&]|\s*UN[AB][^\w\s]|\s*\{\s*[\"}]|\s*\[\s*[{\[\"\]]|\s*<[!?a-zA-Z]|%PDF|\{\\rtf|BEGIN:V"
    r"|-----BEGIN|From \S+@"
)
_MAIL = re.compile(
    r"^(?:From|To|Cc|Subject|Date|Received|Message-ID|MIME-Version|Return-Path|Content-\w+|Aan|Van|Onderwerp|Verzonden)"
    r": ?\S",
    re.IGNORECASE | re.MULTILINE,
)
_SQL = re.compile(
    r"^\s*(?:INSERT\s+(?:IGNORE\s+)?INTO\s|INSERT\s+\[|CREATE\s+TABLE\s|COPY\s+\S+\s.*FROM\s+stdin)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A way to split, and how sure (0 to 1) it is."""

    how: Separated
    sure: float


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the rows of one separator look like.

    width: cells of most rows. fits: rows of that width. share: theirs among the rows between the first and the last of
    them. filled: rows that are not blank. columns: columns with something in them. spaced: share of the separators
    with a space behind. uneven: see `_uneven`. labels: the first cells end in a colon.
    """

    width: int
    fits: int
    share: float
    filled: int
    columns: int
    spaced: float
    uneven: bool
    labels: bool


@lru_cache(maxsize=2)  # asked when a format is chosen and again when it reads
def sniff(text: str, cut: bool) -> Guess | None:
    """The likeliest separator of the start of a text, None when it is no such table. `cut`: the text goes on."""
    table = split_lines(text, cut)
    if found := _SEP_LINE.match(table[0] if table else ""):
        return _told(table[1:], found[1])
    if not table or foreign(text):
        return None
    guesses = [guess for separator in SEPARATORS if (guess := _judged(table, separator))]
    return max(guesses, key=lambda guess: guess.sure, default=None)


def split_lines(text: str, cut: bool) -> list[str]:
    """The first lines of a text, with their line ends; without the last when the text goes on and it may be half."""
    found = list(lines(text))
    if cut and len(found) > 1:
        found.pop()
    return found[:_LINES]


def sep_line(text: str) -> int:
    """1 when the first line only names the separator, as spreadsheets write it, else 0."""
    return int(bool(_SEP_LINE.match(next(lines(text), ""))))


def foreign(text: str) -> bool:
    """Whether a text plainly is of another kind: messages, markup, JSON, SQL or a mail."""
    start = text[:8192]
    return bool(_OTHER.match(start) or _SQL.search(start) or len(_MAIL.findall(start[:1024])) > 1)


def is_log(lines: list[str]) -> bool:
    """Whether most lines start with an instant, as a program writes them, and carry a level or single words."""
    stamped = sum(bool(_STAMP.search(line[:60])) for line in lines)
    levels = sum(bool(_LEVEL.search(line[:80])) for line in lines)
    return stamped > 0.6 * len(lines) or levels > 0.6 * len(lines)


def _told(table: list[str], separator: str) -> Guess:
    width = max((line.count(separator) for line in table[:1]), default=0) + 1
    return Guess(replace(_written(table, separator), width=width), 0.85)


def _judged(lines: list[str], separator: str) -> Guess | None:
    counts = Counter(line.count(separator) for line in lines if separator in line)
    if not counts or _are_sentences(lines, separator, counts):
        return None
    if separator == ",":
        lines = [_MILLISECONDS.sub(r"\1.", line) for line in lines]
    how = replace(_written(lines, separator), width=counts.most_common(1)[0][0] + 1)
    shape = _tabular(lines, how)
    first = lines[0].count(separator) + 1
    if shape is None and first > max(how.width, 2) and any(how.quote in line for line in lines):
        how = replace(how, width=first)  # quoted cells of many lines: the line of labels alone is whole
        shape = _tabular(lines, how)
    if shape is None:
        return None
    share = max(shape.share, 0.6)
    sure = share * (1 - 1 / shape.width) * SEPARATORS[separator] * min(1.0, 0.7 + 0.3 * shape.fits / shape.filled)
    return Guess(replace(how, width=shape.width if shape.share >= 0.8 else 0), 0.3 + 0.5 * sure)


def _tabular(lines: list[str], how: Separated) -> _Shape | None:
    """What the rows look like, None when they are no table."""
    shape = _shape(list(rows(lines, how)), "".join(lines), how.separator)
    return shape if shape and _is_table(shape, how.separator, lines) else None


def _are_sentences(lines: list[str], separator: str, counts: Counter[int]) -> bool:
    """Commas with a space behind in lines of unlike numbers of them: told at a glance, since most texts are prose."""
    if separator != ",":
        return False
    commas = sum(map(operator.mul, counts.keys(), counts.values()))
    spaced = sum(line.count(", ") for line in lines)
    return spaced > 0.5 * commas and max(counts.values()) < 0.6 * sum(map(bool, map(str.strip, lines)))


def _written(lines: list[str], separator: str) -> Separated:
    """Quotes, escapes and padding as the lines show them."""
    text = "".join(lines)
    mark = re.escape(separator)
    quote = "'" if '"' not in text and _all_quoted(lines, separator) else '"'
    escape = "\\" if re.search(rf'\\"(?!\s*(?:{mark}|$))', text, re.MULTILINE) else ""
    padding = len(re.findall(rf"{mark}(?= )|(?<= ){mark}", text)) if separator != "\t" else 0
    return Separated(separator, quote, escape, padded=padding > 0.5 * text.count(separator))


def _all_quoted(lines: list[str], separator: str) -> bool:
    cells = [cell.strip() for line in lines for cell in line.split(separator) if cell.strip()]
    return sum(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells) > 0.8 * len(cells)


def _shape(table: list[list[str]], text: str, separator: str) -> _Shape | None:
    filled = [row for row in table if any(map(_WORD.search, row))]  # blank lines and ruled ones say nothing
    widths = Counter(len(row) for row in filled if len(row) > 1)
    if not widths:
        return None
    width = max(widths, key=lambda w: (widths[w], w))
    at = [number for number, row in enumerate(filled) if len(row) == width]
    body = filled[at[0] : at[-1] + 1]
    columns = sum(any(cell.strip() for cell in column) for column in zip(*(filled[n] for n in at), strict=True))
    spaced = text.count(separator + " ") / max(1, text.count(separator))
    labels = sum(row[0].rstrip().endswith(":") for row in filled) > 0.6 * len(filled)
    return _Shape(width, len(at), len(at) / len(body), len(filled), columns, spaced, _uneven(filled), labels)


def _uneven(filled: list[list[str]]) -> bool:
    """Rows of many widths that are rows all the same: hardly one of two cells, or all under a header that is widest."""
    widths = [len(row) for row in filled]
    widest, few = max(widths), 0.1 * len(widths)
    if len(widths) < 5 or widest < 4:
        return False
    return sum(width < 3 for width in widths) <= few or (widths[0] == widest > 4 and sum(w < 2 for w in widths) <= few)


def _is_table(shape: _Shape, separator: str, lines: list[str]) -> bool:
    if shape.columns < 2 or (shape.width == 2 and shape.labels):
        return False
    if shape.filled == 1:
        return _is_header(lines, shape, separator)
    if shape.share < 0.8:
        return shape.uneven and separator in "\t;|"
    if separator == "," and shape.spaced > 0.5:
        return _is_spaced(shape)
    coverage = shape.fits / shape.filled
    if shape.width == 2:
        enough = 2 if separator in "\t;" else 3
        return shape.fits >= enough and coverage >= 0.9 and not (separator == "," and is_log(lines))
    if coverage >= 0.5:
        return shape.fits >= 2
    return shape.width >= 4 and shape.fits >= 2 and shape.filled - shape.fits <= _TITLES


def _is_spaced(shape: _Shape) -> bool:
    """Commas with a space behind are those of sentences, unless line after line has as many."""
    even = shape.fits >= 0.95 * shape.filled
    return even and ((shape.width >= 4 and shape.fits >= 3) or (shape.width == 3 and shape.fits >= 8))


def _is_header(lines: list[str], shape: _Shape, separator: str) -> bool:
    cells = [cell.strip() for cell in "".join(lines).split(separator)]
    words = all(len(cell) <= 40 and not cell.endswith(".") for cell in cells)
    return shape.width >= 3 and words and (separator != "," or not shape.spaced)
