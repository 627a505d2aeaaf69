"""Names and codes of organisations, folded so that the ways a file writes them meet."""

import re
import tomllib
from collections.abc import Container, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from betrokken.kit.fold import words
from betrokken.model.incident import Controller, Incident

_MOST_WORDS = 10  # of a name of an organisation


@cache
def _vocabulary() -> tuple[frozenset[str], dict[str, str]]:
    data = tomllib.loads((files("betrokken.kit") / "words" / "organisations.toml").read_text("utf-8"))
    return frozenset(data["loose"]), data["kinds"]


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """The telling words of a name in their order: legal forms off, kinds of provider in one spelling."""
    loose, kinds = _vocabulary()
    return " ".join(kinds.get(word, word) for word in words(name).split() if word not in loose)


@lru_cache(maxsize=100_000)
def core(name: str) -> str:
    """`plain` without the kind of provider: "HAP De Burcht" and "Huisartsenpraktijk De Burcht" are both "burcht"."""
    kinds = {word for kind in _vocabulary()[1].values() for word in kind.split()}
    return " ".join(word for word in plain(name).split() if word not in kinds)


def register(controllers: Iterable[Controller]) -> dict[str, str]:
    """Folded name, alias, code or AGB code -> id of the controller; what two of them share tells neither."""
    found: dict[str, set[str]] = {}
    for controller in controllers:
        exact = {words(text) for text in (*controller.names, *controller.codes, *controller.agb, controller.id)}
        loose = {plain(text) for text in controller.names} | {core(text) for text in controller.names}
        for key in exact | {text for text in loose if len(text) >= 4}:
            found.setdefault(key, set()).add(controller.id)
    return {key: ids.pop() for key, ids in sorted(found.items()) if key and len(ids) == 1}


def labs(incident: Incident) -> frozenset[str]:
    """Folded names of the processor, with and without what stands in brackets."""
    names = (incident.lab, *incident.lab_aliases)
    return frozenset(words(text) for name in names for text in (name, re.sub(r"\([^)]*\)", "", name)) if words(text))


def exact(text: str, known: Mapping[str, str]) -> str | None:
    """The controller that the whole text names, or None."""
    folded = words(text)
    return known.get(folded) or known.get(folded.lstrip("0")) or known.get(plain(text)) or known.get(core(text))


def without(text: str, known: Container[str]) -> str:
    """The text without runs of words that are a known name: what an organisation is called says nothing of a patient."""
    tokens = text.split()
    at = 0
    kept: list[str] = []
    while at < len(tokens):
        most = min(_MOST_WORDS, len(tokens) - at)
        ends = (end for end in range(at + most, at, -1) if words(" ".join(tokens[at:end])) in known)
        end = next(ends, at)
        kept += tokens[at : at + 1] if end == at else []
        at = max(end, at + 1)
    return " ".join(kept)


def inside(text: str, known: Mapping[str, str], shortest: int = 4) -> str | None:
    """The one controller named by runs of words within the text; None when none is, or several are.

    The longest run counts: a name within another name is none of its own. A legend of all clients names none of them.
    shortest: letters a run must have; codes of three letters are too often ordinary words or abbreviations.
    """
    tokens = words(text).split()
    ids: set[str] = set()
    taken = [False] * len(tokens)
    for length in range(min(_MOST_WORDS, len(tokens)), 0, -1):
        for at in range(len(tokens) - length + 1):
            run = " ".join(tokens[at : at + length])
            if len(run) >= shortest and run in known and not any(taken[at : at + length]):
                ids.add(known[run])
                taken[at : at + length] = [True] * length
    return ids.pop() if len(ids) == 1 else None
