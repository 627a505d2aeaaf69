"""Planning of notices: out of a frozen generation, for each controller, who is written to and who is not."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.edges import journal
from betrokken.edges.decided import NewFact, now
from betrokken.edges.generations import Generation
from betrokken.edges.notices import Notice, Notices, Suppression
from betrokken.kit import arrow
from betrokken.model.errors import LetterError
from betrokken.model.incident import Incident
from betrokken.model.notices import BESIDE, LANGUAGES, ON_REQUEST
from betrokken.pipeline import generations
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import claiming, codes, planning
from betrokken.stages.notifying.planning import Known, Letter, Plan, Told

PLAN: Final = "plan"  # kind of fact: controller -> the generation its notices were last planned from, and its people
WITHHELD: Final = "withheld"  # kind of fact: controller/person -> why no letter goes to them by mail
_GONE_OUT: Final = ("released", "printed", "sent", "returned")
_ADDRESS: Final = ("street", "house_number", "house_number_suffix", "postcode", "city", "country")
_PERSON: Final = ("person_id", "birth_date", "deceased_on", "secret_address", "missing", *_ADDRESS)
Register = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning did for one controller. counts: people by variant, and by reason why they get none."""

    controller: str
    people: int
    counts: Mapping[str, Mapping[str, int]]
    new: int
    kept: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class _Register:
    """A generation as planning needs it: its people by id, and the ids that became part of another."""

    made: Generation
    people: Mapping[str, Mapping[str, Any]]
    successors: Mapping[str, str]


def plan(
    case: Case, generation: str, controllers: Sequence[str], language: str, day: date, who: str
) -> tuple[Generation, list[Planned]]:
    """Plan the notices of these controllers, of all for (). The same again changes nothing.

    Raises LetterError for a generation that is not frozen, or a controller or language that is not known.
    """
    if language not in LANGUAGES:
        raise LetterError(f"letters are in {' and '.join(LANGUAGES)}; there are no words for {language!r}")
    made = frozen(case, generation)
    register = generations.register(case, made.number)
    incident = case.incident
    done = []
    with case.telling(), case.query({name: register[name] for name in claiming.READS}) as connection:
        known = _register(case, made, register)
        for controller in _wanted(incident, register, controllers):
            claims = claiming.claims(connection, controller, incident.datasets)
            found = planning.plan(claims, _known(case, incident, known, controller, day))
            done.append(_enter(case, made, controller, found, language))
            counts = {"generation": made.number, "people": found.people, "notices": len(found.letters)}
            case.note(
                who, "notices", {**counts, "withdrawn": done[-1].withdrawn, "controller": journal.word(controller)}
            )
    return made, done


def outdated(case: Case, made: Generation, controller: str, day: date) -> tuple[list[str], int]:
    """(planned notices that would not be planned now, letters that would be planned now and are not).

    What was withheld, judged, entered or sent since the plan shows here: a plan that is outdated must not go out.
    """
    wanted = _wanted_now(case, made, controller, day)
    by_hand = {person for whose, person in withheld(case) if whose == controller}
    gone = []
    for one in Notices(case.decided).held(controller):
        if one.state == "planned" and one.generation == made.number:
            key = (one.person_id, one.variant, one.earlier_id, one.claims)
            stays = one.person_id not in by_hand if one.variant in ON_REQUEST else key in wanted
            gone += [] if stays else [one.notice_id]
            wanted.discard(key)
    return gone, len(wanted)


def _wanted_now(case: Case, made: Generation, controller: str, day: date) -> set[tuple[str, str, str | None, str]]:
    """(person, variant, earlier, claims) of what would be planned; nothing once another generation was planned from."""
    if case.decided.facts(PLAN).get(controller, {}).get("generation") != made.number:
        return set()
    register, incident = generations.register(case, made.number), case.incident
    with case.query({name: register[name] for name in claiming.READS}) as connection:
        claims = claiming.claims(connection, controller, incident.datasets)
    known = _known(case, incident, _register(case, made, register), controller, day)
    found = planning.plan(claims, known).letters
    return {(one.claim.person_id, one.variant, one.earlier_id, one.claim.hash) for one in found}


def _register(case: Case, made: Generation, register: Register) -> _Register:
    people = {row["person_id"]: row for row in register["person"].select(list(_PERSON)).to_pylist()}
    return _Register(made, people, successors(case, made.number))


def frozen(case: Case, generation: str) -> Generation:
    """A frozen generation by its name or number. Raises LetterError for one that is not frozen."""
    made = generations.resolve(case, generation)
    if made.number not in {one.number for one in generations.frozen(case)}:
        raise LetterError(
            f"generation {made.number} is not frozen, so it may not stay: `betrokken freeze CASE NAME` first, then "
            "give that name"
        )
    return made


def _wanted(incident: Incident, register: Register, asked: Sequence[str]) -> list[str]:
    known = {one.id for one in incident.controllers}
    if wrong := [one for one in asked if one not in known]:
        raise LetterError(f"the facts hold no controller {wrong[0]!r}; they hold {', '.join(sorted(known))}")
    touched = set(register["standing"]["controller"].unique().to_pylist()) - {None}
    return [one.id for one in incident.controllers if (one.id in asked if asked else one.id in touched)]


def _known(case: Case, incident: Incident, register: _Register, controller: str, day: date) -> Known:
    return Known(
        register.people,
        day,
        _told(case, controller, register),
        _judged(case, incident, controller),
        {key[1]: why for key, why in withheld(case).items() if key[0] == controller},
        frozenset(
            planning.address(one.postcode, one.house_number, one.house_number_suffix) for one in incident.shelters
        ),
    )


def _told(case: Case, controller: str, register: _Register) -> dict[str, Told]:
    """The last letter of a controller to each person that is released or went further, by the id a person has now."""
    last: dict[str, Notice] = {}
    for one in Notices(case.decided).held(controller):
        if one.state in _GONE_OUT and one.variant not in BESIDE:
            last[register.successors.get(one.person_id, one.person_id)] = one
    came_back = {key: one for key, one in last.items() if one.state == "returned"}
    moved = _moved(case, came_back, register.people)
    return {
        key: Told(one.notice_id, one.variant, json.loads(one.says), one.returned_why or "", key in moved)
        for key, one in last.items()
    }


def successors(case: Case, generation: int) -> dict[str, str]:
    """Ids that became part of another person up to a generation -> the id that person has there."""
    kept = generations.store(case)
    found: dict[str, str] = {}
    for number in kept.numbers():
        if number <= generation:
            change = kept.changes(number)
            rows = change.filter(pc.equal(change["what"], pa.scalar("person")))
            for person, after in arrow.rows(rows, "person_id", "after"):
                found.pop(person, None)
                if after and after.startswith("now "):
                    found[person] = after.removeprefix("now ")
    return {person: _end(person, found) for person in found}


def _end(person: str, next_id: Mapping[str, str]) -> str:
    seen = {person}
    while person in next_id and next_id[person] not in seen:
        person = next_id[person]
        seen.add(person)
    return person


def _moved(case: Case, came_back: Mapping[str, Notice], people: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Who is known at another address than the one a letter came back from."""
    moved = set()
    for number in sorted({one.generation for one in came_back.values()}):
        person = generations.register(case, number)["person"]
        then = {row["person_id"]: row for row in person.select(["person_id", *_ADDRESS]).to_pylist()}
        for key, one in came_back.items():
            if one.generation == number and key in people and one.person_id in then:
                before, after = ([row[part] or "" for part in _ADDRESS] for row in (then[one.person_id], people[key]))
                if before != after:
                    moved.add(key)
    return moved


def withheld(case: Case) -> dict[tuple[str, str], str]:
    """(controller, person) that a human took out of the mail -> why."""
    found = case.decided.facts(WITHHELD).items()
    return {(key.partition("/")[0], key.partition("/")[2]): value["why"] for key, value in found}


def withhold(case: Case, notice: Notice, why: str, who: str, undo: bool = False) -> None:
    """Take a planned letter out of the mail, or put its person back; the next plan obeys it.

    Raises LetterError when it is in a release already, or nothing is said of why.
    """
    if notice.release_id is not None:
        raise LetterError(f"notice {notice.notice_id} is {notice.state}: void its release first, if nothing is printed")
    if not undo and not why.strip():
        raise LetterError("say why with --why TEXT: somebody must write to this person by hand")
    key = f"{notice.controller}/{notice.person_id}"
    with case.telling():
        if undo:
            case.decided.enter_facts([], [(WITHHELD, key)])
        else:
            case.decided.enter_facts([NewFact(WITHHELD, key, {"why": why.strip(), "by": who}, who)])
    case.note(who, "withhold-undo" if undo else "withhold", {"notice_id": notice.notice_id})


def _judged(case: Case, incident: Incident, controller: str) -> dict[str, str]:
    own = {"", *(one.id for one in incident.datasets if one.controller == controller)}
    return {
        one.left_id: f"judgement {one.judgement_id}"
        for one in case.decided.judgements()
        if one.kind == "not_affected" and one.value in own
    }


def _enter(case: Case, made: Generation, controller: str, found: Plan, language: str) -> Planned:
    store = Notices(case.decided)
    held = {one.notice_id: one for one in store.held(controller)}
    wanted = [drafted(case, made, one, language) for one in found.letters]
    standing = {key for key, one in held.items() if one.state == "planned"}
    new = [one for one in wanted if one.notice_id not in standing and not _is_out(held.get(one.notice_id))]
    ids = {one.notice_id for one in wanted}
    stay = [one for one in held.values() if one.state == "planned" and _stays(one, made)]
    gone = sorted(standing - ids - {one.notice_id for one in stay})
    asked = {one.person_id for one in stay if one.variant == "not_touched"}
    silent = [
        Suppression(made.number, controller, one.person_id, one.reason, one.detail, one.notice_id)
        for one in found.silences
        if not (one.reason == "not_touched" and one.person_id in asked)
    ]
    store.plan(made.number, controller, new, gone, silent)
    value = {"generation": made.number, "people": found.people}
    if case.decided.facts(PLAN).get(controller) != value:
        case.decided.enter_facts([NewFact(PLAN, controller, value, "planned")])
    kept = len(wanted) - len(new)
    return Planned(controller, found.people, planning.counts(found), len(new), kept, len(gone))


def _stays(one: Notice, made: Generation) -> bool:
    """Whether a plan leaves a letter on request alone: that nothing was touched may be untrue in another generation."""
    return one.variant == "relatives" or (one.variant == "not_touched" and one.generation == made.number)


def _is_out(one: Notice | None) -> bool:
    return one is not None and one.state in _GONE_OUT


def drafted(case: Case, made: Generation, one: Letter, language: str) -> Notice:
    """The notice of a letter; the same letter out of the same generation has the same id."""
    says = json.dumps(one.claim.says, sort_keys=True)
    key = (case.keys.case_id, one.claim.controller, one.claim.person_id, made.number, one.variant, one.earlier_id)
    return Notice(
        f"N-{hashlib.sha256(json.dumps([*key, says, language]).encode()).hexdigest()[:12].upper()}",
        one.claim.person_id,
        one.claim.controller,
        made.number,
        one.variant,
        language,
        one.claim.hash,
        says,
        codes.code(secrets.token_bytes(codes.BYTES)),
        now(),
        one.earlier_id,
    )
