"""One item inside the fence: whatever a file makes a reader do costs this item, and is told."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from betrokken.kit import arrow
from betrokken.model.incident import Incident
from betrokken.pipeline import inside
from betrokken.pipeline.jobs import Job, Wanted, pack_incident, pack_jobs
from tests.stages.reading import documents


class PanicException(BaseException):
    """As pyo3 names what a panic of a Rust library becomes."""


def _panic(_: object) -> None:
    raise PanicException


def test_a_panic_of_a_library_costs_its_item_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = inside.build(orjson.dumps({"incident": pack_incident(Incident()), "pile_key": ""}))
    names = {"a.xls": documents.xls({(0, 0): "a"}), "b.csv": b"BSN;Naam\n999990019;Quispel\n"}
    jobs = []
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
        jobs.append(Job("1", str(tmp_path), name.encode().hex(), name, len(data)))
    listed = arrow.unpack(handler(pack_jobs(jobs)))["item"].to_pylist()
    wanted = [
        replace(j, sha256=r["sha256"], wanted=(Wanted(j.name, r["item_id"]),))
        for j, r in zip(jobs, listed, strict=True)
    ]
    monkeypatch.setattr("python_calamine.load_workbook", _panic)
    read = {row["item_id"]: row for row in arrow.unpack(handler(pack_jobs(wanted)))["item"].to_pylist()}
    sheet, list_ = (read[row["item_id"]] for row in listed)
    assert (sheet["status"], sheet["reason"]) == ("unreadable", "the reader failed (PanicException)")
    assert list_["status"] == "read"
