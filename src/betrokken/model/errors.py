"""Errors a user can act on: what is wrong, where, and what to do. None of them carries a value from the pile."""


class BetrokkenError(Exception):
    """Base of all errors shown to the user as one plain message."""


class FactsError(BetrokkenError):
    """A facts file (TOML) is malformed or holds an unknown key."""


class LawError(BetrokkenError):
    """A file with terms of the law (TOML) is malformed or holds an unknown law or key."""


class CaseKeyError(BetrokkenError):
    """The case key is missing, malformed or wrong."""


class CaseError(BetrokkenError):
    """The case folder is missing, damaged, or made by another version."""


class LockedError(BetrokkenError):
    """Another process is writing to the case."""


class AccountingError(BetrokkenError):
    """Two counts that must agree do not."""


class HandOverError(BetrokkenError):
    """A hand-over cannot be sealed or opened: a key, a file or a signature is not what it must be."""


class LetterError(BetrokkenError):
    """A letter cannot be drawn up or typeset: a fact lacks, or something does not fit."""


class DossierError(BetrokkenError):
    """A dossier cannot be drawn up, answered or filed: something lacks, or is not what its question takes."""


class ReleaseError(BetrokkenError):
    """A release cannot be given, printed or sent: somebody or something is missing, or it was done already."""


class UnreadableError(Exception):
    """An item, or a part of it, cannot be read; `reason` is plain words and holds no value from the item.

    Raised inside the fence by containers and formats, and turned into a status and a reason of the item.
    """

    def __init__(self, reason: str, status: str = "unreadable") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
