"""Ridge regression in closed form, with an unpenalised intercept

Fit `y ≈ X·slopes + intercept`, shrinking the slopes: minimise over both

    Σᵢ (xᵢ·slopes + intercept − yᵢ)² + λ Σⱼ slopesⱼ²

The squared errors are **summed**, not averaged, there is no factor ½, and **the intercept is not penalised**. λ > 0,
so the minimum is unique even if columns of X are alike or there are fewer examples than features. X comes without a
column of ones.

Return `w`, of shape (D + 1,): the D slopes in the order of the columns of X, and **last** the intercept. NumPy's linear
algebra may be used. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "sl.closed-form"
LEVEL = 2
MINUTES = 8
RETURNS = ("w",)
HINTS = (
    "For given slopes, which intercept is best? Nothing penalises it, so set the derivative by it to zero.",
    "The best intercept makes the errors average to zero. Put it back in: what is left has X and y less their means.",
    "With both centred the loss is |Xc·slopes − yc|² + λ|slopes|²: set its gradient to zero, a linear system.",
)
SOLUTION = """
Set the derivative by the intercept c to zero: Σ(xᵢ·s + c − yᵢ) = 0, so

    c = ȳ − x̄·s

with the means x̄ and ȳ of the examples. No λ stands in this equation, as c is not penalised. Put it back in: the
errors become (xᵢ − x̄)·s − (yᵢ − ȳ), a problem without intercept in the centred data Xc, yc. There

    ∂/∂s [ |Xc s − yc|² + λ|s|² ] = 2 Xcᵀ(Xc s − yc) + 2λs = 0
    (XcᵀXc + λI) s = Xcᵀyc

The 2 cancels, and λ is added to the diagonal only. XcᵀXc has no negative eigenvalue, so with λ > 0 the matrix can
always be inverted, whatever the rank of X. (Xcᵀyc = Xcᵀy: the columns of Xc sum to 0.)

Along a singular direction of Xc with singular value σ the solution is that of least squares times σ²/(σ² + λ): weak
directions are shrunk most. Equivalently, append a column of ones and add λ to all diagonal elements except the last.
"""
EQUIVALENT = {
    "return np.append(slopes, y.mean() - mean @ slopes) → return np.append(slopes, y.mean() - slopes @ mean)": "an inner product of vectors",
}
SOURCE = (
    "Hastie, Tibshirani, Friedman 2009, The Elements of Statistical Learning, section 3.4.1; "
    "scikit-learn, sklearn/linear_model/_ridge.py, docstring of Ridge"
)
COVERS = ("10e",)
REVIEWED = "2026-11-22 fixed"


def ridge_regression(X, y, lam):
    """The ridge slopes and, last, the intercept.

    X: (N, D) examples as rows, without a column of ones
    y: (N,) targets
    lam: λ, positive
    returns w: (D + 1,)
    """
    mean = X.mean(axis=0)
    centred = X - mean
    gram = centred.T @ centred
    gram[np.diag_indices_from(gram)] += lam
    slopes = np.linalg.solve(gram, centred.T @ y)
    return np.append(slopes, y.mean() - mean @ slopes)


def _case(rng, n, d, lam):
    X = rng.normal(size=(n, d)) + rng.uniform(0.5, 1.5, size=d)
    return {"X": X, "y": X @ rng.normal(size=d) + rng.normal(size=n) + 3, "lam": lam}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "three points on a line", {"X": np.array([[0.0], [1.0], [2.0]]), "y": np.array([1.0, 3.0, 5.0]), "lam": 1.0}
    yield "one example", _case(rng, 1, a, 0.5)
    yield "one feature", _case(rng, b + 4, 1, 2.0)
    yield "a small penalty", _case(rng, 10 + c, d, 0.01)
    yield "a large penalty", _case(rng, 12 + e, f, 100.0)
    yield "more features than examples", _case(rng, a, 8 + b, float(rng.uniform(0.5, 2.0)))
    alike = _case(rng, 10 + d, c, 0.3)
    alike["X"][:, 1] = alike["X"][:, 0]
    yield "two columns the same", alike
    yield "as many features as examples", _case(rng, e, e, 3.0)
    far = _case(rng, 14 + f, b, 4.0)
    far["X"] += rng.uniform(2, 4, size=b)
    yield "features far from zero", far
    small = _case(rng, 20 + a, c, 2.0)
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in small.items()}
    yield "many examples", _case(rng, 60 + d, a, 5.0)


def large(rng):
    return _case(rng, 3000, 30, 2.0)


def naive(X, y, lam):
    """Gaussian elimination on the equations of both, in sums over the examples."""
    n, d = X.shape
    table = [[0.0] * (d + 2) for _ in range(d + 1)]
    for i in range(n):
        row = [float(x) for x in X[i]] + [1.0, float(y[i])]
        for j in range(d + 1):
            for k in range(d + 2):
                table[j][k] += row[j] * row[k]
    for j in range(d):
        table[j][j] += lam
    for j in range(d + 1):
        for i in range(j + 1, d + 1):
            factor = table[i][j] / table[j][j]
            for k in range(j, d + 2):
                table[i][k] -= factor * table[j][k]
    w = np.zeros(d + 1)
    for j in range(d, -1, -1):
        w[j] = (table[j][d + 1] - sum(table[j][k] * w[k] for k in range(j + 1, d + 1))) / table[j][j]
    return w


def _augmented(X, y, penalty):
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.solve(A.T @ A + penalty, A.T @ y)


def mistake_intercept_penalised(X, y, lam):
    """You penalised the intercept like a slope, which draws the whole fit towards zero. λ is added to the slopes'
    diagonal elements only.
    """
    return _augmented(X, y, lam * np.eye(X.shape[1] + 1))


def mistake_penalty_times_examples(X, y, lam):
    """Your penalty is N times too large: it fits a loss that is a mean. Here the squared errors are summed."""
    return ridge_regression(X, y, lam * len(y))


def mistake_penalty_over_examples(X, y, lam):
    """Your penalty is N times too small. The squared errors are summed here, and λ is not divided by N."""
    return ridge_regression(X, y, lam / len(y))


def mistake_penalty_on_all_elements(X, y, lam):
    """You added λ to every element of XᵀX: NumPy broadcasts a number. The gradient of λ|w|² is 2λw, so it belongs on
    the diagonal: λ times the identity.
    """
    centred = X - X.mean(axis=0)
    slopes = np.linalg.lstsq(centred.T @ centred + lam, centred.T @ y, rcond=None)[0]
    return np.append(slopes, y.mean() - X.mean(axis=0) @ slopes)


def mistake_penalty_doubled(X, y, lam):
    """Your λ counts twice. Both the squared error and the penalty bring down a 2 when differentiated, and it
    cancels.
    """
    return ridge_regression(X, y, 2 * lam)


def mistake_penalty_halved(X, y, lam):
    """Your λ counts half. Both the squared error and the penalty bring down a 2 when differentiated, and it cancels."""
    return ridge_regression(X, y, lam / 2)


def mistake_penalty_ignored(X, y, lam):
    """You left the penalty out: this is ordinary least squares."""
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.lstsq(A, y, rcond=None)[0]


def mistake_not_centred(X, y, lam):
    """You fitted the slopes without an intercept and computed that afterwards. The two depend on each other: centre X
    first, or fit them together.
    """
    slopes = np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)
    return np.append(slopes, np.mean(y - X @ slopes))


def mistake_intercept_not_moved_back(X, y, lam):
    """Your slopes are right, but the mean of y is the intercept of the centred data. Moved back, it is mean(y) −
    mean(X)·slopes.
    """
    return np.append(ridge_regression(X, y, lam)[:-1], y.mean())


def mistake_intercept_first(X, y, lam):
    """Your numbers are right, but the intercept stands first. Here it is the last one."""
    return np.roll(ridge_regression(X, y, lam), 1)
