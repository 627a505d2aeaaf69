"""What dossiers of an invented screening programme are answered from, for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from betrokken.model.incident import Contact, Controller, Dataset, Event, Incident, Organisation
from betrokken.stages.notifying import stage, terms
from betrokken.stages.notifying.dossiers import figures
from betrokken.stages.notifying.dossiers.figures import Figures
from betrokken.stages.notifying.dossiers.ground import Aware, Ground, Letters
from betrokken.stages.notifying.dossiers.worksheet import Held
from betrokken.stages.notifying.known import Known

AT = datetime(2025, 8, 10, 12, 0, tzinfo=UTC)
BVO = Controller("bvo", "Bevolkingsonderzoek Duinland", "screening")
TOLD = Event("told", "told", datetime(2025, 8, 6, 12, 20, tzinfo=UTC), "lab", ("bvo",))
INCIDENT = Incident(
    lab="Laboratorium Noordermeer",
    stolen=date(2025, 7, 5),
    published=date(2025, 7, 26),
    controllers=(BVO,),
    contacts=(
        Contact("bvo", ("Postbus 12",), "2300 AB", "Leiden", dpo_name="F. Gratama", dpo_email="fg@duinland.example",
                did=("Wij werken niet meer met het laboratorium.",), did_en=("We no longer work with the laboratory.",)),
    ),
    organisations=(Organisation("lab", "Laboratorium Noordermeer"), Organisation("igj", "Inspectie")),
    datasets=(
        Dataset("first", "bvo", processor="lab", exams=("hpv_self_test",), status="published"),
        Dataset("second", "bvo", processor="lab", exams=("cervical_smear",), status="unknown"),
    ),
    events=(Event("in", "entry", date(2025, 7, 3), "lab"), TOLD, Event("shut", "containment", date(2025, 7, 8), "lab")),
)  # fmt: skip
FIGURES = Figures(
    people={"proven": 485, "presumed": 20, "possible": 436, "not_touched": 8},
    records={"proven": 485, "presumed": 20, "possible": 450},
    places=612,
    categories={"name": 485, "address": 480, "birth_date": 485, "bsn": 484, "phone": 31, "exam": 485, "test_result": 412},
    exams={"hpv_self_test": (485, 2022, 2025)},
    bands={"high": 456, "very_high": 485},
    frauds={"identity_fraud": 941, "phishing": 485, "extortion": 485, "safety": 2, "care_fraud": 0},
    minors=0,
    secret=2,
    deceased=3,
    abroad=4,
    borderline=6,
    nowhere=12,
)  # fmt: skip
HELD = Held({}, {}, {f"event:{one.id}": (number, "letter") for number, one in enumerate(INCIDENT.events, start=1)})


def ground(incident: Incident = INCIDENT, at: datetime = AT, **more: Any) -> Ground:
    """The ground at a moment, with the clocks that run by then."""
    known = Known(incident, {one.id: "letter" for one in incident.events}, at, terms.shipped())
    clocks = [one for one in stage.run(known) if one.law == "gdpr_33"]
    by_set = {one.id: one for one in incident.datasets}
    aware = tuple(
        Aware(by_set.get(clock.dataset, Dataset("", "bvo")), TOLD if TOLD in incident.events else None, clock)
        for clock in sorted(clocks, key=lambda one: one.dataset)
    )
    made: dict[str, Any] = {"kind": "first", "chosen": True, "controller": BVO, "figures": FIGURES}
    return Ground(incident=incident, **made | {"aware": aware} | more)


def told(**more: Any) -> Ground:
    """As `ground`, in time and with letters sent."""
    return ground(at=AT - timedelta(days=3), letters=Letters(900, 4, 0), **more)


def with_facts(**more: Any) -> Incident:
    """The incident with other facts."""
    return replace(INCIDENT, **more)


def counted(tables: dict[str, pa.Table], open_sets: tuple[str, ...] = (), controller: str = "bvo") -> Figures:
    """The figures of the tables of a register."""
    with duckdb.connect() as connection:
        for name in figures.READS:
            connection.register(name, tables[name])
        return figures.run(connection, controller, open_sets, no_sets=False)
