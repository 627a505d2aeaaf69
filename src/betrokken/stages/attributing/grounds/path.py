"""A folder or file name that holds the name or code of the client."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from betrokken.kit import organisations

NAME = "folder or file name"
COLUMN = "path"
RANK = 4


def controller(value: str, known: Mapping[str, str]) -> str | None:
    """The controller that the innermost telling part of the path names."""
    for part in reversed(value.replace("!/", "/").split("/")):
        found = organisations.inside(_name(part), known, shortest=3)
        if found:
            return found
    return None


def _name(part: str) -> str:
    suffix = PurePosixPath(part).suffix
    return part.removesuffix(suffix) if 1 < len(suffix) <= 6 else part
