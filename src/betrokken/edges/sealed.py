"""Copies of files kept sealed in the case: AES-256-GCM in chunks, read back as a seekable stream.

Form: magic (8 bytes), salt (32), then chunks of 64 KiB, each sealed with its 16-byte tag; the last may be shorter,
and an empty file is one empty chunk. The key of a file is HKDF-SHA256 of the case's key and the salt, so a nonce may
be the chunk's number (11 bytes, big-endian) and one byte that is 1 in the last chunk: changing, leaving out, moving
or cutting off chunks is found (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015).
"""

import io
import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from betrokken.edges import aside
from betrokken.edges.gcm import KEY, TAG
from betrokken.model.errors import CaseError

CHUNK: int = 64 * 1024
MAGIC = b"btrkseal"
SALT: int = 32
HEADER: int = len(MAGIC) + SALT


def seal(source: BinaryIO, to: Path, key: bytes) -> int:
    """Seal what `source` still holds into a file at `to`, whole or not at all, and give the bytes read."""
    header = MAGIC + os.urandom(SALT)
    cipher, size, number = _cipher(key, header), 0, 0
    with aside.whole(to) as stream:
        stream.write(header)
        chunk = _filled(source)
        while True:
            following = _filled(source) if len(chunk) == CHUNK else b""
            stream.write(cipher.encrypt(_nonce(number, last=not following), chunk, header))
            size += len(chunk)
            if not following:
                return size
            chunk, number = following, number + 1


def open_sealed(path: Path, key: bytes) -> BinaryIO:
    """A seekable stream of the bytes sealed at `path`.

    Raises CaseError here when the file is cut off or of another key, and from a read when a chunk was changed.
    """
    reader = _Reader(path, key)
    return io.BufferedReader(reader, CHUNK)


class _Reader(io.RawIOBase):
    """Opens one chunk at a time, and keeps the one it opened last."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()
        self._file = open(path, "rb")  # noqa: SIM115 - closed by close()
        length = os.fstat(self._file.fileno()).st_size - HEADER
        header = self._file.read(HEADER)
        self._chunks = -(-length // (CHUNK + TAG))
        self._size = length - self._chunks * TAG
        self._header, self._cipher = header, _cipher(key, header)
        self._at = 0
        self._number, self._opened = -1, b""
        try:
            self._check_end(length)
        except CaseError:
            self._file.close()
            raise

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("seek before the start")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io calls it with a memoryview
        number, offset = divmod(self._at, CHUNK)
        if self._at >= self._size:
            return 0
        piece = self._chunk(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _check_end(self, length: int) -> None:
        """Open the last chunk: only the true last one opens as such, so a file cut off is found before it is used."""
        if not self._header.startswith(MAGIC) or length < TAG:
            raise _damaged()
        self._chunk(self._chunks - 1)

    def _chunk(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEADER + number * (CHUNK + TAG))
            sealed = self._file.read(CHUNK + TAG)
            try:
                nonce = _nonce(number, last=number == self._chunks - 1)
                self._opened = self._cipher.decrypt(nonce, sealed, self._header)
            except InvalidTag as error:
                raise _damaged() from error
            self._number = number
        return self._opened


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[len(MAGIC) :]
    return AESGCM(HKDF(SHA256(), KEY, salt, b"betrokken sealed file 1").derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _filled(source: BinaryIO) -> bytes:
    """A whole chunk, or what is left: a raw stream may give less than was asked for."""
    pieces, missing = [], CHUNK
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _damaged() -> CaseError:
    return CaseError("a sealed copy in this case is damaged, or was sealed with another key")
