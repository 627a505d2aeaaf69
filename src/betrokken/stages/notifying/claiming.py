"""What a generation of the register says of each person at one controller."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

import duckdb

from betrokken.model.incident import Dataset
from betrokken.model.notices import Claim, Seen
from betrokken.model.words import CATEGORIES, CERTAINTIES, EXAMS, FRAUDS

READS: Final = ("standing", "exposure", "severity")


def claims(
    connection: duckdb.DuckDBPyConnection, controller: str, datasets: Sequence[Dataset], person: str | None = None
) -> list[Claim]:
    """A claim for each person with a standing at the controller, by person. connection: sees the tables of READS.

    person: one only. datasets: of the facts, whose exams are told to somebody who was not seen.
    """
    asked = {"controller": controller, "person": person, "certainties": list(CERTAINTIES)}
    sql = (files("betrokken.stages.notifying") / "claiming.sql").read_text("utf-8")
    exams = {one.id: one.exams for one in datasets}
    cursor = connection.execute(sql, asked)
    names = [column[0] for column in cursor.description or ()]
    return [_claim(dict(zip(names, row, strict=True)), controller, exams) for row in cursor.fetchall()]


def leaked_of_anybody(connection: duckdb.DuckDBPyConnection, controller: str) -> tuple[str, ...]:
    """Categories that leaked of anybody at this controller."""
    found = connection.execute(
        "SELECT DISTINCT category FROM exposure WHERE controller = $controller", {"controller": controller}
    ).fetchall()
    return _ordered({category for (category,) in found})


def _claim(row: Mapping[str, Any], controller: str, exams: Mapping[str, tuple[str, ...]]) -> Claim:
    leaked = set(row["leaked"] or ())
    touched = row["certainty"] != "not_touched"
    datasets = tuple(row["datasets"] or ())
    return Claim(
        row["person_id"],
        controller,
        row["certainty"],
        datasets,
        tuple(row["grounds"] or ()),
        _ordered(leaked),
        _ordered(set(row["categories"] or ()) - leaked),
        (_seen(row["exams"] or ()) if leaked else _held(datasets, exams)) if touched else (),
        {kind: level or 0 for kind, level in zip(FRAUDS, row["risks"] or (0,) * len(FRAUDS), strict=True)}
        if touched
        else dict.fromkeys(FRAUDS, 0),
    )


def _seen(found: Sequence[Mapping[str, Any]]) -> tuple[Seen, ...]:
    exams = {one["exam"]: Seen(one["exam"], one["first"] or 0, one["last"] or 0) for one in found}
    return tuple(exams[exam] for exam in EXAMS if exam in exams)


def _held(datasets: Sequence[str], exams: Mapping[str, tuple[str, ...]]) -> tuple[Seen, ...]:
    held = {exam for dataset in datasets for exam in exams.get(dataset, ())}
    return tuple(Seen(exam) for exam in EXAMS if exam in held)


def _ordered(categories: set[str]) -> tuple[str, ...]:
    return tuple(one for one in CATEGORIES if one in categories)
