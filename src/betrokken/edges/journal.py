"""The journal of a case: who did what, when. Each line holds the hash of the one before, and is signed.

Never a value from the pile: `details` takes only the keys below, each with the shape of its kind.
The chain shows that lines were changed, moved or taken out of the middle. That the last lines were cut off shows only
against a head (number and hash) that was kept outside the case: `head()` gives it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, insert, select

from betrokken.edges.decided import Decided, now
from betrokken.edges.decided_tables import EVENT
from betrokken.model.errors import CaseError

COUNTS: Final = (
    "batch",
    "bytes",
    "changed",
    "doubts",
    "exposures",
    "files",
    "generation",
    "items",
    "judgements",
    "lost",
    "mentions",
    "new",
    "notices",
    "people",
    "release",
    "rows",
    "seconds",
    "tables",
    "texts",
    "unread",
    "withdrawn",
)
HASHES: Final = ("code", "content", "file", "inputs", "output", "settings", "sha256")
IDS: Final = ("case_id", "drop_id", "fact_id", "item_id", "judgement_id", "mention_id", "notice_id", "person_id")
WORDS: Final = (
    "command",
    "controller",
    "format",
    "kind",
    "network",
    "outcome",
    "role",
    "stage",
    "state",
    "table",
    "template",
)

_HASH = re.compile(r"[0-9a-f]{16,128}")
# Digits alone only when they are too few or too many for a number of a person; else letters and digits, so no name.
_ID = re.compile(r"[0-9]{1,6}|[0-9]{16,64}|(?=[0-9-]*[A-Za-z])(?=[A-Za-z-]*[0-9])[0-9A-Za-z][0-9A-Za-z-]{0,63}")
# A word of the program: letters first, so that no number of a person, and no @, so that no address of one passes.
_WORD = re.compile(r"[a-z][a-z0-9_./-]{0,39}")
_WHO = re.compile(r"[^\x00-\x1f\x7f]{1,100}")  # names of users differ by system, and come from no pile
_FIRST = "0" * 64


def word(text: str) -> str:
    """An id of the facts, as the journal takes one: a word of the program."""
    plain = re.sub(r"[^a-z0-9_.-]", "-", text.lower())
    return (plain if plain[:1].isalpha() else f"id-{plain}")[:40]


class Journal:
    """The journal in the decided store of a case, signed with the case's own key (a 32-byte seed)."""

    def __init__(self, decided: Decided, seed: bytes, clock: Callable[[], str] = now) -> None:
        self._decided = decided
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._clock = clock

    def append(self, who: str, what: str, details: Mapping[str, int | str] | None = None) -> int:
        """Add a line, and give its number. who: a user of the machine or of the case. what: a word for the act.

        Raises ValueError when a detail has no allowed key or not the shape of its kind.
        """
        if not _WHO.fullmatch(who) or not _WORD.fullmatch(what):
            raise ValueError("who is the name of a user, what is a word")
        held = json.dumps({key: _allowed(key, value) for key, value in (details or {}).items()}, sort_keys=True)
        with self._decided.writing() as connection:
            number, previous = _head(connection)
            line = {"number": number + 1, "at": self._clock(), "who": who, "what": what, "details": held}
            digest = _digest(line, previous)
            signature = self._key.sign(bytes.fromhex(digest))
            connection.execute(insert(EVENT).values(**line, hash=digest, signature=signature))
        return number + 1

    def head(self) -> tuple[int, str]:
        """(number, hash) of the last line, to be kept outside the case; (0, "00...") while there is none."""
        with self._decided.reading() as connection:
            return _head(connection)

    def verify(self) -> int:
        """How many lines there are, all in their chain and signed. Raises CaseError naming the first that is not."""
        public, previous, count = self._key.public_key(), _FIRST, 0
        with self._decided.reading() as connection:
            for row in connection.execute(select(EVENT).order_by(EVENT.c.number)).mappings():
                count += 1
                line = {key: row[key] for key in ("number", "at", "who", "what", "details")}
                try:
                    public.verify(row["signature"], bytes.fromhex(_digest(line, previous)))
                except InvalidSignature as error:
                    raise _broken(count) from error
                if row["number"] != count or row["hash"] != _digest(line, previous):
                    raise _broken(count)
                previous = row["hash"]
        return count

    def lines(self) -> list[dict[str, Any]]:
        """All lines in order: number, at, who, what, details."""
        with self._decided.reading() as connection:
            rows = connection.execute(select(EVENT).order_by(EVENT.c.number)).mappings()
            return [
                {**{key: row[key] for key in ("number", "at", "who", "what")}, "details": json.loads(row["details"])}
                for row in rows
            ]


def _allowed(key: str, value: int | str) -> int | str:
    if key in COUNTS and isinstance(value, int):
        return int(value)
    shape = _HASH if key in HASHES else _ID if key in IDS else _WORD if key in WORDS else None
    if shape and shape.fullmatch(str(value)):
        return value
    raise ValueError(f"the journal takes no such detail as {key}")


def _digest(line: Mapping[str, object], previous: str) -> str:
    """SHA-256 over the line and the hash of the one before, as canonical JSON (keys sorted, no spaces)."""
    content = json.dumps({**line, "previous": previous}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _head(connection: Connection) -> tuple[int, str]:
    last = connection.execute(select(EVENT.c.number, EVENT.c.hash).order_by(EVENT.c.number.desc()).limit(1)).first()
    return (last.number, last.hash) if last else (0, _FIRST)


def _broken(number: int) -> CaseError:
    return CaseError(f"the journal was changed: line {number} does not follow from the line before it")
