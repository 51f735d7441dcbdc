"""Gradient of an L2 penalty

A layer has weights `w`, of any shape, and biases `b`. To its data loss L₀ a penalty on the **weights only** is added,
with the factor ½ (so it is λ times what `tf.nn.l2_loss(w)` gives):

    L = L₀ + ½ λ Σ w²        the sum runs over all elements of w, and is no mean

You are given `dw` = ∂L₀/∂w, `db` = ∂L₀/∂b and λ ≥ 0 as `lam`. Return `(dw_total, db_total)` = ∂L/∂w and ∂L/∂b, in the
shapes of w and b. (`b` is passed for completeness.) Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.reg"
LEVEL = 1
MINUTES = 3
RETURNS = ("dw_total", "db_total")
GRADIENTS = {"dw_total": "w", "db_total": "b"}
HINTS = (
    "The gradient of a sum of two losses is the sum of their gradients; one of them is given.",
    "Differentiate ½ λ w² for a single weight. Which of the parameters does the penalty not contain?",
    "The slope of ½ λ w² is what each weight's gradient gains; the biases, which the penalty does not contain, gain "
    "nothing.",
)
SOLUTION = """
L = L₀ + R with R = ½ λ Σₖ wₖ². Differentiation is linear, so ∂L/∂w = ∂L₀/∂w + ∂R/∂w, and the first part is given.

Only one term of R contains wⱼ, therefore ∂R/∂wⱼ = ½ λ · 2 wⱼ = **λ wⱼ**: the ½ is there to cancel the 2. Nothing is
divided by the number of weights or examples, because the penalty is a sum, and it is added once per step however large
the batch is.

R does not contain b, so **∂L/∂b = ∂L₀/∂b**. Biases are left out on purpose: they are few, and they shift an
output without making it vary more with the input.

In a step of plain gradient descent, w − η(∂L₀/∂w + λw) = (1 − ηλ) w − η ∂L₀/∂w: every step shrinks the weights by a
factor. Hence the name *weight decay*.
"""
SOURCE = (
    "Goodfellow, Bengio, Courville 2016, Deep Learning, section 7.1.1 'L2 Parameter Regularization'; "
    "TensorFlow, tf.nn.l2_loss, for the factor 1/2"
)
COVERS = ("16d", "12c")
REVIEWED = "2026-11-22 fixed"


def l2_penalty_gradient(dw, db, w, b, lam):
    """Gradients of the penalized loss.

    dw: gradient of the data loss by w, in the shape of w
    db: (M,) gradient of the data loss by b
    w: weights, any shape
    b: (M,) biases
    lam: λ, a number, not negative
    Returns dw_total in the shape of w, db_total (M,).
    """
    return dw + lam * w, db


def _case(rng, shape, m, lam):
    return {
        "dw": rng.normal(size=shape),
        "db": rng.normal(size=m),
        "w": rng.normal(size=shape),
        "b": rng.normal(size=m),
        "lam": lam,
    }


def inputs(rng):
    d, m, c, f, k = (int(n) for n in rng.permutation(np.arange(2, 8))[:5])
    yield "one weight", _case(rng, (1, 1), 1, float(rng.uniform(0.1, 0.5)))
    yield "a dense layer", _case(rng, (d, m), m, float(rng.uniform(0.1, 0.5)))
    yield "as many outputs as inputs", _case(rng, (c, c), c, float(rng.uniform(0.1, 0.5)))
    yield "filters of a convolution", _case(rng, (f, c, k, d), f, float(rng.uniform(0.01, 0.1)))
    yield "no penalty", _case(rng, (k, m), m, 0.0)
    yield "a strong penalty", _case(rng, (d, f), f, float(rng.uniform(10, 20)))
    case = _case(rng, (m, k), k, float(rng.uniform(0.1, 0.5)))
    case["w"][0] = 0.0
    case["w"][1] *= 1000
    yield "some weights zero, some large", case
    case = _case(rng, (f, d), d, 0.25)
    yield "in float32", {name: np.float32(value) for name, value in case.items()}


def loss(dw, db, w, b, lam):
    return np.sum(dw * w) + np.sum(db * b) + 0.5 * lam * np.sum(w**2)


def naive(dw, db, w, b, lam):
    total = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        total[index] = dw[index] + w[index] * lam
    return total, np.array([db[j] for j in range(len(b))])


def mistake_factor_two(dw, db, w, b, lam):
    """Your penalty's gradient is twice too large: with the factor ½ in front, the 2 of the square cancels."""
    return dw + 2 * lam * w, db


def mistake_half_kept(dw, db, w, b, lam):
    """Your penalty's gradient is half of the right one: you kept the ½ but not the 2 that the square brings down."""
    return dw + lam * w / 2, db


def mistake_bias_penalized(dw, db, w, b, lam):
    """You penalized the biases as well. Here the penalty contains the weights only, so db comes through unchanged."""
    return dw + lam * w, db + lam * b


def mistake_sign_reversed(dw, db, w, b, lam):
    """You subtracted the penalty's gradient. The minus belongs to the step w ← w − η ∂L/∂w; in the gradient
    itself the penalty has the same sign as in the loss.
    """
    return dw - lam * w, db


def mistake_penalty_alone(dw, db, w, b, lam):
    """You returned the gradients of the penalty alone. The data loss is still there: add what it gave."""
    return lam * w, np.zeros_like(db)


def mistake_averaged(dw, db, w, b, lam):
    """You divided the penalty by the number of weights. It is a sum over them, no mean."""
    return dw + lam * w / w.size, db


def mistake_norm_not_squared(dw, db, w, b, lam):
    """You differentiated the norm ‖w‖ itself, which gives w/‖w‖. The penalty is the squared norm, halved."""
    return dw + lam * w / np.sqrt(np.sum(w**2)), db
