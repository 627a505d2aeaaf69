"""Pages of parts: small tables that name nobody stay where they stand, under whom they are about."""

from betrokken.stages.reading.formats import docx, html
from tests.stages.reading import documents
from tests.stages.reading.documents import paragraph, word_table
from tests.stages.reading.sources import fragments, tables, texts

LABELS = ("Bepaling", "Monster", "Uitslag")


def _page(*parts: str) -> str:
    return f"<h1>Uitslagen</h1>{''.join(parts)}"


def _part(name: str, born: str, *rows: tuple[str, ...]) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (LABELS, *rows))
    return f"<section><h2>{name}</h2><dl><dt>Geboren</dt><dd>{born}</dd></dl><table>{cells}</table></section>"


def test_terms_are_labels_and_small_tables_stay_in_their_parts() -> None:
    page = _page(
        _part("Mw. A. Bos", "3-mei-1971", ("TSH", "M-1", "7,4")), _part("Dhr. B. Dam", "4-5-1972", ("Hb", "M-2", "8"))
    )
    found = fragments(html, page)
    assert texts(found)[0].text.split("\n\n") == [
        "Uitslagen",
        "Mw. A. Bos\nGeboren: 3-mei-1971\nBepaling: TSH\nMonster: M-1\nUitslag: 7,4",
        "Dhr. B. Dam\nGeboren: 4-5-1972\nBepaling: Hb\nMonster: M-2\nUitslag: 8",
    ]
    assert tables(found) == []


def test_tables_that_tell_who_their_rows_are_about_stay_tables() -> None:
    row = ("TSH", "123456782", "7,4")
    assert len(tables(fragments(html, _page(_part("week 1", "3-5-1971", row), _part("week 2", "4-5-1972", row))))) == 2
    long = [("Hb", f"M-{n}", "8") for n in range(5)]
    assert len(tables(fragments(html, _page(_part("Bos", "3-5-1971", *long), _part("Dam", "4-5-1972", *long))))) == 2


def test_the_same_in_a_document() -> None:
    body = ""
    for name, born, sample in (("Mw. A. Bos", "3-5-1971", "M-1"), ("Dhr. B. Dam", "4-5-1972", "M-2")):
        body += paragraph(name) + paragraph(f"Geboren: {born}") + word_table(LABELS, ("TSH", sample, "7,4"))
    found = fragments(docx, documents.docx(body))
    assert tables(found) == []
    assert texts(found)[0].text.split("\n")[2:7] == ["Bepaling: TSH", "Monster: M-1", "Uitslag: 7,4", "Dhr. B. Dam", "Geboren: 4-5-1972"]  # fmt: skip
