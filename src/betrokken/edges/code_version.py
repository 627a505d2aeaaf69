"""Which code made a table: a hash of everything that can change what a stage gives."""

import hashlib
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

SOURCES = (".py", ".toml", ".sql")
# Rooms that show tables and cannot change them: imports point one way (see the import contracts of the project).
ONLY_SHOW = ("cli", "web")


@cache
def code_version() -> str:
    """SHA-256 over our source files, the versions of the packages they stand on, and that of Python."""
    root = Path(str(files("betrokken")))
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sorted(path for path in root.rglob("*") if _counts(path.relative_to(root))):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for package in _packages():
        digest.update(f"\0{package}".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    return path.suffix in SOURCES and path.parts[0] not in ONLY_SHOW


def _packages() -> list[str]:
    return [f"{name} {_version(name)}" for name in sorted(_required())]


def _required() -> set[str]:
    try:
        lines = requires("betrokken") or []
    except PackageNotFoundError:  # run from its source folder, not installed
        return set()
    return {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in lines}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
