"""The score of one combination, to the digit: ENISA's own examples, the bands and their borders, and what must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.model.words import BANDS, CATEGORIES, EXAMS
from betrokken.stages.registering.severity_factors import (
    UNTOLD,
    Circumstances,
    assess,
    band,
    context,
    factors,
    identification,
    is_borderline,
)

ORDER = {"name", "address", "birth_date", "bsn"}
SMEAR = {"exam", "exam:cervical_smear"}
SEEN, STOLEN, POSSIBLE = Circumstances("published"), Circumstances("stolen"), Circumstances("possible")


@pytest.mark.parametrize(
    ("tokens", "secret", "happened", "dpc", "ei", "cb", "se", "in_band"),
    [
        ({*ORDER, *SMEAR, "test_result", "test_result:cervical_smear"}, False, SEEN, 4, 1, 1.0, 5.0, "very_high"),
        ({"name", "address", "bsn", "exam", "exam:hpv_self_test"}, False, SEEN, 3, 1, 1.0, 4.0, "very_high"),
        ({*ORDER, *SMEAR, "test_result", "test_result:cervical_smear"}, False, POSSIBLE, 4, 1, 0.5, 4.5, "very_high"),
        ({"name", "address"}, True, SEEN, 4, 1, 1.0, 5.0, "very_high"),
        ({"name", "agb"}, False, SEEN, 1, 1, 1.0, 2.0, "medium"),
    ],
)
def test_the_known_cases(
    tokens: set[str], secret: bool, happened: Circumstances, dpc: float, ei: float, cb: float, se: float, in_band: str
) -> None:
    found = assess(tokens, secret, happened)
    assert (found.dpc, found.ei, found.cb, found.se, found.band) == (dpc, ei, cb, se, in_band)


@pytest.mark.parametrize(
    ("tokens", "dpc"),
    [
        ({"name", "address"}, 1),  # a list of customers of a shop
        ({"iban"}, 1),  # a letter of a bank
        ({"exam", "exam:blood"}, 1),  # "had a general blood test"
        ({"exam", "exam:skin"}, 2),  # a narrower test, as in an emergency room
        ({"exam", "exam:sti"}, 3),  # a test for a specific disease
        ({"test_result"}, 4),  # an actual result
        ({"exam", "exam:blood", "test_result", "test_result:blood"}, 4),
        ({"name", "iban", "exam", "exam:blood", "exam:sti"}, 3),  # the highest of all classes
        ({"exam", "exam:blood", "exam:untold"}, 2),
        (set(), 1),
    ],
)
def test_context(tokens: set[str], dpc: float) -> None:
    assert context(tokens).value == dpc


@pytest.mark.parametrize(
    ("tokens", "ei"),
    [
        ({"name", "address"}, 1), ({"name", "bsn"}, 1), ({"name", "birth_date", "email"}, 1), ({"name", "birth_date"}, 0.75),
        ({"bsn", "birth_date"}, 0.75), ({"bsn", "email"}, 0.5), ({"bsn"}, 0.25), ({"name"}, 0.25), ({"sex", "exam"}, 0.25), (set(), 0.25),
    ],
)  # fmt: skip
def test_identification(tokens: set[str], ei: float) -> None:
    assert identification(tokens).value == ei
    assert identification(tokens, unintelligible=True).value == 0.25


@pytest.mark.parametrize(
    ("integrity", "availability", "malicious", "cb"),
    [
        ("unchanged", "restored", False, 0.5), ("recoverable", "restored", False, 0.75), ("unrecoverable", "restored", False, 1.0),
        ("unchanged", "temporary", False, 0.75), ("unchanged", "permanent", False, 1.0), ("unrecoverable", "permanent", True, 2.0),
    ],
)  # fmt: skip
def test_circumstances(integrity: str, availability: str, malicious: bool, cb: float) -> None:
    found = assess({"name", "bsn", "test_result"}, False, Circumstances("stolen", integrity, availability, malicious))
    assert (found.cb, found.se) == (cb, 4 + cb)


def test_an_unknown_word_of_the_incident_is_an_error() -> None:
    with pytest.raises(KeyError, match="broken"):
        assess({"name"}, False, Circumstances("stolen", integrity="broken"))


@pytest.mark.parametrize(
    ("se", "name", "borderline"),
    [
        (0.25, "low", False), (1.5, "low", False), (1.75, "low", True), (1.9999, "low", True), (2.0, "medium", True),
        (2.25, "medium", True), (2.5, "medium", False), (2.75, "medium", True), (3.0, "high", True), (3.25, "high", True),
        (3.5, "high", False), (3.75, "high", True), (4.0, "very_high", True), (4.25, "very_high", True),
        (4.26, "very_high", False), (6.0, "very_high", False),
    ],
)  # fmt: skip
def test_bands_and_borders(se: float, name: str, borderline: bool) -> None:
    assert (band(se), is_borderline(se)) == (name, borderline)


def test_a_secret_address_weighs_only_with_data_that_lead_to_the_person() -> None:
    assert context({"name"}, secret=True).value == 4
    assert context({"exam", "exam:blood"}, secret=True).value == 1


KINDS = st.sampled_from((*EXAMS, UNTOLD))
PIECE = st.one_of(
    st.sampled_from([{one} for one in CATEGORIES if one not in ("exam", "test_result")]),
    st.tuples(st.sampled_from(("exam", "test_result")), KINDS).map(lambda two: {two[0], f"{two[0]}:{two[1]}"}),
)
TOKENS = st.lists(PIECE, max_size=8).map(lambda pieces: set().union(*pieces))
HAPPENED = st.builds(
    Circumstances,
    st.sampled_from(("published", "seen", "stolen", "possible")),
    st.sampled_from(("unchanged", "recoverable", "unrecoverable")),
    st.sampled_from(("restored", "temporary", "permanent")),
    st.booleans(),
)


@given(TOKENS, st.booleans(), HAPPENED)
def test_every_score_is_within_its_limits(tokens: set[str], secret: bool, happened: Circumstances) -> None:
    found = assess(tokens, secret, happened)
    assert 1 <= found.dpc <= 4
    assert 0.25 <= found.ei <= 1
    assert 0 <= found.cb <= 2
    assert found.se == found.dpc * found.ei + found.cb <= 6
    assert found.band in BANDS
    assert len(found.grounds) == 6
    assert all(ground.endswith(")") for ground in found.grounds if "nothing that tells" not in ground)


@given(TOKENS, PIECE, st.booleans(), HAPPENED)
def test_one_category_more_never_lowers_a_score(
    tokens: set[str], more: set[str], secret: bool, happened: Circumstances
) -> None:
    less, found = assess(tokens, secret, happened), assess(tokens | more, secret, happened)
    assert found.dpc >= less.dpc
    assert found.ei >= less.ei
    assert found.se >= less.se
    assert assess(tokens, True, happened).se >= assess(tokens, False, happened).se


def test_every_category_and_exam_has_its_place_in_the_data_file() -> None:
    placed = [one for name in factors()["dpc"]["class"].values() for one in name["categories"]]
    assert sorted(placed) == sorted((*CATEGORIES, "agb"))
    assert sorted(factors()["dpc"]["exam"]) == sorted((*EXAMS, UNTOLD))
    values = [line["value"] for line in factors()["ei"]]
    assert values == sorted(values, reverse=True)
    assert factors()["ei"][-1]["all"] == []
