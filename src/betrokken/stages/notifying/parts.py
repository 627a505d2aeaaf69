"""The parts a letter is made of: each gives blocks of headings, text and lists, or nothing where there is nothing to say."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from betrokken.model.notices import Letter, Seen
from betrokken.model.words import CATEGORIES
from betrokken.stages.notifying import addressing
from betrokken.stages.notifying.advising import advice
from betrokken.stages.notifying.wording import day, filled, listed, of_variant, words

Block = dict[str, Any]  # kind: heading, text, list or code; with text, or items
Part = Callable[[Letter, Mapping[str, str]], list[Block]]


def facts(letter: Letter) -> dict[str, str]:
    """What sentences may be filled with; "" where it is not known."""
    contact, happening, language = letter.contact, letter.happening, letter.language
    hours = contact.hours_en if language == "en" and contact.hours_en else contact.hours
    about = addressing.full_name(letter.represented) if letter.represented else ""
    return {
        "lab": happening.lab,
        "stolen": day(happening.stolen, language),
        "published": day(happening.published, language),
        "controller": letter.controller,
        "seen_until": day(letter.seen_until, language),
        "earlier": day(letter.earlier, language),
        "hours": hours,
        **{name: getattr(contact, name) for name in ("phone", "email", "website", "dpo_name", "dpo_email")},
        "child": about,
        "dead": about,
    }


def told(name: str) -> Part:
    """A part that is sentences only, under its heading where it has one."""

    def part(letter: Letter, known: Mapping[str, str]) -> list[Block]:
        return _under(letter, name, [_text(filled(_words(letter).get(name, ()), known))])

    return part


def yours(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """Which data of this person: the new ones in a supplement."""
    shown = letter.fresh if letter.variant == "supplement" else letter.leaked
    return _under(letter, "yours", [_text(filled(_words(letter)["yours"], known)), _categories(letter, shown)])


def unseen(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """Of somebody who was not seen: why this letter comes, without any data, for none were found."""
    return _under(letter, "yours", [_text(filled(_words(letter)["yours"], known))])


def wrong(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """What an earlier letter told that does not hold: data, exams, or that this person was hit at all."""
    own = _words(letter)
    if letter.gone:
        shown = [_text(own["wrong"]), _categories(letter, letter.gone)]
    elif letter.gone_exams:
        shown = [_text(own["wrong_exams"]), _list(words(letter.language)["exam"][one] for one in letter.gone_exams)]
    else:
        shown = [_text(own["wrong_class"][letter.was])]
    return _under(letter, "wrong", shown)


def still(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """What holds now: the data that leaked, or how sure it is."""
    own = _words(letter)
    if letter.leaked:
        return _under(letter, "still", [_text(filled(own["still"], known)), _categories(letter, letter.leaked)])
    return _under(letter, "still", [_text(filled(own["still_class"].get(letter.certainty, ()), known))])


def expected(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """Of somebody who was not seen: what leaked of others."""
    if not letter.leaked:
        return []
    return _under(letter, "expected", [_text(_words(letter)["expected"]), _categories(letter, letter.leaked)])


def not_yours(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """Which data of this person were not found, and up to when was looked."""
    others = [one for one in CATEGORIES if one not in (*letter.leaked, *letter.elsewhere)]
    if not others:
        return []
    own = _words(letter)
    end = _text(filled(own["not_yours_end"], known))
    return _under(letter, "not_yours", [_text(own["not_yours"]), _categories(letter, others), end])


def exams(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """Which exams and years; never a result."""
    if not letter.exams:
        return []
    own = _words(letter)
    shown = [_exam(one, letter.language) for one in letter.exams]
    return _under(letter, "exams", [_text(filled(own["exams"], known)), _list(shown), _text(own["exams_end"])])


def consequences(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """What it can lead to, by the risks of this person."""
    own, every = _words(letter), words(letter.language)["consequence"]
    shown = [" ".join(every[kind]) for kind in every if letter.risks.get(kind, 0) > 0]
    return _under(letter, "consequences", [_text(own.get("consequences_lead", ())), _list(shown)])


def did(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """What the controller did: its own words, and what the facts tell."""
    language = letter.language
    forms = words(language)["deed"]
    shown = list(letter.contact.did_en if language == "en" else letter.contact.did)
    for one in letter.happening.deeds:
        about = {"day": day(one.on, language), "whom": listed(one.whom, language)}
        shown += filled([forms[one.kind]], about) if one.kind in forms else []
    return _under(letter, "did", [_list(shown)])


def advised(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """What this person can do."""
    return _under(letter, "advice", [_list([one.text for one in advice(letter.risks, letter.leaked, letter.language)])])


def contact(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """Whom to ask, and what rights there are."""
    return _under(letter, "contact", [_list(filled(_words(letter)["contact"], known))])


def code(letter: Letter, known: Mapping[str, str]) -> list[Block]:
    """The letter code in its box; nothing while there is none."""
    if not letter.code:
        return []
    boxed = {"kind": "code", "label": words(letter.language)["code_label"], "text": letter.code}
    return [_text(_words(letter)["code"]), boxed]


PARTS: Final[Mapping[str, Part]] = {
    **{name: told(name) for name in ("opening", "happened", "sorry", "secrecy")},
    "contact": contact,
    "yours": yours,
    "unseen": unseen,
    "wrong": wrong,
    "still": still,
    "expected": expected,
    "not_yours": not_yours,
    "exams": exams,
    "consequences": consequences,
    "did": did,
    "advice": advised,
    "code": code,
}


def _words(letter: Letter) -> Mapping[str, Any]:
    return of_variant(letter.language, letter.variant)


def _under(letter: Letter, name: str, blocks: Iterable[Block]) -> list[Block]:
    """The blocks that hold something, below the heading of the part; no heading stands alone."""
    held = [one for one in blocks if one.get("items") or one.get("text")]
    heading = _words(letter).get(f"{name}_heading")
    return [{"kind": "heading", "text": heading}, *held] if heading and held else held


def _text(sentences: Iterable[str]) -> Block:
    return {"kind": "text", "text": " ".join(sentences)}


def _list(items: Iterable[str]) -> Block:
    return {"kind": "list", "items": list(items)}


def _categories(letter: Letter, shown: Iterable[str]) -> Block:
    """In the order of words.CATEGORIES, so that two letters are read alike."""
    names = words(letter.language)["category"]
    return _list(names[one] for one in CATEGORIES if one in set(shown))


def _exam(one: Seen, language: str) -> str:
    known = words(language)
    if not one.first_year:
        years = known["years_unknown"]
    else:
        form = known["year" if one.first_year == one.last_year else "years"]
        years = form.format(first=one.first_year, last=one.last_year)
    return f"{known['exam'][one.exam]} ({years})"
