"""The house keeps its own rules: sizes, excepts, words, and what the documents say is there."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from betrokken.cli.main import app
from betrokken.model import tables, words

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def functions() -> Iterator[tuple[int, str]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{path.name}:{node.name}"


def test_functions_and_files_are_small() -> None:
    lengths = sorted(functions())
    assert statistics.median(length for length, _ in lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)][0] <= 30
    assert lengths[-1][0] <= 60, lengths[-1]
    files = [(len(path.read_text("utf-8").splitlines()), path.name) for path in SOURCES]
    assert max(files)[0] <= 400, max(files)


def test_excepts_are_narrow() -> None:
    broad = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            caught = node.type if isinstance(node, ast.ExceptHandler) else None
            if isinstance(node, ast.ExceptHandler) and (
                caught is None or getattr(caught, "id", "") in ("Exception", "BaseException")
            ):
                broad.append(path.relative_to(ROOT / "src/betrokken").as_posix())
    assert sorted(broad) == ["edges/fence/inside.py", "pipeline/inside.py"]  # around one unit, and around one item


def test_no_address_stands_in_the_files_that_install() -> None:
    kept = [
        ROOT / name
        for name in ("pyproject.toml", "requirements.lock", "requirements-bench.lock", "Makefile", ".ci/run")
    ]
    address = re.compile(r"://|--(?:extra-)?index-url|--find-links")
    told = {path.name: address.findall(path.read_text("utf-8").replace("--no-emit-index-url", "")) for path in kept}
    assert {name: found for name, found in told.items() if found} == {}


def test_every_dependency_has_its_reason() -> None:
    told = (ROOT / "docs/dependencies.md").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    asked = re.findall(r'^    "([a-z0-9-]+)[>=]', project, re.MULTILINE)
    assert len(asked) > 20
    assert [name for name in asked if name not in told] == []


@pytest.mark.parametrize("command", [command.name for command in app.registered_commands])
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"betrokken {command}" in (ROOT / "README.md").read_text("utf-8")


def test_a_column_has_one_type_everywhere() -> None:
    types: dict[str, set[str]] = {}
    for columns in (*tables.TABLES.values(), *tables.EXPORTS.values()):
        for column in columns:
            types.setdefault(column.name, set()).add(str(column.type))
    shared = {
        name: found for name, found in types.items() if len(found) > 1 and name not in ("mentions", "tables", "texts")
    }
    assert shared == {}
    assert all(column.says for columns in tables.TABLES.values() for column in columns)


def test_the_closed_lists_have_no_doubles() -> None:
    for closed in (words.CATEGORIES, words.EXAMS, words.ITEM_STATUSES, words.ROLES, words.MEANINGS):
        assert len(set(closed)) == len(closed)
