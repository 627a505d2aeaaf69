"""The labels of fraud: what each rule asks, and that more data never lower a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.model.words import CATEGORIES, FRAUDS
from betrokken.stages.registering.fraud import labels
from betrokken.stages.registering.severity_factors import factors

NAW = {"name", "address", "birth_date"}


@pytest.mark.parametrize(
    ("tokens", "kind", "level"),
    [
        (NAW, "identity_fraud", 1), (NAW | {"bsn"}, "identity_fraud", 2), (NAW | {"bsn", "iban"}, "identity_fraud", 3),
        (NAW | {"bsn", "id_document"}, "identity_fraud", 3), (NAW | {"iban"}, "identity_fraud", 1), ({"bsn"}, "identity_fraud", 0),
        ({"name", "bsn"}, "identity_fraud", 1), ({"name", "birth_date", "id_document"}, "identity_fraud", 3),
        ({"name"}, "phishing", 0), ({"address"}, "phishing", 1), ({"phone"}, "phishing", 2), ({"email"}, "phishing", 2),
        ({"email", "exam", "exam:blood"}, "phishing", 3),
        ({"name"}, "extortion", 0), ({"exam", "exam:blood"}, "extortion", 2), ({"test_result", "test_result:blood"}, "extortion", 2),
        ({"exam", "exam:sti"}, "extortion", 3), ({"test_result", "test_result:cervical_smear"}, "extortion", 3),
        ({"test_result"}, "extortion", 3), ({"bsn"}, "care_fraud", 0), ({"bsn", "insurance_number"}, "care_fraud", 2),
    ],
)  # fmt: skip
def test_labels(tokens: set[str], kind: str, level: int) -> None:
    found = labels(tokens, controller=False)[kind]
    assert found[0] == level
    assert bool(found[1]) == bool(level)


def test_what_stands_beside_the_data_counts() -> None:
    assert labels({"email"}, controller=True)["phishing"][0] == 3
    assert labels({"name"}, secret=True)["safety"][0] == 3
    assert labels({"name"}, secret=False)["safety"][0] == 0


@given(st.sets(st.sampled_from(CATEGORIES)), st.sampled_from(CATEGORIES), st.booleans(), st.booleans())
def test_one_category_more_never_lowers_a_label(tokens: set[str], more: str, secret: bool, controller: bool) -> None:
    less, found = labels(tokens, secret, controller), labels(tokens | {more}, secret, controller)
    assert tuple(found) == FRAUDS
    assert all(found[kind][0] >= less[kind][0] for kind in FRAUDS)


def test_every_rule_has_a_level_a_saying_and_a_source() -> None:
    for rules in factors()["fraud"].values():
        assert all(1 <= rule["level"] <= 3 and rule["says"] and rule["source"] for rule in rules)
