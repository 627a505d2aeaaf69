"""Small invented households whose mentions any pair of them shows to be one person's or not."""

from datetime import date

from tests.stages.linking.crowd import Row, bsn, said

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
