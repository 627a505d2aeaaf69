"""The words of every letter: as agreed, plain enough, and never what must not stand in them."""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.model.errors import LetterError
from betrokken.model.incident import Contact
from betrokken.model.notices import LANGUAGES, Letter, Recipient
from betrokken.model.words import CATEGORIES, EXAMS, FRAUDS
from betrokken.stages.notifying import addressing, composing
from betrokken.stages.notifying.advising import advice, blocks
from betrokken.stages.notifying.parts import PARTS
from betrokken.stages.notifying.wording import words
from tests.stages.notifying import reading_ease
from tests.stages.notifying.letters import CHILD, PROVEN, TO, VARIANTS, letter

GOLDEN = Path(__file__).parent / "golden"
EVERY = [(variant, language) for variant in VARIANTS for language in LANGUAGES]


def text(one: Letter) -> str:
    return "\n".join(composing.lines(composing.page(one))).strip() + "\n"


@pytest.mark.parametrize(("variant", "language"), EVERY)
def test_every_letter_says_what_was_agreed(variant: str, language: str) -> None:
    """After a change that is meant: BETROKKEN_GOLDEN=write pytest, and read the difference."""
    path = GOLDEN / f"{variant}.{language}.txt"
    if os.environ.get("BETROKKEN_GOLDEN") == "write":
        path.write_text(text(letter(variant, language)), "utf-8")
    assert text(letter(variant, language)) == path.read_text("utf-8")


def test_every_variant_has_its_golden_text_and_its_words() -> None:
    assert set(composing.variants()) == set(VARIANTS)
    for variant in composing.variants().values():
        assert set(variant.PARTS) <= set(PARTS)
        assert "opening" in variant.PARTS
        assert "contact" in variant.PARTS
        assert all(variant.NAME in words(language)["variant"] for language in LANGUAGES)


@pytest.mark.parametrize("variant", VARIANTS)
def test_dutch_is_plain(variant: str) -> None:
    """The floor is `standard` of the scale; B1 is written for everybody, so it is no goal but a fence."""
    made = composing.page(letter(variant))
    sentences = [
        one for part in made["parts"] if part["kind"] in ("text", "list") for one in reading_ease.sentences(part)
    ]
    ease = reading_ease.douma(sentences)
    assert ease.words_per_sentence <= 15
    assert ease.score >= 60, ease


def test_both_languages_have_the_same_keys() -> None:
    def keys(held: Any, at: str = "") -> set[str]:
        if not isinstance(held, dict):
            return {at}
        return set().union(*(keys(below, f"{at}.{key}") for key, below in held.items())) if held else {at}

    assert keys(words("nl")) == keys(words("en"))


def test_every_word_of_the_closed_lists_has_its_words() -> None:
    for language in LANGUAGES:
        assert tuple(words(language)["category"]) == CATEGORIES
        assert set(words(language)["exam"]) == set(EXAMS)
        assert set(words(language)["consequence"]) == set(FRAUDS)


@pytest.mark.parametrize("variant", ["presumed", "possible", "guardian_presumed", "guardian_possible"])
def test_what_leaked_of_others_is_never_said_of_somebody_who_was_not_seen(variant: str) -> None:
    shown = text(letter(variant)).splitlines()
    cut = shown.index("## Om welke gegevens kan het gaan?")
    names = words("nl")["category"].values()
    assert not [line for line in shown[:cut] if line.removeprefix("- ") in names]
    assert [line for line in shown[cut:] if line.removeprefix("- ") in names]


@pytest.mark.parametrize("leaked", [("name",), CATEGORIES, ("name", "iban", "id_document")])
def test_each_category_is_told_once_as_leaked_or_as_not_found(leaked: tuple[str, ...]) -> None:
    shown = text(replace(PROVEN, leaked=leaked)).splitlines()
    names = words("nl")["category"]
    assert {one: shown.count(f"- {names[one]}") for one in CATEGORIES} == dict.fromkeys(CATEGORIES, 1)
    cut = shown.index("## Wat vonden wij niet?") if len(leaked) < len(CATEGORIES) else len(shown)
    assert [one for one in CATEGORIES if f"- {names[one]}" in shown[:cut]] == [
        one for one in CATEGORIES if one in leaked
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("was", ["proven", "presumed", "possible"])
@pytest.mark.parametrize("now", ["presumed", "possible", "not_touched"])
def test_a_correction_tells_what_was_wrong_and_what_holds(was: str, now: str, language: str) -> None:
    one = replace(letter("correction", language), gone=(), leaked=(), was=was, certainty=now)
    own = words(language)["variant"]["correction"]
    shown = text(one)
    assert own["wrong_class"][was][0] in shown
    assert own["still_class"][now][0] in shown
    exam = words(language)["exam"]["blood"]
    assert f"- {exam}" in text(replace(one, gone_exams=("blood",)))


def test_what_leaked_elsewhere_is_never_said_to_be_not_found() -> None:
    shown = text(replace(PROVEN, leaked=("name",), elsewhere=("phone", "bsn")))
    assert "telefoonnummer" not in shown
    assert "burgerservicenummer" not in shown
    assert "- adres\n" in shown


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(
        PROVEN,
        happening=replace(PROVEN.happening, stolen=None, published=None),
        contact=replace(PROVEN.contact, website="", dpo_name=""),
    )
    shown = text(bare)
    assert "criminelen" not in shown
    assert "internet" not in shown
    assert "functionaris" not in shown
    assert "None" not in shown
    assert not re.search(r"[{}]|  op |\(\)", shown)


def _without(contact: Contact, name: str) -> Contact:
    return replace(contact, phone="") if name == "phone" else replace(contact, return_address="")


@pytest.mark.parametrize("lacking", ["phone", "return_address"])
def test_a_contact_that_lacks_what_a_letter_needs_is_named(lacking: str) -> None:
    with pytest.raises(LetterError, match=f"'zhw'.*lacks {lacking}"):
        composing.page(replace(PROVEN, contact=_without(PROVEN.contact, lacking)))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (replace(PROVEN, leaked=()), "must tell what"),
        (replace(letter("not_touched"), leaked=("name",)), "goes to nobody"),
        (replace(letter("supplement"), fresh=()), "new since"),
        (replace(letter("supplement"), earlier=None), "earlier letter"),
        (replace(letter("correction"), gone=(), was=""), "no longer holds"),
        (replace(letter("guardian_possible"), birth_date=None), "day of birth"),
        (replace(letter("guardian"), birth_date=None), "day of birth"),
        (replace(letter("relatives"), represented=None), "who died"),
        (replace(letter("relatives"), leaked=("name", "exam")), "secrecy"),
        (replace(letter("professional"), leaked=()), "their own data"),
        (replace(PROVEN, variant="invented"), "no letter 'invented'"),
        (replace(PROVEN, language="fy"), "no words for 'fy'"),
    ],
)
def test_a_letter_that_cannot_be_right_is_refused(wrong: Letter, told: str) -> None:
    with pytest.raises(LetterError, match=told):
        composing.page(wrong)


@pytest.mark.parametrize(
    ("born", "first"),
    [
        (date(2013, 9, 13), "De ouders of verzorgers van"),  # 12 tomorrow
        (date(2013, 9, 12), "Şule Yıldız"),  # 12 today
        (date(2009, 9, 13), "Şule Yıldız"),  # 16 tomorrow
    ],
)
def test_who_is_written_to_goes_by_age(born: date, first: str) -> None:
    assert composing.page(replace(letter("guardian"), birth_date=born))["address"][0] == first


def test_from_sixteen_on_parents_are_not_written_to() -> None:
    with pytest.raises(LetterError, match="from 16 years"):
        composing.page(replace(letter("guardian"), birth_date=date(2009, 9, 12)))


@pytest.mark.parametrize(("variant", "language"), EVERY)
def test_the_envelope_shows_nothing_of_care(variant: str, language: str) -> None:
    made = composing.page(replace(letter(variant, language), controller="Bevolkingsonderzoek Invented"))
    window = " ".join([made["return_line"], *made["address"]]).lower()
    for shown in (
        "bevolkingsonderzoek",
        "ziekenhuis",
        "laboratorium",
        "noordermeer",
        *words(language)["exam"].values(),
    ):
        assert shown not in window


@pytest.mark.parametrize(
    ("who", "begins"),
    [
        (TO, "Geachte mevrouw De Vries,"),
        (Recipient("Hart", "'t", "J.", sex="M"), "Geachte heer 't Hart,"),
        (Recipient("Wójcik", "", "Z."), "Geachte Z. Wójcik,"),
        (Recipient("חנאן", given_names="מיכל"), "Geachte מיכל חנאן,"),
        (CHILD, "Geachte mevrouw Yıldız,"),
    ],
)
def test_people_are_named_as_they_are_called(who: Recipient, begins: str) -> None:
    assert addressing.greeting(who, "nl") == begins


_PART = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Nd"), max_codepoint=0x24F), min_size=1, max_size=6)


@given(st.integers(1, 99_999).map(str), _PART, st.sampled_from(["", "BE", "België"]))
def test_an_addition_to_the_house_number_is_never_lost(number: str, suffix: str, country: str) -> None:
    who = replace(TO, house_number=number, house_number_suffix=suffix, country=country)
    street = addressing.place_lines(who)[0]
    assert street.startswith(f"{TO.street} {number}")
    assert street.endswith(suffix)
    between = street.removeprefix(f"{TO.street} {number}").removesuffix(suffix)
    assert between in ("", " ", "-")
    assert between or not suffix[0].isdigit()


@given(st.lists(st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "Zs"]), max_size=40), max_size=5))
def test_an_address_that_surely_fits_is_within_the_widest_signs(lines: list[str]) -> None:
    """No sign of the font is wider than 1 em, and none of the narrow ones wider than its bound."""
    if addressing.surely_fits(lines):
        assert len(lines) <= 4
        assert all(len(line) <= 36 for line in lines)


def test_places_are_written_as_the_post_wants_them() -> None:
    assert addressing.place_lines(TO) == ["Lange Bisschopstraat 12 hs", "1234 AB  NIEUW-AMSTERDAM"]
    abroad = replace(TO, postcode="9000", city="Gent", country="België", house_number_suffix="2")
    assert addressing.place_lines(abroad) == ["Lange Bisschopstraat 12-2", "9000  Gent", "BELGIË"]


def test_advice_follows_what_can_happen_and_what_leaked() -> None:
    def ids(risks: dict[str, int], leaked: tuple[str, ...]) -> list[str]:
        return [one.id for one in advice(risks, leaked, "nl")]

    assert ids({}, CATEGORIES) == []
    assert ids({"phishing": 1}, ("address",)) == ["hang_up"]
    assert "links" not in ids({"phishing": 3}, ("address", "exam"))
    assert "bsn" in ids({"identity_fraud": 2}, ("name", "bsn"))
    assert "document" not in ids({"identity_fraud": 3}, ("iban",))
    assert "danger" not in ids({"safety": 2}, ("address",))
    assert "danger" in ids({"safety": 3}, ("address",))


def test_every_block_can_be_given_and_says_who_says_so() -> None:
    worst = advice(dict.fromkeys(FRAUDS, 3), CATEGORIES, "en")
    assert [one.id for one in worst] == [one["id"] for one in blocks()]
    assert len({one.id for one in worst}) == len(worst)
    assert all(one.source and one.text for one in worst)
    assert {one["risk"] for one in blocks()} == set(FRAUDS)
    assert all(set(one.get("any", ())) <= set(CATEGORIES) for one in blocks())
