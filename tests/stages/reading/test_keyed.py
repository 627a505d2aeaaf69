"""Rows whose cells each say their own name."""

from hypothesis import given
from hypothesis import strategies as st

from betrokken.stages.reading import keyed
from betrokken.stages.reading.formats import delimited
from tests.stages.reading.sources import fragments, tables


def test_names_in_the_cells_are_the_columns() -> None:
    lines = [f"doc={n};owner.family=Bos{n};owner.dob=19{60 + n}-02-01;text=a = b" for n in range(12)]
    lines[3] = "doc=3;owner.dob=1963-02-01;owner.family=Bos3;see below"
    (table,) = tables(fragments(delimited, "\n".join(lines)))
    assert [column.name for column in table.columns] == ["doc", "owner.family", "owner.dob", "text"]
    assert table.rows[0] == ("0", "Bos0", "1960-02-01", "a = b")
    assert table.rows[3] == ("3", "Bos3", "1963-02-01", "", "see below")


def test_cells_with_a_sign_here_and_there_stay_as_they_are() -> None:
    given_rows = [["a", "x=1", "b"], ["c", "y=2", "d"], ["e", "f", "g"]]
    names, rows = keyed.find(iter(given_rows))
    assert (names, list(rows)) == ((), given_rows)


VALUE = st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=8).map(str.strip)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "name", "dob", "bsn"]), VALUE, min_size=1), min_size=1))
def test_no_value_is_lost(told: list[dict[str, str]]) -> None:
    full = [{"id": "1", **one} for one in told]
    names, rows = keyed.find(iter([[f"{key}={value}" for key, value in one.items()] for one in full]))
    for one, row in zip(full, rows, strict=True):
        if names:
            assert {name: cell for name, cell in zip(names, row, strict=True) if cell} == {
                k: v for k, v in one.items() if v
            }
        else:
            assert row == [f"{key}={value}" for key, value in one.items()]
