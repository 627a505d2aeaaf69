"""What became of the notices: everybody at a controller in one state, the queue for humans, and returned mail."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from betrokken.edges import aside, files
from betrokken.edges.notices import Notice, Notices, Suppression
from betrokken.model.errors import AccountingError, LetterError
from betrokken.model.notices import BESIDE, BY_HAND, REASONS
from betrokken.pipeline import generations
from betrokken.pipeline.case import Case
from betrokken.pipeline.noticing import PLAN
from betrokken.stages.notifying import codes

RETURNED: Final = ("moved", "unknown", "refused", "deceased", "other")
STATES: Final = ("planned", "released", "printed", "sent", "returned")
_BY_LETTER: Final = ("already_told", "returned")  # reasons that are the state of an earlier letter
_QUEUE: Final = ("person_id", "controller", "reason", "detail", "what_to_do", "notice_id")
_ID: Final = re.compile(r"N-[0-9A-F]{12}")


@dataclass(frozen=True, slots=True)
class State:
    """One controller: its people in the generation it was last planned from, each in one state or suppressed once.

    states: people by the state of the letter that tells them. suppressed: people by reason. resent: letters that went
    out again after they came back. on_request: letters beside the people (to relatives).
    """

    controller: str
    generation: int
    people: int
    states: Mapping[str, int]
    suppressed: Mapping[str, int]
    resent: int
    on_request: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Returned mail that was entered. wrong: number of the line and why it was not; nothing else was lost."""

    marked: tuple[str, ...]
    wrong: tuple[tuple[int, str], ...]


def states(case: Case) -> list[State]:
    """Every controller whose notices were planned. Raises AccountingError when somebody is in no state, or in two."""
    plans = case.decided.facts(PLAN)
    return [_state(case, key, plans[key]) for key in (one.id for one in case.incident.controllers) if key in plans]


def unwritten(case: Case, generation: int) -> int:
    """People of a generation that no file tells a controller of: nobody writes to them."""
    register = generations.register(case, generation)
    theirs = register["standing"].filter(register["standing"]["controller"].is_valid())
    return register["person"].num_rows - len(theirs["person_id"].unique())


def _state(case: Case, controller: str, planned: Mapping[str, int]) -> State:
    store = Notices(case.decided)
    held = {one.notice_id: one for one in store.held(controller)}
    generation, people = planned["generation"], planned["people"]
    silent = store.suppressed(generation, controller)
    beside = [one for one in held.values() if one.variant in BESIDE]
    state_of = {
        one.person_id: one.state
        for one in held.values()
        if one.generation == generation and one.variant not in BESIDE and one.state in STATES
    }
    for one in silent:  # somebody who gets no new letter may have had one
        state_of.pop(one.person_id, None)
        if one.reason in _BY_LETTER and one.notice_id:
            state_of[one.person_id] = held[one.notice_id].state
    found = Counter(state_of.values())
    suppressed = Counter(one.reason for one in silent if one.reason not in _BY_LETTER)
    _balanced(controller, people, sum(found.values()) + sum(suppressed.values()))
    back = {key for key, one in held.items() if one.returned_at}
    return State(
        controller,
        generation,
        people,
        {state: found[state] for state in STATES},
        dict(sorted(suppressed.items())),
        sum(1 for one in held.values() if one.earlier_id in back and one.sent_at),
        sum(1 for one in beside if one.state != "withdrawn"),
    )


def _balanced(controller: str, people: int, placed: int) -> None:
    if people != placed:
        raise AccountingError(
            f"{controller}: {people:,} people, but {placed:,} are planned, released, printed, sent, returned or "
            "suppressed; plan its notices again"
        )


def queue(case: Case, path: Path, who: str) -> int:
    """Write everybody whom a human must see to, as .csv or .xlsx, and give how many there are. Raises LetterError."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("csv", "xlsx"):
        raise LetterError(f"{path}: the queue is written as .csv or .xlsx")
    store = Notices(case.decided)
    rows = [
        one
        for controller, planned in sorted(case.decided.facts(PLAN).items())
        for one in store.suppressed(planned["generation"], controller)
        if one.reason in BY_HAND
    ]
    aside.write(path, files.rendered(path.stem, _table(rows), kind))
    case.note(who, "queue", {"people": len(rows)})
    return len(rows)


def _table(rows: Iterable[Suppression]) -> pa.Table:
    columns: dict[str, list[str]] = {name: [] for name in _QUEUE}
    for one in rows:
        cells = (one.person_id, one.controller, one.reason, one.detail, REASONS[one.reason], one.notice_id or "")
        for name, cell in zip(_QUEUE, cells, strict=True):
            columns[name].append(cell)
    return pa.table(columns, schema=pa.schema([(name, pa.string()) for name in _QUEUE]))


def find(case: Case, wanted: str) -> Notice:
    """The notice of this id or letter code. Raises LetterError when there is none."""
    told = wanted.strip().upper()
    found = Notices(case.decided).find(told if _ID.fullmatch(told) else codes.read(told))
    if found is None:
        raise LetterError("the case has no notice of this id or letter code")
    return found


def returned(case: Case, what: str, reason: str, who: str) -> Marked:
    """Letters that came back: one code or id, or a file with one a line. Raises LetterError for another reason.

    One that was not sent cannot come back; it is listed as wrong, as is a line that is no code.
    """
    if reason not in RETURNED:
        raise LetterError(f"{reason!r} is no reason why mail comes back; those are {', '.join(RETURNED)}")
    lines = _lines(what)
    marked, wrong = [], []
    for number, line in lines:
        try:
            marked.append(_sent(find(case, line)))
        except LetterError as error:
            wrong.append((number, str(error)))
    Notices(case.decided).returned(dict.fromkeys(marked, reason))
    case.note(who, "returned", {"notices": len(marked), "kind": reason, "lost": len(wrong)})
    return Marked(tuple(marked), tuple(wrong))


def _sent(one: Notice) -> str:
    if not one.sent_at:
        raise LetterError(f"notice {one.notice_id} is {one.state}, not sent: it cannot come back")
    return one.notice_id


def _lines(what: str) -> list[tuple[int, str]]:
    path = Path(what)
    if not path.is_file():
        return [(1, what)]
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise LetterError(f"{path} cannot be read: one code or notice a line, as text in UTF-8") from None
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
