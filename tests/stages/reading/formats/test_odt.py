"""OpenDocument texts become text and grids."""

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import odt
from tests.stages.reading import documents
from tests.stages.reading.sources import fragments, source, tables, texts


def test_text_with_spaces_tabs_and_breaks() -> None:
    data = documents.odt(
        '<office:text><text:p>BSN:<text:s text:c="3"/>1<text:tab/>x<text:line-break/>y</text:p></office:text>'
    )
    assert texts(fragments(odt, data))[0].text == "BSN:   1\tx\ny"


def test_grids_and_forms() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row) for row in rows)
        return (
            "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"
        )

    grid = table(("Naam", "BSN", "Dag"), ("Bos", "1", "2"))
    found = fragments(odt, documents.odt(f"<office:text>{table(('Naam:', 'Dam'), ('BSN:', '7'))}{grid}</office:text>"))
    assert texts(found)[0].text == "Naam: Dam\nBSN: 7"
    assert tables(found)[0].rows == [("Naam", "BSN", "Dag"), ("Bos", "1", "2")]


def test_deleted_words_and_comments_leaked_too() -> None:
    body = (
        "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>A. Bos</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>brief<office:annotation><text:p>bel</text:p>"
        "</office:annotation></text:p></office:text>"
    )
    assert texts(fragments(odt, documents.odt(body)))[0].text == "A. Bos\nbrief\nbel"


def test_encrypted_documents_are_told() -> None:
    with pytest.raises(UnreadableError, match="encrypted"):
        fragments(odt, documents.odt("", manifest="<m><encryption-data/></m>"))


def test_recognised_by_content() -> None:
    assert odt.recognise(source(documents.odt(""))) == 1
    assert odt.recognise(source(documents.odt("", "spreadsheet"))) == 0
