"""Rows that are cut off, have a separator too many, or are no records; and the account of all rows."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.model.fragments import Table, Trouble
from betrokken.stages.finding.hits import Draft
from betrokken.stages.finding.stage import find
from tests.stages.finding.grids import dutch, patients, same, search, table
from tests.stages.finding.invented import SETTING, people

SOME = people(10, seed=3)
LABELS = ["BSN", "Naam", "Geb.datum", "Postcode", "Huisnr", "Uitslag", "Afnamedatum", "Telefoon"]


def records() -> list[list[object]]:
    return [[p.bsn, p.comma, dutch(p.birth), p.postcode, p.number, p.result, dutch(p.taken), p.phone] for p in SOME]


def test_a_row_that_breaks_off_keeps_what_it_says() -> None:
    rows = records()
    rows[-1] = rows[-1][:4]
    drafts = search(table([LABELS, *rows])).drafts
    same(drafts[:-1], SOME[:-1], "bsn", "surname", "prefix", "initials", "birth_date", "postcode", "house_number", "taken_on")  # fmt: skip
    same(drafts[-1:], SOME[-1:], "bsn", "surname", "prefix", "initials", "birth_date", "postcode")


def test_a_separator_inside_a_cell_is_put_right() -> None:
    rows = records()
    rows[4][5:6] = ["Pap 3a2", " matige dysplasie"]
    drafts = search(table([LABELS, *rows])).drafts
    same(drafts, SOME, "bsn", "surname", "prefix", "initials", "birth_date", "postcode", "house_number", "taken_on")
    assert drafts[4].lists == {"phones": ["+31" + SOME[4].phone[1:]]}


def test_cells_that_moved_one_column_are_put_back() -> None:
    rows = records()
    rows[2] = [rows[2][0], "", *rows[2][1:-1]]  # the telephone number fell off
    drafts = search(table([LABELS, *rows])).drafts
    assert drafts[2].fields["birth_date"] == SOME[2].birth.isoformat()
    assert drafts[2].fields["surname"] == SOME[2].surname
    assert drafts[2].fields["taken_on"] == SOME[2].taken.isoformat()


def test_rubbish_is_set_aside_with_its_reason() -> None:
    rubbish: list[list[object]] = [["x9", "??", "~", "1", "~", "~", "99", "~"], ["-"] * 8, ["einde lijst", *[""] * 7]]
    rows = [*records(), *rubbish]
    finding = search(table([LABELS, *rows]))
    assert len(finding.drafts) == len(SOME)
    assert finding.aside == {
        "header row": 1,
        "row does not fit the columns": 1,
        "blank row": 1,
        "title or total row": 1,
    }


def test_chunks_are_one_table() -> None:
    rows = [tuple(map(str, row)) for row in [list[object](LABELS), *records()]]
    whole = Table("", (), rows)
    parts = [Table("", (), rows[:5], chunk=0), Table("", (), rows[5:], first=6, chunk=1)]
    one, two = (find(fragments, "a.csv", SETTING) for fragments in ([whole], parts))
    assert [(d.place, d.fields) for d in one.drafts] == [(d.place, d.fields) for d in two.drafts]
    assert (two.tables, two.rows) == (1, 11)


def test_trouble_counts_as_rows_set_aside() -> None:
    finding = find([Trouble("", "lines that could not be read", 7)], "a.csv", SETTING)
    assert (finding.rows, finding.aside) == (7, {"lines that could not be read": 7})


def told(drafts: list[Draft]) -> list[tuple[object, ...]]:
    return sorted((sorted(d.fields.items()), d.role, sorted(d.categories), d.has_result) for d in drafts)


@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_changes_nothing(random_: random.Random, labels: bool) -> None:
    rows = records()
    plain = told(patients(search(table([LABELS, *rows] if labels else rows))))
    random_.shuffle(rows)
    assert told(patients(search(table([LABELS, *rows] if labels else rows)))) == plain


CELLS = st.sampled_from(["", "-", "Naam", "BSN", "Geboortedatum", "Totaal", "Jansen, A.", "271058456", "1980-01-02", "x", "Leiden", "2311AB", "onbekend", "Opdrachtgever: Noorderhaven", "M", "²", "☃", "a\nb", "28745.0", "Van", "V.D."])  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=25), st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_row_is_counted_once(rows: list[tuple[str, ...]], named: bool) -> None:
    columns = ["BSN", "Naam", "Geboortedatum", "Postcode", "iets", "M/V"] if named else []
    finding = search(table(rows, columns))
    assert finding.rows_with_mentions <= finding.rows
