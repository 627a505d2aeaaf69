"""A hand-over is given back whole and as it was signed, or not at all."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.edges import bundle, signing
from betrokken.edges.keys import CaseKeys
from betrokken.model.errors import HandOverError

Entries = list[tuple[str, bytes]]


def signer(case_id: str = "ab" * 16, seed: bytes = b"j" * 32) -> signing.Signer:
    return signing.Signer(CaseKeys(case_id, os.urandom(32), os.urandom(32), os.urandom(32), seed))


def packed(files: dict[str, bytes], by: signing.Signer | None = None, **more: Any) -> bytes:
    listed = [bundle.described(name, data) for name, data in files.items()]
    return bundle.pack(files, {"people": 2, "files": listed, **more}, by or signer())[0]


def changed(data: bytes, change: Callable[[Entries], Entries]) -> bytes:
    """The zip written again with other entries."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in change(entries):
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,9}\.(csv|xlsx|txt)", fullmatch=True), st.binary(max_size=300), max_size=4)
)
def test_what_goes_in_comes_out(files: dict[str, bytes]) -> None:
    by = signer()
    opened = bundle.unpack(packed(files, by))
    assert {name: data for name, data in opened.files.items() if not name.startswith("manifest.")} == files
    assert opened.public == by.public
    assert opened.manifest["people"] == 2


def test_the_same_content_gives_the_same_zip() -> None:
    assert packed({"a.csv": b"1"}) == packed({"a.csv": b"1"})


def _other_count(entries: Entries) -> Entries:
    return [(n, d.replace(b'"people": 2', b'"people": 1') if n == bundle.MANIFEST else d) for n, d in entries]


def _put(name: str, data: bytes) -> Callable[[Entries], Entries]:
    return lambda entries: [(n, data if n == name else d) for n, d in entries]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_other_count, "signature does not fit"),
        (_put(bundle.SIGNATURE, b"{}"), "signature does not fit"),
        (_put(bundle.SIGNATURE, b'{"signer": "00", "signature": "zz"}'), "signature does not fit"),
        (_put("people.csv", b"other"), "people.csv is not the file"),
        (_put("people.csv", b"0123456789"), "longer"),
        (lambda entries: entries[:-1], "lacks people.csv"),
        (lambda entries: entries[1:], "lacks manifest.json"),
        (lambda entries: [*entries, ("more.csv", b"")], "more.csv, which the manifest does not name"),
        (lambda entries: [*entries, entries[-1]], "people.csv twice"),
        (lambda entries: [*entries, ("../up.csv", b"")], "no plain name"),
        (lambda entries: [*entries, ("/etc/x.csv", b"")], "no plain name"),
        (lambda entries: [*entries, ("folder/x.csv", b"")], "no plain name"),
        (lambda entries: [*entries, (".hidden.csv", b"")], "no plain name"),
        (lambda entries: [*entries, ("a\\b.csv", b"")], "no plain name"),
    ],
)
def test_anything_that_differs_is_named(change: Callable[[Entries], Entries], message: str) -> None:
    with pytest.raises(HandOverError, match=message):
        bundle.unpack(changed(packed({"people.csv": b"12345"}), change))


def test_a_signed_manifest_can_not_name_a_path() -> None:
    entry = {"name": "../x.csv", "bytes": 1, "sha256": "0"}
    told, _ = bundle.pack({}, {"files": [entry]}, signer())
    with pytest.raises(HandOverError, match="lacks"):
        bundle.unpack(told)


@pytest.mark.parametrize(
    "manifest",
    [{"files": None}, {"files": [1]}, {"files": [{"name": "a.csv"}]}, {"format": 2}, {"files": [], "controller": "x"}],
)
def test_a_signed_manifest_of_another_shape_is_refused(manifest: dict[str, Any]) -> None:
    told, _ = bundle.pack({}, manifest, signer())
    with pytest.raises(HandOverError, match=r"no manifest|another version"):
        bundle.unpack(told)


@given(st.binary(max_size=200))
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(HandOverError):
        bundle.unpack(data)


@given(st.data())
def test_a_flipped_bit_gives_the_same_or_nothing(data: st.DataObject) -> None:
    files = {"people.csv": b"a;b\n1;2\n" * 9}
    whole = bytearray(packed(files))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        opened = bundle.unpack(bytes(whole))
    except HandOverError:
        return
    assert opened.files["people.csv"] == files["people.csv"]
    assert json.loads(opened.files[bundle.MANIFEST])["people"] == 2


def test_a_case_has_one_signer_and_another_case_another() -> None:
    one, other = signer(), signer(seed=b"k" * 32)
    assert one.public == signer().public
    assert len({one.public, other.public, signer(case_id="cd" * 16).public}) == 3
    told = signing.fingerprint(one.public)
    assert signing.is_signer(one.public, one.public.upper())
    assert signing.is_signer(one.public, told)
    assert not signing.is_signer(other.public, told)
    assert not signing.is_signer(other.public, one.public)
    with pytest.raises(HandOverError, match="fingerprint"):
        signing.is_signer(one.public, told[:-1])
