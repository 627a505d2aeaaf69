"""A person in the pile is found in no file of the case, whatever has been done with it."""

import io
from pathlib import Path

from betrokken.edges import keys, queries, sealed
from betrokken.edges.decided import Decided
from betrokken.edges.journal import Journal
from betrokken.edges.worked import Worked
from tests.edges import rows


def test_the_case_holds_no_readable_person(tmp_path: Path) -> None:
    case = tmp_path / "case"
    opened = keys.create_case(case, bytes(32))
    worked, decided = Worked(case, opened.worked, "a"), Decided(case, opened.decided)
    with worked.writing():
        settings = {"incident": rows.MARKER}
        worked.write("finding", {"mention": rows.mentions(2000)}, {rows.MARKER: rows.MARKER}, settings)
        worked.parts("finding", {rows.MARKER: "1"}, settings).append({"mention": rows.mentions(2000)}, [rows.MARKER])
    decided.add_drop(rows.MARKER, f"/{rows.MARKER}", False, 1)
    decided.set_facts(rows.MARKER, {rows.MARKER: rows.MARKER}, rows.MARKER)
    decided.add_judgement("same", rows.MARKER, rows.MARKER, "yes", "jan", rows.MARKER)
    decided.save_anchors({f"{rows.MARKER}{n}": "p1" for n in range(2000)})
    Journal(decided, opened.journal).append("jan", "run", {"items": 1})
    sealed.seal(io.BytesIO(rows.MARKER.encode() * 10_000), case / "0001", opened.pile)
    with queries.connection(case, {"mention": worked.dataset("mention")}) as connection:
        assert connection.execute("select count(*) from mention").fetchone() == (2000,)
        _nothing_shows(case)
    assert (case / "decided.db-wal").stat().st_size > 100_000
    _nothing_shows(case)


def _nothing_shows(case: Path) -> None:
    files = [path for path in case.rglob("*") if path.is_file()]
    assert len(files) > 8
    for form in (rows.MARKER, rows.MARKER.lower()):
        for sought in (form.encode(), form.encode("utf-16-le"), form.encode().hex().encode()):
            assert [path for path in files if sought in path.read_bytes() or form in str(path)] == []
