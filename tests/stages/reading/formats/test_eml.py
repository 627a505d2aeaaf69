"""Mails: headers and body, whatever they are coded in."""

import base64
from email.message import EmailMessage

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import eml, mbox
from tests.stages.reading.sources import fragments, source, tables, texts, troubles


def _mail(body: str = "Beste,\nA. Bos", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in {"From": "a@lab.example", "To": "b@lab.example", "Subject": "Uitslag", **headers}.items():
        mail[name] = value
    mail.set_content(body)
    return mail


def _text(data: bytes) -> str:
    (text,) = texts(fragments(eml, data))
    return text.text


def test_headers_and_plain_body() -> None:
    assert _text(_mail(Date="Tue, 14 Jan 2025 09:10:00 +0100").as_bytes()) == (
        "From: a@lab.example\nTo: b@lab.example\nSubject: Uitslag\nDate: Tue, 14 Jan 2025 09:10:00 +0100\n\n"
        "Beste,\nA. Bos\n"
    )


def test_encoded_headers_and_bodies() -> None:
    data = (
        b"From: =?utf-8?q?Zo=C3=AB?= <z@lab.example>\r\nSubject: =?iso-8859-1?b?UGF0aeudbnQ=?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"Pati=EBnt A. =\r\nBos"
    )
    text = _text(data)
    assert "From: Zoë <z@lab.example>" in text
    assert text.endswith("Patiënt A. Bos")


def test_a_wrong_charset_is_not_believed() -> None:
    data = "From: a\nTo: b\nSubject: c\nContent-Type: text/plain; charset=us-ascii\n\nPatiënt".encode()
    assert _text(data).endswith("Patiënt")


def test_html_is_read_when_there_is_no_plain_text() -> None:
    mail = _mail("")
    mail.clear_content()
    mail.set_content(
        "<p>A. Bos</p><table><tr><th>Naam<th>BSN<th>x<tr><td>Dam<td>1<td>2<tr><td>Wit<td>2<td>3</table>", subtype="html"
    )
    found = fragments(eml, mail.as_bytes())
    assert texts(found)[0].text.endswith("A. Bos")
    assert (tables(found)[0].place, tables(found)[0].rows[1]) == ("table 1", ("Dam", "1", "2"))


def test_plain_text_goes_before_its_html_twin() -> None:
    mail = _mail("A. Bos, geboren 3-5-1971")
    mail.add_alternative("<p>A. Bos, geboren <b>3-5-1971</b></p>", subtype="html")
    assert _text(mail.as_bytes()).count("Bos") == 1


def test_attachments_are_left_to_the_container() -> None:
    mail = _mail()
    mail.add_attachment(b"bsn;naam\n1;Dam\n", maintype="text", subtype="csv", filename="lijst.csv")
    mail.add_attachment("nog een B. Wit", filename="brief.txt")
    text = _text(mail.as_bytes())
    assert "Dam" not in text
    assert "Wit" not in text


def test_parts_nested_beyond_reason() -> None:
    head = "From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\n"
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000))
    with pytest.raises(UnreadableError, match="nested"):
        fragments(eml, (head + deep).encode())


def test_mailboxes_give_a_text_per_mail_and_read_attachments() -> None:
    mail = _mail("een\n>From hier\n")
    second = _mail("twee")
    second.add_attachment(b"<html><p>bijlage van A. Bos</p></html>", maintype="text", subtype="html", filename="b.html")
    second.add_attachment(base64.b64decode(b"iVBORw0KGgo="), maintype="image", subtype="png")
    box = b"".join(b"From x Tue Jan 14 09:10:00 2025\n" + part.as_bytes() + b"\n" for part in (mail, second))
    assert mbox.recognise(source(box)) > 0.9
    found = fragments(mbox, box)
    assert [text.place for text in texts(found)] == ["message 1", "message 2", "message 2 attachment 1"]
    assert "From hier" in texts(found)[0].text
    assert [trouble.place for trouble in troubles(found)] == ["message 2 attachment 2"]


def test_a_line_that_starts_with_from_is_no_new_mail() -> None:
    box = b"From x\nFrom: a\nTo: b\n\ntekst\n\nFrom hier gaat het verder\n\n"
    (text,) = texts(fragments(mbox, box))
    assert "gaat het verder" in text.text


def test_recognised_by_content() -> None:
    assert eml.recognise(source(_mail().as_bytes())) > 0.9
    assert eml.recognise(source("Van: A. Bos\nAan: B. Dam\nOnderwerp: uitslag\n\ntekst")) == 0
    assert eml.recognise(source("Naam: Bos\nDate: 1-1-2020\n")) == 0
    assert mbox.recognise(source("From here on it is a text\nmet regels\n")) == 0


def test_a_grid_the_plain_text_leaves_out_is_read() -> None:
    mail = _mail("Zie de tabel in de opgemaakte versie van dit bericht, en bel gerust.")
    rows = "<tr><th>Naam<th>Geboren<tr><td>A. Bos<td>03-04-1951<tr><td>C. Dam<td>05-06-1962"
    mail.add_alternative(f"<p>Beste,</p><table>{rows}</table>", subtype="html")
    assert tables(fragments(eml, mail.as_bytes()))[0].rows[1] == ("A. Bos", "03-04-1951")
