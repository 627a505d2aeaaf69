"""Spellings of one name that must share something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.linking import spelling


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("Berg", "van den", ""), ("Vandenberg", "", "")),
        (("Berg", "van den", ""), ("Berg, van den", "", "")),
        (("Berg", "v.d.", ""), ("van den Berg", "", "")),
        (("Wolters-de Kruif", "", ""), ("Kruif", "de", "")),
        (("Wolters", "", "de Kruif"), ("de Kruif-Wolters", "", "")),
        (("Jansen de Vries", "", ""), ("Vries", "de", "")),
        (("MÃ¼ller", "", ""), ("Müller", "", "")),
        (("Duijnker", "", ""), ("Duynker", "", "")),
        (("d'Hondt", "", ""), ("Hondt", "", "")),
        (("Garcia Lopez", "", ""), ("Lopez", "", "")),
    ],
)
def test_spellings_share_a_part(one: tuple[str, str, str], two: tuple[str, str, str]) -> None:
    assert set(spelling.surnames(*one).parts) & set(spelling.surnames(*two).parts)


def test_a_prefix_is_no_name_and_two_surnames_are_a_rare_one() -> None:
    assert not set(spelling.surnames("de Wit", "", "").parts) & set(spelling.surnames("de Haan", "", "").parts)
    assert "haan wit" in spelling.surnames("de Wit-de Haan", "", "").parts
    assert spelling.surnames("", "", "").parts == ()


def test_a_lost_letter_is_any_letter() -> None:
    assert spelling.surnames("D?browski", "", "").whole == ("d0browski",)
    assert spelling.first_names("", "?ukasz").given == ("0ukasz",)
    assert spelling.first_names("", "?ukasz").initials == ""


@pytest.mark.parametrize(
    ("initials", "given_names", "letters", "whole"),
    [
        ("J.P.M.", "Hans", "jpm", True),
        ("", "Jan-Willem", "jw", False),
        ("", "A. Maria", "a", True),
        ("IJ.", "", "i", True),
        ("", "Yvonne", "i", False),
    ],
)
def test_initials(initials: str, given_names: str, letters: str, whole: bool) -> None:
    first = spelling.first_names(initials, given_names)
    assert (first.initials, first.whole) == (letters, whole)


@pytest.mark.parametrize("given_names", ["Baby", "baby van", "Zoon", "Dochter 1", "NN"])
def test_a_word_for_a_newborn_is_no_name(given_names: str) -> None:
    assert spelling.first_names("B.", given_names) == spelling.First(newborn=True)


def test_short_forms() -> None:
    jan, johannes = spelling.first_names("", "Jan"), spelling.first_names("", "Johannes")
    assert set(jan.related) & set(johannes.related)
    assert not set(jan.related) & set(spelling.first_names("", "Pieter").related)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_any_text_is_taken(surname: str, prefix: str, birth_surname: str) -> None:
    found = spelling.surnames(surname, prefix, birth_surname)
    assert list(found.parts) == sorted(set(found.parts))
    assert all(len(part) > 1 for part in found.parts)
    spelling.first_names(prefix, surname)


@settings(max_examples=100, deadline=None)
@given(st.text("abcdefgéèëïöüçñÿ -'", max_size=30))
def test_mending_undoes_the_usual_damage_and_leaves_the_rest(text: str) -> None:
    assert spelling.mended(text) == text
    assert spelling.mended(text.encode().decode("latin-1")) == text
