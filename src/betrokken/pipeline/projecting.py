"""`project`: how many people the whole theft holds, kept as the worked table `estimate`."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from betrokken.edges import aside, files
from betrokken.kit import arrow
from betrokken.model.errors import BetrokkenError
from betrokken.pipeline.case import Case
from betrokken.stages.projecting import sampling, stage
from betrokken.stages.projecting.frame import Asked, Registered
from betrokken.stages.projecting.listing import Listing, parse
from betrokken.stages.projecting.sampling import Placed
from betrokken.stages.projecting.stage import Projection

STAGE = "projecting"
_ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True, slots=True)
class Made:
    """A projection, what it was made from, and the figure of the time before (low, middle, high), None without one."""

    placed: Placed
    listing: Listing | None
    projection: Projection
    before: tuple[int, int, int] | None


def project(case: Case, file: Path | None, asked: Asked) -> Made:
    """Project and keep the table `estimate`. Raises CaseError before a run, BetrokkenError for an unusable listing."""
    told = _read(file) if file else None
    listing = _listing(file, told) if file and told is not None else None
    tables = {name: case.worked.read(name, "finding" if name == "item" else None) for name in stage.READS}
    inputs = _inputs(case)
    with case.worked.writing():
        placed = _placed(case, tables, listing)
        projection = stage.run(placed, asked)
        before = _before(case)
        about = asdict(asked) | {"listing": hashlib.sha256((told or "").encode()).hexdigest()}
        case.worked.write(STAGE, {"estimate": projection.estimate}, inputs, about)
    return Made(placed, listing, projection, before)


def _read(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError:
        raise BetrokkenError(f"{file}: the listing cannot be opened: is the path right, and may you read it?") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8-sig", "backslashreplace")


def _listing(file: Path, text: str) -> Listing:
    found = parse(text)
    if not found.rows:
        why = f"; line {found.bad[0].line}: {found.bad[0].reason}" if found.bad else ""
        raise BetrokkenError(f"{file}: no file with a path and a size stands in this listing{why}")
    return found


def current(case: Case) -> pa.Table | None:
    """The table `estimate`; None when there is none, or when the case was run on other files since."""
    manifest = case.worked.manifest(STAGE)
    return case.worked.read("estimate", STAGE) if manifest and manifest.inputs == _inputs(case) else None


def _inputs(case: Case) -> dict[str, str]:
    return {name: _hash(case, name) for name in stage.READS}


def _hash(case: Case, table: str) -> str:
    manifest = case.worked.manifest("linking" if table == "membership" else "finding")
    return manifest.outputs()[table] if manifest else ""


def _placed(case: Case, tables: dict[str, pa.Table], listing: Listing | None) -> Placed:
    drops = [drop for drop in case.decided.drops() if drop.source == "leak"]
    leak_drop = pa.table({"drop_id": pa.array([drop.drop_id for drop in drops], pa.string())})
    with case.query(tables | {"leak_drop": leak_drop}) as connection:
        sightings = connection.execute(stage.query("sightings")).to_arrow_table()
        on_disk = connection.execute(stage.query("files")).to_arrow_table()
        registered = _registered(case, connection.execute(stage.query("registered")).fetchone()[0])
    return sampling.place(sightings, on_disk, listing, registered, _claimed(case))


def _registered(case: Case, people: int) -> Registered:
    handed = {drop.controller for drop in case.decided.drops() if drop.source == "population" and drop.controller}
    known = {controller.id for controller in case.incident.controllers}
    return Registered(people, len(handed & known), len(known))


def _claimed(case: Case) -> int | None:
    """The most bytes the thieves claim to hold, of the drops and of the facts about them."""
    claims = [drop.claimed_total_bytes for drop in case.decided.drops()]
    claims += [fact.claimed_total_bytes for fact in case.incident.drops]
    return max((claim for claim in claims if claim), default=None)


def _before(case: Case) -> tuple[int, int, int] | None:
    """The figure the case held until now."""
    if not case.worked.manifest(STAGE):
        return None
    columns = ("stratum", "method", "low", "middle", "high")
    for stratum, method, low, middle, high in arrow.rows(case.worked.read("estimate", STAGE), *columns):
        if stratum == "" and method == "projection" and middle is not None:
            return low, middle, high
    return None


def draw(path: Path, made: Made) -> None:
    """The charts, as SVG or PNG by the name of the file. Raises BetrokkenError for another name."""
    if path.suffix.lower() not in (".svg", ".png"):
        raise BetrokkenError(f"{path}: a chart is written as .svg or .png")
    from betrokken.edges import charts  # Altair takes long to import, and few projections are drawn

    found, frame = made.projection, made.placed.frame
    ranges = [
        charts.Range(name, int(seen), low, middle, high)
        for name, seen, (low, middle, high) in zip(frame.names, frame.people_seen(), found.strata, strict=True)
    ]
    figure, estimate = found.figure, found.figure.estimate
    middle = None if figure.refused else round(estimate.middle)
    low, high = (
        (figure.bracket.low, figure.bracket.high) if figure.refused else (round(estimate.low), round(estimate.high))
    )
    top = high if middle is not None or figure.bracket.supported else None
    ranges.insert(0, charts.Range("all files", frame.seen, low, middle, top))
    grown = found.curve
    lines = list(zip(grown.files, grown.people, grown.low, grown.high, strict=True))
    svg = charts.projection(
        "People in the files: seen, and the bracket", ranges, "People seen as files are read", lines
    )
    aside.write(path, charts.png(svg) if path.suffix.lower() == ".png" else svg.encode())


def write_next(path: Path, made: Made) -> int:
    """The files to read next, drawn at random, as CSV: stratum, path, size. Gives how many."""
    rows = [(one.stratum, made.placed.rows[row]) for one in made.projection.next for row in one.rows]
    with aside.whole(path) as stream:
        lines = [("stratum", "path", "size"), *((stratum, row.path, row.size) for stratum, row in rows)]
        stream.write("".join(_line(line) for line in lines).encode())
    return len(rows)


def _line(cells: Sequence[object]) -> str:
    return ",".join('"' + files.cell(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"
