"""Set union: in any order, any number of times, the same history; and an export holds all of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import fsrs.scheduler
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.mark import Mark, What
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule
from quizdl.errors import HistoryError, QuizdlError, UsageError
from quizdl.history import store
from quizdl.history.events import FORMAT, lines, read
from quizdl.history.rows import Event, utc
from quizdl.history.store import History
from tests.conftest import times
from tests.history.logs import NOON, attempt, mark, replayed, review

State = tuple[list[Event], dict[str, Schedule], list[Review], object, object, object]

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
TIMES = st.integers(0, 10**10).map(lambda number: NOON + timedelta(microseconds=number * 1000))
NUMBERS = st.integers(0, 12)


def _one_review(number: int) -> Review:
    """Everything follows from the number, as an id says one thing only."""
    return review(
        number, question=f"q{number % 3}", at=NOON + timedelta(days=number * 7 % 13), rating=[None, *Rating][number % 5]
    )


def _one_mark(number: int) -> Mark:
    """Of every kind; they contradict each other, and some are about answers that never come."""
    what: What = get_args(What)[number % len(get_args(What))]
    target = f"q{number % 3}" if what in ASIDE or "flag" in what else review(number // 9 % 13).id
    at = NOON + timedelta(days=number * 5 % 11)
    return mark(number, what, "" if what == "parameters" else target, VALUES.get(what, ""), at=at)


def _fitted(factor: float) -> str:
    return json.dumps({"parameters": [value * factor for value in fsrs.scheduler.DEFAULT_PARAMETERS]})


ASIDE = ("bury", "suspend", "restore")
VALUES = {
    "dispute": '{"bank": "0123456789ab"}',
    "bury": json.dumps({"until": utc(NOON + timedelta(days=6))}),
    "suspend": "leech",
    "flag": "is it?",
    "interview": "{}",
    "parameters": _fitted(1.1),
}
MARKS = st.integers(0, 120).map(_one_mark)
EVENTS = st.lists(NUMBERS.map(_one_review) | NUMBERS.map(attempt) | MARKS, max_size=14)


class Histories:
    """Histories that last as long as an example, and do not wait for the disk."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def of(self, *parts: Iterable[Event]) -> History:
        home = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        history = self._stack.enter_context(closing(History.open(home, writing=True)))
        history._connection.execute("PRAGMA synchronous = OFF")
        for part in parts:
            history.merge(part)
        return history


def _state(history: History) -> State:
    assert history.schedules() == replayed(history)
    caches = [_rows(history, table) for table in ("amended", "aside", "again", "tally", "stale")]
    return (
        list(history.events()),
        history.schedules(),
        history.counted(),
        history.flagged(),
        history.parameters(),
        caches,
    )


def _rows(history: History, table: str) -> list[tuple[Any, ...]]:
    # the sums are of floats, which arrive in any order
    rows = history._connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    return [tuple(round(value, 9) if isinstance(value, float) else value for value in row) for row in rows]


@given(EVENTS, EVENTS, EVENTS)
@settings(max_examples=times(25))
def test_merge_is_commutative_associative_and_idempotent(a: list[Event], b: list[Event], c: list[Event]) -> None:
    with ExitStack() as stack:
        of = Histories(stack).of
        whole = _state(of(a, b, c))
        assert set(whole[0]) == {*a, *b, *c}
        assert whole == _state(of(c, a, b)) == _state(of(b, c, a))
        assert whole == _state(of(a, of(b, c).events())) == _state(of(of(a, b).events(), c))
        assert whole == _state(of(a, a, b, c, b, a))


FREE = st.builds(
    review, NUMBERS, id=st.uuids().map(str), at=TIMES, question=st.sampled_from("ab"), answer=TEXT, session=TEXT, score=st.floats(0, 1),
    seconds=st.none() | st.floats(0, 1e6), limit=st.floats(0.1, 600), hinted=st.booleans(), rating=st.none() | st.sampled_from(Rating),
    mistake=st.none() | TEXT, confidence=st.none() | st.floats(0, 1), seed=st.integers(-(2**63), 2**63 - 1), outcome=st.sampled_from(["correct", "wrong", "skipped"]),
)  # fmt: skip
FREE_ATTEMPT = st.builds(
    attempt,
    NUMBERS,
    id=st.uuids().map(str),
    at=TIMES,
    mistakes=st.lists(TEXT, max_size=3).map(tuple),
    answer=TEXT,
    score=st.floats(0, 1),
)


FREE_MARK = st.builds(
    lambda what, target, text, at, name: mark(0, what, target, VALUES.get(what) or text, at=at, id=name),
    st.sampled_from(get_args(What)),
    st.sampled_from("ab"),
    TEXT,
    TIMES,
    st.uuids().map(str),
)


@given(st.lists(FREE | FREE_ATTEMPT | FREE_MARK, max_size=10))
@settings(max_examples=times(40))
def test_an_export_put_into_an_empty_history_is_the_same_history(events: list[Event]) -> None:
    with ExitStack() as stack:
        of = Histories(stack).of
        history = of()
        for event in events:  # as they are answered, one by one
            match event:
                case Review():
                    history.record(event)
                case Attempt():
                    history.record_attempt(event)
                case Mark():
                    history.mark(event)
        file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "export"
        exported = "".join(f"{line}\n" for line in lines(history.events()))
        file.write_text(exported, encoding="utf-8")
        again = of(read(file))
        assert _state(again) == _state(history)
        assert "".join(f"{line}\n" for line in lines(again.events())) == exported
        assert _state(of(read(history.path))) == _state(history)


def test_a_merge_says_what_it_did_and_how_far_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH", 4)
    told: list[tuple[int, int]] = []
    with closing(History.open(home, writing=True)) as history:
        history.record(review(1))
        flag = mark(1, "flag", "q1")
        both: list[Event] = [flag, *map(review, range(10)), *map(attempt, range(9)), review(3)]
        merged = history.merge(both, progress=lambda done, of: told.append((done, of)))
        assert (merged.reviews, merged.attempts, merged.marks, merged.known, merged.differing) == (9, 9, 1, 1, 0)
        assert told == sorted(told)
        assert told[-1] == (19, 19)
        assert len(told) > 2
        again = history.merge(both)
        assert (again.added, again.known) == (0, 20)


def test_a_merge_that_is_ended_in_between_leaves_answers_that_do_not_wait(home: Path) -> None:
    def ended(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with closing(History.open(home, writing=True)) as history:
        with pytest.raises(KeyboardInterrupt):
            history.merge([mark(1, "flag", "q1"), review(2)], progress=ended)
        assert history._connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
        assert history.merge([mark(1, "flag", "q1"), review(2)]).added == 1


@pytest.mark.parametrize("there", [[review(1)], [attempt(1)]])
def test_an_id_that_says_something_else_here_is_refused_and_nothing_added(
    home: Path, there: list[Review | Attempt]
) -> None:
    with closing(History.open(home, writing=True)) as history:
        history.merge(there)
        before = _state(history)
        with pytest.raises(HistoryError, match="1 of the answers are there already and say something else"):
            history.merge([review(5), replace(there[0], answer="another")])
        assert _state(history) == before
        merged = history.merge([review(5), replace(there[0], answer="another")], differing=True)
        assert (merged.added, merged.known, merged.differing) == (1, 1, 1)
        assert list(history.events())[0 if isinstance(there[0], Review) else 1] == there[0]


def test_two_that_differ_in_what_is_merged_are_refused(home: Path) -> None:
    with closing(History.open(home, writing=True)) as history:
        with pytest.raises(HistoryError, match="say something else"):
            history.merge([review(1), replace(review(1), answer="another")])
        assert history.reviews() == []
        history.merge([review(1)])


def test_others_can_answer_while_a_merge_looks_at_what_comes(home: Path) -> None:
    with closing(History.open(home, writing=True)) as history, closing(History.open(home, writing=True)) as other:

        def events() -> Iterable[Event]:
            yield review(1)
            other.record(review(2))
            yield review(3)

        history.merge(events())
        assert [found.seed for found in other.reviews()] == [1, 2, 3]


LINE: dict[str, Any] = json.loads(list(lines([review(1)]))[1])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", ":2: "),
        (b"\xff\xfe", ":2: "),
        (b"[" * 100_000, ":2: "),
        (b"9" * 100_000, ":2: "),
        (b"null", ":2: "),
        (b'{"event": "dispute"}', ":2: "),
        (json.dumps({**LINE, "at": "yesterday"}).encode(), ":2: at: "),
        (json.dumps({**LINE, "at": "2026-03-01T12:00:00"}).encode(), ":2: at: Input should have timezone"),
        (json.dumps({**LINE, "rating": 5}).encode(), ":2: rating: "),
        (json.dumps({**LINE, "seed": 2**63}).encode(), ":2: seed: "),
        (json.dumps({**LINE, "score": float("nan")}).encode(), ":2: score: "),
        (json.dumps({**LINE, "outcome": "fine"}).encode(), ":2: outcome: "),
        (json.dumps({**LINE, "more": 1}).encode(), ":2: more: "),
        (json.dumps({**LINE, "answer": "\ud800"}).encode(), ":2: "),
        (json.dumps({name: value for name, value in LINE.items() if name != "id"}).encode(), ":2: id: Field required"),
        (b'{"event": "review", "id": "' + b"x" * (9 << 20), ":2: longer than 8 MB"),
    ],
)
def test_a_line_that_is_no_event_is_named_and_nothing_added(
    home: Path, tmp_path: Path, line: bytes, words: str
) -> None:
    file = tmp_path / "export.jsonl"
    file.write_bytes(json.dumps({**LINE, "id": "good"}).encode() + b"\n" + line + b"\n")
    with closing(History.open(home, writing=True)) as history:
        with pytest.raises(UsageError) as caught:
            history.merge(read(file))
        assert str(file) + words in caught.value.message
        assert "\n" not in caught.value.message
        assert history.reviews() == []


@given(st.binary(max_size=60), st.integers(0, 400))
def test_no_export_however_garbled_is_more_than_a_complaint(noise: bytes, at: int) -> None:
    sound = "\n".join(lines([review(1), attempt(1)])).encode()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export"
        file.write_bytes(sound[:at] + noise + sound[at + len(noise) :])
        try:
            found = list(read(file))
        except QuizdlError as error:
            assert error.hint
        else:
            assert all(isinstance(event, Event) for event in found)


def test_exports_can_be_joined_and_a_newer_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "export"
    file.write_text("\n".join([*lines([review(1)]), "", *lines([attempt(1)])]), encoding="utf-8")
    assert list(read(file)) == [review(1), attempt(1)]
    file.write_text(json.dumps({"event": "history", "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(HistoryError, match="newer quizdl") as caught:
        list(read(file))
    assert "update quizdl" in caught.value.hint
