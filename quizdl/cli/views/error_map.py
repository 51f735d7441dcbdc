"""Where an output is wrong, drawn: a map of the error, and two trajectories. Reads without colour and fits 60 columns."""

from __future__ import annotations

import math

from rich.text import Text

from quizdl.cli.views.style import QUIET, WARN, WRONG
from quizdl.domain.judgement import ErrorMap, Trajectory

GLYPHS = "·░▒▓█!"
STYLES = (QUIET, WARN, WARN, WRONG, WRONG, WRONG)
TICK = 5
HEIGHT, WIDTH = 7, 44
ROUND = 1e-3
"""A middle of the chart nearer to 0 than this part of its height is called 0."""
BEYOND = {"^": "^ above the chart", "v": "v below it", "!": "! no number"}
YOURS, EXPECTED, BOTH = "x", "o", "*"


def tells(error_map: ErrorMap) -> bool:
    """Whether the map says more than that all is wrong: something is right, or lost."""
    cells = [level for row in error_map.levels for level in row]
    return len(set(cells)) > 1 and (0 in cells or ErrorMap.LOST in cells)


def map_lines(error_map: ErrorMap) -> list[Text]:
    """The map with the numbers of rows and columns, and what the glyphs mean."""
    labels = [_row(error_map, i) for i in range(len(error_map.levels))]
    margin = max(map(len, labels))
    lines = [Text(" " * margin + " " + _ticks(error_map), style=QUIET)] if error_map.shape[-1] > 1 else []
    for label, row in zip(labels, error_map.levels, strict=True):
        line = Text(label.rjust(margin) + " ", style=QUIET)
        for level in row:
            line.append(GLYPHS[level], style=STYLES[level])
        lines.append(line)
    used = sorted({level for row in error_map.levels for level in row})
    words = [f"{GLYPHS[level]} {_meaning(level)}" for level in used]
    lines.append(Text("  ".join(words), style=QUIET))
    blocks = [
        f"{count} {word}" for count, word in ((error_map.down, "rows"), (error_map.across, "columns")) if count > 1
    ]
    if blocks:
        lines.append(Text(f"each glyph is the worst of {' by '.join(blocks)}", style=QUIET))
    return lines


def chart_lines(trajectory: Trajectory, name: str) -> list[Text]:
    """Both walks over the steps: yours x, expected o, both *; what leaves the chart is marked ^ or v, what is no number !."""
    low, high = _range(trajectory)
    steps = len(trajectory.yours)
    every = -(-steps // WIDTH)
    shown = range(0, steps, every)
    wide = max(1, min(4, WIDTH // len(shown)))
    grid = [[" "] * (len(shown) * wide) for _ in range(HEIGHT)]
    for column, step in enumerate(shown):
        for value, glyph in ((trajectory.expected[step], EXPECTED), (trajectory.yours[step], YOURS)):
            row, mark = _place(value, low, high, glyph)
            cell = grid[row][column * wide]
            grid[row][column * wide] = BOTH if mark == YOURS and cell == EXPECTED else mark
    middle = (low + high) / 2 if abs(low + high) > ROUND * (high - low) else 0.0
    labels = {0: f"{high:.4g}", HEIGHT // 2: f"{middle:.4g}", HEIGHT - 1: f"{low:.4g}"}
    margin = max(map(len, labels.values()))
    index = f"[:, {', '.join(map(str, trajectory.index))}]" if trajectory.index else ""
    lines = [Text(f"{name}{index}, step by step: yours {YOURS}, expected {EXPECTED}, both {BOTH}", style=QUIET)]
    for i, drawn in enumerate(grid):
        lines.append(
            Text(labels.get(i, "").rjust(margin) + " ┤", style=QUIET).append("".join(drawn).rstrip(), style="")
        )
    marks = {mark for drawn in grid for mark in drawn}
    beyond = [words for mark, words in BEYOND.items() if mark in marks]
    last = str(shown[-1])
    gap = (len(shown) - 1) * wide - 1
    lines.append(Text(" " * (margin + 2) + "0" + (last.rjust(gap + len(last)) if gap >= 0 else ""), style=QUIET))
    return [*lines, Text(", ".join(beyond), style=QUIET)] if beyond else lines


def _row(error_map: ErrorMap, i: int) -> str:
    """The index in the output, without its last axis, of the first row that a row here stands for."""
    flat, parts = i * error_map.down, []
    for size in reversed(error_map.shape[:-1]):
        flat, part = divmod(flat, size)
        parts.append(str(part))
    return ",".join(reversed(parts))


def _ticks(error_map: ErrorMap) -> str:
    """`0    5    10` above the columns."""
    line = ""
    for column in range(0, len(error_map.levels[0]), TICK):
        line = line.ljust(column) + str(column * error_map.across)
    return line


def _meaning(level: int) -> str:
    if level == 0:
        return "right"
    if level == ErrorMap.LOST:
        return "nan, inf"
    return f"<{ErrorMap.BOUNDS[level - 1]:.0%}".replace("%", " %") if level <= len(ErrorMap.BOUNDS) else "more"


def _range(trajectory: Trajectory) -> tuple[float, float]:
    """What the chart shows: both walks, but no more of yours than as much again above and below the right one."""
    expected = [value for value in trajectory.expected if math.isfinite(value)] or [0.0]
    yours = [value for value in trajectory.yours if math.isfinite(value)] or expected
    low, high = min(expected), max(expected)
    span = high - low or abs(high) or 1.0
    low, high = max(min(low, *yours), low - span), min(max(high, *yours), high + span)
    return (low, high) if high > low else (low - span / 2, high + span / 2)


def _place(value: float, low: float, high: float, glyph: str) -> tuple[int, str]:
    if math.isnan(value):
        return 0, "!"
    if value > high:
        return 0, "^"
    if value < low:
        return HEIGHT - 1, "v"
    return round((high - value) / (high - low) * (HEIGHT - 1)), glyph
