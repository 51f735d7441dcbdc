"""Exponential moving average of the parameters

For evaluation one keeps a smoothed copy of the parameters, the shadow. When the parameters have become `ws[t]`, the
shadow turns into a weighted mean of itself and of them, in which the **old shadow** has the weight d and both
weights add up to 1.

At the beginning the shadow knows little, so d is ramped up, as in TensorFlow's `tf.train.ExponentialMovingAverage`
with `num_updates`: in the update with number n,

    d = min(decay, (1 + n) / (10 + n))

Row t has the number `n + t`: the `n` you are given is that of row 0. Return `shadows`, of shape (T, D), the shadow
after each row. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.schedules"
LEVEL = 1
MINUTES = 4
RETURNS = ("shadows",)
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "shadows"
HINTS = (
    "The shadow is a state: each row starts from the shadow that the row before left.",
    "The ramp's fraction grows from 0.1 towards 1; it is used until it reaches decay.",
    "In row t, d = min(decay, (1 + n + t) / (10 + n + t)) is the old shadow's weight; ws[t] gets what is left of 1.",
)
SOLUTION = """
With weight d for the old and 1 − d for the new, the update of row t is

    shadow ← d · shadow + (1 − d) · ws[t],        d = min(decay, (1 + n + t) / (10 + n + t))

which is the same as shadow ← shadow + (1 − d) (ws[t] − shadow): the shadow goes the share 1 − d of the way to the
parameters.

With a constant d the parameters of k updates ago have the weight (1 − d) dᵏ, so that the shadow looks back about
1/(1 − d) updates: 10,000 for the 0.9999 of TensorFlow's CIFAR-10 tutorial. Without the ramp it would therefore keep
the random initial values for thousands of updates. With it d is 0.1 at n = 0 and 2/11 at n = 1: at first the shadow
follows almost at once. The ramp ends where its fraction reaches decay, for 0.9999 near n = 90,000.

Unlike Adam's bias correction, the ramp changes the state itself, not its reading.
"""
SOURCE = "TensorFlow 2.21, tensorflow/python/training/moving_averages.py, ExponentialMovingAverage (num_updates)"
COVERS = ("26b",)
REVIEWED = "2026-11-22 fixed"


def exponential_moving_average(shadow, ws, decay, n):
    """The shadow after each row.

    shadow: (D,) the shadow at the beginning
    ws: (T, D) the parameters after each step of training
    decay: largest weight of the old shadow, between 0 and 1
    n: number of the first row's update, 0 or more
    returns shadows: (T, D)
    """
    shadows = []
    for t, w in enumerate(ws, start=n):
        d = min(decay, (1 + t) / (10 + t))
        shadow = d * shadow + (1 - d) * w
        shadows.append(shadow)
    return np.array(shadows)


def _case(rng, size, steps, decay, n=0):
    ws = rng.normal(size=size) + np.cumsum(rng.normal(size=(steps, size)), axis=0)
    return {"shadow": rng.normal(size=size), "ws": ws, "decay": decay, "n": n}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one row, one parameter", _case(rng, 1, 1, 0.9)
    yield "two parameters, decay reached at once", _case(rng, 2, 3, 0.05)
    yield "ramp from the very beginning", _case(rng, a, b, 0.9999)
    yield "decay reached on the way", _case(rng, c, 9 + d, 0.5, n=int(rng.integers(0, 4)))
    yield "resumed on the ramp", _case(rng, e, f, 0.9999, n=int(rng.integers(20, 60)))
    yield "resumed long after it", _case(rng, b, a, float(rng.uniform(0.7, 0.95)), n=int(rng.integers(1000, 2000)))
    yield "as many rows as parameters", _case(rng, d, d, 0.3, n=2)
    yield "many parameters", _case(rng, 30 + c, 12, 0.6)
    single = _case(rng, f, 3, 0.5, n=5)
    single = {"shadow": 2 + np.abs(single["shadow"]), "ws": 2 + np.abs(single["ws"])}
    yield "in float32", {name: value.astype(np.float32) for name, value in single.items()} | {"decay": 0.5, "n": 5}


def naive(shadow, ws, decay, n):
    """Each shadow from the beginning: every row with the product of the weights that came after it."""
    steps, size = ws.shape
    weights = []
    for t in range(steps):
        ramp = (1 + n + t) / (10 + n + t)
        weights.append(ramp if ramp < decay else decay)
    shadows = np.zeros((steps, size))
    for t in range(steps):
        for j in range(size):
            total = shadow[j] * np.prod(weights[: t + 1])
            for k in range(t + 1):
                total += ws[k, j] * (1 - weights[k]) * np.prod(weights[k + 1 : t + 1])
            shadows[t, j] = total
    return shadows


def _walk(weight, shadow, ws, n):
    """weight(number of the update) gives the weight of the old shadow."""
    shadows = []
    for t, w in enumerate(ws, start=n):
        d = weight(t)
        shadow = d * shadow + (1 - d) * w
        shadows.append(shadow)
    return np.array(shadows)


def mistake_weights_exchanged(shadow, ws, decay, n):
    """You gave d to the new parameters and 1 − d to the shadow. d belongs to the old shadow: it is near 1, and the
    shadow is slow.
    """
    return _walk(lambda t: 1 - min(decay, (1 + t) / (10 + t)), shadow, ws, n)


def mistake_no_ramp(shadow, ws, decay, n):
    """You used decay from the first row on. Early on, the smaller (1 + n) / (10 + n) is used."""
    return _walk(lambda _t: decay, shadow, ws, n)


def mistake_larger_of_both(shadow, ws, decay, n):
    """You took the larger of decay and the ramp. decay is the upper limit: take the smaller."""
    return _walk(lambda t: max(decay, (1 + t) / (10 + t)), shadow, ws, n)


def mistake_number_not_advanced(shadow, ws, decay, n):
    """You used the same n for all rows. The number grows by 1 with each row."""
    return _walk(lambda _t: min(decay, (1 + n) / (10 + n)), shadow, ws, n)


def mistake_number_from_zero(shadow, ws, decay, n):
    """You counted the rows of this call from 0. Row 0 has the number n that you were given."""
    return _walk(lambda t: min(decay, (1 + t - n) / (10 + t - n)), shadow, ws, n)


def mistake_number_one_ahead(shadow, ws, decay, n):
    """Your number is one ahead: row 0 has the number n itself."""
    return _walk(lambda t: min(decay, (2 + t) / (11 + t)), shadow, ws, n)


def mistake_shadow_not_carried(shadow, ws, decay, n):
    """You started each row from the first shadow. The shadow is a state: each row starts from what the row before
    left.
    """
    d = np.minimum(decay, (1 + n + np.arange(len(ws))) / (10 + n + np.arange(len(ws))))[:, None]
    return d * shadow + (1 - d) * ws


def mistake_new_not_weighted(shadow, ws, decay, n):
    """You added the new parameters whole, d · shadow + w. The weights add up to 1, so the new ones take 1 − d."""
    shadows = []
    for t, w in enumerate(ws, start=n):
        shadow = min(decay, (1 + t) / (10 + t)) * shadow + w
        shadows.append(shadow)
    return np.array(shadows)
