"""Tables of invented people for the register: who stands in which drop or list, and what the file tells of the client."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from betrokken.kit import arrow
from betrokken.stages.registering import stage
from betrokken.stages.registering.about import About


@dataclass
class Pile:
    """Rows of the tables that registering reads, grown by `leak` and `list_`."""

    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in ("mention", "item", "membership", "attribution")}
    )

    def leak(
        self, drop: str, people: Iterable[str], controller: str | None = None, exam: str | None = None,
        taken_on: date | None = None, ground: str = "a name", sha256: str | None = None, place: str = "row 1",
    ) -> None:  # fmt: skip
        """A leaked file with these people in it."""
        item = self._item(drop, sha256)
        told = {"controller": controller, "exam": exam, "taken_on": taken_on, "ground": ground}
        for person in people:
            self._mention(person, item, "leak", told, place)

    def again(self, drop: str, sha256: str) -> None:
        """The bytes of a file come in a second time."""
        self._item(drop, sha256)

    def list_(self, drop: str, people: Iterable[str], controller: str) -> None:
        """A controller's own list."""
        item = self._item(drop, None)
        for person in people:
            self._mention(person, item, "population", {"controller": controller, "ground": "its own list"}, "row 1")

    def run(self, about: About) -> dict[str, pa.Table]:
        """What the room makes of it, each table in the schema of the house."""
        tables = {name: arrow.make(name, rows) for name, rows in self.rows.items()}
        tables["person"] = arrow.make("person", (self.people[key] for key in sorted(self.people)))
        with duckdb.connect() as connection:
            for name, table in tables.items():
                connection.register(name, table)
            return stage.run(tables, about, connection)

    def _item(self, drop: str, sha256: str | None) -> str:
        item = f"i{len(self.rows['item'])}"
        self.rows["item"].append({"item_id": item, "drop_id": drop, "path": f"{item}.csv", "sha256": sha256 or item})
        return item

    def _mention(self, person: str, item: str, source: str, told: dict[str, Any], place: str) -> None:
        mention = f"m{len(self.rows['mention'])}"
        self.people.setdefault(person, {"person_id": person, "addressable": True, "missing": [], "suppliers": []})
        self.rows["mention"].append(
            {"mention_id": mention, "item_id": item, "place": place, "source": source, "categories": ["bsn", "name"]}
        )
        self.rows["membership"].append({"person_id": person, "mention_id": mention, "reason": "a BSN"})
        self.rows["attribution"].append({"mention_id": mention} | told)
