import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading import sql_literals, sql_values


@pytest.mark.parametrize(
    ("literal", "backslash", "text"),
    [
        ("NULL", False, ""),
        ("DEFAULT", False, ""),
        ("12", False, "12"),
        ("-1.50", False, "-1.50"),
        ("'it''s'", False, "it's"),
        ("'C:\\'", False, "C:\\"),
        ("'O\\'Brien'", True, "O'Brien"),
        ("'a\\\\nb'", True, "a\\nb"),
        ("'a\\nb'", True, "a\nb"),
        ("'\\\\'''", True, "\\'"),
        ('"dubbel"', True, "dubbel"),
        ("N'Zoë'", False, "Zoë"),
        ("E'a\\tb\\'c\\x41\\u00eb'", False, "a\tb'cAë"),
        ("_binary 'x'", True, "x"),
        ("_utf8mb4'x'", True, "x"),
        ("0x4A616E", False, "Jan"),
        ("X'4a616e'", False, "Jan"),
        ("0xFFD8", False, "0xFFD8"),
        ("to_date('12-03-1960','DD-MM-YYYY')", False, "1960-03-12"),
        ("TO_DATE('1960/03/12 10:11', 'YYYY/MM/DD HH24:MI')", False, "1960-03-12"),
        ("to_date('12-MAR-60','DD-MON-RR')", False, "12-MAR-60"),
        ("CAST(N'1960-03-12' AS Date)", False, "1960-03-12"),
        ("CAST(0x07240B00 AS Date)", False, "2000-01-01"),
        ("CAST(0x0000A2F400000000 AS DateTime)", False, "2014-03-20"),
        ("CAST(0xA2F40000 AS SmallDateTime)", False, "2014-03-20"),
        ("CAST(0x07000000000007240B AS DateTime2)", False, "2000-01-01"),
        ("unistr('Zo')", False, "Zo"),
        ("true", False, "true"),
    ],
)
def test_literals(literal: str, backslash: bool, text: str) -> None:
    assert sql_literals.value(literal, backslash) == text


@pytest.mark.parametrize(
    ("text", "backslash"),
    [
        ("(1,'a'),(2,'b')", False),
        ("(1, 'it''s', null),\n(2, 'x', NULL)", False),
        ("(1,N'Zoë',N''),(2,N'x',NULL)", False),
        ("(1,'O\\'Brien','a\\nb'),(2,'x','y')", True),
        ("(1,CAST(N'1960-03-12' AS Date),2),(2,CAST(0x07240B00 AS Date),3)", False),
    ],
)
def test_both_roads_agree(text: str, backslash: bool) -> None:
    exact = sql_values.exact(text, 0, 0, backslash)
    assert sql_values.fast(text, 0, backslash) == exact.rows
    assert exact.end == len(text)


@pytest.mark.parametrize(
    ("text", "backslash", "rows"),
    [
        ("(1,'a),(b'),(2,'c')", False, [("1", "a),(b"), ("2", "c")]),
        ("('NULL',NULL)", False, [("NULL", "")]),
        ("(1,N'Bakker,N''s',N',N')", False, [("1", "Bakker,N's", ",N")]),
        ("(1,'a\\\\nb')", True, [("1", "a\\nb")]),
        ("(1,E'a\\nb'),(2,E'c')", False, [("1", "a\nb"), ("2", "c")]),
        ("(to_date('12-03-1960','DD-MM-YYYY'),1)", False, [("1960-03-12", "1")]),
        ("(1,'a'::text,''::character varying(20))", False, [("1", "a", "")]),
        ("(1,/* noot */'a')", False, [("1", "a")]),
        ('(1,"a,b")', True, [("1", "a,b")]),
        ("(now(),CURRENT_TIMESTAMP)", False, [("now()", "CURRENT_TIMESTAMP")]),
    ],
)
def test_what_only_the_exact_road_can_tell(text: str, backslash: bool, rows: list[tuple[str, ...]]) -> None:
    width = len(rows[0])
    assert sql_values.fast(text, width, backslash) in (None, rows)
    assert sql_values.exact(text, 0, width, backslash).rows == rows


def test_a_tuple_that_is_cut_off_is_no_row() -> None:
    found = sql_values.exact("(1,'a'),(2,'b", 0, 2, False)
    assert found.rows == [("1", "a")]
    assert found.end == 7


def test_tuples_of_another_width_are_counted() -> None:
    assert sql_values.exact("(1,'a'),(2),(3,'c')", 0, 2, False).odd == 1


CELLS = st.text(alphabet=st.sampled_from("abNE'\\\"(),; \n\t\0-ëx0%_"), max_size=10) | st.none() | st.integers()
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6)


def _mysql(cell: str | int | None) -> str:
    if not isinstance(cell, str):
        return "NULL" if cell is None else str(cell)
    for plain, escaped in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\0", "\\0"), ('"', '\\"')):
        cell = cell.replace(plain, escaped)
    return f"'{cell}'"


def _standard(cell: str | int | None) -> str:
    if not isinstance(cell, str):
        return "NULL" if cell is None else str(cell)
    return "'" + cell.replace("'", "''") + "'"


def _wanted(table: list[list[str | int | None]], zero: str) -> list[tuple[str, ...]]:
    return [tuple("" if cell is None else str(cell).replace("\0", zero) for cell in row) for row in table]


@pytest.mark.parametrize("between", [",", ", ", ",\n"])
@given(TABLES)
@settings(deadline=None, max_examples=150)
def test_mysql_values_come_back(between: str, table: list[list[str | int | None]]) -> None:
    text = between.join("(" + ",".join(map(_mysql, row)) + ")" for row in table)
    assert sql_values.fast(text, 3, True) in (None, _wanted(table, ""))
    assert sql_values.exact(text, 0, 3, True).rows == _wanted(table, "")


@pytest.mark.parametrize("prefix", ["", "N"])
@given(TABLES)
@settings(deadline=None, max_examples=150)
def test_standard_values_come_back(prefix: str, table: list[list[str | int | None]]) -> None:
    cells = [[prefix + _standard(cell) if isinstance(cell, str) else _standard(cell) for cell in row] for row in table]
    text = ",".join("(" + ", ".join(row) + ")" for row in cells)
    assert sql_values.fast(text, 3, False) in (None, _wanted(table, "\0"))
    assert sql_values.exact(text, 0, 3, False).rows == _wanted(table, "\0")


@given(TABLES)
@settings(deadline=None, max_examples=150)
def test_escaped_strings_of_postgresql_come_back(table: list[list[str | int | None]]) -> None:
    # PostgreSQL stores no zero character, so none is written.
    plain = [[cell.replace("\0", "") if isinstance(cell, str) else cell for cell in row] for row in table]
    cells = [["E" + _mysql(cell) if isinstance(cell, str) else _mysql(cell) for cell in row] for row in plain]
    text = ",".join("(" + ", ".join(row) + ")" for row in cells)
    assert sql_values.fast(text, 3, False) in (None, _wanted(table, ""))
    assert sql_values.exact(text, 0, 3, False).rows == _wanted(table, "")


@given(st.text(alphabet="()',NULE\\\"; \n0x-", max_size=80), st.booleans())
@settings(deadline=None, max_examples=300)
def test_any_text_is_survived(text: str, backslash: bool) -> None:
    sql_values.fast(text, 0, backslash)
    assert sql_values.exact(text, 0, 0, backslash).end <= len(text)
