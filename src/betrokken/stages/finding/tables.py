"""One table, chunk by chunk, turned into mentions and an account of its rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from betrokken.model.fragments import Table
from betrokken.stages.finding import block, bundling, columns, forms, header, kinds, rows
from betrokken.stages.finding.block import Block, Outcome, Row
from betrokken.stages.finding.forms import Record
from betrokken.stages.finding.header import Header
from betrokken.stages.finding.hits import Draft, Finding, Setting
from betrokken.stages.finding.kinds import About

_FEWEST: Final = 3  # labels of a block further down
_NOTE: Final = 8  # characters of a remark that can name somebody
_LETTER: Final = 250  # and of a result that is a letter
_CLIENT: Final = ("institution", "sender_code")
_TITLES: Final = 12  # lines above a header that can speak for the rows below it


class Keeper(Protocol):
    """Takes the rows of tables that other tables of the item may point to."""

    def keep(self, table: Table, made: Block, outcome: Outcome, place: str, at: int) -> bool:
        """Whether row `at` of the table was taken over; then its account is the keeper's."""
        ...


class Reader(Protocol):
    """Reads running text in a cell."""

    def read(self, text: str, place: str, own: Draft | None) -> list[Draft]:
        """Mentions of others than `own`; what the text says about `own` is added to it."""
        ...


@dataclass(slots=True)
class TableFinder:
    """The state of one table between its chunks."""

    path: str
    setting: Setting
    finding: Finding
    keeper: Keeper | None = None
    notes: Reader | None = None
    block: Block | None = None
    titles: list[str] = field(default_factory=list)
    shared: Mapping[str, str] = field(default_factory=dict)
    filled: list[tuple[Record, Draft]] = field(default_factory=list)

    def chunk(self, table: Table) -> None:
        """Find the mentions of one chunk. Chunks of a table come in their order."""
        self.finding.rows += len(table.rows)
        if table.columns:
            self._named(table)
        elif self.block is None and (pairs := forms.read(table.rows)):
            self._form(table, pairs)
        else:
            self._grid(table)

    def _about(self, table: Table) -> About:
        return About(table.name, table.place, self.path, tuple(self.titles))

    def _named(self, table: Table) -> None:
        """Columns with names, or with meanings the format gives."""
        if self.block is None:
            width = len(table.columns)
            names = Header(tuple(one.name for one in table.columns))
            if any(one.means for one in table.columns):
                found = columns.of_fields(table.columns, self.setting)
                kind = kinds.Kind("patient", samples=True)
                self.block = block.build(names, found, width, kind, self.setting, False)
            else:
                self.block = block.decide(names, table.rows, width, self._about(table), self.setting)
            self._speak(table)
        self._rows(table, 0, len(table.rows))

    def _grid(self, table: Table) -> None:
        """Rows among which the labels still stand, perhaps several times."""
        at = 0
        if self.block is None:
            at = self._start(table, 0)
        while at < len(table.rows):
            end = self._next_labels(table, at)
            self._rows(table, at, end)
            at = self._start(table, end) if end < len(table.rows) else end

    def _start(self, table: Table, at: int) -> int:
        """Decide the block that starts at row `at`; the number of its first row of data."""
        body = table.rows[at:]
        width = _width(body)
        found = header.find(body, width)
        first = found.row + 1
        above = [row for n, row in enumerate(body[: found.row]) if n not in found.above][-_TITLES:]
        self.titles = [" ".join(cell for cell in row if cell.strip()) for row in above if any(row)]
        stop = self._labels_after(table, at + first, found, width)
        data = table.rows[at + first : stop]
        found = _aligned(found, data)
        width = _width_under(found, data, width)
        self.block = block.decide(found, data, width, self._about(table), self.setting)
        self._account_above(table, at, first, found)
        self._speak(table)
        return at + first

    def _speak(self, table: Table) -> None:
        """What titles, the sheet and the section before say about all rows of the block."""
        lines = [*reversed(self.titles), table.place]
        if told := rows.institution_in(lines, self.setting):
            self.shared = {**self.shared, "institution": told}
        if named := rows.exam_in(lines, self.setting):
            self.shared = {**self.shared, "exam": named}
        if self.block:
            exams = any(column.word == "exam" for column in self.block.columns)
            self.block.shared = {name: value for name, value in self.shared.items() if name != "exam" or not exams}

    def _account_above(self, table: Table, at: int, count: int, found: Header) -> None:
        for n, row in enumerate(table.rows[at : at + count]):
            blank = header.is_blank(row)
            labels = n == found.row or n in found.above
            reason = rows.BLANK if blank else rows.HEADER if labels else rows.TITLE
            self.finding.set_aside(reason, 1, _where(table, at + n), table.rows, at + n)

    def _next_labels(self, table: Table, at: int) -> int:
        known = self.block.header if self.block else Header()
        return self._labels_after(table, at, known, self.block.width if self.block else 0)

    def _labels_after(self, table: Table, at: int, known: Header, width: int) -> int:
        """The number of the next row that holds other labels, or of the row of groups above it."""
        for n in range(at, len(table.rows)):
            row = table.rows[n]
            if header.may_be_header(row) and header.is_header(row, width):
                labels = tuple(" ".join(cell.split()) for cell in row)
                few = sum(map(bool, labels)) < min(_FEWEST, width)
                if not few and labels not in (known.labels, known.groups[: len(labels)]):
                    above = header.group_above(table.rows, n, width) if n > at else None
                    return n if above is None else above
        return len(table.rows)

    def _rows(self, table: Table, start: int, end: int) -> None:
        made = self.block
        if made is None:
            return
        finding, names = self.finding, table.row_names
        place = f"{table.place} {table.unit} ".lstrip()
        for n in range(start, end):
            row = table.rows[n]
            where = names[n] if names else f"{place}{table.first + n}"
            outcome = made.row(row, where)
            if self.notes and made.notes:
                self._read_notes(outcome, made, where)
            if self.keeper and self.keeper.keep(table, made, outcome, where, n):
                continue
            if outcome.drafts:
                finding.rows_with_mentions += 1
                finding.drafts += outcome.drafts
            else:
                finding.set_aside(outcome.reason, 1, where, table.rows, n)
        self.shared = made.shared

    def _read_notes(self, outcome: Outcome, made: Block, place: str) -> None:
        own = outcome.drafts[0] if outcome.drafts and outcome.somebody else None
        for column in made.notes:
            cell = outcome.cells[column.index] if column.index < len(outcome.cells) else ""
            shortest = _NOTE if column.word == "note" else _LETTER
            if self.notes and len(cell) > shortest:
                found = self.notes.read(cell, place, own)
                if own is None:
                    bundling.fill(found, _said_of_client(outcome))
                outcome.drafts += found

    def _form(self, table: Table, pairs: forms.Form) -> None:
        """Labels down the side: one record per form."""
        used: set[int] = set()
        for record in pairs.records:
            made = block.decide(
                Header(record.labels), [record.values], len(record.labels), self._about(table), self.setting
            )
            outcome = made.row(record.values, f"{table.place} {table.unit} {table.first + record.rows[0]}".lstrip())
            if outcome.drafts:
                used.update(record.rows)
                self.filled.append((record, outcome.drafts[0]))
                self.finding.drafts += outcome.drafts
        self.finding.rows_with_mentions += len(used)
        for n, row in enumerate(table.rows):
            if n not in used:
                reason = rows.BLANK if header.is_blank(row) else rows.NOBODY
                self.finding.set_aside(reason, 1, _where(table, n), table.rows, n)


def _said_of_client(outcome: Outcome) -> dict[str, str]:
    """What a row that names nobody itself says of the client holds for those whom its remark names."""
    return {name: outcome.gathered.fields[name] for name in _CLIENT if name in outcome.gathered.fields}


def _where(table: Table, n: int) -> str:
    return table.row_names[n] if table.row_names else f"{table.place} {table.unit} {table.first + n}".lstrip()


def _width(body: Sequence[Row]) -> int:
    """Cells of most rows; of equally many, the wider."""
    counted = Counter(len(row) for row in body[:2000] if any(row))
    return max(counted, key=lambda width: (counted[width], width), default=0)


def _width_under(found: Header, data: Sequence[Row], width: int) -> int:
    """Cells of the rows under labels: as many as there are labels, unless nearly all rows have another number."""
    labels = len(found.labels)
    if not labels or not data:
        return labels or width
    like = sum(len(row) == labels for row in data)
    return labels if len(data) < 3 or like >= 0.2 * len(data) else _width(data)


def _aligned(found: Header, data: Sequence[Row]) -> Header:
    """Labels moved one to the right where every row has a number or name of its own in front of them."""
    if not found.labels or not data or len(found.labels) != _width(data) - 1:
        return found
    moved = replace(found, labels=("", *found.labels), groups=("", *found.groups) if found.groups else ())
    return max((found, moved), key=lambda one: _fitting(one, data))


def _fitting(found: Header, data: Sequence[Row]) -> int:
    decided, _ = columns.decide(found, data[:50], len(data[0]), About(), Setting())
    return sum(column.ground == "label" for column in decided)
