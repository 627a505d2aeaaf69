from betrokken.stages.reading.formats import filemaker, xml_document
from tests.stages.reading.sources import fragments, source, tables, troubles

_FIELDS = "".join(f'<FIELD NAME="{name}" TYPE="TEXT"/>' for name in ("Pat::Achternaam", "Pat::geboren", "tel"))
_ROWS = (
    '<ROW RECORDID="1"><COL><DATA>Bos</DATA></COL><COL><DATA>1/2/1970</DATA></COL><COL><DATA>1</DATA><DATA>2</DATA></COL></ROW>'
    '<ROW RECORDID="2"><COL><DATA>Dam</DATA></COL><COL></COL></ROW>'
)
_FILE = f"""<?xml version="1.0"?><FMPXMLRESULT xmlns="http://www.filemaker.com/fmpxmlresult"><ERRORCODE>0</ERRORCODE>
<METADATA>{_FIELDS}</METADATA><RESULTSET FOUND="2">{_ROWS}</RESULTSET></FMPXMLRESULT>"""


def test_cells_stand_under_the_names_of_their_fields() -> None:
    assert filemaker.recognise(source(_FILE)) > xml_document.recognise(source(_FILE))
    (table,) = tables(fragments(filemaker, _FILE))
    assert [column.name for column in table.columns] == ["Pat.Achternaam", "Pat.geboren", "tel"]
    assert table.rows == [("Bos", "1/2/1970", "1; 2"), ("Dam", "", "")]


def test_what_is_cut_off_is_told() -> None:
    found = fragments(filemaker, _FILE[: _FILE.index("Dam")])
    assert len(tables(found)) == 1
    assert troubles(found)
