"""What was expected against what came: shares with their intervals, and predictions held against outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

FINE = 500
"""Predictions are counted in so many equal steps from 0 to 1: memory does not grow with the history, and tenths of the answers are exact enough."""
DECILES = 10
"""Groups of about as many answers each."""
FEW = 10
"""Answers that a group has at least (the last one half as many), if there are two groups or more."""
LEAST = 1e-6
"""What was thought certain and did not happen costs as if it had this chance: much, not everything."""
_Z = 1.959964
"""The 97.5 % quantile of the normal distribution."""


def wilson(right: float, of: int) -> tuple[float, float]:
    """The interval in which a share lies with 95 % confidence.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).

    Args:
        right: how many, of `of`; partly right answers count partly.
        of: at least one.
    """
    share, shrink = right / of, 1 + _Z**2 / of
    middle = (share + _Z**2 / (2 * of)) / shrink
    spread = _Z * sqrt(max(0.0, share * (1 - share)) / of + _Z**2 / (4 * of**2)) / shrink
    return max(0.0, min(middle - spread, share)), min(1.0, max(middle + spread, share))


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; with `low` and `high` (Wilson, 95 %). Without any, all three are None."""

    of: int
    share: float | None
    low: float | None
    high: float | None


def share(right: float, of: int) -> Share:
    """The share that `right` is of `of`."""
    return Share(of, right / of, *wilson(right, of)) if of else Share(0, None, None, None)


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of which about the same was expected: the mean that was predicted, and what was observed."""

    predicted: float
    observed: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected against observed.

    Attributes:
        predicted: the mean that was expected of all.
        observed: what came of all.
        log_loss: the mean of -log p of what happened, in nats; None without any.
        groups: tenths of the answers by what was expected, lowest first; fewer where there are few answers.
    """

    predicted: float | None
    observed: Share
    log_loss: float | None
    groups: tuple[Group, ...]


class Predictions:
    """Counts predictions and what came of them, in a memory that does not grow."""

    def __init__(self) -> None:
        self._of = [0] * (FINE + 1)
        self._predicted = [0.0] * (FINE + 1)
        self._right = [0.0] * (FINE + 1)
        self._loss = 0.0

    def add(self, predicted: float, right: float, times: int = 1) -> None:
        """Counts answers of which the same was expected (0 to 1), and how much of them was right (0 to `times`)."""
        place = int(predicted * FINE)
        self._of[place] += times
        self._predicted[place] += predicted * times
        self._right[place] += right
        safe = min(max(predicted, LEAST), 1 - LEAST)
        self._loss -= right * log(safe) + (times - right) * log(1 - safe)

    def calibration(self) -> Calibration:
        """What the counts say."""
        count = sum(self._of)
        if not count:
            return Calibration(None, share(0, 0), None, ())
        least = max(count / DECILES, min(FEW, count))
        parts: list[list[float]] = [[0, 0.0, 0.0]]
        for counted in zip(self._of, self._predicted, self._right, strict=True):
            if parts[-1][0] >= least:
                parts.append([0, 0.0, 0.0])
            parts[-1] = [old + new for old, new in zip(parts[-1], counted, strict=True)]
        if len(parts) > 1 and parts[-1][0] < least / 2:  # a rest that says nothing alone
            rest = parts.pop()
            parts[-1] = [old + new for old, new in zip(parts[-1], rest, strict=True)]
        groups = [Group(predicted / of, share(right, int(of))) for of, predicted, right in parts]
        overall = share(sum(self._right), count)
        return Calibration(sum(self._predicted) / count, overall, self._loss / count, tuple(groups))
