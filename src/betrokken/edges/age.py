"""age files (version 1): sealed to the public keys of their readers, opened with the private key of one of them."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyrage

from betrokken.model.errors import HandOverError

_LONGEST: int = 1024 * 1024  # bytes of a file of keys


def recipients(told: Iterable[str]) -> list[Any]:
    """The readers: `age1...`, a public key of ssh, or `@FILE` with one a line. Raises HandOverError naming the first bad."""
    keys: dict[str, None] = {}
    for word in told:
        keys |= dict.fromkeys(_lines(Path(word[1:])) if word.startswith("@") else [word.strip()])
    if not keys:
        raise HandOverError("nobody to seal it for: give --to with a public key (age1... or ssh-ed25519 ...)")
    return [_recipient(key) for key in keys]


def identities(path: Path) -> list[Any]:
    """The private keys in a file of age-keygen or ssh-keygen. Raises HandOverError when there is none, or others can read it."""
    text = _text(path, private=True)
    try:
        if "PRIVATE KEY-----" in text:
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        keys = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError as error:
        raise HandOverError(f"{path} is no identity of age (AGE-SECRET-KEY-1...) or ssh without passphrase") from error
    if not found:
        raise HandOverError(f"{path} holds no identity")
    return found


def seal(data: bytes, readers: list[Any]) -> bytes:
    """`data` for these readers only."""
    return bytes(pyrage.encrypt(data, readers))


def unseal(data: bytes, keys: list[Any]) -> bytes:
    """What was sealed. Raises HandOverError when it is not for these keys, or not a byte-for-byte age file."""
    try:
        return bytes(pyrage.decrypt(data, keys))
    except pyrage.DecryptError as error:
        raise HandOverError(
            "it cannot be decrypted: it was not sealed for this identity, or it was changed or cut off on its way"
        ) from error


def _recipient(key: str) -> Any:
    kind = pyrage.ssh.Recipient if key.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(key)
    except pyrage.RecipientError as error:
        raise HandOverError(
            f"{key[:12]}... is no public key to seal for: give age1..., ssh-ed25519 ..., ssh-rsa ... or @FILE"
        ) from error


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in _text(path).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _text(path: Path, private: bool = False) -> str:
    try:
        with open(path, "rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(_LONGEST + 1)
        text = data.decode("utf-8")
    except OSError as error:
        raise HandOverError(f"the file of keys {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        text = ""
    if private and stat.S_IMODE(mode) & 0o077:
        raise HandOverError(
            f"others can read the private key {path}: run `chmod 600 {path}`, and think who has seen it"
        )
    if not text.strip() or len(data) > _LONGEST:
        raise HandOverError(f"{path} is no file of keys")
    return text
