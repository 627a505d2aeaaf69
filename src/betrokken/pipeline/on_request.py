"""Notices that somebody asked for: that nothing was touched, and to a relative of somebody who has died."""

import tomllib
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, Final

from betrokken.edges.decided import NewFact
from betrokken.edges.notices import Notice, Notices
from betrokken.kit import arrow
from betrokken.model.errors import LetterError
from betrokken.model.notices import Claim, Recipient
from betrokken.pipeline import generations, noticing
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import claiming
from betrokken.stages.notifying.planning import Letter

REQUEST: Final = "request"  # kind of fact: notice -> who asked, and how it is known that it was them
RECIPIENT: Final = "recipient"  # kind of fact: notice to a relative -> who gets it and where
_NEEDED: Final = ("surname", "street", "house_number", "postcode", "city")
_SECRET: Final = ("exam", "test_result")  # medical secrecy outlives the patient


def not_touched(
    case: Case, generation: str, controller: str, person_id: str, language: str, why: str, who: str
) -> Notice:
    """That nothing was touched, to the person who asked. Raises LetterError when that is not what holds."""
    claim, _ = _asked(case, generation, controller, person_id, why)
    if claim.certainty != "not_touched":
        raise LetterError(
            f"that this person was not touched is not what the register says: it says "
            f"{claim.certainty.replace('_', ' ')}; what it says goes out with the planned letters"
        )
    return _enter(case, generation, Letter(claim, "not_touched"), language, why, who)


def relatives(
    case: Case, generation: str, controller: str, person_id: str, language: str, to: Path, why: str, who: str
) -> Notice:
    """To a relative, without exams and results. to: a TOML file with who gets it and where, as `Recipient`.

    Raises LetterError when the person has not died as far as is known, or nothing else of them leaked.
    """
    claim, person = _asked(case, generation, controller, person_id, why)
    if not person["deceased_on"]:
        raise LetterError("nothing tells that this person has died; the living are told themselves")
    recipient = _recipient(to)
    leaked = tuple(one for one in claim.leaked if one not in _SECRET)
    if not leaked:
        raise LetterError("there is nothing that relatives may be told: secrecy covers all that leaked here")
    plain = replace(claim, leaked=leaked, exams=())
    return _enter(case, generation, Letter(plain, "relatives"), language, why, who, recipient)


def recipients(case: Case) -> dict[str, Recipient]:
    """Who gets the notices to relatives: notice_id -> who and where."""
    return {key: Recipient(**value) for key, value in case.decided.facts(RECIPIENT).items()}


def _asked(case: Case, generation: str, controller: str, person_id: str, why: str) -> tuple[Claim, dict[str, Any]]:
    if not why.strip():
        raise LetterError("say who asked, and how you know it was them, with --why TEXT")
    register = generations.register(case, noticing.frozen(case, generation).number)
    with case.query({name: register[name] for name in claiming.READS}) as connection:
        claims = claiming.claims(connection, controller, case.incident.datasets, person_id)
    if not claims:
        raise LetterError(f"that generation has nobody of this id at controller {controller!r}")
    row: dict[str, Any] = arrow.where(register["person"], "person_id", [person_id]).to_pylist()[0]
    return claims[0], row


def _recipient(path: Path) -> Recipient:
    known = [one.name for one in fields(Recipient)]
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise LetterError(f'{path} cannot be read as TOML: lines such as surname = "Vries"') from None
    if wrong := [key for key, value in told.items() if key not in known or not isinstance(value, str)]:
        raise LetterError(f"{path}: {wrong[0]!r} is no key with a text; the keys are {', '.join(known)}")
    if missing := [key for key in _NEEDED if not told.get(key, "").strip()]:
        raise LetterError(f"{path} lacks {' and '.join(missing)}")
    return Recipient(**told)


def _enter(
    case: Case, generation: str, letter: Letter, language: str, why: str, who: str, to: Recipient | None = None
) -> Notice:
    one = noticing.drafted(case, noticing.frozen(case, generation), letter, language)
    if any(held.notice_id == one.notice_id for held in Notices(case.decided).held(one.controller)):
        raise LetterError(f"notice {one.notice_id} tells this already")
    facts = [NewFact(REQUEST, one.notice_id, {"why": why.strip(), "by": who}, who)]
    facts += [NewFact(RECIPIENT, one.notice_id, asdict(to), who)] if to else []
    case.decided.enter_facts(facts)
    Notices(case.decided).request(one)
    details = {"notice_id": one.notice_id, "person_id": one.person_id, "kind": one.variant.replace("_", "-")}
    case.note(who, "request", details)
    return one
