"""The name of the client in a column, after a label, in a letterhead or in a title."""

from collections.abc import Mapping

from betrokken.kit import organisations

NAME = "name of the client"
COLUMN = "institution"
RANK = 2


def controller(value: str, known: Mapping[str, str]) -> str | None:
    """The controller whose name or alias `value` is, or holds as a run of words."""
    return organisations.exact(value, known) or organisations.inside(value, known, shortest=3)
