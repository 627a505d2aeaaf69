from betrokken.stages.reading import aligned

TABLE = [
    f"{'Naam':<20}{'Geboren':<12}{'BSN':<11}Plaats",
    f"{'A. Jansen':<20}{'12-03-1960':<12}{'123456782':<11}Leiden",
    f"{'B.C. de Vries':<20}{'':<12}{'':<11}Breda",
    f"{'D. Bakker':<20}{'01-01-1950':<12}{'111222333':<11}",
    f"{'E. Visser':<20}{'02-02-1951':<12}{'':<11}Tilburg",
    f"{'F. Smit':<20}{'02-02-1952':<12}{'999888777':<11}Tilburg",
]


def read(lines: list[str]) -> list[list[str]]:
    how = aligned.sniff("\n".join(lines), cut=False)
    return list(aligned.rows(lines, how)) if how else []


def test_empty_cells_keep_their_column() -> None:
    assert read(TABLE) == [
        ["Naam", "Geboren", "BSN", "Plaats"],
        ["A. Jansen", "12-03-1960", "123456782", "Leiden"],
        ["B.C. de Vries", "", "", "Breda"],
        ["D. Bakker", "01-01-1950", "111222333", ""],
        ["E. Visser", "02-02-1951", "", "Tilburg"],
        ["F. Smit", "02-02-1952", "999888777", "Tilburg"],
    ]


def test_a_title_across_the_columns_is_one_cell() -> None:
    assert read(["Overzicht van alle patienten, kwartaal 3 van 2024, definitief", *TABLE])[0] == [
        "Overzicht van alle patienten, kwartaal 3 van 2024, definitief"
    ]


def test_columns_that_are_not_quite_straight() -> None:
    lines = [f"{name:<{20 - number % 2 * 2}}  076-566304{number}  patholoog" for number, name in enumerate("ABCDEFG")]
    assert read(lines)[3] == ["D", "076-5663043", "patholoog"]


def test_a_rule_of_dashes_tells_the_columns() -> None:
    lines = ["    ID NAAM       BSN", "------ ---------- ---------", "     1 Jansen     123456782", "    22 De Vries"]
    assert read(lines)[2:] == [["1", "Jansen", "123456782"], ["22", "De Vries", ""]]


def test_prose_logs_and_forms_are_no_columns() -> None:
    assert not read(["Geachte mevrouw,", "Hierbij de uitslag.  Met dank.", "U kunt bellen.", "Groet,", "Lab"])
    assert not read([f"2024-01-0{n} 12:00:00  INFO   Module{n}   gestart" for n in range(1, 8)])
    assert not read(
        ["Naam     : Jansen    Sexe : V", "Geboren  : 1960      BSN  : 1", "Plaats   : Leiden    Nr   : 2"] * 3
    )
