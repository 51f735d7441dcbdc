"""Charts as SVG, drawn by Vega-Lite (`vl-convert-python`, which needs neither a browser nor a network).

The colours are variables of the page's style sheet, so that one drawing serves light and dark. Each is as wide as a phone, so that its
text is never scaled down; what it shows is beside it as a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from quizdl.domain.analysis import Curve, Interview, Timing
from quizdl.domain.calibration import Calibration, Share
from quizdl.domain.progress import TopicProgress

QUIET, GRID, GOOD, BAD = (f"var(--{name})" for name in ("quiet", "grid", "good", "bad"))
SHADES = tuple(f"var(--shade-{i})" for i in range(5))
STEPS = (0, 1, 10, 25, 50)
"""Answers in a day from which on a shade of the heatmap begins."""
_CONFIG: dict[str, Any] = {
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET, "titleColor": QUIET, "gridColor": GRID, "domainColor": GRID, "tickColor": GRID, "labelFontSize": 12,
        "titleFontSize": 12, "titleFontWeight": "normal", "ticks": False, "labelPadding": 6,
    },
    "legend": {"labelColor": QUIET, "title": None, "orient": "top", "labelFontSize": 12, "symbolType": "square"},
}  # fmt: skip
_PERCENT = {"format": "%", "tickCount": 5, "labelOverlap": True}


def draw(spec: Mapping[str, Any], says: str, width: int = 340, height: int = 220) -> str:
    """The SVG of a Vega-Lite chart.

    Args:
        spec: without what all charts share.
        says: what it shows, for those who do not see it.
        width: in pixels, axes included.
        height: likewise.
    """
    import vl_convert

    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 2,
        "background": None,
        "config": _CONFIG,
        **spec,
    }
    svg: str = vl_convert.vegalite_to_svg(whole)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(says)}" ', 1)


def calibration(found: Calibration, expected: str, observed: str) -> str:
    """Observed against expected, with intervals; on the line is as expected."""
    rows = [_interval(group.observed) | {"x": group.predicted} for group in found.groups]
    floor = max(0.0, int(min((value for row in rows for value in (row["x"], row["low"])), default=0.0) * 10) / 10)
    scale = {"domain": [floor, 1], "nice": False, "zero": False}
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": scale,
        "title": expected,
        "axis": _PERCENT | {"grid": False, "labelFlush": False},
    }
    spec = {
        "layer": [
            {
                "data": {"values": [{"x": floor, "share": floor}, {"x": 1, "share": 1}]},
                "mark": {"type": "line", "color": QUIET, "strokeDash": [4, 4], "strokeWidth": 1.5},
                "encoding": {"x": x, "y": _share(scale, observed)},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "rule", "color": GOOD, "strokeWidth": 2, "opacity": 0.55},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", "scale": scale},
                    "y2": {"field": "high"},
                },
            },
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "size": 70, "color": GOOD, "opacity": 1},
                "encoding": {"x": x, "y": _share(scale, observed)},
            },
        ]
    }
    return draw(spec, f"Chart: {observed} against {expected}; the numbers are in the table.", height=280)


def time(timing: Timing) -> str:
    """How many answers took which tenth of the limit, right ones below."""
    rows = []
    for place, (answers, right) in enumerate(zip(timing.answers, timing.right, strict=True)):
        tenth = f"{10 * place}–{10 * place + 10}"
        rows += [
            {"tenth": tenth, "what": "right", "n": right, "order": 0},
            {"tenth": tenth, "what": "not right", "n": answers - right, "order": 1},
        ]
    spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadius": 2},
        "encoding": {
            "x": {
                "field": "tenth",
                "type": "ordinal",
                "sort": None,
                "title": "percent of the time given",
                "axis": {"labelAngle": -45},
            },
            "y": {"field": "n", "type": "quantitative", "title": "answers", "axis": {"tickCount": 4, "format": "~s"}},
            "color": {"field": "what", "scale": {"domain": ["right", "not right"], "range": [GOOD, BAD]}},
            "order": {"field": "order"},
        },
    }
    return draw(
        spec, "Chart: answers by the part of the time limit that they took; the numbers are in the table.", height=250
    )


def curve(found: Curve, starts: Sequence[date], period: str) -> str:
    """The mean score over time, with its interval."""
    rows = [_interval(point) | {"day": str(day)} for day, point in zip(starts, found.points, strict=True) if point.of]
    x = {
        "field": "day", "type": "temporal", "title": None, "axis": {"grid": False, "tickCount": 3, "labelOverlap": True, "format": "%b %Y" if period == "month" else "%d %b"},
    }  # fmt: skip
    scale = {"domain": [0, 1]}
    spec = {
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "area", "color": GOOD, "opacity": 0.18},
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", "scale": scale},
                    "y2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "line", "color": GOOD, "strokeWidth": 2, "point": {"color": GOOD, "size": 22}},
                "encoding": {"x": x, "y": _share(scale, None)},
            },
        ],
    }
    return draw(spec, f"Chart: the score in {found.title} over time; the numbers are in the table.", height=150)


def heatmap(days: Mapping[date, int], today: date, weeks: int) -> str:
    """A column per week, a row per weekday: how much was done."""
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    rows = []
    for week in range(weeks):
        for weekday in range(7):
            day = monday + timedelta(weeks=week, days=weekday)
            if day <= today:
                count = days.get(day, 0)
                rows.append({"week": week, "day": weekday, "shade": sum(count >= step for step in STEPS) - 1})
    months = [
        {"week": week, "name": f"{first:%b}"}
        for week in range(weeks - 2)
        if (first := monday + timedelta(weeks=week)).day <= 7
    ]
    week_axis = {
        "field": "week",
        "type": "ordinal",
        "scale": {"domain": [*range(weeks)], "padding": 0.12},
        "axis": None,
    }
    names = "['Mon', '', 'Wed', '', 'Fri', '', ''][datum.value]"
    y = {
        "field": "day", "type": "ordinal", "scale": {"domain": [*range(-1, 7)], "padding": 0.12}, "title": None,
        "axis": {"domain": False, "labelExpr": f"datum.value < 0 ? '' : {names}"},
    }  # fmt: skip
    spec = {
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "rect", "cornerRadius": 2},
                "encoding": {
                    "x": week_axis,
                    "y": y,
                    "color": {
                        "field": "shade",
                        "type": "ordinal",
                        "scale": {"domain": [*range(5)], "range": SHADES},
                        "legend": None,
                    },
                },
            },
            {
                "data": {"values": months},
                "mark": {"type": "text", "align": "left", "color": QUIET, "fontSize": 12, "xOffset": -5},
                "encoding": {"x": week_axis, "y": {"datum": -1, "type": "ordinal"}, "text": {"field": "name"}},
            },
        ]
    }
    cell = 12.2
    return draw(
        spec,
        "Calendar: answers on each day; the months are in the table.",
        round(weeks * cell + 40),
        round(8 * cell + 10),
    )


def mastery(topics: Sequence[TopicProgress]) -> str:
    """How much of each topic is known."""
    spec = {
        "data": {"values": [{"title": topic.title, "known": topic.mastery} for topic in topics]},
        "mark": {"type": "bar", "cornerRadius": 2, "color": GOOD},
        "encoding": {
            "y": {"field": "title", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 170}},
            "x": {
                "field": "known",
                "type": "quantitative",
                "scale": {"domain": [0, 1]},
                "title": None,
                "axis": {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "labelFlush": False},
            },
        },
    }
    return draw(spec, "Chart: mastery by topic; the numbers are in the table.", height=40 + 28 * len(topics))


def forecast(due: Mapping[date, int]) -> str:
    """What comes back on each day."""
    rows = [{"day": f"{day:%d %b}" if place else "today", "n": count} for place, (day, count) in enumerate(due.items())]
    spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadius": 2, "color": GOOD},
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": -45}},
            "y": {"field": "n", "type": "quantitative", "title": "questions", "axis": {"tickCount": 4, "format": "~s"}},
        },
    }
    return draw(spec, "Chart: questions due on each of the next 14 days; the numbers are in the table.")


def counts(rows: Sequence[tuple[str, int]], of: str) -> str:
    """How often each thing was counted, in the order given."""
    spec = {
        "data": {"values": [{"title": title, "n": count} for title, count in rows]},
        "encoding": {
            "y": {"field": "title", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 140}},
            "x": {"field": "n", "type": "quantitative", "title": of, "axis": {"tickMinStep": 1, "format": "d"}},
        },
        "mark": {"type": "bar", "cornerRadius": 2, "color": BAD},
    }
    return draw(spec, f"Chart: {of} by name; the numbers are in the table.", height=50 + 28 * len(rows))


def interviews(found: Sequence[Interview]) -> str:
    """The scores of mock interviews, in order."""
    rows = [{"n": place, "share": i.score} for place, i in enumerate(found, 1) if i.score is not None]
    spec = {
        "data": {"values": rows},
        "mark": {"type": "line", "color": GOOD, "strokeWidth": 2, "point": {"color": GOOD, "size": 60}},
        "encoding": {
            "x": {"field": "n", "type": "ordinal", "title": "interview", "axis": {"labelAngle": 0, "grid": False}},
            "y": _share({"domain": [0, 1]}, None),
        },
    }
    return draw(spec, "Chart: the scores of the mock interviews; the numbers are in the table.", height=200)


def _share(scale: Mapping[str, Any], title: str | None) -> dict[str, Any]:
    return {"field": "share", "type": "quantitative", "scale": scale, "title": title, "axis": _PERCENT}


def _interval(share: Share) -> dict[str, Any]:
    return {"share": share.share, "low": share.low, "high": share.high}
