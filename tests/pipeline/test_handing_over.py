"""Each controller gets its own people, and no value that only another's file tells."""

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyrage
import pytest
from demo.people import WORDS

from betrokken.edges import keys
from betrokken.model import tables
from betrokken.model.errors import HandOverError
from betrokken.pipeline import handing_over, opening
from betrokken.pipeline.case import Case, open_case
from betrokken.stages.linking import spelling
from betrokken.stages.linking import stage as linking
from tests.cases import Bench

CONTROLLERS = [client["id"] for client in WORDS["controller"]]
SINGLE = ("surname", "birth_surname", "given_names", "initials", "birth_date", "sex", "bsn")
HOME = ("street", "house_number", "house_number_suffix", "postcode", "city")
MANY = ("emails", "phones")
Lists = Mapping[str | None, Mapping[str, pa.Table]]


@pytest.fixture(scope="module")
def case(done: Bench) -> Case:
    return open_case(done.case, keys.key_from_file(done.folder / "key"))


@pytest.fixture(scope="module")
def lists(case: Case) -> Lists:
    return {one: handing_over.gathered(case, one, case.incident) for one in (*CONTROLLERS, None)}


def identity(folder: Path, name: str) -> tuple[Path, str]:
    """(file of a new private key, its public key)."""
    made = pyrage.x25519.Identity.generate()
    path = folder / f"{name}.key"
    path.touch(0o600)
    path.write_text(f"# made for a test\n{made}\n")
    return path, str(made.to_public())


def told(case: Case, controller: str | None) -> dict[str, dict[str, set[Any]]]:
    """person -> field -> every value that the mentions of this controller say, straight from the tables."""
    whose = defaultdict(set)
    for row in case.worked.read("attribution").to_pylist():
        whose[row["mention_id"]].add(row["controller"])
    mentions = {row["mention_id"]: row for row in case.worked.read("mention").to_pylist()}
    found: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for row in case.worked.read("membership").to_pylist():
        if controller in whose[row["mention_id"]]:
            for field, value in mentions[row["mention_id"]].items():
                for one in value if isinstance(value, list) else [value]:
                    found[row["person_id"]][field] |= {one, spelling.mended(one) if isinstance(one, str) else one}
    return found


@pytest.mark.parametrize("controller", [*CONTROLLERS, None])
def test_a_list_holds_its_own_people_and_values_only(case: Case, lists: Lists, controller: str | None) -> None:
    own = told(case, controller)
    rows = lists[controller]["people"].to_pylist()
    assert {row["person_id"] for row in rows} == set(own)
    for row in rows:
        said = own[row["person_id"]]
        assert [f for f in (*SINGLE, *HOME) if row[f] is not None and row[f] not in said[f]] == []
        assert [f for f in MANY if not set(row[f]) <= said[f]] == []
    for name in set(lists[controller]) - {"people"}:
        assert set(lists[controller][name]["person_id"].to_pylist()) <= set(own), name


def test_portraits_out_of_all_mentions_are_those_of_the_case(case: Case) -> None:
    worked = {name: case.worked.read(name) for name in ("mention", "membership")}
    belongs = worked["membership"].select(["mention_id", "person_id"])
    with case.query({}) as connection:
        item = case.worked.read("item", "finding")
        drop = tables.schema("drop").empty_table()
        found = linking.portraits(worked["mention"], item, None, drop, belongs, connection)
    assert found.equals(case.worked.read("person", "linking").combine_chunks())


def test_what_another_controller_knows_stays_there(case: Case, lists: Lists) -> None:
    whole = {row["person_id"]: row for row in case.worked.read("person").to_pylist()}
    kept_back = [
        field
        for found in lists.values()
        for row in found["people"].to_pylist()
        for field in (*SINGLE, *HOME, *MANY)
        if whole[row["person_id"]][field] and not row[field]
    ]
    assert {"bsn", "emails", "postcode"} <= set(kept_back)


def test_everybody_on_a_list_has_an_order_there_in_truth(done: Bench, lists: Lists) -> None:
    wrong = []
    for controller in CONTROLLERS:
        there = [p for p in done.made.people if controller in {order.controller["id"] for order in p.orders}]
        numbers, days = {p.bsn for p in there}, {(p.birth_date, p.sex) for p in there}
        rows = lists[controller]["people"].to_pylist()
        assert len(rows) > 9
        wrong += [r for r in rows if r["bsn"] and r["bsn"] not in numbers]
        wrong += [r for r in rows if r["birth_date"] and r["sex"] and (r["birth_date"], r["sex"]) not in days]
    assert wrong == []


def test_the_lists_together_are_the_register(case: Case, lists: Lists) -> None:
    people = [set(found["people"]["person_id"].to_pylist()) for found in lists.values()]
    assert set().union(*people) == set(case.worked.read("person")["person_id"].to_pylist())
    assert sum(map(len, people)) > len(set().union(*people))
    assert sum(found["exposures"].num_rows for found in lists.values()) == case.worked.read("exposure").num_rows
    for controller, found in lists.items():
        assert set(found["exposures"]["controller"].to_pylist()) <= {controller}
        assert set(found["standing"]["controller"].to_pylist()) <= {controller}
    shares, everybody = handing_over.shares(case)
    assert {s.controller: s.people for s in shares} == {key: len(p) for key, p in zip(lists, people, strict=True) if p}
    assert everybody == len(set().union(*people))


def test_no_path_leads_into_the_folder_of_another_client(lists: Lists) -> None:
    names = {client["id"]: client["aliases"][0] for client in WORDS["controller"]}
    seen = 0
    for controller, found in lists.items():
        others = {name for key, name in names.items() if key != controller}
        paths = [path for path in found["sources"]["path"].to_pylist() if path]
        assert [path for path in paths if others & set(path.split("/"))] == []
        seen += sum(names.get(controller or "", "-") in path.split("/") for path in paths)
        assert found["sources"].num_rows >= found["people"].num_rows
    assert seen


def test_two_readers_open_what_was_sealed_for_them_and_nobody_else(done: Bench, case: Case, tmp_path: Path) -> None:
    keyring = {name: identity(tmp_path, name) for name in ("one", "two", "other")}
    (tmp_path / "readers").write_text("# the second\n" + keyring["two"][1] + "\n")
    sealed, to = tmp_path / "zhw.age", ["--to", keyring["one"][1], "--to", f"@{tmp_path / 'readers'}"]
    words: list[str | Path] = [
        "hand-over",
        done.case,
        "--controller",
        "zhw",
        *to,
        "--out",
        sealed,
        "--format",
        "parquet",
    ]
    said = done.run(*words).stdout
    assert sealed.stat().st_mode & 0o777 == 0o600
    assert f"SHA-256 of the file: {hashlib.sha256(sealed.read_bytes()).hexdigest()}" in said
    signer = next(line.split()[-1] for line in said.splitlines() if line.startswith("signed by"))
    made = done.run("open", sealed, tmp_path / "out-one", "--identity", keyring["one"][0], "--signer", signer)
    assert "NOT compared" not in made.stderr
    assert opening.open_file(sealed, tmp_path / "out-two", keyring["two"][0], None).public == signer
    assert "Ziekenhuis Waterweide (zhw)" in made.stdout
    contents = [{p.name: p.read_bytes() for p in (tmp_path / f"out-{n}").iterdir()} for n in ("one", "two")]
    assert contents[0] == contents[1]
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "out-one").iterdir()} == {0o600}
    _as_gathered(case, tmp_path / "out-one")
    with pytest.raises(HandOverError, match="not sealed for this identity"):
        opening.open_file(sealed, tmp_path / "no", keyring["other"][0], signer)
    with pytest.raises(HandOverError, match="not signed by the key you gave"):
        opening.open_file(sealed, tmp_path / "no", keyring["one"][0], "0" * 64)
    assert not (tmp_path / "no").exists()
    again = done.run(*words, ok=False)
    assert "not overwritten" in again.stderr
    line = next(one for one in reversed(case.journal.lines()) if one["what"] == "hand-over")
    assert line["details"]["sha256"] == hashlib.sha256(sealed.read_bytes()).hexdigest()
    assert (line["details"]["controller"], line["details"]["people"]) == (
        "zhw",
        pq.read_metadata(tmp_path / "out-one/people.parquet").num_rows,
    )


def _as_gathered(case: Case, folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    wanted = handing_over.gathered(case, "zhw", case.incident)
    rows = {entry["name"]: entry["rows"] for entry in manifest["files"] if "rows" in entry}
    assert rows == {f"{name}.parquet": table.num_rows for name, table in wanted.items()}
    for name, table in wanted.items():
        assert pq.read_table(folder / f"{name}.parquet").equals(table.combine_chunks()), name
    columns = {e["name"]: [c["name"] for c in e["columns"]] for e in manifest["files"] if "columns" in e}
    assert columns["people.parquet"] == tables.listed("people").names
    assert manifest["people"] == wanted["people"].num_rows
    assert manifest["case_id"] in (folder / "README.txt").read_text("utf-8")


def test_a_flipped_byte_anywhere_is_refused(done: Bench, tmp_path: Path) -> None:
    private, public = identity(tmp_path, "one")
    sealed = tmp_path / "bvo.age"
    done.run("hand-over", done.case, "--unattributed", "--to", public, "--out", sealed)
    whole = sealed.read_bytes()
    for at in (3, 60, len(whole) // 2, len(whole) - 1):
        (tmp_path / "bad.age").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(HandOverError):
            opening.open_file(tmp_path / "bad.age", tmp_path / "out", private, None)
        assert not (tmp_path / "out").exists()
    told = opening.open_file(sealed, tmp_path / "out", private, None)
    assert told.manifest["controller"] is None
    assert not told.compared
    assert "reasons.csv" in {path.name for path in told.paths}


def test_nothing_in_clear_touches_the_disk(done: Bench, tmp_path: Path) -> None:
    before = {path for path in done.folder.rglob("*") if path.is_file()}
    _, public = identity(tmp_path, "one")
    done.run("hand-over", done.case, "--controller", "duin", "--to", public, "--out", tmp_path / "duin.age")
    after = {path for path in done.folder.rglob("*") if path.is_file()}
    assert {path.name for path in after - before} <= {"held", "turn", "decided.db-wal", "decided.db-shm"}
    numbers = [person.bsn.encode() for person in done.made.people if person.bsn]
    sealed = (tmp_path / "duin.age").read_bytes()
    assert not any(number in sealed for number in numbers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["duin.age", "one.key"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--controller", "nobody", "--to", "KEY"], "no such controller"),
        (["--controller", "zhw"], "nobody to seal it for"),
        (["--controller", "zhw", "--to", "age1nonsense"], "no public key"),
        (["--controller", "zhw", "--unattributed", "--to", "KEY"], "not both"),
        (["--to", "KEY"], "whose list"),
    ],
)
def test_a_bad_order_is_refused_before_anything_is_written(
    done: Bench, tmp_path: Path, words: list[str], message: str
) -> None:
    _, public = identity(tmp_path, "one")
    told = [public if word == "KEY" else word for word in words]
    refused = done.run("hand-over", done.case, *told, "--out", tmp_path / "x.age", ok=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert message in refused.stderr
    assert os.listdir(tmp_path) == ["one.key"]


def test_the_overview_counts_everybody(done: Bench, case: Case) -> None:
    said = done.run("hand-over", done.case).stdout
    people = case.worked.read("person").num_rows
    assert f"{people:,} people in all" in said
    assert [key for key in CONTROLLERS if key not in said] == []
