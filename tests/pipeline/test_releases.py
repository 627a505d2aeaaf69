"""What could send a letter twice, lose one or change one: two at once, a stop at the worst moment, facts that change."""

import hashlib
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pyrage
import pytest
from sqlalchemy import insert, update

from betrokken.edges import age, aside, keys
from betrokken.edges.batches import Batches
from betrokken.edges.decided_tables import NOTICE
from betrokken.edges.notices import Notice, Notices
from betrokken.edges.released import Releases
from betrokken.model.errors import LockedError, ReleaseError
from betrokken.model.incident import Contact
from betrokken.model.stated import Stated
from betrokken.pipeline import drafting, generations, manifest, noticing, printing, proving, releasing, setting_letters
from betrokken.pipeline import told as becoming
from betrokken.pipeline.case import Case, enter, open_case
from betrokken.pipeline.progress import silent
from betrokken.stages.notifying import composing
from tests.cases import Bench

DAY = date(2025, 9, 12)
WHOSE = "zhw"
CONTACT = Contact(WHOSE, ("Postbus 1",), "1990AA", "Waterweide", "0800-000 0000", return_address="Postbus 1")
CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]")


@dataclass(frozen=True)
class Desk:
    """A case whose letters are proved or released, and the keys of a printer."""

    folder: Path

    @property
    def case(self) -> Case:
        return open_case(self.folder / "case", keys.key_from_file(self.folder / "key"))

    @property
    def out(self) -> Path:
        return self.folder / "print"

    def mine(self) -> list[Notice]:
        return [one for one in Notices(self.case.decided).held(WHOSE) if one.state != "withdrawn"]

    def print(self, to: Path | None = None, **more: Any) -> printing.Printed:
        readers = [(self.folder / "reader").read_text()]
        return printing.print_release(self.case, 1, to or self.out, readers, [], "test", silent, workers=1, **more)

    def manifest(self) -> dict[str, Any]:
        return manifest.opened((self.out / "release-1.manifest.age").read_bytes(), self.folder / "printer")

    def clear(self) -> dict[str, bytes]:
        """The print files, as the printer opens them."""
        identities = age.identities(self.folder / "printer")
        return {path.name: age.unseal(path.read_bytes(), identities) for path in sorted(self.out.glob("*.pdf.age"))}

    def codes(self) -> list[str]:
        """The letter codes on paper, in the order of the files."""
        return [code for pdf in self.clear().values() for code in CODE.findall(_text(pdf))]

    def check(self) -> None:
        """Every letter is in one file, and every file is as the manifest says."""
        assert Counter(self.codes()) == Counter(one.code for one in self.mine())
        assert {one.state for one in self.mine()} == {"printed"}
        listed = self.manifest()["batches"]
        assert sorted(path.name for path in self.out.glob("*.pdf.age")) == [one["file"] for one in listed]
        for one in listed:
            assert one["file_sha256"] == hashlib.sha256((self.out / one["file"]).read_bytes()).hexdigest()


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are set by a thread: processes are tested with the commands."""

    @contextmanager
    def pool(workers: int) -> Iterator[Executor]:
        with ThreadPoolExecutor(1) as made:
            yield made

    monkeypatch.setattr(setting_letters, "pool", pool)


@pytest.fixture(scope="module")
def first(done: Bench, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Letters of one controller, planned and proved."""
    folder = tmp_path_factory.mktemp("releases") / "desk"
    shutil.copytree(done.folder, folder)
    desk = Desk(folder)
    case = desk.case
    generations.freeze(case, "wave-1", "test", "")
    enter(case, [Stated("contact", WHOSE, CONTACT, "test")], (), "test")
    noticing.plan(case, "wave-1", [WHOSE], "nl", DAY, "test")
    _prove(desk)
    identity = pyrage.x25519.Identity.generate()
    aside.write(folder / "printer", str(identity).encode())
    (folder / "reader").write_text(str(identity.to_public()))
    return desk


@pytest.fixture
def proved(first: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(first.folder, tmp_path / "desk")
    return Desk(tmp_path / "desk")


@pytest.fixture
def released(proved: Desk) -> Desk:
    """Let out by two, in batches of 4."""
    for name in ("A. Alders", "B. Berg"):
        releasing.release(proved.case, "wave-1", WHOSE, name, "test", 4)
    return proved


def _prove(desk: Desk, to: str = "proofs") -> proving.Proved:
    return proving.prove(desk.case, "wave-1", WHOSE, desk.folder / to, 7, DAY, "test", silent, 1)


def _text(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).replace("\r", "")


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_one_at_a_time_plans_releases_and_prints(released: Desk) -> None:
    case = released.case
    with released.case.telling():
        with pytest.raises(LockedError):
            noticing.plan(case, "wave-1", [WHOSE], "nl", DAY, "test")
        with pytest.raises(LockedError):
            releasing.release(case, "wave-1", WHOSE, "A. Alders", "test")
        with pytest.raises(LockedError):
            releasing.void(case, 1, "why", "test")
        with pytest.raises(LockedError):
            released.print()
    assert not list(released.out.glob("*"))


def test_a_file_that_was_whole_when_the_run_was_killed_is_not_made_again(
    released: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Batches, "printed", _stopped)
        with pytest.raises(KeyboardInterrupt):
            released.print()
    before = {path.name: path.read_bytes() for path in released.out.iterdir()}
    assert list(before) == ["release-1-0001.pdf.age"]
    assert [one.state for one in Batches(released.case.decided).of(1)][:2] == ["begun", "planned"]
    with pytest.raises(ReleaseError, match="cannot be taken back"):
        releasing.void(released.case, 1, "a file may be out", "test")
    with pytest.raises(ReleaseError, match="give that folder"):
        released.print(tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()
    made = released.print()
    assert made.printed == len(Batches(released.case.decided).of(1))
    assert (released.out / "release-1-0001.pdf.age").read_bytes() == before["release-1-0001.pdf.age"]
    released.check()
    assert [one["replaced"] for one in released.manifest()["batches"]] == [[]] * made.printed


def test_a_file_that_was_not_whole_or_is_gone_is_made_again_and_the_first_is_disowned(
    released: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Batches, "printed", _stopped)
        with pytest.raises(KeyboardInterrupt):
            released.print()
    file = released.out / "release-1-0001.pdf.age"
    collected = hashlib.sha256(file.read_bytes()).hexdigest()
    file.unlink()  # by the printer, before the case could know that it stood whole
    released.print()
    released.check()
    told = released.manifest()["batches"]
    assert [one["file_sha256"] for one in told[0]["replaced"]] == [collected]
    assert told[0]["file_sha256"] != collected
    assert [one["replaced"] for one in told[1:]] == [[]] * len(told[1:])


def test_a_full_disk_is_told_and_costs_nothing(released: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = aside.write, []

    def full(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(aside, "write", full)
        with pytest.raises(ReleaseError, match="No space left on device"):
            released.print()
    assert [one.state for one in Batches(released.case.decided).of(1)][:3] == ["printed", "begun", "planned"]
    released.print()
    released.check()


def test_the_journal_knows_of_a_file_before_it_has_its_name(released: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "write", _stopped)
    with pytest.raises(KeyboardInterrupt):
        released.print()
    line = released.case.journal.lines()[-1]
    batch = Batches(released.case.decided).of(1)[0]
    assert (line["what"], line["details"]["sha256"], line["details"]["batch"]) == ("print", batch.sealed, 1)
    assert not list(released.out.glob("*.age"))


def test_other_bytes_than_before_are_refused_before_a_file_is_touched(
    released: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    released.print()
    before = {path.name: path.read_bytes() for path in released.out.iterdir()}
    real = setting_letters.merged
    monkeypatch.setattr(setting_letters, "merged", lambda parts: real(parts) + b"\n")
    with pytest.raises(ReleaseError, match="would not be the bytes"):
        released.print(again=[1], why="lost")
    assert {path.name: path.read_bytes() for path in released.out.iterdir()} == before
    monkeypatch.undo()


def test_a_lost_file_is_printed_again_and_the_manifest_disowns_it(released: Desk, tmp_path: Path) -> None:
    released.print()
    before = released.manifest()["batches"][1]
    clear = released.clear()
    with pytest.raises(ReleaseError, match="what became of the file"):
        released.print(again=[2])
    with pytest.raises(ReleaseError, match="has no batch 99"):
        released.print(again=[99], why="lost")
    with pytest.raises(ReleaseError, match="give that folder"):
        released.print(tmp_path / "elsewhere", again=[2], why="lost")
    released.print(again=[2], why="the stick broke")
    released.check()
    assert released.clear() == clear
    told = released.manifest()["batches"][1]
    assert [(one["file_sha256"], one["why"]) for one in told["replaced"]] == [
        (before["file_sha256"], "the stick broke")
    ]
    line = next(one for one in reversed(released.case.journal.lines()) if one["what"] == "print-again")
    assert (line["details"]["batch"], line["details"]["sha256"]) == (2, told["file_sha256"])


def test_a_file_of_another_case_or_of_a_case_put_back_is_never_overwritten(released: Desk) -> None:
    released.out.mkdir()
    for name in ("release-1-0002.pdf.age", "release-1.manifest.age"):
        (released.out / name).write_bytes(b"letters of others")
        with pytest.raises(ReleaseError, match="is there, and not of this case"):
            released.print()
        assert [path.read_bytes() for path in released.out.iterdir()] == [b"letters of others"]
        (released.out / name).unlink()
    released.print()
    released.check()


def test_the_manifest_tells_letters_in_the_order_of_their_pages(released: Desk) -> None:
    released.print()
    listed, codes = released.manifest(), {one.notice_id: one.code for one in released.mine()}
    assert [codes[notice_id] for one in listed["batches"] for notice_id in one["notices"]] == released.codes()
    first = 1
    for one, pdf in zip(listed["batches"], released.clear().values(), strict=True):
        assert (one["first"], one["last"]) == (first, first + one["letters"] - 1)
        assert one["pages"] == len(pypdfium2.PdfDocument(pdf))
        first += one["letters"]
    assert first - 1 == listed["letters"] == len(released.mine())


def test_a_batch_still_says_that_it_is_for_archives(released: Desk) -> None:
    """ISO 19005-2 asks for its mark in the metadata and for an output intent; merging must not lose them."""
    released.print()
    for pdf in released.clear().values():
        with pikepdf.open(io.BytesIO(pdf)) as one:
            assert (one.open_metadata()["pdfaid:part"], one.open_metadata()["pdfaid:conformance"]) == ("2", "B")
            assert "/OutputIntents" in one.Root
            assert "/Outlines" not in one.Root


def test_facts_that_change_later_change_no_letter_that_was_released(released: Desk) -> None:
    case = released.case
    told = drafting.as_told(Releases(case.decided).one(1).told)
    before = drafting.draft(case, released.mine(), told, proof=False)
    incident = case.incident
    changed = [replace(one, exams=("sti",), name="another") for one in incident.datasets if one.controller == WHOSE]
    facts = [Stated("dataset", one.id, one, "later") for one in changed]
    facts.append(Stated("contact", WHOSE, replace(CONTACT, phone="0800-000 0001"), "later"))
    other = next(one for one in incident.controllers if one.id == WHOSE)
    facts.append(Stated("controller", WHOSE, replace(other, name="Ander ziekenhuis"), "later"))
    enter(case, facts, (), "test")
    assert drafting.draft(case, released.mine(), told, proof=False) == before
    one = released.mine()[0]
    copied = " ".join(_text(printing.copy(case, one)).split())
    assert "0800-000 0000" in copied
    released.print()
    assert copied in " ".join(" ".join(map(_text, released.clear().values())).split())


def test_nothing_else_than_what_was_approved_is_printed_or_copied(
    released: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "wording", lambda: "0" * 64)
    with pytest.raises(ReleaseError, match="other letters would be printed than were approved"):
        released.print()
    with pytest.raises(ReleaseError, match="another text than was printed"):
        printing.copy(released.case, released.mine()[0])
    assert not list(released.out.glob("*"))


def test_what_was_withheld_since_the_plan_does_not_go_out(proved: Desk, tmp_path: Path) -> None:
    case, one = proved.case, proved.mine()[3]
    releasing.release(case, "wave-1", WHOSE, "A. Alders", "test")
    noticing.withhold(case, one, "told in person", "test")
    with pytest.raises(ReleaseError, match=rf"the plan holds no more: 1 of .*such as {one.notice_id}"):
        releasing.release(case, "wave-1", WHOSE, "B. Berg", "test")
    with pytest.raises(ReleaseError, match="the plan holds no more"):
        _prove(proved, "again")
    assert {one.state for one in proved.mine()} == {"planned"}
    noticing.plan(case, "wave-1", [WHOSE], "nl", DAY, "test")
    with pytest.raises(ReleaseError, match="which letters go out"):
        releasing.release(case, "wave-1", WHOSE, "B. Berg", "test")
    assert becoming.returned(case, "no-such-code", "moved", "test").marked == ()
    assert becoming.queue(case, tmp_path / "queue.csv", "test")
    assert one.person_id in (tmp_path / "queue.csv").read_text("utf-8-sig")


def test_two_names_under_one_login_are_told(proved: Desk) -> None:
    for name, login in (("A. Alders", "anna"), ("B. Berg", "berend")):
        release_id = releasing.release(proved.case, "wave-1", WHOSE, name, login).release_id
        assert releasing.one_login(proved.case, release_id) == ""
    releasing.void(proved.case, release_id, "again", "anna")
    for name in ("A. Alders", "B. Berg"):
        release_id = releasing.release(proved.case, "wave-1", WHOSE, name, "anna").release_id
    assert releasing.one_login(proved.case, release_id) == "anna"


def test_the_same_letters_typed_otherwise_are_no_second_name(proved: Desk) -> None:
    releasing.release(proved.case, "wave-1", WHOSE, "Ren\u00e9e de Boer", "test")
    with pytest.raises(ReleaseError, match="somebody else must too"):
        releasing.release(proved.case, "wave-1", WHOSE, " RENE\u0301E  de boer", "test")


def test_a_letter_on_request_stays_as_long_as_what_it_tells_is_looked_at(proved: Desk) -> None:
    case, one = proved.case, proved.mine()[0]
    old = _twin(proved, one, variant="not_touched", generation=9)
    noticing.plan(case, "wave-1", [WHOSE], "nl", DAY, "test")
    assert {each.notice_id: each.state for each in Notices(case.decided).held(WHOSE)}[old] == "withdrawn"
    assert becoming.states(case)
    with case.decided.writing() as connection:
        now = update(NOTICE).where(NOTICE.c.notice_id == old).values(generation=1, withdrawn_at=None)
        connection.execute(now)
    noticing.plan(case, "wave-1", [WHOSE], "nl", DAY, "test")
    assert old in {each.notice_id for each in proved.mine()}
    assert old in {each.notice_id for each in proving.planned(case, "wave-1", WHOSE)[2]}
    noticing.withhold(case, next(each for each in proved.mine() if each.notice_id == old), "by telephone", "test")
    assert set(noticing.outdated(case, noticing.frozen(case, "wave-1"), WHOSE, DAY)[0]) == {old, one.notice_id}


def _asked(desk: Desk) -> int:
    return releasing.release(desk.case, "wave-1", WHOSE, "A. Alders", "test").release_id


def _let_out(desk: Desk, release_id: int, ids: Sequence[str]) -> None:
    Releases(desk.case.decided).release(release_id, "B. Berg", [ids])


def _twin(desk: Desk, one: Notice, **changed: str | int) -> str:
    """Another notice to the same person, however it came to be."""
    values = {key: getattr(one, key) for key in (column.name for column in NOTICE.columns)}
    twin = values | {"notice_id": "N-000000000001", "code": "other", "release_id": None, "batch_id": None} | changed
    with desk.case.decided.writing() as connection:
        connection.execute(insert(NOTICE).values(**twin))
    return "N-000000000001"


def test_two_letters_to_one_person_never_go_out_together(proved: Desk) -> None:
    release_id, one = _asked(proved), proved.mine()[0]
    with pytest.raises(ReleaseError, match="are to one person"):
        _let_out(proved, release_id, [one.notice_id, _twin(proved, one)])
    assert {each.state for each in proved.mine()} == {"planned"}
    assert Batches(proved.case.decided).of(release_id) == []


def test_a_letter_that_knows_nothing_of_the_last_one_does_not_go_out(released: Desk) -> None:
    """Two plans made at once: one of them was let out, the other would tell the same person the same again."""
    one, case = released.mine()[0], released.case
    row = {key: getattr(Releases(case.decided).one(1), key) for key in ("controller", "generation", "generation_hash")}
    row |= {"content": "0" * 64, "told": "{}", "day": "2025-09-12", "notices": 1, "asked_by": "A. Alders"}
    release_id = Releases(case.decided).ask(**row)
    twin = _twin(released, one)
    with pytest.raises(ReleaseError, match=f"without knowing of {one.notice_id}"):
        _let_out(released, release_id, [twin])
    with case.decided.writing() as connection:
        connection.execute(update(NOTICE).where(NOTICE.c.notice_id == twin).values(earlier_id="N-0"))
    with pytest.raises(ReleaseError, match="which did not go out"):
        _let_out(released, release_id, [twin])
    with case.decided.writing() as connection:
        connection.execute(update(NOTICE).where(NOTICE.c.notice_id == twin).values(earlier_id=one.notice_id))
    _let_out(released, release_id, [twin])
    with pytest.raises(ReleaseError, match="void that first"):
        releasing.void(case, 1, "wrong", "test")


def test_a_release_that_was_voided_gives_its_letters_back_and_stays_to_be_seen(released: Desk) -> None:
    count = len(Batches(released.case.decided).of(1))
    releasing.void(released.case, 1, "wrong day", "test")
    assert {(one.state, one.release_id, one.batch_id) for one in released.mine()} == {("planned", None, None)}
    assert len(Batches(released.case.decided).of(1)) == count
    with pytest.raises(ReleaseError, match="voided already"):
        releasing.void(released.case, 1, "again", "test")
    with pytest.raises(ReleaseError, match="is voided"):
        released.print()
    for name in ("C. Cools", "D. Dekker"):
        releasing.release(released.case, "wave-1", WHOSE, name, "test", 4)
    assert {one.release_id for one in released.mine()} == {2}
    assert min(one.batch_id for one in Batches(released.case.decided).of(2)) > count


def test_what_was_posted_is_entered_once_and_whole(released: Desk) -> None:
    case, store = released.case, Batches(released.case.decided)
    ids = printing.batches(case, (), 1, False)
    with pytest.raises(ReleaseError, match="is planned, not printed"):
        printing.sent(case, ids, "2025-09-13", "C. Cools", "test")
    released.print()
    printing.sent(case, ids[:1], "2025-09-13", "C. Cools", "test")
    with pytest.raises(ReleaseError, match="was sent already, 2025-09-13"):
        printing.sent(case, ids, "2025-09-15", "C. Cools", "test")
    with pytest.raises(ReleaseError, match="still to come"):
        printing.sent(case, ids[1:], "2999-01-01", "C. Cools", "test")
    with pytest.raises(ReleaseError, match="is sent: only what has a file"):
        released.print(again=[1], why="lost")
    assert [one.sent_at for one in store.of(1)] == ["2025-09-13"] + [None] * (len(ids) - 1)
    assert printing.batches(case, (), 1, False) == ids[1:]
    printing.sent(case, ids[1:], "2025-09-15", "C. Cools", "test")
    assert {one.sent_by for one in store.of(1)} == {"C. Cools"}
    assert {one.state for one in released.mine()} == {"sent"}
    with pytest.raises(ReleaseError, match="no batch of release 1 is still to be sent"):
        printing.batches(case, (), 1, False)
    back = released.mine()[0]
    Notices(case.decided).returned({back.notice_id: "moved"})
    with pytest.raises(ReleaseError, match="came back"):
        printing.sent(case, printing.batches(case, (), 1, True), None, "", "test")
    assert {one.sent_at for one in store.of(1)} == {"2025-09-13", "2025-09-15"}
    other = [one for one in ids if one != back.batch_id]
    printing.sent(case, other, None, "", "test")
    with pytest.raises(ReleaseError, match="nothing to undo"):
        printing.sent(case, other, None, "", "test")


def test_letters_say_what_their_notice_says(proved: Desk) -> None:
    case = proved.case
    told = drafting.told(case, WHOSE, 1, DAY)
    assert drafting.as_told(told.json()) == told
    for one, letter in zip(proved.mine(), drafting.draft(case, proved.mine(), told, proof=False), strict=True):
        assert one.code in "\n".join(composing.lines(composing.page(letter)))
    assert drafting.draft(case, [one], told, proof=False) == [letter]
