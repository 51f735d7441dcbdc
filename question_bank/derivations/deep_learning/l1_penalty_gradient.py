"""Gradient of an L1 penalty

A layer has weights `w`, of any shape, and biases `b`. To its data loss L₀ a penalty on the **weights only** is added:

    L = L₀ + λ Σ |w|        the sum runs over all elements of w, and is no mean

You are given `dw` = ∂L₀/∂w, `db` = ∂L₀/∂b and λ ≥ 0 as `lam`. Return `(dw_total, db_total)` = ∂L/∂w and ∂L/∂b, in the
shapes of w and b. |w| has a kink at 0; where a weight is exactly 0, take the penalty's subgradient there to be **0**.
Some weights are exactly 0. (`b` is passed for completeness.) Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.reg"
LEVEL = 1
MINUTES = 3
RETURNS = ("dw_total", "db_total")
GRADIENTS = {"dw_total": "w", "db_total": "b"}
HINTS = (
    "Draw |w|. What is its slope to the right of 0, and to the left?",
    "Every weight is pushed with the same strength, however large it is; only its sign counts.",
    "The slope of |w| is the sign of w, and np.sign(0) is just what the statement asks for; the biases are left alone.",
)
SOLUTION = """
L = L₀ + R with R = λ Σₖ |wₖ|, so ∂L/∂w = ∂L₀/∂w + ∂R/∂w. Only one term of R contains wⱼ. The slope of |w| is +1 where
w > 0 and −1 where w < 0, that is **sign(wⱼ)**, and

    ∂L/∂w = ∂L₀/∂w + λ sign(w)        ∂L/∂b = ∂L₀/∂b

At w = 0 there is no derivative, but every slope between −1 and +1 is a *subgradient*: a line of that slope through the
kink never lies above the function. The statement picks 0, the middle one, and that is also what `np.sign(0)` gives.

The push towards zero has the constant strength λ. The L2 penalty's push, λw, fades as w gets small, so it makes weights
small but hardly ever zero; the L1 push does not fade and holds a weight at zero as long as |∂L₀/∂w| < λ. That is why L1
gives sparse weights.
"""
SOURCE = "Goodfellow, Bengio, Courville 2016, Deep Learning, section 7.1.2 'L1 Regularization'; NumPy, numpy.sign, for sign(0)"
COVERS = ("16d", "12c")
REVIEWED = "2026-11-22 fixed"


def l1_penalty_gradient(dw, db, w, b, lam):
    """Gradients of the penalized loss.

    dw: gradient of the data loss by w, in the shape of w
    db: (M,) gradient of the data loss by b
    w: weights, any shape
    b: (M,) biases
    lam: λ, a number, not negative
    Returns dw_total in the shape of w, db_total (M,).
    """
    return dw + lam * np.sign(w), db


def _case(rng, shape, m, lam):
    """No weight is nearer to the kink than 0.05."""
    w = rng.uniform(0.05, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    w.flat[0] = -abs(w.flat[0])
    return {"dw": rng.normal(size=shape), "db": rng.normal(size=m), "w": w, "b": rng.normal(size=m), "lam": lam}


def inputs(rng):
    d, m, c, f, k = (int(n) for n in rng.permutation(np.arange(2, 8))[:5])
    yield "one weight, negative", _case(rng, (1, 1), 1, float(rng.uniform(0.1, 0.5)))
    yield "a dense layer", _case(rng, (d, m), m, float(rng.uniform(0.1, 0.5)))
    yield "as many outputs as inputs", _case(rng, (c, c), c, float(rng.uniform(0.1, 0.5)))
    yield "filters of a convolution", _case(rng, (f, c, k, d), f, float(rng.uniform(0.01, 0.1)))
    yield "no penalty", _case(rng, (k, m), m, 0.0)
    case = _case(rng, (d, f), f, float(rng.uniform(1, 2)))
    case["w"][0] = 0.0
    yield "a row of weights exactly zero", case
    case = _case(rng, (m, k), k, float(rng.uniform(0.1, 0.5)))
    case["w"][1] *= 1000
    yield "some weights in the hundreds", case
    case = _case(rng, (f, d), d, 0.25)
    case["w"][-1] = 0.0
    yield "in float32, some weights zero", {name: np.float32(value) for name, value in case.items()}


def loss(dw, db, w, b, lam):
    return np.sum(dw * w) + np.sum(db * b) + lam * np.sum(np.abs(w))


def naive(dw, db, w, b, lam):
    total = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        total[index] = dw[index]
        if w[index] > 0:
            total[index] += lam
        elif w[index] < 0:
            total[index] -= lam
    return total, np.array([db[j] for j in range(len(b))])


def mistake_sign_missing(dw, db, w, b, lam):
    """You added λ to every weight's gradient. The slope of |w| is −1 where w is negative: it is sign(w)."""
    return dw + lam, db


def mistake_one_at_zero(dw, db, w, b, lam):
    """At a weight of exactly 0 you took the slope 1 (a test such as w >= 0). The statement asks for 0 there."""
    return dw + lam * np.where(w >= 0, 1, -1).astype(w.dtype), db


def mistake_minus_one_at_zero(dw, db, w, b, lam):
    """At a weight of exactly 0 you took the slope −1 (the "otherwise" of w > 0). The statement asks for 0 there."""
    return dw + lam * np.where(w > 0, 1, -1).astype(w.dtype), db


def mistake_zero_by_zero(dw, db, w, b, lam):
    """You computed the sign as w/|w|, which is 0/0 = nan where a weight is 0. np.sign gives 0 there."""
    with np.errstate(invalid="ignore"):
        return dw + lam * w / np.abs(w), db


def mistake_value_for_slope(dw, db, w, b, lam):
    """You added λ|w|, the value of the penalty. The gradient needs its slope."""
    return dw + lam * np.abs(w), db


def mistake_l2_gradient(dw, db, w, b, lam):
    """You added λw, the gradient of ½ λ w². The push of an L1 penalty does not depend on how large w is."""
    return dw + lam * w, db


def mistake_times_the_norm(dw, db, w, b, lam):
    """You multiplied by the whole norm ‖w‖₁. Each weight's slope knows only its own |w|, and that slope is sign(w)."""
    return dw + lam * np.sum(np.abs(w)) * np.sign(w), db


def mistake_bias_penalized(dw, db, w, b, lam):
    """You penalized the biases as well. Here the penalty contains the weights only, so db comes through unchanged."""
    return dw + lam * np.sign(w), db + lam * np.sign(b)
