"""Independent computations for the questions on: Bayes, naive Bayes, probability."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def ill_given_alarm() -> float:
    people = [
        (ill, alarm) for ill, alarm, count in ((1, 1, 90), (1, 0, 10), (0, 1, 90), (0, 0, 810)) for _ in range(count)
    ]
    assert sum(ill for ill, _ in people) / len(people) == 0.1
    return float(np.mean([ill for ill, alarm in people if alarm]))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-bayes-test": ill_given_alarm,
}
