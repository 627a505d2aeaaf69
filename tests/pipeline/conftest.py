"""What several tests of the pipeline share: the real case, told to its end once; tests leave it as they found it."""

import pytest

from tests.pipeline import telling_case
from tests.pipeline.telling_case import Told


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """From the first sample to the second wave of letters."""
    return telling_case.whole(tmp_path_factory.mktemp("telling"))
