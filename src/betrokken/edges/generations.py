"""Generations of the register: what it said after each run whose outcome differed, and what changed.

    generations/000001/{change.parquet, person.parquet, ..., manifest}    one generation, never changed
    generations/seen                                                      what was known at the last run

The changes and the manifest stay for ever. The whole tables stay for the newest generation and for those that were
frozen. A generation is written aside, flushed and renamed: a kill leaves all of it or nothing.
"""

import base64
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
    tables: the tables it was made with. schemas: theirs, serialized, in base64. counts: figures by name, people unless the name says otherwise.
    """

    number: int
    made_at: str
    code: str
    hash: str
    causes: tuple[str, ...]
    known: Mapping[str, Any]
    counts: Mapping[str, Mapping[str, int]]
    tables: Mapping[str, Held]
    schemas: Mapping[str, str]


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
        number: int,
        tables: Mapping[str, pa.Table],
        *,
        made_at: str,
        code: str,
        hash: str,  # noqa: A002 - the word of the manifest
        causes: tuple[str, ...],
        known: Mapping[str, Any],
        counts: Mapping[str, Mapping[str, int]],
    ) -> Generation:
        """Add generation `number`; `tables` holds the change table and the whole tables."""
        new = aside.fresh_folder(self._root / _NEW)
        held = {
            name: parquet.write(new / f"{name}.parquet", rows, model.schema(name), self._key, _name(number, name))
            for name, rows in tables.items()
        }
        schemas = {name: base64.b64encode(model.schema(name).serialize()).decode("ascii") for name in tables}
        made = Generation(number, made_at, code, hash, causes, known, counts, held, schemas)
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
        return _fitted(CHANGE, self._read(self.manifest(number), CHANGE))

    def has_whole(self, made: Generation) -> bool:
        """Whether the whole tables of a generation are still kept."""
        return all((self._folder(made.number) / f"{name}.parquet").is_file() for name in made.tables)

    def whole(self, made: Generation) -> dict[str, pa.Table]:
        """The whole tables of a generation, compared with the hashes of their content in its manifest.

        Those of an earlier version are given the columns of this one, null where they had none.
        Raises CaseError when they are kept no more, or are not what they were.
        """
        if not self.has_whole(made):
            raise CaseError(
                f"of generation {made.number} only the changes are kept: whole tables stay for the newest generation "
                "and for those that were frozen (`betrokken freeze`)"
            )
        found = {name: self._read(made, name) for name in made.tables if name != CHANGE}
        for name, rows in found.items():
            if parquet.content_sha256(rows, rows.schema) != made.tables[name].content_sha256:
                raise CaseError(f"the table {name} of generation {made.number} is not what it was when it was made")
        return {name: _fitted(name, rows) for name, rows in found.items()}

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

    def _read(self, made: Generation, table: str) -> pa.Table:
        """A table with the columns it was written with: the version that made it may have had others."""
        path = self._folder(made.number) / f"{table}.parquet"
        schema = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(made.schemas[table])))
        try:
            return parquet.read(path, schema, self._key, _name(made.number, table))
        except CaseError as error:  # no run can make it anew, as the message of a worked table would say
            raise CaseError(
                f"the table {table} of generation {made.number} is missing or damaged: put back a copy of the folder generations"
            ) from error

    def _folder(self, number: int) -> Path:
        return self._root / f"{number:06}"


def _fitted(name: str, rows: pa.Table) -> pa.Table:
    """Rows in the columns of this version; a table it does not know stays as it is."""
    if name not in model.TABLES or rows.schema.equals(model.schema(name)):
        return rows
    columns = [
        rows[field.name].cast(field.type) if field.name in rows.column_names else pa.nulls(rows.num_rows, field.type)
        for field in model.schema(name)
    ]
    return pa.table(columns, schema=model.schema(name))


def _name(number: int, table: str) -> str:
    return f"generations/{number:06}/{table}"


def _about(number: int) -> str:
    return f"manifest of generation {number:06}"
