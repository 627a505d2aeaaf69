import base64
from email.message import EmailMessage

import pytest

from betrokken.kit.sources import BytesSource
from betrokken.stages.intake.containers import eml as container
from betrokken.stages.intake.reasons import CUT_OFF
from tests.stages.intake.samples import LIST, content, found, zipped

HEAD = b"From: lab@voorbeeld.example\r\nTo: arts@voorbeeld.example\r\nSubject: lijst\r\nMIME-Version: 1.0\r\n"


def mail(*attachments: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "lab@voorbeeld.example", "arts@voorbeeld.example", "lijst"
    message.set_content("Zie de bijlage.")
    message.add_alternative("<p>Zie de bijlage.</p>", subtype="html")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def parts(*headers: bytes, body: bytes = LIST) -> bytes:
    inner = b"".join(b"--x\r\n" + header + b"\r\n\r\n" + body + b"\r\n" for header in headers)
    return HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + inner + b"--x--\r\n"


def names(data: bytes) -> list[str]:
    return [path.removeprefix("m.eml!/") for path in found("m.eml", data) if path != "m.eml"]


def test_attachments_are_members_and_the_body_is_not() -> None:
    items = found("m.eml", mail(("a.csv", LIST), ("b.zip", zipped({"c.csv": LIST}))).as_bytes())
    assert list(items) == ["m.eml!/a.csv", "m.eml!/b.zip!/c.csv", "m.eml!/b.zip", "m.eml"]
    assert content(items["m.eml!/a.csv"]) == content(items["m.eml!/b.zip!/c.csv"]) == LIST
    assert (items["m.eml"].container, items["m.eml"].status) == ("eml", "read")
    assert items["m.eml"].source is not None


def test_an_attached_mail_is_opened_itself() -> None:
    outer = mail(("x.csv", LIST))
    outer.add_attachment(mail(("b.csv", LIST)))
    items = found("m.eml", outer.as_bytes())
    assert content(items["m.eml!/part 4.eml!/b.csv"]) == LIST
    assert items["m.eml!/part 4.eml"].container == "eml"


def test_an_attached_mail_in_base64() -> None:
    inner = mail(("b.csv", LIST)).as_bytes()
    header = b'Content-Type: message/rfc822; name="door.eml"\r\nContent-Transfer-Encoding: base64'
    items = found("m.eml", parts(header, body=base64.encodebytes(inner)))
    assert content(items["m.eml!/door.eml"]) == inner
    assert content(items["m.eml!/door.eml!/b.csv"]) == LIST


def test_lines_that_start_with_from_stay_as_they_are() -> None:
    inner = HEAD + b"\r\nFrom the lab\r\n"
    assert b"\nFrom the lab" in content(
        found("m.eml", parts(b"Content-Type: message/rfc822", body=inner))["m.eml!/part 1.eml"]
    )


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'Content-Disposition: attachment; filename="=?utf-8?B?cGF0acOrbnQuY3N2?="', "patiënt.csv"),
        (b'Content-Disposition: attachment; filename="=?iso-8859-1?Q?pati=EBnt.csv?="', "patiënt.csv"),
        (b'Content-Type: text/csv; name="=?utf-8?Q?pati?=\r\n =?utf-8?Q?=C3=ABnt.csv?="', "patiënt.csv"),
        (b"Content-Disposition: attachment; filename*=utf-8''pati%C3%ABnt.csv", "patiënt.csv"),
        (b"Content-Disposition: attachment; filename*0*=utf-8''pati%C3; filename*1*=%ABnt.csv", "patiënt.csv"),
        ("Content-Disposition: attachment; filename=patiënt.csv".encode(), "patiënt.csv"),
        ("Content-Disposition: attachment; filename=patiënt.csv".encode("cp1252"), r"pati\xebnt.csv"),
        (b'Content-Disposition: attachment; filename="=?onbekend?Q?pati=EBnt.csv?="', r"pati\xebnt.csv"),
        (b'Content-Disposition: attachment; filename="=?utf-8?B?kapot?="', "=?utf-8?B?kapot?="),
        (b'Content-Disposition: attachment; filename="../../etc/passwd"', "etc/passwd"),
        (b"Content-Disposition: attachment", "part 1"),
        (b"Content-Type: image/png", "part 1"),
    ],
)
def test_names(header: bytes, name: str) -> None:
    assert names(parts(header)) == [name]


def test_bodies_have_no_name() -> None:
    assert names(parts(b"Content-Type: text/plain", b"Content-Type: text/html; charset=utf-8")) == []
    assert names(parts(b'Content-Type: text/plain; name="a.txt"', b'Content-Type: text/plain; name="a.txt"')) == [
        "a.txt",
        "a.txt (2)",
    ]


def test_a_cut_off_mail_gives_what_it_has() -> None:
    data = parts(b'Content-Type: text/csv; name="a.csv"', b'Content-Type: text/csv; name="b.csv"')
    items = found("m.eml", data[:-30])
    assert content(items["m.eml!/a.csv"]) == LIST
    assert "m.eml!/b.csv" in items
    assert (items["m.eml"].status, items["m.eml"].reason) == ("partly", CUT_OFF)


@pytest.mark.parametrize("before", [b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_what_an_export_puts_before_the_first_header(before: bytes) -> None:
    assert names(before + parts(b'Content-Type: text/csv; name="a.csv"')) == ["a.csv"]


def test_nesting_beyond_reason_is_told() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(20_000))
    (item,) = found("m.eml", HEAD + deep).values()
    assert item.status == "partly"
    assert "nested" in item.reason
    assert item.source is not None


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"\r\nhallo",
        b"From: a@voorbeeld.example\nSubject: lijst\n\nhallo",
        b"Received: from x\n\tby y\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nX-Iets: 1\nSubject: x\n\nhallo",
        b"Return-Path: <a@voorbeeld.example>\nDate: x\nTo: y\nMessage-ID: <1@voorbeeld.example>\n",
    ],
)
def test_mails_are_recognised(data: bytes) -> None:
    assert container.recognise(BytesSource(data)) > 0.5


@pytest.mark.parametrize(
    "data",
    [
        b"Date: 1 januari\nTo: 31 januari\nSubject: rooster\n\nRooster\n",
        b"naam: Voorbeeld\nadres: Dorpsstraat 1\ndatum: 1-1-2024\n",
        b"From a@voorbeeld.example Mon Jan  1 10:00:00 2024\nSubject: x\nTo: y\nDate: z\n",
        b"Date;From;To;Subject\n1;2;3;4\n",
        b"\n\n\n",
    ],
)
def test_other_texts_are_not(data: bytes) -> None:
    assert container.recognise(BytesSource(data)) == 0.0
