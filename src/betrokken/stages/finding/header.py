"""Which row of a grid holds the labels, what stands above it, and where the labels come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import abbreviations, lexicon

Row = tuple[str, ...]

SEARCHED: Final = 30  # rows from the top in which labels are looked for
_SURE: Final = 0.8  # strength of a label that the word lists hold as a whole
_NO_DIGITS: Final = str.maketrans("", "", "0123456789")
_SHARE: Final = 0.35  # of the cells of a row of labels that are known ones, half-known ones for half
_LABEL_DIGITS: Final = 3  # in one label: "Tel 1", "K012"


@dataclass(frozen=True, slots=True)
class Header:
    """The labels of a block: one per column, with the label of the group each stands in ("" for none).

    row: index of the row with the labels, -1 where there is none. above: indexes of the rows with group labels.
    """

    labels: Row = ()
    groups: Row = ()
    row: int = -1
    above: tuple[int, ...] = ()


def digits(row: Sequence[str]) -> int:
    """How many digits a row holds."""
    joined = "".join(row)
    return len(joined) - len(joined.translate(_NO_DIGITS))


def is_blank(row: Sequence[str]) -> bool:
    """Whether nothing stands in a row, or lines and dots only."""
    return not any(c.isalnum() for cell in row for c in cell)


def is_header(row: Sequence[str], width: int) -> bool:
    """Whether most cells of a row are known labels."""
    cells = [cell for cell in row if cell.strip()]
    if not cells or (len(cells) == 1 and width > 1) or any(map(_is_value, cells)):
        return False
    found = [lexicon.meaning(cell) for cell in cells]
    sure = sum(one.strength >= _SURE for one in found)
    some = sum(
        0 < one.strength < _SURE or (not one.strength and _is_short(cell))
        for one, cell in zip(found, cells, strict=True)
    )
    if len(cells) < 4:
        return sure >= max(1, len(cells) - 1) and sure + some == len(cells)
    return sure >= 2 and (sure + some / 2) / len(cells) >= _SHARE


def _is_value(cell: str) -> bool:
    """Whether a cell starts as numbers and dates do ("1e telefoonnummer" is a label)."""
    return cell[:1].isdigit() and (digits([cell]) > 1 or not any(map(str.isalpha, cell))) and cell != "06"


def _is_short(cell: str) -> bool:
    return abbreviations.meaning(cell).strength > 0


def may_be_header(row: Sequence[str]) -> bool:
    """Whether one of the first two cells is a known label: asked of every row with few digits, so kept short."""
    for cell in row:
        if cell[:1].isdigit():
            return False
    said = [cell for cell in row if cell][:2]
    return any(len(cell) < 41 and lexicon.meaning(cell).strength >= _SURE for cell in said)


def find(rows: Sequence[Row], width: int) -> Header:
    """The labels of the first block of a grid; a Header without labels when there are none."""
    top = [at for at in range(min(len(rows), SEARCHED)) if not is_blank(rows[at])]
    at = next((i for i in top if is_header(rows[i], width)), None)
    if at is None:
        at = _by_contrast(rows, top, width)
    if at is None:
        at = _by_one_label(rows, top, width)
    return Header() if at is None else below_groups(rows, at, width)


def below_groups(rows: Sequence[Row], at: int, width: int) -> Header:
    """The header whose first row of labels is `at`: a row of groups hands over to the fuller row under it."""
    below = at + 1
    if below < len(rows) and _filled(rows[below]) > 1.4 * _filled(rows[at]) and is_header(rows[below], width):
        at = below
    labels = tuple(" ".join(cell.split()) for cell in rows[at])
    above = group_above(rows, at, width)
    return Header(
        labels, _spread(rows[above], width) if above is not None else (), at, (above,) if above is not None else ()
    )


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _by_contrast(rows: Sequence[Row], top: list[int], width: int) -> int | None:
    """A first full row of words over columns of numbers and dates, whatever language its words are in."""
    at = next((i for i in top if _filled(rows[i]) >= max(2, 0.6 * width)), None)
    if at is None:
        return None
    body = [rows[i] for i in range(at + 1, min(len(rows), at + 60)) if not is_blank(rows[i])]
    telling = [n for n in range(len(rows[at])) if _numeric([row[n] for row in body if n < len(row)])]
    worded = [n for n in telling if rows[at][n][:1].isalpha() and digits([rows[at][n]]) <= _LABEL_DIGITS]
    return at if len(worded) >= 2 or (worded and len(worded) == len(telling)) else None


def _by_one_label(rows: Sequence[Row], top: list[int], width: int) -> int | None:
    """A first full row of words with one known label that does not come back in its column ("Naam, ma, di, wo")."""
    at = next((i for i in top if _filled(rows[i]) >= max(2, 0.6 * width)), None)
    if at is None or digits(rows[at]) or width < 2 or len(rows) < at + 3:
        return None
    for n, cell in enumerate(rows[at]):
        below = {row[n] for row in rows[at + 1 :] if n < len(row)}
        if lexicon.meaning(cell).strength == 1 and below and cell not in below:
            return at
    return None


def _numeric(cells: list[str]) -> bool:
    """Whether cells start as numbers and dates do, and so as no label does."""
    said = [cell for cell in cells if cell.strip()]
    return len(said) >= 2 and sum(cell[:1].isdigit() and digits([cell]) > 1 for cell in said) >= 0.8 * len(said)


def group_above(rows: Sequence[Row], at: int, width: int) -> int | None:
    """The number of the row right above the labels when it names groups of columns ("Patiënt", "Huisarts")."""
    if not at or is_blank(rows[at - 1]) or digits(rows[at - 1]) > 2:
        return None
    cells = [(n, cell) for n, cell in enumerate(rows[at - 1]) if cell.strip()]
    several = len(cells) >= 2 and len(cells) < _filled(rows[at])
    lone = len(cells) == 1 and (cells[0][0] > 0 or is_context(cells[0][1]))
    return at - 1 if width > 1 and (several or lone) else None


def is_context(text: str) -> bool:
    """Whether text is a word for whose fields follow ("Patiënt", "Partner", "Onderzoek")."""
    return any(words(text) in known for known in lexicon.contexts().values())


def _spread(row: Row, width: int) -> Row:
    """Merged cells repeat to the right."""
    spread, current = [], ""
    for n in range(max(width, len(row))):
        cell = row[n].strip() if n < len(row) else ""
        current = cell or current
        spread.append(current)
    return tuple(spread)
