"""What somebody can do with what leaked: a label 0 to 3 for each kind of fraud, by the rules of `severity.toml`.

Labels choose the advice in a letter. They are no probabilities: nobody has published any for the Netherlands.
"""

from collections.abc import Collection, Mapping
from typing import Any

from betrokken.model.words import FRAUDS
from betrokken.stages.registering.severity_factors import UNTOLD, factors


def labels(tokens: Collection[str], secret: bool = False, controller: bool = True) -> dict[str, tuple[int, str]]:
    """Kind of fraud (words.FRAUDS) -> (level 0 to 3, ground; "" at level 0).

    tokens: as in `severity_factors`. secret: has a secret address. controller: the care provider stands beside it.
    """
    there = set(tokens) | ({"secret_address"} if secret else set()) | ({"controller"} if controller else set())
    if "test_result" in there and not any(one.startswith("test_result:") for one in there):
        there.add(f"test_result:{UNTOLD}")
    return {kind: _label(factors()["fraud"][kind], there) for kind in FRAUDS}


def _label(rules: Collection[Mapping[str, Any]], there: set[str]) -> tuple[int, str]:
    met = [rule for rule in rules if _meets(rule, there)]
    if not met:
        return 0, ""
    best = max(met, key=lambda rule: int(rule["level"]))
    return best["level"], f"{best['says']} ({best['source']})"


def _meets(rule: Mapping[str, Any], there: set[str]) -> bool:
    one_of_each = [rule[key] for key in ("any", "with") if key in rule]
    return there.issuperset(rule.get("all", ())) and all(there.intersection(some) for some in one_of_each)
