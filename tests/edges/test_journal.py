from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from betrokken.edges.decided import Decided
from betrokken.edges.journal import Journal
from betrokken.model.errors import CaseError
from tests.edges import rows, writers

SEED = bytes(range(32))


def _journal(folder: Path, lines: int = 0, seed: bytes = SEED) -> Journal:
    journal = Journal(Decided(folder, writers.KEY), seed)
    for number in range(lines):
        journal.append("jan", "run", {"items": number, "stage": "reading", "sha256": "ab" * 32, "drop_id": "1"})
    return journal


def _tamper(folder: Path, *statements: str) -> None:
    with Decided(folder, writers.KEY).writing() as connection:
        for name in ("update", "delete"):
            connection.execute(text(f"drop trigger event_no_{name}"))
        for statement in statements:
            connection.execute(text(statement))


def test_lines_are_numbered_and_verified(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    assert (journal.verify(), journal.head()) == (0, (0, "0" * 64))
    _journal(tmp_path, 3)
    assert journal.verify() == 3
    assert journal.head()[0] == 3
    assert [line["details"]["items"] for line in journal.lines()] == [0, 1, 2]


@pytest.mark.parametrize(
    ("line", "statements"),
    [
        (2, ["update event set who = 'piet' where number = 2"]),
        (2, ["update event set details = '{}' where number = 2"]),
        (3, ["update event set at = '1999' where number = 3"]),
        (2, ["delete from event where number = 2"]),
        (1, ["delete from event where number = 1"]),
        (2, ["delete from event where number = 2", "update event set number = number - 1 where number > 2"]),
        (3, ["update event set hash = (select hash from event where number = 1) where number = 3"]),
        (2, ["update event set signature = (select signature from event where number = 1) where number = 2"]),
    ],
)
def test_the_first_broken_line_is_named(tmp_path: Path, line: int, statements: list[str]) -> None:
    _journal(tmp_path, 4)
    _tamper(tmp_path, *statements)
    with pytest.raises(CaseError, match=f"line {line} "):
        _journal(tmp_path).verify()


def test_lines_cut_off_show_against_a_head_kept_outside(tmp_path: Path) -> None:
    journal = _journal(tmp_path, 4)
    kept = journal.head()
    _tamper(tmp_path, "delete from event where number = 4")
    assert journal.verify() == 3
    assert journal.head() != kept


def test_another_key_verifies_nothing(tmp_path: Path) -> None:
    _journal(tmp_path, 2)
    with pytest.raises(CaseError, match="line 1 "):
        _journal(tmp_path, seed=bytes(32)).verify()


@pytest.mark.parametrize("act", ["update event set who = 'x'", "delete from event"])
def test_no_ordinary_statement_changes_a_line(tmp_path: Path, act: str) -> None:
    journal = _journal(tmp_path, 1)
    with pytest.raises(IntegrityError, match="only added to"), Decided(tmp_path, writers.KEY).writing() as connection:
        connection.execute(text(act))
    assert journal.verify() == 1


@pytest.mark.parametrize(
    "details",
    [
        {"surname": rows.MARKER},
        {"stage": rows.MARKER},
        {"stage": "123456782"},
        {"stage": "jan@example.org"},
        {"items": "123456782"},
        {"item_id": "123456782"},
        {"item_id": rows.MARKER},
        {"item_id": "Jansen"},
        {"sha256": "123456782"},
        {"person_id": "0612345678"},
        {"rows": 1.5},
    ],
)
def test_no_value_of_the_pile_gets_in(tmp_path: Path, details: dict[str, int | str]) -> None:
    journal = _journal(tmp_path)
    with pytest.raises(ValueError, match="takes no such detail") as told:
        journal.append("jan", "run", details)
    assert str(next(iter(details.values()))) not in str(told.value)
    assert journal.verify() == 0


@pytest.mark.parametrize("value", ["1", "4f2a", "P-000123", "00112233445566778899", "c0ffee00" * 8, 12])
def test_ids_of_the_house_get_in(tmp_path: Path, value: int | str) -> None:
    assert _journal(tmp_path).append("jan", "show", {"person_id": value}) == 1


def test_processes_that_write_at_once_keep_one_chain(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    processes = [writers.start(writers.journal, tmp_path, 25) for _ in range(3)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert journal.verify() == 75
