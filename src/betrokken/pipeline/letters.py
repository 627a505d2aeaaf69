"""One letter out of the register: what a generation says of one person at one controller, made into a `Letter`."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa

from betrokken.edges import typesetting
from betrokken.kit import arrow
from betrokken.model.errors import LetterError
from betrokken.model.incident import Contact, Controller, Incident
from betrokken.model.notices import Claim, Deed, Happening, Letter, Recipient
from betrokken.pipeline import generations, history
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import claiming, composing
from betrokken.stages.notifying.letters import guardian
from betrokken.stages.notifying.planning import TO_PARENTS

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
    person = _person(case, register, person_id)
    incident = case.incident
    known = known_controller(incident, controller)
    with case.query({name: register[name] for name in claiming.READS}) as connection:
        found = claiming.claims(connection, controller, incident.datasets, person_id)
        expected = claiming.leaked_of_anybody(connection, controller)
    if not found:
        raise LetterError(f"this person has no standing at controller {controller!r}: there is nothing to tell")
    claim = found[0]
    letter = Letter(
        notice_id=_reference(made.hash, person_id, controller),
        variant=claim.certainty,
        language=language,
        day=day,
        controller=known.name,
        contact=contact(incident, controller),
        to=recipient(person),
        happening=happening(incident, controller),
        seen_until=datetime.fromisoformat(made.made_at).date(),
        leaked=claim.leaked if claim.leaked or claim.certainty in ("proven", "not_touched") else expected,
        elsewhere=claim.elsewhere,
        exams=claim.exams,
        risks=claim.risks,
        proof=proof,
    )
    return Drawn(_of_minor(letter, person), made.number, made.hash, tuple(_cautions(person, claim)))


def pdf(letter: Letter) -> bytes:
    """The letter for a screen, tagged. Raises LetterError."""
    return typesetting.single(composing.page(letter), letter.day)


def _of_minor(letter: Letter, person: Mapping[str, Any]) -> Letter:
    """To the parents where the law says so. Raises LetterError where no letter to parents tells this."""
    born = person["birth_date"]
    if born is None or guardian.years(born, letter.day) >= guardian.ALONE:
        return letter
    if letter.variant not in TO_PARENTS:
        raise LetterError(f"no letter to parents tells {letter.variant.replace('_', ' ')}: write to them by hand")
    return replace(letter, variant=TO_PARENTS[letter.variant], represented=letter.to, birth_date=born)


def _cautions(person: Mapping[str, Any], claim: Claim) -> Iterable[str]:
    if is_secret(person):
        yield "the address is secret: no mail house, a human decides how this person is told"
    if person["missing"]:
        yield f"this person cannot be written to by post: {', '.join(person['missing'])} not known"
    if claim.certainty == "not_touched":
        yield "a letter that nothing was touched goes out on request only"


def is_secret(person: Mapping[str, Any]) -> bool:
    """Whether the BRP has an indication of secrecy, 1 to 7."""
    return (person["secret_address"] or "0") != "0"


def _person(case: Case, register: Register, person_id: str) -> Mapping[str, Any]:
    found = arrow.where(register["person"], "person_id", [person_id]).to_pylist()
    if not found:
        went = history.became(case, person_id)
        raise LetterError(went or f"that generation has no person {person_id!r}; ids stand in the export")
    if found[0]["deceased_on"]:
        raise LetterError("this person has died: no letter is addressed to the dead; relatives are told on request")
    return found[0]


def known_controller(incident: Incident, wanted: str) -> Controller:
    """The controller of this id. Raises LetterError when the facts hold none."""
    known = {one.id: one for one in incident.controllers}
    if wanted not in known:
        raise LetterError(f"the facts hold no controller {wanted!r}; they hold {', '.join(sorted(known))}")
    return known[wanted]


def contact(incident: Incident, controller: str) -> Contact:
    """How people reach a controller. Raises LetterError when the facts do not tell."""
    found = next((one for one in incident.contacts if one.id == controller), None)
    if found is None:
        raise LetterError(
            f"the facts do not tell how people reach controller {controller!r}: add a [[contact]] with this id"
        )
    return found


def recipient(person: Mapping[str, Any]) -> Recipient:
    """Who is written to: a row of the table `person`."""
    names = [one.name for one in fields(Recipient)]
    return Recipient(**{name: person.get(name) or "" for name in names})


def happening(incident: Incident, controller: str) -> Happening:
    """What happened, and what the controller did about it."""
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
