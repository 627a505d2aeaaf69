"""Invented people: households with twins, namesakes, double names, moves, and a quarter without a BSN."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from betrokken.kit.names import split_prefix

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
LAB = "Laboratorium Noordermeer (invented)"
TODAY = date(2025, 8, 11)


@dataclass(frozen=True)
class Address:
    """An invented address."""

    street: str
    number: str
    suffix: str
    postcode: str
    city: str

    @property
    def line(self) -> str:
        """Street, house number and suffix in one."""
        return f"{self.street} {self.number}{' ' + self.suffix if self.suffix else ''}"


@dataclass(frozen=True)
class Order:
    """One exam of one person for one controller."""

    controller: dict[str, Any]
    exam: dict[str, Any]
    taken_on: date
    sample: str
    result: str


@dataclass(frozen=True)
class Person:
    """One invented person."""

    number: int
    bsn: str
    surname: str
    prefix: str
    birth_surname: str
    given_names: str
    birth_date: date
    sex: str
    address: Address
    email: str
    phone: str
    patient_number: str
    orders: tuple[Order, ...] = field(default=())

    @property
    def initials(self) -> str:
        """Initials of the given names."""
        return "".join(f"{word[0]}." for word in self.given_names.split())

    @property
    def whole_surname(self) -> str:
        """Prefix and surname."""
        return f"{self.prefix} {self.surname}".strip()

    @property
    def listed(self) -> str:
        """As lists write it: "Vries, A.B. de"."""
        return f"{self.surname}, {self.initials} {self.prefix}".strip()

    @property
    def spoken(self) -> str:
        """As letters write it: "Mw. A.B. de Vries"."""
        return f"{'Mw.' if self.sex == 'F' else 'Dhr.'} {self.initials} {self.whole_surname}"


def make(count: int, seed: int) -> list[Person]:
    """`count` people; the same seed gives the same people."""
    dice = random.Random(seed)
    people: list[Person] = []
    bsns: set[str] = set()
    while len(people) < count:
        household = _household(dice, len(people), bsns)
        people += household[: count - len(people)]
    return people


def _household(dice: random.Random, start: int, bsns: set[str]) -> list[Person]:
    surname, address = dice.choice(WORDS["surnames"]), _address(dice)
    size = dice.choices((1, 2, 3), (70, 22, 8))[0]
    twins = size > 1 and dice.random() < 0.2
    born = _day(dice, date(1938, 1, 1), date(2004, 12, 31))
    people: list[Person] = []
    for index in range(size):
        birth_date = born if twins else born + timedelta(days=dice.randrange(400, 12_000) * index)
        names = {person.given_names.split()[0] for person in people}
        people.append(_person(dice, start + index, surname, address, min(birth_date, date(2024, 6, 1)), names, bsns))
    return people


def _person(
    dice: random.Random, number: int, surname: str, address: Address, born: date, taken: set[str], bsns: set[str]
) -> Person:
    sex = "F" if dice.random() < 0.7 else "M"
    pool = [name for name in WORDS["women" if sex == "F" else "men"] if name not in taken]
    given = " ".join(dice.sample(pool, dice.choice((1, 1, 2, 3))))
    prefix, core = split_prefix(surname)
    birth = ""
    if sex == "F" and dice.random() < 0.3:
        birth = dice.choice(WORDS["surnames"])
        core = f"{core}-{birth}" if dice.random() < 0.7 else core
    return Person(
        number, _bsn(dice, bsns), core, prefix, birth, given, born, sex, address,
        f"{given.split()[0].lower()}.{number}@post.example".encode("ascii", "ignore").decode(),
        f"06-{dice.randrange(10_000_000, 99_999_999)}",
        f"N{dice.randrange(1_000_000, 9_999_999)}",
        tuple(_order(dice, sex, born) for _ in range(dice.choice((1, 1, 1, 2, 3)))),
    )  # fmt: skip


def _address(dice: random.Random) -> Address:
    city, area = dice.choice(WORDS["cities"])
    letters = "".join(dice.choice("ABCEGHJKLMNPRTVWXZ") for _ in range(2))
    suffix = dice.choice(("", "", "", "", "a", "B", "bis", "hs"))
    return Address(
        dice.choice(WORDS["streets"]),
        str(dice.randrange(1, 250)),
        suffix,
        f"{area}{dice.randrange(10, 99)}{letters}",
        city,
    )


def _order(dice: random.Random, sex: str, born: date) -> Order:
    exams = [e for e in WORDS["exam"] if sex == "F" or e["word"] not in ("cervical_smear", "hpv_self_test")]
    exam = dice.choice(exams)
    screening = exam["word"] in ("cervical_smear", "hpv_self_test")
    clients = [c for c in WORDS["controller"] if (c["kind"] == "screening") == screening]
    day = _day(dice, max(date(2022, 1, 3), born + timedelta(days=30)), date(2025, 6, 30))
    return Order(dice.choice(clients), exam, day, f"{dice.choice('CHM')}{day.year % 100}-{dice.randrange(10_000, 99_999)}",
                 dice.choice(exam["results"]))  # fmt: skip


def _day(dice: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randrange((last - first).days + 1))


def _bsn(dice: random.Random, taken: set[str]) -> str:
    """A random number that passes the 11-test; "" for a quarter of the people."""
    if dice.random() < 0.25:
        return ""
    while True:
        digits = [dice.randrange(10) for _ in range(8)]
        last = sum((9 - i) * digit for i, digit in enumerate(digits)) % 11
        number = "".join(map(str, digits)) + str(last)
        if last < 10 and digits[0] and number not in taken:
            taken.add(number)
            return number
