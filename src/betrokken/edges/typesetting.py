"""Letters and worksheets to PDF, by Typst. The same pages on the same day give the same bytes, on every machine.

A page is what stages/notifying/composing.py gives: JSON values, all text ready. Two kinds of file leave here:
`single`, for a screen: PDF/A-2a and PDF/UA-1, tagged for screen readers; `batch`, for a printer: PDF/A-2b without tags,
since merging or splitting drops them anyhow, and half the size.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import orjson
import typst

from betrokken.edges import glyphs
from betrokken.model.errors import DossierError, LetterError

Page = Mapping[str, Any]

AT_ONCE: Final = 50  # measured: 200 take four times the memory, 1,000 half the speed
_INPUTS: Final = {"letter": "letters", "worksheet": "worksheet"}  # template -> the name it has its data under
_AGE: Final = 2  # compilations of nothing behind each: Typst forgets what ten compilations did not use, else it grows
_OVERFLOW: Final = "window-overflow"  # what letter.typ panics with


@dataclass(frozen=True, slots=True)
class Refused:
    """A letter that cannot be set, by its place in what was given. reason: plain words, no value of a person."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """pdf: the letters that could be set, in their order, b"" for none. refused: all others."""

    pdf: bytes
    refused: tuple[Refused, ...]


def single(page: Page, day: date) -> bytes:
    """One letter for a screen, dated `day`. Raises LetterError telling why it cannot be set."""
    made = _tried([page], day, tagged=True)
    if isinstance(made, str):
        raise LetterError(f"the letter cannot be set: {made}")
    return made


def worksheet(page: Page, day: date) -> bytes:
    """A worksheet of a dossier for a screen, dated `day`: what stages/notifying/dossiers/laying_out.py gives.

    Raises DossierError telling why it cannot be set.
    """
    data = orjson.dumps(page).decode()
    if missing := glyphs.unknown(data):
        raise DossierError(f"the worksheet cannot be set: {missing} of its signs are in none of the fonts")
    try:
        return _set(data, day, tagged=True, template="worksheet")
    except typst.TypstError as error:
        raise DossierError("the worksheet cannot be set: Typst refuses it") from error


def batch(pages: Sequence[Page], day: date) -> Batch:
    """At most AT_ONCE letters for a printer. One that cannot be set costs itself only. Raises ValueError for more."""
    if len(pages) > AT_ONCE:
        raise ValueError(f"at most {AT_ONCE} letters at once: more take memory and no less time")
    whole = _tried(pages, day, tagged=False) if pages else b""
    if not isinstance(whole, str):
        return Batch(whole, ())
    good, refused = _sorted(list(enumerate(pages)), day)
    if not good:
        return Batch(b"", refused)
    made = _tried([page for _, page in good], day, tagged=False)
    if isinstance(made, str):
        raise LetterError(f"letters that can each be set cannot be set together: {made}")
    return Batch(made, refused)


def batches(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """The pages in runs of AT_ONCE."""
    for start in range(0, len(pages), AT_ONCE):
        yield pages[start : start + AT_ONCE]


def _sorted(pages: list[tuple[int, Page]], day: date) -> tuple[list[tuple[int, Page]], tuple[Refused, ...]]:
    """What can be set, and what cannot: halves of a failing batch are tried until one letter is left."""
    made = _tried([page for _, page in pages], day, tagged=False)
    if not isinstance(made, str):
        return pages, ()
    if len(pages) == 1:
        return [], (Refused(pages[0][0], made),)
    middle = len(pages) // 2
    (left, bad), (right, worse) = _sorted(pages[:middle], day), _sorted(pages[middle:], day)
    return left + right, bad + worse


def _tried(pages: Sequence[Page], day: date, tagged: bool) -> bytes | str:
    """The PDF, or the reason why there is none."""
    data = orjson.dumps(pages).decode()
    if missing := glyphs.unknown(data):
        return f"{missing} of its signs are in none of the fonts"
    try:
        return _set(data, day, tagged)
    except typst.TypstError as error:
        # The message of Typst may quote the letter, so it goes no further than this.
        return "the address does not fit the window" if _OVERFLOW in str(error) else "Typst refuses it"


def _set(data: str, day: date, tagged: bool, template: str = "letter") -> bytes:
    made = _compiler(template).compile(
        format="pdf",
        sys_inputs={_INPUTS[template]: data},
        pdf_standards=["a-2a", "ua-1"] if tagged else "a-2b",
        timestamp=datetime.combine(day, time(), UTC),
        pdf_tags=tagged,
    )
    if not isinstance(made, bytes):
        raise LetterError("the letter cannot be set: Typst gave no file")
    for _ in range(_AGE):
        _aging().compile(format="pdf")
    return made


@cache
def _compiler(name: str) -> typst.Compiler:
    """One for the process and template: it keeps the fonts and the parsed template."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(glyphs.FONTS)])
    return typst.Compiler(_template(name), font_paths=fonts)


@cache
def _aging() -> typst.Compiler:
    """Sets nothing."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    return typst.Compiler(_template("nothing"), font_paths=fonts)


def _template(name: str) -> Path:
    """A template in bytes would be set once only."""
    return Path(str(files("betrokken.edges") / "typeset" / f"{name}.typ"))
