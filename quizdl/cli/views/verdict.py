"""The verdict on an answer to a derivation. Imports little: it is the first thing that a grading shows."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizdl.cli.terminal import plain
from quizdl.cli.views.error_map import chart_lines, map_lines, tells
from quizdl.cli.views.style import QUIET, RIGHT, TITLE, WARN, WRONG, indented, marked
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import CaseVerdict, Judgement, OutputVerdict

PRINTED_LINES = 8
BESIDE = 95
"""Columns from which on a map stands beside its table."""


def verdict_view(
    judgement: Judgement, derivation: Derivation, where: str, width: int, *, drawings: bool = True
) -> RenderableType:
    """The verdict: the outcome, what is known of the mistake, and the first failing case as the eye needs it.

    Args:
        judgement: what is shown.
        derivation: which was judged.
        where: the file.
        width: columns.
        drawings: with the map of what is wrong and the chart of a walk, which nobody can read out.
    """
    right = sum(case.outcome == "correct" for case in judgement.cases)
    head = marked(judgement.outcome)
    head.append(f"   {right} of {len(judgement.cases)} cases, {judgement.seconds:.1f} s", style=QUIET)
    parts: list[RenderableType] = [head]
    if not judgement.safe:
        parts.append(Text("Run without protection: this system has no seccomp. quizdl doctor says more.", style=QUIET))
    if judgement.outcome == "correct":
        if judgement.speed_says:
            parts += [Text(), Text(judgement.speed_says, style=WARN)]
        return indented(*parts, *_printed(judgement))
    if judgement.outcome in ("error", "not_implemented", "memory", "refused", "timeout"):
        place = f"{where}:{judgement.line}: " if judgement.line else f"{where}: "
        parts.append(Text(place + plain(judgement.says)))
        return indented(*parts, *_printed(judgement))
    case = judgement.first_failing
    if judgement.mistakes or judgement.findings:
        parts += [Text(), Text(plain(judgement.says), style=TITLE)]
    elif case is None or judgement.says not in (case.says, *(output.says for output in case.outputs)):
        parts.append(Text(plain(judgement.says)))
    if case is not None and case.outcome != "mutated_input":
        parts += [Text(), _case(case, judgement.says if judgement.findings else "", width if drawings else 0)]
        parts += _walk(judgement) if drawings else []
    check = judgement.gradient_check
    if check and not any(finding.code in ("not_gradient", "unsteady") for finding in judgement.findings):
        index = _index(check.index)
        words = (
            f"Central difference of the loss at {check.output}{index} ({check.case}): "
            f"{check.numeric:.6g}; yours is {check.yours:.6g}."
        )
        parts += [Text(), Text(words)]
    return indented(*parts, *_printed(judgement))


def _case(case: CaseVerdict, said: str, width: int) -> RenderableType:
    """Each output in a line; the worst one with its table and its map (none without a width), the others with their worst element."""
    shapes = ", ".join(f"{name} {_shape(shape)}" for name, shape in case.arguments)
    parts: list[RenderableType] = [Text.assemble(("First failing case: ", QUIET), case.name, (f"   {shapes}", QUIET))]
    if not case.outputs:
        parts.append(Text(plain(case.says)))
    failing = [output for output in case.outputs if output.outcome != "correct"]
    shown = max((output for output in failing if output.worst), key=lambda output: output.size, default=None)
    for output in case.outputs:
        if output.outcome == "correct":
            parts.append(Text(f"✓ {output.name} right", style=RIGHT))
            continue
        says = output.says if output.says not in said else f"{output.name}: {marked(output.outcome).plain[2:]}"
        line = Text(f"✗ {plain(says)}", style=WRONG)
        if output.worst and output is not shown:
            element = output.worst[0]
            at = f"{output.name}{output.path}{_index(element.index)}"
            line.append(f": {at} is {element.yours:.6g}, not {element.expected:.6g}", style=QUIET)
        parts.append(line)
        if output is shown:
            parts.append(_detail(output, width))
    return Group(*parts)


def _detail(output: OutputVerdict, width: int) -> RenderableType:
    """The table of the worst elements, and the map: side by side where there is room."""
    table = _table(output)
    if not width or output.map is None or output.trajectory is not None or not tells(output.map):
        return table
    lines = Text("\n").join(map_lines(output.map))
    if width < BESIDE:
        return Group(table, Padding(lines, (1, 0, 0, 2)))
    both = Table.grid(padding=(0, 4, 0, 0))
    both.add_row(table, lines)
    return both


def _walk(judgement: Judgement) -> list[RenderableType]:
    """The two walks in the case that has most steps of them."""
    walks = [
        (output.trajectory, output.name, case.name)
        for case in judgement.cases
        for output in case.outputs
        if output.trajectory is not None
    ]
    if not walks:
        return []
    walk, name, case = max(walks, key=lambda found: len(found[0].yours))
    return [Text(), Text(f"The walk in the case '{case}':", style=QUIET), Text("\n").join(chart_lines(walk, name))]


def _table(output: OutputVerdict) -> RenderableType:
    """Yours, expected and the difference where it is largest."""
    table = Table.grid(padding=(0, 2, 0, 2))
    for _ in range(4):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(*(Text(head, style=QUIET) for head in ("at", "yours", "expected", "difference")))
    for element in output.worst:
        difference = element.yours - element.expected
        cells = (
            output.path + _index(element.index) or output.name,
            f"{element.yours + 0.0:.6g}",
            f"{element.expected + 0.0:.6g}",
            f"{difference:+.3g}",
        )
        table.add_row(*map(Text, cells))
    return table


def _printed(judgement: Judgement) -> list[RenderableType]:
    if not judgement.printed.strip():
        return []
    lines = judgement.printed.rstrip().splitlines()
    shown = [plain(line) for line in lines[:PRINTED_LINES]]
    if len(lines) > PRINTED_LINES:
        shown.append(f"… and {len(lines) - PRINTED_LINES} lines more")
    return [Text(), Text("Your code printed:", style=QUIET), *(Text(f"  {line}") for line in shown)]


def _index(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else ""


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})" if shape else "number"
