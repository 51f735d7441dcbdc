"""What there is to do today, looked up quickly: it is what `quizdl` alone shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from quizdl.app.goal import read_goal
from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Track
from quizdl.domain.day import day_of, end_of_day, start_of_day
from quizdl.history.store import History


@dataclass(frozen=True, slots=True)
class Today:
    """The page of today.

    Attributes:
        day: today.
        interview: the day that is planned for, `days` until then (below 0: it is past), `minutes` a day; None if none is.
        due: questions that came back, and `new` that were never asked, of `questions` in all.
        answered: answers and attempts of today.
        derivation: the next one of its track, of which so many are done; None if all are.
        started: there is a history.
    """

    day: date
    interview: date | None
    days: int | None
    minutes: int | None
    questions: int
    due: int
    new: int
    answered: int
    derivation: str | None
    derivation_title: str
    track: str | None
    done: int
    of: int
    started: bool


def todays_page(bank: Bank, history: History, home: Path, now: datetime, zone: tzinfo | None) -> Today:
    """What is due, what is new, which derivation is next, and how long it is until the interview.

    Args:
        bank: the questions.
        history: of which much is not read.
        home: where the interview's day is remembered.
        now: with its time zone.
        zone: the person's; None for the system's.
    """
    today, day_end, ids = day_of(now, zone), end_of_day(now, zone), bank.ids()
    known = history.known(ids)
    gone = history.aside(ids, now).keys()
    track, name, done = _next_derivation(bank, history)
    derivation = bank.derivation(name) if name else None
    goal = read_goal(home)
    return Today(
        day=today,
        interview=goal.interview if goal else None,
        days=(goal.interview - today).days if goal else None,
        minutes=goal.minutes if goal else None,
        questions=len(ids),
        due=sum(name in ids for name in history.due(now, day_end)),
        new=len(ids.keys() - known - gone),
        answered=history.answers_between(start_of_day(today, zone), day_end, None),
        derivation=name,
        derivation_title=derivation.title if derivation else "",
        track=track.id if track else None,
        done=done,
        of=len(track.derivations) if track else 0,
        started=bool(known),
    )


def _next_derivation(bank: Bank, history: History) -> tuple[Track | None, str | None, int]:
    """The first track that was begun and not ended, else the first not ended: it, its next derivation, and how many are done."""
    closed = history.closed()
    open_ones = [
        (not any(name in closed for name in track.derivations), place, track)
        for place, track in enumerate(bank.tracks)
        if any(name not in closed for name in track.derivations)
    ]
    if not open_ones:
        return None, None, 0
    *_, track = min(open_ones, key=lambda found: found[:2])
    left = [name for name in track.derivations if name not in closed]
    return track, left[0], len(track.derivations) - len(left)
