"""One pile in three drops: after each, what changed is the difference of two full runs, and ids of people stay."""

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from demo import pile

from betrokken.edges import keys
from betrokken.model import tables
from betrokken.model.facts_file import stated
from betrokken.pipeline import generations, intake, rooms
from betrokken.pipeline.case import Case, create
from betrokken.settings import Settings

KEYS = ("person_id", "what", "controller", "dataset", "category", "exam")


@dataclass(frozen=True)
class Register:
    """The register of a case after a run."""

    person: pa.Table
    exposure: pa.Table
    membership: pa.Table
    standing: pa.Table
    severity: pa.Table

    @cached_property
    def mentions(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for row in self.membership.to_pylist():
            found.setdefault(row["person_id"], set()).add(row["mention_id"])
        return {person: frozenset(mentions) for person, mentions in found.items()}


def new(folder: Path) -> Case:
    folder.mkdir()
    facts = stated([("facts.toml", tomllib.loads(pile.facts()))])
    return create(folder / "case", keys.make_key_file(folder / "key"), facts, "tester")


def take(case: Case, *drops: Path) -> None:
    for drop in drops:
        intake.add(case, [drop], drop.name, False, Settings(workers=2), lambda _: None)


def run(case: Case) -> Register:
    rooms.run(case, Settings(workers=2), lambda _: None)
    kept = generations.register(case, generations.store(case).numbers()[-1])
    standing = kept["standing"].drop_columns(["ground"])  # it names the drops, which are cut differently
    return Register(kept["person"], kept["exposure"], kept["membership"], standing, kept["severity"])


def cut(folder: Path, people: int) -> list[Path]:
    """The demo pile as three folders, and the whole of it as a fourth; a top folder goes into one of the three."""
    made = pile.build(people, seed=3)
    pile.write(made, folder / "all")
    tops = sorted({path.split("/")[0] for path in made.files})
    for number, top in enumerate(tops):
        source, target = folder / "all" / top, folder / f"drop{number % 3 + 1}" / top
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return [folder / name for name in ("drop1", "drop2", "drop3", "all")]


def same_but_ids(one: Register, other: Register) -> dict[str, str]:
    """Person ids of `other` to those of `one`, after comparing every value of the two registers."""
    by_mentions = {mentions: person for person, mentions in one.mentions.items()}
    theirs = other.mentions
    assert set(by_mentions) == set(theirs.values())
    ids = {person: by_mentions[mentions] for person, mentions in theirs.items()}
    for name in ("person", "exposure", "standing", "severity"):
        assert rows(getattr(other, name), ids) == rows(getattr(one, name), {p: p for p in one.mentions}), name
    return ids


def rows(table: pa.Table, ids: dict[str, str]) -> list[str]:
    return sorted(str(row | {"person_id": ids[row["person_id"]]}) for row in table.to_pylist())


def said(register: Register | None, ids: dict[str, str]) -> dict[tuple[Any, ...], str]:
    """What a register says by the keys of a change, made without the code under test."""
    found: dict[tuple[Any, ...], str] = {}
    for row in register.person.to_pylist() if register else []:
        person = ids[row["person_id"]]
        found[person, "person", None, None, None, None] = "present"
        found[person, "addressable", None, None, None, None] = "yes" if row["addressable"] else "no"
    for row in register.exposure.to_pylist() if register else []:
        days = f"{row['first_date']}..{row['last_date']}, " if row["first_date"] else ""
        key = (ids[row["person_id"]], "exposure", row["controller"], None, row["category"], row["exam"])
        found[key] = f"{days}{row['mentions']} mentions"
    for row in register.standing.to_pylist() if register else []:
        found[ids[row["person_id"]], "standing", row["controller"], row["dataset"], None, None] = row["certainty"]
    for row in register.severity.to_pylist() if register else []:
        found[ids[row["person_id"]], "severity", row["controller"], None, None, None] = row["band"]
    return found


def details(before: Register, after: Register, old: dict[str, str], now: dict[str, str]) -> dict[tuple[Any, ...], str]:
    rows_before = {old[row["person_id"]]: row for row in before.person.to_pylist()}
    found: dict[tuple[Any, ...], str] = {}
    for row in after.person.to_pylist():
        person = now[row["person_id"]]
        known = rows_before.get(person, row)
        names = [n for n in tables.names("person") if known[n] != row[n]]
        names = [name for name in names if name not in ("person_id", "addressable", "mentions")]
        if names:
            found[person, "details", None, None, None, None] = ", ".join(names)
    return found


def difference(before: Register | None, after: Register, old: dict[str, str], now: dict[str, str]) -> set[Any]:
    """(key, before, after) of all that differs between two full runs."""
    left, right = said(before, old), said(after, now)
    found = {(k, left.get(k), right.get(k)) for k in left.keys() | right.keys() if left.get(k) != right.get(k)}
    return found | {(k, None, v) for k, v in (details(before, after, old, now) if before else {}).items()}


def told(case: Case, number: int) -> Iterator[tuple[Any, ...]]:
    for row in generations.store(case).changes(number).to_pylist():
        after = row["after"]
        if row["what"] == "person" and (after or "").startswith("now "):
            after = None
        yield tuple(row[key] for key in KEYS), row["before"], after


@pytest.mark.parametrize("people", [40, pytest.param(1500, marks=pytest.mark.slow)])
def test_three_drops_give_the_register_of_one(tmp_path: Path, people: int) -> None:
    first, second, third, everything = cut(tmp_path, people)
    grown = new(tmp_path / "grown")
    seen: list[Register] = []
    for drop in (first, second, third):
        take(grown, drop)
        seen.append(run(grown))

    two, one = new(tmp_path / "two"), new(tmp_path / "one")
    take(two, first, second)
    take(one, everything)
    full_two, full_one = run(two), run(one)
    own = [{person: person for person in register.mentions} for register in seen]
    ids_two, ids_one = same_but_ids(seen[1], full_two), same_but_ids(seen[2], full_one)

    assert generations.store(grown).numbers() == [1, 2, 3]
    assert set(told(grown, 1)) == difference(None, seen[0], {}, own[0])
    assert set(told(grown, 2)) == difference(seen[0], full_two, own[0], ids_two)
    assert set(told(grown, 3)) == difference(full_two, full_one, ids_two, ids_one)
    for before, after in ((seen[0], seen[1]), (seen[1], seen[2])):
        ids_stay(before, after)
    recurring = [p for p in seen[0].mentions if len(seen[2].mentions.get(p, ())) > len(seen[0].mentions[p])]
    assert len(recurring) > people / 4


def ids_stay(before: Register, after: Register) -> None:
    """Nobody's id changes while the person lives; a person whose id is gone became another who was there or is new."""
    owner = {mention: person for person, mentions in after.mentions.items() for mention in mentions}
    for person, mentions in before.mentions.items():
        became = {owner[mention] for mention in mentions if mention in owner}
        if person in after.mentions:
            assert person in became
        else:
            assert became <= before.mentions.keys(), "a person that is gone is part of one that was known"


def test_each_change_names_the_drop_that_brought_it(tmp_path: Path) -> None:
    first, second, third, _ = cut(tmp_path, 40)
    case = new(tmp_path / "both")
    take(case, first)
    run(case)
    take(case, second, third)
    run(case)
    change = generations.store(case).changes(2).to_pylist()
    causes = {row["cause"] for row in change}
    assert {"drop drop2", "drop drop3"} <= causes <= {"drop drop2", "drop drop3", "drop drop2; drop drop3"}
    kept = generations.register(case, 2)
    drop_of = {row["item_id"]: row["drop_id"] for row in case.worked.read("item", "finding").to_pylist()}
    place = {row["mention_id"]: drop_of[row["item_id"]] for row in case.worked.read("mention").to_pylist()}
    stands: dict[str, set[str]] = {}
    for row in kept["membership"].to_pylist():
        stands.setdefault(row["person_id"], set()).add(f"drop drop{place[row['mention_id']]}")
    new_people = [row for row in change if row["what"] == "person" and row["after"] == "present"]
    assert new_people
    assert all(row["cause"] == "; ".join(sorted(stands[row["person_id"]])) for row in new_people)
