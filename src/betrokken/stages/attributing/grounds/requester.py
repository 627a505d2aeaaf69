"""The requester, where the file names an organisation as such."""

from collections.abc import Mapping

from betrokken.kit import organisations

NAME = "requester"
COLUMN = "requester"
RANK = 3


def controller(value: str, known: Mapping[str, str]) -> str | None:
    """The controller whose name, alias or code `value` is, or holds as a run of words."""
    return organisations.exact(value, known) or organisations.inside(value, known)
