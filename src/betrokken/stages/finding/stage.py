"""Room 3: from the tables and texts of one item to mentions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from betrokken.model.fragments import Fragment, Table, Text, Trouble
from betrokken.stages.finding import kept, letters, relations, resources, rows, texts, weights
from betrokken.stages.finding.asked import Asked
from betrokken.stages.finding.hits import Finding, Setting
from betrokken.stages.finding.kept import Keeper
from betrokken.stages.finding.notes import NoteReader
from betrokken.stages.finding.tables import TableFinder

READS: Final = ("fragments",)
WRITES: Final = ("mention", "aside")
# Reasons for which a row that was read is set aside; every other reason is that of a part that could not be read.
REASONS: Final = frozenset(
    {
        rows.BLANK, rows.HEADER, rows.TITLE, rows.NOBODY, rows.PROFESSIONAL, rows.DAMAGED,
        kept.TOO_LARGE, texts.NOBODY, texts.PROFESSIONAL,
    }
)  # fmt: skip


@dataclass(slots=True)
class _Item:
    """The state of one item: its tables by place, the texts seen so far, and the account."""

    path: str
    setting: Setting
    finding: Finding = field(default_factory=Finding)
    keeper: Keeper = field(default_factory=Keeper)
    tables: dict[tuple[str, str], TableFinder] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)

    def take(self, fragment: Fragment) -> None:
        if isinstance(fragment, Table):
            for table in resources.split(fragment):
                self._table(table)
        elif isinstance(fragment, Text):
            self.texts.append(fragment)
        elif isinstance(fragment, Trouble):
            self.finding.rows += fragment.rows
            self.finding.set_aside(fragment.reason, fragment.rows)

    def _table(self, table: Table) -> None:
        key = (table.place, table.name)
        if table.chunk == 0 or key not in self.tables:
            notes = NoteReader(texts.find_texts, texts.care_told, self.path, self.setting)
            self.tables[key] = TableFinder(self.path, self.setting, self.finding, self.keeper, notes)
            self.finding.tables += 1
        self.tables[key].chunk(table)

    def end(self) -> Finding:
        relations.follow(self.keeper, self.finding)
        if self.texts:
            texts.find_texts(self.texts, self.path, self.setting, self.finding)
        forms = [one for table in self.tables.values() for one in table.filled]
        if forms:
            letters.join(forms, self.finding.drafts, self.texts, self._read)
        return self.finding

    def _read(self, passages: list[Text]) -> Finding:
        return texts.find_texts(passages, self.path, self.setting)


def find(fragments: Iterable[Fragment], path: str, setting: Setting, asked: Asked | None = None) -> Finding:
    """The mentions of one item and the account of its rows and passages.

    fragments: in the order of the item. path: within the drop, members joined by "!/". asked: rows that will be set
    aside and are to be shown; the same fragments set aside the same rows in the same order.
    """
    item = _Item(path, setting, Finding(asked=asked), Keeper(watched=asked is not None))
    for fragment in fragments:
        item.take(fragment)
    finding = item.end()
    if setting.own_list:
        _own(finding)
    return finding


def _own(finding: Finding) -> None:
    """Whoever a controller lists is a data subject of it; doctors and relatives named beside them stay what they are."""
    for draft in finding.drafts:
        if draft.role in ("patient", "unknown"):
            draft.role = "patient"
            draft.because(*weights.OWN_LIST)
