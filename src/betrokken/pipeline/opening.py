"""A hand-over opened by whoever it is for: no case is needed, and nothing is written before all of it was compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from betrokken.edges import age, aside, bundle
from betrokken.edges.signing import fingerprint, is_signer
from betrokken.model.errors import HandOverError

LARGEST: int = 8 * 1024**3  # bytes; it is held in memory whole, and a million people take less than 1 GiB


@dataclass(frozen=True, slots=True)
class Told:
    """What an opened hand-over says of itself. compared: its signer was compared with a known key."""

    manifest: Mapping[str, Any]
    public: str
    fingerprint: str
    compared: bool
    paths: tuple[Path, ...]


def open_file(file: Path, folder: Path, identity: Path, signer: str | None) -> Told:
    """Decrypt, compare and write to a new folder. Raises HandOverError naming what is wrong; then nothing is written."""
    if folder.exists():
        raise HandOverError(f"{folder} is there already: give a new folder")
    keys = age.identities(identity)
    opened = bundle.unpack(age.unseal(_bytes(file), keys))
    if signer and not is_signer(opened.public, signer):
        raise HandOverError(
            f"it was not signed by the key you gave, but by {fingerprint(opened.public)}: "
            "ask the sender by telephone before you trust it; nothing was written"
        )
    paths = _written(folder, opened.files)
    return Told(opened.manifest, opened.public, fingerprint(opened.public), bool(signer), paths)


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise HandOverError(f"{file} is larger than any hand-over")
        return file.read_bytes()
    except OSError as error:
        raise HandOverError(f"{file} cannot be read: {error.strerror}") from error


def _written(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """The folder appears whole: filled under another name, and renamed."""
    beside = folder.with_name(f".{folder.name}.new")
    try:
        aside.fresh_folder(beside)
        for name, data in files.items():
            aside.write(beside / name, data)
        beside.rename(folder)
    except OSError as error:
        aside.remove(beside)
        raise HandOverError(f"{folder} cannot be written: {error.strerror}") from error
    return tuple(folder / name for name in files)
