"""Answers in the words of a language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from betrokken.stages.notifying import terms, wording
from betrokken.stages.notifying.dossiers import form


def shown(number: str, value: Mapping[str, Any] | None, language: str) -> str:
    """An answer as people read it; "" for none. Options come first, then counts, moments, sentences and free text."""
    if value is None:
        return ""
    options = [*([value["option"]] if "option" in value else ()), *value.get("options", ())]
    words = form.words(language)
    names = words["option"].get(number, {})
    parts = ["; ".join(str(names.get(one, one)) for one in options)]
    parts += [count(value, language)] if "least" in value else []
    parts += [
        _moment(one, language) for one in (*([value["moment"]] if "moment" in value else ()), *value.get("moments", ()))
    ]
    head = "; ".join(part for part in parts if part)
    told = [sentence(one, language) for one in value.get("say", ())]
    told += [value["text"]] if "text" in value else []
    return " ".join(part for part in (f"{head}." if head and told else head, *told) if part)


def count(value: Mapping[str, int | None], language: str) -> str:
    """At least and at most."""
    least, most = value["least"], value["most"]
    key = "open" if most is None else "exactly" if most == least else "between"
    told = {"least": number_(least or 0, language), "most": number_(most or 0, language)}
    return str(form.words(language)["count"][key].format_map(told))


def sentence(said: Sequence[Any], language: str) -> str:
    """A sentence of [say] with its facts."""
    key, facts = said
    filled = {name: _fact(name, fact, language) for name, fact in facts.items()}
    if "did_words" in filled:
        return filled["did_words"]
    return str(form.words(language)["say"][key].format_map(filled))


def number_(number: int, language: str) -> str:
    """1.234 in Dutch, 1,234 in English."""
    return f"{number:,}".replace(",", "." if language == "nl" else ",")


def _fact(name: str, fact: Any, language: str) -> str:
    words = form.words(language)
    if name.endswith("_counts"):
        names = words[name.removesuffix("_counts")]
        return "; ".join(f"{names[one]} {number_(fact[one], language)}" for one in names if one in fact)
    if name == "exams":
        return "; ".join(_exam(one, language) for one in fact)
    if name == "did_words":
        return " ".join(fact[1] if language == "en" and fact[1] else fact[0])
    if name == "role_word":
        return str(words["role"][fact])
    if name.endswith(("_moment", "_day")):
        return _moment(fact, language)
    return number_(fact, language) if isinstance(fact, int) else str(fact)


def _exam(told: Sequence[Any], language: str) -> str:
    exam, first, last, people = told
    words = wording.words(language)
    key = "years_unknown" if not first else "year" if first == last else "years"
    years = words[key].format(first=first, last=last)
    return f"{words['exam'][exam]} ({years}; {number_(people, language)})"


def _moment(told: str, language: str) -> str:
    """An instant on a clock in the Netherlands, to the minute; a day where only that is known."""
    if "T" not in told:
        return wording.day(date.fromisoformat(told), language)
    local = terms.local(datetime.fromisoformat(told))
    return f"{wording.day(local.date(), language)} {local:%H:%M}"


def listed(parts: Iterable[str]) -> str:
    """Several reasons or sources in one line."""
    return "; ".join(dict.fromkeys(part for part in parts if part))


def moment(told: str, language: str) -> str:
    """An instant or a day, ISO 8601, as people read it."""
    return _moment(told, language)
