"""Keys of readers: what is taken, and what is refused with a reason."""

from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from betrokken.edges import age
from betrokken.model.errors import HandOverError


def private(path: Path, content: bytes) -> Path:
    path.touch(0o600)
    path.write_bytes(content)
    return path


def test_a_key_of_ssh_opens_what_was_sealed_for_it(tmp_path: Path) -> None:
    made = Ed25519PrivateKey.generate()
    openssh = serialization.Encoding.OpenSSH
    public = made.public_key().public_bytes(openssh, serialization.PublicFormat.OpenSSH).decode()
    held = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    sealed = age.seal(b"content", age.recipients([f"{public} someone@somewhere"]))
    assert age.unseal(sealed, age.identities(private(tmp_path / "id", held))) == b"content"


def test_a_file_of_readers_holds_comments_and_doubles(tmp_path: Path) -> None:
    keys = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2)]
    (tmp_path / "readers").write_text(f"# who\n\n{keys[0]}\n  {keys[1]}\n{keys[0]}\n")
    assert len(age.recipients([f"@{tmp_path / 'readers'}", keys[1]])) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# nothing\n",
        b"\xff\xfe",
        b"AGE-SECRET-KEY-1NONSENSE\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
        b"x" * 2_000_000,
    ],
)
def test_what_is_no_private_key_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(HandOverError, match=r"no identity|no file of keys"):
        age.identities(private(tmp_path / "id", content))


def test_a_private_key_others_can_read_is_refused(tmp_path: Path) -> None:
    path = private(tmp_path / "id", str(pyrage.x25519.Identity.generate()).encode())
    assert age.identities(path)
    path.chmod(0o644)
    with pytest.raises(HandOverError, match="chmod 600"):
        age.identities(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(HandOverError, match="cannot be read"):
        age.recipients([f"@{tmp_path / 'none'}"])


def test_a_private_key_is_never_taken_for_a_reader() -> None:
    secret = str(pyrage.x25519.Identity.generate())
    with pytest.raises(HandOverError) as refused:
        age.recipients([secret])
    assert secret[16:] not in str(refused.value)
