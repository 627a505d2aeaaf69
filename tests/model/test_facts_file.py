"""Facts files: several are merged, and an unknown key is an error that helps."""

import tomllib
from datetime import UTC, date, datetime

import pytest

from betrokken.model.errors import FactsError
from betrokken.model.facts_file import read, stated

INCIDENT = '[incident]\nlab = "Lab"\nstolen = 2025-07-05\npublished = 2025-07-26\n'
DATASET = '[[dataset]]\nid = "smears"\ncontroller = "a"\nprocessor = "lab"\nperiod_start = 2022-01-01\n'
ORGANISATION = '[[organisation]]\nid = "lab"\nname = "Lab"\n'
EVENT = '[[event]]\nid = "told"\nkind = "told"\nat = 2025-08-06\nwho = "lab"\nwhom = ["a"]\ndataset = "smears"\n'
CONTROLLER = '[[controller]]\nid = "a"\nname = "Ziekenhuis A"\nkind = "hospital"\ncodes = ["ZA"]\n'


def parsed(*texts: str) -> list[tuple[str, dict[str, object]]]:
    return [(f"file{number}.toml", tomllib.loads(text)) for number, text in enumerate(texts)]


def test_files_are_merged() -> None:
    found = read(parsed(INCIDENT, CONTROLLER))
    assert (found.lab, found.latest, found.controllers[0].codes) == ("Lab", date(2025, 7, 26), ("ZA",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[incident]\nlabb = "x"\n', "unknown key 'labb' in [incident]; the nearest known key is 'lab'"),
        ("[inciden]\nx = 1\n", "unknown key 'inciden'; the nearest known key is 'incident'"),
        ('[[controller]]\nid = "a"\n', "[[controller]] number 1 lacks name"),
        ('[[controller]]\nid = "a"\nname = "A"\nkind = "spital"\n', "kind 'spital' is none of"),
        ('[incident]\nstolen = "gisteren"\n', "stolen must be a day without quotes"),
        ('[controller]\nid = "a"\n', "two brackets"),
        ('[[controller]]\nid = "a"\nname = "A"\ncodes = "X"\n', "must be a list of texts"),
        ('[[controller]]\nid = "a b"\nname = "A"\n', "number 1 id 'a b' must be short"),
        ('[[controller]]\nid = "a"\nname = "A"\nsource = 3\n', "number 1 source must be text"),
        ("[incident]\nmalicious = 1\n", "malicious must be true or false"),
        ('[incident]\nintegrity = "fine"\n', "'fine' is none of unchanged, recoverable, unrecoverable"),
        ("[incident]\ncontrollers = []\n", "unknown key 'controllers' in [incident]"),
        ("[incident]\nperiod_start = 2025-01-02\nperiod_end = 2025-01-01\n", "the period ends on 2025-01-01, before"),
        ('[[drop]]\nname = "d"\npublised = 2025-07-06\n', "the nearest known key is 'published'"),
        ('[[drop]]\nname = "d"\nclaimed_total_bytes = -1\n', "must be a whole number of 0 or more"),
        ('[[drop]]\nname = "d"\nclaimed_total_bytes = true\n', "must be a whole number of 0 or more"),
        ('[[drop]]\nname = "d"\npublished = 2025-07-06T10:00:00Z\n', "published must be a day"),
        (EVENT.replace("2025-08-06", "2025-08-06T10:00:00"), "write 2025-08-06T10:00:00+02:00 (Dutch summer time)"),
        (EVENT.replace("2025-08-06", '"gisteren"'), "at must be a day or an instant without quotes"),
        (EVENT.replace('kind = "told"', 'kind = "tolled"'), "kind 'tolled' is none of entry, exfiltration"),
        (EVENT.replace("at = 2025-08-06\n", ""), "[[event]] number 1 lacks at"),
        (CONTROLLER + DATASET, "dataset 'smears': processor 'lab' is no known controller or organisation"),
        (ORGANISATION + DATASET, "dataset 'smears': controller 'a' is no known controller; none is known yet"),
        (ORGANISATION + CONTROLLER.replace('"a"', '"aa"') + DATASET, "the nearest known id is 'aa'"),
        (CONTROLLER + ORGANISATION + EVENT, "event 'told': dataset 'smears' is no known dataset"),
        (CONTROLLER + ORGANISATION.replace('"lab"', '"a"'), "organisation 'a': there is a controller of this id"),
        (
            CONTROLLER + ORGANISATION + DATASET + "period_end = 2021-12-31\n",
            "dataset 'smears': the period ends on 2021-12-31, before it starts on 2022-01-01",
        ),
        (CONTROLLER + ORGANISATION + DATASET + 'exams = ["smear"]\n', "exams 'smear' is none of cervical_smear"),
        (CONTROLLER + ORGANISATION + DATASET + 'status = "gone"\n', "status 'gone' is none of published, stolen"),
    ],
)
def test_what_is_wrong_is_said_with_where(text: str, says: str) -> None:
    with pytest.raises(FactsError) as error:
        read(parsed(text))
    assert says in str(error.value)
    assert str(error.value).startswith("file0.toml: ")


def test_one_controller_twice_with_other_content_is_an_error() -> None:
    with pytest.raises(FactsError, match="stands twice"):
        read(parsed(CONTROLLER, CONTROLLER.replace("Ziekenhuis A", "Ziekenhuis B")))


def test_parties_data_sets_and_events_are_read() -> None:
    at = EVENT.replace("2025-08-06", "2025-08-06T10:00:00+02:00")
    drop = '[[drop]]\nname = "the first part"\npublished = 2025-07-06\nclaimed_total_bytes = 300_000_000_000\n'
    found = read(parsed(INCIDENT, at + DATASET, CONTROLLER + ORGANISATION, drop))
    assert (found.datasets[0].processor, found.datasets[0].status) == ("lab", "unknown")
    assert found.events[0].at == datetime(2025, 8, 6, 8, tzinfo=UTC)
    assert (found.events[0].whom, found.events[0].dataset) == (("a",), "smears")
    assert (found.drops[0].name, found.drops[0].claimed_total_bytes) == ("the first part", 300_000_000_000)
    assert read(parsed(INCIDENT, CONTROLLER, ORGANISATION, DATASET, EVENT)).events[0].at == date(2025, 8, 6)


def test_a_fact_keeps_the_source_it_was_given() -> None:
    letter = 'source = "letter of the laboratory, 6 Aug 2025"\n'
    facts = stated(parsed(INCIDENT, CONTROLLER + letter + ORGANISATION, "[incident]\nmalicious = false\n" + letter))
    assert {fact.name: fact.source for fact in facts} == {
        "incident:lab": "file0.toml",
        "incident:stolen": "file0.toml",
        "incident:published": "file0.toml",
        "incident:malicious": "letter of the laboratory, 6 Aug 2025",
        "controller:a": "letter of the laboratory, 6 Aug 2025",
        "organisation:lab": "file1.toml",
    }


def test_one_day_of_the_incident_twice_with_other_content_is_an_error() -> None:
    with pytest.raises(FactsError, match=r"file1.toml: \[incident\] stolen stands twice"):
        read(parsed(INCIDENT, "[incident]\nstolen = 2025-07-06\n"))
