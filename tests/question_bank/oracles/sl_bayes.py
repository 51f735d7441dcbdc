"""Independent computations for the questions on: Bayes, naive Bayes, probability."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def posterior(p: int, s: int, f: int) -> float:
    """By counting, in a population in which every share is a whole number."""
    people = np.arange(10000)
    ill = people < 100 * p
    rank = np.where(ill, people, people - 100 * p) / np.where(ill, 100 * p, 10000 - 100 * p)
    alarm = rank < np.where(ill, s, f) / 100 - 1e-12
    return float(ill[alarm].mean())


def ill_given_alarm() -> float:
    people = [
        (ill, alarm) for ill, alarm, count in ((1, 1, 90), (1, 0, 10), (0, 1, 90), (0, 0, 810)) for _ in range(count)
    ]
    assert sum(ill for ill, _ in people) / len(people) == 0.1
    return float(np.mean([ill for ill, alarm in people if alarm]))


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-bayes-test": ill_given_alarm,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-bayes-posterior": posterior,
}
