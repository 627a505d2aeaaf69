"""`betrokken letter` and `advice`: what one person is told is what the register holds, and no more."""

import re
import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from betrokken.edges import keys
from betrokken.model.errors import LetterError
from betrokken.model.words import CATEGORIES
from betrokken.pipeline import letters
from betrokken.pipeline.case import open_case
from betrokken.stages.notifying.wording import words
from tests.cases import Bench

CONTACT = """
[[contact]]
id = "{id}"
address = ["Postbus 1"]
postcode = "1990AA"
city = "Waterweide"
phone = "0800-000 0000"
return_address = "Postbus 1, 1990 AA Waterweide"
"""


@pytest.fixture(scope="module")
def told(done: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The finished case, and how its controllers can be reached."""
    folder = tmp_path_factory.mktemp("told") / "copy"
    shutil.copytree(done.folder, folder)
    bench = Bench(folder, done.made)
    ids = sorted({one for one in bench.table("exposures").column("controller").to_pylist() if one})
    (folder / "contacts.toml").write_text("".join(CONTACT.format(id=one) for one in ids[:-1]), "utf-8")
    bench.run("facts", bench.case, folder / "contacts.toml")
    return bench


def _somebody(bench: Bench) -> tuple[str, str, set[str], set[str]]:
    """(person, controller, categories there, categories anywhere) of somebody of whom much leaked."""
    there, anywhere = defaultdict(set), defaultdict(set)
    for row in bench.table("exposures").to_pylist():
        there[row["person_id"], row["controller"]].add(row["category"])
        anywhere[row["person_id"]].add(row["category"])
    known = (folder := bench.folder / "contacts.toml").read_text("utf-8")
    assert folder.exists()
    born = {row["person_id"]: row["birth_date"] for row in bench.table("people").to_pylist()}
    adults = [key for key in there if key[1] and f'"{key[1]}"' in known and (d := born[key[0]]) and d.year < 2000]
    person, controller = max(adults, key=lambda key: (len(there[key]), key))
    return person, controller, there[person, controller], anywhere[person]


def _text(path: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)).replace("\r", "")


def test_a_letter_tells_what_leaked_of_one_person_there(told: Bench, tmp_path: Path) -> None:
    person, controller, leaked, anywhere = _somebody(told)
    out = told.run("letter", told.case, person, tmp_path / "one.pdf", "--controller", controller).stdout
    assert ": proven, generation 1 " in out
    shown = [line.strip() for line in re.split("[•\n]", _text(tmp_path / "one.pdf"))]
    names = words("nl")["category"]
    cut = shown.index(words("nl")["common"]["not_yours_heading"])
    assert {one for one in CATEGORIES if names[one] in shown[:cut]} == leaked
    assert {one for one in CATEGORIES if names[one] in shown[cut:]} == set(CATEGORIES) - anywhere
    assert "PROEF" in _text(tmp_path / "one.pdf")
    who = next(row for row in told.table("people").to_pylist() if row["person_id"] == person)
    assert any(str(who["house_number"]) in line and who["street"] in line for line in shown)
    assert (tmp_path / "one.pdf").stat().st_mode & 0o077 == 0


def test_the_same_letter_on_the_same_day_is_the_same_file(told: Bench, tmp_path: Path) -> None:
    person, controller, *_ = _somebody(told)
    told.run("freeze", told.case, "wave-1")
    about = ("--controller", controller, "--day", "2025-09-12", "--language", "en")
    told.run("letter", told.case, person, tmp_path / "a.pdf", *about)
    told.run("letter", told.case, person, tmp_path / "b.pdf", *about, "--generation", "wave-1")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert "12 September 2025" in _text(tmp_path / "a.pdf")


def test_letters_and_advice_are_in_the_journal_without_a_value(told: Bench, tmp_path: Path) -> None:
    person, controller, *_ = _somebody(told)
    told.run("letter", told.case, person, tmp_path / "one.pdf", "--controller", controller)
    out = told.run("advice", told.case, person, "--controller", controller).stdout
    assert "source: " in out
    assert "risks (0 to 3): " in out
    case = open_case(told.case, keys.key_from_file(Path(told.environment["BETROKKEN_KEY_FILE"])))
    last, before = case.journal.lines()[-1], case.journal.lines()[-2]
    assert (before["what"], last["what"]) == ("letter", "advice")
    assert set(before["details"]) == {"person_id", "kind", "generation", "file"}
    assert last["details"] == {"person_id": person, "kind": "proven", "generation": 1}


def test_what_cannot_be_told_is_refused_with_what_to_do(told: Bench, tmp_path: Path) -> None:
    person, controller, *_ = _somebody(told)
    rows = told.table("exposures").to_pylist()
    bare = max(one["controller"] for one in rows if one["controller"])
    of_bare = next(one["person_id"] for one in rows if one["controller"] == bare)
    full = tmp_path / "there.pdf"
    full.write_bytes(b"kept")
    case = open_case(told.case, keys.key_from_file(Path(told.environment["BETROKKEN_KEY_FILE"])))
    for whom, whose, language, said in (
        (person, "nobody", "nl", "no controller 'nobody'"),
        ("p-none", controller, "nl", "no person 'p-none'"),
        (of_bare, bare, "nl", "add a \\[\\[contact"),
        (person, controller, "fy", "no words for 'fy'"),
    ):
        with pytest.raises(LetterError, match=said):
            letters.pdf(letters.draw(case, whom, whose, None, language, date(2025, 9, 12)).letter)
    failed = told.run("letter", told.case, person, full, "--controller", controller, ok=False)
    assert failed.returncode == 1
    assert "is not overwritten" in failed.stderr
    assert full.read_bytes() == b"kept"
