"""Half

Given `x`, return `y` = x / 2.
"""

# mypy: ignore-errors
# (a derivation is written as its author would, without types)

import numpy as np

SUBTOPIC = "or"
LEVEL = 1
MINUTES = 1
RETURNS = ("y",)
GRADIENTS = {"y": "x"}
HINTS = ("Look at one element.",)
SOURCE = "Euclid, Elements, book VII"


def halve(x):
    """Half of x.

    x: any shape
    """
    return x / 2


def inputs(rng):
    for n in (1, 3, 4, 7):
        yield f"n = {n}", {"x": rng.normal(size=n)}


def loss(x):
    return np.sum(x * x) / 4


def mistake_doubled(x):
    """You doubled x; halve it."""
    return x * 2
