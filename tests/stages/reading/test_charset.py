import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading import charset
from betrokken.stages.reading.mojibake import repair
from betrokken.stages.reading.single_bytes import TABLES
from tests.stages.reading.sources import source

NAMES = "Patiënt;René;Zoë;Müller;Noël;coördinatie;MARIËLLE;Daniëlle;François;foto’s;37 °C"
DUTCH = "Patiënt;René;Zoë;Müller;Noël;coördinatie;MARIËLLE;Daniëlle;François"


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        (NAMES, "utf-8", "utf-8"),
        (NAMES, "utf-8-sig", "utf-8"),
        (NAMES, "cp1252", "cp1252"),
        (NAMES, "mac_roman", "mac_roman"),
        (DUTCH, "cp850", "cp850"),
        (DUTCH.replace("Ë", "E"), "cp437", "cp850"),
        (NAMES, "utf-16", "utf-16-le"),
        (NAMES, "utf-16-le", "utf-16-le"),
        (NAMES, "utf-16-be", "utf-16-be"),
        (NAMES, "utf-32", "utf-32-le"),
        ("Yılmaz;Şahin;Özdemir;Çağlar", "cp1254", "cp1254"),
    ],
)
def test_names_come_back_from_every_set(text: str, written: str, told: str) -> None:
    assert charset.decode(text.encode(written)) == (text, told)


@pytest.mark.parametrize("name", ["Zoë", "René", "Daniël", "Müller", "ÖZTÜRK", "Noël", "Curaçao", "naïef", "één"])
@pytest.mark.parametrize("written", ["cp1252", "cp850"])
def test_one_accent_among_digits_is_enough(name: str, written: str) -> None:
    line = f"042140349;899247179;{name};28/01/1995\r\n"
    assert charset.decode(line.encode(written))[0] == line


def test_bytes_without_a_meaning_in_windows_keep_their_number() -> None:
    assert charset.decode("Zoë \x81\x9d".encode("latin-1")) == ("Zoë \x81\x9d", "cp1252")


def test_a_character_cut_in_two_costs_only_itself() -> None:
    whole = "naam;Zoë".encode()
    assert charset.decode(whole[:-1]) == ("naam;Zo\ufffd", "utf-8")
    assert charset.sample(whole[:-1]) == ("naam;Zo", "utf-8")
    assert charset.sample("naam".encode("utf-16") + b"x")[0] == "naam"


def test_lines_of_another_set_amid_utf_8() -> None:
    mixed = "Zoë;1\nChloë;2\n".encode() + "René;3\n".encode("cp1252")
    assert charset.decode(mixed) == ("Zoë;1\nChloë;2\nRené;3\n", "utf-8")


@pytest.mark.parametrize(
    "name", ["Patiënt", "Daniëlle", "MARIËLLE", "Şahin", "Yılmaz", "Łukasz", "foto’s", "€ 12", "à"]
)
@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_wrongly_decoded_names_are_turned_back(name: str, wrong: str) -> None:
    windows = TABLES["cp1252"]
    spoiled = name.encode().decode("latin-1")
    if wrong == "cp1252":
        spoiled = "".join(windows[code] for code in name.encode())
    assert charset.decode(f"1;{spoiled};x".encode())[0] == f"1;{name};x"


def test_twice_spoiled_names_are_turned_back() -> None:
    once = "Patiënt".encode().decode("cp1252")
    assert repair(once.encode().decode("cp1252")) == "Patiënt"


@pytest.mark.parametrize("text", ["Ângela Ãlvaro", "“Ä”", "CAFÉ»", "Šâ‚", "Zoë Ü", "naar één", "Åsa Ärlig"])
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) == text


@given(st.text(alphabet=st.characters(codec="cp1252", exclude_characters="ÃÂÄÅâ"), max_size=60))
@settings(deadline=None, max_examples=100)
def test_repair_changes_nothing_without_its_marks(text: str) -> None:
    assert repair(text) == text


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=300)
def test_any_bytes_give_text(data: bytes) -> None:
    text, name = charset.decode(data)
    codecs.lookup(name)
    assert "".join(charset.blocks(source(data))) == text
    charset.sample(data)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
@settings(deadline=None, max_examples=200)
def test_utf_8_comes_back(text: str) -> None:
    assert charset.decode(text.encode())[0] == repair(text.replace("\ufeff", ""))


def test_blocks_end_at_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charset, "BLOCK", 64)
    text = "".join(f"regel {number};Zoë\r\n" for number in range(50))
    blocks = list(charset.blocks(source(text)))
    assert len(blocks) > 10
    assert "".join(blocks) == text
    assert all(block.endswith("\r\n") for block in blocks)
    assert sum(len(list(charset.lines(block))) for block in blocks) == 50


def test_an_endless_line_is_given_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charset, "BLOCK", 100)
    monkeypatch.setattr(charset, "LONGEST", 1_000)
    blocks = list(charset.blocks(source("x" * 10_000 + "\nrest\n")))
    assert max(map(len, blocks)) <= 1_200
    assert "".join(blocks) == "x" * 10_000 + "\nrest\n"


def test_random_bytes_are_no_text() -> None:
    assert charset.is_text(charset.sample("Zoë\r\n\tnaam".encode())[0])
    assert not charset.is_text(charset.sample(bytes(range(256)) * 4)[0])
    assert not charset.is_text(charset.sample(bytes(100))[0])


def test_two_bytes_that_happen_to_be_a_letter_of_another_script_are_no_utf_8() -> None:
    text = "Kılıç, G.   08-07-97\nFryslân   12-03-60\n"
    assert charset.decode(text.encode("cp850")) == (text, "cp850")
    mixed = "Иванов " * 20
    assert charset.decode(mixed.encode() + b"Jans\xebn")[0] == mixed + "Jansën"
