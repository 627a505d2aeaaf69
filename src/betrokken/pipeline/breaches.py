"""The register of breaches over several cases, written as CSV, XLSX or JSON."""

import json
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from betrokken.edges import aside, files
from betrokken.edges.generations import Generation
from betrokken.model.errors import DossierError
from betrokken.model.incident import Controller
from betrokken.pipeline import dossiers, filing, generations
from betrokken.pipeline.case import Case
from betrokken.stages.notifying.dossiers import breaches, form, worksheet
from betrokken.stages.notifying.dossiers.figures import Figures

KINDS: Final = ("csv", "xlsx", "json")


def rows(cases: Sequence[Case], controllers: Collection[str], at: datetime, language: str) -> list[dict[str, Any]]:
    """One row for each case and controller, by both. controllers: ids; empty for all.

    Each case tells the generation that was frozen last, else the newest. Raises DossierError when a controller of
    `controllers` is in none of the cases.
    """
    known = {one.id for case in cases for one in case.incident.controllers}
    if unknown := sorted(set(controllers) - known):
        raise DossierError(f"no case has a controller {unknown[0]!r}; they have {', '.join(sorted(known)) or 'none'}")
    found = [one for case in cases for one in _of_case(case, controllers, at, language)]
    return sorted(found, key=lambda one: (one["case_id"], one["controller"]))


def _of_case(case: Case, controllers: Collection[str], at: datetime, language: str) -> list[dict[str, Any]]:
    made = _told(case)
    names = [one.name for one in generations.frozen(case) if made and one.number == made.number]
    about = {
        "case_id": case.keys.case_id,
        "generation": made.number if made else None,
        "hash": made.hash if made else "",
        "frozen_as": ", ".join(names),
    }
    with dossiers.counting(case, made) if made else nullcontext(_unknown) as count:
        return [
            about | _row(case, one, count(one.id), at, language)
            for one in case.incident.controllers
            if not controllers or one.id in controllers
        ]


def _row(case: Case, controller: Controller, counted: Figures, at: datetime, language: str) -> dict[str, Any]:
    ground = dossiers.grounded(case, controller, counted, None, at)
    held = filing.held(case, controller.id)
    return breaches.row(ground, worksheet.lines(ground, held), held, counted.known, language)


def _unknown(controller: str) -> Figures:
    """Before the first register nobody can count."""
    return Figures(known=False)


def _told(case: Case) -> Generation | None:
    frozen = generations.frozen(case)
    return generations.resolve(case, frozen[-1].name) if frozen else generations.store(case).latest()


def write(path: Path, found: Sequence[dict[str, Any]], language: str) -> None:
    """Write the register; the file is replaced as a whole. Raises DossierError for another kind of file."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise DossierError(f"{path}: the register of breaches is written as .csv, .xlsx or .json")
    ordered = [{column.name: one[column.name] for column in breaches.COLUMNS} for one in found]
    if kind == "json":
        told = {"register": form.words(language)["breach"]["title"], "rows": ordered}
        aside.write(path, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())
        return
    schema = pa.schema([(column.name, column.type) for column in breaches.COLUMNS])
    aside.write(path, files.rendered(path.stem, pa.Table.from_pylist(ordered, schema=schema), kind))
