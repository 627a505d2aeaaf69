"""Sessions of analysers become records of patients and their orders."""

from betrokken.stages.reading.formats import astm
from tests.stages.reading.sources import fragments, places, source, tables, texts

_HEADER = r"H|\^&|||LAB^2|||||ANALYSER||P|1|20240301080000"
_ANNA = (
    "P|1|4554459|||de Wit^Anna||19870327|F||Laan 4^Utrecht^^3581CD^NL||030-1234567||||||||||||WARD3||||||||ABC^Praktijk"
)
_LINES = (
    _HEADER, _ANNA, "O|1|T24001||^^^Glucose|R||20240727073000||||N||||SERUM|Bos^A.",
    "R|1|^^^GLU|9.2|mmol/L||N||F||K. Lab", "C|1|I|haemolytic", "O|2|T24002||^^^HB|R", "R|1|^^^HB|8.1|mmol/L",
    "P|2||123456782||Boer||19501231|M", "P|3", "O|1|QC1||^^^HB", "R|1|^^^HB|8.0", "L|1|N",
)  # fmt: skip


def _records(content: str) -> list[dict[str, str]]:
    (table,) = tables(fragments(astm, content))
    names = [column.name for column in table.columns]
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in table.rows]


def test_each_order_of_a_patient_is_a_record() -> None:
    first, second, lone = _records("\r".join(_LINES))
    assert first["patient_number"] == second["patient_number"] == "4554459"
    assert (first["surname"], first["given_names"], first["birth_date"]) == ("de Wit", "Anna", "1987-03-27")
    assert (first["city"], first["postcode"], first["phone"]) == ("Utrecht", "3581CD", "030-1234567")
    assert {"WARD3", "ABC"} <= set(first.values())
    assert first["institution"] == "Praktijk"
    assert (first["exam"], first["taken_on"], first["sample_number"]) == ("Glucose", "2024-07-27", "T24001")
    assert (first["test_result"], first["note"], first["requester"]) == ("9.2 mmol/L", "haemolytic", "Bos, A.")
    assert (second["exam"], second["test_result"]) == ("HB", "8.1 mmol/L")
    assert (lone["bsn"], lone["surname"], lone["sex"]) == ("123456782", "Boer", "M")


def test_measurements_of_nobody_are_a_text() -> None:
    found = fragments(astm, "\r\n".join(_LINES))
    assert texts(found)[0].text == "O|1|QC1||^^^HB\nR|1|^^^HB|8.0"
    assert places(tables(found)[0]) == ["patient 1", "patient 1", "patient 2"]


def test_frames_around_the_lines_are_taken_off() -> None:
    framed = "\x05" + "".join(f"\x02{n % 8}{line}\r\x03A{n % 10}\r\n" for n, line in enumerate(_LINES, 1)) + "\x04"
    assert _records(framed) == _records("\r".join(_LINES))


def test_other_delimiters_and_other_texts() -> None:
    other = "\n".join(_LINES).replace("|", "!").replace("^", "+")
    assert _records(other) == _records("\n".join(_LINES))
    assert astm.recognise(source(_HEADER)) > 0.95
    assert not astm.recognise(source("Hallo allen,\nP|1|2"))
    assert not astm.recognise(source("MSH|^~\\&|LAB|"))
