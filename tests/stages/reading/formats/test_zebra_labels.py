"""Print jobs of label printers: a text per label, fields from top to bottom."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading.formats import plain_text, zebra_labels
from tests.stages.reading.sources import fragments, source, texts

_LABEL = (
    "^XA\n^CI28\n^FO20,80^BCN,60,N^FD23T1^FS\n^FO20,20^A0N,28^FD{}^FS\n^FO20,52^A0N,22^FH^FD13-11-1946  V_3b^FS\n^XZ\n"
)


def test_a_label_is_a_text_of_its_fields() -> None:
    data = _LABEL.format("Bos, A.") + _LABEL.format("Dam, C.")
    assert zebra_labels.recognise(source(data)) > plain_text.recognise(source(data))
    found = texts(fragments(zebra_labels, data))
    assert [(one.place, one.text) for one in found] == [
        ("line 1", "Bos, A.\n13-11-1946  V;\n23T1"),
        ("line 7", "Dam, C.\n13-11-1946  V;\n23T1"),
    ]


def test_a_text_that_names_a_command_is_none() -> None:
    assert zebra_labels.recognise(source("Labels beginnen met ^XA en velden met ^FD.")) == 0.0


@settings(max_examples=30)
@given(st.lists(st.text("abc ,.1", min_size=1, max_size=9).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_what_was_printed_comes_back(names: list[str]) -> None:
    found = texts(fragments(zebra_labels, "".join(map(_LABEL.format, names))))
    assert [one.text.split("\n")[0] for one in found] == names
