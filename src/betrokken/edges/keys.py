"""The keys of a case: random data keys, wrapped by a key file or a passphrase, in `case.json`.

There is no case without a key. What stands in `case.json` says nothing about what the case holds.
"""

import base64
import json
import os
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw

from betrokken.edges import aside, gcm
from betrokken.model.errors import CaseError, CaseKeyError

FORMAT: int = 1
NAMES = ("worked", "decided", "pile", "journal")
SHORTEST_PASSPHRASE: int = 8  # characters (NIST SP 800-63B, 5.1.1.1)
MOST_MEMORY_KIB: int = 4 * 1024 * 1024  # a damaged case file must not make us take all memory

# The key of a key file, or a function that asks for the passphrase; it is called only when the passphrase is needed.
Secret = bytes | Callable[[], str]


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The data keys of an open case, 32 bytes each; `journal` is the seed of its Ed25519 signing key."""

    case_id: str
    worked: bytes = field(repr=False)
    decided: bytes = field(repr=False)
    pile: bytes = field(repr=False)
    journal: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stretching:
    """Cost of argon2id; the default takes four times the memory of the second choice of RFC 9106, section 4."""

    time_cost: int = 3
    memory_kib: int = 256 * 1024
    lanes: int = 4


def make_key_file(path: Path) -> bytes:
    """Write a new random key to `path`, readable by its owner only, and give it. Raises CaseKeyError if it is there."""
    key = os.urandom(gcm.KEY)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, aside.PRIVATE_FILE)
    except FileExistsError as error:
        raise CaseKeyError(f"the key file {path} is there already and is not overwritten") from error
    except OSError as error:
        raise CaseKeyError(f"the key file {path} cannot be made: {error.strerror}") from error
    with os.fdopen(handle, "wb") as stream:
        stream.write(key.hex().encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    return key


def key_from_file(path: Path) -> bytes:
    """The key in a key file. Raises CaseKeyError when it is missing, malformed or readable by others."""
    try:
        with open(path, "rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            text = stream.read(4096)
    except OSError as error:
        raise CaseKeyError(f"the key file {path} cannot be read: {error.strerror}") from error
    if stat.S_IMODE(mode) & 0o077:
        raise CaseKeyError(f"others can read the key file {path}: run `chmod 600 {path}`, and think who has seen it")
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != gcm.KEY:
        raise CaseKeyError(f"{path} is no key file: it must hold 64 hexadecimal digits")
    return key


def key_from_passphrase(passphrase: str, salt: bytes, cost: Stretching) -> bytes:
    """The 32-byte key that argon2id (RFC 9106) makes of a passphrase, composed or decomposed accents alike."""
    return hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode(),
        salt,
        time_cost=cost.time_cost,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=gcm.KEY,
        type=Type.ID,
    )


def create_case(folder: Path, secret: Secret, cost: Stretching | None = None) -> CaseKeys:
    """Make a case folder with new data keys, locked by `secret`. Raises CaseError when something stands there.

    A kill leaves an empty folder, in which it can be made again.
    """
    _claim(folder)
    case_id = os.urandom(16).hex()
    lock, outer = _new_lock(secret, cost or Stretching())
    keys = {name: os.urandom(gcm.KEY) for name in NAMES}
    wrapped = {name: _text(gcm.seal(outer, key, _about(case_id, name))) for name, key in keys.items()}
    content = {"format": FORMAT, "case_id": case_id, "lock": lock, "keys": wrapped}
    aside.write(folder / "case.json", json.dumps(content, indent=2).encode() + b"\n")
    return CaseKeys(case_id, **keys)


def open_case(folder: Path, secret: Secret) -> CaseKeys:
    """The data keys of a case. Raises CaseError (missing, damaged, other version), CaseKeyError (not its key)."""
    content = _content(folder)
    try:
        case_id, lock = str(content["case_id"]), dict(content["lock"])
        wrapped = {name: base64.b64decode(content["keys"][name], validate=True) for name in NAMES}
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged() from error
    outer = _outer_key(lock, secret)
    try:
        return CaseKeys(case_id, **{n: gcm.unseal(outer, w, _about(case_id, n)) for n, w in wrapped.items()})
    except gcm.SealError as error:
        raise CaseKeyError(f"this is not the {_secret_word(lock)} of this case") from error


def _claim(folder: Path) -> None:
    try:
        folder.mkdir(mode=aside.PRIVATE_FOLDER, parents=True, exist_ok=True)
        held = {path.name for path in folder.iterdir()} - {"case.json.new"}
    except OSError as error:
        raise CaseError(f"the case folder {folder} cannot be made: {error.strerror}") from error
    if held:
        raise CaseError(f"{folder} is not empty: give a new folder for the case")
    folder.chmod(aside.PRIVATE_FOLDER)


def _content(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / "case.json").read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CaseError(f"there is no case at {folder}: make one with `betrokken new`") from error
    except OSError as error:
        raise CaseError(f"the case at {folder} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _damaged() from error
    if not isinstance(content, dict):
        raise _damaged()
    if content.get("format") != FORMAT:
        raise CaseError(f"the case at {folder} was made by another version of betrokken")
    return content


def _new_lock(secret: Secret, cost: Stretching) -> tuple[dict[str, Any], bytes]:
    """(what `case.json` says of the lock, the key it gives)."""
    if isinstance(secret, bytes):
        return {"kind": "key-file"}, secret
    passphrase, salt = secret(), os.urandom(16)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise CaseKeyError(f"the passphrase is too short: {SHORTEST_PASSPHRASE} characters at least")
    lock = {"kind": "argon2id", "salt": _text(salt), **asdict(cost)}
    return lock, key_from_passphrase(passphrase, salt, cost)


def _outer_key(lock: dict[str, Any], secret: Secret) -> bytes:
    if lock.get("kind") == "key-file":
        if not isinstance(secret, bytes):
            raise CaseKeyError("this case is locked by a key file: give it with --key-file or BETROKKEN_KEY_FILE")
        return secret
    salt, cost = _passphrase_lock(lock)
    if isinstance(secret, bytes):
        raise CaseKeyError("this case is locked by a passphrase: leave out --key-file and BETROKKEN_KEY_FILE")
    return key_from_passphrase(secret(), salt, cost)


def _passphrase_lock(lock: dict[str, Any]) -> tuple[bytes, Stretching]:
    try:
        salt = base64.b64decode(lock["salt"], validate=True)
        cost = Stretching(int(lock["time_cost"]), int(lock["memory_kib"]), int(lock["lanes"]))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged() from error
    sound = 1 <= cost.time_cost <= 100 and 8 * cost.lanes <= cost.memory_kib <= MOST_MEMORY_KIB
    if lock.get("kind") != "argon2id" or len(salt) < 16 or not 1 <= cost.lanes <= 64 or not sound:
        raise _damaged()
    return salt, cost


def _damaged() -> CaseError:
    return CaseError("case.json of this case is damaged: put back a copy of it, the rest of the case may be whole")


def _secret_word(lock: dict[str, Any]) -> str:
    return "key file" if lock.get("kind") == "key-file" else "passphrase"


def _about(case_id: str, name: str) -> str:
    return f"betrokken case {FORMAT} {case_id} {name}"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
