"""Rich Text Format: its words without their dress. After the RTF specification 1.9.1 of Microsoft."""

import codecs
import re
from collections.abc import Iterator

from betrokken.model.fragments import Fragment, Source, Text, Trouble

NAME = "rtf"
MEDIA_TYPE = "application/rtf"

_TOKEN = re.compile(
    r"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
# Groups that hold no running text.
_SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "objdata",
        "themedata",
        "datastore",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "latentstyles",
        "fldinst",
        "filetbl",
        "revtbl",
        "bkmkstart",
        "bkmkend",
    ]
)
_SAID = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "row": "\n",
    "page": "\f",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "~": "\u00a0",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\n": "\n",
    "\r": "\n",
}
_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_DEEPEST = 10_000  # open groups


def recognise(source: Source) -> float:
    """By its first bytes."""
    return 1.0 if source.head.lstrip()[:5] == b"{\\rtf" else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One text, or one a page where page breaks are written; a table row is a line with tabs."""
    stripper = _Stripper()
    text = stripper.text(source.bytes().decode("latin-1"))
    pages = text.split("\f")
    line = 1
    for number, page in enumerate(pages, 1):
        if page.strip():
            yield Text(f"page {number}" if len(pages) > 1 else "", page, line)
        line += page.count("\n")
    if stripper.open_groups:
        yield Trouble("", "the text breaks off before its end")


class _Stripper:
    """Follows groups: what is skipped, and how many characters stand in for one of Unicode, are theirs to say."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._groups: list[tuple[bool, int]] = []
        self._skipped = False
        self._stand_ins = 1
        self._charset = "cp1252"
        self._bytes = bytearray()
        self._ignored = 0  # stand-ins still to come

    @property
    def open_groups(self) -> int:
        return len(self._groups)

    def text(self, source: str) -> str:
        """The running text, form feeds for page breaks."""
        for token in _TOKEN.finditer(source):
            self._take(token)
        self._flush()
        return "".join(self._said)

    def _take(self, token: re.Match[str]) -> None:
        kind, value = token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
        if kind == "hex":
            self._byte(int(value, 16))
        elif kind == "text":
            self._plain(value)
        elif kind == "brace":
            self._flush()
            self._brace(value)
        elif kind == "sign":
            self._flush()
            self._sign(value)
        elif word := token["word"]:
            self._flush()
            self._word(word, int(token["number"]) if token["number"] else None)

    def _brace(self, brace: str) -> None:
        self._ignored = 0
        if brace == "{" and len(self._groups) < _DEEPEST:
            self._groups.append((self._skipped, self._stand_ins))
        elif brace == "}" and self._groups:
            self._skipped, self._stand_ins = self._groups.pop()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._skipped = True
        else:
            self._say(_SAID.get(sign, ""))

    def _word(self, word: str, number: int | None) -> None:
        if word in _SKIPPED:
            self._skipped = True
        elif word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._ignored = self._stand_ins
        elif word == "uc" and number is not None:
            self._stand_ins = max(0, min(number, 8))
        elif word == "ansicpg" and number:
            self._charset = _known(f"cp{number}")
        elif word in _SETS:
            self._charset = _SETS[word]
        else:
            self._say(_SAID.get(word, ""))

    def _plain(self, text: str) -> None:
        ignored, self._ignored = self._ignored, max(0, self._ignored - len(text))
        text = text[ignored:]
        if text.isascii():
            self._flush()
            self._say(text)
        else:
            for character in text:
                self._byte(ord(character))

    def _byte(self, code: int) -> None:
        if self._ignored:
            self._ignored -= 1
        elif not self._skipped:
            self._bytes.append(code)

    def _flush(self) -> None:
        if self._bytes:
            self._said.append(self._bytes.decode(self._charset, "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        if text and not self._skipped:
            self._said.append(text)


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return "cp1252"
