"""Whole tables side by side: each row holds a record of each."""

import pytest

from betrokken.stages.finding import abreast
from betrokken.stages.finding.header import Header

ONE = ("Nr", "Patient", "Geb.", "BSN", "Vestiging")


@pytest.mark.parametrize(
    ("labels", "starts"),
    [
        ((*ONE, "", *ONE), (0, 6)),
        ((*ONE, *ONE, *ONE), (0, 5, 10)),
        (ONE, None),
        ((*ONE, "Nr", "Patient"), None),
        ((*ONE, "", *ONE, "Opmerking"), None),
        (("Datum", "Test", "Uitslag", "Datum", "Test", "Uitslag"), None),
        (("Naam", "Geb.", "Naam", "Geb."), None),
    ],
)
def test_tables_abreast_are_told_by_labels_that_come_back(
    labels: tuple[str, ...], starts: tuple[int, ...] | None
) -> None:
    found = abreast.find(Header(labels), len(labels))
    assert (found.starts if found else None) == starts


def test_each_table_of_a_row_is_a_record_of_its_own() -> None:
    found = abreast.find(Header((*ONE, "", *ONE)), 11)
    assert found
    left, right = ("1", "Pronk, H.", "18-09-1997", "", "A"), ("2", "Kramer, S.", "19-03-1967", "", "B")
    assert found.parts((*left, "", *right)) == [left, right]
    assert found.parts((*left, *[""] * 6)) == [left]
    assert found.header(Header((*ONE, "", *ONE))).labels == ONE
