"""The whole invented pile: every person in one file or more, a dozen kinds of file, and what goes wrong in real piles."""

import bz2
import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import py7zr

from demo import documents, messages, tables
from demo.people import LAB, TODAY, WORDS, Order, Person, make

Row = tuple[Person, Order]


@dataclass
class Pile:
    """Files by path, and for each readable one the numbers of the people in it."""

    people: list[Person]
    files: dict[str, bytes] = field(default_factory=dict)
    holds: dict[str, set[int]] = field(default_factory=dict)

    def add(self, path: str, data: bytes, rows: list[Row]) -> None:
        """A file with these people in it."""
        self.files[path] = data
        self.holds[path] = {person.number for person, _ in rows}

    @property
    def present(self) -> set[int]:
        """Numbers of the people who stand in a readable file."""
        return set().union(*self.holds.values())


def build(count: int = 2000, seed: int = 7) -> Pile:
    """A pile of `count` people; the same seed gives the same bytes."""
    dice = random.Random(seed + 1)
    pile = Pile(make(count, seed))
    rows = [(person, order) for person in pile.people for order in person.orders]
    dice.shuffle(rows)
    _tables(pile, rows, dice)
    _letters(pile, rows, dice)
    _packed(pile, rows, dice)
    _without_people(pile, dice)
    return pile


def write(pile: Pile, folder: Path) -> None:
    """The files below `folder`."""
    for path, data in pile.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def facts() -> str:
    """The facts of the invented incident, as TOML."""
    lines = ["[incident]", f'lab = "{LAB}"', "period_start = 2022-01-01", "stolen = 2025-07-05", f"today = {TODAY}"]
    for client in WORDS["controller"]:
        lines += ["", "[[controller]]"] + [f"{key} = {_toml(value)}" for key, value in client.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else "[" + ", ".join(f'"{v}"' for v in value) + "]"  # type: ignore[attr-defined]


def _shares(rows: list[Row], parts: int) -> list[list[Row]]:
    return [rows[at::parts] for at in range(parts)]


def _tables(pile: Pile, rows: list[Row], dice: random.Random) -> None:
    """Every order stands in one of the tables; so every person is somewhere."""
    kinds: list[tuple[str, Callable[[list[Row]], bytes]]] = [
        ("Exports/export_{}.csv", tables.export_csv),
        ("Werklijsten/werklijst_{}.csv", tables.worklist_csv),
        ("Overzichten/overzicht_{}.xlsx", tables.overview_xlsx),
        ("api/orders-{}.jsonl", tables.orders_jsonl),
        ("database/lims_{}.sql", tables.mysql_dump),
        ("database/poli_{}.db", tables.sqlite_file),
        ("koppelingen/ORU_{}.hl7", messages.hl7_batch),
        ("koppelingen/MEDVRI_{}.edi", messages.medvri),
        ("fhir/bundle-{}.json", messages.fhir_bundle),
    ]
    for (pattern, kind), share in zip(kinds, _shares(rows, len(kinds)), strict=True):
        for number, part in enumerate(_shares(share, 3), start=1):
            pile.add(pattern.format(number), kind(part), part)
    written = [row for row in rows if row[0].number in pile.holds["api/orders-1.jsonl"]]  # their e-mail stands there
    some = dice.sample(written, len(written) // 2)
    pile.add("Communicatie/nieuwsbrief.csv", tables.mailing_csv(p for p, _ in some), some)


def _letters(pile: Pile, rows: list[Row], dice: random.Random) -> None:
    for number, (p, o) in enumerate(dice.sample(rows, len(rows) // 25)):
        folder = o.controller["aliases"][0]
        pile.add(f"Uitslagen/{folder}/uitslag_{number:04}.pdf", documents.pdf([documents.report(p, o)]), [(p, o)])
    for number, (p, o) in enumerate(dice.sample(rows, len(rows) // 40)):
        pile.add(f"Brieven/Brief {number:04}.docx", documents.docx_letter(p, o), [(p, o)])
    batch = dice.sample(rows, len(rows) // 50)
    pile.add("Uitslagen/print/batch.pdf", documents.pdf(documents.report(p, o) for p, o in batch), batch)
    for client in WORDS["controller"]:
        own = [row for row in rows if row[1].controller["id"] == client["id"]][: len(rows) // 40]
        pile.add(f"Secretariaat/notities {client['codes'][0]}.txt", documents.notes(client["name"], own), own)
    for number, part in enumerate(_shares(dice.sample(rows, max(18, len(rows) // 25)), 6)):
        first, others = part[0], part[1:]
        data = documents.mail(*first, attachment=tables.worklist_csv(others))
        pile.add(f"mail/navraag_{number}.eml", data, [first])
        pile.holds[f"mail/navraag_{number}.eml!/lijst.csv"] = {p.number for p, _ in others}


def _packed(pile: Pile, rows: list[Row], dice: random.Random) -> None:
    one, two, three, four = (dice.sample(rows, 20 + len(rows) // 60) for _ in range(4))
    inner = _zip({"deel/export_oud.csv": tables.export_csv(one)})
    pile.add("archief/backup.zip", _zip({"jaar/inner.zip": inner}), [])
    pile.holds["archief/backup.zip!/jaar/inner.zip!/deel/export_oud.csv"] = {p.number for p, _ in one}
    pile.add("archief/logs.log.gz", gzip.compress(documents.log(two), mtime=0), two)
    pile.add("archief/orders.jsonl.bz2", bz2.compress(tables.orders_jsonl(three)), three)
    pile.add("archief/werk.tar.gz", _tar({"werklijst.csv": tables.worklist_csv(four)}), four)
    pile.add("tmp/Kopie van export_1.csv", pile.files["Exports/export_1.csv"], [])
    pile.holds["tmp/Kopie van export_1.csv"] = pile.holds["Exports/export_1.csv"]


def _without_people(pile: Pile, dice: random.Random) -> None:
    noise = bytes(dice.randrange(256) for _ in range(4_000))
    readings = "\n".join(
        f"sample={100_000_000 + dice.randrange(9**9)} vol=0.{dice.randrange(999)}" for _ in range(2_000)
    )
    staff = (
        "Naam;Functie;Telefoon;AGB\nTerlouw, B.;huisarts;0229-550123;01999123\nOvermars, Q.;patholoog;0229-550124;\n"
    )
    others = {
        "logs/analyser.log": readings.encode(),
        "HR/personeelslijst.csv": staff.encode(),
        "Stamgegevens/prijslijst.csv": b"Code;Omschrijving;Prijs\nCYT01;Uitstrijkje;23,50\nURI04;Urinekweek;11,20\n",
        "handleiding/instructie.txt": b"Bewaar het monster in de koelkast. Voer het BSN in zonder punten.\n",
        "images/coupe.png": b"\x89PNG\r\n\x1a\n" + noise,
        "Uitslagen/defect.pdf": b"%PDF-1.4\n" + noise,
        "leeg.csv": b"",
        "archief/vertrouwelijk.7z": _locked({"geheim.csv": b"niet;te;lezen\n"}),
        "archief/afgebroken.zip": pile.files["archief/backup.zip"][:-200],
        "archief/grootboek.zip": _zip({"grootboek.txt": bytes(120_000_000)}),
    }
    pile.files.update(others)


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, data in members.items():
            pack.writestr(zipfile.ZipInfo(name, (2025, 7, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as pack:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            pack.addfile(entry, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0)


def _locked(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="invented", header_encryption=True) as pack:  # noqa: S106
        for name, data in members.items():
            pack.writestr(data, name)
    return out.getvalue()
