"""Two waves of letters: who moved is written to again, who died is not, and relatives are told on request."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from betrokken.edges.decided import now
from betrokken.edges.decided_tables import NOTICE
from betrokken.edges.notices import Notice, Notices
from betrokken.pipeline import on_request, told
from tests.cases import Bench
from tests.pipeline.own_lists import CONTROLLER, empty, opened, put, row, table, with_datasets
from tests.pipeline.test_populations import LEAKED, OWN, population


@pytest.fixture(scope="module")
def waved(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Wave 1 is sent, one letter came back; then the list of the controller came, and wave 2 is planned."""
    one = empty(tmp_path_factory.mktemp("waved"))
    put(one.folder / "pile" / "Bevolkingsonderzoek Duinstreek" / "uitslagen.csv", table(LEAKED))
    with_datasets(one)
    one.run("add", one.case, one.folder / "pile", "--drop", "leak")
    one.run("run", one.case)
    one.export("first")
    one.run("freeze", one.case, "wave-1")
    one.run("notices", one.case, "--generation", "wave-1")
    for each in held(one).values():
        sent(one, each)
    for surname in ("Oosterveld", "Kruidhof"):
        one.run("returned", one.case, held(one)[surname].code, "--reason", "moved")
    own = put(one.folder / "lists" / "deelnemers.csv", table([*OWN, row(8, "Brandsma", Straat="Dorpsstraat")]))
    population(one, own, "--as-of", "2025-08-01", "--name", "participants")
    one.run("run", one.case)
    one.export()
    one.run("freeze", one.case, "wave-2")
    one.run("notices", one.case, "--generation", "wave-2")
    return one


def held(one: Bench) -> dict[str, Notice]:
    """The last notice of each person by surname."""
    names = {row["person_id"]: row["surname"] for name in ("first", "out") for row in people(one, name)}
    return {names[each.person_id]: each for each in Notices(opened(one).decided).held() if each.state != "withdrawn"}


def people(one: Bench, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = one.table("people", name).to_pylist() if (one.folder / name).exists() else []
    return found


def sent(one: Bench, notice: Notice) -> None:
    """As a print run leaves it."""
    with opened(one).decided.writing() as connection:
        gone = update(NOTICE).where(NOTICE.c.notice_id == notice.notice_id)
        connection.execute(gone.values(sent_at=now(), release_id=1))


def test_who_is_known_at_another_address_is_written_to_again_once(waved: Bench) -> None:
    again = held(waved)["Oosterveld"]
    assert (again.generation, again.variant, again.state) == (2, "proven", "planned")
    before = next(one for one in Notices(opened(waved).decided).held() if one.notice_id == again.earlier_id)
    assert (before.state, before.returned_why) == ("returned", "moved")
    assert before.claims == again.claims
    assert before.code != again.code
    kept = held(waved)["Kruidhof"]
    assert (kept.generation, kept.state) == (1, "returned")


def test_who_died_since_or_stands_in_a_list_only_is_placed(waved: Bench) -> None:
    state = told.states(opened(waved))[0]
    assert state.people == sum(state.states.values()) + sum(state.suppressed.values())
    assert state.states["returned"] == 1
    new = {surname for surname, one in held(waved).items() if one.generation == 2}
    assert {"Oosterveld", "Haverkort", "Doornbos"} <= new
    assert held(waved)["Haverkort"].variant == "presumed"
    assert not {"Wagenmaker", "Zijderveld"} & new


def test_relatives_of_the_dead_are_told_on_request_without_exams(waved: Bench, tmp_path: Path) -> None:
    ids = {row["surname"]: row["person_id"] for row in people(waved, "out")}
    relative = tmp_path / "sister.toml"
    relative.write_text('surname = "Hart"\nstreet = "Kade"\nhouse_number = "1"\npostcode = "1234AB"\n', "utf-8")

    def asked(surname: str, *more: str | Path, ok: bool = True) -> str:
        about = ("--controller", CONTROLLER, "--generation", "wave-2", "--why", "called back, passport seen")
        done = waved.run("on-request", waved.case, ids[surname], *about, *more, ok=ok)
        return done.stdout if ok else done.stderr

    assert "lacks city" in asked("Wagenmaker", "--relative", relative, ok=False)
    with relative.open("a", encoding="utf-8") as out:
        out.write('city = "Stad"\n')
    assert "nothing tells that this person has died" in asked("Oosterveld", "--relative", relative, ok=False)
    assert "not what the register says" in asked("Wagenmaker", ok=False)
    shown = asked("Wagenmaker", "--relative", relative)
    made = next(one for one in Notices(opened(waved).decided).held() if one.notice_id in shown)
    assert (made.variant, json.loads(made.says)["exams"]) == ("relatives", [])
    assert not {"exam", "test_result"} & set(json.loads(made.says)["leaked"])
    assert on_request.recipients(opened(waved))[made.notice_id].surname == "Hart"
    assert told.states(opened(waved))[0].on_request == 1
    assert "tells this already" in asked("Wagenmaker", "--relative", relative, ok=False)
