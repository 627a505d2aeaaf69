from pathlib import Path

import pytest

from betrokken.edges import code_version as module
from betrokken.edges.code_version import code_version


def test_code_that_makes_tables_counts_and_code_that_shows_them_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "files", lambda name: tmp_path)

    def after(name: str, content: str) -> str:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
        code_version.cache_clear()
        return code_version()

    first = after("stages/a.py", "1")
    assert after("cli/main.py", "1") == first
    assert after("stages/README.md", "1") == first
    seen = [first, after("stages/a.py", "2"), after("stages/b.py", "2"), after("words.toml", "1"), after("r.sql", "1")]
    monkeypatch.setattr(module, "version", lambda name: "0")
    assert len({*seen, after("stages/a.py", "2")}) == 6
    code_version.cache_clear()


def test_the_same_code_has_the_same_version() -> None:
    first = code_version()
    code_version.cache_clear()
    assert code_version() == first
    assert len(first) == 64
