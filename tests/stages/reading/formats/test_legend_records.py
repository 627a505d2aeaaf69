from betrokken.stages.reading.formats import delimited, legend_records, plain_text
from tests.stages.reading.sources import fragments, source, tables, texts

_LEGEND = """00PATIENTS 1.0
* 10 = NUMBER(6) NAME(12) BORN(8)
* 20 = SAMPLE(8) TEST
"""
_ONE = f"10{'A1':<6}{'Bos':<12}19700501\n"
_TWO = f"10{'A2':<6}{'Dam':<12}19710501\n"
_FILE = f"{_LEGEND}{_ONE}20{'S1':<8}blood\n20{'S2':<8}urine culture\n{_TWO}20{'S3':<8}HPV\n99000002\n"


def test_lines_of_several_kinds_are_one_record() -> None:
    assert legend_records.recognise(source(_FILE)) > max(
        plain_text.recognise(source(_FILE)), delimited.recognise(source(_FILE))
    )
    found = fragments(legend_records, _FILE)
    (table,) = tables(found)
    assert [column.name for column in table.columns] == ["NUMBER", "NAME", "BORN", "SAMPLE", "TEST"]
    assert table.rows == [
        ("A1", "Bos", "19700501", "S1", "blood"),
        ("A1", "Bos", "19700501", "S2", "urine culture"),
        ("A2", "Dam", "19710501", "S3", "HPV"),
    ]
    assert table.row_names[0] == "lines 4-5"
    assert "99000002" in texts(found)[0].text


def test_a_legend_without_such_lines_is_a_text() -> None:
    assert legend_records.recognise(source(_LEGEND + "Dear reader,\nthis is a letter.\nYours\n" * 3)) == 0.0
