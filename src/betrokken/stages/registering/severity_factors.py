"""The severity of one combination of leaked data, by ENISA 2013 (v1.0): SE = DPC x EI + CB.

Every value stands with its source in `severity.toml`. What leaked is told by tokens: words.CATEGORIES, "exam:KIND" and
"test_result:KIND" for the kind of exam where it is told, "agb" for the code of a care provider.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from betrokken.model.incident import Incident
from betrokken.model.words import EXAMS

UNTOLD: Final = "untold"  # an exam whose kind no file tells


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor with the reason of its value."""

    value: float
    ground: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What happened to the data. The first is a key of [cb.confidentiality] of the data file, the next two words of
    the incident."""

    confidentiality: str
    integrity: str = "unchanged"
    availability: str = "restored"
    malicious: bool = True

    @classmethod
    def of(cls, confidentiality: str, incident: Incident) -> "Circumstances":
        """Those of an incident."""
        return cls(confidentiality, incident.integrity, incident.availability, incident.malicious)


@dataclass(frozen=True, slots=True)
class Severity:
    """The score: dpc 1 to 4, ei 0.25 to 1, cb 0 to 2, se 0.25 to 6; the band and why."""

    dpc: float
    ei: float
    cb: float
    se: float
    band: str
    borderline: bool
    grounds: tuple[str, ...]


@cache
def factors() -> Mapping[str, Any]:
    """The data file."""
    return tomllib.loads((files(__package__) / "severity.toml").read_text("utf-8"))


def assess(tokens: Collection[str], secret: bool, happened: Circumstances, unintelligible: bool = False) -> Severity:
    """The severity of what leaked of one person. secret: has a secret address.

    Raises KeyError when the circumstances are told in words the data file does not know.
    """
    dpc, ei = context(tokens, secret), identification(tokens, unintelligible)
    parts = tuple(_circumstances(happened))
    cb = sum(part.value for part in parts)
    se = dpc.value * ei.value + cb
    grounds = (f"DPC {dpc.value:g}: {dpc.ground}", f"EI {ei.value:g}: {ei.ground}", *(part.ground for part in parts))
    return Severity(dpc.value, ei.value, cb, se, band(se), is_borderline(se), grounds)


def context(tokens: Collection[str], secret: bool = False) -> Factor:
    """DPC: every class that is present is scored and clamped; the highest counts (ENISA 2013, annex 1)."""
    dpc = factors()["dpc"]
    scored = [Factor(_clamped(value), ground) for value, ground in _classes(tokens, secret, dpc)]
    return max(scored, key=lambda one: one.value, default=Factor(dpc["lowest"], "nothing that tells of a person"))


def _classes(tokens: Collection[str], secret: bool, dpc: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    for name, found in dpc["class"].items():
        if not set(found["categories"]) & set(tokens):
            continue
        if name == "sensitive":
            yield from _care(tokens, found["base"], dpc)
            continue
        yield found["base"] + found.get("adjustment", 0), f"{found['says']} ({found['source']})"
        raised = dpc["secret_address"]
        if secret and raised["class"] == name:
            yield found["base"] + raised["adjustment"], f"{raised['says']} ({raised['source']})"


def _care(tokens: Collection[str], base: float, dpc: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    told = [dpc["result"]] if "test_result" in tokens else []
    told += [dpc["exam"][kind] for kind in kinds(tokens)] if "exam" in tokens else []
    for one in told:
        yield base + one["adjustment"], f"{one['says']} ({one['source']})"


def kinds(tokens: Collection[str]) -> list[str]:
    """The kinds of exam that are told, UNTOLD where one is not."""
    return [kind for kind in (*EXAMS, UNTOLD) if f"exam:{kind}" in tokens] or [UNTOLD]


def _clamped(value: float) -> float:
    dpc = factors()["dpc"]
    return float(min(max(value, dpc["lowest"]), dpc["highest"]))


def identification(tokens: Collection[str], unintelligible: bool = False) -> Factor:
    """EI: the first line of the table of which all categories are there (ENISA 2013, annex 2)."""
    if unintelligible:
        found = factors()["unintelligible"]
        return Factor(found["value"], f"unintelligible ({found['source']})")
    there = set(tokens)
    line = next(line for line in factors()["ei"] if there.issuperset(line["all"]))
    said = " and ".join(line["all"]).replace("_", " ") or "no category that identifies"
    return Factor(line["value"], f"{said} ({line['source']})")


def _circumstances(happened: Circumstances) -> Iterator[Factor]:
    """CB: what each of the four adds (ENISA 2013, annex 3)."""
    told = {
        "confidentiality": happened.confidentiality,
        "integrity": happened.integrity,
        "availability": happened.availability,
        "malicious": "yes" if happened.malicious else "no",
    }
    for name, word in told.items():
        found = factors()["cb"][name][word]
        yield Factor(found["value"], f"CB {name} {found['value']:g}: {found['says']} ({found['source']})")


def band(se: float) -> str:
    """The band of a score: a word of words.BANDS; a score on a threshold is in the higher band."""
    reached = [name for name, threshold in factors()["thresholds"].items() if se >= threshold]
    return reached[-1] if reached else "low"


def is_borderline(se: float) -> bool:
    """Whether the score is within 0.25 of a threshold, on either side, both ends included."""
    return any(abs(se - one) <= factors()["borderline"] for one in factors()["thresholds"].values())
