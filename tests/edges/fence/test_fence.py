"""Real processes: what hostile units do costs these units, and nothing else."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from betrokken.edges.fence import Fence, FenceError, FenceLimits, Loss, Unit
from betrokken.edges.fence.worker import BATCH
from tests.edges.fence import guests

ENTRY = "tests.edges.fence.guests:entry"
SHORT = FenceLimits(seconds=0.4, memory_mb=1024, output_mb=4)

GUILTY = {
    "segfault": "crashed the reader (signal 11)",
    "hang": "took longer than 0.4 s",
    "spin": "took longer than 0.4 s",
    "allocate": "needed more than 1024 MB",
    "exit": "ended the reader (exit code 3)",
    "system_exit": "ended the reader (exit code 4)",
    "flood": "put out more than 4 MB",
    "raise Quirinalis": "the reader failed (ValueError)",
    "panic Quirinalis": "the reader failed (Panic)",
    "fork": "the reader failed (PermissionError)",
}


def _units(*payloads: str) -> Iterator[Unit]:
    return (Unit(f"{number} {payload}", 10, payload.encode()) for number, payload in enumerate(payloads))


def _run(*payloads: str, workers: int = 1, limits: FenceLimits = SHORT, setup: bytes = b"") -> list[bytes | Loss]:
    """The outcomes in the order of the payloads."""
    with Fence(workers, ENTRY, setup, limits) as fence:
        outcomes = {unit.key: outcome for unit, outcome in fence.run(_units(*payloads))}
    return [outcomes[unit.key] for unit in _units(*payloads)]


@pytest.mark.parametrize("workers", [1, 2])
def test_exactly_the_guilty_are_lost(workers: int) -> None:
    payloads = [word for guilty in GUILTY for word in (f"sound before {guilty}", guilty)] + ["sound at last"]
    with Fence(workers, ENTRY, b"> ", SHORT) as fence:
        outcomes = list(fence.run(_units(*payloads)))
    assert Counter(unit.key for unit, _ in outcomes) == Counter(unit.key for unit in _units(*payloads))
    found = {unit.payload.decode(): outcome for unit, outcome in outcomes}
    lost = {word: outcome.reason for word, outcome in found.items() if isinstance(outcome, Loss)}
    assert lost == GUILTY
    assert {word: found[word] for word in found if word not in GUILTY} == {
        word: b"> " + word.encode() for word in payloads if word not in GUILTY
    }


def test_results_do_not_depend_on_the_number_of_workers() -> None:
    payloads = [f"unit {number}" if number % 50 else "exit" for number in range(400)]
    assert _run(*payloads) == _run(*payloads, workers=2)


def test_a_unit_is_not_blamed_twice_for_what_another_did() -> None:
    assert _run("once", "once", "once") == [b"fine alone"] * 3


def test_no_connection_leaves_the_fence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        act = f"connect {server.getsockname()[1]}"
        assert guests.entry(b"")(act.encode()) == b"connected"  # outside the fence
        server.accept()
        assert isinstance(_run(act)[0], Loss)
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_fence_says_that_the_network_is_closed() -> None:
    with Fence(1, ENTRY) as fence:
        assert fence.network == "closed"


def test_no_file_is_made_changed_or_removed(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"as it was")
    outcomes = _run(f"write {new}", f"write {old}", f"remove {old}", f"read {old}")
    assert [isinstance(outcome, Loss) for outcome in outcomes] == [True, True, True, False]
    assert (outcomes[3], list(tmp_path.iterdir())) == (b"as it was", [old])


def test_no_other_process_is_reached() -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        assert isinstance(_run(f"kill {other.pid}")[0], Loss)
        assert other.poll() is None
        other.kill()


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert _run("print Quirinalis", "raise Quirinalis", "segfault")[0] == b"printed"
    assert capfd.readouterr() == ("", "")


def test_the_environment_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETROKKEN_KEY_FILE", "/secret")
    outcome = _run("environment")[0]
    assert isinstance(outcome, bytes)
    assert b"PYTHONHASHSEED" in outcome
    assert b"BETROKKEN" not in outcome


def test_pieces_become_one_result() -> None:
    assert _run("pieces 3000000", "pieces 0") == [b"ab" + b"c" * 3_000_000, b"ab"]


def test_a_worker_that_lies_is_replaced() -> None:
    outcomes = _run("lie", *(f"sound {number}" for number in range(20)))
    assert outcomes[1:] == [f"sound {number}".encode() for number in range(20)]


def test_a_worker_is_replaced_in_time() -> None:
    limits = FenceLimits(units=5)
    assert len(set(_run(*["worker"] * 20, limits=limits))) == 4


def test_units_are_not_taken_far_ahead() -> None:
    taken: list[str] = []

    def endless() -> Iterator[Unit]:
        for unit in _units(*["sound"] * 5000):
            taken.append(unit.key)
            yield unit

    with Fence(2, ENTRY) as fence:
        outcomes = fence.run(endless())
        for count in range(1, 500):
            next(outcomes)
            assert len(taken) <= count + 3 * BATCH
        outcomes.close()
        assert len(list(fence.run(_units("sound", "sound")))) == 2


def test_few_slow_units_are_spread_over_all_workers() -> None:
    counts = Counter(_run(*["sleep 0.1"] * 8, workers=2))
    assert sorted(counts.values()) == [4, 4]


def test_large_units_have_none_waiting_behind_them() -> None:
    taken: list[str] = []

    def large() -> Iterator[Unit]:
        for number in range(6):
            taken.append(str(number))
            yield Unit(str(number), 50_000_000, b"sound")

    with Fence(1, ENTRY) as fence:
        for count, _ in enumerate(fence.run(large()), start=1):
            assert len(taken) == count


def test_time_is_by_size_up_to_a_limit() -> None:
    limits = FenceLimits()
    assert [limits.time(size) for size in (0, 1_000_000, 50_000_000, 10**12)] == [10, 12, 110, 120]


def test_a_slow_caller_is_no_fault_of_a_unit() -> None:
    with Fence(2, ENTRY, limits=SHORT) as fence:
        outcomes = fence.run(_units("late 3000000", "sound"))
        assert next(outcomes)[1] == b"sound"
        workers = [worker.process for worker in fence._workers]
        time.sleep(0.6)  # the result of the other does not fit into its socket, and waits there for us
        assert next(outcomes)[1] == bytes(3_000_000)
        assert [worker.process for worker in fence._workers] == workers


def test_the_run_goes_on_when_the_nursery_is_killed() -> None:
    with Fence(2, ENTRY) as fence:
        outcomes = []
        for unit, outcome in fence.run(_units(*["sleep 0.02"] * 30)):
            outcomes.append((unit.key, isinstance(outcome, bytes)))
            if len(outcomes) == 5:
                os.kill(fence._nursery._process.pid, signal.SIGKILL)
    assert sorted(outcomes) == sorted((unit.key, True) for unit in _units(*["sleep 0.02"] * 30))


@pytest.mark.parametrize("entry", ["broken_entry", "dying_entry", "no_entry"])
def test_a_handler_that_cannot_be_built_is_told_without_its_setup(entry: str) -> None:
    with pytest.raises(FenceError, match="do not start") as told, Fence(1, f"{guests.__name__}:{entry}", b"Quirinalis"):
        pass
    assert "Quirinalis" not in str(told.value)


_PARENT = f"""
import sys
from betrokken.edges.fence import Fence, Unit
with Fence(2, {ENTRY!r}) as fence:
    for _ in fence.run(Unit(str(n), 0, b"sleep 0.05" if n < 9 else b"sleep 60") for n in range(20)):
        print("going", flush=True)
"""


def _below(parent: int) -> set[int]:
    """All processes below one, found by their parents."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {parent}
    while more := {child for child, above in parents.items() if above in found} - found:
        found |= more
    return found - {parent}


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_worker_outlives_the_run(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[3],
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"going\n"
        below = _below(parent.pid)
        assert len(below) == 3
        parent.send_signal(how)
        parent.wait(timeout=10)
    deadline = time.monotonic() + 5
    while any(_lives(process) for process in below) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [process for process in below if _lives(process)] == []
