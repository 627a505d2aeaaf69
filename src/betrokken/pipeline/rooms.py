"""All rooms in order; the one place that runs, stores and accounts. A room whose inputs have not changed is skipped.

intake -> reading and finding (in the fence) -> linking -> attributing -> registering
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict

import pyarrow as pa

from betrokken.model import tables
from betrokken.pipeline import reading
from betrokken.pipeline.case import Case
from betrokken.pipeline.jobs import pack_incident
from betrokken.pipeline.progress import Listener, Step
from betrokken.settings import Settings
from betrokken.stages.attributing import stage as attributing
from betrokken.stages.linking import stage as linking
from betrokken.stages.registering import stage as registering

Tables = Mapping[str, pa.Table]


def run(case: Case, settings: Settings, show: Listener) -> list[str]:
    """Run every room that has something to do; gives their names. Raises LockedError, CaseError."""
    with case.worked.writing():
        done = ["finding"] if reading.run(case, settings, show) else []
        for name, room in (("linking", _link), ("attributing", _attribute), ("registering", _register)):
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


def _link(case: Case) -> bool:
    judged = [asdict(one) for one in case.decided.judgements() if one.kind != "audit"]  # which says nothing of people

    def make(read: Tables) -> Tables:
        judgement = pa.Table.from_pylist(
            [{name: one[name] for name in tables.names("judgement")} for one in judged],
            schema=tables.schema("judgement"),
        )
        linked = linking.run(read["mention"], read["item"], judgement, case.decided.anchors(), lambda: case.query({}))
        case.decided.save_anchors(linked.anchors)
        return {name: getattr(linked, name) for name in linking.WRITES}

    reads = {"mention": reading.STAGE, "item": reading.STAGE}
    return _room(case, "linking", reads, {"judgements": [one["judgement_id"] for one in judged]}, make)


def _attribute(case: Case) -> bool:
    incident = case.incident

    def make(read: Tables) -> Tables:
        return {"attribution": attributing.run(read["mention"], read["item"], incident)}

    reads = {"mention": reading.STAGE, "item": reading.STAGE}
    return _room(case, "attributing", reads, {"incident": pack_incident(incident)}, make)


def _register(case: Case) -> bool:
    def make(read: Tables) -> Tables:
        with case.query(read) as connection:
            found = connection.execute(registering.query()).arrow()
        whole = found.read_all() if isinstance(found, pa.RecordBatchReader) else found
        return {"exposure": whole.cast(tables.schema("exposure"))}

    return _room(
        case, "registering", {"mention": reading.STAGE, "membership": "linking", "attribution": "attributing"}, {}, make
    )
