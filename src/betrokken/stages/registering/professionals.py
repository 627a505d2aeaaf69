"""Professionals whose own data leaked: those who asked for exams, pathologists, staff. They are never among the people.

Their mentions in the leaks (role professional), and the requester named in a patient's record, are put together by
`professionals_merging`. The severity of what leaked of them is scored as that of anybody.
"""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import duckdb
import pyarrow as pa

from betrokken.kit import arrow, names, organisations
from betrokken.kit.fold import words
from betrokken.model import tables
from betrokken.model.incident import Incident
from betrokken.model.words import FRAUDS, PROFESSIONALS
from betrokken.stages.registering import fraud
from betrokken.stages.registering.professionals_merging import Form, Group, merge, most
from betrokken.stages.registering.severity_factors import Circumstances, assess, factors

READS: Final = ("mention", "attribution")
WRITES: Final = ("professional", "calling")
_CARE: Final = frozenset({"exam", "test_result"})  # of the patient they stand beside, never of their own
_NAMED: Final = ("surname", "prefix", "initials", "given_names", "agb")
_CODE: Final = re.compile(r"(?<![0-9])([0-9]{8})(?![0-9])")
_TITLE: Final = re.compile(r"(?i)^\W*(?:dr|drs|prof|arts|huisarts)\b")
_MOSTLY: Final = 0.8  # of the orders somebody asked for, from which their client is where they work


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "professionals.toml").read_text("utf-8"))


def run(
    mention: pa.Table, attribution: pa.Table, incident: Incident, connection: duckdb.DuckDBPyConnection
) -> dict[str, pa.Table]:
    """The tables `professional` and `calling`: every mention in the leaks that names a professional, and whom."""
    connection.register("professionals_mention", mention)
    connection.register("professionals_attribution", attribution)
    try:
        return _tables(incident, connection)
    finally:
        connection.execute("DROP TABLE IF EXISTS professionals_form").fetchall()
        connection.unregister("professionals_mention")
        connection.unregister("professionals_attribution")


def _tables(incident: Incident, connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    connection.register("professionals_requester", _requesters(connection, incident))
    query = (files(__package__) / "professionals_forms.sql").read_text("utf-8")
    connection.execute(f"CREATE TEMP TABLE professionals_form AS {query}", {"kinds": list(PROFESSIONALS)}).fetchall()
    connection.unregister("professionals_requester")
    held = connection.execute(
        "SELECT form, any_value(COLUMNS(* EXCLUDE (form, mention_id, item_id, place))),"
        " count(DISTINCT (item_id, place)) AS places FROM professionals_form GROUP BY form ORDER BY form"
    )
    columns = [one[0] for one in held.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in held.fetchall()]
    groups = merge(_form(number, row) for number, row in enumerate(rows))
    ids = _ids(groups)
    told = {"many": len(groups) > factors()["many"], "places": _places(groups, rows, ids, connection)}
    made = [_professional(group, rows, who, incident, told) for group, who in zip(groups, ids, strict=True)]
    return {
        "professional": arrow.make("professional", sorted(made, key=lambda one: str(one["professional_id"]))),
        "calling": _calling(connection),
    }


def _places(
    groups: Sequence[Group],
    rows: Sequence[Mapping[str, Any]],
    ids: Sequence[str],
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, int]:
    """professional_id -> in how many places they stand; a place that names them twice is one."""
    owned = [(rows[form.number]["form"], who) for group, who in zip(groups, ids, strict=True) for form in group.forms]
    owner = pa.table({"form": [form for form, _ in owned], "professional_id": [who for _, who in owned]}, _OWNER)
    connection.register("professionals_owner", owner)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE professionals_calling AS SELECT DISTINCT professional_id, mention_id, item_id, place"
        " FROM professionals_form JOIN professionals_owner USING (form)"
    ).fetchall()
    connection.unregister("professionals_owner")
    counted = "SELECT professional_id, count(DISTINCT (item_id, place)) FROM professionals_calling GROUP BY ALL"
    return dict(connection.execute(counted).fetchall())


_OWNER: Final = pa.schema([("form", pa.string()), ("professional_id", pa.string())])


def _calling(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    query = "SELECT DISTINCT professional_id, mention_id FROM professionals_calling ORDER BY ALL"
    found = connection.execute(query).arrow()
    whole = found.read_all() if isinstance(found, pa.RecordBatchReader) else found
    connection.execute("DROP TABLE professionals_calling").fetchall()
    return whole.cast(tables.schema("calling")).combine_chunks()


def _requesters(connection: duckdb.DuckDBPyConnection, incident: Incident) -> pa.Table:
    """Each distinct text of a requester that names a person, taken apart."""
    query = "SELECT DISTINCT requester FROM professionals_mention WHERE requester IS NOT NULL ORDER BY ALL"
    known = organisations.register(incident.controllers)
    labs = organisations.labs(incident)
    parsed = [(text, requester(text, known, labs)) for (text,) in connection.execute(query).fetchall()]
    rows = [{"requester": text, **found} for text, found in parsed if found]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in ("requester", *_NAMED)]))


def requester(text: str, known: Mapping[str, str], labs: Iterable[str] = ()) -> dict[str, str | None] | None:
    """surname, prefix, initials, given_names and agb out of the text that names a requester; None when it is no person.

    A person is told by initials, a title or a code; "Amphia" and "Praktijk Jansen" are organisations.
    """
    code = _CODE.search(text)
    bare = _CODE.sub(" ", text).strip(" -,;:/()")
    if (
        words(bare) in set(labs)
        or organisations.exact(bare, known)
        or organisations.core(bare) != organisations.plain(bare)
    ):
        return None
    name = names.parse(bare)
    if not name or len(name.surname) < 2 or not (name.initials or code or _TITLE.match(bare)):
        return None
    found = {"surname": name.surname, "prefix": name.prefix, "initials": name.initials, "given_names": name.given_names}
    return {**{key: value or None for key, value in found.items()}, "agb": code[1] if code else None}


def _form(number: int, row: Mapping[str, Any]) -> Form:
    surname, prefix, initials, given_names, agb = (row[key] or "" for key in _NAMED)
    emails, phones = (tuple(sorted(row[key] or ())) for key in ("emails", "phones"))
    signs = frozenset(_signs(row))
    return Form(number, surname, prefix, initials, given_names, agb, emails, phones, signs, row["places"])


def _signs(row: Mapping[str, Any]) -> Iterator[str]:
    """What tells where somebody works."""
    for address in row["emails"] or ():
        domain = address.rpartition("@")[2]
        if domain not in _words()["shared_domains"]:
            yield f"domain:{domain}"
    if row["institution"]:
        yield f"organisation:{organisations.plain(row['institution'])}"
    if row["address"]:
        yield f"address:{words(row['address'])}"


def _ids(groups: Sequence[Group]) -> list[str]:
    """An id for each: of the code, of name and code where two share it, else of the name and where they work."""
    owners = Counter(code for group in groups for code in group.codes)
    found, taken = [], Counter[str]()
    for group in groups:
        code = min(group.codes, default="")
        name = f"{min(group.names)}\0{max(group.firsts, key=len, default='')}"
        where = min(group.signs, default="")
        key = f"agb\0{code}" if code and owners[code] == 1 else f"name\0{name}\0{code}\0{where}"
        taken[key] += 1
        found.append(hashlib.sha256(f"{key}\0{taken[key]}".encode()).hexdigest()[:24])
    return found


def _professional(
    group: Group, rows: Sequence[Mapping[str, Any]], who: str, incident: Incident, told: Mapping[str, Any]
) -> dict[str, Any]:
    """A row of the table `professional`."""
    own = [(rows[form.number], form.places) for form in group.forms]
    best = {key: most((row[key], places) for row, places in own) for key in ("surname", "prefix", "given_names", "agb")}
    best["initials"] = most((form.first, form.places) for form in group.forms)
    categories = sorted({category for row, _ in own for category in row["categories"]} - _CARE)
    lists = {key: sorted({value for row, _ in own for value in row[key] or ()}) for key in ("emails", "phones")}
    kind = _kind(own, best["agb"] or "")
    return {
        "professional_id": who,
        "kind": kind,
        "organisation": _organisation(own, kind, incident),
        **best,
        **lists,
        "categories": categories,
        "mentions": told["places"][who],
        **_severity({*categories, "agb"} if best["agb"] else set(categories), incident, told["many"]),
    }


def _kind(own: Sequence[tuple[Mapping[str, Any], int]], code: str) -> str:
    """What the words beside the name say most often; without any, what the code says; else staff."""
    said: Counter[str] = Counter()
    for row, places in own:
        said.update({word: places for word in row["told"] if word in PROFESSIONALS})
    if said:
        return max(PROFESSIONALS, key=lambda kind: (said[kind], -PROFESSIONALS.index(kind)))
    return str(_words()["kind_by_code"].get(code[:2], "staff"))


def _organisation(own: Sequence[tuple[Mapping[str, Any], int]], kind: str, incident: Incident) -> str | None:
    """As their own mentions write it; of a requester else the client of nearly all their orders, unless that is a
    screening programme: whoever takes a sample for one works elsewhere."""
    if written := most((row["institution"], places) for row, places in own):
        return written
    clients = [(row["client"], places) for row, places in own if row["client"] and kind == "requester"]
    found, total = most(clients), sum(places for _, places in clients)
    if not found or sum(places for client, places in clients if client == found) < _MOSTLY * total:
        return None
    return next((one.name for one in incident.controllers if one.id == found and one.kind != "screening"), None)


def _severity(tokens: set[str], incident: Incident, many: bool) -> dict[str, Any]:
    found = assess(tokens, False, Circumstances.of("published" if incident.published else "seen", incident))
    risks = fraud.labels(tokens, controller=False)
    why = [f"{kind.replace('_', ' ')} {level}: {ground}" for kind, (level, ground) in risks.items() if level]
    scores = {name: getattr(found, name) for name in ("dpc", "ei", "cb", "se", "band", "borderline")}
    flags = ["more_than_100_people"] if many else []
    labels = {kind: risks[kind][0] for kind in FRAUDS}
    return {**scores, "flags": flags, "grounds": [*found.grounds, *why], **labels}
