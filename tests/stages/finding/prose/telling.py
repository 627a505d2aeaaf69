"""What running text tells, for tests. Every person here is invented; numbers only pass the 11-test."""

import random
from collections.abc import Iterable

from betrokken.model.fragments import Text
from betrokken.stages.finding.hits import Draft, Finding
from betrokken.stages.finding.texts import find_texts
from tests.stages.finding.invented import SETTING, bsn

_random = random.Random(5)
NUMBERS = [bsn(_random) for _ in range(40)]
A, B, C = NUMBERS[:3]

# A mention says exactly these about identity and contact, or the test fails; care is looked at where a test asks.
_IDENTITY = ("bsn", "surname", "prefix", "initials", "given_names", "birth_date", "sex", "street", "house_number")
_CONTACT = ("house_number_suffix", "postcode", "city", "patient_number", "insurance_number", "emails", "phones")


def search(*pages: str | Text) -> Finding:
    """The finding of one item; the account must add up to its non-blank lines."""
    texts = [page if isinstance(page, Text) else Text("", page) for page in pages]
    finding = find_texts(texts, "map/stuk", SETTING)
    lines = sum(1 for text in texts for line in text.text.split("\n") if line.strip())
    assert finding.rows == lines == finding.rows_with_mentions + sum(finding.aside.values())
    return finding


def of_role(finding: Finding, role: str) -> list[Draft]:
    """The mentions with a role."""
    return [draft for draft in finding.drafts if draft.role == role]


def said(draft: Draft) -> dict[str, str]:
    """What a mention says about identity and contact, lists with commas between."""
    told = {**draft.fields, **{name: ",".join(values) for name, values in draft.lists.items()}}
    return {name: told[name] for name in (*_IDENTITY, *_CONTACT) if told.get(name)}


def tells(pages: str | Iterable[str | Text], *people: dict[str, str]) -> list[Draft]:
    """The patients, in order, who must be these people exactly.

    In `people`, "exam", "taken_on", "institution", "place" are looked at where given, "result" as "yes" or "no".
    """
    finding = search(*([pages] if isinstance(pages, str) else pages))
    patients = of_role(finding, "patient")
    got = [said(draft) for draft in patients]
    care = ("exam", "taken_on", "institution", "place", "result")
    assert got == [{name: value for name, value in one.items() if name not in care} for one in people]
    for draft, one in zip(patients, people, strict=True):
        for name in ("exam", "taken_on", "institution"):
            assert draft.fields.get(name, "") == one.get(name, draft.fields.get(name, "")), name
        assert draft.place == one.get("place", draft.place)
        assert ("yes" if draft.has_result else "no") == one.get("result", "yes" if draft.has_result else "no")
        assert ("test_result" in draft.categories) == draft.has_result
    return patients


def silent(*pages: str) -> Finding:
    """Nobody is a patient here, and nobody might be."""
    finding = search(*pages)
    assert [said(draft) for draft in finding.drafts if draft.role not in ("professional", "relative")] == []
    return finding
