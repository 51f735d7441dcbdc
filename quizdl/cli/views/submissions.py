"""Many answers to one derivation: a line each, and what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from quizdl.app.grade_many import Submission
from quizdl.cli.terminal import plain
from quizdl.cli.views.style import MARKS, QUIET, indented
from quizdl.domain.derivation import Derivation

_LONGEST_NAME = 28


def row(submission: Submission, width: int) -> RenderableType:
    """One answer: its mark, its file, and the first line of what it is told."""
    judgement = submission.judgement
    mark, style, words = MARKS[judgement.outcome if judgement else "error"]
    name = plain(submission.path.name)
    name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    score = f"{judgement.score:4.0%}" if judgement else "   –"
    says = plain(submission.says.splitlines()[0]) if submission.says else words
    if judgement and judgement.mistakes:
        says = ", ".join(judgement.mistakes)
    line = Text.assemble(
        (f" {mark} ", style),
        f"{name:<{_LONGEST_NAME}} ",
        (f"{score}  ", QUIET),
        says,
        no_wrap=True,
        overflow="ellipsis",
    )
    line.truncate(width, overflow="ellipsis")
    return line


def summary(submissions: Sequence[Submission], derivation: Derivation) -> RenderableType:
    """How many are right, and which mistakes were made how often."""
    right = sum(s.judgement is not None and s.judgement.outcome == "correct" for s in submissions)
    parts: list[RenderableType] = [Text(), Text(f"{right} of {len(submissions)} right")]
    made = Counter(mistake for s in submissions if s.judgement for mistake in s.judgement.mistakes)
    for mistake, count in made.most_common():
        parts.append(Text.assemble(f"{count:4} × {mistake}  ", (derivation.mistakes[mistake], QUIET)))
    return indented(Group(*parts, Text()))
