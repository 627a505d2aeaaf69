"""One sealed list for one controller, or for what is nobody's. In clear it only ever stands in memory."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from betrokken import __version__
from betrokken.edges import age, aside, bundle, decided, files, journal
from betrokken.edges.signing import Signer, fingerprint
from betrokken.kit import arrow, organisations
from betrokken.model import tables
from betrokken.model.errors import AccountingError, HandOverError
from betrokken.model.incident import Incident
from betrokken.pipeline import account, export, generations
from betrokken.pipeline.case import Case
from betrokken.pipeline.progress import Listener, Step
from betrokken.stages.attributing.grounds import path as path_ground
from betrokken.stages.handing_over import stage as handing_over
from betrokken.stages.linking import stage as linking

_READ = ("mention", "membership", "attribution", "person", "exposure", "standing", "severity", "unattributed")
_SOURCE = ("mention_id", "item_id", "place", "confidence")


@dataclass(frozen=True, slots=True)
class Share:
    """One controller (None: nobody), its people, and how many of them are on another list too."""

    controller: str | None
    name: str
    people: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Handed:
    """A hand-over that was written: rows of each list, the key that signed it, SHA-256 of the sealed file."""

    path: Path
    rows: Mapping[str, int]
    public: str
    fingerprint: str
    sha256: str


def shares(case: Case) -> tuple[list[Share], int]:
    """(who would get how many people, people in all). Raises AccountingError when somebody would be on no list."""
    account.check(case)
    worked = {name: case.worked.read(name) for name in ("mention", "membership", "attribution")}
    names = {one.id: one.name for one in case.incident.controllers}
    with case.query({**worked, "mention": worked["mention"].select(["mention_id", "source"])}) as connection:
        rows, listed = handing_over.shares(connection)
    people = case.table("person").num_rows
    if listed != people:
        raise AccountingError(
            f"the lists do not hold everybody: {people:,} people, {listed:,} on a list; run the case again"
        )
    return [Share(key, names.get(key or "", key or ""), *rest) for key, *rest in rows], people


def hand_over(
    case: Case, controller: str | None, to: list[str], path: Path, kind: str, who: str, show: Listener
) -> Handed:
    """Write the list of one controller (None: of what is nobody's), sealed for the readers in `to`, to a new file.

    Raises HandOverError for an unknown controller, a bad key, a file that is there already or an empty list.
    """
    incident = case.incident
    if controller is not None and controller not in {one.id for one in incident.controllers}:
        raise HandOverError("the facts hold no such controller; `betrokken hand-over CASE` lists them by their id")
    readers = age.recipients(to)
    if path.exists():
        raise HandOverError(f"{path} is there already and is not overwritten; give another name with --out")
    account.check(case)
    show(Step("gathering", 0, 1, unit="lists"))
    found = gathered(case, controller, incident)
    show(Step("gathering", 1, 1, unit="lists"))
    if not found["people"].num_rows:
        raise HandOverError("nobody is on this list: no mention is attributed so; nothing was written")
    return _sealed(case, controller, found, readers, path, kind, who)


def gathered(case: Case, controller: str | None, incident: Incident) -> dict[str, pa.Table]:
    """The lists of one controller, out of its own mentions only."""
    worked = {name: case.table(name) for name in _READ}
    item = case.table("item")
    with case.query(worked) as connection:
        own = handing_over.own(connection, controller)
    portrait = _portrait(case, worked["mention"], item, own)
    relations = {name: table for name, table in worked.items() if name != "mention"}
    with case.query(relations | {"own": own, "portrait": portrait}) as connection:
        made = handing_over.lists(connection, controller, worked.keys())
    made["sources"] = _sources(own, worked["mention"], item, controller, incident)
    return {name: made[name] for name in tables.LISTS if name in made}


def _portrait(case: Case, mention: pa.Table, item: pa.Table, own: pa.Table) -> pa.Table:
    judgement = arrow.make(
        "judgement",
        [{name: getattr(one, name) for name in tables.names("judgement")} for one in case.decided.judgements()],
    )
    drop = arrow.make("drop", [{n: getattr(d, n, None) for n in tables.names("drop")} for d in case.decided.drops()])
    with case.query({}) as connection:
        return linking.portraits(mention, item, judgement, drop, own, connection)


def _sources(own: pa.Table, mention: pa.Table, item: pa.Table, controller: str | None, incident: Incident) -> pa.Table:
    """Where the own mentions stand. A path in the folder of another client is that client's: the place stays, without it."""
    mine = mention.select(_SOURCE).filter(pc.is_in(mention["mention_id"], own["mention_id"]))
    known = organisations.register(incident.controllers)
    whose: dict[str, str | None] = {}
    rows = set()
    for row in export.sources(own, mine, item):
        path = row["path"]
        if path not in whose:
            whose[path] = path_ground.controller(path, known)
        rows.add(
            (row["person_id"], path if whose[path] in (None, controller) else None, row["place"], row["confidence"])
        )
    ordered = sorted(rows, key=lambda row: (row[0], row[1] or "", row[2], row[3]))
    return pa.Table.from_pylist(
        [dict(zip(tables.names("sources"), row, strict=True)) for row in ordered], schema=tables.listed("sources")
    )


def _sealed(
    case: Case,
    controller: str | None,
    found: Mapping[str, pa.Table],
    readers: list[Any],
    path: Path,
    kind: str,
    who: str,
) -> Handed:
    signer = Signer(case.keys)
    contents = {f"{name}.{kind}": files.rendered(name, table, kind) for name, table in found.items()}
    about = _about(case, controller, found["people"].num_rows, who)
    readme = handing_over.readme(
        {"case": about["case_id"], "controller": _named(about["controller"]), "signer": signer.public}
        | {key: about[key] for key in ("made_at", "made_by", "program", "people")}
    )
    listed = [
        bundle.described(f"{name}.{kind}", contents[f"{name}.{kind}"], rows=table.num_rows, columns=_columns(name))
        for name, table in found.items()
    ]
    listed.append(bundle.described("README.txt", readme))
    packed, content = bundle.pack({**contents, "README.txt": readme}, {**about, "files": listed}, signer)
    sealed = age.seal(packed, readers)
    sha256 = hashlib.sha256(sealed).hexdigest()
    rows = {name: table.num_rows for name, table in found.items()}
    _write(case, path, sealed, who, {**_counts(rows), "sha256": sha256, "content": content, **_whose(controller)})
    return Handed(path, rows, signer.public, fingerprint(signer.public), sha256)


def _write(case: Case, path: Path, sealed: bytes, who: str, details: Mapping[str, Any]) -> None:
    """The line of the journal comes before the file has its name: no list leaves without one, at worst one line too many."""
    try:
        with aside.whole(path) as stream:
            stream.write(sealed)
            case.note(who, "hand-over", details)
    except OSError as error:
        raise HandOverError(f"{path} cannot be written: {error.strerror}") from error


def _counts(rows: Mapping[str, int]) -> dict[str, int]:
    return {"people": rows["people"], "exposures": rows["exposures"], "rows": sum(rows.values())}


def _whose(controller: str | None) -> dict[str, str]:
    """The id as a word of the journal, which takes small letters, digits and dashes; the manifest has it in full."""
    if controller is None:
        return {"kind": "unattributed"}
    return {"kind": "controller", "controller": journal.word(controller)}


def _about(case: Case, controller: str | None, people: int, who: str) -> dict[str, Any]:
    names = {one.id: one.name for one in case.incident.controllers}
    return {
        "case_id": case.keys.case_id,
        "controller": None if controller is None else {"id": controller, "name": names[controller]},
        "generation": _generation(case),
        "made_at": decided.now(),
        "made_by": who,
        "program": __version__,
        "people": people,
    }


def _generation(case: Case) -> dict[str, object]:
    """Which register this was made of. Raises HandOverError when none stands for what the case holds now."""
    newest = generations.store(case).latest()
    if newest is None or not generations.is_current(case):
        raise HandOverError("the register is not up to date: `betrokken run CASE` first")
    names = [one.name for one in generations.frozen(case) if one.number == newest.number]
    return {"number": newest.number, "sha256": newest.hash, "names": names}


def _named(controller: Mapping[str, str] | None) -> str | None:
    return f"{controller['name']} ({controller['id']})" if controller else None


def _columns(name: str) -> list[dict[str, str]]:
    return [{"name": one.name, "type": str(one.type), "says": one.says} for one in tables.LISTS[name]]
