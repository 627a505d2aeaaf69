"""Charts as SVG, drawn here: no script and nothing fetched (Altair writes the specification, vl-convert draws it)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import vl_convert

INK, BAR = "#22303c", "#1f6f8b"


def bars(title: str, counts: Mapping[str, int], unit: str) -> str:
    """Horizontal bars, one for each key in order, with its count written behind it."""
    data = alt.Data(values=[{"label": label, "count": count} for label, count in counts.items()])
    base = alt.Chart(data).encode(
        x=alt.X("count:Q", title=unit, axis=alt.Axis(grid=False, tickMinStep=1, format=",d")),
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
    )
    written = base.mark_text(align="left", dx=4, color=INK).encode(text=alt.Text("count:Q", format=","))
    return _svg(alt.layer(base.mark_bar(color=BAR), written), title, height=max(60, 22 * len(counts)))


def columns(title: str, counts: Mapping[str, int], unit: str) -> str:
    """Upright columns over whole numbers such as years."""
    data = alt.Data(values=[{"label": label, "count": count} for label, count in counts.items()])
    base = alt.Chart(data).encode(
        x=alt.X("label:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("count:Q", title=unit, axis=alt.Axis(grid=False, tickMinStep=1, format=",d")),
    )
    written = base.mark_text(dy=-8, color=INK).encode(text=alt.Text("count:Q", format=","))
    return _svg(alt.layer(base.mark_bar(color=BAR), written), title, height=180)


@dataclass(frozen=True, slots=True)
class Range:
    """A count that was seen, between which numbers the true one lies (None where nothing bounds it), and its middle."""

    label: str
    seen: int
    low: int
    middle: int | None
    high: int | None


def projection(
    title: str, ranges: Sequence[Range], below: str, grown: Sequence[tuple[float, float, float, float]]
) -> str:
    """Ranges on a logarithmic scale, and below them a curve with its band: rows of (files, people, low, high)."""
    drawn = [_ranges(title, ranges)] if ranges else []
    drawn += [_grown(below, grown)] if grown else []
    made = alt.vconcat(*drawn, spacing=28).configure_view(stroke=None)
    told: str = vl_convert.vegalite_to_svg(
        made.configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12).to_dict(), vl_version="5.20"
    )
    return told


def _ranges(title: str, ranges: Sequence[Range]) -> alt.LayerChart:
    rows = [
        {"label": one.label}
        | {
            end: None if (value := getattr(one, end)) is None else max(value, 1)  # no logarithm shows nobody
            for end in ("seen", "low", "middle", "high")
        }
        for one in ranges
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("label:N", sort=[one.label for one in ranges], title=None, axis=alt.Axis(labelLimit=260))
    )
    scale = alt.Scale(type="log", nice=False)
    across = alt.X("low:Q", title="people (logarithmic)", scale=scale, axis=alt.Axis(grid=False, format="~s"))
    bounded = base.transform_filter("isValid(datum.high)")
    layers = (
        bounded.mark_rule(color=BAR, strokeWidth=3).encode(x=across, x2="high:Q"),
        base.mark_point(color=INK, filled=True, size=40).encode(x=alt.X("seen:Q", scale=scale)),
        base.transform_filter("isValid(datum.middle)")
        .mark_tick(color=INK, thickness=2)
        .encode(x=alt.X("middle:Q", scale=scale)),
    )
    return alt.layer(*layers).properties(width=520, height=max(60, 22 * len(rows)), title=_title(title))


def _grown(title: str, grown: Sequence[tuple[float, float, float, float]]) -> alt.LayerChart:
    rows = [dict(zip(("files", "people", "low", "high"), row, strict=True)) for row in grown]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("files:Q", title="files read, in random order", axis=alt.Axis(grid=False, format=",d"))
    )
    upright = alt.Axis(grid=False, format=",d")
    band = base.mark_area(color=BAR, opacity=0.25).encode(
        y=alt.Y("low:Q", title="people seen", axis=upright), y2="high:Q"
    )
    return alt.layer(band, base.mark_line(color=BAR).encode(y="people:Q")).properties(
        width=520, height=180, title=_title(title)
    )


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", color=INK)


def png(svg: str, scale: float = 2.0) -> bytes:
    """An SVG as PNG, for places that show no SVG."""
    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return drawn


def _svg(chart: alt.LayerChart, title: str, height: int) -> str:
    sized = chart.properties(
        width=520,
        height=height,
        autosize={"type": "fit-x", "contains": "padding"},
        title=_title(title),
    )
    made = sized.configure_view(stroke=None).configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12)
    drawn: str = vl_convert.vegalite_to_svg(made.to_dict(), vl_version="5.20")
    return drawn
