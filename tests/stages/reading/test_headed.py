"""Printed lists: labels over columns, page after page."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading import headed
from betrokken.stages.reading.formats import delimited
from tests.stages.reading.sources import fragments, rows

LABELS = f"{'VOLG LABNR':<16}{'NAAM':<24}{'GEB.DAT':<9}G BSN       AFNAME"


def _row(number: int, name: str, born: str, sex: str, bsn: str) -> str:
    return f"{number:<5}T23.{number:<7}{name:<24}{born:<9}{sex} {bsn:<9} 12-03-23"


def _page(number: int, *lines: str) -> str:
    return "\r\n".join(
        (f"LAB NOORDZIJDE                    BLAD {number}", "AANVRAGER : PRAKTIJK DE LINDE", "", LABELS, "-" * 80, *lines,
         "-" * 80, f"AANTAL: {len(lines)}", "")
    )  # fmt: skip


FIRST = _page(1, _row(1, "Jansen, A.B.", "11-06-67", "V", "123456782"), _row(2, "de Wit, C.", "01-02-50", "M", ""))
SECOND = _page(2, _row(3, "van der Berg-Bos, E.", "03-04-81", "V", "111222333"))


def test_pages_of_a_list_become_rows_under_their_labels() -> None:
    found = [row for row in rows(fragments(delimited, f"{FIRST}\f{SECOND}", "cp850")) if len(row) > 1]
    assert found == [
        ("VOLG", "LABNR", "NAAM", "GEB.DAT", "G", "BSN", "AFNAME"),
        ("1", "T23.1", "Jansen, A.B.", "11-06-67", "V", "123456782", "12-03-23"),
        ("2", "T23.2", "de Wit, C.", "01-02-50", "M", "", "12-03-23"),
        ("VOLG", "LABNR", "NAAM", "GEB.DAT", "G", "BSN", "AFNAME"),
        ("3", "T23.3", "van der Berg-Bos, E.", "03-04-81", "V", "111222333", "12-03-23"),
    ]


def test_titles_and_totals_are_one_cell_and_every_line_a_row() -> None:
    found = rows(fragments(delimited, f"{FIRST}\f{SECOND}"))
    assert len(found) == len(FIRST.split("\r\n")) - 1 + len(SECOND.split("\r\n")) - 1
    assert ("AANVRAGER : PRAKTIJK DE LINDE",) in found
    assert ("AANTAL: 2",) in found


def test_a_letter_with_a_table_of_results_is_no_list() -> None:
    letter = [
        "Betreft: mw. A. Jansen, geboren 11-06-1967, BSN 123456782",
        "Afname: 12-03-2023",
        f"{'Bepaling':<20}{'Uitslag':<12}{'Eenheid':<10}Referentie",
        "-" * 60,
        *(f"{name:<20}{'5,1':<12}{'mmol/l':<10}4,0 - 6,0" for name in ("Kalium", "Natrium", "Ureum")),
        "-" * 60,
    ]
    assert headed.sniff("\n".join(letter), cut=False) is None


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("\f \tab1-=:", max_size=40), max_size=30))
def test_any_lines_give_as_many_rows(lines: list[str]) -> None:
    how = headed.sniff("\n".join([*FIRST.split("\r\n"), *lines]), cut=False) or headed.Headed()
    assert len(list(headed.rows(lines, how))) == len(lines)


def test_a_long_value_among_short_ones_is_no_column_of_its_own() -> None:
    streets = ["WEG 1", "PAD 2", "LAAN 33", "DORPSWEG 104"] * 9 + ["LAAN VAN DE OUDE TUINEN-OOST 178"]
    lines = [f"{'NAAM':<12}{'ADRES':<36}GEB.DAT", "-" * 60]
    lines += [f"{'BOS A':<12}{street:<36}0102{1930 + n}" for n, street in enumerate(streets)]
    found = rows(fragments(delimited, "\n".join(lines)))
    assert found[-1] == ("BOS A", "LAAN VAN DE OUDE TUINEN-OOST 178", "01021966")
    assert {len(row) for row in found} == {0, 3}


def test_titles_between_blocks_of_a_row_or_two_are_no_rows() -> None:
    head = f"{'AFN.':11}{'GEB.':11}{'NAAM':20}{'BSN':10}UITSLAG"
    row = f"{'24.11.2022':11}{'25.11.1987':11}{'WIT T. DE':20}{'123456782':10}Pap 1"
    blocks = [line for n in range(4) for line in ("", f"== INZENDER: Praktijk {n} ==", head, row)]
    found = rows(fragments(delimited, "\n".join(["LAB NOORDZIJDE", *blocks, "", "EINDE LIJST", ""])))
    assert [row for row in found if len(row) > 1][1] == ("24.11.2022", "25.11.1987", "WIT T. DE", "123456782", "Pap 1")
    assert ("== INZENDER: Praktijk 2 ==",) in found


def test_labels_that_come_once_without_a_rule_head_the_rows_right_below_them() -> None:
    wide = f"{'LABNO':<11}{'OPD':<5}{'GEBOREN':<9}{'G':<2}{'ACHTERNAAM':<28}{'TUSSENV':<9}{'VL':<6}{'BSN':<10}AFNAME"
    people = [
        ("X2201001", "AB", "26091966", "M", "Willems", "", "JF", "123456782", "07092022"),
        ("X2201002", "ABC4", "07052004", "V", "Meulink", "van der", "TQ", "", "25062023"),
        ("X2201003", "AB", "22121962", "V", "Goudsbloem-van der Walstra", "", "K", "111222333", "08032024"),
        ("X2201004", "ABC4", "10051937", "M", "Maasland", "", "CKE", "", "30092024"),
    ]
    widths = (11, 5, 9, 2, 28, 9, 6, 10, 0)
    lines = ["".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in people]
    found = rows(fragments(delimited, "\n".join(["LAB NOORDZIJDE V3   OVERZICHT   BLAD 1", "", wide, *lines])))
    assert found[3:] == people


def test_a_title_of_two_words_apart_right_above_labels_is_no_row() -> None:
    blocks = [
        f"AFZENDER  Praktijk {name}\n{'CODE':<10}{'GEB':<10}{'WAT':<26}NAAM\n"
        + "".join(f"A{n}{at}.184  0411200{n}  Bloedonderzoek lipiden    Bos A.\n" for n in range(3))
        for at, name in enumerate(("Noorderzijde", "De Korenmolen", "Zuid"))
    ]
    text = "VERVOERSLIJST 1      KOERIER Bos\n\n" + "\n".join(blocks)
    how = headed.sniff(text, False)
    assert how is not None
    cells = list(headed.rows(text.splitlines(keepends=True), how))
    assert ["A00.184", "04112000", "Bloedonderzoek lipiden", "Bos A."] in cells
    assert ["AFZENDER Praktijk Noorderzijde"] in cells
