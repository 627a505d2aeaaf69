"""Bytes sealed with AES-256-GCM: a random nonce, then the sealed bytes with their tag."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY: int = 32  # bytes
NONCE: int = 12  # bytes; the length GCM is defined for (NIST SP 800-38D, 5.2.1.1)
TAG: int = 16  # bytes


class SealError(Exception):
    """Sealed bytes were changed, belong elsewhere, or were sealed with another key."""


def seal(key: bytes, data: bytes, about: str) -> bytes:
    """Seal `data` (up to 2 GiB); `about` names what it is, so that it opens in that place only."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The data sealed under the same key and `about`. Raises SealError."""
    if len(sealed) < NONCE + TAG:
        raise SealError("sealed bytes are cut off")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except InvalidTag as error:
        raise SealError("sealed bytes do not fit their key or place") from error
