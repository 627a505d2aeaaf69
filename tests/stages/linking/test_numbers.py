"""Rows with a number and no name."""

from datetime import date

from tests.stages.linking.crowd import Row, link, owners, said, unplaced

ONE: Row = {"surname": "Veldkamp", "initials": "A.", "birth_date": date(1960, 1, 2)}
TWO: Row = {"surname": "Wolthuis", "initials": "B.", "birth_date": date(1970, 3, 4)}


def test_of_two_people_with_one_number_the_one_of_the_same_sender_file_or_folder() -> None:
    rows = [
        said("a", ONE, patient_number="700100", sender_code="LABA", item_id="i1"),
        said("b", TWO, patient_number="700100", sender_code="LABB", item_id="i2"),
        said("sender", patient_number="700100", sender_code="LABB", item_id="i5"),
        said("file", patient_number="700100", item_id="i1"),
        said("folder", patient_number="700100", item_id="i3"),
        said("neither", patient_number="700100", item_id="i4"),
    ]
    linked = link(rows, items={"i1": "x/1.csv", "i2": "y/2.csv", "i3": "y/3.csv", "i4": "4.csv", "i5": "5.csv"})
    placed = owners(linked)
    assert placed["sender"] == placed["b"]
    assert placed["file"] == placed["a"]
    assert placed["folder"] == placed["b"]
    assert unplaced(linked) == {"neither": "number of several people"}


def test_a_number_of_another_office_is_another_number() -> None:
    people = [
        said(f"{sender}{n}", surname=f"Achternaam{sender}{n}x", birth_date=date(1950 + n, 2, 3), initials="C.")
        | {"patient_number": f"{sender}8800{n}", "sender_code": code}
        for sender, codes in (("1", ("LABA", "Lab A")), ("2", ("LABB", "LABB")))
        for n in range(6)
        for code in codes[n % 2 :]
    ]
    rows = [row | {"mention_id": f"{place:02}"} for place, row in enumerate(people)]
    seekers = [
        said("same", patient_number="188001", sender_code="Lab A"),
        said("other", patient_number="188001", sender_code="LABB"),
        said("unknown", patient_number="188001", sender_code="HAP7"),
    ]
    linked = link(rows + seekers)
    assert owners(linked)["same"] == owners(linked)["unknown"]
    assert unplaced(linked) == {"other": "patient number of nobody known"}


def test_a_number_many_people_have_points_to_nobody() -> None:
    rows = [
        said(f"m{n}", surname=name, initials="D.", birth_date=date(1960 + n, 1, 2), sample_number="T24-00000")
        for n, name in enumerate(["Aalders", "Beekhuis", "Carstens", "Dijkhof"])
    ]
    linked = link([*rows, said("x", sample_number="T24-00000")])
    assert len(set(owners(linked).values())) == 4
    assert unplaced(linked) == {"x": "not enough to tell who"}


def test_other_numbers_point_as_well() -> None:
    told: Row = {"insurance_number": "330011223", "id_document": "NX12345", "sample_number": "U24-10203"}
    rows = [said("a", ONE, told, emails=["a@voorbeeld.nl"], ibans=["NL91ABNA0417164300"])]
    seekers = [said(name, **{name: value}) for name, value in told.items()]
    seekers += [said("emails", emails=["a@voorbeeld.nl"]), said("ibans", ibans=["NL91ABNA0417164300"])]
    linked = link(rows + seekers)
    assert set(owners(linked)) == {"a", "emails", "ibans", *told}
    reasons = dict(zip(*(linked.membership[name].to_pylist() for name in ("mention_id", "reason")), strict=True))
    assert reasons["sample_number"] == "its sample number"
    assert reasons["emails"] == "its e-mail address"
