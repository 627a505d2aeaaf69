"""One letter out of the register: what a generation says of one person at one controller, made into a `Letter`."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.edges import typesetting
from betrokken.model.errors import LetterError
from betrokken.model.incident import Contact, Controller, Incident
from betrokken.model.notices import Deed, Happening, Letter, Recipient, Seen
from betrokken.model.words import CATEGORIES, CERTAINTIES, EXAMS, FRAUDS
from betrokken.pipeline import generations, history
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import composing
from betrokken.stages.notifying.letters import guardian

_DEEDS: Final = ("containment", "report", "told")
Register = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter, the generation it tells (number and hash), and what a human must see to before it goes out."""

    letter: Letter
    generation: int
    hash: str
    cautions: tuple[str, ...]


def draw(
    case: Case, person_id: str, controller: str, generation: str | None, language: str, day: date, proof: bool = True
) -> Drawn:
    """The letter of one person. generation: number or name; None for the newest, which must be of the last run.

    Raises LetterError when there is nothing to tell or nobody to tell it to, CaseError for the generation.
    """
    made = generations.resolve(case, generation or _newest(case))
    register = generations.register(case, made.number)
    one = _Of(case.incident, register, _person(case, register, person_id), _controller(case.incident, controller))
    letter = Letter(
        notice_id=_reference(made.hash, person_id, controller),
        variant=one.certainty,
        language=language,
        day=day,
        controller=one.controller.name,
        contact=_contact(case.incident, controller),
        to=_recipient(one.person),
        happening=_happening(case.incident, controller),
        seen_until=datetime.fromisoformat(made.made_at).date(),
        leaked=one.leaked if one.seen else one.expected,
        elsewhere=one.elsewhere,
        exams=one.exams,
        risks=one.risks,
        proof=proof,
    )
    return Drawn(_of_minor(letter, one), made.number, made.hash, tuple(_cautions(one)))


def pdf(letter: Letter) -> bytes:
    """The letter for a screen, tagged. Raises LetterError."""
    return typesetting.single(composing.page(letter), letter.day)


@dataclass(frozen=True, slots=True)
class _Of:
    """What a register says of one person at one controller."""

    incident: Incident
    register: Register
    person: Mapping[str, Any]
    controller: Controller

    @property
    def certainty(self) -> str:
        """The surest over the data sets of the controller."""
        found = {str(row["certainty"]) for row in self._rows("standing")}
        if not found:
            raise LetterError(
                f"this person has no standing at controller {self.controller.id!r}: there is nothing to tell"
            )
        return min(found, key=CERTAINTIES.index)

    @property
    def seen(self) -> bool:
        return bool(self.leaked) or self.certainty in ("proven", "not_touched")

    @property
    def leaked(self) -> tuple[str, ...]:
        """Categories of this person, as this controller's."""
        return _ordered(row["category"] for row in self._rows("exposure"))

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Categories of this person that leaked, and that no file tells as this controller's."""
        own = _where(self.register["exposure"], "person_id", self.person["person_id"])
        return _ordered(row["category"] for row in own if row["category"] not in self.leaked)

    @property
    def expected(self) -> tuple[str, ...]:
        """Categories that leaked of anybody at this controller."""
        theirs = _of(self.register["exposure"], "controller", self.controller.id)
        return _ordered(str(one) for one in theirs["category"].unique().to_pylist())

    @property
    def exams(self) -> tuple[Seen, ...]:
        """Exams and years as seen; of somebody not seen, the exams of the data sets, without years."""
        if self.certainty == "not_touched":
            return ()
        if not self.leaked:
            sets = {row["dataset"] for row in self._rows("standing") if row["certainty"] == self.certainty}
            held = {exam for one in self.incident.datasets if one.id in sets for exam in one.exams}
            return tuple(Seen(exam) for exam in EXAMS if exam in held)
        rows = [row for row in self._rows("exposure") if row["exam"] and row["category"] in ("exam", "test_result")]
        return tuple(_seen(exam, rows) for exam in EXAMS if any(row["exam"] == exam for row in rows))

    @property
    def risks(self) -> dict[str, int]:
        """As the register labels them, also of somebody not seen (see stages/registering/severity.py)."""
        rows = self._rows("severity") if self.certainty != "not_touched" else []
        return {kind: max((row[kind] or 0 for row in rows), default=0) for kind in FRAUDS}

    @property
    def secret(self) -> bool:
        """Whether the BRP has an indication of secrecy, 1 to 7."""
        return (self.person["secret_address"] or "0") != "0"

    def _rows(self, table: str) -> list[dict[str, Any]]:
        found = _where(self.register[table], "person_id", self.person["person_id"])
        return [row for row in found if row["controller"] == self.controller.id]


def _of_minor(letter: Letter, one: _Of) -> Letter:
    """To the parents where the law says so. Raises LetterError where no letter to parents tells this."""
    born = one.person["birth_date"]
    if born is None or guardian.years(born, letter.day) >= guardian.ALONE:
        return letter
    if letter.variant != "proven":
        raise LetterError(f"no letter to parents tells {letter.variant.replace('_', ' ')}: write to them by hand")
    return replace(letter, variant=guardian.NAME, represented=letter.to, birth_date=born)


def _cautions(one: _Of) -> Iterable[str]:
    if one.secret:
        yield "the address is secret: no mail house, a human decides how this person is told"
    if one.person["missing"]:
        yield f"this person cannot be written to by post: {', '.join(one.person['missing'])} not known"
    if one.certainty == "not_touched":
        yield "a letter that nothing was touched goes out on request only"


def _person(case: Case, register: Register, person_id: str) -> Mapping[str, Any]:
    found = _where(register["person"], "person_id", person_id)
    if not found:
        went = history.became(case, person_id)
        raise LetterError(went or f"that generation has no person {person_id!r}; ids stand in the export")
    if found[0]["deceased_on"]:
        raise LetterError("this person has died: no letter is addressed to the dead; relatives are told on request")
    return found[0]


def _controller(incident: Incident, wanted: str) -> Controller:
    known = {one.id: one for one in incident.controllers}
    if wanted not in known:
        raise LetterError(f"the facts hold no controller {wanted!r}; they hold {', '.join(sorted(known))}")
    return known[wanted]


def _contact(incident: Incident, controller: str) -> Contact:
    found = next((one for one in incident.contacts if one.id == controller), None)
    if found is None:
        raise LetterError(
            f"the facts do not tell how people reach controller {controller!r}: add a [[contact]] with this id"
        )
    return found


def _recipient(person: Mapping[str, Any]) -> Recipient:
    names = [one.name for one in fields(Recipient)]
    return Recipient(**{name: person.get(name) or "" for name in names})


def _happening(incident: Incident, controller: str) -> Happening:
    names = {one.id: one.name for one in incident.controllers}
    names |= {one.id: one.name for one in incident.organisations}
    deeds = [
        Deed(
            one.kind,
            one.at.date() if isinstance(one.at, datetime) else one.at,
            tuple(names[whom] for whom in one.whom),
        )
        for one in incident.events
        if one.kind in _DEEDS and (one.who == controller or one.kind == "containment")
    ]
    return Happening(
        incident.lab, incident.stolen, incident.published, tuple(sorted(deeds, key=lambda one: (one.on, one.kind)))
    )


def _newest(case: Case) -> str:
    latest = generations.store(case).latest()
    if latest is None or not generations.is_current(case):
        raise LetterError("the register is not that of the last run: run the case first, or give --generation")
    return str(latest.number)


def _reference(hash_: str, person_id: str, controller: str) -> str:
    """What stands on a letter that is no notice yet: tells nothing of the person, and is the same every time."""
    return f"P-{hashlib.sha256(f'{hash_}/{person_id}/{controller}'.encode()).hexdigest()[:10].upper()}"


def _seen(exam: str, rows: Iterable[Mapping[str, Any]]) -> Seen:
    days = [row[key] for row in rows if row["exam"] == exam for key in ("first_date", "last_date") if row[key]]
    return Seen(exam, min(days).year, max(days).year) if days else Seen(exam)


def _where(table: pa.Table, column: str, value: str) -> list[dict[str, Any]]:
    return _of(table, column, value).to_pylist()


def _of(table: pa.Table, column: str, value: str) -> pa.Table:
    return table.filter(pc.is_in(table[column], pa.array([value], pa.string())))


def _ordered(categories: Iterable[str]) -> tuple[str, ...]:
    found = set(categories)
    return tuple(one for one in CATEGORIES if one in found)
