"""Labels that are questions, as web forms and chats put them: "What is your date of birth?" is "date birth"."""

from functools import lru_cache
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon

_LONGEST: Final = 200  # characters of a question


@lru_cache(maxsize=10_000)
def plain(label: str) -> str:
    """What a question asks for, behind the path it stands at; any other label as it is."""
    if not label.rstrip().endswith("?") or len(label) > _LONGEST:
        return label
    asking = lexicon.word_set("cells", "asking")
    path, dot, question = label.rpartition(".")
    return f"{path}{dot}{' '.join(word for word in words(question).split() if word not in asking)}"
