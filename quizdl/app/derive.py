"""The derivations: which comes next, the learner's file, and attempts recorded before their verdict is returned."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from quizdl.bank.compiled import Bank
from quizdl.domain.catalogue import Track
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement
from quizdl.domain.review import Attempt
from quizdl.errors import UsageError
from quizdl.history.store import History, new_id


class Standing(NamedTuple):
    """How far one derivation is: `solved`, `tried`, `seen` (its reference was looked at first) or `new`."""

    derivation: Derivation
    state: str
    attempts: int


def standings(bank: Bank, history: History) -> dict[str, Standing]:
    """How far every derivation is, by its id, in the order of the tracks."""
    attempts: dict[str, list[str]] = {}
    for attempt in history.attempts():
        attempts.setdefault(attempt.derivation, []).append(attempt.outcome)
    return {d.id: Standing(d, _state(attempts.get(d.id, [])), len(attempts.get(d.id, []))) for d in bank.derivations()}


def _state(outcomes: list[str]) -> str:
    if not outcomes:
        return "new"
    first = next((o for o in outcomes if o in ("correct", "gave_up")), "tried")
    return {"correct": "solved", "gave_up": "seen"}.get(first, "tried")


def find(bank: Bank, history: History, name: str) -> tuple[Track | None, Derivation]:
    """A derivation by its id, or the next one of a track that is not solved (its first when all are).

    Raises:
        UsageError: there is neither.
    """
    if derivation := bank.derivation(name):
        return next((t for t in bank.tracks if name in t.derivations), None), derivation
    track = bank.track(name)
    if track is None:
        raise bank.no_derivation(name)
    standing = standings(bank, history)
    open_ones = [d for d in track.derivations if standing[d].state in ("new", "tried")]
    return track, standing[(open_ones or list(track.derivations))[0]].derivation


def neighbour(bank: Bank, track: Track | None, derivation: Derivation, step: int) -> Derivation | None:
    """The next (1) or previous (-1) derivation of the track, or None at its end."""
    if track is None:
        return None
    place = track.derivations.index(derivation.id) + step
    return bank.derivation(track.derivations[place]) if 0 <= place < len(track.derivations) else None


def write_starter(derivation: Derivation, folder: Path) -> tuple[Path, bool]:
    """Writes the starter file, never over an existing one; makes the folder if need be.

    Returns:
        Its path, and whether it was written now.

    Raises:
        UsageError: it cannot be written.
    """
    path = folder / f"{derivation.id}.py"
    try:
        with suppress(FileExistsError):
            path.parent.mkdir(parents=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(derivation.starter())
    except FileExistsError:
        return path, False
    except OSError as error:
        hint = "stand in a folder of your own, or set QUIZDL_WORKSPACE to one"
        raise UsageError(f"{path}: cannot be written ({error.strerror})", hint) from None
    return path, True


def record(
    derivation: Derivation, answer: str, judgement: Judgement, history: History, clock: Callable[[], datetime]
) -> None:
    """Records an attempt, before its verdict is shown; an unchanged starter is none.

    Args:
        derivation: what was asked.
        answer: the learner's source.
        judgement: the verdict on it.
        history: the attempt goes to it.
        clock: gives the time, with a time zone.

    Raises:
        HistoryError: it could not be recorded; then there is no verdict.
    """
    if answer != derivation.starter():
        _record(derivation, history, clock(), judgement.outcome, answer, judgement)


def give_up(derivation: Derivation, history: History, clock: Callable[[], datetime]) -> None:
    """Records that the reference is looked at."""
    _record(derivation, history, clock(), "gave_up", "", None)


def _record(
    derivation: Derivation, history: History, now: datetime, outcome: str, answer: str, judgement: Judgement | None
) -> None:
    history.record_attempt(
        Attempt(
            id=new_id(now),
            at=now,
            derivation=derivation.id,
            topic=derivation.topic,
            outcome=outcome,
            score=judgement.score if judgement else 0.0,
            mistakes=judgement.mistakes if judgement else (),
            seed=judgement.seed if judgement else 0,
            answer=answer,
        )
    )
