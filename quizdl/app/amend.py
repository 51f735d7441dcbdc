"""Answers taken back or disputed, questions flagged or set aside: each is a mark in the log, and the latest holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import quizdl
from quizdl.bank.compiled import Bank
from quizdl.domain.day import end_of_day
from quizdl.domain.mark import LEECH, Mark, What, forgotten_too_often
from quizdl.domain.review import Review
from quizdl.domain.schedule import Schedule
from quizdl.errors import UsageError
from quizdl.history.rows import utc
from quizdl.history.store import History, new_id

_TICK = timedelta(microseconds=1)
_RIVALS: tuple[tuple[What, ...], ...] = (
    ("undo", "dispute"),
    ("flag", "unflag"),
    ("bury", "suspend", "restore"),
    ("parameters",),
)
"""Of these the latest on one target holds."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An answer that was taken back.

    Attributes:
        review: the answer.
        due: when its question comes back now, UTC; None if it is new again.
    """

    review: Review
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disputed answer, with all that it takes to look into it.

    Attributes:
        review: the answer as it was judged; `seed` shows its question again.
        at: when it was disputed, UTC.
        bank: the bank's version then, and `quizdl` that of the program; None if that is not known.
        prompt: what was asked; None if the bank said something else meanwhile. `expected` likewise: what was held to be right.
    """

    review: Review
    at: datetime
    bank: str | None
    quizdl: str | None
    prompt: str | None
    expected: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A question that is flagged or not asked.

    Attributes:
        what: `flag`, `bury`, `suspend` or `leech` (suspended, as it was forgotten again and again).
        until: when a buried one is asked again, UTC.
        remark: what was said of a flagged one.
    """

    question: str
    what: str
    until: datetime | None = None
    remark: str = ""


def undo(history: History, review: Review, now: datetime) -> Undone:
    """Takes an answer back: it no longer counts, as if it had not been given, and stays in the log.

    A question that it made a leech is asked again.

    Raises:
        HistoryError: it could not be written.
    """
    marks = [_mark(history, now, "undo", review.id)]
    aside = history.last_mark(review.question, "bury", "suspend", "restore")
    if aside and aside.value == LEECH and aside.id == _leech_id(review):
        marks.append(_mark(history, now, "restore", review.question))
    history.mark(*marks)
    schedule = history.schedule(review.question)
    return Undone(review, schedule.due if schedule else None)


def undo_last(history: History, now: datetime, session: str | None = None) -> Undone:
    """Takes back the last answer to a question that counts, of a session or of all.

    Answers from the future, of a clock that was ahead, come after all others.

    Raises:
        UsageError: there is none.
        HistoryError: it could not be written.
    """
    last = history.last_answer(now, session) or history.last_answer(None, session)
    if last is None:
        raise UsageError("no answer to take back", "quizdl drill asks questions")
    return undo(history, last, now)


def dispute(history: History, bank: Bank, review: Review, now: datetime) -> Review:
    """Counts an answer as right that was not judged so; with what it takes to look into it.

    Returns:
        The answer as it counts now.

    Raises:
        UsageError: it counts as right already.
        HistoryError: it could not be written.
    """
    counted = history.review(review.id, counted=True)
    if counted and counted.outcome == "correct":
        raise UsageError("this answer counts as right already", "quizdl history undo takes it back")
    value = {"bank": bank.version, "quizdl": quizdl.__version__, **_asked(bank, review)}
    history.mark(_mark(history, now, "dispute", review.id, json.dumps(value, ensure_ascii=False)))
    return history.review(review.id, counted=True) or review


def disputes(history: History) -> list[Dispute]:
    """The answers that count as right because they were disputed, in order."""
    found = []
    for mark in history.marks("dispute"):
        review = history.review(mark.target)
        if review and history.last_mark(mark.target, *_RIVALS[0]) == mark:
            about = {key: value for key, value in mark.data().items() if isinstance(value, str)}
            found.append(
                Dispute(review, mark.at, *(about.get(key) for key in ("bank", "quizdl", "prompt", "expected")))
            )
    return found


def flag(history: History, question: str, now: datetime, remark: str = "") -> None:
    """Marks a question to be looked at, with a remark."""
    history.mark(_mark(history, now, "flag", question, remark))


def unflag(history: History, question: str, now: datetime) -> None:
    """Takes the flag off a question."""
    history.mark(_mark(history, now, "unflag", question))


def bury(history: History, question: str, now: datetime, zone: tzinfo | None) -> datetime:
    """Puts a question off until the next day begins, at 4 in the morning: which moment that is."""
    until = end_of_day(now, zone)
    history.mark(_mark(history, now, "bury", question, json.dumps({"until": utc(until)})))
    return until


def suspend(history: History, question: str, now: datetime) -> None:
    """Leaves a question out until it is restored."""
    history.mark(_mark(history, now, "suspend", question))


def restore(history: History, question: str, now: datetime) -> None:
    """Asks a question again that was buried or suspended."""
    history.mark(_mark(history, now, "restore", question))


def leech(history: History, review: Review) -> Callable[[Schedule | None, Schedule], Mark | None]:
    """For `History.record`: suspends the question in the same transaction if this answer makes it a leech."""

    def also(before: Schedule | None, after: Schedule) -> Mark | None:
        if not forgotten_too_often(before, after):
            return None
        return _mark(history, review.at, "suspend", review.question, LEECH, name=_leech_id(review))

    return also


def adopt(
    history: History,
    parameters: Sequence[float],
    about: Mapping[str, Any],
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Schedules all questions with FSRS parameters that were fitted to this person.

    Args:
        history: all its schedules are replayed.
        parameters: 21 numbers.
        about: kept beside them, such as by how much they were better.
        now: the moment.
        progress: told how many schedules have been replayed, and of how many, when they are many.

    Raises:
        ValueError: they are no parameters.
        HistoryError: they could not be written.
    """
    value = json.dumps({**about, "parameters": list(parameters)})
    history.mark(_mark(history, now, "parameters", "", value), progress=progress)


def marked(history: History, now: datetime) -> list[Marked]:
    """The questions that are flagged, and those that are not asked."""
    flagged = [Marked(name, "flag", remark=remark) for name, remark in history.flagged().items()]
    aside = [
        Marked(name, "leech" if found.leech else "bury" if found.until else "suspend", found.until)
        for name, found in sorted(history.aside(None, now).items())
    ]
    return flagged + aside


def take_off(history: History, question: str, now: datetime) -> list[Marked]:
    """Takes all marks off a question: which they were.

    Raises:
        UsageError: it has none.
        HistoryError: it could not be written.
    """
    found = [one for one in marked(history, now) if one.question == question]
    if not found:
        raise UsageError(f"{question!r} is neither flagged nor set aside", "quizdl history marked lists those that are")
    takes: dict[str, What] = {one.what: "unflag" if one.what == "flag" else "restore" for one in found}
    history.mark(*(_mark(history, now, what, question) for what in takes.values()))
    return found


def _mark(history: History, now: datetime, what: What, target: str, value: str = "", *, name: str = "") -> Mark:
    """A mark that holds from now on, even if a clock that was ahead dated an earlier one later."""
    (rivals,) = (some for some in _RIVALS if what in some)
    last = history.last_mark(target, *rivals)
    at = max(now, last.at + _TICK) if last else now
    return Mark(id=name or new_id(at), at=at, what=what, target=target, value=value)


def _leech_id(review: Review) -> str:
    return f"{review.id}-{LEECH}"


def _asked(bank: Bank, review: Review) -> dict[str, str]:
    """What was asked, and what was expected; nothing if the bank says something else now."""
    if entry := bank.entries_of([review.question]).get(review.question):
        asked = bank.asked(entry, review.seed)
        if asked.question.fingerprint == review.fingerprint:
            return {"prompt": asked.prompt, "expected": asked.question.expected()}
    return {}
