"""Documents and mails in compound files."""

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading import ole
from betrokken.stages.reading.formats import doc, msg
from tests.stages.reading import documents
from tests.stages.reading.sources import fragments, source, tables, texts


def test_text_without_field_codes() -> None:
    data = documents.doc("Betreft: A. Bos\rbel \x13 HYPERLINK x \x14071-1\x15 of\x0bschrijf\x1emet\r")
    assert doc.recognise(source(data)) > 0.9
    assert texts(fragments(doc, data))[0].text == "Betreft: A. Bos\nbel 071-1 of\nschrijf-met"


def test_grids_and_forms() -> None:
    grid = "Naam\x07BSN\x07Dag\x07\x07Bos\x071\x072\x07\x07"
    form = "Naam:\x07Dam\x07\x07BSN:\x077\x07\x07"
    found = fragments(doc, documents.doc(f"voor\r{grid}tussen\r{form}na\r"))
    assert tables(found)[0].rows == [("Naam", "BSN", "Dag"), ("Bos", "1", "2")]
    assert texts(found)[0].text.split("\n") == ["voor", "tussen", "Naam: Dam", "BSN: 7", "na"]


def test_encrypted_and_damaged_documents() -> None:
    with pytest.raises(UnreadableError, match="encrypted"):
        fragments(doc, documents.doc("x", flags=0x0300))
    with pytest.raises(UnreadableError, match="missing"):
        fragments(doc, documents.doc("x", flags=0))


def test_mails_of_outlook() -> None:
    def text(tag: str, value: str) -> tuple[str, bytes]:
        return f"__substg1.0_{tag}001F", value.encode("utf-16-le")

    streams = [text("0C1A", "A. Bos"), text("0037", "Uitslag"), text("1000", "Beste,\r\nB. Dam")]
    data = documents.compound({"__properties_version1.0": b"", **dict(streams)})
    assert msg.recognise(source(data)) > 0.9
    # Zero bytes fill each stream of the test file up, which a reader takes off.
    assert texts(fragments(msg, data))[0].text == "From: A. Bos\nSubject: Uitslag\n\nBeste,\nB. Dam"


def test_streams_have_no_case_and_chains_that_loop_end() -> None:
    data = documents.compound({"Een": b"x" * 5_000, "Twee": b"y"})
    container = ole.CompoundFile(source(data).stream())
    assert container.names == ["een", "twee"]
    assert container.read("EEN")[:5_000] == b"x" * 5_000
    looped = bytearray(data)
    looped[-512:-508] = b"\0\0\0\0"
    assert len(ole.CompoundFile(source(bytes(looped)).stream()).read("een")) == 5_000


@pytest.mark.parametrize("data", [b"", ole.SIGNATURE, ole.SIGNATURE + bytes(600)])
def test_damaged_compound_files(data: bytes) -> None:
    assert ole.names(source(data).stream()) == []
