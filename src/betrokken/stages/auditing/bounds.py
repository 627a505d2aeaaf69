"""Exact bounds at 95 % on what a sample did not show. No normal approximation: misses are rare and samples small."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scipy import stats

RISK: Final = 0.05
_ALIKE: Final = 2.0  # sampling fractions that differ by less than this factor share one bound


@dataclass(frozen=True, slots=True)
class Stratum:
    """rows in the stratum; judged: of these, drawn and judged; missed: of the judged, rows with a missed person."""

    rows: int
    judged: int
    missed: int

    @property
    def fraction(self) -> float:
        """Share of the rows that was judged."""
        return self.judged / self.rows

    @property
    def most(self) -> int:
        """Rows with a missed person at the most: those not judged could all be."""
        return self.rows - self.judged + self.missed


def rows_upper(one: Stratum, risk: float = RISK) -> int:
    """Upper bound on the rows of one stratum with a missed person.

    The largest number for which seeing so few misses, or fewer, has a chance above `risk`: Clopper & Pearson (1934) with
    the hypergeometric distribution of a draw without replacement, so that a stratum wholly judged is known.
    """
    low, high = one.missed, one.most
    while low < high:
        middle = (low + high + 1) // 2
        if stats.hypergeom.cdf(one.missed, one.rows, middle, one.judged) > risk:
            low = middle
        else:
            high = middle - 1
    return low


def joint_upper(strata: Sequence[Stratum], risk: float = RISK) -> int:
    """Upper bound on the rows with a missed person in all these strata together. Each must have been judged in part.

    Adding up the bounds of strata with `risk` divided among them (Bonferroni) is valid and of little use: twenty strata
    with ten answers each give a bound of 45 % of all rows. This one is as tight as that of one plain sample:

    1. The misses seen in a stratum are hypergeometric, and so distributed as a sum of independent yes-or-no draws
       (Vatutin & Mikhailov 1982); the misses X seen in all strata are then such a sum too, with n draws in all and mean
       m = sum of fraction x rows with a miss.
    2. Among all such sums of mean m, the binomial has the largest chance of at most x, for every x <= m - 1 (Hoeffding
       1956, theorem 4). So the binomial bound of Clopper & Pearson on m, at least x + 1, holds whatever the strata hold.
    3. The bound is the largest number of rows with a miss that such an m allows: those not judged are put where a row is
       drawn least often.

    Where small strata were drawn from much more often, a miss there would weigh as much as one in a large stratum. So
    they get a bound of their own, and the risk is split between the two: told by the design, never by the answers.
    """
    known = sum(one.missed for one in strata if one.judged == one.rows)
    open_ = [one for one in strata if one.judged < one.rows]
    if not open_:
        return known
    least = min(one.fraction for one in open_)
    seldom = [one for one in open_ if one.fraction < _ALIKE * least]
    often = [one for one in open_ if one.fraction >= _ALIKE * least]
    groups = [group for group in (seldom, often) if group]
    return known + sum(_group_upper(group, risk / len(groups)) for group in groups)


def _group_upper(strata: Sequence[Stratum], risk: float) -> int:
    drawn, missed = sum(one.judged for one in strata), sum(one.missed for one in strata)
    mean = max(drawn * share_upper(drawn, missed, risk), missed + 1)
    left = mean - sum(one.fraction * one.missed for one in strata)
    found = float(missed)
    for one in sorted(strata, key=lambda one: (one.fraction, one.rows)):
        more = min(one.most - one.missed, max(0.0, left) / one.fraction)
        found += more
        left -= more * one.fraction
    return int(found + 1e-9)


def share_upper(drawn: int, hits: int, risk: float = RISK) -> float:
    """One-sided upper bound on a share, 0 to 1 (Clopper & Pearson 1934)."""
    return 1.0 if hits >= drawn else float(stats.beta.ppf(1 - risk, hits + 1, drawn - hits))


def share_lower(drawn: int, hits: int, risk: float = RISK) -> float:
    """One-sided lower bound on a share, 0 to 1 (Clopper & Pearson 1934)."""
    return 0.0 if hits <= 0 else float(stats.beta.ppf(risk, hits, drawn - hits + 1))
