"""Facts files: several are merged, and an unknown key is an error that helps."""

import tomllib
from datetime import date

import pytest

from betrokken.model.errors import FactsError
from betrokken.model.facts_file import read

INCIDENT = '[incident]\nlab = "Lab"\nstolen = 2025-07-05\npublished = 2025-07-26\n'
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
