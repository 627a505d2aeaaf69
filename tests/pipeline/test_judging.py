"""Facts and judgements of a case that was run: what is read again, what is obeyed, and what taking back gives back."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import pyarrow as pa
import pytest

from betrokken.edges import keys
from betrokken.kit import arrow
from betrokken.model import words
from betrokken.model.errors import BetrokkenError, CaseError
from betrokken.model.incident import Controller, Dataset, DropFact, Event
from betrokken.model.stated import Stated
from betrokken.pipeline import account, export, judging, rooms
from betrokken.pipeline.case import Case, enter, open_case
from betrokken.settings import Settings
from tests.cases import Bench, bench
from tests.stages.linking.crowd import bsn

STAGES = ("finding", "linking", "attributing", "registering")
HUMAN = "a human decided"
TWO_NUMBERS = """BSN;Achternaam;Voorletters;Voornamen;Geboortedatum;Geslacht;Straat;Huisnummer;Postcode;Woonplaats
{};Zandwijk;A.M.;Anna Maria;14-03-1961;V;Lindelaan;12;2312 AB;Leiden
{};Zandwijk;A.M.;Anna Maria;14-03-1961;V;Lindelaan;12;2312 AB;Leiden
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = bench(tmp_path_factory.mktemp("judged"), people=14)
    (made.leak / "dubbel.csv").write_text(TWO_NUMBERS.format(bsn(41), bsn(42)), "utf-8")
    made.all()
    return made


@pytest.fixture
def case(ran: Bench) -> Iterator[Case]:
    """The case as it was after its first run; what a test judges is taken back after it."""
    opened = open_case(ran.case, keys.key_from_file(ran.folder / "key"))
    yield opened
    for one in opened.decided.judgements():
        judging.withdraw(opened, one.judgement_id, "jan")
    run(opened)


def run(case: Case) -> list[str]:
    done = rooms.run(case, Settings(workers=1), lambda _: None)
    account.check(case)
    return done


def numbers(case: Case) -> dict[str, int]:
    manifests = {stage: case.worked.manifest(stage) for stage in STAGES}
    return {stage: manifest.number for stage, manifest in manifests.items() if manifest}


def exports(case: Case) -> dict[str, pa.Table]:
    return export.of_case(case)


def column(case: Case, table: str, key: str, value: str) -> dict[str, str]:
    return dict(arrow.rows(case.worked.read(table), key, value))


def judge(case: Case, kind: str, *ids: str, value: str = "") -> int:
    return judging.enter(case, kind, ids, value, "seen on paper", "jan")


def of_role(case: Case, role: str) -> list[str]:
    """Mentions of a role that name somebody, in a fixed order."""
    return sorted(
        row["mention_id"]
        for row in case.worked.read("mention").to_pylist()
        if row["role"] == role and row["surname"] and (row["emails"] or row["phones"] or row["bsn"])
    )


def test_new_facts_read_nothing_again(case: Case) -> None:
    before = numbers(case)
    dataset = Dataset("smears", "zhw", status="stolen", period_end=date(2024, 12, 31))
    facts = [
        Stated("dataset", "smears", dataset, "b.toml"),
        Stated("event", "told", Event("told", "told", date(2025, 8, 6), "zhw", dataset="smears"), "b.toml"),
        Stated("drop", "leak", DropFact("leak", date(2025, 7, 6)), "b.toml"),
    ]
    enter(case, facts, (), "jan")
    assert "finding" not in run(case)
    assert "linking" not in run(case)
    assert {stage: numbers(case)[stage] for stage in STAGES[:2]} == {stage: before[stage] for stage in STAGES[:2]}
    controller = Stated("controller", "new", Controller("new", "Kliniek Nieuwerschans"), "b.toml")
    enter(case, [controller], (), "jan")
    assert "finding" in run(case)
    enter(case, [], [fact.key for fact in (*facts, controller)], "jan")
    assert "finding" in run(case)


def test_whom_a_human_says_is_nobody_leaves_the_register_and_comes_back(case: Case) -> None:
    before, people = exports(case), column(case, "membership", "mention_id", "person_id")
    sizes = Counter(people.values())
    alone = min(sizes, key=lambda person: (sizes[person], person))
    theirs = sorted(mention for mention, person in people.items() if person == alone)
    judged = [judge(case, "is_not_person", mention) for mention in theirs]
    assert run(case) == ["linking", "registering", "entering"]
    assert {column(case, "unplaced", "mention_id", "reason").get(mention) for mention in theirs} == {HUMAN}
    assert alone not in case.worked.read("person").column("person_id").to_pylist()
    for number in judged:
        judging.withdraw(case, number, "jan")
    run(case)
    assert exports(case) == before


def test_whom_a_human_says_is_somebody_counts_whatever_the_role(case: Case) -> None:
    before = exports(case)
    doctor = of_role(case, "professional")[0]
    assert column(case, "unplaced", "mention_id", "reason")[doctor] == "professional"
    number = judge(case, "is_person", doctor)
    run(case)
    person = column(case, "membership", "mention_id", "person_id").get(doctor)
    assert person in case.worked.read("person").column("person_id").to_pylist()
    judging.withdraw(case, number, "jan")
    run(case)
    assert exports(case) == before


def test_the_controller_a_human_gives_stands_for_that_mention_alone(case: Case) -> None:
    before, old = exports(case), case.worked.read("attribution")
    mention = next(row["mention_id"] for row in old.to_pylist() if row["controller"] not in (None, "vitaal"))
    linked = numbers(case)["linking"]
    number = judge(case, "controller_of", mention, value="vitaal")
    assert "attributing" in run(case)
    assert numbers(case)["linking"] == linked
    new = case.worked.read("attribution").to_pylist()
    ours = [row for row in new if row["mention_id"] == mention]
    assert {(row["controller"], row["ground"]) for row in ours} == {("vitaal", HUMAN)}
    whens = {(row["exam"], row["taken_on"]) for row in old.to_pylist() if row["mention_id"] == mention}
    assert {(row["exam"], row["taken_on"]) for row in ours} == whens
    assert [row for row in new if row["mention_id"] != mention] == [
        row for row in old.to_pylist() if row["mention_id"] != mention
    ]
    judging.withdraw(case, number, "jan")
    run(case)
    assert (exports(case), case.worked.read("attribution")) == (before, old)


def test_people_that_were_parted_or_joined_are_the_same_again(case: Case) -> None:
    before, people = exports(case), column(case, "membership", "mention_id", "person_id")
    sizes = Counter(people.values())
    large, other = [person for person, _ in sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[:2]]
    mine = sorted(mention for mention, person in people.items() if person == large)
    theirs = min(mention for mention, person in people.items() if person == other)
    numbers_ = [judge(case, "not_same_person", mine[0], mine[1]), judge(case, "same_person", mine[2], theirs)]
    run(case)
    parted = column(case, "membership", "mention_id", "person_id")
    assert parted.get(mine[0]) != parted.get(mine[1])
    assert parted[mine[2]] == parted[theirs]
    for number in numbers_:
        judging.withdraw(case, number, "jan")
    run(case)
    assert exports(case) == before


def test_affected_is_kept_for_the_register(case: Case) -> None:
    person = min(column(case, "membership", "mention_id", "person_id").values())
    number = judge(case, "affected", person)
    held = case.decided.judgements()
    assert [(one.judgement_id, one.kind, one.left_id, one.value) for one in held] == [(number, "affected", person, "")]


def refusals(mentions: list[str], person: str) -> Iterable[tuple[str, list[str], str, str]]:
    one, two = mentions[:2]
    yield "same", [one], "", "is no kind of judgement; those are same_person"
    yield "audit", [one], "", "is no kind of judgement"
    yield "same_person", [one], "", "two different mention ids"
    yield "same_person", [one, one], "", "two different mention ids"
    yield "is_person", [one, two], "", "is about one mention id"
    yield "is_person", ["nothing"], "", "the case has no mention of this id: nothing"
    yield "affected", [one], "", "the case has no person of this id"
    yield "is_person", [one], "zhw", "takes no --value"
    yield "controller_of", [one], "", "needs --value with the id of a controller: brug, duin"
    yield "controller_of", [one], "zwh", "'zwh' is no known controller"
    yield "affected", [person], "smear", "'smear' is no known dataset; the facts hold none"


def test_what_is_wrong_with_a_judgement_is_said_and_nothing_entered(case: Case) -> None:
    people = column(case, "membership", "mention_id", "person_id")
    for kind, ids, value, says in refusals(sorted(people), min(people.values())):
        with pytest.raises(BetrokkenError) as error:
            judge(case, kind, *ids, value=value)
        assert says in str(error.value)
    with pytest.raises(BetrokkenError, match="say why"):
        judging.enter(case, "is_person", [min(people)], "", " ", "jan")
    assert case.decided.judgements() == []


def test_judgements_do_not_contradict_each_other(case: Case) -> None:
    one, two, three = sorted(column(case, "membership", "mention_id", "person_id"))[:3]
    first = judge(case, "same_person", two, one)
    second = judge(case, "controller_of", three, value="zhw")
    for kind, ids, value, number, says in (
        ("same_person", (one, two), "", first, "already"),
        ("not_same_person", (one, two), "", first, "contrary"),
        ("is_not_person", (one,), "", first, "contrary"),
        ("controller_of", (three,), "zhw", second, "already"),
        ("controller_of", (three,), "duin", second, "contrary"),
    ):
        with pytest.raises(BetrokkenError, match=rf"judgement {number} says .*{says}"):
            judge(case, kind, *ids, value=value)
    judge(case, "is_not_person", three)
    judging.withdraw(case, first, "jan")
    judge(case, "not_same_person", one, two)
    with pytest.raises(CaseError, match="no judgement"):
        judging.withdraw(case, first, "jan")


def test_pairs_in_doubt_are_listed_until_they_are_judged(ran: Bench, case: Case) -> None:
    [doubt] = judging.doubts(case)
    assert {place for _, place in (doubt.left, doubt.right)} == {"dubbel.csv  row 2", "dubbel.csv  row 3"}
    told = ran.run("judge", ran.case, "--doubts").stdout
    assert doubt.left[0] in told
    assert "pairs for a human to decide: 1" in told
    people = column(case, "membership", "mention_id", "person_id")
    assert f"{doubt.left[1]} [{doubt.left[0]}]" in ran.run("show", ran.case, people[doubt.left[0]]).stdout
    judge(case, "not_same_person", doubt.right[0], doubt.left[0])
    assert judging.doubts(case) == []
    run(case)
    assert judging.doubts(case) == []


def test_the_list_tells_which_judgements_decide_nothing(case: Case) -> None:
    mention = min(column(case, "membership", "mention_id", "person_id"))
    judge(case, "is_person", mention)
    gone = case.decided.add_judgement("same_person", mention, "f" * 32, "", "jan", "in a file since removed")
    withdrawn = case.decided.add_judgement("is_not_person", mention, None, "", "jan", "a slip")
    case.decided.withdraw_judgement(withdrawn)
    assert [(one.judgement.kind, one.unknown) for one in judging.listed(case)] == [
        ("is_person", ()),
        ("same_person", ("f" * 32,)),
    ]
    assert [one.judgement.judgement_id for one in judging.listed(case, withdrawn=True)][-2:] == [gone, withdrawn]


def test_the_commands_enter_list_and_take_back(ran: Bench, case: Case) -> None:
    mention = min(column(case, "membership", "mention_id", "person_id"))
    said = ran.run("judge", ran.case, "controller_of", mention, "--value", "zhw", "--why", "the letterhead").stdout
    number = case.decided.judgements()[0].judgement_id
    assert f"judgement {number} entered" in said
    assert "the letterhead" in ran.run("judge", ran.case).stdout
    refused = ran.run("judge", ran.case, "is_person", mention, "--withdraw", str(number), "--why", "x", ok=False)
    assert (refused.returncode, "not both at once" in refused.stderr) == (1, True)
    assert "no longer holds" in ran.run("judge", ran.case, "--withdraw", str(number)).stdout
    assert "nobody has judged anything yet" in ran.run("judge", ran.case).stdout
    assert "withdrawn 20" in ran.run("judge", ran.case, "--history").stdout
    lines = [(line["what"], line["details"]) for line in case.journal.lines()[-2:]]
    assert lines == [
        ("judge", {"kind": "controller_of", "judgement_id": str(number)}),
        ("judge-withdraw", {"judgement_id": str(number)}),
    ]


def test_every_kind_of_judgement_has_a_command() -> None:
    assert {*judging.KINDS, "audit"} == set(words.JUDGEMENTS)  # audit has its own


def test_nothing_can_be_judged_before_the_first_run(fresh: Bench) -> None:
    fresh.new()
    told = fresh.run("judge", fresh.case, "is_person", "m", "--why", "x", ok=False)
    assert (told.returncode, "run the case first" in told.stderr) == (1, True)
