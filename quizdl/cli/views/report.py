"""The page of progress as one HTML file: it loads nothing, needs no JavaScript, and follows the reader's choice of light or dark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from quizdl.cli.views import charts
from quizdl.cli.views.analysis import interval, self_knowledge, verdict
from quizdl.cli.views.pages import environment
from quizdl.cli.views.style import percent, seconds
from quizdl.domain.analysis import Analysis, Curves, Maturity
from quizdl.domain.calibration import Calibration
from quizdl.domain.day import day_of
from quizdl.domain.interview import TITLES
from quizdl.domain.progress import Progress
from quizdl.errors import QuizdlError

DRAWN = 12
"""Topics that are drawn: those with the most answers; all are in the tables."""
LISTED = 50
"""Orphans and mistakes that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One part of the page.

    Attributes:
        drawings: the charts, each with the class that says on which screens it is shown; empty for all.
        heads: of the columns of the numbers; those in `numeric` are aligned as numbers.
        width: a class of the style sheet: `full`, or empty for a column.
    """

    title: str
    says: str = ""
    drawings: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: frozenset[int] = frozenset()
    width: str = ""


def report(page: Progress, found: Analysis, now: datetime, zone: tzinfo | None, about: str = "") -> str:
    """The whole page.

    Args:
        page: the overview, and `found` all further pages.
        found: what was not asked for is left out.
        now: with its time zone.
        zone: the person's; None for the system's.
        about: what it is limited to, such as a topic; in words.

    Raises:
        QuizdlError: what draws it is not installed.
    """
    draws()
    today = day_of(now, zone)
    return html_page(
        "Progress",
        now.astimezone(zone),
        about,
        figures=list(_figures(page, today)),
        cards=[*_overview(page, today), *_further(found, zone)],
        closing="Made by quizdl stats. Intervals are Wilson's, with 95 % confidence. Days begin at 4 in the morning.",
    )


def draws() -> None:
    """Looks whether what draws a page is here.

    Raises:
        QuizdlError: it is not installed.
    """
    try:
        import vl_convert  # noqa: F401
    except ImportError as missing:
        raise QuizdlError(f"the page needs {missing.name}, which is not here", "pip install 'quizdl[report]'") from None


def html_page(
    title: str, local: datetime, about: str, *, figures: Sequence[tuple[str, str]], cards: Sequence[Card], closing: str
) -> str:
    """A page of cards.

    Args:
        title: what it is.
        local: when it was made.
        about: what it is about or limited to, in words.
        figures: the numbers at the top, each with its words.
        cards: its parts.
        closing: the words at its foot.
    """
    return (
        environment()
        .get_template("charts.html")
        .render(
            title=title,
            day=f"{local:%d %b %Y}",
            heading=" · ".join(filter(None, (f"{local:%A %d %B %Y, %H:%M}", about))),
            figures=figures,
            cards=cards,
            closing=closing,
        )
    )


def _figures(page: Progress, today: date) -> Iterator[tuple[str, str]]:
    yield f"{page.reviews:,}", "answers"
    if page.attempts:
        yield f"{page.attempts:,}", "attempts at derivations"
    yield percent(page.retention), f"still known, of {page.retention_reviews:,} that came back on a later day"
    yield f"{page.streak}", "day in a row" if page.streak == 1 else "days in a row"
    yield f"{page.due.get(today, 0):,}", "questions due today"


def _overview(page: Progress, today: date) -> Iterator[Card]:
    months: Counter[tuple[int, int]] = Counter()
    for day, count in page.days.items():
        months[day.year, day.month] += count
    yield Card(
        title="The last year",
        says=f"{sum(page.days.values()):,} answers and attempts on {len(page.days)} {'day' if len(page.days) == 1 else 'days'}. The darker or brighter a day is, the more: from 1, 10, 25 and 50 on.",
        drawings=(("desktop", charts.heatmap(page.days, today, 53)), ("phone", charts.heatmap(page.days, today, 26))),
        heads=("month", "answers and attempts"),
        rows=tuple((f"{date(year, month, 1):%B %Y}", f"{count:,}") for (year, month), count in sorted(months.items())),
        numeric=frozenset({1}),
        width="full",
    )
    topics = sorted(page.topics, key=lambda topic: -topic.reviews)[:DRAWN]
    yield Card(
        title="Topics",
        says="Mastery: the part of a topic that you would still know in a week; what was never asked counts as not known.",
        drawings=(("", charts.mastery([topic for topic in page.topics if topic in topics])),),
        heads=("topic", "mastery", "seen", "score", "median time", "of the limit"),
        rows=tuple(
            (t.title, percent(t.mastery), f"{t.seen}/{t.questions}", percent(t.accuracy), seconds(t.median_seconds), percent(t.speed))
            for t in page.topics
        ),
        numeric=frozenset(range(1, 6)),
    )  # fmt: skip
    yield Card(
        title="Due in the next 14 days",
        says=f"{sum(page.due.values()):,} questions come back; what is overdue counts for today.",
        drawings=(("", charts.forecast(page.due)),),
        heads=("day", "questions"),
        rows=tuple((f"{day:%a %d %b}", f"{count:,}") for day, count in page.due.items()),
        numeric=frozenset({1}),
    )
    if page.tracks:
        yield Card(
            title="Derivations",
            says=f"{sum(t.solved for t in page.tracks)} of {sum(t.derivations for t in page.tracks)} solved.",
            heads=("track", "solved"),
            rows=tuple((track.title, f"{track.solved}/{track.derivations}") for track in page.tracks),
            numeric=frozenset({1}),
        )


def _further(found: Analysis, zone: tzinfo | None) -> Iterator[Card]:
    if found.calibration is not None:
        yield _calibration("Was the schedule right?", found.calibration, "expected", "known", verdict)
    if found.maturity and found.maturity[-1].all.of:
        yield _maturity(found.maturity)
    if found.confidence is not None and found.confidence.groups:
        yield _calibration("Were you right about yourself?", found.confidence, "sure", "right", self_knowledge)
    if found.time:
        whole = found.time[0]
        yield Card(
            title="Time against the limit",
            says=f"Half of the answers came within {percent(whole.median)} of the time given, nine in ten within {percent(whole.slow)}.",
            drawings=(("", charts.time(whole)),),
            heads=("kind", "answers", "half within", "nine in ten within"),
            rows=tuple(
                ((t.kind or "all kinds").replace("_", " "), f"{sum(t.answers):,}", percent(t.median), percent(t.slow)) for t in found.time
            ),
            numeric=frozenset({1, 2, 3}),
        )  # fmt: skip
    if found.interviews:
        scored = [interview for interview in found.interviews if interview.score is not None]
        yield Card(
            title="Mock interviews",
            drawings=(("", charts.interviews(scored)),) if len(scored) > 1 else (),
            heads=("when", "score", "role", "rounds"),
            rows=tuple(
                (f"{i.at.astimezone(zone):%d %b %Y}", percent(i.score), i.role or "–", ", ".join(f"{TITLES[n].lower()} {percent(s)}" for n, s in i.rounds))
                for i in found.interviews
            ),
            numeric=frozenset({1}),
        )  # fmt: skip
    if found.curves and len(found.curves.starts) > 1:
        yield from _curves(found.curves)
    if found.questions:
        yield Card(
            title="Hardest questions",
            says="quizdl bank show ID shows one with its answer and source.",
            heads=("question", "id", "score", "answers", "forgotten"),
            rows=tuple(
                (q.prompt or "(no longer in this bank)", q.question, interval(q.score), str(q.score.of), f"{q.lapses} ×" if q.lapses else "–")
                for q in found.questions
            ),
            numeric=frozenset({2, 3, 4}),
            width="full",
        )  # fmt: skip
    if found.mended:
        mended = sum(made.mended is not None for made in found.mended)
        yield Card(
            title="Mistakes made and mended in derivations",
            says=f"{len(found.mended)} made, {mended} mended: the derivation was solved after the last time.",
            heads=("derivation", "mistake", "times", "mended"),
            rows=tuple(
                (
                    made.derivation,
                    f"{made.mistake.replace('_', ' ')}{f': {made.says}' if made.says and not made.mended else ''}",
                    f"{made.times}",
                    f"✓ {made.mended.astimezone(zone):%d %b %Y}" if made.mended else "✗ open",
                )
                for made in found.mended[:LISTED]
            ),
            numeric=frozenset({2}),
            width="full",
        )
    if found.gone:
        yield Card(
            title="No longer in this bank",
            says=f"{len(found.gone):,} questions of the history. Their answers are kept and counted.",
            heads=("question", "answers", "last"),
            rows=tuple((o.id, f"{o.answers:,}", f"{o.last.astimezone(zone):%d %b %Y}") for o in found.gone[:LISTED]),
            numeric=frozenset({1}),
        )


def _calibration(
    title: str, found: Calibration, expected: str, observed: str, meaning: Callable[[Calibration], str]
) -> Card:
    if found.predicted is None:
        return Card(title=title, says="No question has come back on a later day yet.")
    words = f"{percent(found.predicted)} {expected}, {percent(found.observed.share)} {observed}, of {found.observed.of:,} answers."
    return Card(
        title=title,
        says=f"{words} {meaning(found)}",
        drawings=(("", charts.calibration(found, expected, observed)),),
        heads=(expected, f"{observed} (95 %)", "answers"),
        rows=tuple((f"{100 * g.predicted:.1f} %", interval(g.observed), f"{g.observed.of:,}") for g in found.groups),
        numeric=frozenset({0, 1, 2}),
    )


def _maturity(found: tuple[Maturity, ...]) -> Card:
    return Card(
        title="True retention",
        says="Of the questions that were learnt and came back on a later day, those still known. Mature: after 21 days or more.",
        heads=("", "known (95 %)", "answers"),
        rows=tuple(
            (f"last {row.days} days, {name}" if row.days else f"ever, {name}", interval(kept), f"{kept.of:,}")
            for row in found
            for name, kept in (("young", row.young), ("mature", row.mature), ("all", row.all))
        ),
        numeric=frozenset({1, 2}),
    )


def _curves(found: Curves) -> Iterator[Card]:
    drawn = sorted(found.topics, key=lambda curve: -sum(point.of for point in curve.points))[:DRAWN]
    for curve in found.topics:
        if curve in drawn:
            points = [(day, point) for day, point in zip(found.starts, curve.points, strict=True) if point.of]
            yield Card(
                title=f"Learning curve: {curve.title}",
                says=f"The mean score by {found.period}: {percent(points[0][1].share)} at first, {percent(points[-1][1].share)} now.",
                drawings=(("", charts.curve(curve, found.starts, found.period)),),
                heads=(found.period, "score (95 %)", "answers"),
                rows=tuple((f"{day:%d %b %Y}", interval(point), f"{point.of:,}") for day, point in points),
                numeric=frozenset({1, 2}),
            )
