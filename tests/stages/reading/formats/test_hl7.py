"""HL7 v2 messages become records by the meaning of their fields."""

import base64

from betrokken.model.fragments import Table
from betrokken.stages.reading.formats import hl7
from tests.stages.reading import documents
from tests.stages.reading.sources import fragments, places, source, tables, texts, troubles

_MSH = r"MSH|^~\&|LIMS|LAB|EPD|KLANT1|202303191130||ORU^R01|1|P|2.4"
_PID = (
    "PID|1||P77^^^KLANT1^PI~123456782^^^NLMINBIZA^NNNLD||van Dam-de Wit&de&Wit&van&Dam^Anna^M J^^Mw.^^L||19850212|F|||"
    "Kade 4 bis&Kade&4^bis^Leiden^^2321LB^NL^H||0612345678^PRN^CP~^NET^Internet^a.dam@voorbeeld.nl||||||||"
)
_OBR = "OBR|1|O55|M22|CYT^Uitstrijkje^L|||202303190900|||||||||01234567^Arts^B.||||||||||||||||00001&Kijker&C."


def _records(*segments: str) -> list[dict[str, str]]:
    found = tables(fragments(hl7, "\r".join(segments)))
    return [record for table in found for record in _dicts(table)]


def _dicts(table: Table) -> list[dict[str, str]]:
    names = [column.name for column in table.columns]
    return [{n: v for n, v in zip(names, row, strict=True) if v} for row in table.rows]


def test_a_result_gives_person_and_exam() -> None:
    (record,) = _records(
        _MSH, _PID, "PV1|1|O|POLI^^^Praktijk Noord", "ORC|RE|O55", _OBR, "OBX|1|ST|CONCL^Conclusie||Pap 1"
    )
    assert record["bsn"] == "123456782"
    assert record["patient_number"] == "P77"
    assert (record["prefix"], record["surname"]) == ("van", "Dam-de Wit")
    assert (record["birth_prefix"], record["birth_surname"]) == ("de", "Wit")
    assert (record["partner_prefix"], record["partner_surname"]) == ("van", "Dam")
    assert (record["given_names"], record["initials"], record["salutation"]) == ("Anna", "A.M.J.", "Mw.")
    assert (record["birth_date"], record["sex"]) == ("1985-02-12", "F")
    assert (record["street"], record["house_number"], record["house_number_suffix"]) == ("Kade", "4", "bis")
    assert (record["postcode"], record["city"], record["phone"]) == ("2321LB", "Leiden", "0612345678")
    assert record["email"] == "a.dam@voorbeeld.nl"
    assert (record["sample_number"], record["sample_number 2"]) == ("O55", "M22")
    assert (record["exam"], record["taken_on"], record["test_result"]) == ("CYT Uitstrijkje", "2023-03-19", "Pap 1")
    assert record["sender_code 2"] == "KLANT1"
    assert record["institution 2"] == "Praktijk Noord"
    assert (record["requester"], record["professional.agb"]) == ("Arts, B.", "01234567")
    assert record["professional.name"] == "Kijker, C."


def test_columns_carry_their_meaning() -> None:
    (table,) = tables(fragments(hl7, "\r".join((_MSH, _PID))))
    means = {column.name: column.means for column in table.columns}
    assert means["bsn"] == "bsn"
    assert means["sender_code 4"] == "sender_code"
    assert table.unit == "message"


def test_every_order_of_a_patient_is_a_record() -> None:
    records = _records(_MSH, _PID, "OBR|1|A||X^Een", "OBX|1|ST|a||1", "OBR|2|B||Y^Twee", "OBX|1|ST|b||2")
    assert [(r["bsn"], r["exam"], r["test_result"]) for r in records] == [
        ("123456782", "X Een", "1"),
        ("123456782", "Y Twee", "2"),
    ]


def test_messages_of_a_batch_keep_their_number() -> None:
    batch = "\r\n".join(("FHS|^~\\&|L", "BHS|^~\\&|L", _MSH, _PID, _MSH, _PID.replace("P77", "P78"), "BTS|2", "FTS|1"))
    (table,) = tables(fragments(hl7, batch))
    assert places(table) == ["message 1", "message 2"]


def test_mllp_frames_and_bare_line_feeds() -> None:
    framed = "\x0b" + "\r".join((_MSH, _PID)) + "\x1c\r\x0b" + "\n".join((_MSH, _PID)) + "\x1c\r"
    (table,) = tables(fragments(hl7, framed))
    assert len(table.rows) == 2


def test_other_separators_than_the_usual_ones() -> None:
    (record,) = _records("MSH#*!\\$#L#L#E#K#2023##ORU*R01#1#P#2.4", "PID#1##9*ZH*PI##Bos$$Bos*Jan##19700101")
    assert (record["surname"], record["given_names"]) == ("Bos", "Jan")


def test_escapes_are_undone_after_splitting() -> None:
    (record,) = _records(_MSH, "PID|1||1||O\\T\\N\\S\\x^Jan", "OBX|1|TX|a||5 \\F\\ 6\\.br\\regel\\X41\\ \\ los")
    assert record["surname"] == "O&N^x"
    assert record["test_result"] == "5 | 6\nregelA \\ los"


def test_a_loose_number_that_passes_the_eleven_test_is_a_bsn() -> None:
    (record,) = _records(_MSH, "PID|1|999990019|555^^^ZH^PI||Bos^Jan")
    assert (record["bsn"], record["patient_number"]) == ("999990019", "555")


def test_passport_is_no_patient_number() -> None:
    (record,) = _records(_MSH, "PID|1||NXA1B2C34^^^NL^PPN~77^^^ZH^PI||Bos^Jan" + "|" * 15 + "RB123")
    assert (record["id_document"], record["id_document 2"]) == ("NXA1B2C34", "RB123")
    assert record["patient_number"] == "77"


def test_an_order_comes_from_its_sender() -> None:
    (record,) = _records(r"MSH|^~\&|APP|KLANT9|LIMS|LAB|2023||OML^O21|1|P|2.4", "PID|1||7||Bos^J.", "OBR|1|3||HPV")
    assert record["sender_code 2"] == "KLANT9"


def test_a_specimen_without_a_person_is_kept() -> None:
    records = _records(r"MSH|^~\&|I|LAB|K|K|2023||OUL^R22|1|P|2.5", "SPM|1|B1||cervix", "OBR|1|||A", "OBR|2|||B")
    assert [(r["sample_number"], r["material"], r["exam"]) for r in records] == [
        ("B1", "cervix", "A"),
        ("B1", "cervix", "B"),
    ]


def test_relatives_have_their_own_role() -> None:
    admission = r"MSH|^~\&|Z|ZH|L|L|2023||ADT^A01|1|P|2.4"
    records = _records(
        admission,
        _PID,
        "NK1|1|Dam^Kees|SPO|Kade 4^^Leiden^^2321LB|0711234567",
        "NK1|2|Wit^Piet",
        "IN1|1|7095|7095" + "|" * 33 + "POL9",
    )
    assert [r.get("relative.name") for r in records] == ["Wit, Piet", "Dam, Kees"]
    assert (records[1]["relative.phone"], records[1]["insurance_number"]) == ("0711234567", "POL9")


def test_acknowledgements_say_nothing() -> None:
    assert not fragments(hl7, "MSH|^~\\&|A|B|C|D|2023||ACK|1|P|2.4\rMSA|AA|1")


def test_a_document_within_a_message_is_read() -> None:
    data = base64.b64encode(documents.pdf(documents.shown(50, 700, "Betreft: B. Bos"))).decode()
    found = fragments(hl7, "\r".join((_MSH, _PID, "OBR|1|1||X", f"OBX|1|ED|PDF||^APPLICATION^PDF^Base64^{data}")))
    assert [(text.place, text.text) for text in texts(found)] == [("message 1 document", "Betreft: B. Bos")]


def test_a_damaged_document_is_told() -> None:
    found = fragments(hl7, "\r".join((_MSH, _PID, "OBR|1|1||X", "OBX|1|ED|PDF||^A^PDF^Base64^AAAAA")))
    assert [trouble.place for trouble in troubles(found)] == ["message 1 document"]
    assert len(tables(found)[0].rows) == 1


def test_a_wrapped_text_goes_on_and_log_lines_are_kept_apart() -> None:
    log = "\n".join(
        ("2023-01-01 INFO start", _MSH, _PID, "OBX|1|TX|a||regel een", "regel twee", _MSH, _PID, "INFO J. Bos")
    )
    found = fragments(hl7, log)
    assert "regel een\nregel twee" in tables(found)[0].rows[0]
    assert texts(found)[0].text == "2023-01-01 INFO start\nINFO J. Bos"


def test_windows_text_is_decoded() -> None:
    found = fragments(hl7, "\r".join((_MSH, "PID|1||1||Müller^Zoë||19700101")), "cp1252")
    assert {"Müller", "Zoë"} <= set(tables(found)[0].rows[0])


def test_recognised_by_content() -> None:
    assert hl7.recognise(source(_MSH)) > 0.9
    assert 0.8 < hl7.recognise(source(f"10:00 ontvangen\n{_MSH}")) < 0.9
    assert hl7.recognise(source("De MSH is een afdeling|^")) == 0
