from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.app.stats import statistics
from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Entry, Topic, Track
from quizdl.domain.day import day_of
from quizdl.domain.derivation import Derivation
from quizdl.domain.mark import Mark
from quizdl.domain.progress import Progress
from quizdl.domain.question import Outcome
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule, recall
from quizdl.history.store import History
from tests.conftest import times
from tests.domain.made import NOW, attempt, derivation, entry, review, schedule
from tests.history.test_queries import put

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = date(2026, 6, 10)
TOPICS = (
    Topic("opt", "Optimization", {"opt.sgd": "SGD", "opt.adam": "Adam"}),
    Topic("dl", "Deep learning", {"dl.conv": "Convolution"}),
)
ENTRIES = [
    entry("a"),
    entry("b", subtopic="opt.adam"),
    entry("c"),
    entry("d"),
    entry("x", topic="dl", subtopic="dl.conv"),
    entry("y", topic="dl", subtopic="dl.conv"),
]
TRACKS = (Track("optimizers", "Optimizers", ("sgd", "adam")), Track("nets", "Nets", ("relu",)))
DERIVATIONS = [
    derivation("sgd"),
    derivation("adam", mistakes={"sign": "Downhill, please.", "bias": "Correct the bias."}),
]


class Made:
    """What the page needs to know of a bank."""

    topics, tracks = TOPICS, TRACKS

    def __init__(self, entries: Iterable[Entry] = ENTRIES) -> None:
        self._topics = {e.id: e.topic for e in entries}

    def topic(self, name: str) -> Topic:
        return next(topic for topic in TOPICS if topic.id == name)

    def ids(self, topic: str | None = None) -> dict[str, str]:
        return {name: own for name, own in self._topics.items() if topic in (None, own)}

    def counts(self) -> dict[str, int]:
        return {topic.id: len(self.ids(topic.id)) for topic in TOPICS}

    def derivation(self, name: str) -> Derivation | None:
        return next((d for d in DERIVATIONS if d.id == name), None)


def page(
    reviews: Iterable[Review] = (),
    attempts: Iterable[Attempt] = (),
    schedules: Sequence[Schedule] = (),
    *,
    bank: Made | None = None,
    now: datetime = NOW,
    undone: Iterable[int] = (),
    **options: Any,
) -> Progress:
    """The page of a history with these reviews, of which those `undone` were taken back, and attempts, and with just these schedules."""
    with TemporaryDirectory() as home, closing(History.open(Path(home), writing=True)) as history:
        history._connection.execute("PRAGMA synchronous = OFF")
        for number, made in enumerate(reviews):
            history.record(replace(made, id=f"{number:05}"))
        history.mark(*(Mark(id=f"undo {i}", at=NOW, what="undo", target=f"{i:05}", value="") for i in undone))
        for number, tried in enumerate(attempts):
            history.record_attempt(replace(tried, id=f"{number:05}"))
        history._connection.execute("DELETE FROM schedule")
        put(history, *schedules)
        return statistics(cast(Bank, bank or Made()), history, now=now, **{"zone": UTC, **options})


def test_with_no_history_there_is_a_page_of_noughts() -> None:
    empty = page()
    assert (empty.reviews, empty.attempts, empty.streak, empty.retention, empty.retention_reviews) == (0, 0, 0, None, 0)
    assert (empty.outcomes, empty.days, empty.weakest, empty.mistakes) == ({}, {}, (), ())
    assert [(t.id, t.questions, t.seen, t.mastery, t.accuracy, t.speed) for t in empty.topics] == [
        ("opt", 4, 0, 0.0, None, None),
        ("dl", 2, 0, 0.0, None, None),
    ]
    assert [(t.id, t.solved, t.derivations) for t in empty.tracks] == [("optimizers", 0, 2), ("nets", 0, 1)]
    assert list(empty.due) == [TODAY + i * DAY for i in range(14)]
    assert set(empty.due.values()) == {0}


def test_a_bank_with_no_questions_in_a_topic_has_no_mastery_of_it() -> None:
    found = page(bank=Made([]))
    assert [t.mastery for t in found.topics] == [0.0, 0.0]


def test_mastery_is_what_would_be_known_in_a_week_of_all_the_questions() -> None:
    known = [schedule("a", 9 * DAY, stability=30.0), schedule("b", DAY, stability=2.0), schedule("x", DAY)]
    opt, dl = page(schedules=known).topics
    in_a_week = [recall(s.stability, s.last, NOW + 7 * DAY) for s in known]
    assert opt.mastery == pytest.approx((in_a_week[0] + in_a_week[1]) / 4)
    assert dl.mastery == pytest.approx(in_a_week[2] / 2)
    assert (opt.seen, dl.seen) == (2, 1)
    assert 0 < in_a_week[1] < in_a_week[0] < 1


def test_accuracy_is_the_mean_score_and_speed_the_median_share_of_the_clock() -> None:
    reviews = [
        review("a", NOW, seconds=1.0, limit=5.0),
        review("b", NOW, seconds=4.0, limit=10.0, outcome="partial", score=0.5),
        review("c", NOW, seconds=3.0, limit=5.0, outcome="wrong", score=0.0),
        review("d", NOW, seconds=None, outcome="timeout", score=0.0),
        review("d", NOW, outcome="skipped", score=0.0, rating=None),
        review("d", NOW, outcome="unparsable", score=0.0, rating=None),
    ]
    opt = page(reviews).topics[0]
    assert opt.reviews == 4
    assert opt.accuracy == pytest.approx(1.5 / 4)
    assert opt.median_seconds == 3.0
    assert opt.speed == pytest.approx(0.4)
    assert page(reviews).outcomes == {
        "correct": 1,
        "partial": 1,
        "wrong": 1,
        "timeout": 1,
        "skipped": 1,
        "unparsable": 1,
    }
    assert page(reviews).reviews == 6


def test_retention_counts_only_what_came_back_on_a_later_day() -> None:
    reviews = [
        review("a", NOW - 5 * DAY),
        review("a", NOW - 5 * DAY + HOUR, rating=Rating.AGAIN),  # the same day
        review("a", NOW - 2 * DAY, rating=Rating.HARD),  # still known
        review("a", NOW - DAY, rating=None, outcome="skipped"),  # says nothing
        review("b", NOW - 3 * DAY),
        review("b", NOW, rating=Rating.AGAIN),  # forgotten
        review("c", NOW),
    ]
    found = page(reviews)
    assert (found.retention, found.retention_reviews) == (0.5, 2)


def test_a_night_across_midnight_is_one_day_and_no_later_one() -> None:
    late = datetime(2026, 6, 9, 23, 50, tzinfo=UTC)
    assert page([review("a", late), review("a", late + HOUR)]).retention_reviews == 0
    assert page([review("a", late), review("a", late + 5 * HOUR)]).retention_reviews == 1


@pytest.mark.parametrize(
    ("days_ago", "streak"),
    [((0,), 1), ((0, 1, 2), 3), ((1, 2), 2), ((2, 3), 0), ((0, 2, 3), 1), ((0, 1, 1, 1, 2, 4), 3), ((), 0)],
)
def test_a_streak_is_the_days_in_a_row_up_to_today_or_yesterday(days_ago: tuple[int, ...], streak: int) -> None:
    times = sorted(NOW - days * DAY for days in days_ago)
    assert page([review("a", at) for at in times]).streak == streak
    assert page(attempts=[attempt("sgd", at) for at in times]).streak == streak


@pytest.mark.parametrize(
    "away", ["Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Honolulu"]
)
@pytest.mark.parametrize("hours", [(7, 22, 7), (22, 7, 22), (12, 12, 12)])
def test_a_flight_does_not_break_a_streak(hours: tuple[int, int, int], away: str) -> None:
    home = ZoneInfo("Asia/Tokyo")
    times = [datetime(2026, 6, 7 + day, hour, tzinfo=home) for day, hour in enumerate(hours)]
    found = page([review("a", at) for at in times], now=times[-1] + HOUR, zone=ZoneInfo(away))
    assert found.streak == len(found.days), "all the days that there are, as they are counted there"


def test_what_was_taken_back_keeps_no_streak() -> None:
    times = [NOW - 60 * HOUR, NOW - 30 * HOUR, NOW]
    with TemporaryDirectory() as home, closing(History.open(Path(home), writing=True)) as history:
        for number, at in enumerate(times):
            history.record(replace(review("a", at), id=f"{number}"))
        assert statistics(cast(Bank, Made()), history, now=NOW, zone=UTC).streak == 3
        history.mark(Mark(id="m", at=NOW, what="undo", target="1"))
        assert statistics(cast(Bank, Made()), history, now=NOW, zone=UTC).streak == 1


def test_the_days_are_those_of_the_persons_zone() -> None:
    evening = datetime(2026, 6, 10, 2, 30, tzinfo=UTC)
    assert page([review("a", evening)]).days == {date(2026, 6, 9): 1}
    assert page([review("a", evening)], zone=ZoneInfo("Europe/Berlin")).days == {date(2026, 6, 10): 1}


def test_the_days_reach_a_year_back_and_count_answers_and_attempts() -> None:
    reviews = [review("a", NOW - 400 * DAY), review("a", NOW - 370 * DAY), review("a", NOW), review("b", NOW)]
    found = page(reviews, [attempt("sgd", NOW)])
    assert found.days == {TODAY - 370 * DAY: 1, TODAY: 3}
    assert found.reviews == 4


def test_what_is_overdue_is_due_today_and_what_is_far_off_is_not_shown() -> None:
    schedules = [
        schedule("a", -30 * DAY), schedule("b", HOUR), schedule("c", 13 * DAY), schedule("d", 14 * DAY),
        schedule("x", DAY), schedule("gone from the bank", DAY),
    ]  # fmt: skip
    due = page(schedules=schedules).due
    assert {day: n for day, n in due.items() if n} == {TODAY: 2, TODAY + DAY: 1, TODAY + 13 * DAY: 1}


def test_the_weakest_subtopics_come_first_and_one_answer_is_not_enough() -> None:
    def of(subtopic: str, *scores: float) -> list[Review]:
        return [review("a", NOW, subtopic=subtopic, score=score, outcome="partial") for score in scores]

    reviews = [
        *of("opt.sgd", 1, 0),
        *of("opt.adam", 0.2, 0.2, 0.2),
        *of("dl.conv", 0),
        *of("old", 1, 1),
        *of("gone", 0.5, 0.5, 0.5),
    ]
    weakest = page(reviews).weakest
    assert [(w.subtopic, w.title, w.reviews) for w in weakest] == [
        ("opt.adam", "Adam", 3),
        ("gone", "gone", 3),
        ("opt.sgd", "SGD", 2),
    ]
    assert weakest[0].score == pytest.approx(0.2)


def test_a_topic_alone_leaves_out_the_others() -> None:
    reviews = [review("a", NOW), review("x", NOW - DAY, topic="dl", subtopic="dl.conv")]
    attempts = [attempt("sgd", NOW), attempt("relu", NOW, topic="dl")]
    schedules = [schedule("a", DAY), schedule("x", DAY)]
    found = page(reviews, attempts, schedules, topic="dl")
    assert (found.reviews, found.attempts, found.tracks) == (1, 1, ())
    assert [t.id for t in found.topics] == ["dl"]
    assert sum(found.due.values()) == 1
    assert found.days == {TODAY - DAY: 1, TODAY: 1}


def test_since_a_day_leaves_out_earlier_answers_but_not_what_they_teach_about_later_ones() -> None:
    reviews = [review("a", NOW - 9 * DAY, outcome="wrong", score=0.0), review("a", NOW, rating=Rating.AGAIN)]
    attempts = [attempt("sgd", NOW - 9 * DAY), attempt("adam", NOW)]
    found = page(reviews, attempts, since=TODAY)
    assert (found.reviews, found.attempts) == (1, 1)
    assert found.topics[0].accuracy == 1.0
    assert found.days == {TODAY: 2}
    assert (found.retention, found.retention_reviews) == (0.0, 1)
    assert found.tracks[0].solved == 1
    assert page(reviews, attempts, since=TODAY - 9 * DAY).reviews == 2


def test_the_mistakes_made_most_in_derivations_come_with_what_they_are_told() -> None:
    attempts = [
        attempt("adam", NOW, outcome="wrong", mistakes=("bias", "sign")),
        attempt("adam", NOW, outcome="wrong", mistakes=("bias",)),
        attempt("sgd", NOW, outcome="wrong", mistakes=("gone",)),
        attempt("no longer there", NOW, outcome="wrong", mistakes=("sign",)),
    ]
    assert [(m.derivation, m.mistake, m.says, m.times) for m in page(attempts=attempts).mistakes] == [
        ("adam", "bias", "Correct the bias.", 2),
        ("adam", "sign", "Downhill, please.", 1),
        ("sgd", "gone", "", 1),
        ("no longer there", "sign", "", 1),
    ]


@pytest.mark.parametrize(("outcome", "solved"), [("correct", 1), ("wrong", 0), ("gave_up", 0)])
def test_a_derivation_of_a_track_is_solved_by_one_right_attempt(outcome: str, solved: int) -> None:
    attempts = [attempt("sgd", NOW - DAY, outcome=outcome), attempt("sgd", NOW, outcome="error")]
    assert page(attempts=attempts).tracks[0].solved == solved


@pytest.mark.parametrize("outcome", ["correct", "partial", "wrong", "timeout", "skipped", "unparsable"])
def test_every_outcome_can_be_counted(outcome: Outcome) -> None:
    assert page([review("a", NOW, outcome=outcome)]).outcomes == {outcome: 1}


BERLIN = ZoneInfo("Europe/Berlin")
MARCH = datetime(2026, 3, 27, 20, tzinfo=UTC)
"""Two days before the clocks of Berlin go forward."""


@settings(max_examples=times(60), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 100),
            st.sampled_from("abx"),
            st.sampled_from([None, Rating.AGAIN, Rating.GOOD]),
            st.sampled_from([None, 0.5, 1.0, 2.5]),
        ),
        max_size=25,
    ),
    st.sets(st.integers(0, 24), max_size=4),
    st.sampled_from([None, "opt", "dl"]),
    st.sampled_from([None, 0, 2]),
)
def test_sqlite_sums_up_what_python_counts_one_by_one_in_whatever_order_it_came(
    answers: list[tuple[int, str, Rating | None, float | None]], undone: set[int], topic: str | None, since: int | None
) -> None:
    reviews = [
        review(
            name, MARCH + hours * HOUR, topic="dl" if name == "x" else "opt", rating=rating, seconds=seconds,
            outcome="skipped" if rating is None else "wrong" if rating is Rating.AGAIN else "correct",
            score=float(rating is Rating.GOOD),
        )
        for hours, name, rating, seconds in answers
    ]  # fmt: skip
    first = None if since is None else day_of(MARCH, BERLIN) + since * DAY
    now = MARCH + 100 * HOUR
    undone = {i for i in undone if i < len(reviews)}
    found = page(reviews, now=now, undone=sorted(undone), zone=BERLIN, topic=topic, since=first)

    log = sorted(enumerate(reviews), key=lambda numbered: (numbered[1].at, numbered[0]))
    days = [(day_of(r.at, BERLIN), r) for i, r in log if topic in (None, r.topic) and i not in undone]
    kept = [(day, r) for day, r in days if first is None or day >= first]
    assert found.reviews == len(kept)
    assert found.days == {day: sum(own == day for own, _ in kept) for day, _ in kept}
    again: list[bool] = []
    last: dict[str, date] = {}
    for day, r in days:
        if r.rating is not None:
            if last.get(r.question, day) < day and (first is None or day >= first):
                again.append(r.rating > 1)
            last[r.question] = day
    assert found.retention_reviews == len(again)
    assert found.retention == (sum(again) / len(again) if again else None)
    for shown in found.topics:
        judged = [r for _, r in kept if r.topic == shown.id and r.rating is not None]
        timed = [r.seconds for r in judged if r.seconds is not None]
        assert (shown.reviews, shown.median_seconds) == (len(judged), median(timed) if timed else None)
        assert shown.speed == (pytest.approx(median(timed) / 5) if timed else None)
        assert shown.accuracy == (pytest.approx(sum(r.score for r in judged) / len(judged)) if judged else None)
