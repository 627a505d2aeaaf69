"""Letters out of notices, many at once: what the notice says, what its generation holds, what the facts told at release.

Nothing else stands on a letter: facts that change later change no letter that was released.
"""

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

from betrokken.edges.notices import Notice, Notices
from betrokken.edges.released import Releases
from betrokken.kit import arrow
from betrokken.model.incident import Contact
from betrokken.model.notices import Claim, Deed, Difference, Happening, Letter, Recipient, Seen, difference
from betrokken.pipeline import generations, letters, on_request
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import claiming
from betrokken.stages.notifying.planning import TO_PARENTS

_RECIPIENT: Final = tuple(one.name for one in fields(Recipient))
_MAKES: Final = {  # what takes part in a letter, by package; clocks, dossiers and planning do not
    "betrokken.stages.notifying": (
        "letters/*.py",
        "locale/*.toml",
        *(f"{name}.py" for name in ("composing", "parts", "addressing", "advising", "wording", "claiming")),
        "advice.toml",
        "claiming.sql",
    ),
    "betrokken.edges": ("typeset/*.typ", "fonts/*.ttf", "typesetting.py"),
    "betrokken.pipeline": ("drafting.py",),
}
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
    """SHA-256 of all that makes words out of a notice and a PDF out of words: another one may give another text."""
    digest = hashlib.sha256(version("typst").encode())
    for package, patterns in _MAKES.items():
        root = Path(str(files(package)))
        for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
            name = f"{package}/{path.relative_to(root).as_posix()}"
            digest.update(f"\0{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def content(generation_hash: str, notices: Sequence[Notice], told: Told, case: Case) -> str:
    """SHA-256 over everything that stands on these letters: two equal ones are the same letters to the same people."""
    to = on_request.recipients(case)
    earlier = _Earlier(case, notices[0].controller) if notices else None
    rows = [
        (one.notice_id, one.variant, one.language, one.claims, one.code, str(earlier and earlier.day(one)))
        for one in sorted(notices, key=lambda one: one.notice_id)
    ]
    relatives = {one.notice_id: asdict(to[one.notice_id]) for one in notices if one.notice_id in to}
    return hashlib.sha256(
        json.dumps([generation_hash, rows, relatives, told.json()], sort_keys=True).encode()
    ).hexdigest()


def draft(case: Case, notices: Sequence[Notice], told: Told, proof: bool) -> list[Letter]:
    """The letters of notices of one controller and one generation, in their order. Raises CaseError."""
    if not notices:
        return []
    controller, generation = notices[0].controller, notices[0].generation
    register = generations.register(case, generation)
    only = notices[0].person_id if len(notices) == 1 else None
    with case.query({name: register[name] for name in claiming.READS}) as connection:
        claims = {one.person_id: one for one in claiming.claims(connection, controller, (), only)}
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
    wanted = arrow.where(table, "person_id", ids)
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
    says = json.loads(notice.says)  # what was planned and approved, not what another version would gather now
    leaked = tuple(says["leaked"])
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
        leaked if leaked or says["certainty"] in ("proven", "not_touched") else expected,
        tuple(Seen(*one) for one in says["exams"]),
        claim.risks,
        certainty=says["certainty"],
        elsewhere=claim.elsewhere,
        proof=proof,
    )
    if notice.variant in _PARENTS:
        return replace(plain, represented=plain.to, birth_date=person["birth_date"])
    if notice.variant == "relatives" and relative:
        return replace(plain, to=relative, represented=plain.to)
    if notice.variant in ("supplement", "correction"):
        return _since(plain, leaked, earlier.day(notice), earlier.changed(notice))
    return plain


def _since(letter: Letter, leaked: tuple[str, ...], day: date | None, changed: Difference | None) -> Letter:
    """What is new since the letter before, or no longer holds of it. leaked: what was seen, and not only expected."""
    if changed is None:
        return letter
    if letter.variant == "correction":
        wrong = replace(letter, gone=changed.gone, gone_exams=changed.gone_exams, was=changed.was)
        return replace(wrong, earlier=day, leaked=leaked)
    new = tuple(one for one in letter.exams if one.exam in changed.fresh_exams)
    return replace(letter, earlier=day, fresh=changed.fresh or ("exam",), exams=new)
