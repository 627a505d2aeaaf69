"""The real case as its regulator saw it: one report and three supplements, each with what changed and why."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.telling_case import Told

OF = ("--controller", "bvo")
FILED = {
    "august": "2025-08-09T13:00:00+02:00",
    "confirmed": "2025-08-29T17:00:00+02:00",
    "everybody": "2025-09-02T17:00:00+02:00",
    "september": "2025-09-12T17:00:00+02:00",
}


@pytest.fixture(scope="module")
def filed(story: Told, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The worksheet of each checkpoint, as it was drawn up and filed."""
    folder = tmp_path_factory.mktemp("filed") / "copy"
    shutil.copytree(story.folder, folder)
    one = Told(folder)
    found = {}
    for number, (name, at) in enumerate(FILED.items(), start=1):
        found[name] = _drawn(one, folder / f"dossier-{name}", name, at)
        one.run("dossier", *OF, "--filed", f"Z-{number}", "--at", at)
    return found


def _drawn(one: Told, folder: Path, generation: str, at: str) -> dict[str, Any]:
    one.run("dossier", *OF, "--generation", generation, "--at", at, "--to", folder, "--language", "en")
    sheet: dict[str, Any] = json.loads((folder / "dossier-bvo.json").read_text("utf-8"))
    return sheet


def _people(sheet: dict[str, Any]) -> tuple[int, int | None]:
    value = next(one["value"] for one in sheet["answers"] if one["number"] == "7.3")
    return value["least"], value["most"]


def test_the_most_is_not_known_until_the_lists_are_in(filed: dict[str, dict[str, Any]]) -> None:
    assert {name: _people(sheet) for name, sheet in filed.items()} == {
        "august": (485, None),
        "confirmed": (715, None),
        "everybody": (715, 941),
        "september": (621, 941),
    }


def test_the_first_report_is_followed_by_supplements(filed: dict[str, dict[str, Any]]) -> None:
    assert [sheet["kind"] for sheet in filed.values()] == ["first", *["supplement"] * 3]
    assert [sheet["earlier"]["receipt"] for sheet in list(filed.values())[1:]] == ["Z-1", "Z-2", "Z-3"]


def test_each_supplement_says_why_the_figure_moved(filed: dict[str, dict[str, Any]], story: Told) -> None:
    for name, cause in (("confirmed", "found-later"), ("everybody", "list late.csv"), ("september", "judgement")):
        changed = {one["number"]: one for one in filed[name]["changes"]}
        assert cause in " ".join(changed["7.3"]["why"]), name
    fell = next(one for one in filed["september"]["changes"] if one["number"] == "7.3")
    assert "715" in fell["before"]
    assert "621" in fell["after"]


def test_the_regulator_and_the_public_are_told_the_same(filed: dict[str, dict[str, Any]], story: Told) -> None:
    for name, sheet in filed.items():
        assert _people(sheet)[0] == story.classes(name)["proven"]
        assert sheet["generation"]["hash"] == story.figures(name)["generation"]["sha256"]
