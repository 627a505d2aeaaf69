"""A human's answer as they type it, read into the shape its question takes."""

import re
from datetime import date, datetime
from typing import Any, Final

from betrokken.model.errors import DossierError
from betrokken.stages.notifying.dossiers import form
from betrokken.stages.notifying.dossiers.ground import moment

MOST: Final = 10_000  # characters: more belongs in an annex (5.4)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_COUNT: Final = re.compile(r"(\d{1,9})\s*(?:(-)\s*(\d{1,9})?)?")


def read(number: str, text: str) -> dict[str, Any]:
    """An answer as JSON. Raises DossierError telling what the question takes.

    choice, choices: options, with commas between, then perhaps a colon and free text. count: 621, 621-941, or 621- when
    the most is not known. moment, moments: days or instants in ISO 8601, with commas between.
    """
    question = form.question(number)
    told = text.strip()
    if not told or len(told) > MOST or _CONTROL.search(told):
        raise DossierError(f"question {number}: an answer has 1 to {MOST:,} characters, and no control characters")
    if question.type in ("choice", "choices"):
        return _chosen(question, told)
    if question.type == "count":
        return _count(number, told)
    if question.type in ("moment", "moments"):
        return _moments(question, told)
    return {"text": told}


def _chosen(question: form.Question, told: str) -> dict[str, Any]:
    listed, _, more = told.partition(":")
    wanted = [one.strip() for one in listed.split(",")]
    for one in wanted:
        if one not in question.options:
            raise DossierError(
                f"question {question.number} takes {', '.join(question.options)}; {one!r} is none of these"
            )
    if question.type == "choice" and len(wanted) > 1:
        raise DossierError(f"question {question.number} takes one of {', '.join(question.options)}")
    found: dict[str, Any] = {"option": wanted[0]}
    if question.type == "choices":
        found = {"options": [one for one in question.options if one in wanted]}
    return found | ({"text": more.strip()} if more.strip() else {})


def _count(number: str, told: str) -> dict[str, Any]:
    found = _COUNT.fullmatch(told)
    if found is None:
        raise DossierError(f"question {number} takes a number, or two as 621-941, or 621- when the most is not known")
    least, dash, most = int(found[1]), found[2], found[3]
    if most is not None and int(most) < least:
        raise DossierError(f"question {number}: the most is less than the least")
    return {"least": least, "most": int(most) if most is not None else None if dash else least}


def _moments(question: form.Question, told: str) -> dict[str, Any]:
    parts = [part.strip() for part in told.split(",")]
    if question.type == "moment" and len(parts) > 1:
        raise DossierError(f"question {question.number} takes one moment")
    found = [_moment(question.number, part) for part in parts]
    return {"moment": found[0]} if question.type == "moment" else {"moments": found}


def _moment(number: str, told: str) -> str:
    try:
        when = datetime.fromisoformat(told) if "T" in told else date.fromisoformat(told)
    except ValueError:
        when = None
    if when is None or (isinstance(when, datetime) and when.tzinfo is None):
        raise DossierError(
            f"question {number} takes a day as 2025-07-05, or an instant with its time zone as 2025-07-05T14:20:00+02:00"
        )
    return moment(when)
