"""The commands from `new` to `show`, run as a user runs them."""

import fcntl
import os
import pty
import subprocess
import termios
import time
from pathlib import Path

import pytest
from demo import truth

from betrokken.edges import keys
from betrokken.pipeline import account
from betrokken.pipeline.case import open_case
from tests.cases import COMMAND, Bench


def test_everybody_is_found_and_nobody_else(done: Bench) -> None:
    score = truth.score(done.made, open_case(done.case, keys.key_from_file(done.folder / "key")))
    assert score.people == 120
    assert (score.missed, score.wrong) == (0, 0)


def test_every_file_is_accounted_for(done: Bench) -> None:
    items = {row["path"]: row for row in done.table("items").to_pylist()}
    assert set(done.made.files) <= set(items)
    assert set(done.made.holds) - set(items) == set()
    unread = {path: row["status"] for path, row in items.items() if row["status"] not in ("read", "partly")}
    assert unread.pop("leeg.csv") == "empty"
    assert unread.pop("images/coupe.png") == "skipped"
    assert {path.split("!")[0] for path in unread} == {
        "Uitslagen/defect.pdf", "archief/vertrouwelijk.7z", "archief/grootboek.zip", "archief/afgebroken.zip"
    } - {path for path, row in items.items() if row["status"] == "partly"}  # fmt: skip
    assert all(row["reason"] for row in items.values() if row["status"] not in ("read", "empty"))


def test_the_account_balances(done: Bench) -> None:
    figures = account.check(open_case(done.case, keys.key_from_file(done.folder / "key")))
    assert figures.files == sum(figures.items.values()) == done.table("items").num_rows
    assert figures.rows == figures.rows_with_mentions + sum(figures.aside.values())
    assert figures.people == done.table("people").num_rows
    told = done.run("status", done.case).stdout
    assert f"{figures.files:,}" in told
    assert f"{figures.rows:,}" in told


def test_people_of_a_file_cite_that_file(done: Bench) -> None:
    by_bsn = {row["bsn"]: row["person_id"] for row in done.table("people").to_pylist() if row["bsn"]}
    cited: dict[str, set[str]] = {}
    for row in done.table("sources").to_pylist():
        cited.setdefault(row["path"], set()).add(row["person_id"])
    bsn_of = {person.number: person.bsn for person in done.made.people}
    for path in ("Exports/export_1.csv", "koppelingen/ORU_1.hl7", "database/lims_1.sql", "tmp/Kopie van export_1.csv"):
        wanted = {by_bsn[bsn_of[number]] for number in done.made.holds[path] if bsn_of[number]}
        assert wanted <= cited[path], path


def test_controllers_and_exams_are_those_of_the_orders(done: Bench) -> None:
    by_bsn = {row["bsn"]: row["person_id"] for row in done.table("people").to_pylist() if row["bsn"]}
    told: dict[str, set[tuple[str, str]]] = {}
    for row in done.table("exposures").to_pylist():
        if row["controller"] and row["exam"]:
            told.setdefault(row["person_id"], set()).add((row["controller"], row["exam"]))
    with_bsn = [person for person in done.made.people if person.bsn in by_bsn]
    right = [
        told.get(by_bsn[person.bsn]) == {(order.controller["id"], order.exam["word"]) for order in person.orders}
        for person in with_bsn
    ]
    assert sum(right) >= 0.95 * len(right)


def test_show_explains_one_person_and_is_written_in_the_journal(done: Bench) -> None:
    person = next(row for row in done.table("people").to_pylist() if row["bsn"])
    told = done.run("show", done.case, person["person_id"]).stdout
    assert person["bsn"] in told
    assert "why these mentions are one person" in told
    case = open_case(done.case, keys.key_from_file(done.folder / "key"))
    last = case.journal.lines()[-1]
    assert (last["what"], last["details"]) == ("show", {"person_id": person["person_id"]})
    assert case.journal.verify() == len(case.journal.lines())


def test_the_summary_is_one_page_without_people(done: Bench) -> None:
    page = done.folder / "summary.html"
    done.run("summary", done.case, page, "--picture", done.folder / "summary.png")
    text = page.read_text("utf-8")
    assert text.count("<svg") >= 4
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert not [p for p in done.made.people if p.bsn and p.bsn in text]
    assert (done.folder / "summary.png").read_bytes().startswith(b"\x89PNG")


def test_a_second_run_does_nothing_again(done: Bench) -> None:
    assert "nothing had changed" in done.run("run", done.case).stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "CASE", "Pnobody"], "the case has no person 'Pnobody'"),
        (["add", "CASE", "/no/such/folder"], "no such file or folder"),
        (["status", "/no/such/case"], "no case"),
    ],
)
def test_bad_input_is_one_plain_message(done: Bench, words: list[str], says: str) -> None:
    told = done.run(*[str(done.case) if word == "CASE" else word for word in words], ok=False)
    assert told.returncode == 1
    assert says in told.stderr
    assert "Traceback" not in told.stderr


def test_an_unknown_fact_names_the_nearest_key(fresh: Bench) -> None:
    (fresh.folder / "facts.toml").write_text("[incident]\nstolenn = 2025-07-05\n", "utf-8")
    told = fresh.run("new", fresh.case, "--facts", fresh.folder / "facts.toml", ok=False)
    assert told.returncode == 1
    assert "unknown key 'stolenn' in [incident]; the nearest known key is 'stolen'" in told.stderr
    assert not fresh.case.exists()


def test_a_case_does_not_open_with_another_key(done: Bench, tmp_path: Path) -> None:
    keys.make_key_file(tmp_path / "other")
    told = done.run("status", done.case, "--key-file", str(tmp_path / "other"), ok=False)
    assert (told.returncode, "not the key file of this case" in told.stderr) == (1, True)


def test_a_key_file_others_can_read_is_refused(done: Bench, tmp_path: Path) -> None:
    key = tmp_path / "open"
    key.write_bytes((done.folder / "key").read_bytes())
    key.chmod(0o644)
    told = done.run("status", done.case, "--key-file", str(key), ok=False)
    assert (told.returncode, "chmod 600" in told.stderr) == (1, True)


def test_a_passphrase_is_asked_on_the_terminal(fresh: Bench) -> None:
    (fresh.folder / "facts.toml").write_text("[incident]\n", "utf-8")
    environment = {k: v for k, v in fresh.environment.items() if k != "BETROKKEN_KEY_FILE"}
    words = ["new", str(fresh.case), "--facts", str(fresh.folder / "facts.toml")]
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [*COMMAND, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    for prompt in (b"Passphrase of the case", b"The same again"):
        _until(ours, prompt)
        os.write(ours, b"a long invented phrase\n")
    assert asked.wait(30) == 0
    without = subprocess.run([*COMMAND, "status", str(fresh.case)], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)  # fmt: skip
    assert (without.returncode, "no key" in without.stderr) == (1, True)


def _until(terminal: int, prompt: bytes) -> None:
    """Read what the program says until it asks."""
    said = b""
    while prompt not in said:
        said += os.read(terminal, 1024)
    time.sleep(0.2)  # what is typed before the terminal stops its echo is thrown away
