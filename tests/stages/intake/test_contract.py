from pathlib import Path

import pytest

from betrokken.kit.sources import BytesSource
from betrokken.model.fragments import Container
from betrokken.stages.intake import containers as folder
from betrokken.stages.intake.recognising import container_of, containers


@pytest.mark.parametrize("container", containers(), ids=lambda container: str(container.NAME))
def test_every_container_has_plain_members(container: Container) -> None:
    assert container.NAME.isalnum()
    assert container.NAME.islower() or container.NAME[0].isdigit()
    assert container.MEDIA_TYPE.count("/") == 1
    assert isinstance(container.ALSO_READ, bool)


@pytest.mark.parametrize("container", containers(), ids=lambda container: str(container.NAME))
@pytest.mark.parametrize("data", [b"", b"P", b"naam;bsn\r\nVoorbeeld;\r\n" * 50, bytes(2048), bytes(range(256)) * 8])
def test_no_container_is_seen_in_what_is_none(container: Container, data: bytes) -> None:
    assert container.recognise(BytesSource(data)) == 0.0


def test_names_are_unique() -> None:
    names = [container.NAME for container in containers()]
    assert sorted(set(names)) == sorted(names)


def test_every_module_is_found() -> None:
    modules = {path.stem for path in Path(folder.__path__[0]).glob("*.py")} - {"__init__"}
    assert len(containers()) == len(modules)


def test_text_is_no_container() -> None:
    assert container_of(BytesSource(b"Van: lab\nAan: huisarts\n\nGeachte heer Voorbeeld,\n")) is None
