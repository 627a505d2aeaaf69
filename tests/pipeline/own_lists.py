"""Lists of invented people that a controller keeps itself, and a case whose facts hold data sets, for tests."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from demo.pile import Pile

from betrokken.edges import keys
from betrokken.model.incident import Dataset
from betrokken.pipeline.case import Case, open_case, set_facts
from tests.cases import Bench

CONTROLLER = "bvo"
DATASETS = (
    Dataset("bvo-2024", CONTROLLER, "Participants 2024", exams=("cervical_smear",), status="stolen"),
    Dataset("bvo-all", CONTROLLER, "Participants of all years", status="unknown"),
)
COLUMNS = ("Deelnemernummer", "BSN", "Voorletters", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Geslacht",
           "Straat", "Huisnummer", "Toevoeging", "Postcode", "Woonplaats", "Datum overlijden", "Indicatie geheim")  # fmt: skip


def empty(folder: Path) -> Bench:
    """A bench without a pile."""
    folder.mkdir(parents=True, exist_ok=True)
    return Bench(folder, Pile([]))


def opened(one: Bench) -> Case:
    """The case, opened in this process."""
    return open_case(one.case, keys.key_from_file(one.folder / "key"))


def with_datasets(one: Bench) -> None:
    """Make the case with a controller that has data sets."""
    one.new()
    case = opened(one)
    incident = case.incident
    extra = replace(incident.controllers[0], id=CONTROLLER, name="Bevolkingsonderzoek Duinstreek", kind="screening",
                    aliases=(), codes=(), agb=())  # fmt: skip
    set_facts(case, replace(incident, controllers=(*incident.controllers, extra), datasets=DATASETS), "test")


def table(rows: Iterable[Mapping[str, str]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A list as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def put(path: Path, content: bytes) -> Path:
    """A file, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def row(number: int, surname: str, **more: str) -> dict[str, str]:
    """One invented participant, with a BSN that passes the 11-test."""
    return {
        "Deelnemernummer": f"D{70000 + number}", "BSN": bsn(number), "Voorletters": "A.B.", "Achternaam": surname,
        "Geboortedatum": f"{1 + number % 28:02}-0{1 + number % 9}-19{60 + number % 30}", "Geslacht": "V",
        "Straat": "Dorpsstraat", "Huisnummer": str(10 + number), "Postcode": f"{2300 + number} AB", "Woonplaats": "Leiden",
    } | more  # fmt: skip


def bsn(number: int) -> str:
    """A BSN of an invented person, by number."""
    body = f"9{number:07}"
    total = sum(int(digit) * weight for digit, weight in zip(body, range(9, 1, -1), strict=True))
    return f"{body}{total % 11}" if total % 11 < 10 else bsn(number + 500)
