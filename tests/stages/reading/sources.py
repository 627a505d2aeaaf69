"""Items for tests, and what a format makes of them in plain lists."""

from betrokken.kit.sources import BytesSource
from betrokken.model.fragments import Format, Fragment, Table, Text, Trouble


def source(content: str | bytes, charset: str = "utf-8") -> BytesSource:
    """An item in memory."""
    return BytesSource(content if isinstance(content, bytes) else content.encode(charset))


def fragments(form: Format, content: str | bytes, charset: str = "utf-8") -> list[Fragment]:
    """All that a format reads out of an item."""
    return list(form.read(source(content, charset)))


def tables(found: list[Fragment]) -> list[Table]:
    """The tables among fragments."""
    return [fragment for fragment in found if isinstance(fragment, Table)]


def texts(found: list[Fragment]) -> list[Text]:
    """The texts among fragments."""
    return [fragment for fragment in found if isinstance(fragment, Text)]


def troubles(found: list[Fragment]) -> list[Trouble]:
    """The troubles among fragments."""
    return [fragment for fragment in found if isinstance(fragment, Trouble)]


def rows(found: list[Fragment]) -> list[tuple[str, ...]]:
    """The rows of all tables, one after the other."""
    return [row for table in tables(found) for row in table.rows]


def places(table: Table) -> list[str]:
    """The place of every row."""
    if table.row_names:
        return list(table.row_names)
    start = f"{table.place} {table.unit}".strip()
    return [f"{start} {number}" for number in range(table.first, table.first + len(table.rows))]
