"""The public page: headings, text, lists and tables in the order people ask; one file, no script, nothing fetched."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from betrokken.model.incident import Contact, Incident
from betrokken.model.words import CERTAINTIES
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.advising import advice
from betrokken.stages.notifying.statement import small
from betrokken.stages.notifying.statement.changing import Changes
from betrokken.stages.notifying.statement.counting import ALL, TOUCHED, UNKNOWN, Counted, Key
from betrokken.stages.notifying.statement.small import Shown
from betrokken.stages.notifying.statement.telling import Teller
from betrokken.stages.notifying.timeline import Row

Block = dict[str, Any]  # kind: text, list, table or figure


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known. files, unread, partly: of the leaks.

    as_now: whether files, audit and projection are of what was read after this generation. audit: (judged, at most
    missed, whether it is finished), None when not audited. bracket: (low, middle, high) of the projection, None when not
    projected; middle None when it was refused, high None when nothing of this theft bounds it.
    """

    files: int = 0
    unread: int = 0
    partly: int = 0
    as_now: bool = False
    audit: tuple[int, int, bool] | None = None
    bracket: tuple[int, int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a statement says. made_at: instant of the generation. before: public figures of the last statement."""

    incident: Incident
    language: str
    day: date
    draft: bool
    generation: int
    hash: str
    made_at: str
    counted: Counted
    changes: Changes
    before: Mapping[Key, Shown]
    unknown: Unknown
    events: tuple[Row, ...] = ()
    chart: str = ""
    links: tuple[str, ...] = field(default=())

    @property
    def teller(self) -> Teller:
        """Tells it in its language."""
        return Teller(self.language, {one.id: one.name for one in self.incident.controllers})


def render(told: Statement) -> str:
    """The page as HTML. Raises ValueError for a language without words."""
    loader = PackageLoader("betrokken.stages.notifying.statement", "")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    say = told.teller
    lab = told.incident.lab
    sections = [
        {"id": name, "heading": say.part(name)["heading"], "blocks": make(told, say)} for name, make in PARTS.items()
    ]
    return pages.get_template("page.html.j2").render(
        lang=say.word("lang"),
        title=say.word("title").format(lab=lab) if lab else say.word("title_without"),
        asof=say.word("asof").format(day=say.day(told.day)),
        draft=say.word("draft") if told.draft else "",
        sections=[one for one in sections if one["blocks"]],
    )  # fmt: skip


def blocks(told: Statement) -> list[Block]:
    """All blocks of the page, in order: for whoever checks its words."""
    return [block for make in PARTS.values() for block in make(told, told.teller)]


def _sorry(told: Statement, say: Teller) -> list[Block]:
    return [_text(say.filled(say.part("sorry")["text"], {}))]


def _happened(told: Statement, say: Teller) -> list[Block]:
    one = told.incident
    known = {"lab": one.lab, "stolen": say.day(one.stolen), "published": say.day(one.published)}
    return _some(_text(say.filled(say.part("happened")["text"], known)))


def _people(told: Statement, say: Teller) -> list[Block]:
    own, all_ = say.part("people"), told.counted.shown["people", ALL, ""]
    lead = own["text"] if all_.people is not None else own["text_hidden"]
    classes = [("class", ALL, word) for word in CERTAINTIES]
    rows = [[say.label("class", key[2]), *_counts(told, say, key)] for key in classes]
    total = [say.part("head")["total"], *_counts(told, say, ("people", ALL, ""))]
    heads = _heads(told, say, "who")
    return [
        _text(say.filled(lead, {"people": say.shown(all_)})),
        {**_table(own["caption"], heads, [*rows[:3], total, *rows[3:]]), "strong": 3},
        _by_controller(told, say),
    ]


def _by_controller(told: Statement, say: Teller) -> Block:
    head = say.part("head")
    words = (*TOUCHED, "not_touched")
    names = [say.label("class", word) for word in words]
    rows = []
    for controller in told.counted.controllers:
        classes = [say.shown(told.counted.shown["class", controller, word]) for word in words]
        rows.append([say.controller(controller), *classes, say.shown(told.counted.shown["people", controller, ""])])
    return _table(say.part("people")["by_controller"], [head["controller"], *names, head["total"]], rows)


def _data(told: Statement, say: Teller) -> list[Block]:
    own = say.part("data")
    tables = [_list_of(told, say, kind) for kind in ("category", "exam", "year") if told.counted.of(kind)]
    return [_text(say.filled(own["text"], {})), *tables] if tables else []


def _list_of(told: Statement, say: Teller, kind: str) -> Block:
    rows = [[say.label(kind, word), *_counts(told, say, (kind, ALL, word))] for word in told.counted.of(kind)]
    return _table(say.part("data")[kind], _heads(told, say, kind), rows)


def _changed(told: Statement, say: Teller) -> list[Block]:
    own, changes = say.part("changed"), told.changes
    since = {"since": say.day(date.fromisoformat(changes.since)) if changes.since else ""}
    if not changes.since:
        return [_text(say.filled(own["first"], since))]
    if not changes.flows:
        return [_text(say.filled(own["none"], since))]
    flows = [_flow(say, was, fate, why, people) for (was, fate, why), people in changes.flows.items()]
    return [_text(say.filled(own["text"], since)), _items([*_nets(say, changes), *flows])]


def _nets(say: Teller, changes: Changes) -> Iterable[str]:
    own = say.part("changed")
    for word in CERTAINTIES:
        if net := changes.net(word):
            form = own["grew" if net > 0 else "fell"]
            yield form.format(people=say.shown(small.one(abs(net))), **{"class": say.label("class", word)})


def _flow(say: Teller, was: str, fate: str, why: Sequence[str], people: int) -> str:
    own = say.part("changed")
    form = own[fate if fate in ("merged", "gone", "else") else "went" if was else "came"]
    count = small.one(people)
    about = {"was": say.label("class", was) if was else "", "why": say.reasons(why)}
    now = say.label("class", fate) if fate in CERTAINTIES else ""
    return str(form.format(people=own["few"] if count.people is None else say.shown(count), now=now, **about))


def _unknown(told: Statement, say: Teller) -> list[Block]:
    known, own = told.unknown, say.part("unknown_yet")
    lines = [own["unread"]] * bool(known.unread) + [own["partly"]] * bool(known.partly)
    lines = lines or [own["all_read"]] * bool(known.files)
    lines += [own["later"]] * known.as_now + list(_audited(own, known)) + list(_projected(own, known))
    facts = {name: say.number(getattr(known, name)) for name in ("files", "unread", "partly")}
    facts["made"] = say.instant(told.made_at)
    if known.audit:
        facts |= {"judged": say.number(known.audit[0]), "upper": say.number(known.audit[1])}
    ends = dict(zip(("low", "middle", "high"), known.bracket or (), strict=False))
    facts |= {name: say.number(value) for name, value in ends.items() if value is not None}
    return [_items([*(one.format_map(facts) for one in lines), *_unplaced(told, say)])]


def _audited(own: Mapping[str, str], known: Unknown) -> Iterable[str]:
    if known.audit is None:
        yield own["audit_none"]
    else:
        yield own["audit"] if known.audit[2] else f"{own['audit']} {own['audit_part']}"


def _projected(own: Mapping[str, str], known: Unknown) -> Iterable[str]:
    if known.bracket is None:
        yield own["not_projected"]
    elif known.bracket[1] is not None:
        yield own["projected"]
    else:
        high = [own["refused_high"]] * (known.bracket[2] is not None)
        yield " ".join([own["refused"], *high, own["refused_why"]])


def _unplaced(told: Statement, say: Teller) -> Iterable[str]:
    own, shown = say.part("unknown_yet"), told.counted.shown
    for name, key in (("nobody", ("people", UNKNOWN, "")), ("unaddressable", ("unaddressable", ALL, ""))):
        if (count := shown.get(key)) and count.people != 0:
            yield own[name].format(people=say.shown(count))


def _advice(told: Statement, say: Teller) -> list[Block]:
    leaked = set(told.counted.of("category"))
    found = [one.text for one in advice(told.counted.risks, leaked, told.language)]
    return [_text(say.filled(say.part("advice")["text"], {})), _items(found)] if found else []


def _call(told: Statement, say: Teller) -> list[Block]:
    head, own = say.part("head"), say.part("call")
    contacts = {one.id: one for one in told.incident.contacts}
    ids = [one for one in told.counted.controllers if one != UNKNOWN]
    rows = [_reached(say, one, contacts.get(one) or Contact(one)) for one in ids]
    columns = [head[name] for name in ("controller", "phone", "website", "mail")]
    return [_text(say.filled(own["text"], {})), _table(own["caption"], columns, rows, numbers=False)] if rows else []


def _reached(say: Teller, controller: str, one: Contact) -> list[str]:
    hours = one.hours_en if say.language == "en" and one.hours_en else one.hours
    phone = f"{one.phone} ({hours})" if one.phone and hours else one.phone
    found = [phone, one.website, one.email]
    return [say.controller(controller), *(cell or say.word("not_known") for cell in found)]


def _timeline(told: Statement, say: Teller) -> list[Block]:
    own, head = say.part("timeline"), say.part("head")
    rows = [[say.day(terms.local(one.at).date()), say.event(one)] for one in told.events]
    drawn: list[Block] = [{"kind": "figure", "svg": Markup(told.chart)}] if told.chart else []  # noqa: S704  drawn here
    return [*drawn, _table(own["caption"], [head["when"], head["what"]], rows, numbers=False)] if rows else drawn


def _about(told: Statement, say: Teller) -> list[Block]:
    own = say.part("about")
    rows = [
        [own["day"], say.day(told.day)],
        [own["made"], say.instant(told.made_at)],
        [own["number"], str(told.generation)],
        [own["hash"], told.hash],
        [own["files"], ", ".join(told.links)],
    ]
    return [_text(say.filled(own["text"], {})), _table(own["caption"], [], rows, numbers=False)]


PARTS: Final[Mapping[str, Callable[[Statement, Teller], list[Block]]]] = {
    "sorry": _sorry,
    "happened": _happened,
    "people": _people,
    "data": _data,
    "changed": _changed,
    "unknown_yet": _unknown,
    "advice": _advice,
    "call": _call,
    "timeline": _timeline,
    "about": _about,
}


def _heads(told: Statement, say: Teller, first: str) -> list[str]:
    head = say.part("head")
    return [head[first], head["people"], *([head["before"]] if told.changes.since else [])]


def _counts(told: Statement, say: Teller, key: Key) -> list[str]:
    """The count now and, after an earlier statement, as it was shown then."""
    before = told.before.get(key, Shown(0))
    return [say.shown(told.counted.shown[key]), *([say.shown(before)] if told.changes.since else [])]


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _items(items: Iterable[str]) -> Block:
    return {"kind": "list", "items": list(items)}


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: bool = True) -> Block:
    """numbers: whether the columns behind the first hold numbers."""
    return {"kind": "table", "caption": caption, "heads": heads, "rows": rows, "numbers": numbers, "strong": -1}


def _some(block: Block) -> list[Block]:
    return [block] if block.get("text") else []
