"""How bad it is for each person at each controller: the table `severity`, by ENISA 2013 and the fraud labels.

A whole case has few different combinations of what leaked and how: each is scored once, and DuckDB puts the scores
beside the people. Who is `proven` is scored by what was seen of them; who is not, by what was usually seen of others in
the same data set, else at the same controller, else by what every order carries.
"""

from collections.abc import Collection, Iterator
from importlib.resources import files
from typing import Any, Final, NamedTuple

import duckdb
import pyarrow as pa

from betrokken.model import tables
from betrokken.model.incident import Dataset, Incident
from betrokken.model.words import CATEGORIES, EXAMS, FRAUDS
from betrokken.stages.registering import fraud
from betrokken.stages.registering.severity_factors import UNTOLD, Circumstances, assess, factors

READS: Final = ("exposure", "standing", "person")
WRITES: Final = ("severity",)
_CARE: Final = ("exam", "test_result")
_TOKENS: Final = (*CATEGORIES, *(f"{category}:{kind}" for category in _CARE for kind in (*EXAMS, UNTOLD)))
_BITS: Final = {token: 1 << place for place, token in enumerate(_TOKENS)}
_BASIS: Final = {
    "own": "what leaked: as seen",
    "dataset": "what leaked: not seen; what at least half of the proven people of this data set have",
    "controller": "what leaked: not seen; what at least half of the proven people of this controller have",
    "assumed": "what leaked: not seen, nor anybody of this controller; what every order of a laboratory carries",
}
_RELATIONS: Final = ("exposure", "standing", "person", "bit", "single", "dataset", "rows", "scored")


class _Combination(NamedTuple):
    """What leaked and how: the columns of `severity_rows` that the score hangs on. tokens: bits."""

    tokens: int
    certainty: str
    told: bool
    published: bool
    unintelligible: bool
    secret: bool
    basis: str


def run(
    exposure: pa.Table,
    standing: pa.Table,
    person: pa.Table,
    incident: Incident,
    connection: duckdb.DuckDBPyConnection,
    unintelligible: Collection[str] = (),
) -> pa.Table:
    """The table `severity`: a row for each person and controller (null too) with a standing but `not_touched`.

    unintelligible: ids of data sets all copies of which are strongly encrypted, with the key safe (GDPR art. 34(3)(a)).
    Raises KeyError when the incident tells integrity or availability in words the data file does not know.
    """
    given = {"exposure": exposure, "standing": standing, "person": person}
    given |= {"bit": _bits(), "single": _single(), "dataset": _datasets(incident, unintelligible)}
    for name, relation in given.items():
        connection.register(f"severity_{name}", relation)
    try:
        return _scored(connection, incident)
    finally:
        connection.execute("DROP TABLE IF EXISTS severity_rows").fetchall()
        for name in given:
            connection.unregister(f"severity_{name}")


def _scored(connection: duckdb.DuckDBPyConnection, incident: Incident) -> pa.Table:
    assumed = {"share": factors()["assumed"]["share"], "assumed": _assumed()}
    connection.execute(f"CREATE TEMP TABLE severity_rows AS {_sql('severity_rows.sql')}", assumed).fetchall()
    columns = ", ".join(_Combination._fields)
    held = connection.execute(f"SELECT DISTINCT {columns} FROM severity_rows ORDER BY ALL").fetchall()
    connection.register("severity_scored", _scores([_Combination(*one) for one in held], incident))
    told = {"many": factors()["many"], "latest": incident.latest.isoformat()}
    found = connection.execute(_sql("severity.sql"), told).arrow()
    whole = found.read_all() if isinstance(found, pa.RecordBatchReader) else found
    connection.unregister("severity_scored")
    return whole.cast(tables.schema("severity")).combine_chunks()


def _sql(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def _bits() -> pa.Table:
    """Category and exam of an exposure -> the bits of its tokens."""
    rows = []
    for category in CATEGORIES:
        for exam in (*EXAMS, None):
            kind = _BITS[f"{category}:{exam or UNTOLD}"] if category in _CARE else 0
            rows.append({"category": category, "exam": exam, "bit": _BITS[category] | kind})
    return pa.Table.from_pylist(rows, schema=pa.schema([_text("category"), _text("exam"), _whole("bit")]))


def _single() -> pa.Table:
    return pa.table({"bit_of": pa.array(list(_BITS.values()), pa.int64())})


def _datasets(incident: Incident, unintelligible: Collection[str]) -> pa.Table:
    """Facts of each data set: dataset, published, unintelligible, and the bits assumed when nobody of it was seen."""
    rows = [
        {
            "dataset": one.id,
            "published": one.status == "published",
            "unintelligible": one.id in unintelligible,
            "assumed": _assumed(one),
        }
        for one in incident.datasets
    ]
    flags = [pa.field(name, pa.bool_()) for name in ("published", "unintelligible")]
    return pa.Table.from_pylist(rows, schema=pa.schema([_text("dataset"), *flags, _whole("assumed")]))


def _text(name: str) -> "pa.Field[Any]":
    return pa.field(name, pa.string())


def _whole(name: str) -> "pa.Field[Any]":
    return pa.field(name, pa.int64())


def _assumed(of: Dataset | None = None) -> int:
    kinds = [f"exam:{kind}" for kind in (of.exams if of else ())] or [f"exam:{UNTOLD}"]
    return sum({_BITS[token] for token in (*factors()["assumed"]["categories"], *kinds)})


def _scores(combinations: Collection[_Combination], incident: Incident) -> pa.Table:
    """Each combination with the columns of its score."""
    columns: dict[str, list[Any]] = {name: [] for name in (*_Combination._fields, *_SCORE)}
    for one in combinations:
        for name, value in {**one._asdict(), **_score(one, incident)}.items():
            columns[name].append(value)
    types = {name: tables.schema("severity").field(name).type for name in _SCORE}
    types |= {name: pa.int64() if name == "tokens" else pa.string() for name in ("tokens", "certainty", "basis")}
    return pa.table({name: pa.array(values, types.get(name, pa.bool_())) for name, values in columns.items()})


_SCORE: Final = ("dpc", "ei", "cb", "se", "band", "borderline", "grounds", *FRAUDS)


def _score(one: _Combination, incident: Incident) -> dict[str, Any]:
    tokens = frozenset(_tokens(one.tokens))
    happened = Circumstances.of(_confidentiality(one, incident), incident)
    found = assess(tokens, one.secret, happened, one.unintelligible)
    risks = fraud.labels(tokens, one.secret, one.told)
    why = [f"{kind.replace('_', ' ')} {level}: {ground}" for kind, (level, ground) in risks.items() if level]
    grounds = [_BASIS[one.basis], *found.grounds, *why]
    scores = {name: getattr(found, name) for name in ("dpc", "ei", "cb", "se", "band", "borderline")}
    return {**scores, "grounds": grounds, **{kind: level for kind, (level, _) in risks.items()}}


def _tokens(bits: int) -> Iterator[str]:
    return (token for token, bit in _BITS.items() if bits & bit)


def _confidentiality(one: _Combination, incident: Incident) -> str:
    """A key of [cb.confidentiality]: what is known of who may have read the data."""
    if one.certainty == "proven":
        return "published" if one.published or incident.published else "seen"
    return "stolen" if one.certainty == "presumed" else "possible"
