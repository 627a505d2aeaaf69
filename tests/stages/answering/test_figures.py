"""Figures add up to the tables they come from, and the page shows them all."""

from datetime import date

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.stages.answering import figures, summary

EXPOSURES: list[dict[str, object]] = [
    {"person_id": "a", "category": "bsn", "controller": "zhw", "exam": "skin", "first_date": date(2022, 1, 1), "last_date": date(2023, 1, 1)},
    {"person_id": "a", "category": "name", "controller": "duin", "exam": None, "first_date": None, "last_date": None},
    {"person_id": "b", "category": "name", "controller": None, "exam": "skin", "first_date": date(2023, 5, 1), "last_date": date(2023, 5, 1)},
]  # fmt: skip


STANDINGS: list[dict[str, object]] = [
    {"person_id": "a", "controller": "duin", "dataset": None, "certainty": "proven"},
    {"person_id": "a", "controller": "zhw", "dataset": "zhw-lab", "certainty": "possible"},
    {"person_id": "b", "controller": None, "dataset": None, "certainty": "proven"},
]


SEVERITIES: list[dict[str, object]] = [
    {"person_id": "a", "controller": "duin", "band": "high", "borderline": False},
    {"person_id": "a", "controller": "zhw", "band": "very_high", "borderline": True},
    {"person_id": "b", "controller": None, "band": "high", "borderline": False},
]


def worked() -> dict[str, pa.Table]:
    items: list[dict[str, object]] = [{"item_id": "1", "status": "read", "rows": 5, "rows_with_mentions": 2}, {"item_id": "2", "status": "unreadable", "reason": "encrypted"}]  # fmt: skip
    return {
        "item": arrow.make("item", items),
        "aside": arrow.make("aside", [{"item_id": "1", "reason": "blank row", "rows": 3}]),
        "mention": arrow.make(
            "mention",
            [
                {"mention_id": "m", "role": "patient", "source": "leak"},
                {"mention_id": "n", "role": "dummy", "source": "leak"},
                {"mention_id": "o", "role": "patient", "source": "leak"},
            ],
        ),
        "person": arrow.make(
            "person",
            [
                {"person_id": "a", "addressable": True, "missing": [], "suppliers": [], "certainty": "proven"},
                {
                    "person_id": "b",
                    "addressable": False,
                    "missing": ["street"],
                    "suppliers": ["zhw"],
                    "certainty": "proven",
                },
            ],
        ),
        "membership": arrow.make(
            "membership", [{"person_id": "a", "mention_id": "m"}, {"person_id": "b", "mention_id": "o"}]
        ),
        "unplaced": arrow.make("unplaced", [{"mention_id": "n", "reason": "dummy"}]),
        "doubt": arrow.empty("doubt"),
        "exposure": arrow.make("exposure", EXPOSURES),
        "standing": arrow.make("standing", STANDINGS),
        "severity": arrow.make("severity", SEVERITIES),
        "unattributed": arrow.make("unattributed", [{"person_id": "b", "reason": "no ground tells", "mentions": 1}]),
    }


def test_counts() -> None:
    found = figures.count(worked())
    assert (found.people, found.addressable, found.files) == (2, 1, 2)
    assert dict(found.by_controller) == {"": 1, "duin": 1, "zhw": 1}
    assert dict(found.by_category) == {"name": 2, "bsn": 1}
    assert dict(found.by_exam) == {"skin": 2, "": 1}
    assert dict(found.by_year) == {2022: 1, 2023: 2}
    assert dict(found.controllers_each) == {0: 1, 2: 1}
    assert sum(found.controllers_each.values()) == found.people
    assert (found.rows, found.rows_with_mentions, dict(found.aside)) == (5, 2, {"blank row": 3})
    assert dict(found.unread) == {"encrypted": 1}


def test_classes_and_what_lacks_to_write() -> None:
    found = figures.count(worked()).standings
    assert dict(found.by_class) == {"proven": 2}
    assert {key: dict(per) for key, per in found.by_dataset.items()} == {
        ("", ""): {"proven": 1},
        ("duin", ""): {"proven": 1},
        ("zhw", "zhw-lab"): {"possible": 1},
    }
    assert (found.addressable, dict(found.unaddressable), dict(found.by_supplier)) == (1, {"street": 1}, {"zhw": 1})
    assert dict(found.unattributed) == {"no ground tells": 1}
    assert (dict(found.by_band), found.borderline) == ({"high": 2, "very_high": 1}, 1)


def test_the_page_escapes_and_shows_every_count() -> None:
    found = figures.count(worked())
    drawn = {chart.name: "<svg></svg>" for chart in summary.charts(found, {"zhw": "Ziekenhuis"})}
    page = summary.render(found, drawn, "<b>title</b>", {"drops": "<script>"}, {"zhw": "Ziekenhuis"})
    assert "&lt;b&gt;title&lt;/b&gt;" in page
    assert "<script>" not in page
    assert "1 person belongs to no known controller" in page.replace("\n", " ")
    assert "set aside: blank row" in page
