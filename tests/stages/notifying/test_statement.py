"""The public statement: no small count can be read or reckoned, its words are easy, its colours can be seen."""

import re
import tomllib
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.kit import arrow
from betrokken.model.incident import Contact, Controller, DropFact, Event, Incident
from betrokken.stages.notifying.statement import changing, counting, page, public, small
from betrokken.stages.notifying.statement.changing import Moved
from betrokken.stages.notifying.statement.page import Statement, Unknown
from betrokken.stages.notifying.statement.small import EXACT, FEW, LEAST, Line, Shown
from tests.stages.notifying.reading_ease import douma, sentences

FOLDER = files("betrokken.stages.notifying.statement")
CONTROLLERS = (Controller("a", "Huisarts Aldijk"), Controller("b", "Huisarts Boomgaard"))
INCIDENT = Incident(
    lab="Laboratorium Noordermeer",
    stolen=date(2025, 7, 5),
    published=date(2025, 7, 26),
    controllers=CONTROLLERS,
    contacts=(Contact("a", phone="0800-000 0000", hours="9 tot 17 uur", hours_en="9 to 17 hours"),),
    drops=(DropFact("de la Fontaine.zip", date(2025, 7, 26)),),
    events=(
        Event("told", "told", datetime.fromisoformat("2025-08-06T00:30:00+02:00"), "a", ("b",), what="Jansen belde"),
        Event("paid", "payment", date(2025, 8, 13), what="two million"),
    ),
)


def counted(classes: dict[str, dict[str, int]]) -> counting.Counted:
    """People by controller and class; each stands at one controller."""
    people: list[dict[str, object]] = []
    standings: list[dict[str, object]] = []
    exposures: list[dict[str, object]] = []
    for controller, per in classes.items():
        for certainty, count in per.items():
            for number in range(count):
                one = f"{controller}-{certainty}-{number}"
                people.append({"person_id": one, "certainty": certainty, "addressable": number != 0})
                standings.append({"person_id": one, "controller": controller or None, "certainty": certainty})
                if certainty == "proven":
                    seen: dict[str, object] = {
                        "person_id": one,
                        "category": "exam",
                        "controller": controller,
                        "exam": "blood",
                    }
                    exposures.append(seen | {"first_date": date(2020, 1, 1), "last_date": date(2024, 1, 1)})
    rows: dict[str, list[dict[str, object]]] = {
        "person": people,
        "standing": standings,
        "exposure": exposures,
        "severity": [],
    }
    with duckdb.connect() as connection:
        for name, records in rows.items():
            connection.register(name, arrow.make(name, records))
        return counting.count(connection, [one.id for one in CONTROLLERS])


def test_everybody_counts_once_in_each_line() -> None:
    found = counted({"a": {"proven": 30, "possible": 12}, "b": {"presumed": 20, "not_touched": 15}})
    assert {key: one.people for key, one in found.of("class").items()} == {
        "proven": Shown(30).people, "presumed": 20, "possible": 12, "not_touched": 15,
    }  # fmt: skip
    assert found.shown["people", "", ""] == Shown(62)
    assert found.shown["people", "a", ""] == Shown(42)
    assert found.of("year") == {"2020": Shown(30), "2024": Shown(30)}
    assert found.of("exam") == {"blood": Shown(30)}
    assert found.counts["unaddressable", "", ""] == 3


def test_a_small_count_is_hidden_and_so_is_what_gives_it_away() -> None:
    found = counted({"a": {"proven": 30, "possible": 3}, "b": {"proven": 40, "possible": 50}})
    assert found.shown["class", "a", "possible"] == Shown(None, FEW)
    assert found.shown["class", "a", "proven"].people is None  # 33 - 30
    assert found.shown["class", "b", "possible"].people is None  # 53 - 50
    assert found.shown["class", "b", "proven"].people is None  # 70 - 30, 90 - 50
    assert found.shown["people", "", ""] == Shown(123)


@given(
    st.dictionaries(
        st.sampled_from(["a", "b", ""]),
        st.dictionaries(st.sampled_from(["proven", "presumed", "possible"]), st.integers(0, 25), min_size=1),
        min_size=1,
    )
)
def test_no_small_count_can_be_reckoned_from_a_line(classes: dict[str, dict[str, int]]) -> None:
    parts = {(controller, word): people for controller, per in classes.items() for word, people in per.items()}
    totals = {(controller, "all"): sum(per.values()) for controller, per in classes.items()}
    lines = [Line((c, "all"), tuple(key for key in parts if key[0] == c)) for c in classes]
    words = sorted({word for _, word in parts})
    for word in words:
        mine = tuple(key for key in parts if key[1] == word)
        totals["sum", word] = sum(parts[key] for key in mine)
        lines.append(Line(("sum", word), mine))
    counts = parts | totals
    shown = small.protected(counts, lines)
    for key, told in shown.items():
        assert told.people in (None, counts[key])
        assert not (told.people is not None and 0 < told.people < LEAST)
    for line in lines:
        hidden = [key for key in line.parts if shown[key].how != EXACT]
        if hidden and shown[line.total].how == EXACT:
            assert len(hidden) > 1
            assert sum(counts[key] for key in hidden) >= LEAST
        elif shown[line.total].how != EXACT:
            assert hidden


def test_parts_that_overlap_give_nothing_away() -> None:
    counts = {"all": 40, "x": 38, "y": 20, "z": 4}
    shown = small.protected(counts, [Line("all", ("x", "y", "z"))])
    assert [shown[key].people for key in ("all", "x", "y", "z")] == [40, 38, 20, None]


def test_causes_are_told_by_their_kind_alone() -> None:
    moved = [
        Moved("proven", "not_touched", "judgement 7 not_affected entered", 12),
        Moved("proven", "not_touched", "judgement 8 not_affected entered", 30),
        Moved("", "proven", "drop de la Fontaine.zip; fact dataset x new", 216),
    ]
    found = changing.changes("2025-08-11", moved)
    assert found.flows == {("", "proven", ("drop", "fact")): 216, ("proven", "not_touched", ("judgement",)): 42}
    assert (found.net("proven"), found.net("not_touched")) == (174, 42)
    assert changing.kinds("something new") == (changing.OTHER,)


def test_the_timeline_holds_nothing_that_a_human_typed() -> None:
    rows = public.rows(INCIDENT, [date(2025, 7, 26), date(2025, 8, 20)])
    assert [row.what for row in rows] == ["stolen", "published", "told", "published"]
    assert public.left_out(INCIDENT) == 1
    assert not re.search("Fontaine|Jansen|million", str(rows))


def statement(language: str, **more: object) -> Statement:
    told: dict[str, object] = {
        "incident": INCIDENT, "language": language, "day": date(2025, 9, 12), "draft": False, "generation": 3,
        "hash": "ab" * 32, "made_at": "2025-09-11T22:30:00+00:00",
        "counted": replace(
            counted({"a": {"proven": 1405, "possible": 50}, "b": {"proven": 80, "possible": 4}}), risks={"phishing": 3}
        ),
        "changes": changing.changes("2025-08-11", [
            Moved(was, fate, "; ".join(["drop a", "population b", "fact c", "judgement d", "new version of", "e"]), 40)
            for was, fate in (("possible", "proven"), ("proven", "merged"), ("proven", "gone"), ("possible", "else"), ("", "proven"))
        ] + [Moved("proven", "not_touched", "judgement 1", 3)]),
        "before": {("class", "", "proven"): Shown(1300), ("people", "", ""): Shown(None, FEW)},
        "unknown": Unknown(300, 5, 3, True, (200, 61, False), (1539, None, None)),
        "events": tuple(public.rows(INCIDENT, ())),
        "links": ("figures.csv",),
    }  # fmt: skip
    return Statement(**(told | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_whole_and_needs_nothing_from_elsewhere(language: str) -> None:
    html = page.render(statement(language))
    assert f'<html lang="{language}">' in html
    assert not re.search(r"<script|<link|<img|src=|url\(|https?:", html)
    assert len(re.findall("<h1>", html)) == 1
    assert len(re.findall("<table", html)) == len(re.findall("<caption>", html)) >= 8
    assert re.findall("<th(?! scope)[ >]", html) == []
    assert "1.485" in html if language == "nl" else "1,485" in html
    assert "12 september 2025" in html.lower()
    assert "Jansen" not in html
    assert "{" not in html.split("</style>")[1]


def test_a_draft_says_so_and_a_first_statement_compares_with_nothing() -> None:
    html = page.render(statement("nl", draft=True, changes=changing.Changes(), before={}))
    assert "CONCEPT" in html
    assert "Dit is ons eerste bericht." in html
    assert "Vorige keer" not in html
    assert "Vorige keer" in page.render(statement("nl"))


def test_what_is_not_known_is_told_as_it_is() -> None:
    def told(**more: object) -> str:
        blocks = page.blocks(statement("nl", unknown=Unknown(**more)))  # type: ignore[arg-type]
        return "\n".join(item for block in blocks for item in block.get("items", ()))

    assert "Wij lazen alle bestanden die wij hebben: 300." in told(files=300)
    assert "nog niet hoeveel mensen wij hebben gemist" in told(files=300)
    assert "schatten dat er in alle gestolen bestanden 900 mensen" in told(bracket=(600, 900, 2000))
    refused = told(bracket=(485, None, None))
    assert "ten minste 485." in refused
    assert "hoogstens" not in refused
    assert "hoogstens 61 mensen" in told(audit=(200, 61, True))
    assert "nog niet klaar" not in told(audit=(200, 61, True))


def test_the_dutch_words_are_easy() -> None:
    """Every sentence the page can hold; tables and advice are not sentences of it (advice is held to this in letters)."""
    own = tomllib.loads((FOLDER / "locale/nl.toml").read_text("utf-8"))
    parts = ("sorry", "happened", "people", "data", "changed", "unknown_yet", "advice", "call", "about")
    texts = [text for name in parts for text in flat(own[name]) if text.endswith(".")]
    found = [words for text in texts for words in sentences({"text": re.sub(r"\{\w+\}", "acht", text)})]
    ease = douma(found)
    assert ease.words > 300
    assert ease.score > 70
    assert ease.words_per_sentence <= 12
    assert max(map(len, found)) <= 16


def flat(part: dict[str, object]) -> list[str]:
    return [str(text) for value in part.values() for text in (value if isinstance(value, list) else [value])]


def test_both_languages_have_the_same_words_and_facts() -> None:
    nl, en = (tomllib.loads((FOLDER / f"locale/{one}.toml").read_text("utf-8")) for one in ("nl", "en"))

    def shape(held: object) -> object:
        if isinstance(held, dict):
            return {key: shape(value) for key, value in held.items()}
        if isinstance(held, list):
            return len(held)
        return sorted(re.findall(r"\{\w+\}", str(held)))

    assert shape(nl) == shape(en)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_text_has_enough_contrast() -> None:
    """4.5 to 1 on both grounds (WCAG 2.2, 1.4.3); the page has no colour but those of :root."""
    css = (FOLDER / "page.html.j2").read_text("utf-8").split("</style>")[0]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", css))
    assert len(re.findall("#[0-9a-f]{3,6}", css)) == len(colours)
    texts = set(re.findall(r"[{; ]color: var\(--(\w+)\)", css))
    assert texts == {"ink", "quiet", "mark", "warn"}
    for name in texts:
        for ground in ("paper", "pale"):
            dark, light = sorted((luminance(colours[name]), luminance(colours[ground])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_the_headings_stand_in_the_order_people_ask() -> None:
    html = page.render(statement("nl"))
    heads = re.findall("<h2 id=.*?>(.*?)</h2>", html)
    assert len(heads) == len(page.PARTS)
    assert all(html.index(one) < html.index(other) for one, other in pairwise(heads))
