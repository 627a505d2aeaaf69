"""Messages that stand whole in the cells of a table: queues, dead letters and audit tables keep them in a column."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from betrokken.model.fragments import Fragment, Source, Table
from betrokken.stages.reading import embedded

_HEADER: Final = "MSH"
_SHORTEST: Final = 20  # characters of a cell that can be a message
_LOOKED_AT: Final = 50  # rows by which it is told whether a column carries messages


def unpacked(fragments: Iterator[Fragment], source: Source) -> Iterator[Fragment]:
    """Fragments as they come; behind a table whose cells are messages what those say, and the cells empty."""
    for fragment in fragments:
        if not isinstance(fragment, Table):
            yield fragment
            continue
        found = [_taken(fragment, column) for column in _carriers(fragment)]
        yield fragment
        for messages, places in found:
            for inner in embedded.fragments("\r".join(messages).encode(), fragment.place, source):
                yield _placed(inner, places)


def _carriers(table: Table) -> list[int]:
    """Columns in which a cell of the first rows is a message."""
    looked = table.rows[:_LOOKED_AT]
    return sorted({n for row in looked for n, cell in enumerate(row) if _is_message(cell)})


def _is_message(cell: str) -> bool:
    return cell.startswith(_HEADER) and len(cell) > _SHORTEST and not cell[3].isalnum() and cell.count(cell[3]) > 5


def _taken(table: Table, column: int) -> tuple[list[str], list[str]]:
    """The messages of one column, taken out of its cells, and the place of the row each stood in."""
    messages: list[str] = []
    places: list[str] = []
    for n, row in enumerate(table.rows):
        if len(row) <= column or not _is_message(row[column]):
            continue
        cell = row[column]
        if "\r" not in cell and "\n" not in cell:
            cell = cell.replace("\\r", "\r").replace("\\n", "\r")
        place = table.row_names[n] if table.row_names else f"{table.place} {table.unit} {table.first + n}".lstrip()
        messages.append(cell)
        places += [place] * cell.count(cell[:4])
        table.rows[n] = (*row[:column], "", *row[column + 1 :])
    return messages, places


def _placed(inner: Fragment, places: list[str]) -> Fragment:
    """A table of messages whose rows are named by the rows the messages stood in."""
    if not isinstance(inner, Table) or not inner.row_names:
        return inner
    names = [_place(name, places) for name in inner.row_names]
    return replace(inner, row_names=tuple(names))


def _place(name: str, places: list[str]) -> str:
    number = name.rpartition(" ")[2]
    return places[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(places) else name
