"""The figures of one controller, out of the tables of one generation. Everything in a dossier counts from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

import duckdb
import pyarrow as pa

from betrokken.model.words import CERTAINTIES, FRAUDS

READS: Final = ("person", "exposure", "standing", "severity", "unattributed")
TOUCHED: Final = CERTAINTIES[:-1]
_GRAVE: Final = 2  # of 0 to 3: from here on a kind of fraud is told

_TALLIES: Final = {
    "people": "SELECT certainty, count(*) FROM hit GROUP BY ALL",
    "records": "SELECT certainty, count(*) FROM placed GROUP BY ALL",
    "categories": "SELECT category, count(DISTINCT person_id) FROM leaked GROUP BY ALL",
    "bands": "SELECT band, count(*) FROM grave GROUP BY ALL",
}
_COUNTS: Final = {
    "places": "SELECT coalesce(sum(most), 0) FROM (SELECT max(mentions) AS most FROM leaked GROUP BY person_id, exam)",
    "abroad": "SELECT count(*) FROM touched WHERE country IS NOT NULL",
    "deceased": "SELECT count(*) FROM touched WHERE deceased_on IS NOT NULL",
    "secret": "SELECT count(*) FROM touched WHERE coalesce(secret_address, '0') <> '0'",
    "minors": "SELECT count(*) FROM grave WHERE list_has_any(flags, ['under_16', 'under_18'])",
    "borderline": "SELECT count(*) FROM grave WHERE borderline",
    "nowhere": "SELECT count(*) FROM (SELECT person_id FROM unattributed EXCEPT "
    "SELECT person_id FROM standing WHERE controller IS NOT NULL)",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """One controller in one generation; people unless it says otherwise.

    people: by certainty, each person once, in the surest class. records: rows of the table standing (one person in one
    data set that may be theirs) by certainty. places: rows and passages of leaked files they stand in, at least. exams: kind -> people,
    first and last year, 0 where no file tells. frauds: people with a label of 2 or more. open_sets: data sets whose
    people nobody knows; () and `no_sets` when none is declared. nowhere: people of no controller at all.
    known: False before the first register.
    """

    people: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[str, int] = field(default_factory=dict)
    places: int = 0
    categories: Mapping[str, int] = field(default_factory=dict)
    exams: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    bands: Mapping[str, int] = field(default_factory=dict)
    frauds: Mapping[str, int] = field(default_factory=dict)
    minors: int = 0
    secret: int = 0
    deceased: int = 0
    abroad: int = 0
    borderline: int = 0
    nowhere: int = 0
    open_sets: tuple[str, ...] = ()
    no_sets: bool = False
    known: bool = True

    @property
    def touched(self) -> int:
        """People who are proven, presumed or possible."""
        return _touched(self.people)

    @property
    def high(self) -> int:
        """People for whom the risk is high or very high."""
        return self.bands.get("high", 0) + self.bands.get("very_high", 0)

    def least_most(self, counts: Mapping[str, int]) -> dict[str, int | None]:
        """Least: what is proven. Most: also what is presumed and possible; None where nobody can know."""
        unknown = bool(self.open_sets) or self.no_sets
        return {"least": counts.get("proven", 0), "most": None if unknown else _touched(counts)}


def _touched(counts: Mapping[str, int]) -> int:
    return sum(counts.get(one, 0) for one in TOUCHED)


def run(connection: duckdb.DuckDBPyConnection, controller: str, open_sets: tuple[str, ...], no_sets: bool) -> Figures:
    """The figures, over a connection that sees the tables of READS. open_sets: touched sets without a list of people."""
    whose = {"controller": [controller], "certainties": [list(CERTAINTIES)]}
    schema = pa.schema([("controller", pa.string()), ("certainties", pa.list_(pa.string()))])
    connection.register("whose", pa.table(whose, schema=schema))
    connection.execute((files(__package__) / "figures.sql").read_text("utf-8")).fetchall()
    people, records, categories, bands = (_tally(connection, _TALLIES[name]) for name in _TALLIES)
    counts: dict[str, Any] = {name: int(_one(connection, asked)[0]) for name, asked in _COUNTS.items()}
    columns = ", ".join(f"count(*) FILTER ({one} >= {_GRAVE})" for one in FRAUDS)
    return Figures(
        people=people,
        records=records,
        categories=categories,
        bands=bands,
        exams=_exams(connection),
        frauds=dict(zip(FRAUDS, _one(connection, f"SELECT {columns} FROM grave"), strict=True)),
        open_sets=open_sets,
        no_sets=no_sets,
        **counts,
    )


def _tally(connection: duckdb.DuckDBPyConnection, asked: str) -> dict[str, int]:
    return dict(sorted(connection.execute(asked).fetchall()))


def _one(connection: duckdb.DuckDBPyConnection, asked: str) -> tuple[int, ...]:
    return tuple(connection.execute(asked).fetchall()[0])


def _exams(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int, int]]:
    rows = connection.execute(
        "SELECT exam, count(DISTINCT person_id), coalesce(year(min(first_date)), 0), coalesce(year(max(last_date)), 0) "
        "FROM leaked WHERE exam IS NOT NULL AND category IN ('exam', 'test_result') GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return {exam: (people, first, last) for exam, people, first, last in rows}
