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

# From the surest to the least sure; one per person and data set.
CERTAINTIES: Final = ("proven", "presumed", "possible", "not_touched")

# What is known of a data set: its content was published, was stolen, may have been, or stayed out of it.
DATASET_STATUSES: Final = ("published", "stolen", "unknown", "not_touched")

# What became of the integrity and the availability of the data (ENISA 2013, circumstances of the breach).
INTEGRITIES: Final = ("unchanged", "recoverable", "unrecoverable")
AVAILABILITIES: Final = ("restored", "temporary", "permanent")

EVENT_KINDS: Final = (
    "entry",
    "exfiltration",
    "discovery",
    "told",
    "published",
    "demand",
    "payment",
    "containment",
    "report",
    "letters",
    "other",
)

PROFESSIONALS: Final = ("requester", "pathologist", "staff", "other")

BANDS: Final = ("low", "medium", "high", "very_high")

FRAUDS: Final = ("identity_fraud", "phishing", "extortion", "safety", "care_fraud")

CHANGES: Final = ("person", "details", "addressable", "exposure", "standing", "severity")

# What a human can decide. The first two are about two mentions, the next two about one.
# controller_of: value is the controller of a mention. affected, not_affected: a person and, as value, a data set.
JUDGEMENTS: Final = (
    "same_person",
    "not_same_person",
    "is_person",
    "is_not_person",
    "controller_of",
    "affected",
    "not_affected",
    "audit",
)

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
    "agb",
    "deceased_on",
    "secret_address",
    "note",
    "other",
)
