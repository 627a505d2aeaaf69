"""Proofs, release, print, sent: nothing leaves without two people, and no letter twice, whatever kills the program."""

import hashlib
import random
import re
import shutil
import subprocess
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2
import pyrage
import pytest

from betrokken.edges import age, keys
from betrokken.edges.notices import Notice, Notices
from betrokken.pipeline import drafting, manifest
from betrokken.pipeline.case import Case, open_case
from betrokken.stages.notifying import composing
from tests.cases import COMMAND, Bench
from tests.cli.test_letter import CONTACT

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]")
DAY = ("--day", "2025-09-12")


@pytest.fixture(scope="module")
def planned(done: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A case whose notices are planned; every controller can be reached."""
    folder = tmp_path_factory.mktemp("released") / "copy"
    shutil.copytree(done.folder, folder)
    bench = Bench(folder, done.made)
    ids = sorted({one for one in bench.table("exposures").column("controller").to_pylist() if one})
    (folder / "contacts.toml").write_text("".join(CONTACT.format(id=one) for one in ids), "utf-8")
    bench.run("facts", bench.case, folder / "contacts.toml")
    bench.run("run", bench.case)
    bench.run("freeze", bench.case, "wave-1")
    bench.run("notices", bench.case, "--generation", "wave-1")
    return bench


@pytest.fixture(scope="module")
def proved(planned: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A copy with proofs of the controller with most letters."""
    bench = _copy(planned, tmp_path_factory.mktemp("proved"))
    bench.run("proofs", bench.case, *_about(bench), "--to", bench.folder / "proofs", "--seed", "7", *DAY)
    return bench


@pytest.fixture(scope="module")
def released(proved: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A copy in which two people let them out, in batches of 10."""
    bench = _copy(proved, tmp_path_factory.mktemp("let-out"))
    for name in ("A. Alders", "B. Berg"):
        bench.run("release", bench.case, *_about(bench), "--by", name, "--batch", "10")
    identity = pyrage.x25519.Identity.generate()
    (bench.folder / "printer").write_text(str(identity), "utf-8")
    (bench.folder / "printer").chmod(0o600)
    (bench.folder / "reader").write_text(str(identity.to_public()), "utf-8")
    return bench


def _copy(one: Bench, folder: Path) -> Bench:
    shutil.copytree(one.folder, folder / "copy")
    return Bench(folder / "copy", one.made)


def _opened(bench: Bench) -> Case:
    return open_case(bench.case, keys.key_from_file(bench.folder / "key"))


def _mine(bench: Bench) -> list[Notice]:
    held = Notices(_opened(bench).decided).held()
    most = Counter(one.controller for one in held).most_common(1)[0][0]
    return [one for one in held if one.controller == most]


def _about(bench: Bench) -> tuple[str, ...]:
    return "--generation", "wave-1", "--controller", _mine(bench)[0].controller


def _text(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).replace("\r", "")


def _printed(bench: Bench, folder: Path) -> dict[str, bytes]:
    """The files in clear, opened as the printer does."""
    identities = age.identities(bench.folder / "printer")
    return {path.name: age.unseal(path.read_bytes(), identities) for path in sorted(folder.glob("*.pdf.age"))}


def _print(bench: Bench, to: Path) -> tuple[str | Path, ...]:
    return ("print", bench.case, "--release", "1", "--to", to, "--for", f"@{bench.folder / 'reader'}", "--workers", "1")


def test_proofs_show_every_variant_and_are_marked(proved: Bench) -> None:
    folder = proved.folder / "proofs"
    index = (folder / "index.csv").read_text("utf-8-sig")
    assert "at random: proven in nl" in index
    assert "longest name" in index
    files = sorted(folder.glob("*.pdf"))
    assert len(files) == len(index.splitlines()) - 1 >= 5
    assert all("PROEF" in _text(path.read_bytes()) for path in files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_the_same_seed_draws_the_same_proofs(proved: Bench, tmp_path: Path) -> None:
    proved.run("proofs", proved.case, *_about(proved), "--to", tmp_path / "again", "--seed", "7", *DAY)
    for path in (proved.folder / "proofs").iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    held = proved.run("proofs", proved.case, *_about(proved), "--to", tmp_path / "again", ok=False)
    assert "is not empty" in held.stderr


def test_nothing_is_released_unproved_or_by_one_person(planned: Bench, proved: Bench, tmp_path: Path) -> None:
    bench = _copy(planned, tmp_path / "a")
    release: tuple[str | Path, ...] = ("release", bench.case, *_about(bench), "--by", "A. Alders")
    assert "were not proved" in bench.run(*release, ok=False).stderr
    bench = _copy(proved, tmp_path / "b")
    release = ("release", bench.case, *_about(bench), "--by")
    assert "somebody else must approve" in bench.run(*release, "A. Alders").stdout
    assert "somebody else must too" in bench.run(*release, "a.  alders", ok=False).stderr
    assert {one.state for one in _mine(bench)} == {"planned"}
    refused = bench.run(*_print(bench, tmp_path / "out")[:-1], "1", "--for", "age1x", ok=False)
    assert "not released by two people" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_change_between_the_two_names_is_found(proved: Bench, tmp_path: Path) -> None:
    bench = _copy(proved, tmp_path)
    release: tuple[str | Path, ...] = ("release", bench.case, *_about(bench), "--by")
    bench.run(*release, "A. Alders")
    contacts = (bench.folder / "contacts.toml").read_text("utf-8").replace("0800-000 0000", "0800-000 0001")
    (bench.folder / "contacts.toml").write_text(contacts, "utf-8")
    bench.run("facts", bench.case, bench.folder / "contacts.toml")
    told = bench.run(*release, "B. Berg", ok=False).stderr
    assert "this changed: contact" in told
    assert "--void 1" in told
    bench.run("release", bench.case, "--void", "1", "--why", "other number")
    assert "were not proved" in bench.run(*release, "B. Berg", ok=False).stderr
    first = _mine(bench)[0]
    bench.run("withhold", bench.case, first.notice_id, "--why", "is told in person")
    out = bench.run("notices", bench.case, "--generation", "wave-1").stdout
    assert "1 suppressed: withheld" in out
    bench.run("withhold", bench.case, first.notice_id, "--undo")
    assert "withheld" not in bench.run("notices", bench.case, "--generation", "wave-1").stdout


def test_each_letter_is_printed_once_sealed_and_as_the_manifest_says(released: Bench, tmp_path: Path) -> None:
    bench = _copy(released, tmp_path)
    out = tmp_path / "out"
    told = bench.run(*_print(bench, out)).stdout
    mine = _mine(bench)
    found = _printed(bench, out)
    codes = Counter(code for pdf in found.values() for code in CODE.findall(_text(pdf)))
    assert codes == Counter(one.code for one in mine)
    assert f"{len(found)} batches printed ({len(mine)} letters), 0 were printed before" in told
    assert {one.state for one in mine} == {"printed"}
    listed = manifest.opened((out / "release-1.manifest.age").read_bytes(), bench.folder / "printer")
    assert listed["approved"] == ["A. Alders", "B. Berg"]
    assert [batch["pdf_sha256"] for batch in listed["batches"]] == [
        hashlib.sha256(found[batch["file"]]).hexdigest() for batch in listed["batches"]
    ]
    assert sum(batch["letters"] for batch in listed["batches"]) == len(mine) == listed["letters"]
    assert not any("PROEF" in _text(pdf) for pdf in found.values())

    before = {path.name: path.read_bytes() for path in out.glob("*.pdf.age")}
    assert "0 batches printed" in bench.run(*_print(bench, out)).stdout
    assert {path.name: path.read_bytes() for path in out.glob("*.pdf.age")} == before
    assert "give that folder" in bench.run(*_print(bench, tmp_path / "other"), ok=False).stderr
    assert "what became of the file" in bench.run(*_print(bench, out), "--again", "1", ok=False).stderr
    bench.run(*_print(bench, out), "--again", "1", "--why", "never arrived")
    assert _printed(bench, out) == found
    assert "cannot be taken back" in bench.run("release", bench.case, "--void", "1", "--why", "x", ok=False).stderr


def test_what_was_printed_is_sent_and_copied_with_the_very_text(released: Bench, tmp_path: Path) -> None:
    bench = _copy(released, tmp_path)
    early = bench.run("sent", bench.case, "--release", "1", ok=False)
    assert "not printed" in early.stderr
    bench.run(*_print(bench, tmp_path / "out"))
    bench.run("sent", bench.case, "--release", "1", "--at", "2025-09-13")
    one = _mine(bench)[0]
    assert (one.state, (one.sent_at or "")[:10]) == ("sent", "2025-09-13")
    bench.run("sent", bench.case, "--release", "1", "--undo")
    assert _mine(bench)[0].state == "printed"
    bench.run("sent", bench.case, "--release", "1", "--at", "2025-09-13")
    bench.run("timeline", bench.case, tmp_path / "t.svg", "--csv", tmp_path / "t.csv")
    assert f'"{len(_mine(bench))} letters"' in (tmp_path / "t.csv").read_text("utf-8")
    contacts = (bench.folder / "contacts.toml").read_text("utf-8").replace("0800-000 0000", "0800-000 0001")
    (bench.folder / "contacts.toml").write_text(contacts, "utf-8")
    bench.run("facts", bench.case, bench.folder / "contacts.toml")
    for name in ("a.pdf", "b.pdf"):
        bench.run("copy", bench.case, one.code, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    copied = " ".join(_text((tmp_path / "a.pdf").read_bytes()).split())
    printed = " ".join(" ".join(map(_text, _printed(bench, tmp_path / "out").values())).split())
    assert copied in printed
    assert "0800-000 0000" in copied
    assert "PROEF" not in copied
    found = bench.run("trace", bench.case, one.notice_id).stdout
    assert '"asked_by": "A. Alders"' in found
    assert '"pdf": "' in found


def test_a_letter_that_is_planned_has_no_copy_yet(proved: Bench, tmp_path: Path) -> None:
    refused = proved.run("copy", proved.case, _mine(proved)[0].notice_id, tmp_path / "x.pdf", ok=False)
    assert "a copy is given of what was released only" in refused.stderr


def test_what_the_facts_told_is_kept_with_a_release(released: Bench) -> None:
    case = _opened(released)
    one = _mine(released)[0]
    told = drafting.told(case, one.controller, one.generation, date(2025, 9, 12))
    assert drafting.as_told(told.json()) == told
    letter = drafting.draft(case, [one], told, proof=False)[0]
    assert one.code in "\n".join(composing.lines(composing.page(letter)))


def _killed(bench: Bench, to: Path, kills: int, drawing: random.Random, whole: float) -> int:
    """Print until it ends well, killed at random moments on the way; gives how many kills landed."""
    landed = 0
    while landed < kills:
        running = subprocess.Popen(
            [*COMMAND, *map(str, _print(bench, to))],
            env=bench.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            running.wait(whole * drawing.uniform(0.3, 1.0))
        except subprocess.TimeoutExpired:
            running.kill()  # its workers hold letters in clear, and must not outlive it
            running.wait()
            landed += 1
        else:
            break  # it ended first: nothing is left to kill
    bench.run(*_print(bench, to))
    return landed


def _seconds(bench: Bench, folder: Path) -> float:
    """How long an undisturbed run takes."""
    rehearsal = _copy(bench, folder)
    began = time.monotonic()
    rehearsal.run(*_print(rehearsal, folder / "out"))
    return time.monotonic() - began


def _survives(released: Bench, folder: Path, kills: int, drawing: random.Random, whole: float) -> int:
    bench = _copy(released, folder)
    out = folder / "out"
    landed = _killed(bench, out, kills, drawing, whole)
    codes = Counter(code for pdf in _printed(bench, out).values() for code in CODE.findall(_text(pdf)))
    assert codes == Counter(one.code for one in _mine(bench))
    listed = manifest.opened((out / "release-1.manifest.age").read_bytes(), bench.folder / "printer")
    for batch in listed["batches"]:
        assert batch["file_sha256"] == hashlib.sha256((out / batch["file"]).read_bytes()).hexdigest()
    return landed


def test_a_killed_print_run_goes_on_where_it_was(released: Bench, tmp_path: Path) -> None:
    assert _survives(released, tmp_path / "a", 2, random.Random(1), _seconds(released, tmp_path / "calm")) >= 1


@pytest.mark.slow
def test_print_runs_killed_twenty_times_lose_and_double_nothing(released: Bench, tmp_path: Path) -> None:
    whole, drawing, landed, rounds = _seconds(released, tmp_path / "calm"), random.Random(2), 0, 0
    while landed < 20:
        rounds += 1
        landed += _survives(released, tmp_path / str(rounds), 4, drawing, whole)
        assert rounds < 20
