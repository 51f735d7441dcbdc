"""FSRS's parameters, fitted to one's own history with the people's own optimiser (`fsrs-rs-python`), and kept only if they predict better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from quizdl.app.amend import adopt
from quizdl.domain.calibration import Predictions
from quizdl.domain.schedule import Parameters, Rating, days_between, fsrs_parameters, recall, replay
from quizdl.errors import QuizdlError
from quizdl.history.store import History

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem

ENOUGH = 400
"""Answers to questions that came back on a later day: to fewer, chance is fitted."""
HELD_OUT = 0.2
"""The part of these, the latest, that the fit is not shown, and that decides whether it is any good."""
EPOCHS, ITEMS = (5, 30), 100_000
"""The library goes through the answers five times, which is enough for tens of thousands; fewer are gone through more often, so that as many are seen."""

Answers = Sequence[tuple[str, datetime, Rating]]
"""Question, when, rating; question by question, each in order."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What became of a fit.

    Attributes:
        answers: that it was fitted to, all to questions that came back on a later day; then came `held_out` more.
        before: the mean log loss of the predictions for those held out with the parameters there were, `after` with the fitted ones.
        right: the part of those held out that was known.
        kept: the fitted ones were better, and hold from now on.
    """

    answers: int
    held_out: int
    before: float
    after: float
    right: float
    kept: bool
    parameters: Parameters


def fit(history: History, now: datetime, progress: Callable[[int, int], None] = lambda done, of: None) -> Fit:
    """Fits the parameters to all but the latest answers, and takes them if they predict these better than those that hold now.

    All schedules are replayed then.

    Args:
        history: to be written.
        now: when the parameters are said to hold from.
        progress: told while schedules are replayed: how many answers of how many.

    Raises:
        QuizdlError: the library is not installed, or there are too few answers.
        HistoryError: they could not be recorded.
    """
    try:
        import fsrs_rs_python
    except ImportError:
        raise QuizdlError("plan --fit needs the library fsrs-rs-python", "pip install 'quizdl[fit]'") from None
    answers = list(history.ratings(None))
    items = sorted(_items(answers), key=lambda item: item[0])
    if len(items) < ENOUGH:
        raise QuizdlError(
            f"{len(items)} answers came back on a later day; a fit needs {ENOUGH}, else it fits chance",
            "go on drilling; until then FSRS's own parameters hold, which fit most people",
        )
    cut = items[round(len(items) * (1 - HELD_OUT))][0]
    shown = [item for at, item in items if at < cut]
    model = fsrs_rs_python.FSRS(list(fsrs_rs_python.DEFAULT_PARAMETERS))
    epochs = min(max(ITEMS // len(shown), EPOCHS[0]), EPOCHS[1])
    fitted = model.compute_parameters(
        shown, None, True, num_relearning_steps=1, training_config=fsrs_rs_python.TrainingConfig(num_epochs=epochs)
    )
    new, old = fsrs_parameters(tuple(fitted)), history.parameters()
    before, right = _loss(answers, cut, old)
    after, _ = _loss(answers, cut, new)
    result = Fit(len(shown), len(items) - len(shown), before, after, right, after < before, new)
    if result.kept:
        about = {"answers": len(shown), "held_out": result.held_out, "log_loss": [before, after]}
        adopt(history, new, about, now, progress)
    return result


def _items(answers: Answers) -> list[tuple[datetime, FSRSItem]]:
    """Each answer to a question that came back on a later day, with all that went before, as the library has it."""
    from fsrs_rs_python import FSRSItem, FSRSReview

    found = []
    for _, own in groupby(answers, key=lambda answer: answer[0]):
        reviews: list[FSRSReview] = []
        last: datetime | None = None
        for _, at, rating in own:
            days = days_between(last or at, at)
            reviews.append(FSRSReview(int(rating), days))
            if days:
                found.append((at, FSRSItem(list(reviews))))
            last = at
    return found


def _loss(answers: Answers, cut: datetime, parameters: Parameters | None) -> tuple[float, float]:
    """The mean log loss, in nats, of what the schedules predict for the answers from a moment on; and the part of these that was known."""
    predictions = Predictions()
    for before, rating, after in replay(answers, parameters):
        if before and after.last >= cut and days_between(before.last, after.last):
            predictions.add(recall(before.stability, before.last, after.last, parameters), rating > Rating.AGAIN)
    found = predictions.calibration()
    assert found.log_loss is not None and found.observed.share is not None  # noqa: S101 - some are held out
    return found.log_loss, found.observed.share
