"""The walls around a worker: no network, no new files or processes, limits, and an end with its parent.

What the machine does not allow is left out; `network_is_closed` tells by trying what is left open.
"""

import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress

from betrokken.edges.fence import syscalls
from betrokken.edges.fence.terms import MB, FenceLimits

CPU_SECONDS: int = 7_200  # the clock outside is the limit; this one ends a worker whose fence was stopped

# linux/prctl.h, linux/sched.h, linux/capability.h, linux/seccomp.h, linux/filter.h
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_THREAD = 0x10000000, 0x40000000, 0x10000
_CAPABILITY_VERSION_3, _CAP_DAC_READ_SEARCH = 0x20080522, 2
_SECCOMP_MODE_FILTER, _ALLOW, _ERRNO = 2, 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_EPERM, _ENOSYS = 1, 38
_X32_CALLS = 0x40000000  # numbers of the x32 calls of x86_64, which would pass by the ordinary numbers
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_LINUX = sys.platform == "linux"


def leave_network() -> None:
    """Go into an empty network, and give up all rights but reading. Before any thread starts.

    Root does it as itself, and may then still read files of others; anybody else needs a user namespace as well.
    """
    if not _LINUX:
        return
    if not _unshare(_CLONE_NEWNET):
        _unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _keep_only(_CAP_DAC_READ_SEARCH)


def die_first() -> None:
    """Have the kernel end this process and its children, rather than others, when memory runs out; before the rest."""
    if _LINUX:
        with suppress(OSError), open("/proc/self/oom_score_adj", "wb") as stream:
            stream.write(b"500")


def refuse_dumps() -> None:
    """Let this process leave no core file, and let no other process of the user look into its memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


def die_with(parent: int) -> None:
    """Be killed when the parent dies, however it dies; at once when it is dead already.

    After anything that changes rights, for the kernel forgets the wish then.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def close_in(limits: FenceLimits, parent: int) -> None:
    """All walls of a worker, in a process that was just forked from one that left the network."""
    own = _address_space()
    for which, most in (
        (resource.RLIMIT_AS, own + limits.memory_mb * MB),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CPU, CPU_SECONDS),
    ):
        resource.setrlimit(which, (most, most))
    refuse_dumps()
    die_with(parent)
    _filter_calls()


def network_is_closed() -> bool:
    """Whether no packet can leave. A datagram socket is only connected, to an address for documentation (RFC 5737)."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
    except OSError:
        return True
    return False


def _address_space() -> int:
    """Bytes of address space this process has."""
    with open("/proc/self/statm", "rb") as stream:
        return int(stream.read().split()[0]) * resource.getpagesize()


def _unshare(flags: int) -> bool:
    return bool(ctypes.CDLL(None).unshare(flags) == 0)


def _prctl(option: int, value: int, pointer: object = 0) -> bool:
    return _LINUX and bool(ctypes.CDLL(None).prctl(option, value, pointer, 0, 0) == 0)


def _keep_only(capability: int) -> None:
    """Give up every capability but one, which stays only if it is there."""
    head = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), 8)
    held = ctypes.create_string_buffer(24)  # effective, permitted, inheritable; twice, for 64 bits
    libc = ctypes.CDLL(None)
    if libc.capget(head, held):
        return
    effective, permitted = (word & 1 << capability for word in struct.unpack_from("=II", held.raw))
    libc.capset(head, ctypes.create_string_buffer(struct.pack("=6I", effective, permitted, 0, 0, 0, 0), 24))


def _filter_calls() -> bool:
    """Have the kernel refuse what no reader needs (seccomp): also where no namespace can be had, as in containers."""
    machine = platform.machine()
    if not _LINUX or machine not in syscalls.MACHINES:
        return False
    program = b"".join(_program(machine))
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(header, len(header)))


def _program(machine: str) -> Iterator[bytes]:
    """The filter, one instruction of classic BPF at a time, over struct seccomp_data."""
    which = list(syscalls.MACHINES).index(machine)
    yield from (_op(_LOAD, 4), _op(_EQUAL, syscalls.MACHINES[machine], 1, 0), _refuse(_EPERM))
    yield from (_op(_LOAD, 0), _op(_AT_LEAST, _X32_CALLS, 0, 1), _refuse(_EPERM))
    for group in (syscalls.NETWORK, syscalls.PROCESSES, syscalls.FILES, syscalls.KERNEL):
        for numbers in group.values():
            yield from _when(numbers[which], _refuse(_EPERM))
    for numbers in syscalls.NEWER.values():
        yield from _when(numbers[which], _refuse(_ENOSYS))
    for numbers, argument in syscalls.OPEN:
        yield from _by_argument(numbers[which], argument, _op(_ANY_BIT, _WRITING, 0, 1), _refuse(_EPERM), _allow())
    numbers, argument = syscalls.CLONE
    yield from _by_argument(numbers[which], argument, _op(_ANY_BIT, _CLONE_THREAD, 0, 1), _allow(), _refuse(_EPERM))
    for numbers, argument in syscalls.TO_SELF:
        yield from _by_argument(numbers[which], argument, _op(_EQUAL, os.getpid(), 0, 1), _allow(), _refuse(_EPERM))
    numbers, argument = syscalls.PRLIMIT
    yield from _by_argument(numbers[which], argument, _op(_EQUAL, 0, 0, 1), _allow(), _refuse(_EPERM))
    yield _allow()


def _when(number: int | None, *then: bytes) -> Iterator[bytes]:
    """`then`, which ends in a return, for this call; nothing for others."""
    if number is not None:
        yield from (_op(_EQUAL, number, 0, len(then)), *then)


def _by_argument(number: int | None, argument: int, test: bytes, hit: bytes, miss: bytes) -> Iterator[bytes]:
    """`hit` or `miss` by the low 32 bits of an argument (both machines are little-endian)."""
    yield from _when(number, _op(_LOAD, 16 + 8 * argument), test, hit, miss)


def _op(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, when_true, when_false, value)


def _allow() -> bytes:
    return _op(_RETURN, _ALLOW)


def _refuse(errno: int) -> bytes:
    return _op(_RETURN, _ERRNO | errno)
