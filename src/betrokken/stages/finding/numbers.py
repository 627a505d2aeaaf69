"""Whether a column of nine digits holds citizen service numbers, or numbers that pass the 11-test by chance.

One number in eleven passes, so a column is judged as a whole: over n distinct values of which k pass, with two typing
errors in a hundred, the log-odds are logit(prior) + k ln(.98/.0909) + (n - k) ln(.02/.9091).
"""

import math
from collections.abc import Sequence
from typing import Final

from betrokken.kit import checks
from betrokken.stages.finding.recognisers import bsn

PASSING: Final = math.log(0.98 / (1 / 11))
FAILING: Final = math.log(0.02 / (10 / 11))
PRIORS: Final = {"labelled": 0.9, "unlabelled": 0.02, "named otherwise": 0.0005}
_SHARE: Final = 0.8
_CLOSE: Final = 20_000_000  # five random numbers of nine digits lie this close once in some million columns
_FEWEST: Final = 3  # distinct values that are enough beside other fields of a person when all of them pass
_FEW: Final = 5  # and when one in five may not
_MANY: Final = 20  # distinct values that are enough alone


def log_odds(values: Sequence[str], prior: str) -> float:
    """How sure a column is one of BSNs; -inf when its values are not nine digits. Placeholders are left out.

    prior: a key of PRIORS.
    """
    numbers = {digits for value in values if (digits := bsn.digits_of(value))}
    said = len(values)
    real = {number.zfill(9) for number in numbers if not checks.is_placeholder(number.zfill(9))}
    if not real or len(numbers) < _SHARE * said:
        return -math.inf
    passing = sum(checks.eleven_test(number) for number in real)
    odds = PRIORS[prior] / (1 - PRIORS[prior])
    return math.log(odds) + passing * PASSING + (len(real) - passing) * FAILING


def is_bsn(values: Sequence[str], beside_a_person: bool, named_otherwise: bool = False) -> bool:
    """Whether an unlabelled column of distinct values is one of BSNs."""
    nine = sum(len(bsn.digits_of(value)) == 9 for value in values)
    needed = _FEWEST if beside_a_person else _MANY
    if len(values) < needed or nine < _SHARE * len(values) or serial(values):
        return False
    passing = sum(bool(checks.bsn(bsn.digits_of(value), lost_zero=True)) for value in values)
    enough = passing >= (_SHARE if len(values) >= _FEW else 1) * len(values)
    return enough and log_odds(values, "named otherwise" if named_otherwise else "unlabelled") > 3


def serial(values: Sequence[str]) -> bool:
    """Whether numbers lie close together, as those given out one after another do; BSNs are spread over 10^9."""
    numbers = [int(digits) for value in values if (digits := bsn.digits_of(value))]
    return len(numbers) >= _FEW and max(numbers) - min(numbers) < _CLOSE
