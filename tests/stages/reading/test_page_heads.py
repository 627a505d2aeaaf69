"""Two blocks abreast, and labels above what was filled in."""

from betrokken.stages.reading.page_lines import lines
from betrokken.stages.reading.page_rows import Piece, Row


def _row(base: float, *pieces: tuple[float, str], height: float = 10) -> Row:
    return Row([Piece(text, left, left + 5 * len(text)) for left, text in pieces], base, height)


def _head(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> list[Row]:
    return [
        _row(700 - 14 * n, (50, a), (130, b), (310, c), (400, d))
        for n, ((a, b), (c, d)) in enumerate(zip(left, right, strict=True))
    ]


def test_a_head_with_colons_is_read_block_after_block() -> None:
    head = _head(
        [("Patiënt:", "Smit, S."), ("Geboren:", "24.08.1981"), ("Adres:", "Boslaan 10")],
        [("Aanvrager:", "W. Prins"), ("Monster:", "RM2151"), ("Afname:", "18.05.2021")],
    )
    page = [*head, _row(658, (130, "6132 DB Sittard")), _row(600, (50, "Onderzoek"), (300, "Uitslag"))]
    found = lines(page) or []
    assert found[:-1] == [
        "Patiënt: Smit, S.",
        "Geboren: 24.08.1981",
        "Adres: Boslaan 10",
        "6132 DB Sittard",
        "",
        "Aanvrager: W. Prins",
        "Monster: RM2151",
        "Afname: 18.05.2021",
        "",
    ]
    assert found[-1].split() == ["Onderzoek", "Uitslag"]


def test_a_head_without_colons_gets_them() -> None:
    head = _head(
        [("Aanvrager", "W. Prins, huisarts"), ("Instelling", "Praktijk 3"), ("Labnummer", "H22.5")],
        [("Patiënt", "Koster, T.M."), ("Geboren", "03-11-1979"), ("BSN", "onbekend")],
    )
    found = lines(head) or []
    assert found[found.index("Patiënt: Koster, T.M.") :] == [
        "Patiënt: Koster, T.M.",
        "Geboren: 03-11-1979",
        "BSN: onbekend",
    ]
    assert "Aanvrager: W. Prins, huisarts" in found[: found.index("Patiënt: Koster, T.M.")]


def test_a_table_of_people_stays_a_table() -> None:
    table = [
        _row(700 - 14 * n, (50, name), (200, born), (310, city), (430, exam))
        for n, (name, born, city, exam) in enumerate(
            (
                ("Naam", "Geboren", "Plaats", "Onderzoek"),
                ("Smit, S.", "24-08-1981", "Sittard", "Urinekweek"),
                ("Koster, T.M.", "03-11-1979", "Delfzijl", "Bloedonderzoek"),
                ("Prins, W.", "01-02-1950", "Emmen", "Huidbiopt"),
                ("Bos, A.", "07-09-1966", "Assen", "Urinekweek"),
            )
        )
    ]
    found = lines(table) or []
    assert len(found) == len(table)
    assert all(len(line.split("  ")) > 3 for line in found)


def test_labels_in_small_type_above_what_was_filled_in() -> None:
    form = [
        _row(760, (50, "Achternaam"), (230, "Tussenvoegsel"), (380, "Voorletters"), height=6),
        _row(747, (50, "Berg"), (230, "van den"), (380, "G.P.")),
        _row(720, (50, "Geboortedatum"), (230, "Geslacht"), (380, "BSN"), height=6),
        _row(707, (50, "27-03-1978"), (230, "M")),
        _row(680, (50, "Telefoon"), (230, "E-mail"), height=6),
    ]
    assert lines(form) == [
        "Achternaam: Berg",
        "Tussenvoegsel: van den",
        "Voorletters: G.P.",
        "Geboortedatum: 27-03-1978",
        "Geslacht: M",
    ]


def test_a_header_in_small_type_over_rows_is_no_form() -> None:
    rows = [_row(700, (50, "Naam"), (230, "Geboren"), height=6)]
    rows += [_row(690 - 12 * n, (50, f"Bos, {letter}."), (230, "01-02-1950")) for n, letter in enumerate("ABCD")]
    assert len(lines(rows) or []) == 5
