"""EDIFACT messages of both Dutch dialects become records."""

from betrokken.stages.reading.formats import edifact
from tests.stages.reading.sources import fragments, places, source, tables, texts, troubles

_CLASSIC = """UNB+UNOA:1+500000101+500000201+250701:0930+1'
UNH+1+MEDLAB:1'
ZKH+Streeklab+Weg:11::Plaats:1001AB+020-1234567'
PID+1980:10:25+V+Berg:van de:Jansen:de::P.++BSN123456782'
PAD+Lindelaan:43b::Utrecht:3581CD+?+31612345678'
ART+H+123456+Noord:van:A.+Kerkstraat:9::Utrecht:3511AB'
AFD+Chemie+038-4445566'
ARA:1+Dr. Visser'
DET:1+24:02:09+09:20'
IDE:1+J+445566+bloed'
SEC+HEMATOLOGIE'
BEP:1:1:2+0+Hemoglobine+8.6++mmol/l++8.5+11.0'
DET:2+24:02:10+09:20'
IDE:2+J+445567'
BEP:2:1:1+0+Glucose+5.1++mmol/l'
UNT+15+1'
UNZ+1+1'"""
_LETTER = (
    "UNB+UNOA:1+500000101+500000201+250701:0930+1'UNH+1+MEDVRI:1'GGA+Lab X+Pathologie+Lab X+Laan:1::Rijswijk:2288AA+070'"
    "DET+25:07:01+09:30'PID+1980:10:25+M+Bos:::::K.++77'TXT:1+HPV positief'GGO+Dr. A. Arts++HAP Zuid'UNT+8+1'UNZ+1+1'"
)
_MODERN = """UNA:+.? '
UNB+UNOC:1+500012345+01054248+250115:0830+4'
UNH+1+MEDRPT:D:93A:UN:MRPN32'
BGM+LRP+T22-1'
DTM+137:202401020304:203'
NAD+PO+01234567:CGP:VEK++Huisarts:P+Straat+1:a+Stad+9988AB'
RFF+SRI:ZD9'
S06+1'
ADR++1:Kade:4 a+Leiden+2321LB+NL'
COM+0612345678:TE'
S07+1'
PNA+PAT+::123456782:PCL:LZB+++NAN:Wit+NVV:A*de++NEA:Dam+NEV:van'
DTM+329:19850212:102'
PDI+2'
SPC+TSP'
DTM+SCO:202312310304:203'
INV+1+CYT:AMB:NHG:Uitstrijkje'
FTX+UIT+++Pap 1:regel 2'
UNT+17+1'
UNZ+1+4'"""


def _records(text: str) -> list[dict[str, str]]:
    (table,) = tables(fragments(edifact, text))
    names = [column.name for column in table.columns]
    return [{n: v for n, v in zip(names, row, strict=True) if v} for row in table.rows]


def test_classic_laboratory_message() -> None:
    first, second = _records(_CLASSIC)
    assert (first["bsn"], first["birth_date"], first["sex"]) == ("123456782", "1980-10-25", "F")
    assert (first["prefix"], first["surname"]) == ("van de", "Berg")
    assert (first["birth_prefix"], first["birth_surname"], first["initials"]) == ("de", "Jansen", "P.")
    assert (first["street"], first["house_number"], first["postcode"]) == ("Lindelaan", "43b", "3581CD")
    assert first["phone"] == "+31612345678"
    assert (first["requester"], first["professional.agb"]) == ("van Noord, A.", "123456")
    assert (first["sender_code"], first["sender_code 6"]) == ("500000201", "500000101")
    assert (first["sample_number"], first["taken_on"]) == ("445566", "2024-02-09")
    assert (first["exam"], first["test_result"]) == ("HEMATOLOGIE; Hemoglobine", "Hemoglobine: 8.6 mmol/l")
    assert (second["bsn"], second["sample_number"], second["taken_on"]) == ("123456782", "445567", "2024-02-10")


def test_classic_letter() -> None:
    (record,) = _records(_LETTER)
    assert (record["surname"], record["sex"], record["patient_number"]) == ("Bos", "M", "77")
    assert (record["note"], record["taken_on"]) == ("HPV positief", "2025-07-01")
    assert record["institution"] == "HAP Zuid"


def test_modern_report() -> None:
    (record,) = _records(_MODERN)
    assert (record["bsn"], record["birth_date"], record["sex"]) == ("123456782", "1985-02-12", "F")
    assert (record["prefix"], record["surname"], record["initials"]) == ("van", "Dam", "A")
    assert (record["birth_prefix"], record["birth_surname"]) == ("de", "Wit")
    assert (record["street"], record["house_number"], record["city"]) == ("Kade", "4 a", "Leiden")
    assert (record["phone"], record["taken_on"]) == ("0612345678", "2023-12-31")
    assert (record["exam"], record["test_result"]) == ("CYT Uitstrijkje", "Pap 1 regel 2")
    assert (record["requester"], record["sender_code 2"]) == ("Huisarts, P", "01234567")
    assert record["professional.address"] == "Straat 1 a, 9988AB Stad"
    assert (record["sample_number"], record["sample_number 2"]) == ("T22-1", "ZD9")


def test_names_and_addresses_in_one_party() -> None:
    text = (
        "UNB+UNOC:1+1+2+2:3+4'UNH+1+MEDLAB:1'NAD+PAT+123456782++Dam-de Wit:AM:van:de Wit+Kade 4+Leiden++2321LB'UNT+3+1'"
    )
    (record,) = _records(text)
    assert (record["surname"], record["initials"], record["prefix"]) == ("Dam-de Wit", "AM", "van")
    assert (record["birth_surname"], record["bsn"]) == ("de Wit", "123456782")
    assert (record["address"], record["city"], record["postcode"]) == ("Kade 4", "Leiden", "2321LB")


def test_two_patients_in_one_message() -> None:
    text = "UNB+UNOC:1+1+KL+2:3+4'UNH+1+MEDRPT:1'NAD+PAT+++Bos:A'PDI+1'NAD+PAT+++Dam:B'PDI+2'UNT+5+1'"
    first, second = _records(text)
    assert (first["surname"], first["sex"]) == ("Bos", "M")
    assert (second["surname"], second["sex"], second["sender_code"]) == ("Dam", "F", "KL")


def test_places_count_messages() -> None:
    (table,) = tables(fragments(edifact, _LETTER.replace("UNZ+1+1'", "") + _LETTER))
    assert places(table) == ["message 1", "message 2"]


def test_a_message_without_its_end_is_read_and_told() -> None:
    found = fragments(edifact, _MODERN[: _MODERN.index("FTX")] + "UNH+2+MEDLAB:1'NAD+PAT+++Bos:A'UNT+2+2'")
    assert len(tables(found)[0].rows) == 2
    assert [trouble.place for trouble in troubles(found)] == ["message 1"]


def test_a_terminator_that_was_not_released() -> None:
    (record,) = _records("UNB+UNOC:1+1+2+2:3+4'UNH+1+MEDLAB:1'NAD+PAT+++Hoff:A:van 't+Kade 1+Leiden'UNT+3+1'")
    assert (record["prefix"], record["address"]) == ("van 't", "Kade 1")


def test_lines_wrapped_at_a_fixed_length() -> None:
    packed = _MODERN.replace("\n", "")
    wrapped = "\n".join(packed[at : at + 40] for at in range(0, len(packed), 40))
    assert _records(wrapped) == _records(packed)


def test_other_separators() -> None:
    text = "UNA#*.! ~UNB*UNOC#1*1*2*2#3*4~UNH*1*MEDLAB#1~NAD*PAT***Bos!*x#A~UNT*3*1~"
    (record,) = _records(text)
    assert (record["surname"], record["initials"]) == ("Bos*x", "A")


def test_a_message_about_nobody_is_a_text() -> None:
    (text,) = texts(fragments(edifact, "UNB+UNOC:1+1+2+2:3+4'UNH+1+ORDERS:D'FTX+AAI+++voor J. Bos'UNT+3+1'"))
    assert (text.place, "J. Bos" in text.text) == ("message 1", True)


def test_recognised_by_content() -> None:
    assert edifact.recognise(source(_MODERN)) > 0.9
    assert edifact.recognise(source("UNH+1+MEDVRI:1'DET+1'")) > 0.9
    assert edifact.recognise(source("UNBELIEVABLE+UNO")) == 0


def test_names_numbers_and_streets_where_some_writers_put_them() -> None:
    text = (
        "UNB+UNOW:4+L+Z+2:3+4'UNH+1+MEDRPT:0'BGM+LRP+Q88'PNA+PAT+V-1609:LOC+123456782:BSN+SU:Wit+VV:de+FS:B.L.'"
        "ADR+1+1e Dwarsweg:12:a+Leiden+2321LB'SPC+M-71/22'UNT+5+1'"
    )
    (record,) = _records(text)
    assert (record["surname"], record["prefix"], record["initials"]) == ("Wit", "de", "B.L.")
    assert (record["bsn"], record["patient_number"]) == ("123456782", "V-1609")
    assert (record["street"], record["house_number"]) == ("1e Dwarsweg", "12")
    assert (record["sample_number"], record["sample_number 2"]) == ("M-71/22", "Q88")
