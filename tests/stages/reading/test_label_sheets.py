"""Labels abreast are told from tables, and read one by one."""

from betrokken.stages.reading import label_sheets
from betrokken.stages.reading.formats import delimited, plain_text
from tests.stages.reading.sources import fragments, source, texts

PEOPLE = [
    ("Mevr. F.G. de Vries", "Fazantlaan 58", "7816 NV  EMMEN"),
    ("Dhr. B. Maas", "Kerkplein 69 bis", "7902 ES  HOOGEVEEN"),
    ("Fam. Oosterveld", "Hoofdweg 211", "9402 SS  ASSEN"),
    ("Mevr. T. ter Braak", "Lange Nieuwstraat 3", "9673 GM  WINSCHOTEN"),
    ("Dhr. J. Prins", "Boslaan 43", "7903 WA  HOOGEVEEN"),
]


def _sheet(abreast: int) -> str:
    lines = []
    for start in range(0, len(PEOPLE), abreast):
        some = PEOPLE[start : start + abreast]
        lines += ["".join(f"{person[n]:<36}" for person in some).rstrip() for n in range(3)]
        lines += ["", ""]
    return "\n".join(lines)


def test_labels_two_or_three_abreast_are_texts_of_their_own() -> None:
    for abreast in (2, 3):
        sheet = _sheet(abreast)
        assert delimited.recognise(source(sheet)) == 0
        found = texts(fragments(plain_text, sheet))
        assert [" / ".join(text.text.split("\n")) for text in found] == [
            " / ".join((name, street, city)) for name, street, city in PEOPLE
        ]
        assert [text.first_line for text in found] == [1 + 5 * (n // abreast) for n in range(len(PEOPLE))]


def test_a_title_across_is_a_text_of_its_own() -> None:
    found = texts(fragments(plain_text, "Etiketten van de prikpost aan de Noordzijde in week 12\n\n" + _sheet(2)))
    assert len(found) == len(PEOPLE) + 1
    assert found[0].text.startswith("Etiketten")


def test_one_column_of_labels_stays_one_text() -> None:
    assert len(texts(fragments(plain_text, _sheet(1)))) == 1


def test_a_table_is_no_sheet() -> None:
    table = [f"{name:<30}{street:<30}{n}-03-1960" for n, (name, street, _) in enumerate(PEOPLE, 1)]
    assert label_sheets.of_text("\n".join(table)) is None
    numbers = [f"{n},1       {n},2       {n},3" for n in range(10)]
    assert label_sheets.of_text("\n".join(numbers)) is None
