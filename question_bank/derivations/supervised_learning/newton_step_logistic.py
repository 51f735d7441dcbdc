"""One Newton step for logistic regression (IRLS)

With pᵢ = σ(xᵢ·w), the probability of class 1 and without an intercept, the loss is the **sum** of the cross-entropies
plus a penalty on all weights,

    L(w) = −Σᵢ [ yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ) ] + λ/2 Σⱼ wⱼ²

`y` holds zeros and ones, λ > 0. Derive the gradient g and the Hessian H of L at w, and take one full Newton step: go
to the minimum of the quadratic function that agrees with L at w in value, gradient and Hessian. No damping, no line
search.

Return `w_new`, of shape (D,). NumPy's linear algebra may be used. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "sl.closed-form"
LEVEL = 3
MINUTES = 12
RETURNS = ("w_new",)
HINTS = (
    "You know the gradient, Xᵀ(p − y) and the penalty's part. Differentiate it by w once more: only p depends on w.",
    "∂pᵢ/∂w = pᵢ(1 − pᵢ) xᵢ. So the Hessian adds up xᵢxᵢᵀ, each with the weight pᵢ(1 − pᵢ), and the penalty adds λI.",
    "H = XᵀSX + λI with S = diag(p(1 − p)). The model is least where its gradient, g + H(w_new − w), is zero: "
    "np.linalg.solve.",
)
SOLUTION = """
**Gradient.** With σ' = σ(1 − σ), the derivative of an example's cross-entropy by z = x·w is p − y. Summed,

    g = Xᵀ(p − y) + λw

**Hessian.** Only p depends on w, and ∂pᵢ/∂w = pᵢ(1 − pᵢ)xᵢ. Hence

    H = Σᵢ pᵢ(1 − pᵢ) xᵢxᵢᵀ + λI = XᵀSX + λI,        S = diag(p(1 − p))

The diagonal of S is positive and λ > 0, so H is positive definite: the loss is strictly convex.

**Step.** The quadratic model L + gᵀd + ½dᵀHd is least where Hd = −g, so

    w_new = w − (XᵀSX + λI)⁻¹ (Xᵀ(p − y) + λw)

Solve the system instead of inverting H. Multiplied out, w_new = (XᵀSX + λI)⁻¹ XᵀSz with z = Xw + S⁻¹(y − p): a ridge
regression with weights S, which are computed anew in every step; hence "iteratively reweighted least squares".

There is no closed form for the minimum itself: the equation g = 0 has w inside every σ. Near it Newton needs a few
steps, each costing about ND² + D³/3; from far away a full step can overshoot.
"""
SOURCE = "Bishop 2006, Pattern Recognition and Machine Learning, section 4.3.3 (eq. 4.92 to 4.100)"
COVERS = ("10g",)
REVIEWED = "2026-11-22 fixed"


def newton_step_logistic(w, X, y, lam):
    """The weights after one Newton step.

    w: (D,) weights before the step
    X: (N, D) examples as rows
    y: (N,) labels, 0 or 1
    lam: λ, positive
    returns w_new: (D,)
    """
    z = X @ w
    p, q = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    gradient = X.T @ (p - y) + lam * w
    hessian = X.T @ ((p * q)[:, None] * X)
    hessian[np.diag_indices_from(hessian)] += lam
    return w - np.linalg.solve(hessian, gradient)


def _case(rng, n, d, lam):
    y = rng.permutation(np.arange(n) % 2).astype(float)
    return {"w": rng.normal(size=d), "X": rng.normal(size=(n, d)), "y": y, "lam": lam}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    simple = {
        "w": np.array([1.0, -1.0]),
        "X": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        "y": np.array([1.0, 0, 1]),
    }
    yield "three examples in the plane", simple | {"lam": 0.5}
    yield "one example", _case(rng, 1, a, 1.0)
    yield "one feature", _case(rng, 4 + b, 1, 0.3)
    yield "a small penalty", _case(rng, 20 + c, d, 0.05)
    yield "a large penalty", _case(rng, 8 + e, f, 10.0)
    zero = _case(rng, 10 + d, e, 0.2)
    yield "from zero", zero | {"w": np.zeros(e)}
    yield "as many features as examples", _case(rng, f, f, 0.7)
    yield "more features than examples", _case(rng, a, 6 + b, float(rng.uniform(0.5, 2.0)))
    yield "only class 1", _case(rng, 5 + c, a, 0.4) | {"y": np.ones(5 + c)}
    sure = _case(rng, 10 + e, d, 2.0)
    sure["X"] *= 300
    yield "most examples sure, right or wrong", sure
    small = _case(rng, 15 + f, c, 1.0)
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in small.items()}
    yield "many examples", _case(rng, 60 + b, e, 0.5)


def large(rng):
    return _case(rng, 4000, 25, 0.5)


def naive(w, X, y, lam):
    n, d = X.shape
    g, H = np.zeros(d), np.zeros((d, d))
    for i in range(n):
        z = sum(float(X[i, j]) * float(w[j]) for j in range(d))
        small = np.exp(-abs(z))
        p = 1 / (1 + small) if z > 0 else small / (1 + small)
        for j in range(d):
            g[j] += (p - y[i]) * X[i, j]
            for k in range(d):
                H[j, k] += small / (1 + small) ** 2 * X[i, j] * X[i, k]
    for j in range(d):
        g[j] += lam * w[j]
        H[j, j] += lam
    return w - np.linalg.inv(H) @ g


def _parts(w, X, y):
    z = X @ w
    p, q = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    return p - y, p * q, np.eye(len(w))


def mistake_weights_left_out(w, X, y, lam):
    """Your Hessian is XᵀX + λI, that of least squares. Each example counts with the slope of its sigmoid, p (1 − p),
    which is at most ¼; without it your steps are too short.
    """
    error, _, eye = _parts(w, X, y)
    return w - np.linalg.solve(X.T @ X + lam * eye, X.T @ error + lam * w)


def mistake_uphill(w, X, y, lam):
    """You added the step. The quadratic model is least where H d = −g: subtract H⁻¹g (or use y − p and −λw in g)."""
    return 2 * w - newton_step_logistic(w, X, y, lam)


def mistake_penalty_not_in_hessian(w, X, y, lam):
    """Your gradient has λw, but your Hessian lacks λI. The second derivative of λ/2 |w|² is λ on the diagonal."""
    error, s, _ = _parts(w, X, y)
    return w - np.linalg.pinv(X.T @ (s[:, None] * X)) @ (X.T @ error + lam * w)


def mistake_penalty_not_in_gradient(w, X, y, lam):
    """Your Hessian has λI, but your gradient lacks λw. The derivative of λ/2 |w|² is λw."""
    error, s, eye = _parts(w, X, y)
    return w - np.linalg.solve(X.T @ (s[:, None] * X) + lam * eye, X.T @ error)


def mistake_penalty_on_all_elements(w, X, y, lam):
    """You added λ to every element of the Hessian: NumPy broadcasts a number. It belongs on the diagonal: λ times the
    identity.
    """
    error, s, _ = _parts(w, X, y)
    return w - np.linalg.lstsq(X.T @ (s[:, None] * X) + lam, X.T @ error + lam * w, rcond=None)[0]


def mistake_weights_squared(w, X, y, lam):
    """You multiplied both factors X by p (1 − p), so it stands in your Hessian squared. It belongs there once: XᵀSX."""
    error, s, eye = _parts(w, X, y)
    return w - np.linalg.solve(X.T @ (s[:, None] ** 2 * X) + lam * eye, X.T @ error + lam * w)


def mistake_slope_in_gradient(w, X, y, lam):
    """You put p (1 − p) into the gradient, too. With cross-entropy it cancels there; only the Hessian has it."""
    error, s, eye = _parts(w, X, y)
    return w - np.linalg.solve(X.T @ (s[:, None] * X) + lam * eye, X.T @ (s * error) + lam * w)


def mistake_gradient_averaged(w, X, y, lam):
    """You averaged one of gradient and Hessian over the examples and summed the other. Here both are sums."""
    error, s, eye = _parts(w, X, y)
    return w - np.linalg.solve(X.T @ (s[:, None] * X) + lam * eye, X.T @ error / len(y) + lam * w)


def mistake_gradient_step(w, X, y, lam):
    """You took a gradient step of length 1. Newton's step divides by the Hessian: solve H d = g."""
    error, _, _ = _parts(w, X, y)
    return w - X.T @ error - lam * w


def mistake_hessian_averaged(w, X, y, lam):
    """You divided the data's part of the Hessian by N and that of the gradient not. Both belong to the same sum."""
    z = X @ w
    p, q = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    hessian = X.T @ ((p * q)[:, None] * X) / len(y) + lam * np.eye(len(w))
    return w - np.linalg.solve(hessian, X.T @ (p - y) + lam * w)
