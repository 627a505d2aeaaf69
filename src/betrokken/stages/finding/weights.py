"""How sure a mention from a table is one of a data subject: natural log-odds per ground, in words without values."""

from collections.abc import Mapping
from typing import Final

from betrokken.stages.finding import registry

Grounds = tuple[tuple[str, float], ...]

# 4.8 is two BSNs' worth of 11-tests (2 x 2.38, see numbers.py): one in a column that passes as a whole, in a row with
# a person. The others are set so that two independent identifiers reach 99 % and one alone does not.
BSN_LABELLED: Final = ("BSN passes the 11-test in a BSN column", 4.8)
BSN_BY_VALUES: Final = ("BSN passes the 11-test in a column that does so as a whole", 4.0)
_WITH_NAME: Final = {
    "birth_date": ("birth date beside a name", 2.5),
    "address": ("address beside a name", 1.5),
    "contact": ("e-mail address or telephone number beside a name", 1.0),
    "first": ("initials or given names beside a surname", 0.8),
}
_ALONE: Final = {
    "name": ("name in a column of names", 1.2),
    "birth_date": ("birth date without a name", 0.8),
    "address": ("address without a name", 0.5),
    "contact": ("e-mail address or telephone number without a name", 0.8),
    "number": ("number of a patient or an insured person", 1.8),
    "care": ("exam, result or day of a sample in the row", 1.0),
}
_CARE: Final = registry.bit("exam") | registry.bit("test_result")
POINTS: Final = ("points to the record of a person in the same item", 3.0)
STAFF: Final = ("works in care or at a firm: {}", -4.0)
DUMMY: Final = ("test patient: a test word in the name and a second sign", -6.0)
# A controller knows whom it serves: more than any two grounds of a leaked file together.
OWN_LIST: Final = ("a controller's own list", 6.0)
GIVEN: Final = ("field named by the format's own specification", 1.0)


def signs(fields: Mapping[str, str], lists: Mapping[str, list[str]], marks: int) -> tuple[bool, ...]:
    """What of a person stands in a row: (bsn, name, first, birth_date, address, contact, number, care)."""
    return (
        "bsn" in fields,
        "surname" in fields or "birth_surname" in fields,
        "initials" in fields or "given_names" in fields,
        "birth_date" in fields,
        "postcode" in fields or "street" in fields,
        "emails" in lists or "phones" in lists,
        "patient_number" in fields or "insurance_number" in fields or "id_document" in fields or "ibans" in lists,
        bool(marks & _CARE) or "taken_on" in fields,
    )


def grounds(found: tuple[bool, ...], bsn_by_values: bool, given: bool) -> Grounds:
    """The grounds for what `signs` found."""
    bsn, name, first, birth_date, address, contact, number, care = found
    told: list[tuple[str, float]] = []
    if bsn:
        told.append(BSN_BY_VALUES if bsn_by_values else BSN_LABELLED)
    told += [_ALONE["name"]] if name else []
    told += [_WITH_NAME["first"]] if name and first else []
    beside = _WITH_NAME if name else _ALONE
    for key, there in (("birth_date", birth_date), ("address", address), ("contact", contact)):
        told += [beside[key]] if there else []
    told += [_ALONE["number"]] if number else []
    told += [_ALONE["care"]] if care else []
    told += [GIVEN] if given else []
    return tuple(told)


def written(told: Grounds) -> tuple[float, list[str]]:
    """(sum, grounds as the mention keeps them)."""
    return round(sum(weight for _, weight in told), 2), [f"{reason} {weight:+.1f}" for reason, weight in told]
