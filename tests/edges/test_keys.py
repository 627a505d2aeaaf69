import json
from pathlib import Path

import pytest

from betrokken.edges import keys
from betrokken.model.errors import CaseError, CaseKeyError

CHEAP = keys.Stretching(time_cost=1, memory_kib=64, lanes=1)


def _never() -> str:
    raise AssertionError("a passphrase was asked")


def test_a_key_file_is_private_random_and_never_overwritten(tmp_path: Path) -> None:
    first, second = keys.make_key_file(tmp_path / "a"), keys.make_key_file(tmp_path / "b")
    assert first != second
    assert keys.key_from_file(tmp_path / "a") == first
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CaseKeyError, match="there already"):
        keys.make_key_file(tmp_path / "a")
    assert keys.key_from_file(tmp_path / "a") == first


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_key_file_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    keys.make_key_file(tmp_path / "a")
    (tmp_path / "a").chmod(mode)
    with pytest.raises(CaseKeyError, match="chmod 600"):
        keys.key_from_file(tmp_path / "a")


@pytest.mark.parametrize("content", [b"", b"zz" * 32, b"ab" * 31, b"ab" * 33, bytes(range(200, 232))])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").touch(0o600)
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(CaseKeyError, match="no key file"):
        keys.key_from_file(tmp_path / "a")


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseKeyError, match="cannot be read"):
        keys.key_from_file(tmp_path / "a")


def test_a_case_opens_with_its_key_file_only(tmp_path: Path) -> None:
    right, wrong = keys.make_key_file(tmp_path / "a"), keys.make_key_file(tmp_path / "b")
    made = keys.create_case(tmp_path / "case", right)
    assert keys.open_case(tmp_path / "case", right) == made
    assert len({made.worked, made.decided, made.pile, made.journal, right}) == 5
    with pytest.raises(CaseKeyError, match="not the key file"):
        keys.open_case(tmp_path / "case", wrong)
    with pytest.raises(CaseKeyError, match="--key-file"):
        keys.open_case(tmp_path / "case", _never)


def test_a_case_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    made = keys.create_case(tmp_path, lambda: "Zeldzaam café", CHEAP)
    assert keys.open_case(tmp_path, lambda: "Zeldzaam café") == made  # accent as a letter of its own
    with pytest.raises(CaseKeyError, match="not the passphrase"):
        keys.open_case(tmp_path, lambda: "Zeldzaam cafe")
    with pytest.raises(CaseKeyError, match="leave out --key-file"):
        keys.open_case(tmp_path, bytes(32))


def test_a_short_passphrase_is_refused_and_the_case_can_be_made_again(tmp_path: Path) -> None:
    with pytest.raises(CaseKeyError, match="too short"):
        keys.create_case(tmp_path, lambda: "kort", CHEAP)
    assert keys.create_case(tmp_path, lambda: "lang genoeg", CHEAP)


def test_argon2id_gives_the_key_of_the_reference_program() -> None:
    """A value of its own tests (phc-winner-argon2, src/test.c)."""
    cost = keys.Stretching(time_cost=2, memory_kib=65_536, lanes=1)
    made = keys.key_from_passphrase("password", b"somesalt", cost)
    assert made.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_the_default_cost_is_above_what_owasp_asks() -> None:
    cost = keys.Stretching()
    assert cost.memory_kib >= 19 * 1024
    assert cost.time_cost >= 2


def test_no_key_shows_itself(tmp_path: Path) -> None:
    made = keys.create_case(tmp_path, bytes(32))
    assert repr(made.worked) not in repr(made)
    assert made.worked.hex() not in (tmp_path / "case.json").read_text()
    assert (tmp_path / "case.json").stat().st_mode & 0o777 == 0o600
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_folder_with_something_in_it_is_not_taken(tmp_path: Path) -> None:
    keys.create_case(tmp_path / "case", bytes(32))
    before = (tmp_path / "case" / "case.json").read_bytes()
    with pytest.raises(CaseError, match="not empty"):
        keys.create_case(tmp_path / "case", bytes(32))
    assert (tmp_path / "case" / "case.json").read_bytes() == before
    (tmp_path / "file").touch()
    with pytest.raises(CaseError, match="cannot be made"):
        keys.create_case(tmp_path / "file", bytes(32))


def test_what_is_no_case_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="betrokken new"):
        keys.open_case(tmp_path / "nothing", bytes(32))


def _change(path: Path, change: dict[str, object]) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | change))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 2}, "another version"),
        ({"keys": {}}, "damaged"),
        ({"keys": None}, "damaged"),
        ({"lock": {"kind": "other"}}, "damaged"),
        ({"lock": {"kind": "argon2id", "salt": "AAAA", "time_cost": 1, "memory_kib": 64, "lanes": 1}}, "damaged"),
        (
            {"lock": {"kind": "argon2id", "salt": "A" * 24, "time_cost": 1, "memory_kib": 1 << 40, "lanes": 1}},
            "damaged",
        ),
    ],
)
def test_a_damaged_case_is_said_to_be(tmp_path: Path, change: dict[str, object], says: str) -> None:
    keys.create_case(tmp_path, bytes(32))
    _change(tmp_path / "case.json", change)
    with pytest.raises(CaseError, match=says):
        keys.open_case(tmp_path, lambda: "passphrase")


def test_data_keys_cannot_change_places(tmp_path: Path) -> None:
    keys.create_case(tmp_path, bytes(32))
    wrapped = json.loads((tmp_path / "case.json").read_text())["keys"]
    wrapped["worked"], wrapped["pile"] = wrapped["pile"], wrapped["worked"]
    _change(tmp_path / "case.json", {"keys": wrapped})
    with pytest.raises(CaseKeyError):
        keys.open_case(tmp_path, bytes(32))


def test_a_case_file_that_is_no_json_is_damaged(tmp_path: Path) -> None:
    keys.create_case(tmp_path, bytes(32))
    (tmp_path / "case.json").write_bytes(b"{")
    with pytest.raises(CaseError, match="damaged"):
        keys.open_case(tmp_path, bytes(32))
