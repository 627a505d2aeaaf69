"""Shapes of people's names in running text, as pieces of patterns.

Every pattern starts at a capital, so that text without any is passed over by one search for a character class.
"""

import re
from typing import Final

from betrokken.kit import names
from betrokken.stages.finding.prose import cues

U, L = cues.UPPER, cues.LOWER

# One word of a surname: "Boer", "IJssel", "d'Hont", "JANSEN"; a question mark is a letter lost in a conversion.
WORD: Final = (
    rf"(?:(?:[dDlLtT]['’`]\s?)?(?:[{U}][{L}{U}'’´`]*[{L}](?:\?[{L}]+)*|[{U}](?:\?[{L}]+)+|[{U}]{{2,}})"
    rf"|(?<=[.\s-])\?[{L}]{{2,}}(?:\?[{L}]+)*)"
)
_PREFIXES = sorted((re.escape(p).replace("'", "['’`]") for p in names.PREFIXES), key=lambda p: (-len(p), p))
_ENDS = "|".join(p for p in _PREFIXES if not p.endswith(("]", "-")))
LEAD: Final = rf"(?:(?i:{_ENDS}|['’`][ts])\s{{1,2}}|(?i:d['’`]|l['’`]|el-|al-))"
_LEAD_END = rf"(?i:{_ENDS}|['’`][ts])(?![\w'’`])"
# Prefixes that go on a surname of several words; others ("in", "te", "op") go on the sentence far more often, but
# for those before the old forms of an article ("op den", "in 't").
_CORE = r"(?:(?i:op|in|aan|uit|over|onder|bij)\s(?=(?i:den|der|['’`]t)\s)|['’`]t\s|(?i:van|von|und|zu|de|der|den|du|di|da|la|le|el|ten|ter|v\.d\.|v/d|vd|d['’`])\s|(?i:al|el|ben|ibn|abu)[- ])"
INITIALS: Final = rf"(?:(?:IJ|Ij|Th|Ch|Ph|Chr|Joh|Wm|Sj|Tj|Fr|[{U}]{{1,2}}|\?)\.[ -]?){{1,8}}(?:[{U}]\s)?"
BARE: Final = rf"[{U}]{{1,5}}"
_JOIN = rf"(?:\sen\s(?=van\s)|\s?[-–]\s?(?:die\s)?|\s(?i:e/v|geb\.|geboren)\s)(?:{LEAD}){{0,3}}(?:{WORD}|\?[{L}]+)"
# Not "Leiden, J. de Vries": after the initials behind a comma no surname follows.
_NO_SURNAME = rf"(?!\s?(?:{LEAD}){{0,4}}(?:IJ[{L}]|[{U}][{L}.]))"
_SALUTED = r"(?:\(?(?i:mw|mevr|mevrouw|dhr|de heer|heer)\.?\)?\s)?"
_TAIL = (
    rf"(?P<tail>,\s{{0,2}}{_SALUTED}(?:{LEAD}|{_LEAD_END},\s)?(?:{INITIALS}|{BARE}(?![\w'’.]))(?:\s?{_LEAD_END}){{0,4}}{_NO_SURNAME}"
    rf"|\s{INITIALS}(?:\s?{_LEAD_END}){{0,4}}{_NO_SURNAME}|,\s?{_LEAD_END}(?:\s{_LEAD_END}){{0,3}}(?=[\s,(;]|$)"
    rf"|(?P<given>,\s{{1,2}}{WORD}(?:\s{WORD})?)(?=[\s,(;|*]{{1,6}}(?:geb|[0-9(]))|\s[{U}](?=[\s,;(|]|$))?"
)
CANDIDATE: Final = re.compile(
    rf"(?<![\w@/-])(?P<front>{INITIALS}(?:\({WORD}\)\s)?(?:{LEAD}){{0,4}}|{BARE}\s(?:{LEAD}){{0,4}})?"
    rf"(?P<surname>{WORD}(?:{_JOIN}|\s(?:{_CORE}){{0,3}}{WORD}){{0,4}}){_TAIL}"
)
# Names typed without capitals, for places where a salutation stands before them and a number or date behind.
LOWER_CASE: Final = rf"(?:[{L}]\.\s?){{0,5}}(?:{LEAD}){{0,4}}[{L}'’]{{2,}}(?:\s?-\s?(?:{LEAD}){{0,3}}[{L}'’]{{2,}}|\s(?:[{L}]\.){{1,4}})?"
PREFIX_LAST: Final = re.compile(
    rf"^(?P<initials>{INITIALS})(?P<surname>[^,]+),\s?(?P<prefix>{_LEAD_END}(?:\s{_LEAD_END})*)$"
)
