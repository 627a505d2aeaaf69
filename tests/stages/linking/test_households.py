"""Who is one person and who is not, told by small invented households that are all linked in one go."""

from datetime import date

import pytest

from betrokken.stages.linking import stage
from tests.stages.linking.crowd import Row, bsn, link, owners, said, unplaced

HOME: Row = {"street": "Molenweg", "house_number": "7", "postcode": "3311KL", "city": "Dordrecht"}
FLAT: Row = {"street": "Singel", "house_number": "88", "postcode": "9712XY", "city": "Groningen"}


def born(year: int, month: int, day: int) -> Row:
    return {"birth_date": date(year, month, day)}


def named(surname: str, initials: str | None = None, given: str | None = None, **more: object) -> Row:
    return {"surname": surname, "initials": initials, "given_names": given, **more}


# Each household: its rows, and the groups its mentions must form; a mention in no group must be unplaced.
HOUSEHOLDS: dict[str, tuple[list[Row], list[str]]] = {
    "maiden, partner and double names": (
        [
            said("a", named("Wolters-de Kruif", "M.J."), born(1958, 5, 2), HOME),
            said("b", named("Kruif", "M.J.", prefix="de"), born(1958, 5, 2), HOME),
            said("c", named("Wolters", "M.J.", birth_surname="de Kruif"), born(1958, 5, 2)),
            said("d", named("de Kruif-Wolters", "M.J."), born(1958, 5, 2)),
        ],
        ["abcd"],
    ),
    "a prefix apart, glued on, behind and dropped": (
        [
            said("a", named("Heuvelrug", "P.", prefix="van den"), born(1971, 1, 9), HOME),
            said("b", named("Vandenheuvelrug", "P."), born(1971, 1, 9), HOME),
            said("c", named("Heuvelrug, van den", "P."), born(1971, 1, 9), HOME),
            said("d", named("Heuvelrug", "P."), born(1971, 1, 9), HOME),
        ],
        ["abcd"],
    ),
    "letters lost or mangled by a character set": (
        [
            said("a", named("Dąbrowski", "T.", "Tomasz"), born(1980, 8, 30)),
            said("b", named("D?browski", "T."), born(1980, 8, 30)),
            said("c", named("DÄ…browski", "T."), born(1980, 8, 30)),
            said("d", named("Dabrowski", "T."), born(1980, 8, 30)),
        ],
        ["abcd"],
    ),
    "ij and y": (
        [said("a", named("Duijnker", "K."), born(1990, 2, 3)), said("b", named("Duynker", "K."), born(1990, 2, 3))],
        ["ab"],
    ),
    "slips in the birth date under one BSN": (
        [
            said("a", named("Quartel", "R."), born(1949, 12, 1), bsn=bsn(11)),
            said("b", named("Quartel", "R."), born(1949, 12, 11), bsn=bsn(11)),
            said("c", named("Quartel", "R."), born(1994, 12, 1), bsn=bsn(11)),
            said("d", named("Quartel", "R."), bsn=bsn(11)),
        ],
        ["abcd"],
    ),
    "slips in the birth date at one address": (
        [
            said("a", named("Rosier", "L.B."), born(1966, 4, 9), HOME),
            said("b", named("Rosier", "L.B."), born(1966, 9, 4), HOME),
            said("c", named("Rosier", "L.B."), born(1966, 4, 8), HOME),
        ],
        ["abc"],
    ),
    "a slip in the surname": (
        [
            said("a", named("Stekelenburg", "W."), born(1977, 7, 7), HOME),
            said("b", named("Stekelnburg", "W."), born(1977, 7, 7), HOME),
            said("c", named("Steklenburg", "W."), born(1977, 7, 7), patient_number="A778812"),
            said("d", named("Stekelenburg", "W."), born(1977, 7, 7), patient_number="A778812"),
        ],
        ["abcd"],
    ),
    "a short form, by name and by another letter": (
        [
            said("a", named("Uitslag", "J.", "Johannes"), born(1951, 6, 6), HOME),
            said("b", named("Uitslag", None, "Jan"), born(1951, 6, 6), HOME),
            said("c", named("Uitslag", "J.", "Hans"), born(1951, 6, 6), HOME),
        ],
        ["abc"],
    ),
    "moved, held together by the BSN": (
        [
            said("a", named("Verkade", "S.", "Sophie"), born(1985, 10, 10), HOME, bsn=bsn(12)),
            said("b", named("Verkade", "S.", "Sophie"), born(1985, 10, 10), FLAT, bsn=bsn(12)),
        ],
        ["ab"],
    ),
    "name and e-mail, name and address, BSN alone, number alone": (
        [
            said("a", named("Wamelink", "D.F."), born(1939, 1, 2), HOME, bsn=bsn(13), emails=["d@voorbeeld.nl"]),
            said("b", named("Wamelink", "D.F."), emails=["d@voorbeeld.nl"]),
            said("c", named("Wamelink", "D.F."), HOME),
            said("d", bsn=bsn(13)),
            said("e", named("Wamelink", "D.F."), born(1939, 1, 2), patient_number="0042-31177"),
            said("f", patient_number="4231177"),
        ],
        ["abcdef"],
    ),
    "twins": (
        [
            said("a", named("Xanten", "E.", "Eva"), born(2001, 3, 3), HOME),
            said("b", named("Xanten", "L.", "Lotte"), born(2001, 3, 3), HOME),
        ],
        ["a", "b"],
    ),
    "twins with one first letter": (
        [
            said("a", named("Ypma", "S.N.", "Sterre Noor"), born(2002, 3, 3), HOME, bsn=bsn(14)),
            said("b", named("Ypma", "S.", "Sanne"), born(2002, 3, 3), HOME),
            said("c", named("Ypma", "S.N."), born(2002, 3, 3), HOME),
            said("d", named("Ypma", None, "Sanne"), born(2002, 3, 3), HOME),
        ],
        ["ac", "bd"],
    ),
    "a mention that fits both twins": (
        [
            said("a", named("Zwager", None, "Femke"), born(2003, 3, 3), HOME),
            said("b", named("Zwager", None, "Fleur"), born(2003, 3, 3), HOME),
            said("c", named("Zwager", "F."), born(2003, 3, 3), HOME),
        ],
        ["a", "b"],
    ),
    "brother and sister with one initial": (
        [
            said("a", named("Abbink", "J.", sex="M"), born(2004, 9, 1), HOME),
            said("b", named("Abbink", "J.", sex="F"), born(2004, 9, 1), HOME),
        ],
        ["a", "b"],
    ),
    "father and son with one name": (
        [
            said("a", named("Bakkenes", "H.J.", "Hendrik Jan"), born(1950, 2, 2), HOME),
            said("b", named("Bakkenes", "H.J.", "Hendrik Jan"), born(1981, 11, 19), HOME),
            said("c", named("Bakkenes", "H.J.")),
        ],
        ["a", "b"],
    ),
    "a name at the address of father and son": (
        [
            said("a", named("Coumou", "H.J."), born(1950, 2, 2), HOME),
            said("b", named("Coumou", "H.J."), born(1981, 11, 19), HOME),
            said("c", named("Coumou", "H.J."), HOME),
        ],
        ["a", "b"],
    ),
    "namesakes": (
        [
            said("a", named("Dorrestein", "A.", "Anna"), born(1941, 4, 16), HOME, bsn=bsn(15)),
            said("b", named("Dorrestein", "A.", "Anna"), born(1941, 4, 16), FLAT, bsn=bsn(16)),
            said("c", named("Dorrestein", "A.", "Anna"), born(1941, 4, 16), FLAT),
            said("d", named("Dorrestein", "A."), born(1941, 4, 16)),
        ],
        ["a", "bc"],
    ),
    "a newborn under its mother's number": (
        [
            said("a", named("Elzinga", "P.", "Petra"), born(1992, 1, 31), HOME, bsn=bsn(17)),
            said("b", named("Elzinga", None, "Baby"), born(2023, 6, 5), HOME, bsn=bsn(17), taken_on=date(2023, 6, 9)),
            said("c", named("Elzinga", "T.", "Tess"), born(2023, 6, 5), HOME, bsn=bsn(18)),
        ],
        ["a", "bc"],
    ),
    "a number written for want of the real one": (
        [
            said("a", named("Fokkens", "A."), born(1931, 1, 5), bsn=bsn(19)),
            said("b", named("Gerbens", "B."), born(1942, 2, 6), bsn=bsn(19)),
            said("c", named("Haitsma", "C."), born(1953, 3, 7), bsn=bsn(19)),
            said("d", named("Idsinga", "D."), born(1964, 4, 8), bsn=bsn(19)),
        ],
        ["a", "b", "c", "d"],
    ),
    "one telephone, one e-mail, one address: a family": (
        [
            said(
                "a", named("Jelsma", "K."), born(1970, 5, 5), HOME, phones=["+31612345678"], emails=["j@voorbeeld.nl"]
            ),
            said(
                "b", named("Jelsma", "M."), born(1972, 6, 6), HOME, phones=["+31612345678"], emails=["j@voorbeeld.nl"]
            ),
            said("c", named("Jelsma", "K.S."), born(1999, 7, 7), HOME, phones=["+31612345678"]),
        ],
        ["a", "b", "c"],
    ),
    "rows that point to a record of their file": (
        [
            said("a", named("Kingma", "O."), born(1968, 8, 8), record_key="patient 5", item_id="dump"),
            said("b", HOME, points_to="patient 5", record_key="address 1", item_id="dump"),
            said("c", sample_number="T24-55501", points_to="patient 5", record_key="order 9", item_id="dump"),
            said("d", exam="urine", points_to="order 9", item_id="dump"),
            said("e", named("Kingma", "O."), HOME),
            said("f", sample_number="T24-55501", item_id="results"),
            said("g", points_to="patient 6", item_id="dump"),
        ],
        ["abcdef"],
    ),
    "too little to tell who": (
        [
            said("a", named("Lolkema", "R.")),
            said("b", bsn=bsn(20)),
            said("c", patient_number="990011"),
            said("d", exam="skin"),
            said("e", born(1975, 5, 5)),
            said("f", named("Lolkema", "R."), patient_number="8812001"),
        ],
        [],
    ),
    "just enough": (
        [
            said("a", born(1975, 5, 6), bsn=bsn(21)),
            said("b", named("Miedema"), emails=["m@voorbeeld.nl"]),
            said("c", named("Nauta"), FLAT),
            said("d", named("Oosting"), born(1975, 5, 7), role="unknown"),
        ],
        ["a", "b", "c", "d"],
    ),
    "a note that tells surname and birth date, one with a slip": (
        [
            said("a", named("Veltkamp", "S.A.B.", prefix="van den"), born(1992, 5, 13), HOME, bsn=bsn(51)),
            said("b", named("Veltkamp", prefix="van den"), born(1992, 5, 13)),
            said("c", named("Veldkamp"), born(1992, 5, 13)),
        ],
        ["abc"],
    ),
    "a note with a slip that fits both twins": (
        [
            said("a", named("Wielinga", "E.", "Eva"), born(1993, 6, 14), HOME),
            said("b", named("Wielinga", "L.", "Lotte"), born(1993, 6, 14), HOME),
            said("c", named("Wielnga"), born(1993, 6, 14)),
        ],
        ["a", "b"],
    ),
    "a note a day off": (
        [
            said("a", named("Xhofleer", "C.", "Cornelis"), born(1959, 11, 30), HOME, bsn=bsn(52)),
            said("b", named("Xhofleer"), born(1959, 12, 1)),
        ],
        ["ab"],
    ),
    "a rare name with its address and with its birth date": (
        [
            said("a", named("Ypeij", None, "Wolmoet"), HOME),
            said("b", named("Ypeij", None, "Wolmoet"), born(1948, 8, 24)),
        ],
        ["ab"],
    ),
    "one initial may be a relative's": (
        [said("a", named("Zuurbier", "K."), HOME), said("b", named("Zuurbier", "K."), born(1971, 7, 30))],
        ["a", "b"],
    ),
    "a given name that only the e-mail address tells": (
        [
            said("a", named("Abspoel", "G."), emails=["gerrit.abspoel12@voorbeeld.nl"]),
            said("b", named("Abspoel", None, "Gerrit"), born(1966, 2, 17), HOME),
            said("c", named("Abspoel", "T."), emails=["tineke.abspoel@voorbeeld.nl"]),
        ],
        ["ab", "c"],
    ),
    "no surname beside the number, but the postcode": (
        [
            said("a", born(1980, 6, 3), bsn=bsn(53), initials="L.S.", postcode="3311KL"),
            said("b", named("Bijleveld", "L.S."), born(1980, 6, 3), HOME),
        ],
        ["ab"],
    ),
    "maiden name in one file, e-mail address in another": (
        [
            said("a", named("Cupido", "M.", birth_surname="Duinker"), born(1975, 9, 2), FLAT, bsn=bsn(54)),
            said("b", named("Cupido", "M."), emails=["cupido.m@voorbeeld.nl"], bsn=bsn(54)),
            said("c", named("Duinker", "M.", "Marije"), emails=["cupido.m@voorbeeld.nl"]),
        ],
        ["abc"],
    ),
    "another name beside the number of a known person": (
        [
            said("a", named("Egberink", "J."), born(1960, 3, 3), HOME, bsn=bsn(55), patient_number="P200717"),
            said("b", named("Bouwhuis", "R."), HOME, bsn=bsn(55)),
            said("c", named("Aslaner", "M."), bsn=bsn(55), patient_number="P200717"),
            said("d", named("Aslaner", "M."), born(1990, 10, 10), bsn=bsn(55)),
        ],
        ["ac", "d"],
    ),
    "a patient number and a birth date": (
        [
            said("a", named("Froukema", "J."), born(1961, 3, 4), HOME, patient_number="P300717"),
            said("b", born(1961, 3, 4), patient_number="P300717"),
        ],
        ["ab"],
    ),
    "codes where initials should be": (
        [
            said("a", named("Grootenhuis", "P."), born(1962, 3, 4), HOME),
            said("b", named("Grootenhuis", "U.R.K.W."), born(1962, 3, 4), HOME),
            said("c", named("Hoogstede", "U.R.K.W."), born(1963, 3, 5)),
            said("d", named("Ipenburg", "U.R.K.W."), born(1964, 3, 6)),
            said("e", named("Jaarsveld", "U.R.K.W."), born(1965, 3, 7)),
        ],
        ["ab", "c", "d", "e"],
    ),
    "an order number that passes for a BSN": (
        [
            said("a", named("Kloppenburg", "N."), born(1966, 11, 17), HOME, bsn=bsn(56)),
            said("b", named("Kloppenburg", "N."), born(1966, 11, 17), HOME, bsn=bsn(57)),
            said("c", sample_number=bsn(57)),
        ],
        ["ab"],
    ),
    "two patient numbers in one file": (
        [
            said("a", named("Langeraar", "K.L.M."), HOME, patient_number="Q100001", item_id="list"),
            said("b", named("Langeraar", "K.L.M."), born(1955, 5, 8), patient_number="Q100002", item_id="list"),
            said("c", named("Meerburg", "K.L.M."), HOME, patient_number="Q100003", item_id="list"),
            said("d", named("Meerburg", "K.L.M."), born(1955, 5, 9), patient_number="Q100004", item_id="other"),
        ],
        ["a", "b", "cd"],
    ),
    "nobody's business": (
        [
            said("a", named("Postmus", "A."), FLAT, role="professional", emails=["praktijk@voorbeeld.nl"]),
            said("b", named("Test", "T."), born(1980, 1, 1), role="dummy"),
            said("c", named("Quist", "A."), FLAT, role="relative"),
            said("d", named("Reitsma", "A."), FLAT, role="unknown", confidence=-2.0),
            said("e", named("Sjoerdsma", "A."), born(1980, 1, 2), emails=["praktijk@voorbeeld.nl"]),
            said("f", named("Tolsma", "A."), born(1981, 1, 2), emails=["praktijk@voorbeeld.nl"]),
        ],
        ["e", "f"],
    ),
}


def _mark(name: str) -> str:
    """What the ids of a household begin with."""
    return f"{list(HOUSEHOLDS).index(name):02}"


@pytest.fixture(scope="module")
def linked() -> stage.Linked:
    rows = []
    for place, (household, _) in enumerate(HOUSEHOLDS.values()):
        for row in household:
            row = row | {"mention_id": f"{place:02}{row['mention_id']}", "item_id": f"{place:02}{row['item_id']}"}
            number = row.get("house_number")
            rows.append(row | ({"house_number": str(int(str(number)) + 1000 * place)} if number else {}))
    return link(rows)


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_households_come_apart_into_their_people(linked: stage.Linked, name: str) -> None:
    place = _mark(name)
    rows, expected = HOUSEHOLDS[name]
    found: dict[str, str] = {}
    for mention, person in sorted(owners(linked).items()):
        if mention.startswith(place):
            found[person] = found.get(person, "") + mention[2:]
    assert sorted(found.values()) == sorted(expected)
    nobody = {mention[2:] for mention in unplaced(linked) if mention.startswith(place)}
    assert nobody == {str(row["mention_id"]) for row in rows} - set("".join(expected))


def _reasons(linked: stage.Linked, name: str) -> dict[str, str]:
    place = _mark(name)
    return {mention[2:]: reason for mention, reason in unplaced(linked).items() if mention.startswith(place)}


def test_every_unplaced_mention_has_its_reason(linked: stage.Linked) -> None:
    assert _reasons(linked, "too little to tell who") == {
        "a": "not enough to tell who",
        "b": "not enough to tell who",
        "c": "patient number of nobody known",
        "d": "not enough to tell who",
        "e": "not enough to tell who",
        "f": "not enough to tell who",
    }
    assert _reasons(linked, "nobody's business") == {
        "a": "professional",
        "b": "dummy",
        "c": "relative",
        "d": "more likely no data subject",
    }
    assert _reasons(linked, "a mention that fits both twins") == {"c": "fits two people equally"}
    assert _reasons(linked, "namesakes") == {"d": "fits two people equally"}
    assert _reasons(linked, "a note with a slip that fits both twins") == {"c": "fits two people equally"}
    assert _reasons(linked, "another name beside the number of a known person") == {
        "b": "another name beside the BSN of a known person"
    }


def test_what_was_kept_apart_is_shown_to_a_human(linked: stage.Linked) -> None:
    twins = _mark("a mention that fits both twins")
    baby = _mark("a newborn under its mother's number")
    shown = {(row["left_id"], row["right_id"]): row["reason"] for row in linked.doubt.to_pylist()}
    assert shown[twins + "a", twins + "c"] == shown[twins + "b", twins + "c"] == "fits two people equally"
    assert shown[baby + "a", baby + "b"] == "a child under the BSN of an elder"


def test_no_person_has_two_numbers_and_no_mention_is_lost(linked: stage.Linked) -> None:
    placed, nobody = owners(linked), unplaced(linked)
    assert len(placed) + len(nobody) == sum(len(rows) for rows, _ in HOUSEHOLDS.values())
    assert not placed.keys() & nobody.keys()
    assert linked.person["person_id"].to_pylist() == sorted(set(placed.values()))
    assert linked.anchors == placed


def test_memberships_say_why(linked: stage.Linked) -> None:
    said_why = {row["mention_id"]: row for row in linked.membership.to_pylist()}
    many = _mark("name and e-mail, name and address, BSN alone, number alone")
    assert said_why[many + "b"]["reason"] == "same personal number and name"
    assert said_why[many + "c"]["reason"] == "same name and address"
    assert said_why[many + "d"]["reason"] == "same BSN"
    assert said_why[many + "f"]["reason"] == "its patient number"
    assert said_why[many + "b"]["weight"] > 10
    rare = _mark("a rare name with its address and with its birth date")
    assert said_why[rare + "a"]["reason"] == "taken together: same surname, given name"
    record = _mark("rows that point to a record of their file")
    assert said_why[record + "d"]["reason"] == "its record in the same file"
