"""What stands beside the name of a professional: the code goes with the right name, the word tells the kind."""

import pytest

from betrokken.model.fragments import Text
from betrokken.stages.finding import registry
from betrokken.stages.finding.hits import Draft, Finding
from betrokken.stages.finding.professions import kind_of
from betrokken.stages.finding.texts import find_texts
from tests.stages.finding.grids import search, table
from tests.stages.finding.invented import SETTING

PATIENT = ("271058456", "Hermans, S.", "12-03-1980")


def professionals(finding: Finding) -> list[Draft]:
    return [draft for draft in finding.drafts if draft.role == "professional"]


def told(finding: Finding) -> list[tuple[str, str, list[str]]]:
    """(surname, code, kinds) of each."""
    return [
        (one.fields["surname"], one.fields.get("agb", ""), [r for r in one.reasons if r.startswith("named as")])
        for one in professionals(finding)
    ]


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("01810339", {"agb": "01810339"}), ("1810339", {"agb": "01810339"}), ("01-810339", {"agb": "01810339"}), ("1810339.0", {"agb": "01810339"}),
        ("19012345601", {}), ("00000000", {}), ("", {}), ("onbekend", {}), ("123456", {}), ("Jansen", None), ("2311 AB", None),
    ],
)  # fmt: skip
def test_codes(cell: str, fields: dict[str, str] | None) -> None:
    assert registry.read("agb", cell, SETTING) == fields


def test_a_code_goes_with_the_nearest_name() -> None:
    columns = ("BSN", "Naam", "Geboortedatum", "Huisarts", "AGB huisarts", "Patholoog", "AGB")
    rows = [(*PATIENT, "Jansen, H.R.", "01810339", "Ernst, B.", "03468063")] * 3
    found = search(table(rows, columns))
    assert told(found)[:2] == [
        ("Jansen", "01810339", ["named as requester +0.0"]),
        ("Ernst", "03468063", ["named as pathologist +0.0"]),
    ]
    assert all("agb" not in draft.fields for draft in found.drafts if draft.role != "professional")


def test_the_code_of_a_requester_and_none_without_a_name() -> None:
    columns = ("BSN", "Naam", "Geboortedatum", "Aanvrager", "AGB")
    rows = [(*PATIENT, "dr. J.A. Jansen", "01810339"), (*PATIENT, "Ziekenhuis Waterweide", "06010101")]
    assert told(search(table(rows, columns))) == [("Jansen", "01810339", ["named as requester +0.0"])]


def test_a_list_of_staff_tells_the_function_of_each() -> None:
    columns = ("Naam", "Functie", "Telefoon", "AGB")
    rows = [
        ("Heuvel, C.T. van den", "huisarts", "071-5297806", "01100276"),
        ("Ernst, B.", "patholoog", "070-5276488", "03468063"),
        ("Coenen, K.M.", "analist", "070-5982148", ""),
    ]
    assert told(search(table(rows, columns))) == [
        ("Heuvel", "01100276", ["named as requester +0.0"]),
        ("Ernst", "03468063", ["named as pathologist +0.0"]),
        ("Coenen", "", ["named as staff +0.0"]),
    ]


def test_a_list_of_practices_tells_where_they_work() -> None:
    columns = ("Huisarts", "Praktijk", "Adres", "Postcode", "Plaats", "AGB")
    rows = [
        ("van den Heuvel, C.T.", "Huisartsenpraktijk Oost", "Kerkstraat 3", "2311 AB", "Leiden", "01100276"),
        ("Jansen, H.R.", "Huisartsenpraktijk West", "Molenplein 4", "2312 AB", "Leiderdorp", "01810339"),
    ]
    first, second = professionals(search(table(rows, columns)))
    assert (first.fields["institution"], first.fields["agb"]) == ("Huisartsenpraktijk Oost", "01100276")
    assert (second.fields["institution"], second.fields["agb"]) == ("Huisartsenpraktijk West", "01810339")


@pytest.mark.parametrize(
    ("line", "code", "kind"),
    [
        ("Huisarts: J.A. Jansen, AGB-code 01810339", "01810339", "requester"),
        ("Beoordeeld door patholoog B. Ernst", "", "pathologist"),
    ],
)
def test_a_line_of_text(line: str, code: str, kind: str) -> None:
    text = Text("", f"Uitslag van mevrouw S. Hermans, geboren 12-03-1980, BSN 271058456\n\n{line}\n")
    found = told(find_texts([text], "brief.txt", SETTING))
    assert [(one[1], one[2]) for one in found] == [(code, [f"named as {kind} +0.0"])]


@pytest.mark.parametrize(
    ("text", "last", "kind"),
    [
        ("Huisarts", False, "requester"), ("Klinisch chemicus", False, "staff"), ("naam", False, ""), ("", True, ""),
        ("huisarts Jansen, patholoog", True, "pathologist"), ("huisarts Jansen, patholoog", False, "requester"),
    ],
)  # fmt: skip
def test_words(text: str, last: bool, kind: str) -> None:
    assert kind_of(text, last) == kind
