"""`betrokken facts`, run as a user runs it."""

from tests.cases import Bench

MORE = """
[[organisation]]
id = "lab"
name = "Laboratorium Noordermeer"
source = "contract of 2019"

[[dataset]]
id = "smears"
controller = "zhw"
processor = "lab"
exams = ["cervical_smear"]
status = "stolen"

[[event]]
id = "told-zhw"
kind = "told"
at = 2025-08-06T14:30:00+02:00
who = "lab"
whom = ["zhw"]
dataset = "smears"
"""


def words(text: str) -> str:
    """The text without the line breaks of its tables."""
    return " ".join(text.split())


def test_facts_are_entered_shown_changed_and_taken_back(fresh: Bench) -> None:
    fresh.new()
    more = fresh.folder / "more.toml"
    more.write_text(MORE, "utf-8")
    told = fresh.run("facts", fresh.case, more).stdout
    assert "3 new: organisation:lab, dataset:smears, event:told-zhw" in told
    assert "3 the same" in fresh.run("facts", fresh.case, more).stdout
    more.write_text(MORE.replace('"stolen"', '"published"'), "utf-8")
    assert "1 changed: dataset:smears\n2 the same" in fresh.run("facts", fresh.case, more).stdout
    refused = fresh.run("facts", fresh.case, "--withdraw", "dataset:smears", ok=False)
    assert (refused.returncode, "it is named by event:told-zhw" in refused.stderr) == (1, True)
    assert "1 withdrawn: event:told-zhw" in fresh.run("facts", fresh.case, "--withdraw", "event:told-zhw").stdout
    held = words(fresh.run("facts", fresh.case, env={"COLUMNS": "250"}).stdout)
    assert "smears controller zhw; processor lab; exams cervical_smear; status published more.toml" in held
    assert "lab name Laboratorium Noordermeer contract of 2019" in held
    assert "told-zhw" not in held
    assert "status stolen" not in held
    past = words(fresh.run("facts", fresh.case, "--history", env={"COLUMNS": "250"}).stdout)
    assert "told-zhw kind told; at 2025-08-06T14:30:00+02:00; who lab; whom zhw; dataset smears more.toml" in past
    assert "status stolen" in past


def test_what_is_wrong_is_one_plain_message(fresh: Bench) -> None:
    fresh.new()
    more = fresh.folder / "more.toml"
    more.write_text(MORE.replace('"zhw"\n', '"zwh"\n'), "utf-8")
    for arguments, says in (
        ([more], "more.toml: dataset 'smears': controller 'zwh' is no known controller; the nearest known id is 'zhw'"),
        ([fresh.folder], "this is no file that can be read"),
        (["--withdraw", "smears"], "write --withdraw KIND:ID, where KIND is one of incident, controller"),
        (["--withdraw", "dataset:smears"], "there is no fact dataset:smears that holds"),
    ):
        told = fresh.run("facts", fresh.case, *arguments, ok=False)
        assert (told.returncode, says in told.stderr, "Traceback" in told.stderr) == (1, True, False)
