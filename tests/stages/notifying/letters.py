"""Letters about invented people, one of each variant."""

from dataclasses import replace
from datetime import date

from betrokken.model.incident import Contact
from betrokken.model.notices import Deed, Happening, Letter, Recipient, Seen

CONTACT = Contact(
    "zhw",
    ("Postbus 12",),
    "1990AA",
    "Waterweide",
    "0800-000 0000 (gratis)",
    "op werkdagen van 9 tot 17 uur",
    "on working days from 9 to 17",
    "vragen@waterweide.example",
    "waterweide.example/diefstal",
    "mevrouw F. Privé",
    "fg@waterweide.example",
    "Postbus 12, 1990 AA Waterweide",
    "Raad van bestuur",
    ("Wij sturen geen gegevens meer naar dit laboratorium.",),
    ("We send no more data to this laboratory.",),
)
HAPPENING = Happening(
    "Laboratorium Noordermeer",
    date(2025, 7, 5),
    date(2025, 7, 26),
    (
        Deed("containment", date(2025, 7, 8)),
        Deed("report", date(2025, 8, 7), ("de Autoriteit Persoonsgegevens",)),
        Deed("other", date(2025, 8, 8)),
    ),
)
TO = Recipient(
    "Vries", "de", "A.B.", "Anna Berta", "F", "Lange Bisschopstraat", "12", "hs", "1234AB", "Nieuw-Amsterdam"
)
CHILD = Recipient("Yıldız", "", "", "Şule", "F")
PROVEN = Letter(
    "N-0001",
    "proven",
    "nl",
    date(2025, 9, 12),
    "Ziekenhuis Waterweide",
    CONTACT,
    TO,
    HAPPENING,
    "7K2M-9QXA-4TRB-0WZD-H",
    date(2025, 9, 1),
    ("name", "address", "birth_date", "bsn", "email", "exam", "test_result"),
    (Seen("cervical_smear", 2019, 2024), Seen("blood", 2023, 2023), Seen("sti")),
    {"identity_fraud": 2, "phishing": 3, "extortion": 3, "safety": 0, "care_fraud": 0},
)

_LESS = ("name", "address", "birth_date")
VARIANTS = {
    "proven": PROVEN,
    "presumed": replace(PROVEN, variant="presumed", exams=(Seen("hpv_self_test"),)),
    "possible": replace(
        PROVEN, variant="possible", leaked=("name", "bsn"), exams=(), risks={"phishing": 1, "identity_fraud": 1}
    ),
    "not_touched": replace(PROVEN, variant="not_touched", leaked=(), exams=(), risks={}),
    "supplement": replace(PROVEN, variant="supplement", earlier=date(2025, 8, 20), fresh=("iban", "phone")),
    "correction": replace(
        PROVEN, variant="correction", earlier=date(2025, 8, 20), leaked=_LESS, gone=("bsn",), exams=()
    ),
    "guardian": replace(
        PROVEN, variant="guardian", to=replace(TO, sex=""), represented=CHILD, birth_date=date(2016, 2, 29)
    ),
    "guardian_presumed": replace(
        PROVEN,
        variant="guardian_presumed",
        exams=(Seen("urine"),),
        represented=CHILD,
        birth_date=date(2016, 2, 29),
    ),
    "guardian_possible": replace(
        PROVEN,
        variant="guardian_possible",
        leaked=_LESS,
        exams=(),
        risks={"phishing": 1},
        represented=CHILD,
        birth_date=date(2012, 3, 1),
    ),
    "relatives": replace(
        PROVEN, variant="relatives", leaked=_LESS, exams=(), represented=Recipient("Hart", "'t", "J.", sex="M")
    ),
    "professional": replace(
        PROVEN,
        variant="professional",
        leaked=("name", "phone", "email"),
        exams=(),
        risks={"identity_fraud": 1, "phishing": 3},
    ),
}


def letter(variant: str, language: str = "nl") -> Letter:
    """One of each."""
    return replace(VARIANTS[variant], language=language)
