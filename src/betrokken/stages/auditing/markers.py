"""Marker people: an invented person put where a person of the pile stands, in the same written form.

The surname is made of syllables that stand in no word list, the BSN is another that passes the 11-test, the birth date
another day of the same month written alike, street and postcode are others. Given names and sex stay. All of it follows
from the seed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Final

from betrokken.kit.checks import eleven_test, is_placeholder
from betrokken.kit.fold import letters
from betrokken.kit.names import is_prefix
from betrokken.model.fragments import Fragment, Table, Text

Change = Callable[[str], tuple[str, int]]  # a text to (the text changed, how often)

_STARTS: Final = ("kw", "vl", "zw", "dr", "kn", "pl", "sl", "gr", "tr", "w", "h", "m", "l", "r")
_VOWELS: Final = ("ie", "oe", "aa", "ui", "eu", "a", "o", "i")
_ENDS: Final = ("lm", "rg", "nk", "lp", "rst", "mt", "ns", "k", "l")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ROADS: Final = ("straat", "laan", "weg", "plein", "hof", "kade", "dijk", "pad", "singel", "gracht", "park", "dreef")
_EPOCH: Final = date(1899, 12, 30)  # day 0 of spreadsheets (ECMA-376, 18.17.4.1)
_SEP: Final = r"(\s?[-/. :]\s?)"
_LETTERS: Final = "ABCDEGHJKLMNPRTVWXZ"


@dataclass(slots=True)
class Marker:
    """One invented person. fields: the values that tell it. changes: field -> how its old value is replaced.

    counts: how often each was replaced, once `rewrite` has run.
    """

    fields: Mapping[str, str]
    changes: Mapping[str, Change]
    touches: re.Pattern[str]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether what tells the person was put in: the BSN, or surname and birth date."""
        return bool(self.counts.get("bsn")) or bool(self.counts.get("surname") and self.counts.get("birth_date"))

    def is_told_by(self, found: Mapping[str, str]) -> bool:
        """Whether a mention with these fields is this person: by BSN where one was put in, else surname and birth date."""
        if self.counts.get("bsn"):
            return found.get("bsn") == self.fields["bsn"]
        same_name = letters(found.get("surname", "")) == letters(self.fields["surname"])
        return same_name and found.get("birth_date") == self.fields["birth_date"]

    def apply(self, text: str) -> str:
        """The text with the values of the person replaced."""
        for name, change in self.changes.items():
            text, count = change(text)
            self.counts[name] = self.counts.get(name, 0) + count
        return text


def invent(old: Mapping[str, str], luck: Random, is_known: Callable[[str], bool]) -> Marker:
    """A marker for the person with the fields `old`. is_known: whether a word stands in a list of names."""
    new: dict[str, str] = {}
    changes: dict[str, Change] = {}
    shapes: list[str] = []
    for name, make in (("bsn", _bsn), ("birth_date", _birth_date), ("postcode", _postcode)):
        if value := old.get(name):
            new[name], changes[name], shape = make(value, luck)
            shapes.append(shape)
    words: dict[str, str] = {}
    for name in ("surname", "birth_surname"):
        for word in _WORD.findall(old.get(name, "")):
            if not is_prefix(word) and word.lower() not in words:
                words[word.lower()] = _word(luck, is_known)
        if old.get(name):
            new[name] = _swap(old[name], words)[0]
    if words:
        changes["surname"] = lambda text: _swap(text, words)
        shapes.append("|".join(map(re.escape, words)))
    if street := old.get("street"):
        new["street"] = _street(street, luck, is_known)
        changes["street"] = _literal(street, new["street"])
        shapes.append(re.escape(street))
    return Marker(new, changes, re.compile("|".join(shapes) or r"(?!)", re.IGNORECASE))


def rewrite(fragments: Iterable[Fragment], markers: Iterable[Marker]) -> Iterator[Fragment]:
    """The fragments with every value of the markers' people replaced wherever it stands in the item."""
    put = list(markers)
    for fragment in fragments:
        if isinstance(fragment, Table):
            yield replace(fragment, rows=[_row(row, put) for row in fragment.rows])
        elif isinstance(fragment, Text):
            yield replace(fragment, text=_text(fragment.text, put))
        else:
            yield fragment


def _row(row: tuple[str, ...], put: list[Marker]) -> tuple[str, ...]:
    whole = "\x1f".join(row)
    for marker in put:
        if marker.touches.search(whole):
            row = tuple(marker.apply(cell) if cell else cell for cell in row)
    return row


def _text(text: str, put: list[Marker]) -> str:
    for marker in put:
        if marker.touches.search(text):
            text = marker.apply(text)
    return text


def _word(luck: Random, is_known: Callable[[str], bool]) -> str:
    while True:
        word = "".join(luck.choice(_STARTS) + luck.choice(_VOWELS) for _ in range(2)) + luck.choice(_ENDS)
        if not is_known(word):
            return word


def _swap(text: str, words: Mapping[str, str]) -> tuple[str, int]:
    """Surnames replaced word for word, in the case they are written in; lower case is taken for another word."""
    count = 0

    def other(found: re.Match[str]) -> str:
        nonlocal count
        word = found.group()
        new = words.get(word.lower())
        if new is None or word.islower():
            return word
        count += 1
        return new.upper() if word.isupper() else new.capitalize()

    return _WORD.sub(other, text), count


def _street(street: str, luck: Random, is_known: Callable[[str], bool]) -> str:
    road = next((one for one in _ROADS if street.lower().endswith(one)), "straat")
    return _word(luck, is_known).capitalize() + road


def _literal(old: str, new: str) -> Change:
    shape = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, old.split())) + r"(?!\w)", re.IGNORECASE)
    return lambda text: shape.subn(lambda found: new.upper() if found.group().isupper() else new, text)


def _bsn(old: str, luck: Random) -> tuple[str, Change, str]:
    """Another BSN with as many leading zeros, replaced digit by digit so that dots and spaces stay."""
    lead = "0" if old.startswith("0") else ""
    while True:
        first = lead or str(luck.randint(1, 9))
        new = first + f"{luck.randint(10_000_000, 99_999_999)}"
        if eleven_test(new) and not is_placeholder(new) and new != old:
            break
    shape = r"(?<!\d)" + r"[ .-]?".join(old) + r"(?!\d)"
    if lead:  # spreadsheets drop it
        shape += "|" + r"(?<!\d)" + r"[ .-]?".join(old[1:]) + r"(?!\d)"
    compiled = re.compile(shape)

    def other(found: re.Match[str]) -> str:
        digits = iter(new[-sum(sign.isdigit() for sign in found.group()) :])
        return "".join(next(digits) if sign.isdigit() else sign for sign in found.group())

    return new, lambda text: compiled.subn(other, text), shape


def _postcode(old: str, luck: Random) -> tuple[str, Change, str]:
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", old):
        return old, lambda text: (text, 0), re.escape(old)
    new = f"{old[0]}{luck.randint(100, 999)}{luck.choice(_LETTERS)}{luck.choice(_LETTERS)}"
    shape = rf"(?<!\d){old[:4]}(\s?){old[4:]}(?!\w)"
    compiled = re.compile(shape, re.IGNORECASE)
    return new, lambda text: compiled.subn(lambda found: f"{new[:4]}{found.group(1)}{new[4:]}", text), shape.replace(r"(\s?)", r"\s?")  # fmt: skip


def _birth_date(old: str, luck: Random) -> tuple[str, Change, str]:
    """Another day of the same month, of as many digits and on the same side of 12, in another year; the form stays."""
    was = date.fromisoformat(old)
    days = range(1, 10) if was.day < 10 else range(10, 13) if was.day <= 12 else range(13, 29)
    year = was.year - luck.randint(1, 4) if was.year > 1940 else was.year + luck.randint(1, 4)
    now = date(year, was.month, luck.choice([day for day in days if day != was.day]))
    shapes = _date_shapes(was)
    compiled = [re.compile(shape, re.IGNORECASE) for shape in shapes]
    serial = re.compile(rf"^\s*{(was - _EPOCH).days}(?=(?:\.0+)?\s*$)")

    def change(text: str) -> tuple[str, int]:
        total = 0
        for shape in compiled:
            text, count = shape.subn(lambda found: _redated(found, now), text)
            total += count
        text, count = serial.subn(str((now - _EPOCH).days), text)
        return text, total + count

    plain = [re.sub(r"\(\?P<\w+>", "(?:", shape) for shape in shapes]
    return now.isoformat(), change, "|".join((*plain, str((was - _EPOCH).days)))


def _date_shapes(was: date) -> list[str]:
    """Patterns of the ways a day is written: year, month, day; day, month, year; month, day, year; month in letters."""
    day, month = rf"(?P<d>{was.day:02}|{was.day})", f"(?:{was.month:02}|{was.month})"
    short, full = f"(?P<y>{was.year}|{was:%y})", rf"(?P<y>{was.year})"
    name = r"[^\W\d_]{3,9}\.?"
    gap = _SEP.replace("(", "(?:")
    return [
        rf"(?<!\d){full}{gap}{month}{gap}{day}(?!\d)",
        rf"(?<!\d){day}{gap}{month}{gap}'?{short}(?!\d)",
        rf"(?<!\d){month}{gap}{day}{gap}'?{short}(?!\d)",
        rf"(?<!\d){day}[-. ]?\s?{name}[-. ,]?\s?'?{short}(?!\d)",
        rf"(?<!\d){full}{was.month:02}(?P<d>{was.day:02})(?!\d(?!\d{{3}}(?!\d)|\d{{5}}(?!\d)))",
        rf"(?<!\d)(?P<d>{was.day:02}){was.month:02}{full}(?!\d)",
    ]


def _redated(found: re.Match[str], now: date) -> str:
    """The matched text with day and year replaced in their own width."""
    whole, start = found.group(), found.start()
    day, year = found.group("d"), found.group("y")
    parts = [(found.start("d"), day, f"{now.day:02}" if len(day) == 2 else str(now.day)),
             (found.start("y"), year, str(now.year) if len(year) == 4 else f"{now:%y}")]  # fmt: skip
    for at, old, new in sorted(parts, reverse=True):
        whole = whole[: at - start] + new + whole[at - start + len(old) :]
    return whole
