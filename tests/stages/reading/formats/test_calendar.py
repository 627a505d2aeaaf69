"""Calendars."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.model.fragments import Limits
from betrokken.stages.reading import stage
from betrokken.stages.reading.formats import calendar
from tests.stages.reading.sources import fragments, source, texts


def _calendar(*entries: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{entry}END:VEVENT\r\n" for entry in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"


VISIT = (
    "UID:1@lab.example\r\nDTSTART;TZID=Europe/Amsterdam:20231122T071500\r\n"
    "DESCRIPTION:Geb. 15-11-1957\\nTest: TSH\\, vrij T4\r\nLOCATION:Veldweg 89\\, 6465 CB Ker\r\n krade\r\n"
    'SUMMARY:Thuisafname Dhr. Ö. Prins\r\nORGANIZER;CN="Bos, A.":mailto:a.bos@lab.example\r\n'
    "BEGIN:VALARM\r\nDESCRIPTION:herinnering\r\nEND:VALARM\r\n"
)


def test_an_event_is_a_text_as_a_reader_sees_it() -> None:
    content = _calendar(VISIT, "SUMMARY:Teamoverleg\r\nDTSTART;VALUE=DATE:20240101\r\n")
    assert stage.read(source(content), Limits()).format == "calendar"
    first, second = texts(fragments(calendar, content))
    assert (first.place, second.place) == ("event 1", "event 2")
    assert first.text.split("\n") == [
        "Thuisafname Dhr. Ö. Prins",
        "Appointment: 2023-11-22 07:15",
        "Veldweg 89, 6465 CB Kerkrade",
        "Geb. 15-11-1957",
        "Test: TSH, vrij T4",
        "ORGANIZER: Bos, A. <a.bos@lab.example>",
    ]
    assert second.text == "Teamoverleg\nAppointment: 2024-01-01"


def test_an_event_that_is_cut_off_is_still_read() -> None:
    content = _calendar(VISIT).partition("BEGIN:VALARM")[0]
    assert "Prins" in texts(fragments(calendar, content))[0].text


@settings(deadline=None, max_examples=60)
@given(st.text("abc ;,\\n\n", min_size=1, max_size=200).filter(lambda text: text.strip() != ""))
def test_text_comes_back_whatever_its_escapes_and_folds(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    line = f"SUMMARY:{escaped}"
    folded = "\r\n ".join(line[at : at + 20] for at in range(0, len(line), 20))
    wanted = "\n".join(part.strip() for part in text.split("\n") if part.strip())
    assert [one.text for one in texts(fragments(calendar, _calendar(f"{folded}\r\n")))] == [wanted]
