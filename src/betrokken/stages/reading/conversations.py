"""Conversations in records: turns of two sides, in which one asks and the other answers.

What is asked is the name of a field and what is answered its value, as on a form: "What is your name?" "Ann".
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

Row = dict[str, str]

_FEWEST: Final = 2  # questions with an answer that make a conversation
_SPEAKERS: Final = 0.6  # different speakers over turns
_LONGEST: Final = 120  # characters of a question that can name a field
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")


def told(turns: Sequence[dict[str, Any]], name: str) -> Row | None:
    """One row of what is asked and answered in a list of turns called `name`; None when it is no conversation.

    What is no answer stands together under the key of the text; what else a turn says stands under its speaker.
    """
    keys = _keys(turns)
    if keys is None:
        return None
    speaker, text = keys
    answers = _answers(turns, speaker, text)
    if len(answers) < _FEWEST:
        return None
    row: Row = {f"{name}.{question}": turns[at][text].strip() for question, at in answers.items()}
    used = set(answers.values())
    row[f"{name}.{text}"] = "\n".join(turn[text] for at, turn in enumerate(turns) if at not in used)
    return row | _rest(turns, speaker, text, name)


def _keys(turns: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """The key of who speaks, of few values each said more than once, and that of what is said, the longest."""
    if len(turns) < 2 * _FEWEST:
        return None
    shared = [key for key in turns[0] if all(isinstance(turn.get(key), str) for turn in turns)]
    if len(shared) < 2:
        return None
    text = max(shared, key=lambda key: sum(len(turn[key]) for turn in turns))
    kinds = {key: {turn[key] for turn in turns} for key in shared if key != text}
    speakers = [key for key, said in kinds.items() if 2 <= len(said) <= _SPEAKERS * len(turns)]
    return (speakers[0], text) if speakers else None


def _answers(turns: Sequence[dict[str, Any]], speaker: str, text: str) -> dict[str, int]:
    """Question -> number of the turn that answers it: the next one, of somebody else, that asks nothing itself."""
    found: dict[str, int] = {}
    for at in range(len(turns) - 1):
        asked, after = turns[at][text].strip(), turns[at + 1]
        question = _SENTENCES.split(asked)[-1].replace(".", " ").strip()
        answered = after[speaker] != turns[at][speaker] and not after[text].rstrip().endswith("?")
        if asked.endswith("?") and len(question) <= _LONGEST and answered and after[text].strip():
            found.setdefault(question, at + 1)
    return found


def _rest(turns: Sequence[dict[str, Any]], speaker: str, text: str, name: str) -> Row:
    said: dict[str, dict[str, None]] = defaultdict(dict)
    for turn in turns:
        for key, value in turn.items():
            if key not in (speaker, text) and isinstance(value, str | int | float) and str(value):
                said[f"{name}.{turn[speaker]}.{key}"][str(value)] = None
    return {key: "; ".join(values) for key, values in said.items()}
