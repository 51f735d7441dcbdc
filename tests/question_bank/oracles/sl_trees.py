"""Independent computations for the questions on: trees, forests, boosting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import log2

import numpy as np

from tests.question_bank.bank import Oracle, Point, root, slope


def questions_to_tell_apart() -> float:
    """Yes-or-no questions that single out one of equally likely classes by halving."""
    classes, asked = "abcd", 0
    while len(classes) > 1:
        classes, asked = classes[: len(classes) // 2], asked + 1
    return asked


def gini_drawn(labels: str) -> Fraction:
    """The chance that two draws differ, by counting all pairs of draws."""
    pairs = [(a, b) for a in labels for b in labels]
    return Fraction(sum(a != b for a, b in pairs), len(pairs))


def gini_drop() -> float:
    children = ["AAAA", "ABBBBB"]
    parent = "".join(children)
    assert Counter(parent) == {"A": 5, "B": 5}
    assert (gini_drawn(parent), gini_drawn(children[1])) == (Fraction(1, 2), Fraction(5, 18))
    after = sum((gini_drawn(child) for child in children for _ in child), Fraction()) / len(
        parent
    )  # of the average example
    return float(gini_drawn(parent) - after)


def extrapolation() -> float:
    """The value of the leaf that is reached by halving the training points as long as there are several."""
    points = list(range(1, 11))
    while len(points) > 1:
        middle = len(points) // 2
        threshold = (points[middle - 1] + points[middle]) / 2
        points = points[middle:] if threshold < 30 else points[:middle]
    return 2 * points[0]


def out_of_bag() -> float:
    """The limit of the chance to be missed by all draws, by Richardson's extrapolation from large samples."""

    def missed(n: int) -> float:
        return float(np.prod(np.full(n, 1 - 1 / n)))

    values = [missed(1000 * 2**i) for i in range(4)]
    for order in range(1, 4):
        values = [(2**order * b - a) / (2**order - 1) for a, b in pairwise(values)]
    return values[0]


def gain(rng: np.random.Generator) -> tuple[Point, float]:
    """Over the examples, one by one."""
    n1, n2 = (int(n) for n in rng.integers(1, 9, size=2))
    h, h1, h2 = rng.uniform(0.1, 1, size=3)
    of_each = [h1] * (n1 if n1 != n2 else n1 + 1) + [h2] * n2
    return {"h": h, "h1": h1, "h2": h2, "n1": len(of_each) - n2, "n2": n2}, float(h - np.mean(of_each))


def leaf_weight(rng: np.random.Generator) -> tuple[Point, float]:
    g, (h, lam) = rng.normal(), rng.uniform(0.3, 2, size=2)
    best = root(lambda w: slope(lambda at: g * at + (h + lam) * at**2 / 2, w), -100, 100)
    return {"G": g, "H": h, "lam": lam}, best


def gini() -> float:
    """The chance that two examples drawn from the node are of different classes."""
    return float(np.mean([one != other for one, other in product("AAAB", repeat=2)]))


def gini_of(labels: Sequence[int]) -> float:
    """How often two examples drawn with putting back differ, by trying all pairs."""
    return sum(one != other for one, other in product(labels, labels)) / len(labels) ** 2


def entropy(labels: Sequence[int]) -> float:
    return sum(-count / len(labels) * log2(count / len(labels)) for count in Counter(labels).values())


def after(impurity: Callable[[Sequence[int]], float], leaves: list[list[int]]) -> float:
    """The impurity met by an example, over all examples of all leaves."""
    met = [impurity(leaf) for leaf in leaves for _ in leaf]
    return sum(met) / len(met)


def gain_drawn(n: int, b: int) -> float:
    leaves = [[1] * (n - b) + [0] * (n - b), [1] * b, [0] * b]
    return entropy([1] * n + [0] * n) - after(entropy, leaves)


NUMBERS: dict[str, Callable[[], float]] = {
    "sl-tree-gini": gini,
    "sl-tree-entropy": questions_to_tell_apart,
    "sl-tree-gini-drop": gini_drop,
    "sl-tree-extrapolation": extrapolation,
    "sl-tree-out-of-bag": out_of_bag,
}
FORMULAS: dict[str, Oracle] = {
    "sl-tree-gain": gain,
    "sl-tree-xgboost-leaf": leaf_weight,
}
TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-tree-gini": lambda n, a: gini_of([0] * a + [1] * (n - a)),
    "sl-gen-tree-split-gini": lambda total, n: after(gini_of, [[1] * n + [0] * n, [1] * (total - 2 * n)]),
    "sl-gen-tree-information-gain": gain_drawn,
}
