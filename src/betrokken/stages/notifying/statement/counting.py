"""The figures of a statement, counted in the tables of one generation and protected as public figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from betrokken.model.words import CATEGORIES, CERTAINTIES, EXAMS, FRAUDS
from betrokken.stages.notifying.statement import small
from betrokken.stages.notifying.statement.small import Line, Shown

READS: Final = ("person", "standing", "exposure", "severity")
ALL: Final = ""  # stands for everybody where a controller is named, and for "no file tells" as an exam
UNKNOWN: Final = "-"  # stands for a controller that no file tells
TOUCHED: Final = ("proven", "presumed", "possible")
Key = tuple[str, str, str]  # kind of figure, controller, word


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures by key, true and as the public sees them, and the worst risk of anybody by kind (words.FRAUDS)."""

    counts: Mapping[Key, int]
    shown: Mapping[Key, Shown]
    risks: Mapping[str, int]

    def of(self, kind: str, controller: str = ALL) -> dict[str, Shown]:
        """The public figures of one kind, by word."""
        return {key[2]: told for key, told in self.shown.items() if key[:2] == (kind, controller)}

    @property
    def controllers(self) -> tuple[str, ...]:
        """Ids of the controllers with people, UNKNOWN last."""
        return tuple(key[1] for key in self.counts if key[0] == "people" and key[1] != ALL)


_EVERYBODY: Final = "SELECT certainty, count(*) FROM person GROUP BY ALL"
_WHOSE: Final = """
    SELECT coalesce(controller, $unknown), $certainties[rank], count(*) FROM (
        SELECT controller, person_id, min(list_position($certainties, certainty)) AS rank FROM standing GROUP BY ALL
    ) GROUP BY ALL ORDER BY ALL"""
_TOUCHED: Final = "SELECT person_id FROM person WHERE certainty <> 'not_touched'"
_SEEN: Final = f"SELECT count(DISTINCT person_id) FROM exposure SEMI JOIN ({_TOUCHED}) USING (person_id)"
_LISTS: Final = {
    "category": f"""
        SELECT category, count(DISTINCT person_id) FROM exposure SEMI JOIN ({_TOUCHED}) USING (person_id) GROUP BY ALL""",
    "exam": f"""
        SELECT word, count(*) FROM (
            SELECT person_id, unnest(coalesce(list(DISTINCT exam) FILTER (exam IS NOT NULL), [''])) AS word
            FROM exposure SEMI JOIN ({_TOUCHED}) USING (person_id) GROUP BY person_id
        ) GROUP BY ALL""",
    "year": f"""
        SELECT word, count(DISTINCT person_id) FROM (
            SELECT person_id, unnest([year(first_date), year(last_date)]) AS word
            FROM exposure SEMI JOIN ({_TOUCHED}) USING (person_id)
        ) WHERE word IS NOT NULL GROUP BY ALL""",
}
_UNADDRESSABLE: Final = "SELECT count(*) FROM person WHERE certainty <> 'not_touched' AND NOT addressable"
_RISKS: Final = (
    f"SELECT {', '.join(f'max({kind})' for kind in FRAUDS)} FROM severity SEMI JOIN ({_TOUCHED}) USING (person_id)"
)


def count(connection: duckdb.DuckDBPyConnection, order: Iterable[str]) -> Counted:
    """The figures out of the tables in READS. order: ids of controllers as they are to be listed.

    A person counts once in each class line, in the surest class there, and at each controller they stand at. What
    leaked is counted over those who are touched at all. A year is that of a first or last sample.
    """
    counts = _classes(connection, list(order))
    for kind in _LISTS:
        counts |= _list(connection, kind)
    counts["seen", ALL, ""] = _number(connection, _SEEN)
    counts["unaddressable", ALL, ""] = _number(connection, _UNADDRESSABLE)
    found = connection.execute(_RISKS).fetchone() or ()
    risks = {kind: level or 0 for kind, level in zip(FRAUDS, found, strict=True)}
    return Counted(counts, small.protected(counts, _lines(counts)), risks)


def _classes(connection: duckdb.DuckDBPyConnection, order: list[str]) -> dict[Key, int]:
    rows = [(ALL, word, people) for word, people in connection.execute(_EVERYBODY).fetchall()]
    given = {"certainties": list(CERTAINTIES), "unknown": UNKNOWN}
    rows += connection.execute(_WHOSE, given).fetchall()
    found = {(controller, word): people for controller, word, people in rows}
    listed = [ALL, *order, UNKNOWN]
    present = sorted({controller for controller, _ in found} | {ALL}, key=listed.index)
    counts: dict[Key, int] = {}
    for controller in present:
        per = {word: found.get((controller, word), 0) for word in CERTAINTIES}
        counts["people", controller, ""] = sum(per[word] for word in TOUCHED)
        counts |= {("class", controller, word): people for word, people in per.items()}
    return counts


def _list(connection: duckdb.DuckDBPyConnection, kind: str) -> dict[Key, int]:
    found = {str(word): people for word, people in connection.execute(_LISTS[kind]).fetchall()}
    order = {"category": CATEGORIES, "exam": (*EXAMS, ALL)}.get(kind, tuple(sorted(found)))
    return {(kind, ALL, word): found[word] for word in order if word in found}


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    found: tuple[Any, ...] = connection.execute(query).fetchone() or (0,)
    return int(found[0])


def _lines(counts: Mapping[Key, int]) -> Iterable[Line[Key]]:
    whose = [key[1] for key in counts if key[0] == "people"]
    for controller in whose:
        yield Line(("people", controller, ""), tuple(("class", controller, word) for word in TOUCHED))
    others = [one for one in whose if one != ALL]
    if others:
        for kind, word in (("people", ""), *(("class", word) for word in CERTAINTIES)):
            yield Line((kind, ALL, word), tuple((kind, one, word) for one in others))
    yield Line(("seen", ALL, ""), (("class", ALL, "proven"),))
    for kind in _LISTS:
        parts = tuple(key for key in counts if key[0] == kind)
        yield Line(("seen", ALL, ""), parts)
