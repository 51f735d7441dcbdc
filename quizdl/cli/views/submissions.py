"""A class's answers: a line each, or a student's line for a track, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from quizdl.app.classroom import Classroom
from quizdl.app.grade_many import Graded
from quizdl.cli.terminal import plain
from quizdl.cli.views.style import MARKS, QUIET, TITLE, WARN, flow, indented, percent
from quizdl.grading.similarity import COMMON, RUN, SHARE

ALIKE = (
    f"Pointed out, not judged: {percent(SHARE)} or more of the shorter answer's runs of {RUN} tokens are in the other too. Names, numbers, comments"
    f" and layout do not count, nor what was given or what more than {COMMON} others wrote. A well-known solution is alike, too."
)
_LONGEST_NAME, _SHORTEST_NAME = 28, 14
_MISTAKES, _PAIRS = 12, 10
_LEFT_OUT = 5


def row(graded: Graded, width: int) -> RenderableType:
    """One answer: its mark, its file, and the first line of what it is told."""
    verdict = graded.verdict
    mark, style, words = MARKS[verdict["outcome"]]
    score = f"{verdict['score']:4.0%}" if graded.digest else "   –"
    says = plain(verdict["says"].splitlines()[0]) if verdict["says"] else words
    line = Text.assemble(
        (f" {mark} ", style),
        f"{_name(graded.submission.name, _LONGEST_NAME)} ",
        (f"{score}  ", QUIET),
        ", ".join(verdict["mistakes"]) or says,
        no_wrap=True,
        overflow="ellipsis",
    )
    line.truncate(width, overflow="ellipsis")
    return line


def summary(found: Classroom, width: int) -> RenderableType:
    """How many are right, which mistakes were made how often, which answers are alike; for a track also who solved what."""
    right = sum(graded.right for graded in found.graded)
    parts: list[RenderableType] = [*(_matrix(found, width) if found.track else ()), Text()]
    parts.append(Text(f"{right:,} of {len(found.graded):,} right"))
    mistakes = found.mistakes()
    for made in mistakes[:_MISTAKES]:
        where = f"{made.derivation}: " if found.track else ""
        parts.append(Text.assemble(f"{made.students:4} × {where}{made.mistake}  ", (made.says, QUIET)))
    if len(mistakes) > _MISTAKES:
        parts.append(Text(f"and {len(mistakes) - _MISTAKES} others: --report has all", style=QUIET))
    if pairs := found.pairs():
        parts += [Text(), Text("Answers much alike", style=TITLE)]
        for pair in pairs[:_PAIRS]:
            parts.append(Text(f"{percent(pair.share):>5}  {plain(pair.first)}  {plain(pair.second)}"))
        if len(pairs) > _PAIRS:
            parts.append(
                Text(f"and {len(pairs) - _PAIRS:,} pairs more: --report, --csv and --json have all", style=QUIET)
            )
        parts.append(Text(ALIKE, style=QUIET))
    if left := found.handed.left_out:
        more = f" and {len(left) - _LEFT_OUT:,} more" if len(left) > _LEFT_OUT else ""
        names = ", ".join(map(plain, left[:_LEFT_OUT]))
        parts += [Text(), Text(f"Nothing to grade in {names}{more}", style=WARN)]
    return indented(Group(*parts, Text()))


def _matrix(found: Classroom, width: int) -> Iterator[RenderableType]:
    """A line for each student: the score, and a mark for each derivation; in blocks where they do not fit beside each other."""
    names = list(found.asked)
    wide = 3 if len(names) < 100 else 4
    longest = max(_SHORTEST_NAME, min(_LONGEST_NAME, width - 9 - wide * len(names)))
    room = max(1, (width - 9 - longest) // wide)
    for start in range(0, len(names), room):
        block = names[start : start + room]
        heads = "".join(f"{i:>{wide}}" for i in range(start + 1, start + len(block) + 1))
        yield Text()
        yield Text(f"{'':{longest}}      {heads}", style=QUIET)
        for student, own in found.best().items():
            line = Text.assemble(f"{_name(student, longest)} {found.score(own):4.0%} ")
            for name in block:
                mark, style, _ = MARKS[own[name].verdict["outcome"]] if name in own else ("–", QUIET, "")
                line.append(" " * (wide - cell_len(mark))).append(mark, style)
            yield line
    yield Text()
    numbered = (Text(f"{i} {name}", style=QUIET) for i, name in enumerate(names, start=1))
    yield flow(numbered, width - 2)
    yield Text("– not handed in: counts 0", style=QUIET)


def _name(name: str, room: int) -> str:
    """In a column of its own."""
    shown = plain(name)
    return set_cell_size(shown if cell_len(shown) <= room else set_cell_size(shown, room - 1) + "…", room)
