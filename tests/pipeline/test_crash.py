"""kill -9 at random moments during `run`: afterwards the export is byte-equal to an undisturbed one."""

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cases import COMMAND, Bench, bench, beside


def killed(one: Bench, dice: random.Random, times: int, longest: float) -> int:
    """Kill `run` at a random moment, so many times that were not over yet; gives how often that succeeded.

    A run that ended first is taken back: what it made can be made again from the pile. On a busy machine moments are
    hard to hit: after four tries for each the rest is left.
    """
    running = 0
    for _ in range(4 * times):
        if running == times:
            break
        started = subprocess.Popen(
            [*COMMAND, "run", str(one.case)], env=one.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(dice.uniform(0.3, longest))
        running += started.poll() is None
        started.send_signal(signal.SIGKILL)
        if started.wait() == 0:
            for stage in ("finding", "linking", "attributing", "registering"):
                shutil.rmtree(one.case / "worked" / "stages" / stage)
    return running


def undisturbed(one: Bench) -> tuple[dict[str, bytes], float]:
    """The export of an undisturbed run, and the seconds the run took."""
    one.new()
    one.run("add", one.case, one.leak, "--drop", "leak")
    start = time.monotonic()
    one.run("run", one.case)
    seconds = time.monotonic() - start
    return one.export(), seconds


@pytest.mark.parametrize(("times", "people"), [(8, 40), pytest.param(25, 400, marks=pytest.mark.slow)])
def test_killed_runs_lose_and_double_nothing(tmp_path: Path, times: int, people: int) -> None:
    calm = bench(tmp_path / "calm", people)
    wanted, seconds = undisturbed(calm)
    one = beside(calm, tmp_path / "killed")
    one.new()
    one.run("add", one.case, one.leak, "--drop", "leak")
    assert killed(one, random.Random(5), times, seconds) >= times // 3
    one.run("run", one.case)
    assert one.export() == wanted
    assert "nothing had changed" in one.run("run", one.case).stdout


def test_a_killed_add_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    calm = bench(tmp_path / "calm", 40)
    wanted, _ = undisturbed(calm)
    one = beside(calm, tmp_path / "killed")
    one.new()
    dice = random.Random(6)
    for _ in range(5):
        words = ["add", str(one.case), str(one.leak), "--drop", "leak"]
        started = subprocess.Popen(
            [*COMMAND, *words], env=one.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(dice.uniform(0.1, 0.6))
        started.kill()
        started.wait()
    again = one.run("add", one.case, one.leak, "--drop", "leak", ok=False)
    assert again.returncode == 0 or "there is a drop named" in again.stderr
    one.run("run", one.case)
    assert one.export() == wanted
