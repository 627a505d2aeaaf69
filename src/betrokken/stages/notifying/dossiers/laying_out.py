"""The page of a worksheet, all text ready, for edges/typesetting.py to set."""

from collections.abc import Mapping, Sequence
from typing import Any

from betrokken.stages.notifying.dossiers import form
from betrokken.stages.notifying.dossiers.comparing import Change


def page(
    about: Mapping[str, str], answers: Sequence[Mapping[str, Any]], changes: Sequence[Change] | None, language: str
) -> dict[str, Any]:
    """One page as JSON. about: title, lines under it. answers: as worksheet.told gives. changes: None without a report."""
    words = form.words(language)
    sheet = words["sheet"]
    named = {key: sheet[key] for key in ("before", "after", "why", "none", "from", "foot", "page", "of")}
    return {
        **named,
        "lang": language,
        "title": about["title"],
        "author": about["author"],
        "about": [about["about"], about["totals"]],
        "todo_title": sheet["todo"],
        "todo": _todo(answers, sheet) or [sheet["todo_none"]],
        "changed_title": sheet["changed"].format(receipt=about["receipt"]) if changes is not None else "",
        "changes": [_change(one, sheet) for one in changes or ()],
        "unchanged": sheet["changed_none"],
        "sections": [
            {"title": f"{key}. {title}" if key[:1].isdigit() else title, "answers": rows}
            for key, title in words["section"].items()
            if (rows := [_answer(one, sheet) for one in answers if one["section"] == title])
        ],
    }


def _todo(answers: Sequence[Mapping[str, Any]], sheet: Mapping[str, str]) -> list[str]:
    """What lacks first, then what is to be confirmed."""
    lacks = [sheet["answer"].format_map(one) for one in answers if one["open"] and one["origin"] == "MISSING"]
    computed = [one["number"] for one in answers if one["open"] and one["origin"] == "DERIVED"]
    return lacks + ([sheet["confirm"].format(numbers=", ".join(computed))] if computed else [])


def _answer(one: Mapping[str, Any], sheet: Mapping[str, str]) -> dict[str, Any]:
    notes = [*one["notes"], *([] if one["options_checked"] else [sheet["unchecked"]])]
    return {
        "number": one["number"],
        "question": one["question"],
        "shown": one["shown"],
        "state": one["state"],
        "open": one["open"],
        "sources": "; ".join(one["sources"]),
        "notes": notes,
    }


def _change(one: Change, sheet: Mapping[str, str]) -> dict[str, Any]:
    none = sheet["none"]
    return {
        "question": f"{one.number} {one.question}",
        "before": one.before or none,
        "after": one.after or none,
        "why": "; ".join(one.why),
    }
