"""Independent computations for the questions on: Bayes, naive Bayes, probability."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from tests.question_bank.bank import Oracle, Point


def posterior_counted(p: int, s: int, f: int) -> float:
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


def add_one(rng: np.random.Generator) -> tuple[Point, float]:
    """Every word of the vocabulary is written once more at the end of the text."""
    vocabulary = int(rng.integers(3, 9))
    text = [0] * 9 + [int(word) for word in rng.integers(vocabulary, size=int(rng.integers(5, 30)))]
    longer = [*text, *range(vocabulary)]
    return {"n": text.count(0), "N": len(text), "V": vocabulary}, longer.count(0) / len(longer)


def posterior(rng: np.random.Generator) -> tuple[Point, float]:
    """From the table of joint probabilities, rows ill and healthy, columns alarm and none."""
    p, s, f = rng.uniform(0.05, 0.95, size=3)
    table = np.diag([p, 1 - p]) @ np.array([[s, 1 - s], [f, 1 - f]])
    return {"p": p, "s": s, "f": f}, float((table / table.sum(axis=0))[0, 0])


def coin_after_tosses() -> float:
    """By numbers on a fine grid of P(heads)."""
    heads = (np.arange(200_000) + 0.5) / 200_000
    weight = heads**7 * (1 - heads)
    return float(np.sum(heads * weight) / np.sum(weight))


def two_tests() -> float:
    people = {"ill": 1.0, "healthy": 100.0}
    for _ in range(2):
        people = {"ill": people["ill"] * 0.5, "healthy": people["healthy"] * 0.05}  # those of whom the test is positive
    return people["ill"] / sum(people.values())


def monty_hall() -> float:
    """All ways it can go, with their probabilities; the first door is picked."""
    won = 0.0
    for car in range(3):
        free = [door for door in (1, 2) if door != car]
        for opened in free:
            switched = ({1, 2} - {opened}).pop()
            won += (switched == car) / 3 / len(free)
    return won


def variance_of_difference() -> float:
    return float(np.var([x - y for x, y in product((-2, 2), (-3, 3))]))  # variances 4 and 9


def binary_parameters() -> int:
    class_table = np.zeros(2)
    feature_tables = np.zeros((10, 2, 2))  # feature, class, value
    sums_fixed = 1 + feature_tables[:, :, 0].size
    return class_table.size + feature_tables.size - sums_fixed


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-bayes-test": ill_given_alarm,
    "sl-bayes-beta-update": coin_after_tosses,
    "sl-bayes-two-tests": two_tests,
    "sl-bayes-monty-hall": monty_hall,
    "sl-bayes-variance-difference": variance_of_difference,
    "sl-bayes-binary-parameters": binary_parameters,
}
FORMULAS: dict[str, Oracle] = {
    "sl-bayes-laplace": add_one,
    "sl-bayes-posterior": posterior,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-bayes-posterior": posterior_counted,
}
