import hashlib
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit.sources import BytesSource, StreamSource
from betrokken.model.fragments import Member
from betrokken.model.words import ITEM_STATUSES
from betrokken.stages.intake import stage, taking
from betrokken.stages.intake.meter import Meter
from betrokken.stages.intake.stage import walk
from tests.stages.intake.samples import LIST, PACKERS, content, found, streamed_zip, tarred, zipped

MAIL = (
    b"From: lab@voorbeeld.example\nTo: arts@voorbeeld.example\nSubject: lijst\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nzie bijlage\n'
    b'--x\nContent-Type: text/csv; name="lijst.csv"\n\n' + LIST + b"\n--x--\n"
)


def test_a_plain_file_is_one_item() -> None:
    (item,) = walk("map/lijst.csv", BytesSource(LIST))
    assert (item.path, item.parent_path, item.size, item.status) == ("map/lijst.csv", None, len(LIST), "read")
    assert item.sha256 == hashlib.sha256(LIST).hexdigest()
    assert (item.container, item.media_type) == ("", "")
    assert content(item) == LIST


def test_an_empty_file_is_empty() -> None:
    (item,) = walk("leeg.csv", BytesSource(b""))
    assert (item.status, item.size, item.source) == ("empty", 0, None)


def test_an_empty_member_is_empty() -> None:
    assert found("a.zip", zipped({"leeg.csv": b""}))["a.zip!/leeg.csv"].status == "empty"


def test_members_come_before_their_container() -> None:
    paths = list(found("a.zip", zipped({"b.zip": zipped({"c.csv": LIST}), "d.csv": LIST})))
    assert paths == ["a.zip!/b.zip!/c.csv", "a.zip!/b.zip", "a.zip!/d.csv", "a.zip"]


def test_parents_are_told() -> None:
    items = found("a.zip", zipped({"b.zip": zipped({"c.csv": LIST})}))
    assert items["a.zip!/b.zip!/c.csv"].parent_path == "a.zip!/b.zip"
    assert items["a.zip!/b.zip"].parent_path == "a.zip"
    assert items["a.zip"].parent_path is None


def test_a_mail_is_container_and_read() -> None:
    items = found("x.eml", MAIL)
    assert items["x.eml"].container == "eml"
    assert content(items["x.eml"]) == MAIL
    assert items["x.eml!/lijst.csv"].size == len(LIST)


@pytest.mark.parametrize("packer", PACKERS)
def test_a_tar_inside_is_seen_through(packer: str) -> None:
    items = found(f"x.tar.{packer}", PACKERS[packer](tarred({"c.csv": LIST})))
    assert list(items) == [f"x.tar.{packer}!/c.csv", f"x.tar.{packer}"]
    assert items[f"x.tar.{packer}!/c.csv"].parent_path == f"x.tar.{packer}"


def test_deep_mixed_nesting() -> None:
    items = found("a.zip", zipped({"x.eml.gz": PACKERS["gz"](MAIL), "t.tgz": PACKERS["gz"](tarred({"m.eml": MAIL}))}))
    assert content(items["a.zip!/x.eml.gz!/x.eml"]) == MAIL
    assert items["a.zip!/t.tgz!/m.eml!/lijst.csv"].status == "read"


def test_only_what_is_wanted_is_given() -> None:
    data = zipped({"a.csv": LIST, "b.zip": zipped({"c.csv": LIST, "d.csv": b"d"}), "e.csv": b"e"})
    items = found("x.zip", data, ["x.zip!/b.zip!/d.csv"])
    assert list(items) == ["x.zip!/b.zip!/d.csv"]
    assert content(items["x.zip!/b.zip!/d.csv"]) == b"d"


def test_wanted_through_a_compressed_tar_and_mail() -> None:
    data = PACKERS["gz"](tarred({"m.eml": MAIL, "n.csv": LIST}))
    wanted = ["x.tgz!/m.eml", "x.tgz!/m.eml!/lijst.csv"]
    assert sorted(found("x.tgz", data, wanted)) == wanted


def test_what_is_not_wanted_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    take = taking.from_container

    def noted(member: Member, meter: Meter) -> taking.Taken:
        taken.append(member.name)
        return take(member, meter)

    monkeypatch.setattr(taking, "from_container", noted)
    found("x.zip", zipped({"a.csv": LIST, "b.csv": LIST, "c.csv": LIST}), ["x.zip!/b.csv"])
    assert taken == ["b.csv"]


def test_numbered_names_are_the_same_when_asked_for() -> None:
    data = tarred({"a.csv": b"1"})[:1024] + tarred({"a.csv": b"2"})
    assert content(found("x.tar", data)["x.tar!/a.csv (2)"]) == b"2"
    assert content(found("x.tar", data, ["x.tar!/a.csv (2)"])["x.tar!/a.csv (2)"]) == b"2"


def test_large_members_are_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "HELD", 100_000)
    large = random.Random(1).randbytes(700_000)
    inner = zipped({"groot.bin": large, "klein.csv": LIST})
    for walked in walk("a.tgz", BytesSource(PACKERS["gz"](tarred({"b.zip": inner, "groot.bin": large})))):
        if walked.path.endswith("groot.bin"):
            assert isinstance(walked.source, StreamSource)
            assert walked.source.head == large[:65_536]
            assert content(walked) == large
            with walked.source.stream() as stream:
                stream.seek(600_000)
                assert stream.read(10) == large[600_000:600_010]
                stream.seek(3)
                assert stream.read(10) == large[3:13]
        assert walked.status == "read"


def test_a_cut_off_large_member_is_read_up_to_the_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "HELD", 100_000)
    large = random.Random(2).randbytes(700_000)
    items = found("x.bin.gz", PACKERS["gz"](large)[:400_000])
    item = items["x.bin.gz!/x.bin"]
    assert item.status == items["x.bin.gz"].status == "partly"
    assert item.size is not None
    assert item.size > 300_000
    assert content(item) == large[: item.size]


def test_a_disk_that_fails_is_told() -> None:
    class Failing(BytesSource):
        def stream(self):  # type: ignore[no-untyped-def]
            raise PermissionError(13, "geen toegang tot Voorbeeld.csv")

    (item,) = walk("x.csv", Failing(LIST))
    assert (item.status, item.reason) == ("unreadable", "the disk does not give it")


def test_stage_members() -> None:
    assert (stage.READS, stage.WRITES) == (("drop",), ("item",))


NAMES = st.text(alphabet="abcdé 12._-", min_size=1, max_size=6).filter(lambda name: name.strip(". ") != "")
Tree = Any  # the bytes of a file, or a kind of container and its members by name
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.binary(min_size=1, max_size=60).map(lambda data: b"#" + data),
    lambda children: st.tuples(
        st.sampled_from(["zip", "stream", "tar"]), st.dictionaries(NAMES, children, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def packed(tree: Tree) -> bytes:
    if isinstance(tree, bytes):
        return tree
    kind, members = tree
    make = {"zip": zipped, "stream": streamed_zip, "tar": tarred}[kind]
    return make({name: packed(member) for name, member in members.items()})


def hashes(path: str, tree: Tree) -> dict[str, str]:
    told = {path: hashlib.sha256(packed(tree)).hexdigest()}
    if not isinstance(tree, bytes):
        for name, member in tree[1].items():
            told |= hashes(f"{path}!/{name}", member)
    return told


@settings(deadline=None, max_examples=40)
@given(TREES)
def test_any_tree_is_found_whole(tree: Tree) -> None:
    items = found("drop", packed(tree))
    assert {path: item.sha256 for path, item in items.items()} == hashes("drop", tree)


@settings(deadline=None, max_examples=40)
@given(TREES, st.data())
def test_any_wanted_item_of_any_tree_is_given(tree: Tree, data: st.DataObject) -> None:
    told = hashes("drop", tree)
    wanted = data.draw(st.sets(st.sampled_from(sorted(told)), min_size=1))
    items = found("drop", packed(tree), wanted)
    assert {path: item.sha256 for path, item in items.items()} == {path: told[path] for path in wanted}


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["zip", "stream", "tar", "gz", "xz", "bz2", "eml"]), st.integers(0, 2**32), st.integers(0, 3))
def test_damage_is_told_and_stops_nothing(kind: str, seed: int, way: int) -> None:
    tree = {"a.csv": LIST * 20, "map/b.csv": LIST * 3, "c.zip": zipped({"d.csv": LIST})}
    made = {"zip": zipped(tree), "stream": streamed_zip(tree), "tar": tarred(tree), "eml": MAIL}
    data = made.get(kind) or PACKERS[kind](made["tar"])
    for item in found("x", damaged(data, random.Random(seed), way)).values():
        assert item.status in ITEM_STATUSES
        assert (item.status in ("read", "empty")) == (not item.reason)


def damaged(data: bytes, chance: random.Random, way: int) -> bytes:
    at = chance.randrange(len(data))
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + bytes(min(64, len(data) - at)) + data[at + 64 :]
    spoilt = bytearray(data)
    for _ in range(1 if way == 2 else 12):
        spoilt[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(spoilt)
