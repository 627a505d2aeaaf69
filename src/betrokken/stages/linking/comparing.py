"""How strongly two profiles speak for one person: Splink's comparisons, with all their weights, and the scoring.

The weights are set by hand, for two reasons: estimation (EM) learns from the pairs at one address that a differing
birth date or first name costs little, and so hides family members; and on a pile of twenty people there is nothing
to learn from. m is the chance that two mentions of one person agree so, u that two people do, both given that the two
mentions tell anything; what a household shares (address, telephone, account) has m = u, so it weighs nothing and only
informs the gate.
"""

from collections.abc import Sequence
from math import log2
from typing import Final

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.comparison_library import CustomComparison

from betrokken.stages.linking.statements import run

Level = tuple[str, str, float, float]  # label, SQL condition, m, u

# Levels are asked from top to bottom; Splink numbers them from below, 0 for the last.
BSN: Final[Sequence[Level]] = (
    ("same", "bsn_l = bsn_r", 0.97, 1e-7),  # u: numbers copied from the row above, or a parent's
    ("other", "ELSE", 0.03, 1.0),
)

_COMMON = "shared_commonness(parts_l, shares_l, parts_r)"
SURNAME: Final[Sequence[Level]] = (
    ("shares a rare part", f"{_COMMON} < 0.0003", 0.93, 0.0002),
    ("shares a part", f"{_COMMON} < 0.002", 0.93, 0.001),
    ("shares a common part", f"{_COMMON} IS NOT NULL", 0.93, 0.008),
    ("same but for lost letters", "lost_surnames(surnames_l, surnames_r)", 0.9, 0.002),
    ("near in a long name", "near_surnames(surnames_l, surnames_r, 7)", 0.04, 0.0008),
    ("near", "near_surnames(surnames_l, surnames_r, 4)", 0.04, 0.004),
    ("other", "ELSE", 0.03, 0.98),
)

# A given name is on average one in 200, a first letter one in 11 (shares of the Nederlandse Voornamenbank). Files that
# keep given names often keep the first only; those that keep initials mostly keep them all, so "J." is hardly "J.P.".
_NAMES = "len(given_l) > 0 AND len(given_r) > 0"
_RELATED = "related_names(given_l, related_l, letters_l, given_r, related_r, letters_r)"
_FIT = "initials_fit(letters_l, spelled_l, letters_r, spelled_r)"
_CLASH = f"whole_l AND whole_r AND NOT ({_FIT}) AND letters_l[1] = letters_r[1]"
_EQUAL = f"NOT ({_NAMES}) AND letters_l = letters_r"
_FEWER = "CASE WHEN length(letters_l) < length(letters_r) THEN whole_l ELSE whole_r END"
FIRST: Final[Sequence[Level]] = (
    ("same name", f"given_l[1] = given_r[1] AND NOT ({_CLASH})", 0.9, 0.006),
    ("related name", f"{_NAMES} AND {_RELATED} AND NOT ({_CLASH})", 0.06, 0.002),
    ("same three initials", f"{_EQUAL} AND length(letters_l) > 2", 0.95, 0.0015),
    ("same two initials", f"{_EQUAL} AND length(letters_l) > 1", 0.95, 0.012),
    ("same one initial", f"{_EQUAL} AND whole_l AND whole_r", 0.95, 0.05),
    ("fitting initials", f"NOT ({_NAMES}) AND {_FIT} AND NOT ({_FEWER})", 0.9, 0.09),
    ("fewer initials", f"NOT ({_NAMES}) AND {_FIT}", 0.1, 0.09),
    (
        "some of the initials",
        f"letters_l[1] = letters_r[1] AND (NOT ({_NAMES}) OR {_RELATED} OR letters_l = letters_r AND length(letters_l) > 1)",
        0.02,
        0.08,
    ),
    ("a short form", f"NOT ({_NAMES}) AND (letters_l[1] = given_r[1][1] OR letters_r[1] = given_l[1][1])", 0.05, 0.09),
    ("other", "ELSE", 0.02, 0.9),
)

# A day of birth is one in some 25,000; many people whose day is not known were given the first of January.
BIRTH: Final[Sequence[Level]] = (
    ("same", "born_l = born_r AND NOT (month(born_l) = 1 AND day(born_l) = 1)", 0.95, 0.00004),
    ("same first of January", "born_l = born_r", 0.95, 0.001),
    ("same in another reading", "list_has_any(births_l, births_r)", 0.9, 0.00008),
    ("day and month swapped", "swapped_l = born_r", 0.01, 0.00004),
    ("one day off", "abs(date_diff('day', born_l, born_r)) = 1", 0.01, 0.00008),  # midnight in another time zone
    ("one digit off", "date_edits(digits_l, digits_r) = 1", 0.02, 0.001),
    ("a century off", "digits_l[3:] = digits_r[3:] AND abs(year(born_l) - year(born_r)) = 100", 0.002, 0.00004),
    ("two digits off", "date_edits(digits_l, digits_r) = 2", 0.008, 0.01),
    ("other", "ELSE", 0.005, 0.98),
)

SEX: Final[Sequence[Level]] = (
    ("same", "sex_l = sex_r", 0.99, 0.5),
    ("other", "ELSE", 0.01, 0.5),
)

# Numbers of one person. That they differ says little: a person has one at every laboratory and for every sample.
NUMBER: Final[Sequence[Level]] = (
    ("personal", "insurance_l = insurance_r OR document_l = document_r OR list_has_any(emails_l, emails_r)", 0.9, 1e-6),
    ("patient", "patient_l = patient_r", 0.9, 1e-5),
    ("sample", "sample_l = sample_r", 0.9, 2e-5),
    ("none", "ELSE", 1.0, 1.0),
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
        {"label_for_charts": label, "sql_condition": condition, "m_probability": m, "u_probability": u}
        for label, condition, m, u in COMPARISONS[name]
    ]
    return CustomComparison(output_column_name=name, comparison_levels=[untold, *levels])


def weight(level: Level) -> float:
    """What a level adds to the match weight: log2(m / u)."""
    return log2(level[2] / level[3])


def _level(name: str) -> str:
    """SQL for the level of a comparison, counted from below, read off the weight Splink kept for it.

    Splink keeps a level itself only together with all columns compared, which takes longer than comparing them.
    """
    levels = reversed(COMPARISONS[name])
    cases = " ".join(f"WHEN {round(weight(level), 6)} THEN {place}" for place, level in enumerate(levels))
    return f"CASE round(mw_{name}, 6) {cases} ELSE -1 END::TINYINT AS {name}"


def score(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `scored`: the candidate pairs (pid_l < pid_r) with weight and a level per comparison.

    `weight` is Splink's match weight (log2 odds), rounded so that the order of adding cannot decide. A level counts from
    below, 0 for the last of a comparison; -1 is "not told".
    """
    run(connection, "comparing.sql")
    connection.execute(
        "CREATE OR REPLACE TABLE compared AS SELECT * EXCLUDE (newborn, code, home, front, phones, ibans) FROM profile"
    )
    (profiles,) = connection.execute("SELECT count(*) FROM profile").fetchall()[0]
    api = DuckDBAPI(connection)
    linker = Linker(api.register("compared"), settings(profiles), log_level=None)
    linker.table_management.register_blocked_pairs_for_predict(api.register("candidate"))
    predictions = linker.inference.predict(warning_mode="never")
    levels = ", ".join(_level(name) for name in COMPARISONS)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE scored AS SELECT pid_l, pid_r, round(match_weight, 2) AS weight, {levels} "
        f"FROM {predictions.physical_name}"
    )
    predictions.drop_table_from_database_and_remove_from_cache()
    connection.execute("DROP TABLE compared")
    connection.execute("DROP TABLE candidate")
