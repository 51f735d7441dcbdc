"""Every page of the terminal at 60 and 100 columns, coloured and plain: a view without one here fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from rich.console import RenderableType
from syrupy.assertion import SnapshotAssertion

from quizdl.app.analysis import analyse
from quizdl.app.derive import standings
from quizdl.app.doctor import Attempt, SandboxReport, Versions
from quizdl.app.drill import Showing
from quizdl.app.exchange import Imported
from quizdl.app.fit import Fit
from quizdl.app.goal import Goal, write_goal
from quizdl.app.plan import make_plan
from quizdl.app.stats import statistics
from quizdl.app.sync import Left, Synced
from quizdl.app.today import todays_page
from quizdl.bank.compiled import Bank, open_bank
from quizdl.bank.findings import Finding
from quizdl.cli import views
from quizdl.cli.stats import Page
from quizdl.cli.views import (
    analysis,
    bank,
    derivation,
    doctor,
    exchange,
    help,
    history,
    interview,
    plan,
    question,
    scorecard,
    stats,
    submissions,
    today,
    verdict,
)
from quizdl.domain.analysis import Analysis
from quizdl.domain.day import day_of
from quizdl.domain.judgement import CaseVerdict, Element, Judgement, OutputVerdict
from quizdl.domain.scorecard import findings
from quizdl.history.backups import Backup
from quizdl.history.merging import Merged
from quizdl.history.store import History
from tests.cli.views.conftest import Start
from tests.cli.views.rendering import NOW, WIDTHS, coloured, drawn
from tests.cli.views.test_bank import BANKS, SCORES
from tests.cli.views.test_history import VIEWS
from tests.cli.views.test_plan import much
from tests.cli.views.test_submissions import classroom
from tests.conftest import BANK, ROOT
from tests.domain.test_scorecard import card, scored

TODAY = day_of(NOW, UTC)
Pages = Mapping[Callable[..., object], list[RenderableType]]
"""What each view shows: usually, and when there is nothing to show."""
WRONG = Judgement(
    "halve", "wrong", 0.5, "dw wrong", mistakes=(), seconds=1.0, printed="a line", cases=(
        CaseVerdict("a batch", "wrong", "dw wrong in 2 of 6 elements", (
            OutputVerdict("dx", "correct", "", size=6),
            OutputVerdict("dw", "wrong", "dw wrong in 2 of 6 elements", (2, 3), (2, 3), 3.0, (Element((1, 0), 2.5, -1.25),), 2, 6),
        ), (("x", (2, 3)), ("n", ()))),
    ),
)  # fmt: skip


@pytest.fixture
def showings(start: Start) -> list[Showing]:
    """One question of each kind."""
    return list(start().showings())


def of_the_history() -> Pages:
    synced = Synced("/mnt/shared", 12, 1, 0, 3, 1, 1, (Left("0123.jsonl", "not all there yet"),), 2)
    backup = Backup("2026-03-09", Path("2026-03-09.sqlite"), NOW, 1_234_567)
    rows = list(VIEWS.values())
    return {
        history.merged_view: [history.merged_view(Merged(120, 3, 2, 40, 1))],
        history.synced_view: [history.synced_view(synced), history.synced_view(Synced("/mnt", 0, 0, 0, 0, 0, 0, (), 0))],
        history.backups_view: [history.backups_view([backup]), history.backups_view([])],
        history.undone_view: [view() for view in rows[:2]],
        history.disputes_view: [view() for view in rows[2:4]],
        history.marked_view: [view() for view in rows[4:6]],
        history.taken_off_view: [rows[6]()],
        history.orphans_view: [view() for view in rows[7:]],
    }  # fmt: skip


def of_a_machine(width: int) -> Pages:
    report = SandboxReport(
        "warm",
        ("landlock",),
        False,
        (Attempt("read a file", True, ("landlock",)), Attempt("start a process", False, ())),
    )
    where = {
        "history": {"path": "/home/ada/.quizdl", "says": ""},
        "answers": {"path": "/read-only", "says": "no file can be written there"},
    }
    screen = {"interactive": True, "kind": "xterm-256color", "columns": width, "colour": "256", "encoding": "utf-8"}
    imported = Imported(
        Path("mine"), Counter(choice=3, cloze=1), [Finding("notes.md", 3, "undecided", "what is asked?")], 2, 40
    )
    page = (ROOT / "docs" / "help" / "keys.md").read_text(encoding="utf-8")
    return {
        doctor.doctor_view: [doctor.doctor_view(Versions("0.1.0", "3.11", "2.4", "Linux"), where, screen, report, width)],
        exchange.imported_view: [exchange.imported_view(imported)],
        help.pages_view: [help.pages_view({"keys": "Keys", "exit-codes": "Exit codes"})],
        help.page_view: [help.page_view(page)],
    }  # fmt: skip


def of_progress(small: Bank, studied: History, looked_at: Analysis, home: Path, width: int) -> Pages:
    nobody = History.open(home / "nobody", writing=False)
    first_day = todays_page(small, nobody, home, NOW, UTC)
    write_goal(home, Goal(date(2026, 4, 1), 15))
    a_day = todays_page(small, studied, home, NOW, UTC)
    planned = make_plan(small, studied, interview=TODAY + timedelta(days=20), minutes=1, now=NOW, zone=UTC)
    unreachable = much(planned)
    empty = statistics(small, nobody, now=NOW, zone=UTC)
    rich = statistics(small, studied, now=NOW, zone=UTC)
    nothing = analyse(small, nobody, tuple(Page), now=NOW, zone=UTC)
    return {
        today.today_view: [today.today_view(page, width) for page in (first_day, a_day, replace(a_day, days=0), replace(a_day, days=-3))],
        plan.plan_view: [plan.plan_view(each, width) for each in (planned, unreachable, replace(planned, today=()))],
        plan.fit_view: [plan.fit_view(Fit(1600, 400, 0.35, kept, 0.89, kept < 0.35, (0.1,) * 21)) for kept in (0.33, 0.36)],
        stats.stats_view: [stats.stats_view(page, TODAY, NOW, width) for page in (rich, empty)],
        analysis.analysis_view: [analysis.analysis_view(found, UTC, width) for found in (looked_at, nothing)],
    }  # fmt: skip


def of_questions(small: Bank, start: Start, showings: list[Showing], width: int) -> Pages:
    topics = {topic.id: topic for topic in small.topics}
    drill = start()
    answered = [
        drill.answer(
            showing, showing.asked.question.expected() if number % 2 else "1", seconds=2.0, timed_out=number == 3
        )
        for number, showing in enumerate(drill.showings())
    ]
    later = NOW + timedelta(minutes=6)
    return {
        question.question_view: [question.question_view(each, topics[each.entry.topic], width) for each in showings],
        question.options_view: [question.options_view(("one", "an option that is long " * 5))],
        question.verdict_view: [question.verdict_view(each, later, UTC, width) for each in (*answered, answered[0]._replace(leech=True))],
        question.results_view: [
            question.results_view(answered, topics, later, UTC, width, left=3),
            question.results_view(answered[:1], topics, later, UTC, width, limit=30),
        ],
        question.nothing_due_view: [question.nothing_due_view(NOW + timedelta(days=2), NOW, UTC, limit=30), question.nothing_due_view(None, NOW, UTC)],
        bank.entries_view: [bank.entries_view(small.entries(), small.topics, width)],
        bank.entry_view: [bank.entry_view(each.entry._replace(path="bank/choice.yaml"), each.asked, width) for each in showings],
        bank.scores_view: [bank.scores_view(SCORES, width)],
        bank.banks_view: [bank.banks_view(BANKS, width)],
    }  # fmt: skip


def of_derivations(small: Bank, empty: History, width: int) -> Pages:
    halve = small.derivation("halve")
    assert halve
    found = classroom(small)
    outcomes = (
        WRONG,
        replace(WRONG, outcome="correct"),
        replace(WRONG, outcome="error", says="NameError: name 'x'", line=3),
    )
    return {
        derivation.statement_view: [derivation.statement_view(halve, small.tracks[0], Path("halve.py"), width)],
        derivation.tracks_view: [derivation.tracks_view(small.tracks, standings(small, empty), width)],
        derivation.reference_view: [derivation.reference_view(halve, width)],
        verdict.verdict_view: [verdict.verdict_view(each, halve, "halve.py", width) for each in outcomes],
        submissions.row: [submissions.row(each, width) for each in found.graded],
        submissions.summary: [submissions.summary(found, width)],
    }  # fmt: skip


def of_interviews(real: Bank, showings: list[Showing], width: int) -> Pages:
    contents = real.interviews()
    held = card(
        scored(score=0.5, confidence=0.95), scored("chain", 1), scored("product", 0, right="a source"), role="research"
    )
    before = card(scored(), at=NOW - timedelta(days=9), session="0")
    product = contents.products[0][1]
    item = product.rubric[0]
    return {
        interview.plan_view: [interview.plan_view(contents.roles["systems"], 30, held.rounds, width)],
        interview.round_view: [interview.round_view(1, 4, "quickfire", 360.0), interview.round_view(2, 4, "chain", None)],
        interview.setting_view: [interview.setting_view("A chain", "What all of its steps are about. " * 4)],
        interview.step_view: [interview.step_view(replace_number(showings[0], number), "A net.") for number in (1, 2)],
        interview.product_view: [interview.product_view(product)],
        interview.item_view: [interview.item_view(1, 8, item)],
        interview.said_view: [interview.said_view(key, item) for key in "ypn"],
        interview.interrupted_view: [interview.interrupted_view(held.at, UTC)],
        interview.list_view: [interview.list_view([before, replace(held, finished=False)], UTC, width), interview.list_view([], UTC, width)],
        scorecard.scorecard_view: [
            scorecard.scorecard_view(held, findings(held, [before, held]), {"t": "A topic"}, UTC, width),
            scorecard.scorecard_view(card(), findings(card()), {}, UTC, width),
        ],
    }  # fmt: skip


def replace_number(showing: Showing, number: int) -> Showing:
    return showing._replace(number=number)


def every_view() -> set[Callable[..., object]]:
    """The functions of the views that make a page of the terminal: by their names, and two that are rows and the end of a list."""
    found: set[Callable[..., object]] = {submissions.row, submissions.summary}
    for module in iter_modules(views.__path__):
        content = import_module(f"quizdl.cli.views.{module.name}")
        found |= {each for name, each in vars(content).items() if name.endswith("_view") and not name.startswith("_")}
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_coloured_and_plain(
    small_bank: Bank,
    compiled: Path,
    start: Start,
    showings: list[Showing],
    studied: History,
    looked_at: Analysis,
    home: Path,
    width: int,
    snapshot: SnapshotAssertion,
) -> None:
    nobody = History.open(home / "nobody", writing=False)
    pages = {
        **of_the_history(),
        **of_a_machine(width),
        **of_progress(small_bank, studied, looked_at, home, width),
        **of_questions(small_bank, start, showings, width),
        **of_derivations(small_bank, nobody, width),
        **of_interviews(open_bank(BANK, compiled), showings, width),
    }
    assert {view.__qualname__ for view in pages.keys() ^ every_view()} == set()
    for view, shown in pages.items():
        name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
        assert "\n\n".join(drawn(each, width) for each in shown) == snapshot(name=f"{name} plain")
        assert "\n\n".join(coloured(each, width) for each in shown) == snapshot(name=f"{name} coloured")
