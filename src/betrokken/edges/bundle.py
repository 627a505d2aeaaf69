"""A hand-over in clear: a zip of files, a manifest that names each, and a signature over the manifest.

It only ever stands in memory. Opening trusts nothing: names, sizes, hashes and the signature are all compared before a
byte is given back.
"""

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from betrokken.edges import signing
from betrokken.model.errors import HandOverError

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FORMAT: int = 1
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\.[a-z]{3,8}")
_DAY = (1980, 1, 1, 0, 0, 0)  # the first day of a zip: when it was made stands in the manifest
_LONGEST = {MANIFEST: 4 * 1024 * 1024, SIGNATURE: 4096}  # bytes
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError)  # of a broken zip
_ENCRYPTED = 0x1  # flag of an entry
_PACKED = (".parquet", ".xlsx")  # compressed already


@dataclass(frozen=True, slots=True)
class Opened:
    """A hand-over whose every part was compared. public: the key that signed it. files: also manifest and signature."""

    manifest: Mapping[str, Any]
    public: str
    files: Mapping[str, bytes]


def described(name: str, data: bytes, **about: object) -> dict[str, object]:
    """The entry of one file in the manifest."""
    return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), **about}


def pack(files: Mapping[str, bytes], manifest: Mapping[str, Any], signer: signing.Signer) -> tuple[bytes, str]:
    """(the zip, SHA-256 of its manifest). manifest: holds an entry of `described` for each file under `files`."""
    told = json.dumps({"format": FORMAT, **manifest}, indent=2, ensure_ascii=False).encode() + b"\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {MANIFEST: told, SIGNATURE: signer.sign(told), **files}.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue(), hashlib.sha256(told).hexdigest()


def unpack(data: bytes) -> Opened:
    """All that stands in the zip, compared. Raises HandOverError naming the first thing that is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive)
            told = _content(archive, entries, MANIFEST, _LONGEST[MANIFEST])
            signature = _content(archive, entries, SIGNATURE, _LONGEST[SIGNATURE])
            public = signing.signer_of(told, signature)
            manifest, listed = _manifest(told)
            _same_names(entries.keys() - {MANIFEST, SIGNATURE}, listed.keys())
            files = {name: _file(archive, entries, about) for name, about in listed.items()}
    except _DAMAGED as error:
        raise HandOverError("what was sealed is no hand-over: its zip is damaged") from error
    return Opened(manifest, public, {**files, MANIFEST: told, SIGNATURE: signature})


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        # the name as it stands in the file: zipfile cuts it off at a zero byte
        if not _NAME.fullmatch(entry.filename) or entry.orig_filename != entry.filename:
            raise HandOverError("it holds a file whose name is no plain name; nothing was written")
        if entry.compress_type not in _METHODS or entry.flag_bits & _ENCRYPTED:
            raise HandOverError(f"{entry.filename} is packed in a way a hand-over never is")
        if entry.filename in entries:
            raise HandOverError(f"it holds {entry.filename} twice; nothing was written")
        entries[entry.filename] = entry
    return entries


def _content(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], name: str, longest: int) -> bytes:
    """The bytes of one file, read no further than `longest`, whatever the zip says of its size."""
    if name not in entries:
        raise HandOverError(f"it lacks {name}")
    with archive.open(entries[name]) as stream:
        data = stream.read(longest + 1)
    if len(data) > longest:
        raise HandOverError(f"{name} is longer than it may be")
    return data


def _manifest(told: bytes) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """(the manifest, its entries by name of file)."""
    try:
        manifest = json.loads(told)
        known = manifest["format"] == FORMAT
        listed = {str(entry["name"]): dict(entry) for entry in manifest["files"]} if known else {}
        sound = all(isinstance(entry["bytes"], int) and entry["sha256"] for entry in listed.values())
        sound = sound and all(isinstance(manifest.get(key) or {}, dict) for key in ("controller", "generation"))
    except (ValueError, KeyError, TypeError) as error:
        raise HandOverError("manifest.json is no manifest of a hand-over") from error
    if not known:
        raise HandOverError("it was made by another version of betrokken")
    if not sound or len(listed) != len(manifest["files"]):
        raise HandOverError("manifest.json is no manifest of a hand-over")
    return manifest, listed


def _same_names(found: set[str], listed: Any) -> None:
    if extra := sorted(found - set(listed)):
        raise HandOverError(f"it holds {extra[0]}, which the manifest does not name")
    if missing := sorted(set(listed) - found):
        raise HandOverError(f"it lacks {missing[0]}, which the manifest names")


def _file(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], about: Mapping[str, Any]) -> bytes:
    data = _content(archive, entries, about["name"], about["bytes"])
    if len(data) != about["bytes"] or hashlib.sha256(data).hexdigest() != about["sha256"]:
        raise HandOverError(f"{about['name']} is not the file that was signed: its bytes differ from the manifest")
    return data
