"""The files below the paths a user gave: found without following links, shown paths kept apart from bytes on disk."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from betrokken.model.errors import BetrokkenError
from betrokken.stages.intake.stage import shown


@dataclass(frozen=True, slots=True)
class OnDisk:
    """One file: its path below the root in bytes and as shown, its size; `reason` when it is not taken."""

    raw: bytes
    name: str
    size: int
    reason: str = ""


def root_of(paths: list[Path]) -> Path:
    """The folder item paths are relative to: one folder itself, else the common parent. Raises BetrokkenError."""
    for path in paths:
        if not path.exists() or path.is_symlink():
            raise BetrokkenError(f"{path}: no such file or folder (a link is not followed; give what it points to)")
    if len(paths) == 1 and paths[0].is_dir():
        return paths[0].resolve()
    return Path(os.path.commonpath([path.resolve().parent for path in paths]))


def files(root: Path, paths: list[Path]) -> list[OnDisk]:
    """Every file below the paths, once, sorted by its bytes; links and devices are listed with a reason."""
    found: dict[bytes, OnDisk] = {}
    base = os.fsencode(root)
    for path in paths:
        for raw, entry in _below(os.fsencode(path.resolve())):
            relative = os.path.relpath(raw, base)
            found[relative] = _on_disk(relative, entry)
    return [found[key] for key in sorted(found)]


def _below(path: bytes) -> Iterator[tuple[bytes, os.stat_result]]:
    entry = os.lstat(path)
    if not stat.S_ISDIR(entry.st_mode):
        yield path, entry
        return
    with os.scandir(path) as entries:
        for one in sorted(entries, key=lambda found: found.name):
            if one.is_dir(follow_symlinks=False):
                yield from _below(one.path)
            else:
                yield one.path, one.stat(follow_symlinks=False)


def _on_disk(relative: bytes, entry: os.stat_result) -> OnDisk:
    reason = "" if stat.S_ISREG(entry.st_mode) else "a link" if stat.S_ISLNK(entry.st_mode) else "no ordinary file"
    return OnDisk(relative, shown(relative), entry.st_size, reason)
