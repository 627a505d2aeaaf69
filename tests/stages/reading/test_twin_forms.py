"""Forms side by side are read one by one, with their labels told."""

from betrokken.stages.reading import label_sheets
from betrokken.stages.reading.formats import delimited, plain_text
from tests.stages.reading.sources import fragments, source, texts

PEOPLE = [("Vries, F.", "02-03-1961"), ("Maas, B.", "14-07-1980"), ("Prins, J.", "30-11-1955")]


def _form(name: str, born: str) -> list[str]:
    return [f"NAME {name}", f"DATE OF BIRTH {born}", "ADDR Laan 4", "     9402 SS ASSEN", "FOR  Huisarts Boon"]


def _report() -> str:
    blocks = [_form(*person) for person in PEOPLE]
    abreast = [f"{left:40}{right}" for left, right in zip(blocks[0], blocks[1], strict=True)]
    return "\n".join(["WORK LIST 4", "", *abreast, "-" * 70, *blocks[2], "-" * 70])


def test_each_form_is_a_text_with_colons_behind_its_labels() -> None:
    assert delimited.recognise(source(_report())) == 0
    title, *found = texts(fragments(plain_text, _report()))
    assert title.text == "WORK LIST 4"
    assert [text.text.split("\n")[:2] for text in found] == [
        [f"NAME: {name}", f"DATE OF BIRTH: {born}"] for name, born in PEOPLE
    ]
    assert found[0].text.split("\n")[3:] == ["9402 SS ASSEN", "FOR: Huisarts Boon"]
    assert [text.first_line for text in found] == [3, 3, 9]


def test_a_table_that_repeats_words_is_none() -> None:
    table = "\n".join(f"{word}      1{n}      {word}" for n, word in enumerate(["nee", "ja", "nee", "nee", "ja"]))
    assert label_sheets.of_text(table) is None
