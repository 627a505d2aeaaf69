"""Names in a line: where they end, and what the words around them say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.finding.prose import people


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Mw. J. Heribert-van der Velde (geb. 20-08-1984) belt", [("J. Heribert-van der Velde", "", "F")]),
        (
            "Tel. van huisarts J. Huisman: patiënte Engelen, C.M.",
            [("J. Huisman", "professional", ""), ("Engelen, C.M.", "patient", "F")],
        ),
        ("patiënte/patiënt Ven, S. van der, geb.", [("Ven, S. van der", "patient", "")]),
        ("Partner van Dhr. T.R.D. van Bentheim vraagt", [("T.R.D. van Bentheim", "", "M")]),
        ("zijn dochter Els Bakker belt", [("Els Bakker", "relative", "F")]),
        ("dhr. R. Molenaar, zoon van patiënte", [("R. Molenaar", "relative", "M")]),
        ("A.K. Schmidt       076-5663047  patholoog", [("A.K. Schmidt", "professional", "")]),
        ("K. Holtrop, klinisch chemicus", [("K. Holtrop", "professional", "")]),
        ("Nagevraagd bij van Duivenvoorde.", [("van Duivenvoorde", "professional", "")]),
        ("T.a.v. mevrouw De Boer", [("De Boer", "professional", "F")]),
        ("Mw JA de Vries", [("JA de Vries", "", "F")]),
        ("mevr. 't Hart belt", [("'t Hart", "", "F")]),
        ("Dhr v Dijk belt", [("van Dijk", "", "M")]),
        ("fam v.d. Berg belt", [("v.d. Berg", "", "")]),
        ("MEVR. J. JANSEN-DE VRIES LEIDEN", [("J. JANSEN-DE VRIES", "", "F")]),
        ("Dhr. C. Gorter, van (geb.", [("C. van Gorter", "", "M")]),
        ("Mevrouw P.A.M. de Leeuw-Smits", [("P.A.M. de Leeuw-Smits", "", "F")]),
        ("Mw. T. (Truus) van der Horst", [("T. (Truus) van der Horst", "", "F")]),
        ("Visser, Mevr. M.C. belt", [("Visser, M.C.", "", "F")]),
        ("Mw. H.R.K. Die Bont en", [("H.R.K. Die Bont", "", "F")]),
        ("uw patiënt De heer H.J. Prins", [("H.J. Prins", "patient", "M")]),
        ("this patient. The smear", []),
        ("Leiden, J. de Vries", [("J. de Vries", "", "")]),
        ("Mw. A. de Wit - Kerkplein 3", [("A. de Wit", "", "F")]),
        ("Mr. P. Smith (dob", [("P. Smith", "", "")]),
    ],
)
def test_names_with_a_cue_or_initials(line: str, told: list[tuple[str, str, str]]) -> None:
    assert [(one.text, one.role, one.sex) for one in people.find(line) if one.kind != "loose"] == told


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("waar de buis van Anna de Vries (12-03-1980) is", "Anna de Vries"),
        ("de buis van Jan-Piet ter Beek (12-03-1980)", "Jan-Piet ter Beek"),
        ("de buis van Vries-Boer (12-03-1980)", "van Vries-Boer"),
        ("de buis van Dijk Anna (12-03-1980)", "van Dijk Anna"),
        ("wij zagen van Dijk, A. (12-03-1980)", "van Dijk, A."),
    ],
)
def test_a_van_before_a_whole_name_is_the_sentences(line: str, name: str) -> None:
    assert [one.text for one in people.find(line)] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "N. gonorrhoeae negatief, C. Trachomatis positief, E. coli",
        "M. Crohn; ziekte van Crohn; syndroom van Sjögren; score van Gleason",
        "Prof. dr. J.H. Oortlaan 13",
        "Dr. Schaepmanstraat 12",
        "Geachte heer/mevrouw,",
        "N. Bloedonderzoek",
        "St. Antonius Ziekenhuis, Spaarne Gasthuis",
        "T.A.V. AFDELING",
        "Hoogachtend, het laboratorium",
    ],
)
def test_what_looks_like_a_name_and_is_none(line: str) -> None:
    assert [one.text for one in people.find(line) if one.kind != "loose"] == []


@pytest.mark.parametrize("name", ["Anna de Vries", "de Vries J.A.", "JANSEN P", "van den Berg, Anna", "Öztürk F"])
@pytest.mark.parametrize("gap", [" ", ", ", " (", ", geb. ", "    ", ", (v), "])
def test_capitals_count_beside_a_day(name: str, gap: str) -> None:
    line = f"Graag {name}{gap}03-05-1971"
    found = [one for one in people.find(line) if people.touches(line, one.end, line.index("03-05"))]
    assert [one.text for one in found] == [name]


def test_names_without_capitals_need_a_salutation_and_a_day() -> None:
    line = "mevr. de vries-bakker, geb. 03-05-1971"
    found = people.lower_before(line, line.index("03-05"))
    assert found
    assert (found.text, found.sex) == ("De Vries-Bakker", "F")
    assert people.lower_before("mevrouw belt 03-05-1971", 13) is None
    assert people.lower_before("jansen 03-05-1971", 7) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*"ABcde .,-'()0:/", "Mw. ", "van ", "J.", "Boer"]), max_size=60).map("".join))
def test_names_of_any_text_lie_in_order_within_it(line: str) -> None:
    last = 0
    for one in people.find(line):
        assert 0 <= one.start < one.end <= len(line)
        assert one.end > last
        last = one.end


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("   Silke Jantine Roosendaal, vrouw, 14 juni 2005", ["Silke Jantine Roosendaal"]),
        ("13-11-1946  V  LI52530", []),
    ],
)
def test_a_place_is_a_surname_before_sex_and_day_and_letters_of_a_number_are_none(line: str, found: list[str]) -> None:
    assert [one.text for one in people.find(line)] == found
