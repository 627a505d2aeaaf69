"""A professional of a message and the code that goes with them stand side by side."""

from betrokken.stages.reading.coded_records import FIELDS, Record, add_professional, take_professionals


def test_every_code_has_its_own_column_behind_the_name() -> None:
    names = [field.name for field in FIELDS]
    assert len(set(names)) == len(names)
    at = names.index("professional.name 2")
    assert FIELDS[at + 1].means == "professional.agb"


def test_each_professional_keeps_the_own_code() -> None:
    record: Record = {}
    add_professional(record, "professional.name", "Ernst, B.", "")
    add_professional(record, "requester", "Jansen, H.", "01869129")
    add_professional(record, "professional.name", "Prins, T.", "01579889")
    add_professional(record, "professional.name", "Ernst, B.", "03468063")  # the same, now with the code
    add_professional(record, "requester", "Jansen, H.", "01810339")  # another code: another Jansen
    add_professional(record, "requester", "", "06010101")  # of a hospital
    assert take_professionals(record) == [
        ("requester", "Jansen, H.", "01869129"),
        ("requester", "Jansen, H.", "01810339"),
        ("professional.name", "Ernst, B.", "03468063"),
        ("professional.name", "Prins, T.", "01579889"),
    ]
    assert record == {}


def test_more_than_there_are_columns_for_are_joined_and_not_lost() -> None:
    record: Record = {}
    for n in range(6):
        add_professional(record, "professional.name", f"Jansen, {'ABCDEF'[n]}.", "")
    assert record["professional.name 4"] == "Jansen, D.; Jansen, E.; Jansen, F."
