"""Piecewise constant rates, as in Keras

`boundaries` b₀ < b₁ < … < b_{K−1} cut the steps into K + 1 pieces, and `values` has the learning rate of each
piece, as in `keras.optimizers.schedules.PiecewiseConstantDecay`. A boundary **belongs to the piece before it**:
steps up to and including b₀ have values[0], the steps after b₀ up to and including b₁ have values[1], and so on;
steps after the last boundary have the last value.

Return `lrs`, of shape (N,), the rates of the steps `t`, which are given in any order and may repeat. Leave the
arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 1
MINUTES = 4
RETURNS = ("lrs",)
INVARIANTS = {"lrs": ("not negative",)}
HINTS = (
    "The number of the piece is a count: of which boundaries?",
    "Count the boundaries that lie before t. Is a boundary that is equal to t among them?",
    "index = number of boundaries smaller than t (np.searchsorted has a `side` for that); lrs = values[index].",
)
SOLUTION = """
Step t lies in piece k if just k boundaries lie before it, strictly, since a boundary is the last step of its own
piece:

    k(t) = #{ j : b_j < t }        lr(t) = values[k(t)]

For t ≤ b₀ none lies before, k = 0; behind the last boundary all K do, and values has K + 1 entries. The count can
be had by comparing all steps with all boundaries and summing over the latter, or, as they are sorted, by a binary
search: `searchsorted` with side "left" returns the number of elements smaller than t. Fancy indexing then fetches
all values at once.

With side "right" a boundary would count as passed when t is equal to it: that is PyTorch's MultiStepLR, which drops
at the milestone itself. A schedule copied from one framework to the other is off by one step, no harm in training,
but enough to make a test fail.
"""
SOURCE = "Keras 3.15.1, keras/src/optimizers/schedules/learning_rate_schedule.py, PiecewiseConstantDecay"
COVERS = ("26b",)
REVIEWED = "2026-11-22 agreed"


def piecewise_constant_keras(t, boundaries, values):
    """The learning rates of the steps t.

    t: (N,) whole numbers, steps counted from 0
    boundaries: (K,) whole numbers, growing
    values: (K + 1,) rate of each piece
    returns lrs: (N,)
    """
    return values[np.searchsorted(boundaries, t)]


def _case(rng, n, k, longest=60):
    boundaries = np.sort(rng.choice(np.arange(2, longest), size=k, replace=False))
    t = np.concatenate([boundaries, boundaries + 1, boundaries - 1, rng.integers(0, longest + 5, size=n)])
    return {"t": rng.permutation(t), "boundaries": boundaries, "values": rng.uniform(0.01, 1, size=k + 1)}


def inputs(rng):
    a, b, c, d, e = (int(n) for n in rng.permutation(np.arange(3, 9))[:5])
    yield "one step, one boundary", _case(rng, 0, 1) | {"t": np.array([int(rng.integers(70, 99))])}
    small = {"t": np.arange(8), "boundaries": np.array([3, 5]), "values": np.array([1.0, 0.5, 0.1])}
    yield "eight steps, boundaries 3 and 5", small
    yield "one boundary", _case(rng, a, 1)
    yield "several boundaries", _case(rng, 10 + b, c)
    yield (
        "neighbouring boundaries",
        _case(rng, d, 3) | {"boundaries": np.array([b, b + 1, b + 2]), "t": np.arange(4 + b)},
    )
    yield "before the first boundary", _case(rng, 0, e) | {"t": np.array([0, 1])}
    yield "a rate that rises and falls", _case(rng, c, 2) | {"values": np.array([0.1, 1.0, 0.01])}
    yield "many steps", _case(rng, 100 + a, d, longest=300)
    case = _case(rng, e, b)
    yield "rates in float32", case | {"values": case["values"].astype(np.float32)}


def large(rng):
    return _case(rng, 100_000, 8, longest=10_000)


def naive(t, boundaries, values):
    lrs = []
    for step in t:
        piece = 0
        for boundary in boundaries:
            if step > boundary:
                piece += 1
        lrs.append(values[piece])
    return np.array(lrs)


def mistake_boundary_in_the_next_piece(t, boundaries, values):
    """You change the rate at the boundary itself, as PyTorch does. Here the boundary is the last step of the piece
    before it.
    """
    return values[np.searchsorted(boundaries, t, side="right")]


def mistake_last_value_never_used(t, boundaries, values):
    """After the last boundary you keep the last value but one. There is one value more than boundaries, for what
    comes after.
    """
    return values[np.minimum(np.searchsorted(boundaries, t), len(boundaries) - 1)]


def mistake_one_piece_ahead(t, boundaries, values):
    """You are one piece ahead: steps before the first boundary have values[0]."""
    return values[np.minimum(np.searchsorted(boundaries, t) + 1, len(boundaries))]


def mistake_one_piece_behind(t, boundaries, values):
    """You are one piece behind: the first boundary leads to values[1]."""
    return values[np.maximum(np.searchsorted(boundaries, t) - 1, 0)]


def mistake_interpolated(t, boundaries, values):
    """You interpolated between the boundaries. The rate is constant within a piece."""
    return np.interp(t, [0, *boundaries], values)


def mistake_multiplied_up(t, boundaries, values):
    """You multiplied the values up, as if they were factors. They are the rates themselves."""
    return np.cumprod(values)[np.searchsorted(boundaries, t)]


def mistake_one_step_late(t, boundaries, values):
    """Your rate changes one step late: step b + 1 is the first of the new piece."""
    return values[np.searchsorted(boundaries, t - 1)]
