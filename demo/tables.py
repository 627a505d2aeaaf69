"""Tables of the invented laboratory: delimited text, spreadsheets, JSON lines, SQL dumps, SQLite."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from demo.people import Order, Person

Rows = Iterable[tuple[Person, Order]]


def export_csv(rows: Rows) -> bytes:
    """Semicolons, cp1252, one field a column, BSN with dots now and then."""
    head = "Patiëntnr;BSN;Achternaam;Voorvoegsel;Meisjesnaam;Voorletters;Roepnaam;Geb.datum;M/V;Straat;Huisnr;Toev;Postcode;Woonplaats;Aanvrager;Monsternr;Onderzoek;Afnamedatum;Uitslag"  # fmt: skip
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n")
    write.writerow(head.split(";"))
    for p, o in rows:
        a = p.address
        write.writerow(
            [p.patient_number, p.bsn, p.surname, p.prefix, p.birth_surname, p.initials, p.given_names.split()[0],
             p.birth_date.strftime("%d-%m-%Y"), "V" if p.sex == "F" else "M", a.street, a.number, a.suffix, a.postcode,
             a.city, o.controller["name"], o.sample, o.exam["text"], o.taken_on.strftime("%d-%m-%Y"), o.result]
        )  # fmt: skip
    return out.getvalue().encode("cp1252", "replace")


def worklist_csv(rows: Rows) -> bytes:
    """A title, then commas, UTF-8 with BOM, whole names and addresses in one cell."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["Werklijst laboratorium, afgedrukt 01-07-2025"])
    write.writerow(["Nr", "Naam patiënt", "Geboren", "Adres", "Postcode en plaats", "Opdrachtgever", "Bepaling", "Datum afname"])  # fmt: skip
    for number, (p, o) in enumerate(rows, start=1):
        place = f"{p.address.postcode[:4]} {p.address.postcode[4:]}  {p.address.city}"
        write.writerow(
            [number, f"{p.listed} ({p.given_names.split()[0]})", p.birth_date.isoformat(), p.address.line, place,
             o.controller["aliases"][0], o.exam["text"], o.taken_on.isoformat()]
        )  # fmt: skip
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def mailing_csv(people: Iterable[Person]) -> bytes:
    """E-mail addresses and names only; these people stand elsewhere too."""
    lines = ["e-mail;aanhef;naam"]
    lines += [f"{p.email};{'Mevrouw' if p.sex == 'F' else 'Meneer'};{p.initials} {p.whole_surname}" for p in people]
    return "\n".join(lines).encode("utf-8")


def overview_xlsx(rows: Rows) -> bytes:
    """Two title rows, a header in row 4, days as day numbers, BSN as numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2025, 7, 1)})  # the same pile has the same bytes
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet("Overzicht")
    sheet.write(0, 0, "Laboratorium Noordermeer - overzicht onderzoeken")
    sheet.write(1, 0, "Afgedrukt: 01-07-2025")
    sheet.write_row(3, 0, ["BSN", "Naam", "Tussenv.", "Initialen", "Geboren", "Gesl.", "Adres", "PC", "Plaats", "Datum", "Soort", "Uitslag", "Praktijk"])  # fmt: skip
    for row, (p, o) in enumerate(rows, start=4):
        if p.bsn:
            sheet.write_number(row, 0, int(p.bsn))
        sheet.write_row(row, 1, [p.surname, p.prefix, p.initials.replace(".", "")])
        sheet.write_datetime(row, 4, p.birth_date, day)
        sheet.write_row(row, 5, ["V" if p.sex == "F" else "M", p.address.line, p.address.postcode, p.address.city])
        sheet.write_datetime(row, 9, o.taken_on, day)
        sheet.write_row(row, 10, [o.exam["text"], o.result, o.controller["name"]])
    book.close()
    return out.getvalue()


def orders_jsonl(rows: Rows) -> bytes:
    """One nested order a line."""
    return "\n".join(json.dumps(_order(p, o), ensure_ascii=False) for p, o in rows).encode("utf-8")


def _order(p: Person, o: Order) -> dict[str, object]:
    a = p.address
    return {
        "patient": {
            "bsn": p.bsn or None,
            "naam": {"achternaam": p.surname, "voorvoegsel": p.prefix or None, "voorletters": p.initials},
            "geboortedatum": p.birth_date.isoformat(),
            "geslacht": "vrouw" if p.sex == "F" else "man",
            "adres": {"straat": a.street, "huisnummer": a.number, "toevoeging": a.suffix or None,
                      "postcode": a.postcode, "woonplaats": a.city},
            "contact": {"email": p.email, "telefoon": p.phone},
        },
        "opdrachtgever": {"code": o.controller["codes"][0]},
        "onderzoek": {"omschrijving": o.exam["text"], "afname": o.taken_on.isoformat(), "uitslag": o.result},
    }  # fmt: skip


_PATIENT = "id, bsn, achternaam, voorvoegsel, voorletters, voornamen, geboortedatum, geslacht, straat, huisnummer, toevoeging, postcode, plaats"  # fmt: skip
_ORDER = "id, patient_id, klant_id, onderzoek, afname, uitslag"


def _patient_row(p: Person) -> list[object]:
    a = p.address
    return [p.number, p.bsn or None, p.surname, p.prefix or None, p.initials, p.given_names, p.birth_date.isoformat(),
            p.sex, a.street, a.number, a.suffix or None, a.postcode, a.city]  # fmt: skip


def _relations(rows: Rows) -> dict[str, list[list[object]]]:
    kept = list(rows)
    clients = sorted({o.controller["id"]: o.controller for _, o in kept}.items())
    number = {key: place for place, (key, _) in enumerate(clients, start=1)}
    return {
        "klant": [[number[key], client["name"], client["agb"][0]] for key, client in clients],
        "patient": [_patient_row(p) for p in {p.number: p for p, _ in kept}.values()],
        "aanvraag": [
            [7000 + at, p.number, number[o.controller["id"]], o.exam["text"], f"{o.taken_on} 09:00:00", o.result]
            for at, (p, o) in enumerate(kept)
        ],
    }


def mysql_dump(rows: Rows) -> bytes:
    """Three tables that point to each other, extended inserts."""
    heads = {"klant": "id, naam, agb", "patient": _PATIENT, "aanvraag": _ORDER}
    out = ["-- MySQL dump 10.13", "SET NAMES utf8mb4;"]
    for table, records in _relations(rows).items():
        columns = ",\n".join(f"  `{name}` varchar(120)" for name in heads[table].split(", "))
        out.append(f"CREATE TABLE `{table}` (\n{columns}\n) ENGINE=InnoDB;")
        values = ",".join("(" + ",".join(map(_literal, record)) + ")" for record in records)
        out.append(f"INSERT INTO `{table}` VALUES {values};")
    return "\n".join(out).encode("utf-8")


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def sqlite_file(rows: Rows) -> bytes:
    """The same three tables as a SQLite database."""
    heads = {"klant": "id, naam, agb", "patient": _PATIENT, "aanvraag": _ORDER}
    base = sqlite3.connect(":memory:")
    for table, records in _relations(rows).items():
        base.execute(f"CREATE TABLE {table} ({heads[table]})")
        marks = ",".join("?" * len(heads[table].split(", ")))
        base.executemany(f"INSERT INTO {table} VALUES ({marks})", records)
    base.commit()
    data = base.serialize()
    base.close()
    return data
