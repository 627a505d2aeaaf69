"""How strongly two profiles speak for one person: Splink's comparisons, with all their weights, and the scoring.

The weights are set by hand, for two reasons: estimation (EM) learns from the pairs at one address that a differing
birth date or first name costs little, and so hides family members; and on a pile of twenty people there is nothing
to learn from. m is the chance that two mentions of one person agree so, u that those of two people do, both given
that the mentions tell anything, so they need not add up to one. What a household shares (address, telephone, account)
is not compared here at all: it informs the gate only.
"""

from collections.abc import Sequence
from math import log2
from typing import Final, NamedTuple

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.comparison_library import CustomComparison

from betrokken.stages.linking.statements import run


class Level(NamedTuple):
    """One way two profiles can agree; of a comparison the first whose condition (SQL) holds counts.

    grade: what the gate asks for, the higher the better; levels that differ in weight only have the same.
    m, u: see above.
    """

    label: str
    grade: int
    condition: str
    m: float
    u: float


BSN: Final[Sequence[Level]] = (
    Level("same", 1, "bsn_l = bsn_r", 0.97, 1e-7),  # u: numbers copied from the row above, or a parent's
    Level("other", 0, "ELSE", 0.03, 1.0),
)

_COMMON = "shared_commonness(parts_l, shares_l, parts_r)"
SURNAME: Final[Sequence[Level]] = (
    Level("shares a rare part", 3, f"{_COMMON} < 0.0003", 0.93, 0.0002),
    Level("shares a part", 3, f"{_COMMON} < 0.002", 0.93, 0.001),
    Level("shares a common part", 3, f"{_COMMON} IS NOT NULL", 0.93, 0.008),
    Level("same but for lost letters", 3, "lost_surnames(surnames_l, surnames_r)", 0.9, 0.002),
    Level("near in a long name", 1, "near_surnames(surnames_l, surnames_r, 7)", 0.04, 0.0008),
    Level("near", 1, "near_surnames(surnames_l, surnames_r, 4)", 0.04, 0.004),
    Level("other", 0, "ELSE", 0.03, 0.98),
)

# A given name is on average one in 200, a first letter one in 11 (shares of the Nederlandse Voornamenbank). Files that
# keep given names often keep the first only; those that keep initials mostly keep them all, so "J." is hardly "J.P.".
# Who has J.P. for initials and no J for a given name goes by that name (a roepnaam) and is elsewhere known by another.
_NAMES = "len(given_l) > 0 AND len(given_r) > 0"
_RELATED = "related_names(given_l, related_l, letters_l, given_r, related_r, letters_r)"
_FIT = "initials_fit(letters_l, spelled_l, letters_r, spelled_r)"
_CLASH = f"whole_l AND whole_r AND NOT ({_FIT}) AND letters_l[1] = letters_r[1]"
_LESS = "whole_l AND whole_r AND letters_l <> letters_r"
_EQUAL = f"NOT ({_NAMES}) AND letters_l = letters_r"
_LONG = "letters_l = letters_r AND length(letters_l) > 1"
_LIKE = "letters_l = letters_r AND whole_l AND whole_r"
_CALLED = "replace(given_l[1][1], 'y', 'i') <> letters_l[1] OR replace(given_r[1][1], 'y', 'i') <> letters_r[1]"
_FEWER = "CASE WHEN length(letters_l) < length(letters_r) THEN whole_l ELSE whole_r END"
FIRST: Final[Sequence[Level]] = (
    Level("same name", 6, f"given_l[1] = given_r[1] AND NOT ({_CLASH}) AND NOT ({_LESS})", 0.9, 0.006),
    Level("same name, fewer initials", 6, f"given_l[1] = given_r[1] AND NOT ({_CLASH})", 0.1, 0.0061),
    Level("related name", 6, f"{_NAMES} AND {_RELATED} AND NOT ({_CLASH})", 0.06, 0.002),
    Level("same three initials", 5, f"{_EQUAL} AND length(letters_l) > 2", 0.95, 0.0015),
    Level("same two initials", 5, f"{_EQUAL} AND length(letters_l) > 1", 0.95, 0.012),
    Level("same one initial", 4, f"{_EQUAL} AND whole_l AND whole_r", 0.95, 0.05),
    Level("fitting initials", 3, f"NOT ({_NAMES}) AND {_FIT} AND NOT ({_FEWER})", 0.9, 0.09),
    Level(
        "same initials, another name", 2, f"{_NAMES} AND {_LIKE} AND ({_CALLED} OR length(letters_l) > 1)", 0.05, 0.008
    ),
    Level("fewer initials", 2, f"NOT ({_NAMES}) AND {_FIT}", 0.1, 0.09),
    Level(
        "some of the initials",
        1,
        f"letters_l[1] = letters_r[1] AND (NOT ({_NAMES}) OR {_RELATED} OR {_LONG})",
        0.02,
        0.08,
    ),
    Level(
        "a short form",
        1,
        f"NOT ({_NAMES}) AND (letters_l[1] = given_r[1][1] OR letters_r[1] = given_l[1][1])",
        0.05,
        0.09,
    ),
    Level("other", 0, "ELSE", 0.02, 0.9),
)

# A day of birth is one in some 25,000; many people whose day is not known were given the first of January.
BIRTH: Final[Sequence[Level]] = (
    Level("same", 3, "born_l = born_r AND NOT (month(born_l) = 1 AND day(born_l) = 1)", 0.95, 0.00004),
    Level("same first of January", 3, "born_l = born_r", 0.95, 0.001),
    Level("same in another reading", 3, "list_has_any(births_l, births_r)", 0.9, 0.00008),
    Level("day and month swapped", 3, "swapped_l = born_r", 0.01, 0.00004),
    Level(
        "one day off", 2, "abs(date_diff('day', born_l, born_r)) = 1", 0.01, 0.00008
    ),  # midnight in another time zone
    Level("one digit off", 2, "date_edits(digits_l, digits_r) = 1", 0.02, 0.001),
    Level("a century off", 2, "digits_l[3:] = digits_r[3:] AND abs(year(born_l) - year(born_r)) = 100", 0.002, 0.00004),
    Level("two digits off", 1, "date_edits(digits_l, digits_r) = 2", 0.008, 0.01),
    Level("other", 0, "ELSE", 0.005, 0.98),
)

SEX: Final[Sequence[Level]] = (
    Level("same", 1, "sex_l = sex_r", 0.99, 0.5),
    Level("other", 0, "ELSE", 0.01, 0.5),
)

# Numbers of one person. That they differ says little: a person has one at every laboratory and for every sample.
NUMBER: Final[Sequence[Level]] = (
    Level(
        "personal",
        3,
        "insurance_l = insurance_r OR document_l = document_r OR list_has_any(emails_l, emails_r)",
        0.9,
        1e-6,
    ),
    Level("patient", 2, "patient_l = patient_r", 0.9, 1e-5),
    Level("sample", 1, "sample_l = sample_r", 0.9, 2e-5),
    Level("none", 0, "ELSE", 1.0, 1.0),
)

_ANY_NUMBER_L = "coalesce(insurance_l, document_l, patient_l, sample_l, emails_l[1])"
_ANY_NUMBER_R = "coalesce(insurance_r, document_r, patient_r, sample_r, emails_r[1])"
NOTHING_TOLD: Final = {
    "bsn": "bsn_l IS NULL OR bsn_r IS NULL",
    "surname": "len(parts_l) = 0 OR len(parts_r) = 0",
    "first": f"(letters_l = '' OR letters_r = '') AND NOT ({_NAMES})",
    "birth": "len(births_l) = 0 OR len(births_r) = 0",
    "sex": "sex_l IS NULL OR sex_r IS NULL",
    "number": f"{_ANY_NUMBER_L} IS NULL OR {_ANY_NUMBER_R} IS NULL",
}

COMPARISONS: Final = {
    "bsn": BSN,
    "surname": SURNAME,
    "first": FIRST,
    "birth": BIRTH,
    "sex": SEX,
    "number": NUMBER,
}


def settings(profiles: int) -> SettingsCreator:
    """Splink's settings for a pile of `profiles` profiles; a person has some two of them."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="pid",
        comparisons=[_comparison(name) for name in COMPARISONS],
        probability_two_random_records_match=min(0.25, 2 / max(profiles, 1)),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(name: str) -> CustomComparison:
    untold = {"label_for_charts": "not told", "sql_condition": NOTHING_TOLD[name], "is_null_level": True}
    levels = [
        {
            "label_for_charts": level.label,
            "sql_condition": level.condition,
            "m_probability": level.m,
            "u_probability": level.u,
        }
        for level in COMPARISONS[name]
    ]
    return CustomComparison(output_column_name=name, comparison_levels=[untold, *levels])


def weight(level: Level) -> float:
    """What a level adds to the match weight, in bits."""
    return log2(level.m / level.u)


def _grade(name: str) -> str:
    """SQL for the grade of a comparison, read off the weight Splink kept for it.

    Splink keeps a level itself only together with all columns compared, which takes longer than comparing them.
    """
    cases = " ".join(f"WHEN {round(weight(level), 6)} THEN {level.grade}" for level in COMPARISONS[name])
    return f"CASE round(mw_{name}, 6) {cases} ELSE -1 END::TINYINT AS {name}"


def score(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `scored`: the candidate pairs (pid_l < pid_r) with weight and a grade per comparison.

    `weight` is Splink's match weight (log2 odds), rounded so that the order of adding cannot decide. A grade is -1
    where one of the two tells nothing.
    """
    run(connection, "comparing.sql")
    connection.execute(
        "CREATE OR REPLACE TABLE compared AS SELECT * EXCLUDE (newborn, code, home, front, phones, ibans) FROM profile"
    )
    (profiles,) = connection.execute("SELECT count(*) FROM profile").fetchall()[0]
    api = DuckDBAPI(connection)
    linker = Linker(api.register("compared"), settings(profiles), validate_settings=False, log_level=None)
    linker.table_management.register_blocked_pairs_for_predict(api.register("candidate"))
    predictions = linker.inference.predict(warning_mode="never")
    grades = ", ".join(_grade(name) for name in COMPARISONS)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE scored AS SELECT pid_l, pid_r, round(match_weight, 2) AS weight, {grades} "
        f"FROM {predictions.physical_name}"
    )
    predictions.drop_table_from_database_and_remove_from_cache()
    connection.execute("DROP TABLE compared")
    connection.execute("DROP TABLE candidate")
