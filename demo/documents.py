"""Documents of the invented laboratory: PDF and docx letters, mails with attachments, notes, logs."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from email.message import EmailMessage
from xml.sax.saxutils import escape

from demo.people import Order, Person

Rows = Iterable[tuple[Person, Order]]
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905


def written(day: date) -> str:
    """3 mei 1971."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def report(p: Person, o: Order) -> list[str]:
    """The lines of a report to a general practitioner."""
    a = p.address
    return [
        "Laboratorium Noordermeer", "Havenweg 1, 1999 AA Waterland   tel. 0229-550100", "",
        "Aan: B. Terlouw, huisarts", "",
        f"Opdrachtgever: {o.controller['name']}",
        f"Datum afname: {o.taken_on:%d-%m-%Y}   Labnummer: {o.sample}",
        f"Betreft: {p.spoken}, geboren {p.birth_date:%d-%m-%Y}",
        f"BSN: {p.bsn or 'onbekend'}   Patiëntnummer: {p.patient_number}",
        f"Adres: {a.line}, {a.postcode[:4]} {a.postcode[4:]} {a.city}",
        f"Onderzoek: {o.exam['text']}", f"Conclusie: {o.result}", "",
        "Met collegiale groet,", "Q. Overmars, patholoog",
    ]  # fmt: skip


def pdf(pages: Iterable[list[str]]) -> bytes:
    """A PDF with one page of text lines each (ISO 32000-1, by hand: one font, WinAnsi)."""
    kept = list(pages)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for lines in kept:
        kids.append(len(objects) + 1)
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"  # fmt: skip
        content = _content(lines)
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>".encode()
    return _assemble(objects)


def _content(lines: list[str]) -> bytes:
    shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    return ("BT /F1 11 Tf 60 780 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in shown) + " ET").encode(
        "cp1252", "replace"
    )


def _assemble(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def docx_letter(p: Person, o: Order) -> bytes:
    """A letter to the person, as docx."""
    a, greeting = p.address, "mevrouw" if p.sex == "F" else "heer"
    return docx(
        [p.spoken, a.line, f"{a.postcode[:4]} {a.postcode[4:]}  {a.city}", "", f"Waterland, {written(o.taken_on)}",
         f"Cliëntnummer: {p.patient_number}", f"Geboortedatum: {written(p.birth_date)}   BSN: {p.bsn}",
         f"Geachte {greeting} {p.whole_surname[:1].upper()}{p.whole_surname[1:]},",
         f"Op {written(o.taken_on)} heeft u in opdracht van {o.controller['name']} een {o.exam['text'].lower()} laten doen. De uitslag is: {o.result}.",
         "Hoogachtend, het laboratorium"]
    )  # fmt: skip


def docx(paragraphs: Iterable[str]) -> bytes:
    """A docx of plain paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"  # fmt: skip
    rels = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>"  # fmt: skip
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": rels,
        "word/document.xml": f"<w:document xmlns:w='{space}'><w:body>{body}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in parts.items():
            pack.writestr(zipfile.ZipInfo(name, (2025, 7, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mail(p: Person, o: Order, attachment: bytes) -> bytes:
    """A question about one person, with a list of others attached."""
    message = EmailMessage()
    message["From"] = "Wim Zevenboom <w.zevenboom@lab.example>"
    message["To"] = "uitslagen@lab.example"
    message["Subject"] = f"Navraag {p.whole_surname}"
    message["Date"] = "Tue, 01 Jul 2025 09:10:00 +0200"
    message.set_content(
        f"Beste collega,\n\nGraag spoed voor {p.spoken} (geb. {p.birth_date:%d-%m-%Y}, BSN {p.bsn or 'onbekend'}), "
        f"{o.exam['text'].lower()} van {o.taken_on:%d-%m-%Y}, aanvrager {o.controller['name']}.\n\n"
        "Groet,\nWim Zevenboom\nkoerier, 0229-550111\n"
    )
    message.add_attachment(attachment, maintype="text", subtype="csv", filename="lijst.csv")
    message.set_boundary("=_invented")
    return message.as_bytes()


def notes(client: str, rows: Rows) -> bytes:
    """Telephone notes, an entry each."""
    return "\n\n".join([f"Belnotities - {client}", *(_note(p, o) for p, o in rows)]).encode("utf-16")


def _note(p: Person, o: Order) -> str:
    bsn = f" BSN {p.bsn}." if p.bsn else ""
    return (
        f"{o.taken_on:%d-%m-%Y} {p.spoken} (geb. {p.birth_date:%d-%m-%Y}) belt over {o.exam['text'].lower()}.{bsn} "
        "Teruggebeld door assistente."
    )


def log(rows: Rows) -> bytes:
    """An import log: many lines about samples, some about people."""
    out = []
    for number, (p, o) in enumerate(rows):
        out.append(f"2025-07-01 02:{number % 60:02}:11 DEBUG [Analyser] sample {104_729_000 + 37 * number} queued")
        name = f"{p.whole_surname} {p.initials.replace('.', '')}".upper()
        out.append(
            f"2025-07-01 02:{number % 60:02}:12 INFO  [Import] patient={name} gebdat={p.birth_date:%Y%m%d} "
            f'adres="{p.address.line}" pc={p.address.postcode} klant={o.controller["codes"][0]}'
        )
    return "\n".join(out).encode("utf-8")
