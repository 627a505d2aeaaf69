"""The timeline of an incident as SVG: lanes with one line for each thing that happened, and people below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import altair as alt
import vl_convert

from betrokken.edges.charts import BAR, INK

_WIDTH: Final = 760
_LINE: Final = 22  # height of the line of one event
_PALE: Final = "#dfe5ea"
_LETTERS: Final = 100  # characters of a label that fit beside a point
# From the surest to the least sure, then who has no class; they can be told apart in grey.
_SHADES: Final = {
    "proven": "#0b3c4d",
    "presumed": "#1f6f8b",
    "possible": "#7fb2c6",
    "not touched": "#c9d6dd",
    "no class": "#a39b8b",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One point. at: as the axis shows it, ISO 8601 without a zone."""

    lane: str
    at: str
    label: str


@dataclass(frozen=True, slots=True)
class People:
    """People of one class at one generation. step: how the generation is called."""

    step: str
    certainty: str
    people: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a drawing. axis: of the people. day: format of a day (d3). classes: word of a class -> as it is read.

    thousands: what stands between thousands. totals: step -> what is written behind its bar; else the sum.
    """

    people: str = "People in each generation of the register, by how sure it is"
    axis: str = "people in the register"
    day: str = "%d %b %Y"
    classes: Mapping[str, str] = field(default_factory=dict)
    thousands: str = ","
    totals: Mapping[str, str] = field(default_factory=dict)


_ENGLISH: Final = Wording()


def timeline(title: str, marks: Sequence[Mark], people: Sequence[People], wording: Wording = _ENGLISH) -> str:
    """The drawing. marks: by lane, then by moment. people: by generation; () leaves that part out."""
    parts = [_lanes(title, marks, wording)] if marks else []
    parts += [_people(people, wording)] if people else []
    made = alt.vconcat(*parts, spacing=30).resolve_scale(color="independent").configure_view(stroke=None)
    told: str = vl_convert.vegalite_to_svg(
        made.configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12).to_dict(),
        vl_version="5.20",
        format_locale=_numbers(wording.thousands),
    )
    return told


def _numbers(thousands: str) -> dict[str, Any] | None:
    """How numbers are written (d3-format); None for English, which is the default."""
    if thousands == ",":
        return None
    return {"decimal": ",", "thousands": thousands, "grouping": [3], "currency": ["", ""]}


def _lanes(title: str, marks: Sequence[Mark], wording: Wording) -> alt.LayerChart:
    rows = _rows(marks)
    days = alt.Axis(grid=True, gridColor=_PALE, format=wording.day, tickCount=8, labelOverlap=True)
    across = alt.X("at:T", title=None, axis=days)
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("line:Q", axis=None, scale=None))
    rules = (
        base.transform_filter("datum.first").mark_rule(color=_PALE).encode(y=alt.Y("above:Q", axis=None, scale=None))
    )
    names = base.transform_filter("datum.first").mark_text(align="right", fontWeight="bold", color=INK, fontSize=12)
    points = base.mark_point(color=BAR, filled=True, size=60, opacity=1).encode(x=across)
    right = base.transform_filter("datum.right").mark_text(align="left", dx=8, color=INK, fontSize=11)
    left = base.transform_filter("!datum.right").mark_text(align="right", dx=-8, color=INK, fontSize=11)
    layers = (
        rules,
        names.encode(x=alt.value(-12), text="lane:N"),
        points,
        right.encode(x=across, text="label:N"),
        left.encode(x=across, text="label:N"),
    )
    return alt.layer(*layers).properties(width=_WIDTH, height=_LINE * (len(rows) + 1), title=_title(title))


def _rows(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """The marks with their line in pixels, whether they begin a lane, and at which side of the point there is room."""
    moments = sorted(mark.at for mark in marks)
    middle = _middle(moments[0], moments[-1])
    rows = []
    for line, mark in enumerate(marks):
        begins = line == 0 or marks[line - 1].lane != mark.lane
        label = mark.label if len(mark.label) <= _LETTERS else mark.label[: _LETTERS - 3] + "..."
        about = {"lane": mark.lane, "at": mark.at, "label": label, "right": mark.at <= middle}
        rows.append(about | {"line": _LINE * (line + 0.75), "above": _LINE * (line + 0.25), "first": begins})
    return rows


def _middle(first: str, last: str) -> str:
    begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    return (begin + (end - begin) / 2).isoformat()


def _people(people: Sequence[People], wording: Wording) -> alt.LayerChart:
    steps = list(dict.fromkeys(one.step for one in people))
    read = {word: wording.classes.get(word, word) for word in _SHADES}
    shades: Mapping[str, str] = {
        read[word]: shade for word, shade in _SHADES.items() if any(p.certainty == word for p in people)
    }
    ranks = {word: rank for rank, word in enumerate(_SHADES)}
    data = [
        {"step": p.step, "certainty": read[p.certainty], "people": p.people, "rank": ranks[p.certainty]} for p in people
    ]
    totals = _totals(people, steps, wording)
    y = alt.Y("step:N", sort=steps, title=None, axis=alt.Axis(labelLimit=260, ticks=False, domain=False))
    x = alt.X("people:Q", title=wording.axis, axis=alt.Axis(grid=False, tickMinStep=1, format=",d", tickCount=5))
    colour = alt.Color(
        "certainty:N",
        sort=list(shades),
        title=None,
        scale=alt.Scale(domain=list(shades), range=list(shades.values())),
        legend=alt.Legend(orient="top", labelLimit=260),
    )
    bars = alt.Chart(alt.Data(values=data)).mark_bar().encode(x=x, y=y, color=colour, order="rank:Q")
    written = alt.Chart(alt.Data(values=totals)).mark_text(align="left", dx=5, color=INK)
    written = written.encode(x="people:Q", y=y, text="told:N")
    return alt.layer(bars, written).properties(
        width=_WIDTH,
        height=max(40, _LINE * len(steps)),
        title=_title(wording.people),
    )


def _totals(people: Sequence[People], steps: Sequence[str], wording: Wording) -> list[dict[str, Any]]:
    sums = {step: sum(one.people for one in people if one.step == step) for step in steps}
    return [
        {"step": step, "people": total, "told": wording.totals.get(step, f"{total:,}")} for step, total in sums.items()
    ]


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", color=INK)
