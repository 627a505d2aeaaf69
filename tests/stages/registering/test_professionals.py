"""Professionals: who is one, who are two, what is theirs, and that no patient is ever among them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.edges import queries
from betrokken.kit import arrow, organisations
from betrokken.model.incident import Controller, Incident
from betrokken.pipeline import export
from betrokken.pipeline.professionals import count
from betrokken.stages.registering import professionals
from betrokken.stages.registering.professionals_merging import Form, merge

INCIDENT = Incident(
    published=date(2025, 7, 26),
    controllers=(
        Controller("zkh", "Ziekenhuis Waterweide", "hospital", aliases=("Waterweide",)),
        Controller("bvo", "Bevolkingsonderzoek", "screening"),
    ),
)
Row = dict[str, Any]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with queries.connection(tmp_path, {}) as opened:
        yield opened


def doctor(surname: str, initials: str | None = None, **more: Any) -> Row:
    listed = {"emails": [], "phones": [], "categories": ["name"], "reasons": []}
    return {"role": "professional", "source": "leak", "surname": surname, "initials": initials, **listed, **more}


def patient(surname: str, initials: str, **more: Any) -> Row:
    return doctor(surname, initials, **{"role": "patient", "categories": ["name", "bsn", "test_result"], **more})


def run(connection: duckdb.DuckDBPyConnection, *rows: Row, clients: dict[int, str] | None = None) -> dict[str, Any]:
    """The tables for mentions m0, m1, ... each in a place of its own; clients: number of a mention -> its controller."""
    mention = arrow.make(
        "mention",
        [{"item_id": "i", "place": f"row {n}", **row, "mention_id": f"m{n}"} for n, row in enumerate(rows)],
    )
    told = [{"mention_id": f"m{n}", "controller": one} for n, one in (clients or {}).items()]
    made = professionals.run(mention, arrow.make("attribution", told), INCIDENT, connection)
    return {**made, "mention": mention}


def people(made: dict[str, Any]) -> list[set[str]]:
    """The mentions of each professional."""
    owned: dict[str, set[str]] = {}
    for who, mention in arrow.rows(made["calling"], "professional_id", "mention_id"):
        owned.setdefault(who, set()).add(mention)
    assert set(owned) == set(arrow.values(made["professional"], "professional_id"))
    return sorted(owned.values(), key=min)


def test_one_code_is_one_professional_however_the_name_is_written(connection: duckdb.DuckDBPyConnection) -> None:
    made = run(
        connection,
        doctor("Jansen", "H.R.", agb="01810339"),
        doctor("Jansen", None, agb="01810339"),
        doctor("Jansen", "H.", agb="01869129"),
        doctor("Bruyne", "A.A.", prefix="de", emails=["a.debruyne@lab.example"]),
        doctor("De Bruyne", "A.A.", emails=["a.debruyne@lab.example"], agb="03123456"),
    )
    assert people(made) == [{"m0", "m1"}, {"m2"}, {"m3", "m4"}]


def test_a_name_without_a_code_joins_the_only_one_it_can_be(connection: duckdb.DuckDBPyConnection) -> None:
    made = run(
        connection,
        doctor("Jansen", "H.R.", agb="01810339"),
        doctor("Jansen", "H.", agb="01869129"),
        doctor("Jansen", "H."),  # exactly as the second
        doctor("Jansen", "A."),  # nobody's
        doctor("Jansen"),  # of any of them
        doctor("Visser", "J.", agb="01000001"),
        doctor("Visser", "J.", agb="01000002"),
        doctor("Visser", "J."),  # of either
    )
    assert people(made) == [{"m0"}, {"m1", "m2"}, {"m3"}, {"m4"}, {"m5"}, {"m6"}, {"m7"}]


def test_shorter_initials_join_at_the_same_place_of_work_only(connection: duckdb.DuckDBPyConnection) -> None:
    at = {"street": "Kade", "house_number": "3", "city": "Delft"}
    made = run(
        connection,
        doctor("Prins", "T.J.", agb="01579889", **at),
        doctor("Prins", "T.", **at),
        doctor("Prins", "T.", street="Laan", house_number="9", city="Breda"),
        doctor("Smit", "A.", institution="Praktijk Oost"),
        doctor("Smit", "A.", institution="Praktijk West"),
        doctor("Post", "B.", emails=["b.post@gmail.com"]),
        doctor("Post", "B.K.", emails=["bk@gmail.com"]),  # a domain that all have tells no place of work
    )
    assert people(made) == [{"m0", "m1"}, {"m2"}, {"m3"}, {"m4"}, {"m5"}, {"m6"}]


def test_a_code_of_a_practice_is_no_persons(connection: duckdb.DuckDBPyConnection) -> None:
    shared = [doctor("Aarts", "E.", agb="01050001"), doctor("Belmans", "K.", agb="01050001")]
    made = run(connection, *shared)
    assert people(made) == [{"m0"}, {"m1"}]
    assert len(set(arrow.values(made["professional"], "professional_id"))) == 2


def test_the_requester_of_a_record_is_one_and_its_patient_never(connection: duckdb.DuckDBPyConnection) -> None:
    made = run(
        connection,
        patient("Hermans", "S.", requester="dr. J.A. Jansen"),
        patient("Bakker", "M.", requester="01234567 Jansen J.A."),
        patient("Mulder", "P.", requester="Waterweide"),
        patient("Dekker", "K.", requester="Dekker, K."),
        doctor("Groot", "L.", source="population"),
        clients={0: "zkh", 1: "zkh"},
    )
    assert people(made) == [{"m0", "m1"}]
    found = made["professional"].to_pylist()[0]
    assert (found["kind"], found["surname"], found["initials"], found["agb"]) == (
        "requester",
        "Jansen",
        "J.A.",
        "01234567",
    )
    assert (found["mentions"], found["categories"], found["organisation"]) == (2, ["name"], "Ziekenhuis Waterweide")
    assert (found["dpc"], found["ei"], found["cb"], found["se"], found["band"]) == (1, 1, 1, 2, "medium")
    assert found["extortion"] == 0


def test_a_screening_programme_is_nobodys_place_of_work(connection: duckdb.DuckDBPyConnection) -> None:
    made = run(connection, patient("Hermans", "S.", requester="dr. J.A. Jansen"), clients={0: "bvo"})
    assert arrow.values(made["professional"], "organisation") == [None]


@pytest.mark.parametrize(
    ("told", "agb", "kind"),
    [
        (["named as pathologist +0.0"], "01234567", "pathologist"), ([], "01234567", "requester"), ([], "03234567", "requester"),
        ([], None, "staff"), (["named as staff +0.0"], "01234567", "staff"), (["named as requester +0.0"], None, "requester"),
    ],
)  # fmt: skip
def test_kinds(connection: duckdb.DuckDBPyConnection, told: list[str], agb: str | None, kind: str) -> None:
    made = run(connection, doctor("Jansen", "A.", reasons=told, agb=agb))
    assert arrow.values(made["professional"], "kind") == [kind]


def test_what_is_theirs_and_how_bad(connection: duckdb.DuckDBPyConnection) -> None:
    own = ["name", "email", "phone"]
    made = run(
        connection,
        doctor("Ernst", "B.", emails=["b.ernst@lab.example"], phones=["+31701234567"], categories=own),
        doctor("Ernst", "B.", categories=["name", "exam"]),
    )
    found = made["professional"].to_pylist()[0]
    assert (found["categories"], found["emails"], found["mentions"]) == (sorted(own), ["b.ernst@lab.example"], 2)
    assert (found["ei"], found["se"], found["phishing"]) == (0.75, 1.75, 2)
    assert any("CB malicious" in ground for ground in found["grounds"])


def test_counts_and_where_they_stand(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [doctor("Jansen", "A.", institution="Waterweide"), doctor("Prins", "B."), doctor("J", None)]
    made = run(connection, *rows)
    counts = count(made["professional"], made["calling"], made["mention"], INCIDENT)
    assert counts.by_organisation == {"Ziekenhuis Waterweide": 1, "": 1}
    assert counts.by_kind == {("staff", "low"): 2}
    assert (counts.professionals, counts.mentions, counts.placed) == (2, 3, 2)
    item = arrow.make(
        "item", [{"item_id": "i", "path": "a.csv", "sha256": "x"}, {"item_id": "j", "path": "b.csv", "sha256": "x"}]
    )
    where = list(export.professional_sources(made["calling"], made["mention"], item))
    assert sorted((one["path"], one["place"]) for one in where) == [
        (p, f"row {n}") for p in ("a.csv", "b.csv") for n in (0, 1)
    ]


KNOWN = organisations.register(INCIDENT.controllers)


@pytest.mark.parametrize(
    ("text", "surname", "agb"),
    [
        ("dr. J.A. Jansen", "Jansen", None), ("01234567 Jansen J.A.", "Jansen", "01234567"), ("van den Berg, P. (01234567)", "Berg", "01234567"),
        ("Dr. Smit", "Smit", None),
    ],
)  # fmt: skip
def test_requesters(text: str, surname: str, agb: str | None) -> None:
    found = professionals.requester(text, KNOWN)
    assert found
    assert (found["surname"], found["agb"]) == (surname, agb)


@pytest.mark.parametrize(
    "text", ["Waterweide", "Huisartsenpraktijk Oost", "01234567", "", "Jansen", "-", "ZIEKENHUIS WATERWEIDE"]
)
def test_no_requesters(text: str) -> None:
    assert professionals.requester(text, KNOWN) is None


FORMS = st.lists(
    st.tuples(
        st.sampled_from(["Jansen", "Smit", "De Smit"]), st.sampled_from(["", "A.", "A.B.", "C."]),
        st.sampled_from(["", "", "01000001", "01000002"]), st.sampled_from([(), ("a@x.nl",), ("b@y.nl",)]),
        st.sampled_from([frozenset(), frozenset({"organisation:oost"}), frozenset({"organisation:west"})]),
    ),
    max_size=14,
)  # fmt: skip


@given(FORMS, st.randoms())
def test_every_form_has_one_group_in_any_order_and_no_group_two_codes(told: list[Any], random: Any) -> None:
    forms = [
        Form(n, surname, initials=initials, agb=agb, emails=emails, signs=signs)
        for n, (surname, initials, agb, emails, signs) in enumerate(told)
    ]
    groups = merge(forms)
    assert sorted(form.number for group in groups for form in group.forms) == list(range(len(forms)))
    assert all(len(group.codes) <= 1 for group in groups)
    shuffled = random.sample(forms, len(forms))
    assert sorted(sorted(f.number for f in g.forms) for g in merge(shuffled)) == sorted(
        sorted(f.number for f in g.forms) for g in groups
    )
