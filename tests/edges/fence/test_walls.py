"""Each wall by itself, in a process of its own."""

import platform
import subprocess
import sys

import pytest

from betrokken.edges.fence import syscalls, walls

_KNOWN = pytest.mark.skipif(platform.machine() not in syscalls.MACHINES, reason="no filter for this machine")


def _run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=30)
    return done.stdout.strip() or f"exit code {done.returncode}"


_IMPORT = "import os, resource\nfrom betrokken.edges.fence import walls\nfrom betrokken.edges.fence.terms import FenceLimits\n"


def test_the_probe_can_tell_an_open_network() -> None:
    assert not walls.network_is_closed() or _run(_IMPORT + "print(walls.network_is_closed())") == "True"


@_KNOWN
def test_the_filter_alone_closes_the_network() -> None:
    script = "assert walls._filter_calls()\nprint(walls.network_is_closed())"
    assert _run(_IMPORT + script) == "True"


def test_rights_are_given_up_but_for_reading() -> None:
    script = (
        "walls.leave_network()\nprint([l.split()[1] for l in open('/proc/self/status') if l.startswith('CapEff')][0])"
    )
    assert int(_run(_IMPORT + script), 16) in (0, 1 << 2)


def test_it_is_ended_before_others_when_memory_runs_out() -> None:
    assert _run(_IMPORT + "walls.die_first()\nprint(open('/proc/self/oom_score_adj').read())") == "500"


def test_all_walls_together() -> None:
    script = """
walls.leave_network()
walls.close_in(FenceLimits(memory_mb=200, files=20), os.getppid())
print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_FSIZE))
print(resource.getrlimit(resource.RLIMIT_NOFILE), walls.network_is_closed())
try:
    bytes(300_000_000)
except MemoryError:
    print("no memory")
"""
    assert _run(_IMPORT + script).split("\n") == ["(0, 0) (0, 0)", "(20, 20) True", "no memory"]


def test_a_process_whose_parent_is_gone_ends_at_once() -> None:
    assert _run(_IMPORT + "walls.die_with(1 << 22)\nprint('still here')") == "exit code 0"
