"""Records of healthcare messages, whose specification says what each field means, put into tables.

HL7, EDIFACT, FHIR and CDA share one list of columns, so that the next room sees one kind of table.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import Final

from betrokken.model.fragments import Field, Table

Record = dict[str, str]

CHUNK: Final = 5_000  # rows of one table fragment

# A meaning that stands here more than once has as many columns, the most trusted first.
MEANS: Final = (
    "bsn",
    *("patient_number",) * 3,
    "surname",
    "prefix",
    "birth_surname",
    "birth_prefix",
    "partner_surname",
    "partner_prefix",
    "given_names",
    "initials",
    "name",
    "salutation",
    "birth_date",
    "sex",
    "deceased_on",
    "street",
    "house_number",
    "house_number_suffix",
    "address",
    "postcode",
    "city",
    "country",
    *("phone",) * 3,
    *("email",) * 2,
    *("insurance_number",) * 2,
    *("id_document",) * 2,
    *("sample_number",) * 3,
    "exam",
    "material",
    "taken_on",
    "test_result",
    "note",
    *("institution",) * 3,
    *("sender_code",) * 6,
    *("requester", "professional.agb") * 2,  # a code stands right behind the name it goes with
    *("professional.name", "professional.agb") * 4,
    *("professional.phone",) * 2,
    *("professional.address",) * 2,
    "relative.name",
    "relative.birth_date",
    "relative.sex",
    "relative.address",
    "relative.postcode",
    "relative.city",
    *("relative.phone",) * 2,
    "relative.email",
)


def _fields() -> tuple[Field, ...]:
    """One column for each meaning, in order: "phone", "phone 2", "phone 3"."""
    met: Counter[str] = Counter()
    found = []
    for means in MEANS:
        met[means] += 1
        found.append(Field(f"{means} {met[means]}" if met[means] > 1 else means, means))
    return tuple(found)


def _slots() -> dict[str, tuple[str, ...]]:
    """Meaning -> the names of its columns."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in FIELDS:
        found[one.means].append(one.name)
    return {means: tuple(names) for means, names in found.items()}


FIELDS: Final = _fields()
SLOTS: Final[Mapping[str, tuple[str, ...]]] = _slots()
_NAMES: Final = tuple(field.name for field in FIELDS)
# Column of a professional -> the column of the code that goes with it.
_CODE: Final = {
    one.name: FIELDS[n + 1].name for n, one in enumerate(FIELDS[:-1]) if FIELDS[n + 1].means == "professional.agb"
}


def add(record: Record, means: str, value: str) -> None:
    """Put a value in the first free column of its meaning; when all are taken it joins the last one."""
    if not value:
        return
    names = SLOTS[means]
    for name in names:
        held = record.get(name)
        if not held:
            record[name] = value
            return
        if held == value:
            return
    record[names[-1]] += f"; {value}"


def add_professional(record: Record, means: str, name: str, code: str) -> None:
    """Put a professional in the first free column of `means` (requester or professional.name), the code beside it.

    A code without a name is left out: practices and hospitals have codes of the same shape.
    """
    for slot in SLOTS[means] if name else ():
        held, told = record.get(slot), record.get(_CODE[slot])
        if not held or (held == name and (not told or not code or told == code)):
            record[slot] = name
            if code:
                record[_CODE[slot]] = code
            return
    add(record, means, name)


def take_professionals(record: Record) -> list[tuple[str, str, str]]:
    """Take the professionals out of a record: (meaning, name, code)."""
    held = [(means, slot) for means in ("requester", "professional.name") for slot in SLOTS[means] if record.get(slot)]
    return [(means, record.pop(slot), record.pop(_CODE[slot], "")) for means, slot in held]


def append(record: Record, means: str, value: str) -> None:
    """Put a value under the values that stand in the one column of its meaning already."""
    if value:
        held = record.get(means)
        record[means] = f"{held}\n{value}" if held else value


def tables(records: Iterable[tuple[str, Record]], unit: str, place: str = "") -> Iterator[Table]:
    """Tables of at most CHUNK rows out of (row name, record).

    When one table holds them all, columns without any value are left out.
    """
    chunk = 0
    names: list[str] = []
    held: list[Record] = []
    for name, record in records:
        if len(held) == CHUNK:
            yield _table(held, names, FIELDS, unit, place, chunk)
            chunk, held, names = chunk + 1, [], []
        held.append(record)
        names.append(name)
    if held:
        yield _table(held, names, FIELDS if chunk else _used(held), unit, place, chunk)


def _used(records: list[Record]) -> tuple[Field, ...]:
    used = {key for record in records for key, value in record.items() if value}
    return tuple(field for field in FIELDS if field.name in used)


def _table(
    records: list[Record], names: list[str], columns: tuple[Field, ...], unit: str, place: str, chunk: int
) -> Table:
    keys = _NAMES if columns is FIELDS else tuple(field.name for field in columns)
    rows = [tuple(map(record.get, keys, repeat(""))) for record in records]
    return Table(
        place=place,
        columns=columns,
        rows=rows,
        first=chunk * CHUNK + 1,
        unit=unit,
        chunk=chunk,
        row_names=tuple(names),
    )
