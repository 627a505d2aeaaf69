from datetime import date
from typing import Any

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model.incident import Controller, Incident
from betrokken.stages.attributing import samples, stage
from betrokken.stages.attributing.grounds import path, sender_code

INCIDENT = Incident(
    controllers=(
        Controller("linde", "Huisartsenpraktijk De Lindeboom", "gp", ("HAP De Lindeboom",), ("H401",), ("01099901",)),
        Controller("haven", "Ziekenhuis Havenoord", "hospital", ("Havenoord",), ("ZHAV",), ("06099902",)),
    )
)
KNOWN = {"h401": "linde", "huisartsenpraktijk lindeboom": "linde", "lindeboom": "linde", "zhav": "haven"}


def attributed(*mentions: dict[str, Any], judged: dict[str, str] | None = None) -> list[dict[str, Any]]:
    rows = [{"mention_id": f"m{n}", "item_id": f"i{n}"} | one for n, one in enumerate(mentions)]
    items = [{"item_id": f"i{n}", "path": f"map/bestand{n}.csv"} for n in range(len(rows))]
    judgements = [{"kind": stage.OBEYED, "left_id": one, "value": value} for one, value in (judged or {}).items()]
    judgements.append({"kind": "affected", "left_id": "m0", "value": "haven"})
    judgement = arrow.make("judgement", judgements)
    found: pa.Table = stage.run(arrow.make("mention", rows), arrow.make("item", items), INCIDENT, None, judgement)
    return found.sort_by("mention_id").to_pylist()


def test_a_code_beside_a_name_tells_the_client() -> None:
    assert sender_code.controller("H401 HAP De Lindeboom", KNOWN) == "linde"
    assert sender_code.controller("H401", KNOWN) == "linde"
    assert sender_code.controller("500067890", KNOWN) is None


def test_folders_in_other_spellings_tell_the_client() -> None:
    assert path.controller("uit/ZHAV_2024/lijst.csv", KNOWN) == "haven"
    assert path.controller("portaal/huisartsen-de-lindeboom/orders_1.csv", KNOWN) == "linde"
    assert path.controller("HAP De Lindeboom.zip!/a.csv", KNOWN) == "linde"


def test_exam_and_client_of_a_sample_are_taken_from_the_file_that_tells_them() -> None:
    born = date(1961, 4, 2)
    told = {"sample_number": "T24.91104", "birth_date": born, "exam": "skin", "institution": "Havenoord"}
    short = {"sample_number": "T24-91104", "birth_date": born, "surname": "Kwekkeboom"}
    rows = attributed(told, short)
    assert [(row["controller"], row["exam"]) for row in rows] == [("haven", "skin")] * 2
    assert rows[1]["ground"] == samples.GROUND


def test_a_sample_of_somebody_else_or_with_two_clients_tells_nothing() -> None:
    told = {"sample_number": "24-91104", "birth_date": date(1961, 4, 2), "exam": "skin", "institution": "Havenoord"}
    other = told | {"institution": "HAP De Lindeboom"}
    stranger = {"sample_number": "24-91104", "birth_date": date(1970, 1, 9)}
    doubtful = {"sample_number": "24-91104", "birth_date": date(1961, 4, 2)}
    rows = attributed(told, other, stranger, doubtful)
    assert (rows[2]["controller"], rows[2]["exam"]) == (None, None)
    assert (rows[3]["controller"], rows[3]["exam"]) == (None, "skin")


def test_short_numbers_are_no_samples() -> None:
    told = {"sample_number": "12", "birth_date": date(1961, 4, 2), "exam": "skin", "institution": "Havenoord"}
    rows = attributed(told, {"sample_number": "12", "birth_date": date(1961, 4, 2)})
    assert rows[1]["controller"] is None


def test_a_human_decides_about_one_mention_and_keeps_what_was_told_of_exams() -> None:
    patient = {"item_id": "i0", "record_key": "patient=1"}
    orders = [
        {"item_id": "i0", "points_to": "patient=1", "exam": "skin", "institution": "Havenoord"},
        {"item_id": "i0", "points_to": "patient=1", "exam": "urine", "institution": "HAP De Lindeboom"},
    ]
    rows = attributed(patient, *orders, judged={"m0": "linde"})
    ours = [(row["controller"], row["exam"], row["ground"]) for row in rows if row["mention_id"] == "m0"]
    assert sorted(ours) == [("linde", "skin", stage.HUMAN), ("linde", "urine", stage.HUMAN)]
    assert [row["controller"] for row in rows if row["mention_id"] != "m0"] == ["haven", "linde"]
    assert attributed({"surname": "Kwekkeboom"}, judged={"m0": "haven"})[0]["controller"] == "haven"
    assert attributed({"surname": "Kwekkeboom"})[0]["controller"] is None


def test_an_address_in_a_table_of_its_own_is_held_for_whom_the_patient_is() -> None:
    patient = {"item_id": "i0", "record_key": "client:1", "surname": "Kwekkeboom"}
    address = {"item_id": "i0", "points_to": "client:1", "street": "Singel"}
    order = {"item_id": "i0", "points_to": "client:1", "exam": "skin", "institution": "Havenoord"}
    rows = attributed(patient, address, order)
    assert [(row["controller"], row["exam"]) for row in rows] == [("haven", "skin")] * 3
