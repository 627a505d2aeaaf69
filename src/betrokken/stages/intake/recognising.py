"""Which kind of container an item is, told by its first bytes alone."""

from typing import Final, cast

from betrokken.kit import discover
from betrokken.model.fragments import Container, Source

MEMBERS: Final = ("NAME", "MEDIA_TYPE", "ALSO_READ", "recognise", "members")
SURE: Final = 0.5


def containers() -> tuple[Container, ...]:
    """Every kind of container the house knows, by module name."""
    found = discover.modules("betrokken.stages.intake.containers", MEMBERS)
    return tuple(cast(Container, module) for module in found)


def container_of(source: Source) -> Container | None:
    """The kind that is surest of the bytes, None when no kind is sure."""
    best, score = None, SURE
    for container in containers():
        if (sure := container.recognise(source)) >= score and (best is None or sure > score):
            best, score = container, sure
    return best
