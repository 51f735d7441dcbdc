"""Gradient of linear regression with an elastic net

With the convention of scikit-learn's `ElasticNet`, the loss of the weights `w` and the intercept `b` is

    L = 1/(2N) Σ_n (x[n]·w + b − y[n])² + α ρ Σ_d |w[d]| + ½ α (1 − ρ) Σ_d w[d]²

* `x`: (N, D), `y`: (N,), `w`: (D,), `b`: a number
* `alpha` = α ≥ 0, the strength of the whole penalty; `l1_ratio` = ρ from 0 to 1, the share of the L1 part

Return `(dw, db)`: ∂L/∂w of shape (D,) and the number ∂L/∂b. The intercept is not penalized. Where a weight is exactly
0, take the subgradient of |w| to be **0**.
"""

import numpy as np

SUBTOPIC = "dl.reg"
LEVEL = 2
MINUTES = 6
RETURNS = ("dw", "db")
GRADIENTS = {"dw": "w", "db": "b"}
HINTS = (
    "Three terms, three gradients, added up. Start with the one that contains the data.",
    "The 2 of the square cancels the ½ in the first term and in the last one; the middle term has the slope of |w|.",
    "With the residual r = x w + b − y the data term gives xᵀ r / N for w. The intercept meets a 1 in every example; "
    "what does the data term give for it?",
)
SOLUTION = """
Let r = x w + b − y, of shape (N,). The derivative of r[n] by w[d] is x[n, d], by b it is 1.

**Data term.** ∂/∂w[d] of 1/(2N) Σ r² is 1/N Σ_n r[n] x[n, d], which is xᵀ r / N; by b it is the mean of r. The ½
cancels the 2 of the square, the 1/N stays.

**L1 term.** The slope of |w[d]| is sign(w[d]), which is 0 at 0 as the statement asks: α ρ sign(w).

**L2 term.** ½ α (1 − ρ) · 2 w[d] = α (1 − ρ) w[d]. Again the ½ has done its work.

    dw = xᵀ r / N + α ρ sign(w) + α (1 − ρ) w        db = mean(r)

The penalties carry no 1/N: they are added once, not once per example. ρ = 1 is the lasso, ρ = 0 is ridge regression.
At a minimum every weight that is not zero has dw = 0; one that is zero stays there as long as |xᵀ r / N| ≤ α ρ.
"""
SOURCE = "scikit-learn, sklearn/linear_model/_coordinate_descent.py, docstring of ElasticNet"
COVERS = ("16d", "12c")
REVIEWED = "2026-11-22 fixed"


def elastic_net_gradient(x, y, w, b, alpha, l1_ratio):
    """Gradients of the penalized squared error.

    x: (N, D) features
    y: (N,) targets
    w: (D,) weights
    b: intercept, a number
    alpha: α, strength of the penalty
    l1_ratio: ρ, share of the L1 part
    Returns dw (D,), db (a number).
    """
    residual = x @ w + b - y
    dw = x.T @ residual / len(x) + alpha * l1_ratio * np.sign(w) + alpha * (1 - l1_ratio) * w
    return dw, residual.mean()


def _case(rng, n, d, alpha=None, l1_ratio=None):
    """No weight is nearer to the kink than 0.1."""
    return {
        "x": rng.normal(size=(n, d)),
        "y": rng.normal(size=n),
        "w": rng.uniform(0.1, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d),
        "b": float(rng.uniform(0.5, 2)),
        "alpha": float(rng.uniform(0.3, 0.9)) if alpha is None else alpha,
        "l1_ratio": float(rng.uniform(0.15, 0.4)) if l1_ratio is None else l1_ratio,
    }


def inputs(rng):
    n, d, m, k = (int(size) for size in rng.permutation(np.arange(3, 9))[:4])
    yield "one example", _case(rng, 1, d)
    yield "a few examples", _case(rng, n, d)
    yield "as many features as examples", _case(rng, m, m)
    yield "one feature", _case(rng, k, 1)
    yield "more features than examples", _case(rng, 3, 3 + m)
    case = _case(rng, m, k)
    case["w"][0] = case["w"][-1] = 0.0
    yield "some weights exactly zero", case
    yield "lasso: no L2 part", _case(rng, d, k, l1_ratio=1.0)
    yield "ridge: no L1 part", _case(rng, k, n, l1_ratio=0.0)
    yield "no penalty", _case(rng, d, m, alpha=0.0)
    case = _case(rng, 10 + n, m)
    yield "in float32", {name: np.float32(value) for name, value in case.items()}


def large(rng):
    return _case(rng, 2000, 150)


def loss(x, y, w, b, alpha, l1_ratio):
    fit = np.mean((x @ w + b - y) ** 2) / 2
    return fit + alpha * (l1_ratio * np.abs(w).sum() + (1 - l1_ratio) / 2 * (w**2).sum())


def naive(x, y, w, b, alpha, l1_ratio):
    n_rows, n_columns = x.shape
    dw, db = [0.0] * n_columns, 0.0
    for n in range(n_rows):
        error = b - y[n]
        for d in range(n_columns):
            error += x[n, d] * w[d]
        db += error / n_rows
        for d in range(n_columns):
            dw[d] += error * x[n, d] / n_rows
    for d in range(n_columns):
        slope = 0 if w[d] == 0 else 1 if w[d] > 0 else -1
        dw[d] += alpha * (l1_ratio * slope + (1 - l1_ratio) * w[d])
    return np.array(dw), db


def mistake_ratio_swapped(x, y, w, b, alpha, l1_ratio):
    """You exchanged the two parts: l1_ratio is the share of the L1 part, 1 − l1_ratio that of the L2 part."""
    return elastic_net_gradient(x, y, w, b, alpha, 1 - l1_ratio)


def mistake_l2_factor_two(x, y, w, b, alpha, l1_ratio):
    """The gradient of your L2 part is twice too large: the ½ in front of it cancels the 2 of the square."""
    dw, db = elastic_net_gradient(x, y, w, b, alpha, l1_ratio)
    return dw + alpha * (1 - l1_ratio) * w, db


def mistake_data_factor_two(x, y, w, b, alpha, l1_ratio):
    """The data term's gradient is twice too large: its factor is 1/(2N), so the 2 of the square cancels."""
    dw, db = elastic_net_gradient(x, y, w, b, alpha, l1_ratio)
    data, _ = elastic_net_gradient(x, y, w, b, 0 * alpha, l1_ratio)
    return dw + data, 2 * db


def mistake_not_averaged(x, y, w, b, alpha, l1_ratio):
    """You summed the data term over the examples. It has the factor 1/(2N): divide its gradients by N."""
    dw, _ = elastic_net_gradient(x, y, w, b, alpha, l1_ratio)
    residual = x @ w + b - y
    return dw + x.T @ residual * (1 - 1 / len(x)), residual.sum()


def mistake_penalty_averaged(x, y, w, b, alpha, l1_ratio):
    """You divided the penalty by N too. Only the data term is a mean over the examples."""
    return elastic_net_gradient(x, y, w, b, alpha / len(x), l1_ratio)


def mistake_intercept_penalized(x, y, w, b, alpha, l1_ratio):
    """You penalized the intercept as well; the penalty sums over the weights w only."""
    dw, db = elastic_net_gradient(x, y, w, b, alpha, l1_ratio)
    return dw, db + alpha * l1_ratio * np.sign(b) + alpha * (1 - l1_ratio) * b


def mistake_residual_sign(x, y, w, b, alpha, l1_ratio):
    """Your data term has the wrong sign: its gradient has prediction minus target, not target minus prediction."""
    dw, db = elastic_net_gradient(x, y, w, b, alpha, l1_ratio)
    data, _ = elastic_net_gradient(x, y, w, b, 0 * alpha, l1_ratio)
    return dw - 2 * data, -db


def mistake_one_at_zero(x, y, w, b, alpha, l1_ratio):
    """At a weight of exactly 0 you took the slope of |w| to be 1. The statement asks for 0 there."""
    dw, db = elastic_net_gradient(x, y, w, b, alpha, l1_ratio)
    return dw + alpha * l1_ratio * (w == 0), db
