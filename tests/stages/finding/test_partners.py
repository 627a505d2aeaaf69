"""Two people in a row of a table that others point to."""

import pytest

from betrokken.model.fragments import Table
from tests.stages.finding.grids import patients, search, table
from tests.stages.finding.invented import people

SOME = people(12, seed=41)
PARTS = ["surname", "given", "dob", "bsn"]
CLINICS = table([["N", "Ziekenhuis Noorderhaven"], ["L", "HAP De Linde"]], ["id", "label"], "table clinic", "clinic")


def _couples() -> Table:
    rows = [
        [n, "NL"[n % 2], *(cell for p in pair for cell in (p.surname, p.given, p.birth, p.bsn))]
        for n, pair in enumerate(zip(SOME[::2], SOME[1::2], strict=True), 1)
    ]
    columns = ["couple_no", "clinic_id", *(f"p{one}_{part}" for one in (1, 2) for part in PARTS)]
    return table(rows, columns, "table couple", "couple")


@pytest.mark.parametrize("label", ["partner", "who"])
def test_a_row_tells_by_one_or_two_whom_of_a_couple_it_is_about(label: str) -> None:
    rows = [[90 + n, 1 + n // 2, 1 + n % 2, p.exam, p.taken] for n, p in enumerate(SOME)]
    tests = table(rows, ["test_no", "couple_no", label, "descr", "sampled"], "table lab_test", "lab_test")
    found = patients(search(CLINICS, _couples(), tests))
    keys = {draft.fields["record_key"]: draft.fields["surname"] for draft in found if "record_key" in draft.fields}
    told = [draft for draft in found if "points_to" in draft.fields]
    assert [keys[draft.fields["points_to"]] for draft in told] == [p.surname for p in SOME]
    clients = [draft.fields["institution"] for draft in found if "record_key" in draft.fields]
    assert clients == [client for _ in range(3) for client in ("HAP De Linde",) * 2 + ("Ziekenhuis Noorderhaven",) * 2]
