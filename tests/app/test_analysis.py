from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quizdl.app.analysis import analyse
from quizdl.bank.compiled import Bank
from quizdl.cli.stats import Page
from quizdl.domain.analysis import Analysis
from quizdl.domain.mark import Mark
from quizdl.domain.review import Review
from quizdl.domain.schedule import Rating, Schedule, advance, recall
from quizdl.errors import UsageError
from quizdl.history.store import History
from tests.domain.test_scorecard import card, scored
from tests.history.logs import attempt, review

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
Look = Callable[..., Analysis]


@pytest.fixture
def look(bank: Bank, history: History) -> Look:
    """What all pages say, or some."""

    def at(*pages: str, **given: Any) -> Analysis:
        return analyse(bank, history, pages or tuple(Page), now=NOW, zone=UTC, **given)

    return at


def learner(bank: Bank, days: int, *, seed: int = 1, knows: float = 1.0) -> list[Review]:
    """Somebody whose memory is FSRS's, who answers what is due; who knows less than it says if `knows` is below 1."""
    rng = random.Random(seed)
    log: list[Review] = []
    questions = bank.entries("optimization")[:60]
    schedules: dict[str, Schedule] = {}
    for day in range(days):
        at = NOW - timedelta(days=days - day)
        for place, entry in enumerate(questions[: 3 + day]):
            before, moment = schedules.get(entry.id), at + timedelta(seconds=10 * place)
            if before and before.due > moment:
                continue
            chance = recall(before.stability, before.last, moment) * knows if before else 0.5
            known = rng.random() < chance
            rating = Rating.GOOD if known else Rating.AGAIN
            schedules[entry.id] = advance(entry.id, before, rating, moment)
            log.append(
                review(
                    len(log), at=moment, question=entry.id, outcome="correct" if known else "wrong", score=float(known),
                    rating=rating, subtopic=entry.subtopic,
                )
            )  # fmt: skip
    return log


def test_a_learner_as_fsrs_thinks_is_calibrated_and_one_who_knows_less_is_not(
    bank: Bank, history: History, look: Look
) -> None:
    history.merge(learner(bank, 60))
    told: list[tuple[int, int]] = []
    found = look("calibration", progress=lambda done, of: told.append((done, of))).calibration
    assert found and found.observed.of > 200
    assert len(found.groups) > 3
    assert all(
        (group.observed.low or 1) - 0.02 <= group.predicted <= (group.observed.high or 0) + 0.02
        for group in found.groups
    )
    assert abs((found.predicted or 0) - (found.observed.share or 0)) < 0.04
    assert told[-1] == (len(history.reviews()), len(history.reviews()))
    history.merge([replace(r, id=f"w{r.id}", question=f"w-{r.question}") for r in learner(bank, 60, knows=0.6)])
    worse = look("calibration").calibration
    assert worse and (worse.predicted or 0) - (worse.observed.share or 1) > 0.1


def test_retention_is_told_by_maturity_and_by_time(history: History, look: Look) -> None:
    at, schedule, due = NOW - timedelta(days=300), None, []
    for number in range(9):  # known each time it is due: the intervals grow, and soon are longer than 21 days
        history.record(review(number, question="q", at=at))
        schedule = advance("q", schedule, Rating.GOOD, at)
        due.append((schedule.due - at, schedule.state))
        at = max(schedule.due, at + timedelta(days=1))
        if at > NOW:
            break
    counted = [interval for interval, state in due[:-1] if state == 2]
    mature = sum(interval >= timedelta(days=21) for interval in counted)
    assert 0 < mature < len(counted)
    last, year, ever = look("calibration").maturity or ()
    assert (ever.young.of, ever.mature.of, ever.all.of) == (len(counted) - mature, mature, len(counted))
    assert (last.days, year.days, ever.days) == (30, 365, None)
    assert year.all == ever.all
    assert last.all.of < ever.all.of
    assert ever.all.share == 1


def test_what_was_taken_back_does_not_count_and_what_was_disputed_counts_as_right(history: History, look: Look) -> None:
    for number in range(4):
        history.record(
            review(
                number, question="q", at=NOW - timedelta(days=40 - 9 * number), outcome="wrong", score=0.0, rating=Rating.AGAIN, confidence=0.9
            )
        )  # fmt: skip
    before = look()
    assert before.calibration and before.questions and before.confidence and before.time
    assert (before.calibration.observed.of, before.calibration.observed.share) == (3, 0)
    assert (before.questions[0].question, before.questions[0].score.of, before.questions[0].score.share) == ("q", 4, 0)
    assert before.confidence.predicted == pytest.approx(0.9)
    assert before.confidence.observed.share == 0
    names = [r.id for r in history.reviews()]
    history.mark(
        Mark(id="m1", at=NOW, what="undo", target=names[3]),
        Mark(id="m2", at=NOW, what="dispute", target=names[2], value="{}"),
    )
    after = look()
    assert after.calibration and after.questions and after.confidence and after.time and after.curves
    assert (after.calibration.observed.of, after.calibration.observed.share) == (2, 0.5)
    assert after.questions[0].score.of == 3
    assert after.questions[0].score.share == pytest.approx(1 / 3)
    assert after.confidence.observed.share == pytest.approx(1 / 3)
    assert sum(after.time[0].answers) == 3
    assert [sum(point.of for point in curve.points) for curve in after.curves.topics] == [3]


def test_a_curve_follows_the_days(history: History, look: Look) -> None:
    for number, right in enumerate((0, 0, 1, 1)):
        at = NOW - timedelta(days=3 - number)
        history.record(
            review(number, at=at, question=f"q{number}", outcome="correct" if right else "wrong", score=float(right))
        )
    history.record(review(9, at=NOW, outcome="skipped", score=0.0, rating=None))
    history.record(review(10, at=NOW, topic="gone"))
    curves = look("curves").curves
    assert curves and curves.period == "day"
    assert curves.starts == tuple(date(2026, 5, 29) + timedelta(days=i) for i in range(4))
    (curve,) = curves.topics
    assert (curve.topic, [point.share for point in curve.points]) == ("optimization", [0, 0, 1, 1])
    later = look("curves", since=date(2026, 5, 31)).curves
    assert later and [point.share for point in later.topics[0].points] == [1, 1]


def test_questions_that_the_bank_does_not_have_are_kept_and_listed(bank: Bank, history: History, look: Look) -> None:
    known = bank.entries("optimization")[0].id
    for number, name in enumerate((known, "gone-1", known, "gone-1", "gone-2", "gone-1")):
        history.record(
            review(
                number,
                question=name,
                at=NOW - timedelta(days=9 - number),
                outcome="wrong",
                score=0.0,
                rating=Rating.AGAIN,
            )
        )
    found = look()
    assert found.gone and found.questions
    assert {orphan.id: orphan.answers for orphan in found.gone} == {"gone-1": 3, "gone-2": 1}
    assert [(hard.question, hard.prompt != "") for hard in found.questions] == [("gone-1", False), (known, True)]
    assert look("questions", topic="optimization").gone == ()


def test_pages_that_were_not_asked_for_are_left_out(look: Look) -> None:
    found = look("time")
    assert found == Analysis(time=())
    assert look().curves is not None


def test_an_empty_history_has_all_pages(look: Look) -> None:
    found = look()
    assert found.calibration and found.maturity and found.confidence and found.curves
    assert (found.calibration.groups, found.maturity[-1].all.of, found.confidence.groups) == ((), 0, ())
    assert (found.time, found.curves.topics, found.questions, found.gone, found.mended, found.interviews) == (
        (),
        (),
        (),
        (),
        (),
        (),
    )


def test_a_topic_is_looked_at_alone(history: History, look: Look) -> None:
    for number, topic in enumerate(("optimization", "practice", "practice")):
        history.record(review(number, topic=topic, question=topic, at=NOW - timedelta(days=9 - 3 * number)))
    history.record_attempt(attempt(1))
    alone = look(topic="practice")
    assert alone.time and alone.calibration
    assert sum(alone.time[0].answers) == 2
    assert alone.calibration.observed.of == 1
    assert alone.mended == ()
    assert look(topic="optimization").mended
    with pytest.raises(UsageError, match="did you mean practice"):
        look("interviews", topic="practise")


def test_an_interview_that_was_kept_after_each_answer_is_one(history: History, look: Look) -> None:
    answers = scored(score=0), scored(score=1), scored("chain", score=0.5)
    for minute in range(len(answers)):
        kept = card(*answers[: minute + 1], at=NOW)
        at = NOW + timedelta(minutes=minute)
        history.mark(Mark(id=f"m{minute}", at=at, what="interview", target="s", value=json.dumps(kept.plain())))
    history.mark(Mark(id="n", at=NOW, what="interview", target="t", value='{"of": "a later quizdl"}'))
    (found,) = look("interviews").interviews or ()
    assert (found.session, found.at, found.rounds, found.role) == (
        "1",
        NOW,
        (("quickfire", 0.5), ("chain", 0.5)),
        "applied",
    )
    assert found.score == pytest.approx(0.5)
    assert look("interviews", since=date(2026, 6, 2)).interviews == ()
