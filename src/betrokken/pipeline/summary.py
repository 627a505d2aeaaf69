"""The summary page of a case: figures, charts drawn here, and what they were made from."""

from dataclasses import dataclass

from betrokken import __version__
from betrokken.pipeline import auditing, generations
from betrokken.pipeline.case import Case
from betrokken.stages.answering import summary
from betrokken.stages.answering.figures import Figures
from betrokken.stages.auditing import telling


@dataclass(frozen=True, slots=True)
class Page:
    """The page and the charts in it, by name."""

    html: str
    charts: dict[str, str]


def page(case: Case, figures: Figures) -> Page:
    """The page of a case whose figures have been checked."""
    from betrokken.edges import charts  # Altair takes long to import, and one command needs it

    names = {controller.id: controller.name for controller in case.incident.controllers}
    drawn = {
        chart.name: (charts.bars if chart.kind == "bars" else charts.columns)(chart.title, chart.counts, chart.unit)
        for chart in summary.charts(figures, names)
        if chart.counts
    }
    title = f"Who was hit: {case.incident.lab}" if case.incident.lab else "Who was hit"
    missed = telling.sentences(auditing.current(case))
    return Page(summary.render(figures, drawn, title, _made(case), names, missed), drawn)


def picture(made: Page) -> bytes:
    """The chart of people per controller as PNG."""
    from betrokken.edges import charts  # as above

    return charts.png(made.charts["controllers"])


def _made(case: Case) -> dict[str, str]:
    drops = case.decided.drops()
    manifest = case.worked.manifest("registering")
    made = {
        "case": case.keys.case_id,
        "drops": ", ".join(f"{drop.name} ({drop.bytes:,} bytes, taken {drop.taken_at})" for drop in drops),
        "betrokken": __version__,
    }
    if manifest:
        made |= {"generation of the register": generations.label(case)}
        made |= {"register made at": manifest.made_at, "hash of the exposures": manifest.outputs()["exposure"]}
    return made
