"""Letters out of notices, many at once: what a generation holds of each, and what the facts told on the day of release."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.edges.notices import Notice, Notices
from betrokken.edges.released import Releases
from betrokken.model.incident import Contact
from betrokken.model.notices import Claim, Deed, Difference, Happening, Letter, Recipient, difference
from betrokken.pipeline import generations, letters, on_request
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import claiming
from betrokken.stages.notifying.planning import TO_PARENTS

_RECIPIENT: Final = tuple(one.name for one in fields(Recipient))
_SUFFIXES: Final = (".py", ".toml", ".typ", ".ttf")
_PARENTS: Final = frozenset(TO_PARENTS.values())


@dataclass(frozen=True, slots=True)
class Told:
    """All that stands on the letters of one controller beside the register, as it was on the day of release.

    seen_until: the day the generation was made. wording: SHA-256 of texts, template, fonts and typesetter.
    """

    controller: str
    contact: Contact
    happening: Happening
    day: date
    seen_until: date
    wording: str

    def json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), sort_keys=True, default=date.isoformat)


def told(case: Case, controller: str, generation: int, day: date) -> Told:
    """What the facts tell now. Raises LetterError when they do not tell how people reach the controller."""
    incident = case.incident
    made_at = generations.store(case).manifest(generation).made_at
    return Told(
        letters.known_controller(incident, controller).name,
        letters.contact(incident, controller),
        letters.happening(incident, controller),
        day,
        datetime.fromisoformat(made_at).date(),
        wording(),
    )


def as_told(kept: str) -> Told:
    """What was kept. Raises KeyError or TypeError for what no version of ours has kept."""
    value: dict[str, Any] = json.loads(kept)
    deeds = tuple(
        Deed(one["kind"], date.fromisoformat(one["on"]), tuple(one["whom"])) for one in value["happening"]["deeds"]
    )
    days = {key: _day(value["happening"][key]) for key in ("stolen", "published")}
    contact: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in value["contact"].items()
    }
    return Told(
        value["controller"],
        Contact(**contact),
        Happening(value["happening"]["lab"], deeds=deeds, **days),
        date.fromisoformat(value["day"]),
        date.fromisoformat(value["seen_until"]),
        value["wording"],
    )


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


@cache
def wording() -> str:
    """SHA-256 of all that makes words out of a letter and a PDF out of words: another one may give another text."""
    digest = hashlib.sha256(version("typst").encode())
    roots = (
        files("betrokken.stages.notifying"),
        files("betrokken.edges") / "typeset",
        files("betrokken.edges") / "fonts",
    )
    for root in map(Path, map(str, roots)):
        for path in sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES and _sets(path)):
            digest.update(f"\0{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sets(path: Path) -> bool:
    """Whether a file takes part in a letter: clocks, dossiers and planning do not."""
    return path.parent.name in ("letters", "locale", "typeset", "fonts") or path.stem in (
        "composing", "parts", "addressing", "advising", "advice", "wording",
    )  # fmt: skip


def content(generation_hash: str, notices: Sequence[Notice], told: Told, case: Case) -> str:
    """SHA-256 over everything that stands on these letters: two equal ones are the same letters to the same people."""
    to = on_request.recipients(case)
    rows = sorted(
        [one.notice_id, one.claims, one.code, asdict(to[one.notice_id]) if one.notice_id in to else None]
        for one in notices
    )
    return hashlib.sha256(json.dumps([generation_hash, rows, told.json()]).encode()).hexdigest()


def draft(case: Case, notices: Sequence[Notice], told: Told, proof: bool) -> list[Letter]:
    """The letters of notices of one controller and one generation, in their order. Raises CaseError."""
    if not notices:
        return []
    controller, generation = notices[0].controller, notices[0].generation
    register = generations.register(case, generation)
    incident = case.incident
    with case.query({name: register[name] for name in claiming.READS}) as connection:
        claims = {one.person_id: one for one in claiming.claims(connection, controller, incident.datasets)}
        expected = claiming.leaked_of_anybody(connection, controller)
    people = _people(register["person"], {one.person_id for one in notices})
    earlier = _Earlier(case, controller)
    to = on_request.recipients(case)
    return [
        _letter(
            one, claims[one.person_id], people[one.person_id], told, expected, earlier, to.get(one.notice_id), proof
        )
        for one in notices
    ]


def _people(table: pa.Table, ids: set[str]) -> dict[str, dict[str, Any]]:
    wanted = table.filter(pc.is_in(table["person_id"], pa.array(sorted(ids), pa.string())))
    return {row["person_id"]: row for row in wanted.select(["person_id", "birth_date", *_RECIPIENT]).to_pylist()}


class _Earlier:
    """What the letters before said, and on which day."""

    def __init__(self, case: Case, controller: str) -> None:
        self._held = {one.notice_id: one for one in Notices(case.decided).held(controller)}
        self._days = {one.release_id: date.fromisoformat(one.day) for one in Releases(case.decided).held(controller)}

    def day(self, notice: Notice) -> date | None:
        """The day on the letter before, None where there is none."""
        before = self._held.get(notice.earlier_id or "")
        return self._days.get(before.release_id) if before and before.release_id else None

    def changed(self, notice: Notice) -> Difference | None:
        """What differs from the letter before."""
        before = self._held.get(notice.earlier_id or "")
        return difference(json.loads(before.says), json.loads(notice.says)) if before else None


def _letter(
    notice: Notice,
    claim: Claim,
    person: Mapping[str, Any],
    told: Told,
    expected: tuple[str, ...],
    earlier: _Earlier,
    relative: Recipient | None,
    proof: bool,
) -> Letter:
    plain = Letter(
        notice.notice_id,
        notice.variant,
        notice.language,
        told.day,
        told.controller,
        told.contact,
        letters.recipient(person),
        told.happening,
        notice.code,
        told.seen_until,
        claim.leaked if claim.leaked or claim.certainty in ("proven", "not_touched") else expected,
        claim.exams,
        claim.risks,
        certainty=claim.certainty,
        elsewhere=claim.elsewhere,
        proof=proof,
    )
    if notice.variant in _PARENTS:
        return replace(plain, represented=plain.to, birth_date=person["birth_date"])
    if notice.variant == "relatives" and relative:
        leaked = tuple(json.loads(notice.says)["leaked"])
        return replace(plain, to=relative, represented=plain.to, leaked=leaked, exams=())
    if notice.variant in ("supplement", "correction"):
        return _since(plain, claim, earlier.day(notice), earlier.changed(notice))
    return plain


def _since(letter: Letter, claim: Claim, day: date | None, changed: Difference | None) -> Letter:
    """What is new since the letter before, or no longer holds of it."""
    if changed is None:
        return letter
    if letter.variant == "correction":
        wrong = replace(letter, gone=changed.gone, gone_exams=changed.gone_exams, was=changed.was)
        return replace(wrong, earlier=day, leaked=claim.leaked)
    new = tuple(one for one in letter.exams if one.exam in changed.fresh_exams)
    return replace(letter, earlier=day, fresh=changed.fresh or ("exam",), exams=new)
