from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.intake.paths import LONGEST, Names, cleaned, shown, shown_text, unpacked_name


def test_utf8_stays() -> None:
    assert shown("map/patiënt Çelik 📁.pdf".encode()) == "map/patiënt Çelik 📁.pdf"


def test_other_bytes_are_written_out() -> None:
    assert shown(b"pati\xebnt\xff.pdf") == r"pati\xebnt\xff.pdf"


def test_control_characters_are_written_out() -> None:
    assert shown(b"a\nb\x1b[31m\x7f") == r"a\x0ab\x1b[31m\x7f"


def test_surrogates_of_a_decoder_are_the_bytes_they_stand_for() -> None:
    assert shown_text(b"pati\xebnt".decode("utf-8", "surrogateescape")) == r"pati\xebnt"
    assert shown_text("half \ud83d") == r"half \xed\xa0\xbd"


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=40))
def test_any_bytes_give_text_that_can_be_stored(raw: bytes) -> None:
    text = shown(raw)
    assert text.encode().decode() == text
    assert all(ord(character) >= 0x20 for character in text)


def test_names_cannot_climb_out() -> None:
    assert cleaned("../../etc/./passwd") == "etc/passwd"
    assert cleaned("/etc//passwd") == "etc/passwd"
    assert cleaned("C:/Users/lab/x.csv") == "Users/lab/x.csv"
    assert cleaned("..") == "unnamed"
    assert len(cleaned("a" * 100_000)) == LONGEST


def test_a_second_name_is_told_apart() -> None:
    names = Names()
    given_names = [names.given(name) for name in ("a.csv", "a.csv", "a.csv (2)", "/a.csv", "b.csv")]
    assert given_names == ["a.csv", "a.csv (2)", "a.csv (2) (2)", "a.csv (3)", "b.csv"]


def test_name_of_what_a_compressed_file_holds() -> None:
    assert unpacked_name("map/x.csv.gz", "gz") == "x.csv"
    assert unpacked_name("a.zip!/x.CSV.GZ", "gz") == "x.CSV"
    assert unpacked_name("map/dump.sql", "gz") == "dump.sql"
    assert unpacked_name(".gz", "gz") == ".gz"
