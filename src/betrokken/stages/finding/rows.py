"""Rows that are no records: titles, totals, sections; and rows whose cells have moved."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from betrokken.kit import organisations
from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.layout import STRICT, Column
from betrokken.stages.finding.recognisers import exam, person_name

Row = tuple[str, ...]

BLANK: Final = "blank row"
HEADER: Final = "header row"
TITLE: Final = "title or total row"
NOBODY: Final = "no person in this row"
PROFESSIONAL: Final = "professional only"
DAMAGED: Final = "row does not fit the columns"

_ORGANISATION: Final = 4  # letters of a word for an organisation that others can end in
_TITLE: Final = 80  # characters of a line that can be the title of a list
_MOVED: Final = 3  # cells a row may have too many or too few and still be put right
# A place behind a postcode or before the day of writing: practices are called after places.
_PLACED: Final = re.compile(
    r"\b[1-9][0-9]{3} ?[A-Z]{2}\b[ ]{1,3}[^\W\d][^\d,;:|]{1,40}|^\s*[^\W\d][^\d,;:|]{1,40},? +(?:d\.?d\.? *)?[0-9]{1,2}[ ./-]+\w{1,10}[ ./-]+(?:19|20)[0-9]{2}\s*$"
)
_BETWEEN: Final = re.compile(r"\s+[-–|/]\s+|\s*[,;|\t]\s*|\s*:\s+")
_CLIENT = frozenset({"institution", "sender_code", "requester"})


def is_title(row: Sequence[str], width: int) -> bool:
    """Whether a row holds one lone cell in a wide table, or says that it is a sum or a footer."""
    cells = [cell for cell in row if cell.strip()]
    if len(cells) == 1 and width > 2:
        return True
    first = words(cells[0]).split()[:1] if cells else []
    return len(cells) <= max(2, width // 2) and bool(first) and first[0] in lexicon.word_set("cells", "footer")


def institution_in(texts: Iterable[str], setting: Setting) -> str:
    """The institution a line of text names: behind a label for one, else one of the case, the longest name first."""
    for text in texts:
        label, colon, value = text.partition(":")
        if colon and value.strip() and lexicon.meaning(label).word == "institution":
            return " ".join(value.split())
        if found := _known_in(text, setting):
            return found
    return ""


def exam_in(texts: Iterable[str], setting: Setting) -> str:
    """The kind of exam a line above the rows names: "Werklijst Cervixcytologie"; names of organisations say none.

    A line that only says "other" (a laboratory is called after what it does) counts when no line says more.
    """
    told = [found for text in texts if (found := _exam_of(text, setting))]
    return next((found for found in told if found != "other"), told[0] if told else "")


def _exam_of(text: str, setting: Setting) -> str:
    value = text.partition(":")[2] or text
    found = exam.kind(value) if len(text) <= _TITLE and not _is_lab(value, setting) else ""
    return found if found and not _speaks_of_organisation(value) and not institution_in([text], setting) else ""


def _is_lab(text: str, setting: Setting) -> bool:
    """Whether a line is the name of the laboratory, or the part of it that the letterhead shows."""
    folded = words(text)
    return any(folded == lab or f" {folded} " in f" {lab} " for lab in setting.labs)


def _speaks_of_organisation(text: str) -> bool:
    """Whether a word for a kind of organisation stands in text, alone or at the end of one: "Huidkliniek"."""
    ends = tuple(word for word in lexicon.word_set("places", "organisations") if len(word) > _ORGANISATION)
    return person_name.is_organisation(text) or any(token.endswith(ends) for token in words(text).split())


def _known_in(text: str, setting: Setting) -> str:
    text = _PLACED.sub(" ", text)
    pieces = [piece for piece in _BETWEEN.split(text) if piece and words(piece) not in setting.labs]
    whole = next((piece for piece in pieces if organisations.exact(piece, setting.institutions)), "")
    if whole or organisations.inside(text, setting.institutions) is None:
        return whole
    tokens = [token for piece in pieces for token in piece.split()]
    runs = [tokens[at : at + n] for n in range(min(8, len(tokens)), 0, -1) for at in range(len(tokens) - n + 1)]
    runs.sort(key=lambda run: run[0].islower())  # "voor Ziekenhuis Oost": the shorter run is the name
    known = (" ".join(run) for run in runs if len(words(" ".join(run))) > 3)
    return next((run for run in known if organisations.exact(run, setting.institutions)), "")


def repair(row: Sequence[str], width: int, columns: Sequence[Column]) -> Row | None:
    """The row with its cells under their columns: padded when cut off, a cell split or lost put right; else None."""
    candidates = list(_candidates(tuple(row), width))
    if not candidates:
        return None
    best = max(candidates, key=lambda cells: _score(cells, columns))
    fitting, misfits = _fit(best, columns)
    return best if fitting >= 2 * misfits and (fitting or len(row) == width) else None


def _candidates(row: Row, width: int) -> Iterable[Row]:
    over = len(row) - width
    if over > 0:
        yield row[:width]
        if over <= _MOVED:
            for at in range(width):
                yield (*row[:at], "; ".join(row[at : at + over + 1]), *row[at + over + 1 :])
                yield (*row[:at], *row[at + over :])
    elif over < 0:
        yield (*row, *[""] * -over)
        if over >= -_MOVED:
            for at in range(len(row)):
                yield (*row[:at], *[""] * -over, *row[at:])
    else:
        yield row
        for at in range(width):
            if not row[-1]:
                yield (*row[:at], "", *row[at:-1])
            if not row[at]:
                yield (*row[:at], *row[at + 1 :], "")


def _score(cells: Row, columns: Sequence[Column]) -> float:
    fitting, misfits = _fit(cells, columns)
    loose = sum(not column.read(cells[column.index]).misfit for column in columns if column.word not in STRICT)
    return fitting - 2 * misfits + loose / 100


def _fit(cells: Row, columns: Sequence[Column]) -> tuple[int, int]:
    """(cells of strict columns that fit, that do not)."""
    read = [column.read(cells[column.index]) for column in columns if column.word in STRICT and cells[column.index]]
    return sum(one.said and not one.misfit for one in read), sum(one.misfit for one in read)


def is_section(row: Sequence[str]) -> bool:
    """ "Inzender: HAP De Linde | AGB 01998804": a labelled client amid few cells stands above the rows it is about."""
    cells = [cell.strip() for cell in row if cell.strip()]
    label, colon, told = cells[0].partition(":") if cells else ("", "", "")
    return len(cells) <= 3 and bool(colon and told.strip()) and lexicon.meaning(label).word in _CLIENT


def section(row: Sequence[str], setting: Setting) -> Mapping[str, str]:
    """What a line between rows says about the rows below it: {"institution": ...} or nothing."""
    cells = [cell.strip() for cell in row if cell.strip()]
    joined = ": ".join(cells) if len(cells) == 2 and ":" not in cells[0] else " ".join(cells)
    found = institution_in([joined], setting) if len(cells) <= 3 else ""
    return {"institution": found} if found else {}
