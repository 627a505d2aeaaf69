"""What a table or a key is about, whatever it is called: "tbl_patienten", "patient_id" and "client" are all patients."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from betrokken.kit.fold import words

_DOUBLE = re.compile(r"([a-z])\1")
_SHORT_KEY = re.compile(r"^[a-z]{1,3}id$")  # pid, cid, aid: a letter or two for the table
_PLURAL = re.compile(r"(?<=[a-z]{3})(?:en|s|n)$")


@cache
def _lists() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    data = tomllib.loads((files(__package__) / "words" / "relations.toml").read_text("utf-8"))
    known = {_stems(words(word)): name for name, found in data["entities"].items() for word in found}
    keys = data["keys"]
    return known, frozenset(words(w) for w in keys["only"]), frozenset(words(w) for w in keys["loose"])


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """A word without its plural: "aanvragen" and "aanvraag", "adressen" and "adres" have one stem."""
    single = _DOUBLE.sub(r"\1", word)
    while (shorter := _PLURAL.sub("", single)) != single:
        single = shorter
    return single


def _stems(folded: str) -> str:
    return " ".join(map(stem, folded.split()))


@lru_cache(maxsize=10_000)
def entity(name: str) -> str:
    """The entity a table is about, "" when its name says none; the last known word counts ("labaanvraag_regel").

    Two words that are known together mean more than the last of them: "care_providers".
    """
    known, _, loose = _lists()
    tokens = [stem(token) for token in words(name).split() if token not in loose]
    for at in range(len(tokens) - 1, -1, -1):
        if found := known.get(" ".join(tokens[max(0, at - 1) : at + 1])) or known.get(tokens[at]):
            return found
    return ""


@cache
def spoken(name: str) -> str:
    """A word for an entity that can stand before a label: "naam" in a table of clients is "klant naam"."""
    data = tomllib.loads((files(__package__) / "words" / "relations.toml").read_text("utf-8"))
    found = data["entities"].get(name, [""])
    return str(found[0])


@lru_cache(maxsize=10_000)
def bare(name: str) -> str:
    """The name of a table without the words that say nothing ("tbl_geslacht" is "geslacht"), else as it is."""
    _, _, loose = _lists()
    return " ".join(token for token in words(name).split() if token not in loose)


@lru_cache(maxsize=10_000)
def core(name: str) -> str:
    """The telling words of the name of a table or of a key column, as stems: "fk_patient_id" gives "patient"."""
    _, only, loose = _lists()
    tokens = [token for token in words(name).split() if token not in only and token not in loose]
    packed = [_unglued(token, only) for token in tokens]
    return " ".join(stem(token) for token in packed if token)


def _unglued(token: str, only: frozenset[str]) -> str:
    """ "patientid" and "klantnr" without the key word at their end."""
    ends = [end for end in only if len(end) > 1 and token.endswith(end) and len(token) - len(end) >= 3]
    return token[: -len(max(ends, key=len))] if ends else token


@lru_cache(maxsize=10_000)
def is_key(name: str) -> bool:
    """Whether the name of a column is that of a key: it holds a key word, alone, apart or at its end."""
    _, only, _ = _lists()
    tokens = words(name).split()
    return any(token in only or _unglued(token, only) != token or bool(_SHORT_KEY.match(token)) for token in tokens)
