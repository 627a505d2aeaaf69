"""A dossier as files: the worksheet of the form as JSON and PDF, and the same in VERIS and DPV."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from betrokken.edges import typesetting
from betrokken.model.errors import DossierError
from betrokken.pipeline import filing, generations
from betrokken.pipeline.case import Case
from betrokken.pipeline.dossiers import Dossier
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.dossiers import dpv, form, laying_out, telling, veris, worksheet
from betrokken.stages.notifying.dossiers.comparing import Change
from betrokken.stages.notifying.dossiers.worksheet import Line

FORMATS: Final = ("ap", "veris", "dpv")


def write(case: Case, one: Dossier, folder: Path, format_: str, language: str, by: str) -> list[Path]:
    """Write a dossier to new files and keep what was drawn up. Raises DossierError when a file is there already."""
    if format_ not in FORMATS:
        raise DossierError(f"{format_!r} is no format of a dossier; those are {', '.join(FORMATS)}")
    files = _files(case, one, format_, language)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken = [path for name in files if (path := folder / name).exists()]
        if taken:
            raise DossierError(f"{taken[0]} is there already and is not overwritten; give another folder")
        for name, content in files.items():
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(content)
    except OSError as error:
        raise DossierError(f"{folder}: cannot be written: {os.strerror(error.errno or 0)}") from error
    sha256 = hashlib.sha256(next(iter(files.values()))).hexdigest()
    if format_ == "ap":
        drawn = {"kind": one.ground.kind, "generation": one.made.number, "hash": one.made.hash, "open": one.open}
        kept = drawn | {"lines": [worksheet.kept(line) for line in one.lines], "file": sha256}
        filing.draw(case, one.ground.controller.id, kept, by)
    return [folder / name for name in files]


def _files(case: Case, one: Dossier, format_: str, language: str) -> dict[str, bytes]:
    name = f"dossier-{one.ground.controller.id}"
    if format_ == "veris":
        return {f"{name}.veris.json": _json(veris.incident(one.ground, case.keys.case_id, one.at))}
    if format_ == "dpv":
        return {f"{name}.dpv.jsonld": _json(dpv.record(one.ground, case.keys.case_id, one.made.hash, one.at))}
    told = as_json(case, one, language)
    page = laying_out.page(_about(one, language), told["answers"], one.changes, language)
    return {
        f"{name}.json": _json(told),
        f"{name}.pdf": typesetting.worksheet(page, terms.local(one.at).date()),
    }


def as_json(case: Case, one: Dossier, language: str) -> dict[str, Any]:
    """The worksheet for programs: every answer as facts and in words, what is open, what changed."""
    earlier = one.ground.earlier
    return {
        "form": form.authority(),
        "case": case.keys.case_id,
        "controller": {"id": one.ground.controller.id, "name": one.ground.controller.name},
        "kind": one.ground.kind,
        "language": language,
        "at": one.at.isoformat(),
        "generation": {"number": one.made.number, "hash": one.made.hash, "frozen_as": list(one.frozen)},
        "earlier": {key: getattr(earlier, key) for key in ("receipt", "kind", "at", "generation", "hash")}
        if earlier
        else None,
        "counts": one.counts(),
        "open": one.open,
        "answers": [worksheet.told(line, one.held, str(one.made.number), language) for line in one.lines],
        "changes": None if one.changes is None else [_change(change) for change in one.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {key: getattr(change, key) for key in ("number", "question", "before", "after")} | {"why": list(change.why)}


def _about(one: Dossier, language: str) -> Mapping[str, str]:
    words = form.words(language)
    controller = one.ground.controller.name
    counts = {key: telling.number_(value, language) for key, value in one.counts().items()}
    names = {"generation": one.made.number, "hash": generations.short(one.made.hash)}
    at = telling.moment(one.at.isoformat(), language)
    about = words["sheet"]["about"].format(kind_word=words["kind"][one.ground.kind], at_moment=at, **names)
    return {
        "title": words["sheet"]["title"].format(controller=controller),
        "author": controller,
        "about": about,
        "totals": words["sheet"]["totals"].format(**counts),
        "receipt": one.ground.earlier.receipt if one.ground.earlier else "",
    }


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def in_short(line: Line, language: str) -> str:
    """A line of a worksheet for a terminal: its state, and the answer."""
    shown = telling.shown(line.question.number, line.value, language)
    return f"[{worksheet.state(line, language)}] {shown}".rstrip()
