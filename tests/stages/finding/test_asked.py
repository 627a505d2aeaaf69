"""Rows set aside and shown again: the same row under the same number each time, and nothing else changed."""

from betrokken.model.fragments import Field, Fragment, Table, Text, Trouble
from betrokken.stages.finding import rows, stage, texts
from betrokken.stages.finding.asked import NEAR, Asked, Shown
from betrokken.stages.finding.hits import Finding, Setting

LIST: list[tuple[str, ...]] = [
    ("Werklijst laboratorium", "", "", ""),
    ("", "", "", ""),
    ("BSN", "Naam", "Geboren", "Uitslag"),
    ("718637409", "Vermeulen, I.", "31-05-1963", "negatief"),
    ("", "", "", ""),
    ("onleesbaar", "", "", ""),
    ("428967024", "Boonstra, H.", "02-07-1954", "negatief"),
    ("Totaal", "2", "", ""),
]
LETTER = "Geachte collega,\n\nVoor mevrouw T. Kortekaas, geboren 12-10-1949, BSN 130527312.\nDank en groet,\nde bode"
DATABASE = [
    Table(
        "table patient", (Field("id"), Field("naam"), Field("geboortedatum"), Field("bsn")),
        [("1", "Vermeulen, I.", "1963-05-31", "718637409"), ("2", "", "", "")], name="patient",
    ),
    Table("table plank", (Field("id"), Field("kast")), [("7", "A"), ("8", "B")], name="plank"),
]  # fmt: skip


def whole() -> list[Fragment]:
    return [Table("sheet Lijst", (), LIST), *DATABASE, Text("page 1", LETTER), Trouble("page 2", "cut off", 3)]


def asked_all(fragments: list[Fragment]) -> tuple[Finding, list[Shown]]:
    plain = stage.find(fragments, "map/stuk", Setting())
    asked = Asked({reason: frozenset(range(count)) for reason, count in plain.aside.items()})
    again = stage.find(fragments, "map/stuk", Setting(), asked)
    assert again.aside == plain.aside
    assert [(one.place, one.fields, one.reasons) for one in again.drafts] == [
        (one.place, one.fields, one.reasons) for one in plain.drafts
    ]
    return plain, asked.shown


def test_every_row_set_aside_can_be_shown_once_and_with_its_text() -> None:
    plain, shown = asked_all(whole())
    read = {reason: count for reason, count in plain.aside.items() if reason in stage.REASONS}
    texts_of = {(one.reason, one.number): one for one in shown if one.reason in stage.REASONS}
    assert len(texts_of) == sum(read.values())
    found = {one.place: one.text for one in texts_of.values()}
    assert found["sheet Lijst row 1"] == "Werklijst laboratorium |  |  | "
    assert found["sheet Lijst row 3"] == "BSN | Naam | Geboren | Uitslag"
    assert found["sheet Lijst row 6"] == "onleesbaar |  |  | "
    assert found["table plank row 2"] == "8 | B"
    assert found["page 1 line 5"] == "de bode"
    assert not any("718637409" in one or "130527312" in one for one in found.values())


def test_what_could_not_be_read_has_a_reason_of_its_own() -> None:
    plain, _ = asked_all(whole())
    assert {reason: count for reason, count in plain.aside.items() if reason not in stage.REASONS} == {"cut off": 3}


def test_a_number_is_the_same_row_each_time_and_alone() -> None:
    _, shown = asked_all(whole())
    for one in shown:
        asked = Asked({one.reason: frozenset({one.number})})
        stage.find(whole(), "map/stuk", Setting(), asked)
        assert asked.shown == [one]


def test_a_number_is_the_same_row_when_a_table_comes_in_chunks() -> None:
    columns = (Field("BSN"), Field("Naam"), Field("Geboren"))
    rows_: list[tuple[str, ...]] = [
        ("718637409", "Vermeulen, I.", "31-05-1963") if n % 3 else ("", "", "") for n in range(30)
    ]
    one = [Table("", columns, rows_)]
    many = [Table("", columns, rows_[at : at + 10], first=at + 1, chunk=at // 10) for at in (0, 10, 20)]
    places = [[shown.place for shown in asked_all([*part])[1]] for part in (one, many)]
    assert places[0] == places[1] == [f"row {n + 1}" for n in range(0, 30, 3)]


def test_neighbours_are_shown_and_a_row_cannot_steer_the_terminal() -> None:
    text = "eerste\ntweede\nhet \x1b[31mmonster\x07 is zoek\nvierde\nvijfde\nzesde"
    asked = Asked({texts.NOBODY: frozenset({2})})
    stage.find([Text("", text)], "map/stuk", Setting(), asked)
    (one,) = asked.shown
    assert one.above == ("eerste", "tweede")
    assert one.below == ("vierde", "vijfde")
    assert len(one.above) == NEAR
    assert "\x1b" not in one.text
    assert "\x07" not in one.text
    assert "monster" in one.text


def test_a_long_row_is_cut_and_says_so() -> None:
    columns = (Field("code"), Field("tekst"))
    asked = Asked({rows.NOBODY: frozenset({0})})
    stage.find([Table("", columns, [("a", "x " * 80_000), ("b", "y")])], "map/stuk", Setting(), asked)
    (one,) = asked.shown
    assert len(one.text) + one.cut == len("a | ") + 160_000
    assert one.cut > 0
