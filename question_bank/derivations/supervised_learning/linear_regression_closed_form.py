"""Linear regression in closed form, with intercept

Fit `y ≈ X·slopes + intercept` by least squares: minimise Σᵢ (xᵢ·slopes + intercept − yᵢ)², without
regularization. X comes without a column of ones; with one appended it has full column rank, so the
minimum is unique.

Return `w`, of shape (D + 1,): the D slopes in the order of the columns of X, and **last** the
intercept.

NumPy's linear algebra may be used, and the answer must be right to 10⁻⁶: in no case is X so badly
conditioned that the choice of the method would matter. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "sl.closed-form"
LEVEL = 2
MINUTES = 6
RETURNS = ("w",)
RTOL = 1e-6
HINTS = (
    "Append a column of ones to the right of X: the intercept is then an ordinary coefficient.",
    "With A = [X, 1] the loss is |Aw − y|². Its gradient 2 Aᵀ(Aw − y) is zero at the minimum: solve that for w.",
    "AᵀA w = Aᵀy is a linear system: np.linalg.solve. (With A = QR, Rw = Qᵀy is the same and loses fewer digits.)",
)
SOLUTION = """
Put the intercept among the coefficients: A = [X, 1], of shape (N, D + 1), and w = (slopes, intercept). The loss is
|Aw − y|², and its gradient

    2Aᵀ(Aw − y)

is zero at the minimum, as the loss is convex. That gives the **normal equations** AᵀA w = Aᵀy. As A has full column
rank, AᵀA can be inverted:

    w = (AᵀA)⁻¹Aᵀy

They say that the residual y − Aw is at right angles to every column of A: Aw is the projection of y onto the span of
the columns. With the column of ones among them, the residuals sum to 0.

In code, solve the system rather than invert the matrix. Better still, take A = QR: then AᵀA = RᵀR and Aᵀ = RᵀQᵀ, so
Rw = Qᵀy. The condition number of AᵀA is the square of that of A, and QR (or the SVD) avoids that square.
"""
SOURCE = "Zhang et al., Dive into Deep Learning, Linear Regression, 'Analytic Solution'"
COVERS = ("10e",)
REVIEWED = "2026-11-22 agreed"


def linear_regression_closed_form(X, y):
    """The least-squares slopes and, last, the intercept.

    X: (N, D) examples as rows, without a column of ones; N > D
    y: (N,) targets
    returns w: (D + 1,)
    """
    A = np.column_stack([X, np.ones_like(y)])
    Q, R = np.linalg.qr(A)
    return np.linalg.solve(R, Q.T @ y)


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "one feature", {"X": rng.normal(size=(a + 4, 1)), "y": rng.normal(size=a + 4)}
    Q = np.linalg.qr(np.column_stack([np.ones(b + 1), rng.normal(size=(b + 1, b))]))[0]
    X = Q[:, 1:] + rng.normal(size=b)  # far from singular once the column of ones is there
    yield "as many unknowns as examples", {"X": X, "y": rng.normal(size=b + 1)}
    X = rng.normal(size=(c + 10, c))
    yield "exact fit", {"X": X, "y": X @ rng.normal(size=c) + rng.normal() + 2}
    X = rng.normal(size=(d + 12, d)) * 10.0 ** rng.uniform(-1, 1, size=d)
    yield "noise and different scales", {"X": X, "y": 3 * rng.normal(size=d + 12) - 5}
    X = rng.normal(size=(e + 15, e)) + rng.uniform(5, 10, size=e)
    yield "features far from zero", {"X": X, "y": X @ rng.normal(size=e) + rng.normal(size=e + 15) + 20}
    yield "many examples", {"X": rng.normal(size=(60 + a, f)), "y": rng.normal(size=60 + a) + 1}
    X = rng.normal(size=(d + 14, d))
    X[:, 1] = X[:, 0] + 0.05 * rng.normal(size=d + 14)
    w = rng.choice([-1, 1], size=d) * rng.uniform(0.5, 2.0, size=d)
    yield "two columns much alike", {"X": X, "y": X @ w + 1.5}
    X, y = rng.normal(size=(20 + b, c)), 2 * rng.normal(size=20 + b) + 3
    yield "float32", {"X": X.astype(np.float32), "y": y.astype(np.float32)}


def large(rng):
    return {"X": rng.normal(size=(4000, 20)), "y": rng.normal(size=4000) + 1}


def naive(X, y):
    """Orthogonalizes the columns one after the other (modified Gram-Schmidt), y as the last of them."""
    n, d = X.shape
    columns = [X[:, j].copy() for j in range(d)] + [np.ones(n), y.copy()]
    R = np.zeros((d + 2, d + 2))
    for j in range(d + 1):
        R[j, j] = sum(x * x for x in columns[j]) ** 0.5
        q = columns[j] / R[j, j]
        for k in range(j + 1, d + 2):
            R[j, k] = sum(q[i] * columns[k][i] for i in range(n))
            columns[k] = columns[k] - R[j, k] * q
    w = np.zeros(d + 1)
    for j in range(d, -1, -1):
        w[j] = (R[j, d + 1] - sum(R[j, k] * w[k] for k in range(j + 1, d + 1))) / R[j, j]
    return w


def mistake_intercept_first(X, y):
    """Your numbers are right, but the intercept stands first. Here the column of ones is the last one."""
    return np.roll(linear_regression_closed_form(X, y), 1)


def mistake_slopes_through_the_origin(X, y):
    """You fitted the slopes without an intercept and computed it from what was left over. The two depend on each
    other: fit them together, or centre X and y first.
    """
    slopes = np.linalg.lstsq(X, y, rcond=None)[0]
    return np.append(slopes, np.mean(y - X @ slopes))


def mistake_mean_as_intercept(X, y):
    """You took the mean of y as the intercept and fitted the rest to X as it stands. The intercept is the mean of y
    only if every column of X has mean zero: fit slopes and intercept together.
    """
    return np.append(np.linalg.lstsq(X, y - np.mean(y), rcond=None)[0], np.mean(y))


def mistake_svd_not_transposed(X, y):
    """You used NumPy's third result of svd as V. It is Vᵀ: transpose it to build V S⁻¹ Uᵀ y."""
    U, S, Vt = np.linalg.svd(np.column_stack([X, np.ones(len(X))]), full_matrices=False)
    return Vt @ ((U.T @ y) / S)


def mistake_intercept_not_moved_back(X, y):
    """You centred X and y, and your slopes are right, but the mean of y is not the intercept. Moved back, it is
    mean(y) − mean(X)·slopes.
    """
    return np.append(linear_regression_closed_form(X, y)[:-1], np.mean(y))
