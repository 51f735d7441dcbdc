"""What this machine offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizdl.app.doctor import SandboxReport, Versions
from quizdl.cli.views.style import QUIET, RIGHT, TITLE, WARN, WRONG, indented
from quizdl.sandbox.run import LAYERS

_WAYS = {
    "warm": "a fork of a warm worker for each run",
    "cold": "a fresh interpreter for each run: this system has no safe fork",
}


def doctor_view(
    versions: Versions,
    places: Mapping[str, Mapping[str, str]],
    screen: Mapping[str, Any],
    report: SandboxReport,
    width: int,
) -> RenderableType:
    """Versions, places, terminal, and the sandbox's attempts, layer by layer."""
    parts: list[RenderableType] = [
        Text(),
        Text(
            f"quizdl {versions.quizdl} · Python {versions.python} · NumPy {versions.numpy} · {versions.system}",
            style=TITLE,
        ),
        Text(),
        _places(places),
        Text(),
        Text(
            f"Terminal: {screen['kind'] or 'none'}, {screen['columns']} columns, colour {screen['colour']}, {screen['encoding']}"
            + ("" if screen["interactive"] else "; not interactive: answers are read one a line")
        ),
        Text(),
        Text(f"Answers run in {_WAYS[report.how]}."),
        Text(),
        _attempts(report),
        Text(),
        _conclusion(report),
        Text(),
    ]
    return indented(Group(*parts))


def _places(places: Mapping[str, Mapping[str, str]]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, place in places.items():
        good = not place["says"]
        mark = Text("✓", style=RIGHT) if good else Text("✗", style=WRONG)
        table.add_row(mark, name, Text(place["path"] if good else f"{place['path']}: {place['says']}"))
    return table


def _attempts(report: SandboxReport) -> RenderableType:
    """What an answer must not do; a dot where a layer alone would let it."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    for _ in range(len(LAYERS) + 1):
        table.add_column(justify="center", no_wrap=True)
    heads = [Text(head, style=QUIET) for head in ("Stops an answer that tries to", *LAYERS, "all")]
    table.add_row(*heads)
    for attempt in report.attempts:
        alone = [Text("✓", style=RIGHT) if layer in attempt.by else Text("·", style=QUIET) for layer in LAYERS]
        stopped = Text("✓", style=RIGHT) if attempt.stopped else Text("✗", style=WRONG)
        table.add_row(Text(attempt.what), *alone, stopped)
    return table


def _conclusion(report: SandboxReport) -> RenderableType:
    if report.safe:
        return Text("✓ This machine is safe from the answers and banks that it runs.", style=RIGHT)
    open_ones = ", ".join(attempt.what for attempt in report.attempts if not attempt.stopped)
    words = f"✗ Not stopped here: {open_ones}. Your own answers run, other people's only with --trust-submissions."
    return Text(words, style=WARN)
