"""The summary page: who was hit, what of theirs, whose responsibility, how many; counts and charts in one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from betrokken.stages.answering.figures import NOBODY, Figures

_LABELS = {
    "hpv_self_test": "HPV self-test",
    "sti": "STI test",
    "bsn": "BSN",
    "iban": "IBAN",
    "id_document": "identity document",
    "email": "e-mail address",
    "phone": "telephone number",
    "insurance_number": "insurance number",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart to draw: kind "bars" or "columns", title, counts by label, and the unit of a count."""

    name: str
    kind: str
    title: str
    counts: Mapping[str, int]
    unit: str = "people"


def label(word: str) -> str:
    """A word of the closed lists as people read it."""
    return _LABELS.get(word, word.replace("_", " ")) if word else "no file tells"


def charts(figures: Figures, names: Mapping[str, str]) -> tuple[Chart, ...]:
    """The charts of the page; names: id of a controller -> its name."""
    controllers = {names.get(key, key) if key else label(NOBODY): n for key, n in figures.by_controller.items()}
    return (
        Chart(
            "certainty", "bars", "How sure: everybody once, in the surest class", _labelled(figures.standings.by_class)
        ),
        Chart("controllers", "bars", "Whose: people per controller", controllers),
        Chart("categories", "bars", "What: people per category of data", _labelled(figures.by_category)),
        Chart("exams", "bars", "Which exam: people per kind of exam", _labelled(figures.by_exam)),
        Chart("years", "columns", "When: people per year of a sample", {str(y): n for y, n in figures.by_year.items()}),
        Chart("items", "bars", "Files by what became of them", _labelled(figures.items), unit="files"),
    )


def _labelled(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {label(word): count for word, count in counts.items() if count}


def render(
    figures: Figures,
    drawn: Mapping[str, str],
    title: str,
    made: Mapping[str, str],
    names: Mapping[str, str],
    missed: Sequence[str] = (),
) -> str:
    """The page as HTML.

    drawn: name of a chart -> SVG. made: what the figures were made from, label -> text. names: controller -> its name.
    missed: what the audit says.
    """
    loader = PackageLoader("betrokken.stages.answering", "templates")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.filters["number"] = lambda value: f"{value:,}"
    svgs = {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704  drawn here, from counts and our own words
    page = pages.get_template("summary.html.j2")
    told = {"made": made, "label": label, "names": names, "missed": missed}
    return page.render(figures=figures, charts=svgs, title=title, **told)
