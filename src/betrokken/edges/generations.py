"""Generations of the register: what it said after each run whose outcome differed, and what changed.

    generations/000001/{change.parquet, person.parquet, ..., manifest}    one generation, never changed
    generations/seen                                                      what was known at the last run

The changes and the manifest stay for ever. The whole tables stay for the newest generation and for those that were
frozen. A generation is written aside, flushed and renamed: a kill leaves all of it or nothing.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from betrokken.edges import aside, gcm, parquet
from betrokken.edges.parquet import Held
from betrokken.model import tables as model
from betrokken.model.errors import CaseError

CHANGE = "change"
_NEW = ".new"


@dataclass(frozen=True, slots=True)
class Generation:
    """What a generation is.

    hash: of the register, see `hash_of`. causes: what came in since the one before. known: what had come in by then.
    tables: the whole tables it was made with. counts: figures by name, people unless the name says otherwise.
    """

    number: int
    made_at: str
    code: str
    hash: str
    causes: tuple[str, ...]
    known: Mapping[str, Any]
    counts: Mapping[str, Mapping[str, int]]
    tables: Mapping[str, Held]


def hash_of(contents: Mapping[str, str]) -> str:
    """The hash of a register: SHA-256 over the sorted hashes of the content of its tables."""
    return hashlib.sha256("\n".join(sorted(contents.values())).encode("ascii")).hexdigest()


class Generations:
    """The generations of the case in `folder`. What writes is called by the holder of the write lock of the case."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._root = folder / "generations"
        self._key = key

    def numbers(self) -> list[int]:
        """The numbers of all generations, rising."""
        return sorted(int(path.name) for path in self._root.glob("[0-9]*") if path.name.isdigit())

    def write(
        self,
        tables: Mapping[str, pa.Table],
        *,
        made_at: str,
        code: str,
        hash: str,  # noqa: A002 - the word of the manifest
        causes: tuple[str, ...],
        known: Mapping[str, Any],
        counts: Mapping[str, Mapping[str, int]],
    ) -> Generation:
        """Add the next generation; `tables` holds the change table and the whole tables."""
        number = max(self.numbers(), default=0) + 1
        new = aside.fresh_folder(self._root / _NEW)
        held = {
            name: parquet.write(new / f"{name}.parquet", rows, model.schema(name), self._key, _name(number, name))
            for name, rows in tables.items()
        }
        made = Generation(number, made_at, code, hash, causes, known, counts, held)
        aside.write(new / "manifest", gcm.seal(self._key, json.dumps(asdict(made)).encode(), _about(number)))
        new.rename(self._folder(number))
        aside.flush_folder(self._root)
        return made

    def manifest(self, number: int) -> Generation:
        """What generation `number` is. Raises CaseError when there is none, or it is damaged."""
        try:
            content = json.loads(
                gcm.unseal(self._key, (self._folder(number) / "manifest").read_bytes(), _about(number))
            )
            held = {table: Held(**one) for table, one in content.pop("tables").items()}
            return Generation(**content | {"causes": tuple(content["causes"])}, tables=held)
        except FileNotFoundError as error:
            raise CaseError(f"there is no generation {number}: `betrokken changes CASE` lists them") from error
        except (gcm.SealError, ValueError, TypeError, KeyError) as error:
            raise CaseError(f"generation {number} is damaged: put back a copy of the folder generations") from error

    def latest(self) -> Generation | None:
        """The newest generation, None before the first."""
        numbers = self.numbers()
        return self.manifest(numbers[-1]) if numbers else None

    def changes(self, number: int) -> pa.Table:
        """The table `change` of a generation. Raises CaseError."""
        self.manifest(number)
        return self._read(number, CHANGE)

    def has_whole(self, made: Generation) -> bool:
        """Whether the whole tables of a generation are still kept."""
        return all((self._folder(made.number) / f"{name}.parquet").is_file() for name in made.tables)

    def whole(self, made: Generation) -> dict[str, pa.Table]:
        """The whole tables of a generation, compared with the hashes of their content in its manifest.

        Raises CaseError when they are kept no more, or are not what they were.
        """
        if not self.has_whole(made):
            raise CaseError(
                f"of generation {made.number} only the changes are kept: whole tables stay for the newest generation "
                "and for those that were frozen (`betrokken freeze`)"
            )
        found = {name: self._read(made.number, name) for name in made.tables if name != CHANGE}
        for name, rows in found.items():
            if parquet.content_sha256(rows, model.schema(name)) != made.tables[name].content_sha256:
                raise CaseError(f"the table {name} of generation {made.number} is not what it was when it was made")
        return found

    def prune(self, kept: Collection[int]) -> None:
        """Remove what a killed run left aside, and the whole tables of all but the newest and `kept`."""
        aside.remove(self._root / _NEW)
        for number in self.numbers()[:-1]:
            if number not in kept:
                for path in self._folder(number).glob("*.parquet"):
                    if path.stem != CHANGE:
                        path.unlink()

    def see(self, known: Mapping[str, Any]) -> None:
        """Remember what was known at the run that ends here."""
        self._root.mkdir(mode=aside.PRIVATE_FOLDER, parents=True, exist_ok=True)
        aside.write(self._root / "seen", gcm.seal(self._key, json.dumps(known).encode(), "seen"))

    def seen(self) -> dict[str, Any]:
        """What was known at the last run that ended; {} before the first. Raises CaseError."""
        try:
            found: dict[str, Any] = json.loads(gcm.unseal(self._key, (self._root / "seen").read_bytes(), "seen"))
            return found
        except FileNotFoundError:
            return {}
        except gcm.SealError as error:
            raise CaseError(
                "what was known at the last run is damaged: remove generations/seen and run again"
            ) from error

    def _read(self, number: int, table: str) -> pa.Table:
        path = self._folder(number) / f"{table}.parquet"
        try:
            return parquet.read(path, model.schema(table), self._key, _name(number, table))
        except CaseError as error:  # no run can make it anew, as the message of a worked table would say
            raise CaseError(
                f"the table {table} of generation {number} is missing, damaged or of another version: "
                "put back a copy of the folder generations"
            ) from error

    def _folder(self, number: int) -> Path:
        return self._root / f"{number:06}"


def _name(number: int, table: str) -> str:
    return f"generations/{number:06}/{table}"


def _about(number: int) -> str:
    return f"manifest of generation {number:06}"
