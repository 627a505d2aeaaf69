"""Numbers of the system calls a worker may not make, by machine (Linux: asm/unistd_64.h, asm-generic/unistd.h)."""

from typing import Final

# Machine as platform.machine() says -> AUDIT_ARCH constant of linux/audit.h.
MACHINES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86_64, aarch64); None where the machine does not have it.
NETWORK: Final = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "io_uring_setup": (425, 425),  # its rings open sockets and files past this filter
}
PROCESSES: Final = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
}
FILES: Final = {
    "creat": (85, None),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "link": (86, None),
    "linkat": (265, 37),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "truncate": (76, 45),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}
KERNEL: Final = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "chroot": (161, 51),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}
# Refused as if the kernel did not know them, so that the C library takes the older call, whose arguments can be seen.
NEWER: Final = {"clone3": (435, 435), "openat2": (437, 437)}

# Calls allowed by an argument: (x86_64, aarch64), number of the argument.
OPEN: Final = (((2, None), 1), ((257, 56), 2))  # open, openat: flags
CLONE: Final = ((56, 220), 0)  # flags
TO_SELF: Final = (((62, 129), 0), ((200, 130), 0), ((234, 131), 0))  # kill, tkill, tgkill: process
PRLIMIT: Final = ((302, 261), 0)  # process
