"""The closed lists of words; one word per thing in every file, column and screen."""

from typing import Final

CATEGORIES: Final = (
    "name",
    "address",
    "birth_date",
    "sex",
    "bsn",
    "email",
    "phone",
    "iban",
    "insurance_number",
    "patient_number",
    "id_document",
    "exam",
    "test_result",
)

EXAMS: Final = ("cervical_smear", "hpv_self_test", "skin", "urine", "penis", "blood", "sti", "other")

ITEM_STATUSES: Final = ("read", "partly", "unreadable", "skipped", "empty", "duplicate")

ROLES: Final = ("patient", "professional", "relative", "unknown", "dummy")

SOURCES: Final = ("leak", "population")

CONTROLLER_KINDS: Final = ("screening", "hospital", "gp", "clinic")

# What a column or a passage can mean: the fields of a mention, and the shapes they are also written in.
MEANINGS: Final = (
    "bsn",
    "surname",
    "prefix",
    "birth_surname",
    "birth_prefix",
    "partner_surname",
    "partner_prefix",
    "initials",
    "given_names",
    "name",
    "salutation",
    "birth_date",
    "sex",
    "street",
    "house_number",
    "house_number_suffix",
    "postcode",
    "city",
    "country",
    "address",  # street and house number in one cell
    "postcode_city",  # postcode and city in one cell
    "email",
    "phone",
    "iban",
    "insurance_number",
    "patient_number",
    "sample_number",
    "id_document",
    "exam",
    "material",
    "test_result",
    "taken_on",
    "institution",
    "requester",
    "sender_code",
    "deceased_on",
    "note",
    "other",
)
