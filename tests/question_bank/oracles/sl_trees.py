"""Independent computations for the questions on trees, forests and boosting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from math import log2


def gini(labels: Sequence[int]) -> float:
    """How often two examples drawn with putting back differ, by trying all pairs."""
    return sum(one != other for one, other in product(labels, labels)) / len(labels) ** 2


def entropy(labels: Sequence[int]) -> float:
    return sum(-count / len(labels) * log2(count / len(labels)) for count in Counter(labels).values())


def after(impurity: Callable[[Sequence[int]], float], leaves: list[list[int]]) -> float:
    """The impurity met by an example, over all examples of all leaves."""
    met = [impurity(leaf) for leaf in leaves for _ in leaf]
    return sum(met) / len(met)


def gain(n: int, b: int) -> float:
    leaves = [[1] * (n - b) + [0] * (n - b), [1] * b, [0] * b]
    return entropy([1] * n + [0] * n) - after(entropy, leaves)


TEMPLATES: dict[str, Callable[..., float]] = {
    "sl-gen-tree-gini": lambda n, a: gini([0] * a + [1] * (n - a)),
    "sl-gen-tree-split-gini": lambda total, n: after(gini, [[1] * n + [0] * n, [1] * (total - 2 * n)]),
    "sl-gen-tree-information-gain": gain,
}
