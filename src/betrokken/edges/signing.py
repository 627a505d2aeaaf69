"""Signatures of a case on what leaves it: Ed25519 (RFC 8032), with a key apart from that of the journal."""

import hashlib
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from betrokken.edges.keys import CaseKeys
from betrokken.model.errors import HandOverError

_ABOUT = b"betrokken 1 signing what leaves the case"
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT: int = 32  # hexadecimal digits: 128 bits, out of reach of a second key with the same


class Signer:
    """The signing key of a case, derived (HKDF, RFC 5869) so that no signature here can pass for a journal line."""

    def __init__(self, keys: CaseKeys) -> None:
        seed = HKDF(SHA256(), 32, salt=keys.case_id.encode(), info=_ABOUT).derive(keys.journal)
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> str:
        """The public key, 64 hexadecimal digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> bytes:
        """The signature over `data` with the public key beside it, as JSON."""
        content = {"signer": self.public, "signature": self._key.sign(data).hex()}
        return json.dumps(content, indent=2).encode() + b"\n"


def signer_of(data: bytes, signed: bytes) -> str:
    """The public key whose signature `signed` holds over `data`. Raises HandOverError when it does not hold."""
    try:
        content = json.loads(signed)
        public, signature = str(content["signer"]), bytes.fromhex(content["signature"])
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, data)
    except (InvalidSignature, ValueError, KeyError, TypeError) as error:
        raise HandOverError("the signature does not fit manifest.json: it was changed after it was signed") from error
    return public


def fingerprint(public: str) -> str:
    """What two people compare by telephone: 32 hexadecimal digits of the SHA-256 of the key, in groups of four."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:_FINGERPRINT]
    return "-".join(digits[i : i + 4] for i in range(0, _FINGERPRINT, 4))


def is_signer(public: str, told: str) -> bool:
    """Whether `told`, a public key or a fingerprint, is of this key. Raises HandOverError when it is neither."""
    plain = re.sub(r"[\s:-]", "", told).lower()
    if _PUBLIC.fullmatch(plain):
        return plain == public
    if len(plain) == _FINGERPRINT and re.fullmatch(r"[0-9a-f]+", plain):
        return plain == fingerprint(public).replace("-", "")
    raise HandOverError("--signer takes a public key (64 hexadecimal digits) or a fingerprint (32, in groups of four)")
