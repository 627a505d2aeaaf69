"""A small case of invented people for tests: a pile on disk, and the commands run as a user runs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from demo import pile

COMMAND = [sys.executable, "-c", "from betrokken.cli.main import main; main()"]


@dataclass(frozen=True)
class Bench:
    """A folder with a pile, its facts and a case to be made."""

    folder: Path
    made: pile.Pile

    @property
    def case(self) -> Path:
        return self.folder / "case"

    @property
    def leak(self) -> Path:
        return self.folder / "leak"

    def run(
        self, *words: str | Path, ok: bool = True, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one command with the key file; with `ok` a failure fails the test."""
        done = subprocess.run(
            [*COMMAND, *map(str, words)],
            env=self.environment | dict(env or {}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not ok or done.returncode == 0, done.stderr
        return done

    @property
    def environment(self) -> dict[str, str]:
        own = {"BETROKKEN_KEY_FILE": str(self.folder / "key"), "TMPDIR": str(self.folder / "tmp"), "COLUMNS": "120"}
        (self.folder / "tmp").mkdir(exist_ok=True)
        return dict(os.environ) | own

    def new(self) -> None:
        (self.folder / "facts.toml").write_text(pile.facts(), "utf-8")
        self.run("new", self.case, "--facts", self.folder / "facts.toml")

    def all(self, *paths: Path, workers: int = 2) -> None:
        """new, add and run."""
        self.new()
        self.run("add", self.case, *(paths or (self.leak,)), "--drop", "leak", "--workers", str(workers))
        self.run("run", self.case, "--workers", str(workers))

    def export(self, name: str = "out", kind: str = "parquet") -> dict[str, bytes]:
        """The bytes of every export."""
        folder = self.folder / name
        self.run("export", self.case, folder, "--format", kind)
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def table(self, name: str, folder: str = "out") -> pa.Table:
        return pq.read_table(self.folder / folder / f"{name}.parquet")


def beside(one: Bench, folder: Path) -> Bench:
    """Another bench over the very same pile."""
    shutil.copytree(one.leak, folder / "leak")
    return Bench(folder, one.made)


def bench(folder: Path, people: int = 120, seed: int = 3) -> Bench:
    """A bench with an invented pile of so many people."""
    made = pile.build(people, seed)
    pile.write(made, folder / "leak")
    return Bench(folder, made)
