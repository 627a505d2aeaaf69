"""All rooms in order; the one place that runs, stores and accounts. A room whose inputs have not changed is skipped.

intake -> reading and finding (in the fence) -> linking -> attributing -> registering -> entering a generation
"""

from collections.abc import Callable, Collection, Mapping
from functools import partial

import pyarrow as pa

from betrokken.model import tables
from betrokken.model.incident import Incident
from betrokken.pipeline import causes, collecting, generations, intake, reading
from betrokken.pipeline.case import Case
from betrokken.pipeline.facts import for_attributing, pack_incident
from betrokken.pipeline.progress import Listener, Step
from betrokken.settings import Settings
from betrokken.stages.attributing import stage as attributing
from betrokken.stages.attributing.own_lists import Owner
from betrokken.stages.linking import stage as linking
from betrokken.stages.registering import stage as registering
from betrokken.stages.registering.about import About, HeldDrop, Ruling

Tables = Mapping[str, pa.Table]


def run(case: Case, settings: Settings, show: Listener) -> list[str]:
    """Run every room that has something to do; gives their names. Raises LockedError, CaseError."""
    with case.worked.writing(), collecting.seldom():
        known = causes.known(case)  # at the start: what is entered while the rooms run waits for the next run
        enter = partial(generations.enter, known=known)
        done = ["finding"] if reading.run(case, settings, show) else []
        for name, room in (
            ("linking", _link),
            ("attributing", _attribute),
            ("registering", _register),
            ("entering", enter),
        ):
            show(Step(name, 0, 1, unit="rooms"))
            done += [name] if room(case) else []
            show(Step(name, 1, 1, unit="rooms"))
    return done


def _room(
    case: Case, name: str, reads: Mapping[str, str], about: Mapping[str, object], make: Callable[[Tables], Tables]
) -> bool:
    """One room: reads (table -> stage that wrote it), its own settings, and what makes its tables."""
    inputs = {table: _outputs(case, stage)[table] for table, stage in reads.items()}
    if case.worked.is_fresh(name, inputs, about):
        return False
    case.worked.write(
        name, make({table: case.worked.read(table, stage) for table, stage in reads.items()}), inputs, about
    )
    return True


def _outputs(case: Case, stage: str) -> dict[str, str]:
    manifest = case.worked.manifest(stage)
    return manifest.outputs() if manifest else {}


def _judged(case: Case, kinds: Collection[str]) -> tuple[pa.Table, list[int]]:
    """The judgements of these kinds that hold, and their numbers."""
    judged = [one for one in case.decided.judgements() if one.kind in kinds]
    rows = [{name: getattr(one, name) for name in tables.names("judgement")} for one in judged]
    return pa.Table.from_pylist(rows, schema=tables.schema("judgement")), [one.judgement_id for one in judged]


def _link(case: Case) -> bool:
    judgement, numbers = _judged(case, linking.OBEYED)

    def make(read: Tables) -> Tables:
        linked = linking.run(
            read["mention"], read["item"], judgement, case.decided.anchors(), lambda: case.query({}), intake.drops(case)
        )
        case.decided.save_anchors(linked.anchors)
        return {name: getattr(linked, name) for name in linking.WRITES}

    reads = {"mention": reading.STAGE, "item": reading.STAGE}
    about = {"judgements": numbers, "populations": _populations(case)}
    return _room(case, "linking", reads, about, make)


def _populations(case: Case) -> list[tuple[str | None, ...]]:
    """What rooms go by of the populations, beside what was read in them."""
    own_lists = [drop for drop in case.decided.drops() if drop.source == "population"]
    return [(drop.drop_id, drop.controller, drop.dataset, drop.as_of) for drop in own_lists]


def _owners(case: Case, incident: Incident) -> dict[str, Owner]:
    """Whose own list each population is, with the exam of its data set when it has exactly one."""
    exams = {one.id: one.exams[0] for one in incident.datasets if len(one.exams) == 1}
    own_lists = [drop for drop in case.decided.drops() if drop.source == "population"]
    return {drop.drop_id: Owner(drop.controller or "", exams.get(drop.dataset or "")) for drop in own_lists}


def _attribute(case: Case) -> bool:
    incident = for_attributing(case.incident)
    owners = _owners(case, case.incident)
    judgement, numbers = _judged(case, (attributing.OBEYED,))

    def make(read: Tables) -> Tables:
        return {"attribution": attributing.run(read["mention"], read["item"], incident, owners, judgement)}

    reads = {"mention": reading.STAGE, "item": reading.STAGE}
    about = {"incident": pack_incident(incident), "judgements": numbers, "owners": owners}
    return _room(case, "attributing", reads, about, make)


def _register(case: Case) -> bool:
    about = _about(case)

    def make(read: Tables) -> Tables:
        with case.query(read) as connection:
            return registering.run(read, about, connection)

    return _room(case, registering.STAGE, _REGISTERED, _settings(about), make)


_REGISTERED = {
    "person": "linking",
    "membership": "linking",
    "mention": reading.STAGE,
    "item": reading.STAGE,
    "attribution": "attributing",
}


def _about(case: Case) -> About:
    """What the register goes by: the facts, the drops, and the rulings of humans."""
    drops = tuple(HeldDrop(*(getattr(drop, name) for name in HeldDrop._fields)) for drop in case.decided.drops())
    rulings = tuple(
        Ruling(one.judgement_id, one.kind == "affected", one.left_id, one.value)
        for one in case.decided.judgements()
        if one.kind in ("affected", "not_affected")
    )
    return About(case.incident, drops, rulings)


def _settings(about: About) -> dict[str, object]:
    return {"incident": pack_incident(about.incident), "drops": about.drops, "rulings": about.rulings}
