"""Gradient clipping by the global norm

A model has three parameter arrays, with gradients `dw1`, `db1` and `dw2`. The **global norm** is the Euclidean norm
of the one long vector that holds all their numbers.

If it is larger than `max_norm`, all three are scaled down by one common factor, such that the global norm becomes
exactly `max_norm`. Otherwise they stay as they are. (TensorFlow's `clip_by_global_norm`; PyTorch's
`clip_grad_norm_` does the same, but adds 1e-6 to the norm it divides by: do not.)

Return the three clipped gradients, each in its shape, and `norm`, the global norm **before** clipping. All
gradients may be 0. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.clipping"
LEVEL = 2
MINUTES = 5
RETURNS = ("dw1_clipped", "db1_clipped", "dw2_clipped", "norm")
RTOL = 1e-5  # float32 arguments in one case
INVARIANTS = {"norm": ("not negative",)}
HINTS = (
    "One norm for all: what has to be added up over the three arrays, and where does the root come?",
    "The factor is max_norm / norm where that is below 1, otherwise 1; a norm of 0 must not be divided by.",
    "norm = √(Σ dw1² + Σ db1² + Σ dw2²); with the larger of norm and max_norm below the line, no case needs an if.",
)
SOLUTION = """
The norm of the long vector is the root of the sum of all squares; the sum may be formed array by array, the root
only once, at the end:

    norm = √( Σ dw1² + Σ db1² + Σ dw2² )

The scaled gradient c·g has the norm c · norm, so it is max_norm for c = max_norm / norm. If the norm is not above
max_norm, c is 1. Both in one:

    c = max_norm / max(norm, max_norm)

As max_norm > 0, nothing is divided by 0, even if all gradients vanish. Each array is multiplied by the same c.

One factor for all keeps the direction of the step: only its length is limited. Clipping each array by a norm of its
own, or each number by a bound, turns the step. A limit on the norm helps against exploding gradients, say in an
RNN; it does nothing for vanishing ones, since it never makes a gradient larger.
"""
SOURCE = "Pascanu, Mikolov, Bengio 2013, arXiv 1211.5063, section 3.2, Algorithm 1; TensorFlow, tf.clip_by_global_norm"
COVERS = ("9", "17")
REVIEWED = "2026-11-22 fixed"


def gradient_clipping(dw1, db1, dw2, max_norm):
    """The clipped gradients, and the global norm before clipping.

    dw1: (D, H) gradient of the first weights
    db1: (H,) gradient of the bias
    dw2: (H, C) gradient of the second weights
    max_norm: largest global norm allowed, positive
    returns dw1_clipped: (D, H), db1_clipped: (H,), dw2_clipped: (H, C), norm: a number
    """
    norm = np.sqrt(np.sum(dw1**2) + np.sum(db1**2) + np.sum(dw2**2))
    factor = max_norm / max(norm, max_norm)
    return factor * dw1, factor * db1, factor * dw2, norm


def _case(rng, d, h, c, share):
    """share: the largest norm allowed, as a share of the norm that is there."""
    grads = {"dw1": rng.normal(size=(d, h)), "db1": 3 * rng.normal(size=h), "dw2": 2 * rng.normal(size=(h, c))}
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    return grads | {"max_norm": float(share * norm)}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "one number in each array", _case(rng, 1, 1, 1, 0.5)
    yield "small arrays, far too large", _case(rng, 2, 3, 1, 0.1)
    yield "a little too large", _case(rng, a, b, c, rng.uniform(0.8, 0.95))
    yield "not too large", _case(rng, b, c, d, rng.uniform(1.1, 2.0))
    yield "each array small enough, all together not", _case(rng, d, d, d, 0.99)
    vanished = _case(rng, c, e, f, 1.0)
    yield "all gradients 0", {name: 0 * value for name, value in vanished.items()} | {"max_norm": 1.0}
    exploded = _case(rng, e, f, a, 1.0)
    exploded["dw1"] *= 1e6
    yield "one array has exploded", exploded | {"max_norm": float(rng.uniform(1, 5))}
    tiny = _case(rng, c, a, d, 0.4)
    yield "gradients of a converged model, tiny", {name: 1e-6 * value for name, value in tiny.items()}
    yield "large arrays", _case(rng, 20 + a, 10 + b, 5 + c, 0.3)
    single = _case(rng, f, a, e, 0.4)
    arrays = {name: value.astype(np.float32) for name, value in single.items() if name != "max_norm"}
    yield "in float32", single | arrays


def large(rng):
    return _case(rng, 500, 400, 10, 0.5)


def naive(dw1, db1, dw2, max_norm):
    everything = [float(x) for g in (dw1, db1, dw2) for x in g.ravel()]
    norm = sum(x * x for x in everything) ** 0.5
    clipped = iter(x * max_norm / norm if norm > max_norm else x for x in everything)
    return *(np.array([next(clipped) for _ in range(g.size)]).reshape(g.shape) for g in (dw1, db1, dw2)), norm


def mistake_each_by_its_own_norm(dw1, db1, dw2, max_norm):
    """You clipped each array by its own norm, which turns the direction of the step. There is one norm and one
    factor for all three.
    """
    *_, norm = gradient_clipping(dw1, db1, dw2, max_norm)
    return *(g * max_norm / max(np.sqrt(np.sum(g**2)), max_norm) for g in (dw1, db1, dw2)), norm


def mistake_clipped_by_value(dw1, db1, dw2, max_norm):
    """You cut each number to ±max_norm. Clipping by the norm scales all of them by one factor, which keeps the
    direction.
    """
    *_, norm = gradient_clipping(dw1, db1, dw2, max_norm)
    return *(np.clip(g, -max_norm, max_norm) for g in (dw1, db1, dw2)), norm


def mistake_always_rescaled(dw1, db1, dw2, max_norm):
    """You rescale in any case, so that small gradients grow and vanished ones become nan. The factor is never above
    1.
    """
    *_, norm = gradient_clipping(dw1, db1, dw2, max_norm)
    with np.errstate(all="ignore"):
        return *(g * (max_norm / norm) for g in (dw1, db1, dw2)), norm


def mistake_norms_added(dw1, db1, dw2, max_norm):
    """You added the norms of the three arrays. Norms do not add up: add the squares, then take one root."""
    norm = sum(np.sqrt(np.sum(g**2)) for g in (dw1, db1, dw2))
    return *(g * max_norm / max(norm, max_norm) for g in (dw1, db1, dw2)), norm


def mistake_epsilon_added(dw1, db1, dw2, max_norm):
    """You added 1e-6 to the norm that you divide by, as PyTorch does. Here tiny gradients, too, come out with exactly
    max_norm; to be safe from 0/0 it is enough to leave gradients alone that are not too large.
    """
    *_, norm = gradient_clipping(dw1, db1, dw2, max_norm)
    factor = min(1, max_norm / (norm + 1e-6))
    return *(g * factor for g in (dw1, db1, dw2)), norm


def mistake_no_root(dw1, db1, dw2, max_norm):
    """You compared the sum of the squares with max_norm. The norm is its root."""
    norm = sum(np.sum(g**2) for g in (dw1, db1, dw2))
    return *(g * max_norm / max(norm, max_norm) for g in (dw1, db1, dw2)), norm


def mistake_norm_after_clipping(dw1, db1, dw2, max_norm):
    """Your gradients are right, but your norm is that of the clipped ones. The norm before clipping is asked for:
    it is what one plots to see explosions.
    """
    *clipped, norm = gradient_clipping(dw1, db1, dw2, max_norm)
    return *clipped, min(norm, max_norm)


def mistake_biases_left_out(dw1, db1, dw2, max_norm):
    """You left the bias out of the norm. All parameters' gradients belong to the one long vector."""
    norm = np.sqrt(np.sum(dw1**2) + np.sum(dw2**2))
    return *(g * max_norm / max(norm, max_norm) for g in (dw1, db1, dw2)), norm


def mistake_mean_square(dw1, db1, dw2, max_norm):
    """You took the root of the mean square. The norm has no division by the number of elements."""
    size = dw1.size + db1.size + dw2.size
    norm = np.sqrt(sum(np.sum(g**2) for g in (dw1, db1, dw2)) / size)
    return *(g * max_norm / max(norm, max_norm) for g in (dw1, db1, dw2)), norm
