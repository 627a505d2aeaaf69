"""Where labels start and their values end."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.finding.lexicon import NOTHING
from betrokken.stages.finding.prose import labels, values
from tests.stages.finding.prose.telling import A

# Label, meaning, and values that are told apart from a label behind them by one space.
KNOWN = [
    (("BSN", "Burgerservicenummer", "bsn-nummer"), "bsn", (A, "onbekend")),
    (("Patiëntnummer", "Pat.nr.", "Cliëntnr"), "patient_number", ("CL01673128", "0099887", "A-778899")),
    (("Geb.datum", "Geboortedatum", "geboren", "DOB"), "birth_date", ("3-5-1971", "12 maart 1960", "1960-03-12")),
    (("Afnamedatum", "Datum afname"), "taken_on", ("04-03-2024", "2024-03-04")),
    (("Geslacht", "M/V"), "sex", ("V", "Vrouw", "m")),
    (("Labnummer", "Monsternr"), "sample_number", ("T24-00123", "445566778")),
    (("Naam", "Patiënt", "Naam patiënt"), "name", ("J. de Vries", "Vries, J. de", "Anna Bakker-Smit")),
    (("Postcode",), "postcode", ("1234 AB",)),
    (("Tel.nr.", "Telefoon"), "phone", ("06-12345678", "020 1234567")),
]
pairs = st.sampled_from(KNOWN).flatmap(
    lambda one: st.tuples(st.sampled_from(one[0]), st.just(one[1]), st.sampled_from(one[2]))
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(pairs, min_size=1, max_size=5, unique_by=lambda one: one[1]),
    st.sampled_from([" ", "  ", "      ", "\t", " | ", "; "]),
    st.sampled_from([": ", ":", " : ", "  :  "]),
)
def test_every_label_of_a_line_is_found_with_its_value(told: list[tuple[str, str, str]], gap: str, colon: str) -> None:
    line = gap.join(f"{label}{colon}{value}" for label, _, value in told)
    found = labels.split(line)
    assert [one.meaning.word for one in found] == [meaning for _, meaning, _ in told]
    for one, (label, _, value) in zip(found, told, strict=True):
        assert one.text == label
        assert line[one.value : one.end].strip(" :\t|;") == value
        span = values.span(line, one)
        assert span
        assert line[span[0] : span[1]] == value


@settings(max_examples=100, deadline=None)
@given(st.lists(pairs, min_size=1, max_size=4, unique_by=lambda one: one[1]), st.integers(3, 9))
def test_labels_told_by_wide_gaps_alone(told: list[tuple[str, str, str]], gap: int) -> None:
    line = (" " * gap).join(f"{label}{' ' * gap}{value}" for label, _, value in told)
    assert [(one.meaning.word, line[one.value : one.end]) for one in labels.split(line)] == [(m, v) for _, m, v in told]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("aB1:=; \t|,.<>/\"'()-é")), max_size=120))
def test_labels_of_any_text_lie_in_order_within_it(line: str) -> None:
    found = labels.split(line)
    ends = [(one.start, one.value, one.end) for one in found]
    assert all(0 <= start <= value <= end <= len(line) for start, value, end in ends)
    assert all(before[2] <= after[0] or before[1] <= after[0] for before, after in pairwise(ends))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("BSN: Patiëntnummer: 123", [("bsn", ""), ("patient_number", "123")]),
        ("Geslacht: Vrouw Patiëntnummer: X12", [("sex", "Vrouw"), ("patient_number", "X12")]),
        (
            "Naam huisarts: P. de Wit Telefoon huisarts: 010-1234567",
            [("professional.name", "P. de Wit"), ("professional.phone", "010-1234567")],
        ),
        (
            "Adres: Kerkstraat 12, 2312 AB Leiden Tel: 06-12345678",
            [("address", "Kerkstraat 12, 2312 AB Leiden"), ("phone", "06-12345678")],
        ),
        (
            'patient=HARING SL gebdat=19720812 adres="Meidoornweg 31" pc=1102PA',
            [
                ("name", "HARING SL"),
                ("birth_date", "19720812"),
                ("address", '"Meidoornweg 31"'),
                ("postcode", "1102PA"),
            ],
        ),
        ("<naam>Smit</naam><gebdat>19710503</gebdat>", [("name", "Smit"), ("birth_date", "19710503")]),
        ("Geslacht (m/v): v", [("sex", "v")]),
        ("2024-05-11 20:27 see http://x.example/a:b at 12:30", []),
    ],
)
def test_lines_of_labels(line: str, told: list[tuple[str, str]]) -> None:
    known = [one for one in labels.split(line) if one.meaning is not NOTHING]
    assert [(one.meaning.key, line[one.value : one.end].strip()) for one in known] == told


def test_header_and_rows_by_gaps_bars_and_semicolons() -> None:
    for line, row in (
        ("Naam          Geb.datum    BSN", "Smit, A.      01-02-1960   123"),
        ("| Naam | Geb.datum | BSN |", "| Smit, A. | 01-02-1960 | 123 |"),
        ("Naam;Geb.datum;BSN", "Smit, A.;01-02-1960;123"),
    ):
        columns = labels.header(line)
        assert [meaning.word for _, meaning in columns] == ["name", "birth_date", "bsn"]
        found = labels.row(row, columns)
        assert [(one.meaning.word, row[one.value : one.end]) for one in found] == [
            ("name", "Smit, A."),
            ("birth_date", "01-02-1960"),
            ("bsn", "123"),
        ]
    assert labels.header("Naam: Smit   BSN: 123456") == []
    assert labels.header("Vriendelijke groeten   van Naam") == []


def test_one_label_for_several_values() -> None:
    def read(line: str) -> list[tuple[str, str]]:
        return [(one.meaning.word, line[one.value : one.end].strip()) for one in labels.split(line)]

    assert read("Geb.dat / gesl: 03-04-1951 / V") == [("birth_date", "03-04-1951"), ("sex", "V")]
    assert read("Naam/geb.dat: Wit, A. / 3/4/1951") == [("name", "Wit, A."), ("birth_date", "3/4/1951")]
    assert read("Afgenomen / ontvangen: 03-04-2024 / 04-04-2024")[0] == ("taken_on", "03-04-2024")
    assert read("Postcode / plaats: 3581 CD / Utrecht") == [("postcode_city", "3581 CD / Utrecht")]
