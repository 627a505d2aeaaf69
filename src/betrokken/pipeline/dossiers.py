"""A dossier of one controller for the regulator, gathered from one generation and compared with the last report."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import pyarrow as pa

from betrokken.edges.generations import Generation
from betrokken.edges.notices import Notices
from betrokken.kit import arrow
from betrokken.model.errors import CaseError, DossierError
from betrokken.model.incident import Controller, Dataset, Incident
from betrokken.pipeline import filing, generations, happened, stating
from betrokken.pipeline.case import Case
from betrokken.pipeline.facts import unpack
from betrokken.stages.notifying import awareness, stage, terms
from betrokken.stages.notifying.dossiers import comparing, figures, form, worksheet
from betrokken.stages.notifying.dossiers.comparing import Came, Change
from betrokken.stages.notifying.dossiers.figures import Figures
from betrokken.stages.notifying.dossiers.ground import KINDS, Aware, Filed, Ground, Letters
from betrokken.stages.notifying.dossiers.worksheet import Held, Line
from betrokken.stages.notifying.known import Known

_WITHDRAWN: Final = "withdrawal"
_OUT: Final = ("sent", "returned")  # notices that reached the post
_PLANNED: Final = ("planned", "released", "printed")
_OF_PEOPLE: Final = ("person", "details")  # kinds of change that are at no controller
_TABLES: Final = {"person": _OF_PEOPLE}  # table an answer rests on -> kinds of change, where not its name


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier as it is at one moment. changes: against the last report, None before the first.

    at: instant, UTC. frozen: names of the generation, () when it is not frozen.
    """

    ground: Ground
    lines: list[Line]
    held: Held
    made: Generation
    frozen: tuple[str, ...]
    at: datetime
    changes: list[Change] | None

    @property
    def open(self) -> list[str]:
        """Questions for which a human must still do something."""
        return [one.question.number for one in self.lines if one.open]

    def counts(self) -> dict[str, int]:
        """Questions that are recorded, confirmed, derived, missing (those that may stay open left out) and not asked."""
        words = Counter("confirmed" if one.confirmed else one.origin.lower() for one in self.lines)
        words["missing"] = sum(1 for one in self.lines if one.origin == "MISSING" and one.open)
        return {key: words[key] for key in ("recorded", "confirmed", "derived", "missing", "not_asked")}


def gather(
    case: Case, controller: str, generation: str | None, kind: str | None, at: datetime, language: str
) -> Dossier:
    """A dossier out of a frozen generation; the last that was frozen when none is named.

    Raises DossierError for an unknown controller, kind or language, or a kind that cannot follow; CaseError when no
    generation is frozen, or this one is not kept.
    """
    form.words(language)
    made = _frozen(case, generation)
    return _gathered(case, _controller(case.incident, controller), made, kind, at, language)


def _gathered(
    case: Case, controller: Controller, made: Generation, kind: str | None, at: datetime, language: str
) -> Dossier:
    held = filing.held(case, controller.id)
    with counting(case, made) as count:
        ground = grounded(case, controller, count(controller.id), kind, at)
    lines = worksheet.lines(ground, held)
    changes = None
    if ground.earlier:
        came = _came(case, controller.id, ground.earlier.generation, made.number)
        changes = comparing.differences(ground.earlier.lines, lines, held, came, language)
    names = tuple(one.name for one in generations.frozen(case) if one.number == made.number)
    return Dossier(ground, lines, held, made, names, at, changes)


def grounded(case: Case, controller: Controller, counted: Figures, kind: str | None, at: datetime) -> Ground:
    """What a dossier is answered from, as known at a moment. Raises DossierError for a kind that cannot be."""
    filed = filing.filed(case, controller.id)
    incident = happened.incident(case)
    by_then = tuple(one for one in incident.events if terms.first(one.at) <= at)
    ground = Ground(
        kind=_kind(filed, kind),
        chosen=kind is not None,
        incident=replace(incident, events=by_then),
        controller=controller,
        figures=counted,
        aware=_aware(case, controller, at),
        letters=_letters(case, controller.id),
        earlier=filed[-1] if filed else None,
    )
    answered = filing.held(case, controller.id).given.get("IGJ.1")
    if answered and answered.value.get("option") == "yes":
        ground = replace(ground, calamity_due=_calamity_due(ground))
    return ground


@contextmanager
def counting(case: Case, made: Generation) -> Iterator[Callable[[str], Figures]]:
    """Id of a controller -> its figures in a generation, by the data sets and lists that were known to it.

    The register is read once, whatever the number of controllers.
    """
    register = generations.register(case, made.number)
    with case.query({name: register[name] for name in figures.READS}) as connection:
        yield lambda controller: figures.run(connection, controller, *_open_sets(case, controller, made))


def _open_sets(case: Case, controller: str, made: Generation) -> tuple[tuple[str, ...], bool]:
    """Data sets that were touched, or may be, and of which no list of people had come in; whether none is declared."""
    known = {fact_id for name, fact_id in made.known["facts"].items() if name.startswith("dataset:")}
    held: list[Dataset] = [
        unpack("dataset", one.subject, one.value)
        for one in case.decided.fact_history("dataset")
        if one.fact_id in known
    ]
    own = [one for one in held if one.controller == controller]
    lists = {one.dataset for one in case.decided.drops() if one.drop_id in made.known["drops"] and one.dataset}
    touched = [one.id for one in own if one.status != "not_touched" and one.id not in lists]
    return tuple(sorted(touched)), not own


def _aware(case: Case, controller: Controller, at: datetime) -> tuple[Aware, ...]:
    """For each data set that was touched, or may be: the event that made the controller aware, and its clock."""
    sources = {fact.subject: fact.source for fact in stating.holding(case.decided) if fact.kind == "event"}
    known = Known(case.incident, sources, at, terms.shipped())
    clocks = {one.dataset: one for one in stage.run(known) if one.law == "gdpr_33" and one.controller == controller.id}
    found = []
    for party, dataset in known.pairs():
        if party.id == controller.id and dataset.status != "not_touched":
            event = awareness.of_controller(known, controller, dataset).event
            found.append(Aware(dataset, event, clocks[dataset.id]))
    return tuple(found)


def _letters(case: Case, controller: str) -> Letters:
    """People by what became of the newest notice about them; those to relatives and professionals are others."""
    state: dict[str, str] = {}
    for one in Notices(case.decided).held(controller):
        counts = one.state != "withdrawn" and one.variant not in ("relatives", "professional")
        if counts and (one.state in _OUT or state.get(one.person_id) not in _OUT):
            state[one.person_id] = one.state
    tally = Counter(state.values())
    return Letters(sum(tally[one] for one in _OUT), tally["returned"], sum(tally[one] for one in _PLANNED))


def _calamity_due(ground: Ground) -> datetime | None:
    """Until when the inspectorate is told, from the first moment the controller was aware."""
    began = [terms.first(one.event.at) for one in ground.aware if one.event]
    days = terms.newest(terms.shipped(), "wkkgz").working_days
    return terms.working_days_after(min(began), days) if began else None


def _kind(filed: list[Filed], kind: str | None) -> str:
    """The kind of report: first before any, or after a withdrawal; else a supplement, unless a human says which."""
    if kind is not None and kind not in KINDS:
        raise DossierError(f"{kind!r} is no kind of report; those are {', '.join(KINDS)}")
    running = bool(filed) and filed[-1].kind != _WITHDRAWN
    if kind == "first" and running:
        raise DossierError(f"a report was filed already ({filed[-1].receipt}): supplement, change or withdraw it")
    if kind not in (None, "first") and not running:
        raise DossierError(f"there is no report to {kind}: none was filed, or it was withdrawn")
    return kind or ("supplement" if running else "first")


def _came(case: Case, controller: str, since: int, until: int) -> Came:
    """What changed at this controller in the generations after one, up to another."""
    kept = generations.store(case)
    numbers = [one for one in kept.numbers() if since < one <= until]
    every = list(dict.fromkeys(cause for one in numbers for cause in kept.manifest(one).causes))
    if not numbers:
        return Came({}, every)
    change = pa.concat_tables([kept.changes(one) for one in numbers])
    counted = change.group_by(["what", "controller", "cause"]).aggregate([([], "count_all")])
    tally: Counter[tuple[str, str]] = Counter()
    for what, whose, cause, many in arrow.rows(counted, "what", "controller", "cause", "count_all"):
        tally[what, cause] += many if whose == controller or what in _OF_PEOPLE else 0
    found = {
        table: [
            (cause, many)
            for (what, cause), many in sorted(tally.items())
            if many and what in _TABLES.get(table, (table,))
        ]
        for table in sorted({table for one in form.questions() for table in one.rests})
    }
    return Came(found, every)


def confirmable(one: Dossier, numbers: list[str]) -> dict[str, str]:
    """SHA-256 of the computed answers to these questions. Raises DossierError for one that is not computed."""
    found = {}
    lines = {line.question.number: line for line in one.lines}
    for number in numbers:
        form.question(number)
        line = lines[number]
        if line.origin != "DERIVED" or line.value is None:
            raise DossierError(f"question {number} is {line.origin.lower()}: there is no computed answer to confirm")
        found[number] = worksheet.hashed(line.value)
    return found


def _controller(incident: Incident, wanted: str) -> Controller:
    found = next((one for one in incident.controllers if one.id == wanted), None)
    if found is None:
        known = ", ".join(sorted(one.id for one in incident.controllers))
        raise DossierError(f"the facts hold no controller {wanted!r}; they hold {known or 'none'}")
    return found


def _frozen(case: Case, generation: str | None) -> Generation:
    frozen = generations.frozen(case)
    if not frozen:
        raise CaseError("a dossier is made from a frozen generation: `betrokken freeze CASE NAME` first")
    made = generations.resolve(case, generation or frozen[-1].name)
    if made.number not in {one.number for one in frozen}:
        raise CaseError(
            f"generation {made.number} is not frozen, so it may not stay: `betrokken freeze CASE NAME` first"
        )
    return made
