"""One block of a table: rows under one header, whose columns mean one thing from its first to its last row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from betrokken.kit.fold import words
from betrokken.stages.finding import abreast as side_by_side
from betrokken.stages.finding import bundling, columns, kinds, lexicon, mixed, rounds, rows, stacked, typed, weights
from betrokken.stages.finding.abreast import Abreast
from betrokken.stages.finding.bundling import Gathered, Group
from betrokken.stages.finding.header import Header, is_blank
from betrokken.stages.finding.hits import Draft, Setting
from betrokken.stages.finding.kinds import About, Kind
from betrokken.stages.finding.layout import MISFITTING, Column
from betrokken.stages.finding.mixed import Mixed
from betrokken.stages.finding.rounds import Rounds
from betrokken.stages.finding.stacked import Stacked
from betrokken.stages.finding.typed import Spread

Row = Sequence[str]

_SALVAGED = 2  # cells that do not fit in a row that still names somebody
_ENGLISH = 0.5  # part of the words of the labels


@dataclass(slots=True)
class Outcome:
    """What one row gave: mentions, or the reason why it gave none. cells: the row as it was read, put right.

    gathered: what it says about the person it is about, whether that names anybody or not. somebody: whether it does.
    """

    drafts: list[Draft]
    reason: str
    cells: Row
    gathered: Gathered
    somebody: bool = False


@dataclass(slots=True)
class Block:
    """A decided layout. shared: what a title or section line says about the rows below it.

    notes: columns of running text, and of results, which can be whole letters. spread: the columns of values whose kind
    stands beside them, or of several things in one cell. rounds: exams side by side. sides: whole tables side by side.
    mixed: people at work among the others.
    """

    header: Header
    width: int
    columns: list[Column]
    kind: Kind
    groups: list[Group]
    setting: Setting
    shared: dict[str, str] = field(default_factory=dict)
    notes: list[Column] = field(default_factory=list)
    spread: Spread | Stacked | None = None
    rounds: Rounds | None = None
    sides: Abreast | None = None
    mixed: Mixed | None = None
    _first: int = 0
    _label: str = "\0"
    _hopeless: bool = False

    def __post_init__(self) -> None:
        first = next((n for n, label in enumerate(self.header.labels[: self.width]) if label), -1)
        if first >= 0:
            self._first, self._label = first, self.header.labels[first]

        self.notes = [one for one in self.columns if one.word in ("note", "test_result") and not one.role]
        remarks = any(column.word == "note" for column in self.notes)
        self._hopeless = not remarks and not any(group.can_be_somebody() for group in self.groups)

    def row(self, row: Row, place: str) -> Outcome:
        """The mentions of one row, or why there are none."""
        if self.sides is None or len(row) != self.sides.whole:
            return self._record(row, place)
        first, *others = [self._record(part, place) for part in self.sides.parts(row)]
        first.drafts += [draft for other in others for draft in other.drafts]
        first.reason = "" if first.drafts else first.reason
        return first

    def _record(self, row: Row, place: str) -> Outcome:
        if self.rounds is None or len(row) != self.rounds.width:
            return self._row(row, place)
        outcome = self._row(self.rounds.first(row), place)
        if outcome.somebody:
            main = self.groups[0]
            further = [main.draft(main.gather(cells), cells, place) for cells in self.rounds.further(row)]
            bundling.fill(further, self.shared)
            outcome.drafts += further
        return outcome

    def _row(self, row: Row, place: str) -> Outcome:
        if self.spread and len(row) == self.spread.width:
            row = self.spread.row(row)
        if self._hopeless:
            return Outcome([], rows.NOBODY if any(row) else rows.BLANK, row, self._gathered(row))
        if not self.groups or len(row) < self.width or (len(row) > self.width and any(row[self.width :])):
            return self._odd(row, place)
        main = self.groups[0]
        gathered = main.gather(row)
        plain = gathered.tally < MISFITTING or not _is_doubtful(gathered)
        if not plain or not main.is_somebody(gathered) or row[self._first] == self._label:
            return self._odd(row, place)
        return self._drafts(row, place, gathered, True)

    def _gathered(self, row: Row) -> Gathered:
        return self.groups[0].gather(row) if self.groups and len(row) >= self.width else Gathered()

    def _drafts(self, cells: Row, place: str, gathered: Gathered, somebody: bool) -> Outcome:
        drafts = [self.groups[0].draft(gathered, cells, place)] if somebody else []
        if drafts and self.mixed and self.mixed.is_at_work(cells):
            drafts[0].role = "professional"
            drafts[0].because(weights.STAFF[0].format(mixed.GROUND), weights.STAFF[1])
        for group in self.groups[1:]:
            if other := group.known(cells, place):
                drafts.append(other)
        if self.shared:
            bundling.fill(drafts, self.shared)
        return Outcome(drafts, "" if drafts else rows.NOBODY, cells, gathered, somebody)

    def _odd(self, row: Row, place: str) -> Outcome:
        """A row that is no plain record: a label, a title, a total, or a record whose cells have moved."""
        if reason := self._aside(row):
            return Outcome([], reason, row, Gathered())
        if not self.groups:
            return Outcome([], rows.NOBODY, row, Gathered())
        cells = self._put_right(row)
        if cells is None:
            return Outcome([], rows.DAMAGED, row, Gathered())
        gathered = self.groups[0].gather(cells)
        outcome = self._drafts(cells, place, gathered, self.groups[0].is_somebody(gathered))
        if not outcome.drafts and self.kind.role == "professional":
            outcome.reason = rows.PROFESSIONAL
        return outcome

    def _put_right(self, row: Row) -> Row | None:
        """The row with its cells under their columns, None when no way of moving them makes it a record."""
        moved = rows.repair(row, self.width, self.columns)
        if moved is None and len(row) == self.width:
            gathered = self.groups[0].gather(row)
            kept = gathered.misfits <= max(_SALVAGED, gathered.fitting) and self.groups[0].is_somebody(gathered)
            return row if kept else None
        return moved

    def _aside(self, row: Row) -> str:
        if is_blank(row):
            return rows.BLANK
        if self.is_label_row(row):
            return rows.HEADER
        if rows.is_title(row, self.width) or rows.is_section(row):
            if found := rows.section(row, self.setting):
                self.shared = {**self.shared, **found}
            return rows.TITLE
        return ""

    def is_label_row(self, row: Row) -> bool:
        """Whether a row repeats the labels or the groups above them."""
        said = [(cell, n) for n, cell in enumerate(row) if cell.strip()]
        for known in (self.header.labels, self.header.groups):
            if known and said and all(n < len(known) and words(cell) == words(known[n]) for cell, n in said):
                return True
        return False


def _is_doubtful(found: Gathered) -> bool:
    return found.misfits > min(found.fitting, _SALVAGED)


def decide(header: Header, body: Sequence[Row], width: int, about: About, setting: Setting) -> Block:
    """The layout of the rows under a header."""
    if header.labels in body:  # labels come back above every page
        body = [row for row in body if row != header.labels]
    sides = side_by_side.find(header, width)
    if sides:
        body = [part for row in body if len(row) == width for part in sides.parts(row)]
        header, width = sides.header(header), sides.width
    spread = typed.find(header, body, width) or stacked.find(header, body, width)
    if spread:
        body = [spread.row(row) for row in body if len(row) == width]
        header = spread.header(header)
        width = len(header.labels)
    abreast = rounds.find(header, width)
    if abreast:
        body = [abreast.first(row) for row in body if len(row) == width]
        header = abreast.header(header)
    found, values = columns.decide(header, body, width, about, setting)
    kind = kinds.of(found, values, about)
    kind = kinds.of_own_list(kind) if setting.own_list else kind
    made = build(header, found, width, kind, setting, columns.is_open(found, values))
    made.spread, made.rounds, made.sides = spread, abreast, sides
    made.mixed = None if setting.own_list else mixed.find(header, body, found)
    return made


def build(header: Header, found: list[Column], width: int, kind: Kind, setting: Setting, open_order: bool) -> Block:
    """A block out of decided columns. open_order: nothing shows whether day or month comes first."""
    columns.streets(found)
    swapped = open_order and _is_english(header.labels)
    return Block(header, width, found, kind, bundling.groups(found, kind, swapped), setting)


def _is_english(labels: Sequence[str]) -> bool:
    tokens = [token for label in labels for token in words(label).split()]
    known = lexicon.word_set("cells", "english")
    return bool(tokens) and sum(token in known for token in tokens) >= _ENGLISH * len(tokens)


def share(block: Block, shared: Mapping[str, str]) -> None:
    """Let a title line speak for all rows of a block."""
    block.shared = dict(shared)
