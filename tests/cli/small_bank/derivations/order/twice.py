"""Twice

Given `x`, return `y` = 2 x.
"""

# mypy: ignore-errors
# (a derivation is written as its author would, without types)

import numpy as np

SUBTOPIC = "or"
LEVEL = 1
MINUTES = 1
RETURNS = ("y",)
HINTS = ("Look at one element.", "Each is multiplied by 2.")
SOURCE = "Euclid, Elements, book VII"


def twice(x):
    """Twice x.

    x: any shape
    """
    return 2 * x


def inputs(rng):
    for n in (1, 3, 4, 7):
        yield f"n = {n}", {"x": rng.normal(size=n)}


def mistake_square(x):
    """You squared x; twice x is x + x."""
    return np.square(x)


def mistake_unchanged(x):
    """You returned x as it came."""
    return x
