"""The code of the client that the file gives: LUMC, HAP05, AGB 01054248."""

from collections.abc import Mapping

from betrokken.kit import organisations

NAME = "code of the client"
COLUMN = "sender_code"
RANK = 1


def controller(value: str, known: Mapping[str, str]) -> str | None:
    """The controller whose code, AGB code, name or alias `value` is, or holds beside others ("Z200 De Hunze")."""
    return organisations.exact(value, known) or organisations.inside(value, known, shortest=3)
