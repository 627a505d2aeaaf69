"""People who work together, told by their e-mail addresses: all of one domain, which is open to nobody else."""

from collections.abc import Sequence
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.layout import Column

_FEWEST: Final = 3  # addresses


def share_a_domain(columns: Sequence[Column], values: Sequence[Sequence[str]]) -> bool:
    """Whether the people of a table, each with an address, all write from one domain that no provider gives out."""
    own = [column for column in columns if column.word == "email" and not column.role]
    if len(own) != 1 or not any(column.word in ("name", "surname") and not column.role for column in columns):
        return False
    addresses = {cell.strip().lower() for cell in values[own[0].index] if cell.count("@") == 1}
    domains = {address.partition("@")[2] for address in addresses}
    return len(addresses) >= _FEWEST and len(domains) == 1 and not _is_for_all(*domains)


def _is_for_all(domain: str) -> bool:
    return words(domain.partition(".")[0]) in lexicon.word_set("cells", "mail_for_all")
