"""The figures of a case: counts only, never a value from the pile; each adds up to the table it comes from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model import tables
from betrokken.model.words import CATEGORIES, EXAMS, ITEM_STATUSES
from betrokken.stages.answering import populations, standings
from betrokken.stages.answering.populations import Population
from betrokken.stages.answering.standings import Standings

READS = (
    "item", "aside", "mention", "person", "membership", "unplaced", "doubt", "exposure", "standing", "unattributed", "severity",
)  # fmt: skip
NOBODY = ""  # stands for "no file tells" where a controller or exam is null


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one case. Mappings keep their order; people are counted once in each line they belong to.

    All are about leaks, but for doubts, only_in_populations (people no leak holds) and populations.
    """

    people: int
    addressable: int
    items: Mapping[str, int]
    rows: int
    rows_with_mentions: int
    aside: Mapping[str, int]
    roles: Mapping[str, int]
    unplaced: Mapping[str, int]
    doubts: int
    by_controller: Mapping[str, int]
    by_category: Mapping[str, int]
    by_exam: Mapping[str, int]
    by_year: Mapping[int, int]
    controllers_each: Mapping[int, int]
    unread: Mapping[str, int]
    only_in_populations: int = 0
    populations: tuple[Population, ...] = ()
    standings: Standings = field(default_factory=Standings)
    contradictions: int = 0  # standings that are proven in a data set that the facts say was not touched

    @property
    def files(self) -> int:
        """All items, those inside others included."""
        return sum(self.items.values())


def count(worked: Mapping[str, pa.Table], drop: pa.Table | None = None) -> Figures:
    """The figures out of the tables in READS; drop: the table `drop`, None when all drops are leaks."""
    drop = tables.schema("drop").empty_table() if drop is None else drop
    listed = populations.count(worked, drop)
    whole = worked
    worked = populations.of_leaks(worked, drop)
    hit = populations.leaked_people(worked["mention"], worked["membership"])
    item, exposure = worked["item"], worked["exposure"]
    people = [
        addressable for one, addressable in arrow.rows(worked["person"], "person_id", "addressable") if one in hit
    ]
    statuses = Counter(arrow.values(item, "status"))
    controllers = _distinct(exposure, "controller")
    each = Counter(person for person, controller in controllers if controller)
    return Figures(
        people=len(people),
        addressable=sum(bool(one) for one in people),
        items={status: statuses[status] for status in ITEM_STATUSES},
        rows=_sum(item, "rows"),
        rows_with_mentions=_sum(item, "rows_with_mentions"),
        aside=_tally(worked["aside"], "reason", "rows"),
        roles=_most(Counter(arrow.values(worked["mention"], "role"))),
        unplaced=_most(Counter(arrow.values(worked["unplaced"], "reason"))),
        doubts=worked["doubt"].num_rows,
        by_controller=_most(Counter(controller or NOBODY for _, controller in controllers)),
        by_category=_in_order(_distinct(exposure, "category"), CATEGORIES),
        by_exam=_in_order(_distinct(exposure, "exam"), (*EXAMS, NOBODY)),
        by_year=_years(exposure),
        controllers_each=dict(sorted(Counter([each[one] for one in {p for p, _ in controllers}]).items())),
        unread=_unread(item),
        only_in_populations=worked["person"].num_rows - len(people),
        populations=listed,
        standings=standings.count(whole),
    )


def _distinct(exposure: pa.Table, column: str) -> set[tuple[str, str | None]]:
    return set(arrow.rows(exposure, "person_id", column))


def _sum(table: pa.Table, column: str) -> int:
    return sum(value or 0 for value in arrow.values(table, column))


def _tally(table: pa.Table, key: str, amount: str) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for name, rows in arrow.rows(table, key, amount):
        found[name] += rows
    return _most(found)


def _most(found: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def _in_order(pairs: Iterable[tuple[str, str | None]], order: tuple[str, ...]) -> Mapping[str, int]:
    found = Counter(value or NOBODY for _, value in pairs)
    return {value: found[value] for value in order if found[value]}


def _years(exposure: pa.Table) -> Mapping[int, int]:
    seen = set()
    for person, first, last in arrow.rows(exposure, "person_id", "first_date", "last_date"):
        seen |= {(person, day.year) for day in (first, last) if day}
    return dict(sorted(Counter(year for _, year in seen).items()))


def _unread(item: pa.Table) -> Mapping[str, int]:
    troubled = ("partly", "unreadable", "skipped")
    rows = arrow.rows(item, "status", "reason")
    return _most(Counter(reason or "no reason given" for status, reason in rows if status in troubled))
