"""FSRS-6's model of memory over arrays of questions. The schedules themselves come from `fsrs`; a test holds this against it.

The formulas and their parameters w0 … w20: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quizdl.domain.schedule import Rating

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
LEAST_STABILITY = 0.001


class Memory:
    """What a person remembers who forgets by these parameters. Stability in days, difficulty 1 to 10."""

    def __init__(self, parameters: Sequence[float]) -> None:
        self._w = w = tuple(parameters)
        self._decay = -w[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self.first_stability = np.maximum(np.array([np.nan, *w[:4]]), LEAST_STABILITY)
        """After the first answer, by its rating."""
        self.first_difficulty = np.clip([np.nan, *(self._start(rating) for rating in Rating)], 1, 10)
        self._bonus = np.array([np.nan, np.nan, w[15], 1, w[16]])

    def _start(self, rating: int) -> float:
        return float(self._w[4] - np.exp(self._w[5] * (rating - 1)) + 1)

    def recall(self, stability: Numbers | float, days: Numbers | Whole | int) -> Numbers:
        """The probability that something is known so many days after its last review."""
        return np.asarray((1 + self._factor * days / stability) ** self._decay)

    def stability(self, stability: Numbers, difficulty: Numbers, days: Whole | int, rating: Whole | int) -> Numbers:
        """The stability after one more answer, so many whole days after the last."""
        w, left = self._w, 1 - self.recall(stability, days)
        rating = np.asarray(rating)
        forgotten = np.minimum(
            w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * np.exp(left * w[14]),
            stability / np.exp(w[17] * w[18]),
        )
        growth = np.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * np.expm1(left * w[10]) * self._bonus[rating]
        later = np.where(rating == Rating.AGAIN, forgotten, stability * (1 + growth))
        same = np.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
        at_once = stability * np.where(rating == Rating.AGAIN, same, np.maximum(same, 1))
        return np.asarray(np.maximum(np.where(np.asarray(days) < 1, at_once, later), LEAST_STABILITY))

    def difficulty(self, difficulty: Numbers, rating: Whole | int) -> Numbers:
        """The difficulty after one more answer."""
        w = self._w
        changed = difficulty + (10 - difficulty) * -w[6] * (np.asarray(rating) - 3) / 9
        return np.asarray(np.clip(w[7] * self._start(Rating.EASY) + (1 - w[7]) * changed, 1, 10))
