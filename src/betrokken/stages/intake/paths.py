"""Names of files and members as text: nothing is lost, nothing climbs out, no two members share one."""

import re
from typing import Final

INSIDE: Final = "!/"
LONGEST: Final = 1_024  # characters of one member's name; a tar header may hold megabytes
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE: Final = re.compile(r"[A-Za-z]:$")


def shown(raw: bytes) -> str:
    """A path of the disk or of a container as text: bytes that are no UTF-8, and control characters, as \\xNN."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", raw.decode("utf-8", "backslashreplace"))


def shown_text(name: str) -> str:
    """The same for a name a library already decoded; lone surrogates stand for the bytes they came from."""
    try:
        return shown(name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return shown(name.encode("utf-8", "surrogatepass"))


def cleaned(name: str) -> str:
    """The name without drive, root, "." and ".."; "unnamed" when nothing is left."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    if parts and _DRIVE.match(parts[0]):
        parts = parts[1:]
    return "/".join(parts)[:LONGEST] or "unnamed"


def base(path: str) -> str:
    """The last name of a path."""
    return path.rsplit("/", 1)[-1]


def unpacked_name(path: str, suffix: str) -> str:
    """What a compressed file holds: `x.csv` for `a/x.csv.gz` and suffix `gz`, else the file's own name."""
    name = base(path)
    stem = name[: -len(suffix) - 1]
    return stem if stem and name.lower().endswith(f".{suffix}") else name


class Names:
    """The names given out within one container: a second `x.csv` becomes `x.csv (2)`."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._times: dict[str, int] = {}

    def given(self, name: str) -> str:
        """The cleaned name, made unique."""
        wanted = unique = cleaned(name)
        while unique in self._given:
            self._times[wanted] = self._times.get(wanted, 1) + 1
            unique = f"{wanted} ({self._times[wanted]})"
        self._given.add(unique)
        return unique
