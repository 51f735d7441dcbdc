"""What a student is told of what they handed in, as Markdown: the verdict and what is known of it; never the reference, nor other students."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from quizdl.app.grade_many import Graded
from quizdl.cli.terminal import plain
from quizdl.cli.views.style import MARKS, percent
from quizdl.domain.derivation import Derivation

_SIGNS = re.compile(r"[\\`*\[\]<>#|~&]|(?<!\w)_|_(?!\w)")
"""What Markdown reads in the midst of a line."""


def feedback(student: str, asked: Mapping[str, Derivation], own: Sequence[Graded], score: float) -> str:
    """A student's file.

    Args:
        student: who.
        asked: the derivations, by id, in order.
        own: the verdicts on what they handed in.
        score: theirs over all derivations.
    """
    parts = [f"# {_text(student)}: {percent(score)}", ""]
    for name, derivation in asked.items():
        parts += [f"## {_text(derivation.title)}", ""]
        theirs = [graded for graded in own if graded.submission.derivation == name]
        if not theirs:
            parts += [f"Not handed in: `{name}.py`", ""]
        for graded in theirs:
            parts += _one(graded)
    return "\n".join(parts)


def _one(graded: Graded) -> Iterator[str]:
    verdict = graded.verdict
    mark, _, words = MARKS[verdict["outcome"]]
    cases = verdict["cases"]
    right = sum(case["outcome"] == "correct" for case in cases)
    counted = f" · {right} of {len(cases)} cases" if cases else ""
    yield f"**{mark} {words}** · {percent(verdict['score'])}{counted} · {_text(graded.submission.name)}"
    yield ""
    if verdict["outcome"] == "correct":
        return
    if verdict["says"]:
        at = f"Line {verdict['line']}: " if verdict["line"] else ""
        yield f"> {at}{_text(verdict['says'])}"
        yield ""
    further = [finding for finding in verdict["findings"] if finding["says"] not in verdict["says"]]
    if further:
        yield from (f"* {_text(finding['says'])}" for finding in further)
        yield ""
    if cases and right:
        yield "| case | verdict |"
        yield "|---|---|"
        for case in cases:
            mark, _, words = MARKS[case["outcome"]]
            yield f"| {_text(case['name'])} | {mark} {words} |"
        yield ""
    if verdict["printed"]:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", verdict["printed"])), default=0))
        yield from ("It printed:", "", f"{fence}text", *map(plain, verdict["printed"].splitlines()), fence, "")


def _text(text: str) -> str:
    """A text of unknown origin in one line that no Markdown or HTML is read in."""
    return _SIGNS.sub(r"\\\g<0>", plain(" ".join(text.split())))
