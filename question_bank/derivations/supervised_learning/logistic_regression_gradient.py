"""Loss and gradient of logistic regression

With zᵢ = xᵢ·w + b and pᵢ = σ(zᵢ) the probability of class 1, the loss is the **mean**
cross-entropy (natural logarithm) plus a penalty on the weights:

    L = −1/N Σᵢ [ yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ) ] + λ/2 Σⱼ wⱼ²

The bias b is not penalised, and the penalty is not divided by N. `y` holds zeros and ones.

Return `loss` = L, `dw` = ∂L/∂w and `db` = ∂L/∂b. In one case the logits z are in the thousands:
loss and gradient must be right there, too.
"""

import numpy as np

SUBTOPIC = "sl.logistic"
LEVEL = 2
MINUTES = 9
RETURNS = ("loss", "dw", "db")
GRADIENTS = {"dw": "w", "db": "b"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "Take the derivative by z first: σ' = σ (1 − σ) cancels against the derivative of the logarithm.",
    "Nothing is left of it but p − y for each example; carry that to w and b through z = Xw + b, and mind the 1/N.",
    "∂L/∂zᵢ = (pᵢ − yᵢ)/N, and the penalty's part comes on top. For the loss, −log σ(z) = log(1 + e⁻ᶻ): np.logaddexp "
    "has no overflow.",
)
SOLUTION = """
For one example with z = x·w + b and p = σ(z), use σ' = σ(1 − σ):

    d/dz [ −y log p − (1 − y) log(1 − p) ] = −y(1 − p) + (1 − y)p = p − y

The slope of the sigmoid has cancelled against the derivative of the logarithm. With ∂z/∂w = x, ∂z/∂b = 1 and the mean
over N examples,

    dw = Xᵀ(p − y)/N + λw        db = mean(p − y)

λ/2 Σ w² gives λw, and the bias has no penalty.

For the loss put p in: −log σ(z) = log(1 + e⁻ᶻ) and −log(1 − σ(z)) = log(1 + eᶻ) = log(1 + e⁻ᶻ) + z. Together an
example costs log(1 + eᶻ) − yz, and np.logaddexp(0, z) computes the first term without overflow. Written with log p, a
logit of −1000 with label 1 would give log 0.

Setting the gradient to zero has no solution in closed form, since w stands inside σ; but the loss is convex, so descent
cannot be caught in a local minimum.
"""
EQUIVALENT = {
    "value = np.mean(np.logaddexp(0, z) - y * z) + lam / 2 * w @ w → value = np.mean(np.logaddexp(0, z) - y * z) + w @ (lam / 2 * w)": "an inner product of vectors",
}
SOURCE = "scikit-learn, sklearn/linear_model/_linear_loss.py, class LinearModelLoss: loss, l2_penalty, loss_gradient"
COVERS = ("10b", "10f")
REVIEWED = "2026-11-22 fixed"


def logistic_regression_gradient(w, b, X, y, lam):
    """Loss and gradients of regularized logistic regression.

    w: (D,) weights
    b: bias, a number
    X: (N, D) examples as rows
    y: (N,) labels, 0 or 1
    lam: λ, not negative
    returns loss: a number, dw: (D,), db: a number
    """
    z = X @ w + b
    error = np.exp(-np.logaddexp(0, -z)) - y
    value = np.mean(np.logaddexp(0, z) - y * z) + lam / 2 * w @ w
    return value, X.T @ error / len(y) + lam * w, np.mean(error)


def _case(rng, n, d, lam):
    y = rng.integers(0, 2, size=n).astype(float)
    return {"w": rng.normal(size=d), "b": float(rng.normal()), "X": rng.normal(size=(n, d)), "y": y, "lam": lam}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one example", _case(rng, 1, a, 0.1)
    yield "no penalty", _case(rng, 10 + b, c, 0.0)
    strong = _case(rng, 10 + d, e, 2.0)
    strong["b"] = float(rng.choice([-1, 1]) * rng.uniform(1.0, 2.0))
    yield "strong penalty, large bias", strong
    yield "one feature", _case(rng, f, 1, 0.3)
    yield "more features than examples", _case(rng, 3, a, 0.5)
    ones = _case(rng, b, d, 0.1)
    ones["y"] = np.ones(b)
    yield "only class 1", ones
    small = _case(rng, 12 + a, e, 0.1)
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in small.items()}
    yield "many examples", _case(rng, 50 + c, f, 0.01)
    huge = _case(rng, 10 + e, d, 0.1)
    huge["X"] *= 1000
    up = 2000 * huge["w"] / (huge["w"] @ huge["w"])
    huge["X"][-1], huge["X"][-2] = up, -up  # far out on both sides, whatever was drawn
    huge["y"] = (huge["X"] @ huge["w"] + huge["b"] > 0).astype(float)
    huge["y"][:3] = 1 - huge["y"][:3]  # an odd number on the wrong side, so that db is not zero
    yield "logits in the thousands", huge


def large(rng):
    return _case(rng, 4000, 30, 0.01)


def loss(w, b, X, y, lam):
    z = X @ w + b
    return np.mean(np.logaddexp(0, np.where(y == 1, -z, z))) + lam / 2 * np.sum(w**2)


def naive(w, b, X, y, lam):
    n, d = X.shape
    value, dw, db = 0.0, np.zeros(d), 0.0
    for i in range(n):
        z = b + sum(X[i, j] * w[j] for j in range(d))
        small = np.exp(-abs(z))
        p = 1 / (1 + small) if z >= 0 else small / (1 + small)
        wrong_side = (z < 0) if y[i] == 1 else (z > 0)
        value += (np.log1p(small) + (abs(z) if wrong_side else 0.0)) / n
        for j in range(d):
            dw[j] += (p - y[i]) * X[i, j] / n
        db += (p - y[i]) / n
    for j in range(d):
        value += lam * w[j] * w[j] / 2
        dw[j] += lam * w[j]
    return value, dw, db


def mistake_sigmoid_slope_kept(w, b, X, y, lam):
    """You multiplied by p (1 − p). That factor belongs to the squared error; with cross-entropy it cancels
    against the derivative of the logarithm, and p − y is all that is left.
    """
    value, _, _ = logistic_regression_gradient(w, b, X, y, lam)
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    error = (p - y) * p * (1 - p)
    return value, X.T @ error / len(y) + lam * w, np.mean(error)


def mistake_gradient_summed(w, b, X, y, lam):
    """You summed the gradient over the examples, but the loss is a mean: divide Xᵀ(p − y) and Σ(p − y) by N."""
    value, dw, db = logistic_regression_gradient(w, b, X, y, lam)
    return value, (dw - lam * w) * len(y) + lam * w, db * len(y)


def mistake_residual_reversed(w, b, X, y, lam):
    """You used y − p, which is the gradient of the log-likelihood. The loss is its negative, so the error is p − y."""
    value, dw, db = logistic_regression_gradient(w, b, X, y, lam)
    return value, 2 * lam * w - dw, -db


def mistake_bias_penalised(w, b, X, y, lam):
    """You penalised the bias like a weight. It only shifts the decision boundary and is left out of the penalty: no
    λ/2 b² in the loss, no λb in db.
    """
    value, dw, db = logistic_regression_gradient(w, b, X, y, lam)
    return value + lam / 2 * b**2, dw, db + lam * b


def mistake_penalty_gradient_doubled(w, b, X, y, lam):
    """You added 2λw to dw. The penalty is λ/2 Σ w², so the 2 from the square cancels and its gradient is λw."""
    value, dw, db = logistic_regression_gradient(w, b, X, y, lam)
    return value, dw + lam * w, db


def mistake_log_of_zero(w, b, X, y, lam):
    """Right on paper, but for large |z| p becomes exactly 0 or 1 and you take the logarithm of 0: inf or nan.
    Write the loss with z, log(1 + eᶻ) − yz, by np.logaddexp.
    """
    _, dw, db = logistic_regression_gradient(w, b, X, y, lam)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-(X @ w + b)))
        value = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + lam / 2 * w @ w
    return value, dw, db
