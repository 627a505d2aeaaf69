"""Worksheets: what the case answers itself, what only a human can, and what changed since the last report."""

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from betrokken.model.errors import DossierError
from betrokken.model.incident import Event, Incident
from betrokken.model.notices import LANGUAGES
from betrokken.stages.notifying.dossiers import comparing, form, given, laying_out, telling, worksheet
from betrokken.stages.notifying.dossiers.comparing import Came
from betrokken.stages.notifying.dossiers.figures import Figures
from betrokken.stages.notifying.dossiers.ground import Filed, Ground, Letters
from betrokken.stages.notifying.dossiers.worksheet import Confirmed, Given, Held, Line
from tests.stages.notifying.dossiers import AT, FIGURES, HELD, INCIDENT, ground, told, with_facts

GOLDEN = Path(__file__).parent / "golden"
HUMAN = {"1.3", "2.2.1", "3.1.1.dpo", "3.1.1.kvk", "3.2.1", "4.5", "9.1", "10.1.1", "10.1.3"}


def lines(one: Ground, held: Held = HELD) -> dict[str, Line]:
    return {line.question.number: line for line in worksheet.lines(one, held)}


def shown(one: Ground, number: str, language: str = "en", held: Held = HELD) -> str:
    return telling.shown(number, lines(one, held)[number].value, language)


def page(one: Ground, held: Held, language: str, earlier: Filed | None = None) -> str:
    """A worksheet as plain text."""
    made = worksheet.lines(one, held)
    answers = [worksheet.told(line, held, "3", language) for line in made]
    came = Came({"standing": [("drop two", 230)]}, ["drop two"])
    changes = comparing.differences(earlier.lines, made, held, came, language) if earlier else None
    about = dict.fromkeys(("title", "author", "about", "totals", "receipt"), "-")
    sheet = laying_out.page(about, answers, changes, language)
    told = [sheet["todo_title"], *(f"- {one}" for one in sheet["todo"]), "", sheet["changed_title"]]
    told += [f"{one['question']}\n  {one['before']}\n  -> {one['after']}\n  ({one['why']})" for one in sheet["changes"]]
    for section in sheet["sections"]:
        told += ["", f"== {section['title']}"]
        for row in section["answers"]:
            told += [f"{row['number']} {row['question']}", f"  {row['shown']}", f"  [{row['state']}] {row['sources']}"]
            told += [f"  ! {note}" for note in row["notes"]]
    return "\n".join(line.rstrip() for line in told) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worksheet_says_what_was_agreed(language: str) -> None:
    """After a change that is meant: BETROKKEN_GOLDEN=write pytest, and read the difference."""
    before = ground(figures=replace(FIGURES, people={"proven": 405}, open_sets=("second",)))
    kept = tuple(worksheet.kept(line) for line in worksheet.lines(before, HELD))
    earlier = Filed("Z-1", "first", "2025-08-09T14:00:00+00:00", 2, "abc", kept)
    answer = Given({"text": "De brief kwam op een woensdagavond."}, "F. Gratama", "2025-08-10T09:00:00+00:00", "zelf")
    held = replace(HELD, given={"4.5": answer})
    text = page(ground(kind="supplement", earlier=earlier), held, language, earlier)
    path = GOLDEN / f"dossier.{language}.txt"
    if os.environ.get("BETROKKEN_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_all_but_what_only_a_human_can_know_is_answered() -> None:
    found = lines(ground())
    assert {number for number, line in found.items() if line.origin == "MISSING" and line.open} == HUMAN
    assert found["5.4"].origin == "MISSING"
    assert not found["5.4"].open
    assert found["10.1.7"].origin == "NOT_ASKED"
    assert all(line.value for line in found.values() if line.origin in ("RECORDED", "DERIVED"))
    assert len(found) == len(form.questions())


def test_a_missing_answer_says_who_is_likely_to_know() -> None:
    for line in lines(ground()).values():
        if line.origin == "MISSING":
            assert form.words("nl")["who"][line.question.who] in worksheet.state(line, "nl")


def test_counts_are_those_of_the_register() -> None:
    found = lines(ground())
    assert {key: (found["7.3"].value or {})[key] for key in ("least", "most")} == {"least": 485, "most": 941}
    assert {key: (found["6.3.1"].value or {})[key] for key in ("least", "most")} == {"least": 612, "most": 612 + 470}
    assert shown(ground(), "7.3").startswith("at least 485, at most 941.")
    assert shown(ground(), "7.3", "nl").startswith("minimaal 485, maximaal 941.")


def test_a_set_without_a_list_leaves_the_most_open() -> None:
    open_ = ground(figures=replace(FIGURES, open_sets=("second",)))
    assert shown(open_, "7.3").startswith("at least 485, the most cannot be told.")
    assert "data set second" in shown(open_, "7.3")
    assert "No data set of this organisation" in shown(ground(figures=replace(FIGURES, no_sets=True)), "7.3")


def test_what_a_set_may_hold_is_no_proof_of_what_leaked() -> None:
    unseen = Figures(people={"possible": 450}, records={"possible": 450}, bands={"high": 450})
    found = lines(ground(figures=unseen))
    assert (found["6.1"].value or {})["options"] == ["unknown"]
    assert found["8.1"].origin == "MISSING"
    assert (found["6.2"].value or {})["options"] == ["health"]
    assert shown(ground(figures=unseen), "7.3").startswith("at least 0, at most 450.")


def test_a_number_of_a_document_is_no_copy_of_it() -> None:
    figures = replace(FIGURES, categories={"id_document": 3, "patient_number": 3})
    assert (lines(ground(figures=figures))["6.1"].value or {})["options"] == ["other"]


def test_before_a_register_nothing_is_counted() -> None:
    found = lines(ground(figures=Figures(known=False)))
    assert {found[number].origin for number in ("6.1", "6.3.1", "7.1", "7.3", "9.3")} == {"MISSING"}


def test_a_confirmation_holds_for_the_answer_it_was_given_for() -> None:
    first = lines(ground())["7.3"]
    confirmed = {"7.3": Confirmed(worksheet.hashed(first.value or {}), "F. Gratama", "2025-08-10T09:00:00+00:00")}
    held = replace(HELD, confirmed=confirmed)
    assert not lines(ground(), held)["7.3"].open
    assert "F. Gratama" in worksheet.state(lines(ground(), held)["7.3"], "nl")
    other = ground(figures=replace(FIGURES, people={"proven": 486}))
    assert lines(other, held)["7.3"].open


def test_a_humans_answer_holds_and_the_computed_one_stays_in_sight() -> None:
    held = replace(HELD, given={"7.3": Given({"least": 500, "most": None}, "A", "2025-08-10T09:00:00+00:00", "list")})
    told_ = worksheet.told(lines(ground(), held)["7.3"], held, "3", "en")
    assert (told_["origin"], told_["shown"]) == ("RECORDED", "at least 500, the most cannot be told")
    assert "Computed was: at least 485, at most 941." in told_["notes"][0]
    assert told_["sources"] == ["answer of A, 10 August 2025 11:00: list"]


def test_late_is_asked_by_the_clock_only() -> None:
    assert lines(ground())["4.5"].origin == "MISSING"
    notes = worksheet.told(lines(ground())["4.5"], HELD, "3", "en")["notes"]
    assert notes == [f"{one}: reported, or to be reported, 24 hours after the term, which ended on 9 August 2025 14:20." for one in ("first", "second")]  # fmt: skip
    assert lines(ground(at=AT - timedelta(days=2)))["4.5"].origin == "NOT_ASKED"


def test_letters_are_counted_from_the_notices() -> None:
    found = lines(told())
    assert (found["10.1.1"].value or {})["option"] == "yes"
    assert {key: (found["10.1.3"].value or {})[key] for key in ("least", "most")} == {"least": 896, "most": 900}
    assert (found["10.1.7"].value or {})["options"] == ["letter"]
    planned = lines(ground(letters=Letters(0, 0, 30)))
    assert (planned["10.1.1"].value or {})["option"] == "not_yet"


def test_letters_that_were_only_entered_carry_no_count() -> None:
    went = with_facts(events=(*INCIDENT.events, Event("went", "letters", date(2025, 8, 20), "bvo")))
    found = lines(ground(went))
    assert (found["10.1.1"].origin, found["10.1.3"].origin) == ("RECORDED", "MISSING")
    others = with_facts(events=(*INCIDENT.events, Event("went", "letters", date(2025, 8, 20), "lab")))
    assert lines(ground(others))["10.1.1"].origin == "MISSING"


def test_reports_to_others_are_told_and_those_to_the_authority_are_not() -> None:
    reports = (Event("r1", "report", AT, "bvo", ("igj",)), Event("r2", "report", AT, "bvo"))
    assert (
        shown(ground(with_facts(events=(*INCIDENT.events, *reports))), "1.3") == "Inspectie, on 10 August 2025 14:00."
    )


def test_the_calamity_is_off_until_a_human_says_so() -> None:
    assert (lines(ground())["IGJ.1"].value or {})["option"] == "no"
    held = replace(HELD, given={"IGJ.1": Given({"option": "yes"}, "A", "2025-08-10T09:00:00+00:00", "board")})
    due = ground(calamity_due=datetime(2025, 8, 11, 21, 59, 59, tzinfo=UTC))
    notes = worksheet.told(lines(due, held)["IGJ.1"], held, "3", "en")["notes"]
    assert any("by 11 August 2025 23:59" in one for one in notes)


def test_other_breaches_are_for_a_human_to_name() -> None:
    assert lines(ground(with_facts(malicious=False)))["5.2"].origin == "MISSING"
    harm = with_facts(integrity="recoverable", availability="permanent")
    assert (lines(ground(harm))["5.1"].value or {})["options"] == ["confidentiality", "integrity", "availability"]


def test_of_an_empty_case_nothing_is_made_up() -> None:
    bare = ground(Incident(controllers=INCIDENT.controllers), figures=Figures(known=False))
    answered = {number for number, line in lines(bare).items() if line.origin in ("RECORDED", "DERIVED")}
    assert answered == {"1.1", "1.2", "3.1.1.name", "3.1.2", "IGJ.1"}


def differences(was: Ground, now: Ground, held: Held = HELD, came: Came | None = None) -> dict[str, comparing.Change]:
    before = [worksheet.kept(line) for line in worksheet.lines(was, HELD)]
    found = comparing.differences(before, worksheet.lines(now, held), held, came or Came({}, []), "en")
    return {one.number: one for one in found}


def test_nothing_differs_from_itself_and_the_language_does_not_matter() -> None:
    assert differences(ground(), ground(kind="supplement")) == {}


def test_a_figure_changes_by_what_came_into_the_register() -> None:
    before = ground(figures=replace(FIGURES, people={"proven": 405, "possible": 536}))
    found = differences(before, ground(), came=Came({"standing": [("drop two; fact dataset second changed", 80)]}, []))
    assert set(found) == {"5.3", "7.3"}
    assert found["7.3"].before.startswith("at least 405, at most 941")
    assert found["7.3"].after.startswith("at least 485, at most 941")
    assert found["7.3"].why == ("drop two; fact dataset second changed: 80 changes",)
    assert comparing.told("judgement 3 affected entered; new version of the program", "nl") == (
        "oordeel 3 affected ingevoerd; nieuwe versie van het programma"
    )


def test_other_answers_change_by_facts_and_by_humans() -> None:
    later = with_facts(events=tuple(one for one in INCIDENT.events if one.id != "shut"))
    held = replace(
        HELD,
        facts={name: at for name, at in HELD.facts.items() if name != "event:shut"},
        given={"9.1": Given({"text": "Trust."}, "F. Gratama", "2025-08-10T09:00:00+00:00", "board")},
    )
    found = differences(ground(), ground(later), held)
    assert found["4.1.2"].why == ("withdrawn fact event:shut",)
    assert (found["9.1"].before, found["9.1"].after) == ("", "Trust.")
    assert found["9.1"].why == ("F. Gratama answered on 10 August 2025 11:00",)


def test_every_language_has_every_text_with_the_same_facts() -> None:
    first, *others = (form.words(one) for one in LANGUAGES)
    for other in others:
        assert first.keys() == other.keys()
        for group, words in first.items():
            assert list(words) == list(other[group]), group
            for key, text in words.items():
                names = [sorted(re.findall(r"{(\w+)}", str(one))) for one in (text, other[group][key])]
                assert names[0] == names[1], (group, key)


def test_every_question_and_option_has_its_text_and_source() -> None:
    words = form.words("nl")
    assert [one.number for one in form.questions()] == list(words["question"])
    for one in form.questions():
        assert one.type in form.TYPES
        assert one.asked in form.ASKED
        assert one.source
        assert one.who in words["who"]
        assert one.section in words["section"]
        assert list(words["option"].get(one.number, {})) == list(one.options)


@cases(st.integers(0, 10**9 - 1), st.none() | st.integers(0, 10**9 - 1))
def test_counts_are_read_as_they_are_meant(least: int, more: int | None) -> None:
    most = None if more is None else least + more
    text = f"{least}-{'' if most is None else most}"
    if most is not None and most >= 10**9:
        return
    assert given.read("7.3", text) == {"least": least, "most": most}
    assert given.read("7.3", str(least)) == {"least": least, "most": least}


@pytest.mark.parametrize(
    ("number", "text", "value"),
    [
        ("5.1", "availability, confidentiality", {"options": ["confidentiality", "availability"]}),
        ("10.1.1", "no: the police asks to wait", {"option": "no", "text": "the police asks to wait"}),
        ("4.1.1", "2025-07-03", {"moment": "2025-07-03"}),
        ("4.2", "2025-08-06T14:20:00+02:00, 2025-08-07", {"moments": ["2025-08-06T12:20:00+00:00", "2025-08-07"]}),
        ("9.1", "  Trust. ", {"text": "Trust."}),
    ],
)
def test_answers_are_read_in_the_shape_of_their_question(number: str, text: str, value: dict[str, Any]) -> None:
    assert given.read(number, text) == value
    assert telling.shown(number, value, "nl")


@pytest.mark.parametrize(
    ("number", "text", "says"),
    [
        ("5.1", "secrecy", "takes confidentiality, integrity, availability"),
        ("9.3", "low, high", "takes one of"),
        ("7.3", "many", "takes a number"),
        ("7.3", "9-3", "the most is less than the least"),
        ("4.1.1", "2025-07-03T10:00:00", "with its time zone"),
        ("4.1.1", "2025-07-03, 2025-07-04", "takes one moment"),
        ("9.1", "   ", "1 to 10,000 characters"),
        ("9.1", "a\x07", "no control characters"),
        ("11.1", "x", "the form has no question '11.1'"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(number: str, text: str, says: str) -> None:
    with pytest.raises(DossierError, match=says):
        given.read(number, text)
