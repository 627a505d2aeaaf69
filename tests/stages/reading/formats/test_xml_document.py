"""XML of unknown kinds becomes tables of its repeated elements; CDA and SpreadsheetML have formats of their own."""

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import cda, spreadsheet_xml, xml_document
from tests.stages.reading.sources import fragments, places, source, tables, texts, troubles

_EXPORT = """<?xml version="1.0"?><export gemaakt="2024-01-01"><praktijk>HAP Noord</praktijk>
<patient id="1"><bsn>123456782</bsn><naam><achternaam>Bos</achternaam></naam><tel>1</tel><tel>2</tel>
<order nr="7"><test>HPV</test></order><order nr="8"><test>PAP</test></order></patient>
<patient id="2"><bsn>999990019</bsn><naam><achternaam>Dam</achternaam></naam></patient></export>"""


def _records(data: str | bytes) -> dict[str, list[dict[str, str]]]:
    found = {}
    for table in tables(fragments(xml_document, data)):
        names = [column.name for column in table.columns]
        found[table.place] = [{n: v for n, v in zip(names, row, strict=True) if v} for row in table.rows]
    return found


def test_repeated_elements_are_rows() -> None:
    found = _records(_EXPORT)
    assert found["export/patient"] == [
        {
            "export.praktijk": "HAP Noord",
            "id": "1",
            "bsn": "123456782",
            "naam.achternaam": "Bos",
            "tel": "1",
            "tel 2": "2",
        },
        {"export.praktijk": "HAP Noord", "id": "2", "bsn": "999990019", "naam.achternaam": "Dam"},
    ]


def test_rows_within_rows_know_whose_they_are() -> None:
    first, second = _records(_EXPORT)["export/patient/order"]
    assert (first["order.nr"], first["test"], first["patient.bsn"]) == ("7", "HPV", "123456782")
    assert (second["order.nr"], second["patient.naam.achternaam"]) == ("8", "Bos")


def test_a_file_of_one_record() -> None:
    assert _records("<p><bsn>1</bsn><n><v>A</v></n></p>") == {"": [{"p.bsn": "1", "p.n.v": "A"}]}


def test_named_fields_are_columns() -> None:
    row = '<row><field name="bsn">{}</field><field name="naam">x</field></row>'
    found = _records(f'<dump><table_data name="patient">{row.format(1)}{row.format(2)}</table_data></dump>')
    assert found["dump/patient/row"] == [{"bsn": "1", "naam": "x"}, {"bsn": "2", "naam": "x"}]


def test_entity_bombs_expand_to_nothing() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><x><y>&b;&c;</y></x>'
    assert _records(bomb) == {"": [{"x.y": "&b;&c;"}]}


def test_faults_of_exporters_are_mended() -> None:
    text = "<x><r><a>A & B &euml;</a><b>\x0bc</b></r><r><a>&#200;&#0;</a><b/></r></x>"
    assert _records(text)["x/r"] == [{"a": "A & B ë", "b": "c"}, {"a": "È"}]


def test_several_documents_in_one_file() -> None:
    one = "<?xml version='1.0'?><p><a>1</a><b>2</b></p>\n"
    assert len(_records(one * 3)["p"]) == 3


def test_what_is_cut_off_is_read_as_far_as_it_goes() -> None:
    found = fragments(xml_document, _EXPORT[: _EXPORT.index('<patient id="2"') + 20])
    assert any("123456782" in row for table in tables(found) for row in table.rows)
    assert len(troubles(found)) == 1


@pytest.mark.parametrize("hostile", ["<a>" * 300, "<a>" + "".join(f"<b{n}>1</b{n}>" for n in range(25_000)) + "</a>"])
def test_hostile_documents_are_refused(hostile: str) -> None:
    with pytest.raises(UnreadableError):
        fragments(xml_document, hostile)


def test_places_count_records() -> None:
    table = next(t for t in tables(fragments(xml_document, _EXPORT)) if t.place == "export/patient")
    assert places(table) == ["export/patient record 1", "export/patient record 2"]


def test_recognised_by_content() -> None:
    assert 0.5 < xml_document.recognise(source(_EXPORT)) < 0.8
    assert xml_document.recognise(source("<b>vet</b> of niet, 3 < 5")) < xml_document.recognise(source(_EXPORT))
    assert xml_document.recognise(source("geen xml")) == 0


_CDA = """<ClinicalDocument xmlns="urn:hl7-org:v3"><code displayName="Pathologieverslag"/><title>Cytologie</title>
<recordTarget><patientRole><id root="2.16.840.1.113883.2.4.6.3" extension="123456782"/><id root="1.2" extension="77"/>
<addr><streetName>Kade</streetName><houseNumber>4</houseNumber><postalCode>2321LB</postalCode><city>Leiden</city></addr>
<telecom value="tel:0612345678"/><patient><name><given qualifier="IN">A.</given><prefix qualifier="VV">de </prefix>
<family qualifier="BR">Wit</family><prefix qualifier="VV">van </prefix><family qualifier="SP">Dam</family></name>
<administrativeGenderCode code="F"/><birthTime value="19850212"/></patient></patientRole></recordTarget>
<informationRecipient><intendedRecipient><receivedOrganization><id root="2.16.840.1.113883.2.4.6.1" extension="01054321"/>
<name>HAP Noord</name></receivedOrganization></intendedRecipient></informationRecipient>
<component><section><title>Conclusie</title><text><paragraph>Pap 1, <b>geen</b> HPV</paragraph></text>
<entry><observation><code displayName="KOPAC"/><effectiveTime value="20230319"/><value value="B1"/></observation></entry>
</section></component></ClinicalDocument>"""


def test_clinical_documents() -> None:
    assert cda.recognise(source(_CDA)) > xml_document.recognise(source(_CDA))
    found = fragments(cda, _CDA)
    (table,) = tables(found)
    record = {c.name: v for c, v in zip(table.columns, table.rows[0], strict=True) if v}
    assert (record["bsn"], record["patient_number"], record["birth_date"]) == ("123456782", "77", "1985-02-12")
    assert (record["prefix"], record["surname"], record["initials"]) == ("van", "Dam", "A.")
    assert (record["birth_prefix"], record["birth_surname"], record["sex"]) == ("de", "Wit", "F")
    assert (record["street"], record["house_number"], record["phone"]) == ("Kade", "4", "0612345678")
    assert (record["institution"], record["sender_code"]) == ("HAP Noord", "01054321")
    assert (record["taken_on"], record["test_result"]) == ("2023-03-19", "B1")
    assert "Cytologie" in record["exam"]
    assert texts(found)[0].text == "Conclusie\nPap 1, geen HPV"


def test_a_section_without_codes_tells_the_exam_and_its_result() -> None:
    entry = '<entry><procedure><effectiveTime value="20230319"/></procedure></entry>'
    section = f"<section><title>Skin biopsy</title><text>contact dermatitis</text>{entry}</section>"
    bare = f"{_CDA.partition('<component>')[0]}<component>{section}</component></ClinicalDocument>"
    (table,) = tables(fragments(cda, bare))
    record = {c.name: v for c, v in zip(table.columns, table.rows[0], strict=True) if v}
    assert record["exam"].startswith("Skin biopsy")
    assert (record["test_result"], record["taken_on"]) == ("contact dermatitis", "2023-03-19")


def test_spreadsheets_in_xml() -> None:
    ns = 'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    rows = (
        '<ss:Row ss:Index="3"><ss:Cell><ss:Data>Naam</ss:Data></ss:Cell><ss:Cell ss:Index="3"><ss:Data>BSN</ss:Data></ss:Cell></ss:Row>'
        "<ss:Row><ss:Cell><ss:Data>Bos</ss:Data></ss:Cell><ss:Cell/><ss:Cell><ss:Data>2024-01-02T00:00:00.000</ss:Data></ss:Cell></ss:Row>"
        '<ss:Row ss:Index="9"><ss:Cell><ss:Data>x</ss:Data></ss:Cell></ss:Row>'
    )
    data = f'<?xml version="1.0"?><ss:Workbook {ns}><ss:Worksheet ss:Name="B"><ss:Table>{rows}</ss:Table></ss:Worksheet></ss:Workbook>'
    assert spreadsheet_xml.recognise(source(data)) > 0.9
    found = tables(fragments(spreadsheet_xml, data))
    assert [(t.place, t.first, t.rows) for t in found] == [
        ("sheet B", 3, [("Naam", "", "BSN"), ("Bos", "", "2024-01-02")]),
        ("sheet B", 9, [("x",)]),
    ]
