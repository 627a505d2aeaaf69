"""Small invented households that only come together, or stay apart, when each group is taken as a whole."""

from datetime import date

from tests.stages.linking.crowd import Row, bsn, said
from tests.stages.linking.households import FLAT, HOME, born, named

# As HOUSEHOLDS.
LATE: dict[str, tuple[list[Row], list[str]]] = {
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
    "a birth date with two digits changed, a sample on the same day": (
        [
            said("a", named("Ganzeboom", "K."), born(1978, 6, 5), HOME, bsn=bsn(58), taken_on=date(2022, 10, 24)),
            said("b", named("Ganzeboom", "K."), born(1987, 6, 5), taken_on=date(2022, 10, 24)),
        ],
        ["ab"],
    ),
    "day and month of birth turned, a sample on the same day": (
        [
            said("a", named("Hagenbeek", "M."), born(1967, 8, 11), FLAT, taken_on=date(2023, 3, 2)),
            said("b", named("Hagenbeek", "M."), born(1967, 11, 8), taken_on=date(2023, 3, 2)),
        ],
        ["ab"],
    ),
    "a short surname with a slip": (
        [
            said("a", named("Rek", "B.L.A.", "Beau Lucas"), born(1950, 6, 26), HOME),
            said("b", named("Reek", "B.L.A."), born(1950, 6, 26)),
        ],
        ["ab"],
    ),
    "a file named after the one it is about, and not after her namesake": (
        [
            said("a", named("Iedema", "T.", "Tara"), born(1969, 1, 1), HOME, item_id="letter"),
            said("b", named("Iedema", "T."), born(1969, 1, 1), item_id="letter", place="file name"),
            said("c", named("Iedema", "T.", "Truus"), born(1969, 1, 1), FLAT, item_id="another"),
        ],
        ["ab", "c"],
    ),
    "a child's file, named when it had no name yet": (
        [
            said("a", named("Klinkert", "A.", "Anna"), born(2024, 4, 3), HOME, taken_on=date(2025, 1, 27)),
            said("b", named("Klinkert", "B."), born(2024, 4, 3), item_id="n", place="file name"),
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
            said("c", named("Meerburg", "K.L.M.", sex="F"), HOME, patient_number="Q100003", item_id="list"),
            said(
                "d", named("Meerburg", "K.L.M.", sex="F"), born(1955, 5, 9), patient_number="Q100004", item_id="other"
            ),
        ],
        ["a", "b", "cd"],
    ),
}
