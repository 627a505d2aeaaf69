"""Text that was decoded with the wrong character set and saved again: "PatiÃ«nt" for "Patiënt"."""

import re
from functools import lru_cache

from betrokken.stages.reading.single_bytes import TABLES

_WINDOWS = TABLES["cp1252"]
# Bytes 80 to 9F come as the signs of Windows-1252 or, through Latin-1, as control characters of the same number.
_CONTROLS = "".join(map(chr, range(0x80, 0xA0)))
_TAIL = re.escape(_WINDOWS[0x80:0xC0] + _CONTROLS)
_QUOTES = "‘’“”"
_LETTER_TAIL = re.escape("".join(c for c in _WINDOWS[0x80:0xC0] + _CONTROLS if c not in _QUOTES))
# Ã and Â lead the Latin-1 letters, Ä and Å those of Turkish and Polish; they also stand before a closing quote.
# Spelled as literals first, so that the search looks for these five characters alone and not at every place.
_ONE = "|".join(
    (*(f"{lead}[{_TAIL}]" for lead in "ÃÂ"), *(f"{lead}[{_LETTER_TAIL}]" for lead in "ÄÅ"), rf"â[€‚\x80\x82][{_TAIL}]")
)
_RUN = re.compile(f"(?:{_ONE})(?:{_ONE})*")
_BYTES = {chr(code): code for code in range(256)} | {character: code for code, character in enumerate(_WINDOWS)}
_TIMES = 2  # twice through the wrong set happens; more was never seen


def repair(text: str) -> str:
    """The text with every run that is plainly UTF-8 read as Windows-1252 turned back; other text is left alone."""
    if text.isascii():
        return text
    for _ in range(_TIMES):
        if not any(lead in text for lead in "ÃÂÄÅâ"):
            break
        repaired = _RUN.sub(lambda found: _turned_back(found[0]), text)
        if repaired == text:
            break
        text = repaired
    return text


@lru_cache(maxsize=4_096)
def _turned_back(run: str) -> str:
    try:
        return bytes(_BYTES[character] for character in run).decode("utf-8")
    except UnicodeDecodeError:
        return run
