"""What every recogniser of the folder keeps to, whoever adds one."""

import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit import discover
from betrokken.model import tables, words
from betrokken.stages.finding import registry
from betrokken.stages.finding.hits import LISTS
from tests.stages.finding.invented import SETTING

MODULES = discover.modules(registry.FOLDER, registry.MEMBERS)
FIELDS = frozenset(tables.names("mention"))
CELLS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", " ", "-", "onbekend", "271058456", "999999990", "01-01-1900", "12-03-1980", "a@b.nl", "M", "2311 AB"]),
    st.from_regex(re.compile(r"[0-9 ./-]{1,14}"), fullmatch=True),
)  # fmt: skip


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_members(module: ModuleType) -> None:
    assert set(module.MEANINGS) <= set(words.MEANINGS)
    assert module.CATEGORY in ("", *words.CATEGORIES)
    assert set(module.UNLABELLED) <= set(module.MEANINGS)
    assert module.__doc__


def test_every_meaning_has_one_reader() -> None:
    told = [word for module in MODULES for word in module.MEANINGS]
    assert len(told) == len(set(told))
    assert set(words.MEANINGS) - set(told) == {"note", "other"}


@given(CELLS, st.sampled_from(sorted(set(words.MEANINGS) - {"note", "other"})))
@settings(max_examples=400, deadline=None)
def test_reading_gives_fields_of_a_mention_or_says_no(cell: str, word: str) -> None:
    one = registry.recogniser(word)
    assert one is not None
    fields = one.read(word, cell, SETTING)
    assert fields is None or (fields.keys() <= FIELDS | LISTS and all(fields.values()))
    assert isinstance(one.fits(word, cell, SETTING), bool)
    assert one.read(word, cell, SETTING) == fields


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_hits_lie_in_the_text_and_are_read_again_from_it(text: str) -> None:
    for one in registry.recognisers():
        for hit in one.find(text, SETTING):
            assert 0 <= hit.start < hit.end <= len(text)
            assert hit.fields
            assert hit.word in one.MEANINGS


@pytest.mark.parametrize("filler", ["-", "onbekend", "n.v.t.", "NULL", "?"])
def test_fillers_are_no_error_and_say_nothing(filler: str) -> None:
    for word in ("bsn", "birth_date", "sex", "postcode", "city", "email", "phone", "iban", "patient_number", "surname"):
        assert registry.read(word, filler, SETTING) == {}
