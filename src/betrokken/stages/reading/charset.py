"""Bytes turned into text: which character set, and the text itself, whole or in blocks of lines.

In this order: byte order mark; zero bytes of UTF-16 without a mark; UTF-8; single-byte sets by their accented letters;
chardet for the rest. Text that went through a wrong set before it was saved is turned back where that is plain.
"""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Protocol
from weakref import WeakKeyDictionary

import chardet

from betrokken.model.fragments import Source
from betrokken.stages.reading.mojibake import repair
from betrokken.stages.reading.single_bytes import TABLES, best

BLOCK = 1 << 20  # bytes read at a time
LONGEST = 1 << 23  # characters of a line after which a block ends without a line end

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]")
_USUAL_LEADS = frozenset(b"\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xc9\xe1\xe2\xef\xf0")  # of Latin letters, signs, emoji
_CONTROL = re.compile("[\x02-\x08\x0b\x0e-\x19\x1c\x1d\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")
_CONTROLS = 0.02  # share of them in text at most; random bytes have 0.1 to 0.2
_WEIGHED = 5_000  # high bytes of an item that are looked at
_GUESSED = 100_000  # bytes chardet is given; it reads 9 MB/s
_ZEROS = 4_096
_MIXED = "betrokken.cp1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 amid UTF-8: lines of another export pasted in, or a character cut off at the end."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.end == len(error.object) and error.reason == "unexpected end of data":
        return "\ufffd", error.end
    return "".join(TABLES["cp1252"][code] for code in error.object[error.start : error.end]), error.end


codecs.register_error(_MIXED, _as_windows)


class _Decoder(Protocol):
    def decode(self, data: bytes, final: bool = ..., /) -> str: ...


class _Table:
    """Single-byte sets, with a character for all 256 bytes."""

    def __init__(self, table: str) -> None:
        self._table = table

    def decode(self, data: bytes, final: bool = False, /) -> str:
        """Every byte by the table."""
        return codecs.charmap_decode(data, "strict", self._table)[0]


_ASCII_CONTROLS = bytes(code for code in range(2, 32) if code not in b"\t\n\x0c\r\x1a\x1b") + b"\x7f"
_CONTROL_BYTES = bytes(code for code in range(1, 32) if code not in b"\x01\t\n\x0b\x0c\r\x1a\x1b\x1c")


class _Evidence:
    """What speaks for UTF-8 and what against it, block by block."""

    def __init__(self) -> None:
        self.valid = True
        self.sequences = 0
        self.rare = 0
        self.strays: Counter[bytes] = Counter()
        self.around = b""
        self._weighed = 0
        self._strict = codecs.getincrementaldecoder("utf-8")()

    def add(self, block: bytes) -> None:
        """Weigh one block."""
        if self.valid:
            try:
                self.sequences += len(block) - len(self._strict.decode(block))
                return
            except UnicodeDecodeError:
                self.valid = False
        if not block.isascii():
            self._count(block)

    def _count(self, block: bytes) -> None:
        for found in islice(_HIGH.finditer(block), _WEIGHED - self._weighed):
            self._weighed += 1
            if found.end() - found.start() > 1:
                self.sequences += 1
                self.rare += block[found.start()] not in _USUAL_LEADS
            else:
                self._stray(block, found.start())

    def _stray(self, block: bytes, at: int) -> None:
        self.strays[block[at - 1 : at + 2] if 0 < at < len(block) - 1 else _padded(block, at)] += 1
        if len(self.around) < _GUESSED:
            self.around += block[max(0, at - 40) : at + 40]

    def charset(self) -> str:
        """The set this evidence points to.

        A few characters of other scripts amid bytes that are no UTF-8 are chance: "ıç" in cp850 is one Armenian letter.
        """
        strays = self.strays.total()
        usual = self.sequences - (self.rare if self.rare <= 4 * strays else 0)
        if self.valid or usual * 4 >= strays:
            return "utf-8"
        charset, convincing = best(self.strays)
        return charset if convincing else self._guessed() or charset

    def _guessed(self) -> str:
        guess = chardet.detect(self.around)
        name = guess["encoding"] or ""
        if guess["confidence"] < 0.5 or name.lower().startswith(("utf", "ascii")):
            return ""
        try:
            return codecs.lookup(name).name
        except LookupError:
            return ""


def _padded(block: bytes, at: int) -> bytes:
    return (b" " + block + b" ")[at : at + 3] if len(block) < 3 else _edge(block, at)


def _edge(block: bytes, at: int) -> bytes:
    return b" " + block[:2] if at == 0 else block[-2:] + b" "


def decode(data: bytes) -> tuple[str, str]:
    """(text, name of the character set) of the whole content, without a byte order mark. Never raises."""
    charset, start = _marked(data)
    if not charset:
        evidence = _Evidence()
        evidence.add(data)
        charset = evidence.charset()
    return _cleaned(_decoder(charset).decode(data[start:], True)), charset


@lru_cache(maxsize=2)
def sample(head: bytes) -> tuple[str, str]:
    """(text, name of the character set) of the first bytes of an item; a character cut off at the end is left out."""
    charset, start = _marked(head)
    if not charset and _is_binary(head):
        return head.decode("latin-1"), "latin-1"
    if not charset:
        evidence = _Evidence()
        evidence.add(head)
        charset = evidence.charset()
    return _cleaned(_decoder(charset).decode(head[start:], False)), charset


def _is_binary(head: bytes) -> bool:
    """Control bytes no text has, zero bytes aside: not worth weighing character sets, which is slow."""
    return len(head) - len(head.translate(None, _CONTROL_BYTES)) > 2 * _CONTROLS * len(head)


def is_text(text: str) -> bool:
    """Whether decoded bytes are text at all: hardly a control character or an impossible one, zero bytes aside."""
    shown = text.replace("\0", "")
    if shown.isascii():
        data = shown.encode("ascii")
        return bool(data) and len(data) - len(data.translate(None, _ASCII_CONTROLS)) <= _CONTROLS * len(data)
    return len(_CONTROL.findall(shown)) <= _CONTROLS * len(shown)


@lru_cache(maxsize=2)
def start(head: bytes) -> str:
    """The text of the first bytes of an item, without fill bytes and end marks of DOS; "" when it is no text at all."""
    if not _marked(head)[0] and _is_binary(head):
        return ""
    text = sample(head)[0]
    return plain(text) if is_text(text) else ""


def plain(text: str) -> str:
    """Without fill bytes, and the end mark of DOS files."""
    return text.replace("\0", "").replace("\x1a", "")


_detected: WeakKeyDictionary[Source, str] = WeakKeyDictionary()


def detect(source: Source) -> str:
    """Name of the character set of a whole item; reads it once, and remembers the answer for this source."""
    if source not in _detected:
        _detected[source] = _marked(source.head)[0] or _streamed(source).charset()
    return _detected[source]


def _streamed(source: Source) -> _Evidence:
    evidence = _Evidence()
    with source.stream() as stream:
        while block := stream.read(BLOCK):
            evidence.add(block)
    return evidence


def blocks(source: Source) -> Iterator[str]:
    """The text in blocks of about a million characters, each of whole lines with their line ends as written.

    A line over LONGEST characters is the one exception: it is given in pieces.
    """
    decoder = _decoder(detect(source))
    rest = ""
    with source.stream() as stream:
        stream.read(_marked(source.head)[1])
        while data := stream.read(BLOCK):
            text = rest + decoder.decode(data, False)
            cut = _last_line_end(text)
            if cut or len(text) > LONGEST:
                cut = cut or len(text)
                yield _cleaned(text[:cut])
            rest = text[cut:]
    if rest := rest + decoder.decode(b"", True):
        yield _cleaned(rest)


def lines(text: str) -> Iterator[str]:
    """Lines with their line ends as written; ends are \\n, \\r\\n and \\r, nothing else."""
    return io.StringIO(text, newline="")


def _last_line_end(text: str) -> int:
    """Where the last whole line ends; a carriage return at the very end may be half of a line end."""
    return (text.rfind("\n") + 1) or (text.rfind("\r", 0, len(text) - 1) + 1)


def _marked(head: bytes) -> tuple[str, int]:
    """(character set, bytes of the mark) told by a byte order mark or by the zeros of UTF-16, else ("", 0)."""
    for mark, charset in _MARKS:
        if head.startswith(mark):
            return charset, len(mark)
    return _zeros(head[:_ZEROS]), 0


def _zeros(start: bytes) -> str:
    pairs = len(start) // 2
    even, odd = start[: 2 * pairs : 2].count(0), start[1::2].count(0)
    if pairs and odd > 0.4 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if pairs and even > 0.4 * pairs and odd < 0.05 * pairs else ""


def _decoder(charset: str) -> _Decoder:
    if charset in TABLES:
        return _Table(TABLES[charset])
    return codecs.getincrementaldecoder(charset)(errors=_MIXED if charset == "utf-8" else "replace")


def _cleaned(text: str) -> str:
    return repair(text.replace("\ufeff", ""))
