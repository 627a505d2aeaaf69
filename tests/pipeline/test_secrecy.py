"""A marker person is found nowhere but where it was asked for: export and show."""

from pathlib import Path

from tests.cases import Bench

SURNAME, EMAIL, STREET = "Kwispelmarker", "zz.marker@uniek.example", "Markeringsdreef"
MARKERS = tuple(word.encode() for word in (SURNAME, EMAIL, STREET, "512345678901", "1931-07-29"))


def plant(one: Bench) -> None:
    line = f"{SURNAME};Z.Q.;29-07-1931;{STREET};77;1234AB;Zevenhuizen;{EMAIL};512345678901\n"
    head = "Achternaam;Voorletters;Geb.datum;Straat;Huisnr;Postcode;Woonplaats;E-mail;Patiëntnr\n"
    (one.leak / f"export {SURNAME}.csv").write_bytes((head + line).encode("cp1252"))
    (one.leak / "brief.txt").write_text(f"Geachte mevrouw {SURNAME}, geboren 29-07-1931, {EMAIL}\n", "utf-8")
    (one.leak / "kapot.xlsx").write_bytes(b"PK\x03\x04" + f"{SURNAME} {EMAIL}".encode())
    (one.leak / "kapot.json").write_text(f'{{"achternaam": "{SURNAME}", "email": "{EMAIL}"', "utf-8")


def holding(folder: Path) -> set[str]:
    """Names of files below a folder with a marker in their bytes or in their name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if any(m in path.read_bytes() or m.decode() in path.name for m in MARKERS)}


def test_a_marker_person_stands_nowhere_in_the_clear(fresh: Bench) -> None:
    plant(fresh)
    fresh.new()
    told = [
        fresh.run("add", fresh.case, fresh.leak, "--copy"),
        fresh.run("run", fresh.case),
        fresh.run("status", fresh.case),
    ]
    told.append(fresh.run("summary", fresh.case, fresh.folder / "tmp" / "summary.html"))
    assert holding(fresh.case) == set()
    assert holding(fresh.folder / "tmp") == set()
    said = "".join(one.stdout + one.stderr for one in told).encode()
    assert [marker for marker in MARKERS if marker in said] == []
    out = fresh.export(kind="csv")
    assert SURNAME.encode() in out["people.csv"]
    person = next(line for line in out["people.csv"].decode("utf-8-sig").splitlines() if SURNAME in line)
    assert EMAIL in fresh.run("show", fresh.case, person.split(",")[0]).stdout


def test_a_sealed_copy_needs_the_pile_no_more(fresh: Bench) -> None:
    fresh.new()
    fresh.run("add", fresh.case, fresh.leak, "--copy", "--drop", "leak")
    fresh.leak.rename(fresh.folder / "away")
    fresh.run("run", fresh.case)
    fresh.export()
    assert fresh.table("people").num_rows == 40


def test_a_file_that_changed_since_it_was_added_is_told(fresh: Bench) -> None:
    fresh.new()
    fresh.run("add", fresh.case, fresh.leak, "--drop", "leak")
    with (fresh.leak / "Exports/export_1.csv").open("ab") as stream:
        stream.write(b"\r\nx;y;z")
    fresh.run("run", fresh.case)
    fresh.export()
    rows = {row["path"]: row for row in fresh.table("items").to_pylist()}
    assert rows["Exports/export_1.csv"]["reason"] == "its bytes have changed since it was added"


def test_names_that_are_not_utf8_survive(fresh: Bench) -> None:
    data = (fresh.leak / "Exports/export_1.csv").read_bytes() + b"\r\n"
    (Path(str(fresh.leak)) / b"uitslag \xe9\xff.csv".decode("utf-8", "surrogateescape")).write_bytes(data)
    fresh.all()
    fresh.export()
    assert r"uitslag \xe9\xff.csv" in fresh.table("items").column("path").to_pylist()
