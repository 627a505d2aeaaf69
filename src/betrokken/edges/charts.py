"""Charts as SVG, drawn here: no script and nothing fetched (Altair writes the specification, vl-convert draws it)."""

from collections.abc import Mapping

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


def png(svg: str, scale: float = 2.0) -> bytes:
    """An SVG as PNG, for places that show no SVG."""
    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return drawn


def _svg(chart: alt.LayerChart, title: str, height: int) -> str:
    sized = chart.properties(
        width=520,
        height=height,
        autosize={"type": "fit-x", "contains": "padding"},
        title=alt.TitleParams(title, anchor="start", color=INK),
    )
    made = sized.configure_view(stroke=None).configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12)
    drawn: str = vl_convert.vegalite_to_svg(made.to_dict(), vl_version="5.20")
    return drawn
