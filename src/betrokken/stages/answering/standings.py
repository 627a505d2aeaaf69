"""How sure, who can be written to, what could not be attributed: counts over everybody, populations included."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model.words import BANDS, CERTAINTIES

READS = ("person", "standing", "unattributed", "severity")
Dataset = tuple[str, str]  # controller and data set, "" where there is none


@dataclass(frozen=True, slots=True)
class Standings:
    """Counts of people.

    by_class: each once, in their surest class. by_dataset: standings by controller and data set, then class.
    unaddressable: by the fields that lack. by_supplier: of these, by the controller that may supply what lacks ("" when
    none may); a person counts at each. unattributed: by reason, a person once for each. by_band: severities, a person
    once at each controller; borderline: of these, within a quarter of another band.
    """

    by_class: Mapping[str, int] = field(default_factory=dict)
    by_dataset: Mapping[Dataset, Mapping[str, int]] = field(default_factory=dict)
    addressable: int = 0
    unaddressable: Mapping[str, int] = field(default_factory=dict)
    by_supplier: Mapping[str, int] = field(default_factory=dict)
    unattributed: Mapping[str, int] = field(default_factory=dict)
    by_band: Mapping[str, int] = field(default_factory=dict)
    borderline: int = 0


def count(worked: Mapping[str, pa.Table]) -> Standings:
    """The counts out of the tables in READS."""
    people = list(arrow.rows(worked["person"], "certainty", "addressable", "missing", "suppliers"))
    lacking = [(missing, suppliers) for _, addressable, missing, suppliers in people if not addressable]
    return Standings(
        by_class=_ordered(Counter(certainty for certainty, *_ in people), CERTAINTIES),
        by_dataset=_datasets(worked["standing"]),
        addressable=len(people) - len(lacking),
        unaddressable=_most(Counter(", ".join(missing) or "nothing told" for missing, _ in lacking)),
        by_supplier=_most(Counter(one for _, suppliers in lacking for one in suppliers or [""])),
        unattributed=_most(Counter(arrow.values(worked["unattributed"], "reason"))),
        by_band=_ordered(Counter(arrow.values(worked["severity"], "band")), BANDS),
        borderline=sum(arrow.values(worked["severity"], "borderline")),
    )


def _datasets(standing: pa.Table) -> Mapping[Dataset, Mapping[str, int]]:
    found: dict[Dataset, Counter[str]] = {}
    for controller, dataset, certainty in arrow.rows(standing, "controller", "dataset", "certainty"):
        found.setdefault((controller or "", dataset or ""), Counter())[certainty] += 1
    return {key: _ordered(found[key], CERTAINTIES) for key in sorted(found)}


def _ordered(found: Counter[str], order: tuple[str, ...]) -> Mapping[str, int]:
    return {word: found[word] for word in order if found[word]}


def _most(found: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))
