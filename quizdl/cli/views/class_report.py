"""A class's results as one HTML file, in the form of the page of progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from quizdl.app.classroom import Classroom
from quizdl.app.grade_many import Graded
from quizdl.cli.terminal import plain
from quizdl.cli.views import charts
from quizdl.cli.views.report import Card, html_page
from quizdl.cli.views.style import MARKS, percent
from quizdl.cli.views.submissions import ALIKE

DRAWN = 15
"""Mistakes that are drawn; all are in the table."""
LISTED = 200
"""Pairs of answers that are listed."""


def class_report(found: Classroom, now: datetime) -> str:
    """The whole page.

    Args:
        found: the results.
        now: when they were made, in the reader's time zone.
    """
    best = found.best()
    scores = sorted(found.score(own) for own in best.values())
    right = sum(graded.right for graded in found.graded)
    figures = [
        (f"{len(best):,}", "student" if len(best) == 1 else "students"),
        (f"{right:,} of {len(found.graded):,}", "answers right"),
        (percent(scores[len(scores) // 2]), "median score"),
        (f"{len(found.pairs()):,}", "pairs of answers much alike"),
    ]
    about = f"track {found.track}" if found.track else ", ".join(found.asked)
    cards = [*_mistakes(found), *(_matrix(found) if found.track else _answers(found)), *_alike(found), *_missing(found)]
    closing = "Made by quizdl grade. Every answer was run on the same cases."
    return html_page("Class results", now, about, figures=figures, cards=cards, closing=closing)


def _mistakes(found: Classroom) -> Iterator[Card]:
    made = found.mistakes()
    if made:
        named: Counter[str] = Counter()
        for each in made:
            named[each.mistake.replace("_", " ")] += each.students
        yield Card(
            title="Mistakes by name",
            says="How many students made each" + (", added up over the derivations." if found.track else "."),
            drawings=(("", charts.counts(named.most_common(DRAWN), "students")),),
        )
    yield Card(
        title="Verdicts",
        says="How often each was given.",
        heads=("verdict", "answers"),
        rows=tuple((" ".join(MARKS[outcome][::2]), f"{count:,}") for outcome, count in found.outcomes()),
        numeric=frozenset({1}),
    )
    if made:
        yield Card(
            title="What the mistakes are",
            heads=("mistake", "students", "derivation", "whoever makes it is told"),
            rows=tuple((m.mistake.replace("_", " "), f"{m.students:,}", m.derivation, m.says) for m in made),
            numeric=frozenset({1}),
            width="full",
        )


def _matrix(found: Classroom) -> Iterator[Card]:
    yield Card(
        title="Students and derivations",
        says="The score is the mean over the whole track; what was not handed in (–) counts 0.",
        heads=("student", "score", *found.asked),
        rows=tuple(
            (plain(student), percent(found.score(own)), *(_cell(own.get(name)) for name in found.asked))
            for student, own in found.best().items()
        ),
        numeric=frozenset(range(1, 2 + len(found.asked))),
        width="full",
    )


def _cell(graded: Graded | None) -> str:
    if graded is None:
        return "–"
    mark = MARKS[graded.verdict["outcome"]][0]
    return mark if graded.right else f"{mark} {percent(graded.verdict['score'])}"


def _answers(found: Classroom) -> Iterator[Card]:
    yield Card(
        title="Answers",
        heads=("answer", "score", "verdict", "what it is told"),
        rows=tuple(
            (
                plain(graded.submission.name),
                percent(graded.verdict["score"]),
                " ".join(MARKS[graded.verdict["outcome"]][::2]),
                plain(" ".join(graded.verdict["says"].split())[:300]) if not graded.right else "",
            )
            for graded in found.graded
        ),
        numeric=frozenset({1}),
        width="full",
    )


def _alike(found: Classroom) -> Iterator[Card]:
    if pairs := found.pairs():
        yield Card(
            title="Answers much alike",
            says=ALIKE,
            heads=("answer", "alike", "answer"),
            rows=tuple((plain(pair.first), percent(pair.share), plain(pair.second)) for pair in pairs[:LISTED]),
            numeric=frozenset({1}),
            width="full",
        )


def _missing(found: Classroom) -> Iterator[Card]:
    if found.handed.left_out:
        yield Card(
            title="Nothing to grade in",
            heads=("file or folder",),
            rows=tuple((plain(name),) for name in found.handed.left_out),
        )
