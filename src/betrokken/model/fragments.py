"""What reading hands to finding: tables and texts, inside the fence, never written down."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Field:
    """A named column. `means` is set only by formats whose specification fixes the field (HL7 PID-7, FHIR birthDate).

    It is a word of `words.MEANINGS`, or one of those behind a role: `professional.surname`.
    """

    name: str
    means: str = ""


@dataclass(slots=True)
class Table:
    """Rows of text cells, or one chunk of them.

    place: where in the item, e.g. "sheet LUMC", "table patient", "" when the item is one table.
    columns: () for a raw grid, whose header (if any) still stands among the rows.
    rows: cells as text, dates as ISO `yyyy-mm-dd` when the format types them; "" for nothing.
    first: number of the first row of this chunk, counted as the format counts (1-based).
    unit: what one row is called in a place: "row", "line", "message", "record".
    chunk: 0 for the first chunk of a table, then 1, 2, ...; later chunks have the same place and columns.
    name: what other tables of the item call this one ("patient" in a database), "" when none can.
    refers: declared foreign keys, column name -> "table.column"; formats that know none leave it empty.
    row_names: a place for each row where a number says too little ("Patient/p0"), () otherwise.
    """

    place: str
    columns: tuple[Field, ...]
    rows: list[tuple[str, ...]]
    first: int = 1
    unit: str = "row"
    chunk: int = 0
    name: str = ""
    refers: Mapping[str, str] = field(default_factory=dict)
    row_names: tuple[str, ...] = ()


@dataclass(slots=True)
class Text:
    """One text: a page, a document, the body of a mail, a run of lines. Its non-blank lines are its passages.

    place: e.g. "page 3", "" for the whole item; `first_line` is the number of its first line in the item.
    """

    place: str
    text: str
    first_line: int = 1


@dataclass(slots=True)
class Trouble:
    """A part of an item that could not be read: where, why, and how many rows or passages were set aside."""

    place: str
    reason: str
    rows: int = 0


Fragment = Table | Text | Trouble


class Source(Protocol):
    """The bytes of one item, as a format sees them: in memory when small, else a seekable stream."""

    size: int
    head: bytes  # the first 64 KiB at most

    def bytes(self) -> bytes:
        """The whole content. Raises UnreadableError above the memory limit of the fence."""
        ...

    def stream(self) -> BinaryIO:
        """A fresh seekable binary stream from the start."""
        ...


class Format(Protocol):
    """The plain members every module of `reading/formats` has."""

    NAME: str
    MEDIA_TYPE: str

    def recognise(self, source: Source) -> float:
        """How sure (0 to 1) the content is of this format; looks at the bytes, never at a file name."""
        ...

    def read(self, source: Source) -> Iterator[Fragment]:
        """Fragments in the order of the item. Raises UnreadableError for the whole item."""
        ...


@dataclass(slots=True)
class Limits:
    """Caps on what one item may put out; above them the item is `partly` read with the reason."""

    characters: int = 50_000_000
    rows: int = 5_000_000
    cell: int = 1_000_000
    parts: int = 100_000


@dataclass(slots=True)
class Member:
    """One member of a container.

    name: as the container writes it, bytes that are no UTF-8 as \\xNN, "/" between folders, no leading "/" or "..".
    open: gives a fresh binary stream of the content from its start; None when it cannot be had, and `reason` says why.
    size: bytes as the container declares them, None when it does not; never trusted.
    """

    name: str
    open: Callable[[], BinaryIO] | None = field(repr=False, default=None)
    size: int | None = None
    reason: str = ""
    status: str = "unreadable"


class Container(Protocol):
    """The plain members every module of `intake/containers` has.

    ALSO_READ: the item is also read by a format (a mail has a body and attachments).
    """

    NAME: str
    MEDIA_TYPE: str
    ALSO_READ: bool

    def recognise(self, source: Source) -> float:
        """How sure (0 to 1) the content is of this container; looks at the bytes, never at a file name."""
        ...

    def members(self, source: Source) -> Iterator[Member]:
        """Members in the order of the container. Raises UnreadableError when none can be had, or midway for the rest."""
        ...
