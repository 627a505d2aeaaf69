"""Keys followed between the tables of one item: which rows are about which person, and what codes stand for.

A relation is declared by the format, or guessed from names ("patient_id" and a table "patient") and confirmed by values:
nine in ten of them stand in the key column of the other table.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import entities, kept, lexicon, registry, rows, strangers, weights
from betrokken.stages.finding.hits import Draft, Finding
from betrokken.stages.finding.kept import Entry, Keeper, KeptTable
from betrokken.stages.finding.notes import agree
from betrokken.stages.finding.partners import tell_apart

_CONTAINED: Final = 0.9
_DEEPEST: Final = 4  # tables between a row and its person
_CODED: Final = ("institution", "sender_code", "exam", "material", "requester", "city", "country")
_PASSED: Final = ("taken_on", "sample_number", *_CODED)
_CONTACT: Final = ("street", "house_number", "house_number_suffix", "postcode", "city", "country")
_MADE_UP: Final = frozenset({"id", "pk", "key", "uuid", "guid", "rowid"})
_COUNTED: Final = re.compile(r"[0-9]+$|[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$")
_BARE: Final = frozenset(
    {"id", "nr", "nummer", "code", "no", "key", "pk", "uuid", "guid", "rowid", "volgnr", "volgnummer"}
)


@dataclass(frozen=True, slots=True)
class Link:
    """A column of one table whose values are keys of another."""

    label: str
    to: KeptTable
    key: str

    def row(self, table: KeptTable, number: int) -> int:
        """The number of the row that a row of `table` points to, -1 for none."""
        value = table.keys[self.label][number]
        known = self.to.index(self.key)
        return known.get(value, known.get(_bare(value), -1)) if value else -1


Links = dict[int, list[Link]]  # by the identity of the table the links start from


def follow(keeper: Keeper, finding: Finding) -> None:
    """Give every kept row its mention, or its reason, in the account of the item."""
    tables = list(keeper.tables.values())
    for table in tables:
        table.settle()
    links: Links = {} if keeper.full else _all_links(tables)
    if sum(_set_apart(table, links) for table in tables):
        links = _all_links(tables)
    for table in tables:
        _name_records(table, links)
    for table in _codes_first(tables, links):
        for number, entry in enumerate(table.rows):
            _resolve(table, number, entry, links)
    tell_apart(tables)
    for table in tables:
        for entry in table.rows:
            _account(entry, keeper.full, finding)


def _all_links(tables: list[KeptTable]) -> Links:
    return {id(table): list(_links(table, tables)) for table in tables}


def _set_apart(table: KeptTable, links: Links) -> bool:
    """Whether the names in a table turned out to be of others than the people its rows point to."""
    told = [link for link in links.get(id(table), []) if link.to.persons and link.to is not table]
    if not table.persons or not told:
        return False
    pairs = [(entry, told[0].row(table, n)) for n, entry in enumerate(table.rows) if entry.person]
    found = strangers.set_apart([(entry, told[0].to.rows[row].draft) for entry, row in pairs if row >= 0])
    table.persons = table.persons and not found
    return found


def _account(entry: Entry, full: bool, finding: Finding) -> None:
    alone = entry.person or not entry.reason or "points_to" in entry.draft.fields
    drafts = ([entry.draft] if alone else []) + entry.others
    finding.drafts += drafts
    if drafts:
        finding.rows_with_mentions += 1
    else:
        reason = kept.TOO_LARGE if full and kept.says_something(entry.draft) else entry.reason
        finding.set_aside(reason, 1, entry.draft.place, entry.among, entry.at)


def _codes_first(tables: list[KeptTable], links: Links) -> list[KeptTable]:
    """Tables after those they point to, so that what a code stands for is whole before it is taken over."""
    ordered: dict[int, KeptTable] = {}

    def visit(table: KeptTable, above: tuple[int, ...]) -> None:
        for link in links.get(id(table), []):
            if id(link.to) not in ordered and id(link.to) not in above and len(above) < _DEEPEST:
                visit(link.to, (*above, id(table)))
        ordered.setdefault(id(table), table)

    for table in tables:
        visit(table, ())
    return list(ordered.values())


def _links(table: KeptTable, tables: list[KeptTable]) -> Iterable[Link]:
    for label, values in table.keys.items():
        said = {value for value in values if value}
        found = [(_contained(said, link), link) for other in tables for link in _to(table, label, other) if said]
        share, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
        if best and share >= _CONTAINED:
            yield best


def _contained(said: set[str], link: Link) -> float:
    known = link.to.index(link.key)
    return sum(value in known or _bare(value) in known for value in said) / len(said)


def _bare(value: str) -> str:
    """A reference without the type before it: "Patient/12" points to 12."""
    return value.rpartition("/")[2]


def _to(table: KeptTable, label: str, other: KeptTable) -> Iterable[Link]:
    """The ways in which a column can point to another table, declared ones before guessed ones."""
    declared = next((target for name, target in table.refers.items() if words(name) == words(label)), "")
    if declared:
        name, _, key = declared.rpartition(".")
        column = next((one for one in other.keys if words(one) == words(key)), "")
        if words(name) == words(other.name):
            yield from [Link(label, other, column)] if column else [Link(label, other, one) for one in other.keys]
        return
    if other is table or not (entities.is_key(label) or entities.entity(label) or label in other.keys):
        return
    subject = entities.core(label)
    if subject and _same(subject, other.name):
        yield from (Link(label, other, key) for key in _own_keys(other))
    same = next((one for one in other.keys if words(one) == words(label)), "")
    if same and words(label) not in _BARE and other.is_unique(same) and _leads(table, label, other):
        yield Link(label, other, same)


def _leads(table: KeptTable, label: str, other: KeptTable) -> bool:
    """Whether a column of one name in both tables points from this one to the other, and not the other way round.

    Where a client has one address and one order each, numbers repeat in neither: the people are what is pointed to,
    else the table with more keys of its own, which points on.
    """
    if not table.is_unique(label):
        return True
    if table.persons or other.persons:
        return bool(other.persons) and not table.persons
    return len(other.keys) > len(table.keys)


def _same(subject: str, table: str) -> bool:
    if subject == entities.core(table):
        return True
    one, other = entities.entity(subject), entities.entity(table)
    return bool(one) and one == other


def _own_keys(table: KeptTable) -> list[str]:
    """Columns that number the rows of their own table."""
    own = [one for one in table.keys if not entities.core(one) or _same(entities.core(one), table.name)]
    return [one for one in own if table.is_unique(one)]


def _name_records(table: KeptTable, links: Links) -> None:
    """Give the rows of people their record_key: by the column others point to, else by the table's own key."""
    if not table.persons:
        return
    pointed = [link.key for found in links.values() for link in found if link.to is table]
    key = max(set(pointed), key=pointed.count) if pointed else next(iter(_own_keys(table)), "")
    for entry, value in zip(table.rows, table.keys.get(key, []), strict=False):
        if entry.person and value:
            entry.draft.fields["record_key"] = f"{table.name}:{value}"
            _forget_surrogate(entry.draft, key, value)


def _forget_surrogate(draft: Draft, key: str, value: str) -> None:
    """A key the database made up, by the name of the column it is the key in, is no number of the patient."""
    name = words(key)
    if not (name.endswith("id") or set(name.split()) & _MADE_UP) or not _COUNTED.match(value):
        return
    for name in ("patient_number", "sample_number"):
        if draft.fields.get(name) == value:
            del draft.fields[name]
            draft.categories.discard(registry.CATEGORY_OF.get(name, ""))


def _resolve(table: KeptTable, number: int, entry: Entry, links: Links) -> None:
    """Follow the keys of one row: to the person it is about, and to what its codes stand for."""
    draft = entry.draft
    target = _record(table, number, links, 0)
    for link in links.get(id(table), []):
        if (row := link.row(table, number)) >= 0:
            _take_over(draft, link.to.rows[row], link)
    if target and target is not draft and draft.role in kept.DATA_SUBJECTS and agree(draft, target):
        _point(table, number, entry, target, links)
    elif "record_key" not in draft.fields and not entry.person and not entry.reason:
        entry.person = True


def _point(table: KeptTable, number: int, entry: Entry, target: Draft, links: Links) -> None:
    draft = entry.draft
    for link in links.get(id(table), []):
        _forget_surrogate(draft, link.key, table.keys[link.label][number])
    if not entry.person and not kept.says_something(draft):
        entry.reason = rows.NOBODY
        return
    draft.fields["points_to"] = target.fields["record_key"]
    draft.role = target.role
    draft.because(*weights.POINTS)


def _record(table: KeptTable, number: int, links: Links, depth: int) -> Draft | None:
    """The record of the person a row is about, through other tables if need be; None when there is none."""
    found = [(link, row) for link in links.get(id(table), []) if (row := link.row(table, number)) >= 0]
    for link, row in found:
        if "record_key" in link.to.rows[row].draft.fields:
            return link.to.rows[row].draft
    for link, row in found if depth < _DEEPEST else ():
        if not link.to.persons and link.to is not table and (record := _record(link.to, row, links, depth + 1)):
            return record
    return None


def _take_over(draft: Draft, found: Entry, link: Link) -> None:
    """What a code stands for, put where the code was."""
    other = found.draft
    if link.to.persons:
        return
    if found.person and other.role == "professional":
        draft.fields.setdefault("requester", strangers.written(other.fields))
        return
    names = _PASSED if entities.entity(link.to.name) in ("order", "sample", "result") else _CODED
    for name in names:
        if value := other.fields.get(name):
            draft.fields.setdefault(name, value)
    if "exam" in other.categories:
        draft.categories.add("exam")
    if _is_of_sexes(link.to):
        _take_sex(draft, other)
    if entities.entity(link.to.name) in ("address", "contact") and draft.role != "professional":
        draft.add({name: other.fields[name] for name in _CONTACT if name in other.fields})
        draft.categories |= other.categories & {"address", "email", "phone"}
        for name, values in other.lists.items():
            for value in values:
                draft.add({name: value})


def _is_of_sexes(table: KeptTable) -> bool:
    """Whether a table says what codes for a sex stand for; in the rows of people they were read as those of ISO 5218."""
    return lexicon.meaning(entities.bare(table.name)).word == "sex"


def _take_sex(draft: Draft, told: Draft) -> None:
    draft.fields.pop("sex", None)
    draft.categories.discard("sex")
    if "sex" in told.fields:
        draft.fields["sex"] = told.fields["sex"]
        draft.categories.add("sex")
