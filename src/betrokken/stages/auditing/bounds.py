"""Exact bounds at 95 % on what a sample did not show. No normal approximation: misses are rare and samples small."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scipy import stats

RISK: Final = 0.05
NO_MISSES: Final = 3.0  # rows with a miss that a sample without any allows for, per share judged: ln 20, rounded up
_SMALL: Final = 0.1  # part of the bound that small strata may make up in full


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

    Strata so small that all of them together change the bound by less than a tenth are left out of this and counted as
    if every row not judged held a missed person: a miss seen there would else weigh as much as one in a large stratum.
    Which those are follows from the design, never from the answers.
    """
    small, large = _apart(strata)
    return sum(one.most for one in small) + (_pooled(large, risk) if large else 0)


def _apart(strata: Sequence[Stratum]) -> tuple[list[Stratum], list[Stratum]]:
    """(strata counted in full, those bounded together); one that was wholly judged counts as it is."""
    small = [one for one in strata if one.judged == one.rows]
    large = sorted((one for one in strata if one.judged < one.rows), key=lambda one: (one.rows, one.judged))
    if not large:
        return small, []
    room = _SMALL * NO_MISSES / min(one.fraction for one in large)
    while len(large) > 1 and large[0].rows - large[0].judged <= room:
        room -= large[0].rows - large[0].judged
        small.append(large.pop(0))
    return small, large


def _pooled(strata: Sequence[Stratum], risk: float) -> int:
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
