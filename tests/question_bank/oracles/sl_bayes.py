"""Independent computations for the questions on Bayes and probability."""

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


TEMPLATES: dict[str, Callable[..., float]] = {"sl-gen-bayes-posterior": posterior}
