"""What several tests share: one case that was made, filled, run and exported once."""

from pathlib import Path

import pytest

from tests.cases import Bench, bench


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A case of invented people that has been run and exported; tests only read it."""
    made = bench(tmp_path_factory.mktemp("done"))
    made.all()
    made.export()
    return made


@pytest.fixture
def fresh(tmp_path: Path) -> Bench:
    """A small pile, nothing done with it yet."""
    return bench(tmp_path, people=40)
