"""Worked tables: what can be made again from the pile, one encrypted generation of tables per stage.

    worked/stages/STAGE/000007/{TABLE.parquet, manifest}     one generation, never changed once it has its name
    worked/stages/STAGE/current                              the number of the generation that counts
    worked/parts/STAGE/...                                   parts of a run that has not ended (see parts.py)

A generation is written aside, flushed and renamed, and then `current` is: a kill leaves the old one or the new one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from betrokken.edges import aside, gcm, lock, parquet
from betrokken.edges.code_version import code_version
from betrokken.edges.parquet import Held, Rows
from betrokken.edges.parts import Parts
from betrokken.model import tables as model
from betrokken.model.errors import CaseError

KEPT: int = 2  # generations of a stage; the one before stays for readers that have it open
_STAGE = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_NEW = ".new"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made of (hashes of inputs, settings, code) and what it holds."""

    stage: str
    number: int
    made_at: str
    code: str
    inputs: Mapping[str, str]
    settings: Mapping[str, object]
    tables: Mapping[str, Held]

    def outputs(self) -> dict[str, str]:
        """Hash of the content of each table: the inputs of a stage that reads them."""
        return {table: held.content_sha256 for table, held in self.tables.items()}


class Worked:
    """The worked tables of the case in `folder`. Reading needs no lock; what writes stands inside `writing()`."""

    def __init__(self, folder: Path, key: bytes, code: str | None = None) -> None:
        self._case = folder
        self._root = folder / "worked"
        self._key = key
        self._code = code or code_version()
        self._held = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock of the case, and clear what killed runs left. Raises LockedError."""
        with lock.writing(self._case):
            self._held = True
            try:
                for stage in self._stages():
                    self._sweep(stage)
                yield
            finally:
                self._held = False

    def write(
        self, stage: str, tables: Mapping[str, Rows], inputs: Mapping[str, str], settings: Mapping[str, object]
    ) -> Manifest:
        """Put a whole new generation of a stage in place of the old one.

        tables: name -> rows, a whole table or a stream of batches. settings: as JSON can write them.
        Raises ValueError when rows are not of the schema of their table.
        """
        self._must_hold()
        home = self._home(stage)
        number = max(self._numbers(stage), default=0) + 1
        new = aside.fresh_folder(home / _NEW)
        held = {name: self._write_table(new, stage, number, name, rows) for name, rows in tables.items()}
        made_at = datetime.now(UTC).isoformat(timespec="microseconds")
        manifest = Manifest(stage, number, made_at, self._code, _plain(inputs), _plain(settings), held)
        aside.write(new / "manifest", self._seal(manifest))
        new.rename(home / _folder(number))
        aside.flush_folder(home)
        aside.write(home / "current", f"{number}\n".encode())
        self._sweep(stage)
        return manifest

    def manifest(self, stage: str) -> Manifest | None:
        """The manifest of the generation that counts, None when the stage has none. Raises CaseError."""
        try:
            number = int((self._home(stage) / "current").read_text("ascii"))
            sealed = (self._home(stage) / _folder(number) / "manifest").read_bytes()
            return _unsealed(gcm.unseal(self._key, sealed, _about(stage, number)))
        except FileNotFoundError:
            return None
        except (gcm.SealError, ValueError, TypeError, KeyError) as error:
            raise CaseError(
                f"what is held of the stage {stage} is damaged: remove its folder in worked/stages"
            ) from error

    def is_fresh(self, stage: str, inputs: Mapping[str, str], settings: Mapping[str, object]) -> bool:
        """Whether the stage was done with these inputs, these settings and this code, and its files are there."""
        manifest = self.manifest(stage)
        if manifest is None or manifest.code != self._code:
            return False
        if manifest.inputs != _plain(inputs) or manifest.settings != _plain(settings):
            return False
        return all(self._is_there(manifest, table) for table in manifest.tables)

    def read(self, table: str, stage: str | None = None) -> pa.Table:
        """A whole table, as `stage` wrote it; without a stage as the one that wrote it last.

        Raises CaseError when there is none, or it is damaged or of another version.
        """
        return parquet.read(*self._where(table, stage))

    def scan(self, table: str, stage: str | None = None) -> Iterator[pa.RecordBatch]:
        """A table in batches of at most 65,536 rows, in order. Raises CaseError as `read` does."""
        yield from parquet.scan(*self._where(table, stage))

    def dataset(self, table: str, stage: str | None = None) -> ds.Dataset:
        """A table as an Arrow dataset, which DuckDB can query. Raises CaseError as `read` does."""
        return parquet.dataset(*self._where(table, stage))

    def names(self) -> list[str]:
        """The tables that are there."""
        return sorted({table for stage in self._stages() if (m := self.manifest(stage)) for table in m.tables})

    def parts(self, stage: str, inputs: Mapping[str, str], settings: Mapping[str, object]) -> Parts:
        """The parts of an unfinished run of a stage; those of other inputs, settings or code are removed."""
        self._must_hold()
        self._home(stage)
        made_of = {"stage": stage, "inputs": inputs, "settings": settings, "code": self._code}
        return Parts(self._root / "parts" / stage, self._key, made_of)

    def _write_table(self, folder: Path, stage: str, number: int, table: str, rows: Rows) -> Held:
        name = _name(stage, number, table)
        return parquet.write(folder / f"{table}.parquet", rows, model.schema(table), self._key, name)

    def _where(self, table: str, stage: str | None) -> tuple[Path, pa.Schema, bytes, str]:
        """(path, schema, key, name) of a table file."""
        stages = [stage] if stage else self._stages()
        made = [m for one in stages if (m := self.manifest(one)) and table in m.tables]
        if not made:
            raise CaseError(f"the table {table} is not there yet: run the case first")
        latest = max(made, key=lambda manifest: manifest.made_at)
        path = self._home(latest.stage) / _folder(latest.number) / f"{table}.parquet"
        return path, model.schema(table), self._key, _name(latest.stage, latest.number, table)

    def _is_there(self, manifest: Manifest, table: str) -> bool:
        path = self._home(manifest.stage) / _folder(manifest.number) / f"{table}.parquet"
        return path.is_file() and path.stat().st_size == manifest.tables[table].bytes

    def _sweep(self, stage: str) -> None:
        """Remove generations that never came to count, and those older than the last KEPT."""
        manifest = self.manifest(stage)
        current = manifest.number if manifest else 0
        aside.remove(self._home(stage) / _NEW)
        for number in self._numbers(stage):
            if not current - KEPT < number <= current:
                aside.remove(self._home(stage) / _folder(number))

    def _numbers(self, stage: str) -> list[int]:
        return sorted(int(path.name) for path in self._home(stage).glob("[0-9]*") if path.name.isdigit())

    def _stages(self) -> list[str]:
        return sorted(path.name for path in (self._root / "stages").glob("*") if path.is_dir())

    def _home(self, stage: str) -> Path:
        if not _STAGE.fullmatch(stage):
            raise ValueError("the name of a stage is lower-case letters, digits, - and _")
        return self._root / "stages" / stage

    def _seal(self, manifest: Manifest) -> bytes:
        return gcm.seal(self._key, json.dumps(asdict(manifest)).encode(), _about(manifest.stage, manifest.number))

    def _must_hold(self) -> None:
        if not self._held:
            raise RuntimeError("worked tables are written inside Worked.writing()")


def _folder(number: int) -> str:
    return f"{number:06}"


def _name(stage: str, number: int, table: str) -> str:
    return f"{stage}/{_folder(number)}/{table}"


def _about(stage: str, number: int) -> str:
    return f"manifest {_folder(number)} of {stage}"


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON gives it back, so that a tuple compares equal to the list it became. Raises TypeError."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(values)))
    return plain


def _unsealed(data: bytes) -> Manifest:
    content = json.loads(data)
    held = {table: Held(**held) for table, held in content.pop("tables").items()}
    return Manifest(**content, tables=held)
