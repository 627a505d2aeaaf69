"""Invented people for tests: numbers are random and only pass the 11-test."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from betrokken.kit import organisations
from betrokken.kit.checks import eleven_test, is_placeholder
from betrokken.model.incident import Controller
from betrokken.stages.finding.hits import Setting

_GIVEN = {"F": ["Anna", "Maria", "Fatima", "Sanne", "Johanna", "Wilhelmina", "Ewa", "Zoë", "Mirthe", "Hendrika"],
          "M": ["Jan", "Pieter", "Mohamed", "Willem", "Daan", "Björn", "Cornelis", "Tygo", "Hassan", "Klaas"]}  # fmt: skip
_SURNAMES = ["Jansen", "Vries", "Berg", "Bakker", "Yıldız", "Smit", "Meijer", "Dijk", "Mulder", "Groot", "Bos", "Vos", "Peters", "Hendriks", "Leeuwen", "Dekker", "Brouwer", "Wit", "Dijkstra", "Smits", "Graaf", "Meer", "Nguyen", "Kok", "Jacobs", "Haan", "Vermeulen", "Heuvel", "Veen", "Koster", "Prins", "Blom", "Huisman", "Postma", "Kuipers", "Wolters", "Ouwehand", "Zonderland", "Kappelhof", "Terpstra"]  # fmt: skip
_PREFIXES = ["", "", "", "de", "van", "van der", "van den", "'t", "ten"]
_STREETS = [
    "Kerkstraat",
    "Dorpsweg",
    "Lange Nieuwstraat",
    "Rozenlaan",
    "Julianaplein",
    "Oude Dijk",
    "Molenpad",
    "Havenkade",
]
_CITIES = ["Leiden", "Breda", "Utrecht", "'s-Gravenhage", "Etten-Leur", "Gouda", "Alphen aan den Rijn", "Oegstgeest"]
_EXAMS = [("Uitstrijkje baarmoederhals", "cervical_smear"), ("Huidbiopt", "skin"), ("Urinekweek", "urine"), ("Bloedonderzoek", "blood"), ("HPV zelftest", "hpv_self_test")]  # fmt: skip
_RESULTS = [
    "Geen afwijkingen",
    "Pap 1, hrHPV negatief",
    "Basaalcelcarcinoom, snijranden vrij",
    "Hb 8,4 mmol/l",
    "Geen groei",
]

CLIENTS = (
    Controller("noord", "Ziekenhuis Noorderhaven", "hospital", ("Noorderhaven",), ("NHV",), ("06099001",)),
    Controller("linde", "Huisartsenpraktijk De Linde", "gp", ("HAP De Linde",), ("HAP77",), ("01099002",)),
)
SETTING = Setting(date(2025, 8, 1), organisations.register(CLIENTS), frozenset({"lab zuidwest"}))


@dataclass(frozen=True)
class Person:
    """One invented person with one exam."""

    bsn: str
    surname: str
    prefix: str
    initials: str
    given: str
    sex: str
    birth: date
    street: str
    number: str
    suffix: str
    postcode: str
    city: str
    phone: str
    email: str
    patient: str
    sample: str
    exam: str
    kind: str
    taken: date
    result: str

    @property
    def comma(self) -> str:
        """ "Vries, A.B. de"."""
        return f"{self.surname}, {self.initials} {self.prefix}".strip()

    @property
    def natural(self) -> str:
        """ "A.B. de Vries"."""
        return " ".join(part for part in (self.initials, self.prefix, self.surname) if part)


def bsn(random_: random.Random) -> str:
    """A number that passes the 11-test."""
    while True:
        number = f"{random_.randrange(10_000_000, 999_999_999):09d}"
        if eleven_test(number) and not is_placeholder(number):
            return number


def people(count: int, seed: int = 1) -> list[Person]:
    """Invented people, the same ones for a seed."""
    random_ = random.Random(seed)
    return [_person(random_, n) for n in range(count)]


def _person(random_: random.Random, n: int) -> Person:
    sex = random_.choice("FFM")
    given = random_.choice(_GIVEN[sex])
    surname = random_.choice(_SURNAMES)
    exam, kind = random_.choice(_EXAMS)
    initials = f"{given[0]}." + "".join(f"{random_.choice('ABCDEGHJKLMNPRSTVW')}." for _ in range(random_.randrange(3)))
    return Person(
        bsn=bsn(random_),
        surname=surname,
        prefix=random_.choice(_PREFIXES),
        initials=initials,
        given=given,
        sex=sex,
        birth=date(1935, 1, 1) + timedelta(days=random_.randrange(25_000)),
        street=random_.choice(_STREETS),
        number=str(random_.randrange(1, 180)),
        suffix=random_.choice(["", "", "", "a", "bis"]),
        postcode=f"{random_.randrange(1011, 9999)}{random_.choice('ABCDEGHJ')}{random_.choice('KLNPRTVX')}",
        city=random_.choice(_CITIES),
        phone=f"06{random_.randrange(10_000_000, 99_999_999)}",
        email=f"{given}.{surname}{n}@voorbeeld.example".lower().replace("ë", "e").replace("ö", "o").replace("ı", "i"),
        patient=f"{random_.randrange(1_000_000, 9_999_999)}",
        sample=f"H{random_.randrange(21, 26)}-{random_.randrange(10_000, 99_999)}",
        exam=exam,
        kind=kind,
        taken=date(2022, 1, 1) + timedelta(days=random_.randrange(1200)),
        result=random_.choice(_RESULTS),
    )
