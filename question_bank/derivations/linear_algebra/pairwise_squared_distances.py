"""All squared distances between two sets of points

`A` has shape (M, D), `B` shape (N, D): points as rows. Return `distances`, of shape (M, N), with the **squared**
Euclidean distance of each point of A from each of B:

    distances[m, n] = Σ_d (A[m, d] − B[n, d])²

Do it without a loop over the points. A tiny negative number in place of 0, by rounding, is right. Leave the arguments
as they are.
"""

import numpy as np

SUBTOPIC = "la.norms"
LEVEL = 2
MINUTES = 7
RETURNS = ("distances",)
HINTS = (
    "Multiply the square out. Which of the three sums that you get depend on both m and n?",
    "|a − b|² = |a|² − 2 a·b + |b|². All the a·b together are a single matrix product.",
    "The a·b are A @ B.T, of shape (M, N). Give the squared norms of A and of B shapes that broadcast with it.",
)
SOLUTION = """
Multiply out:

    Σ_d (A[m, d] − B[n, d])² = Σ_d A[m, d]² − 2 Σ_d A[m, d] B[n, d] + Σ_d B[n, d]²

* The first sum depends on m only: the squared norms of A's rows, put up as a column of shape (M, 1).
* The last depends on n only: those of B's rows, a row of shape (N,).
* The middle one, over all m and n, is the matrix product A Bᵀ, of shape (M, N).

Broadcasting adds the column and the row to the matrix. Nearly all the work, 2MND operations, is in the matrix
product, which runs at full speed. The plain way, A[:, None] − B, is right as well, but makes an array of shape (M, N,
D), which is soon too large.

The price is rounding: for points that are near each other but far from the origin, large numbers cancel. Moving both
sets by the same vector helps, and changes no distance; cut off at 0 before you take a root.
"""
SOURCE = "scikit-learn, sklearn/metrics/pairwise.py, docstring of euclidean_distances"
COVERS = ("15d",)
REVIEWED = "2026-11-22 fixed"


def pairwise_squared_distances(A, B):
    """Squared Euclidean distances between the rows of A and of B.

    A: (M, D) points
    B: (N, D) points
    returns distances: (M, N)
    """
    return np.sum(A**2, axis=1)[:, None] - 2 * A @ B.T + np.sum(B**2, axis=1)


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    plain = {"A": np.array([[0.0, 0.0], [3.0, 4.0]]), "B": np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 5.0]])}
    yield "two and three points in the plane", plain
    yield "one point of A", {"A": rng.normal(size=(1, a)), "B": rng.normal(size=(b, a))}
    yield "one point of B", {"A": rng.normal(size=(c, d)), "B": rng.normal(size=(1, d))}
    yield "as many of A as of B", {"A": rng.normal(size=(e, f)), "B": rng.normal(size=(e, f))}
    yield "as many points as dimensions", {"A": rng.normal(size=(b, b)), "B": rng.normal(size=(b, b))}
    yield "one dimension", {"A": rng.normal(size=(d, 1)), "B": rng.normal(size=(a, 1))}
    points = rng.normal(size=(c, e))
    yield "a set against itself", {"A": points, "B": points.copy()}
    yield "away from the origin", {"A": rng.normal(size=(f, c)) + 4, "B": rng.normal(size=(a, c)) + 3}
    yield "no point of B", {"A": rng.normal(size=(a, b)), "B": np.zeros((0, b))}
    yield "float32", {k: rng.normal(size=(n, d)).astype(np.float32) for k, n in (("A", e), ("B", b))}
    yield "larger sets", {"A": rng.normal(size=(20 + a, d)), "B": rng.normal(size=(30 + b, d))}


def large(rng):
    return {"A": rng.normal(size=(300, 40)), "B": rng.normal(size=(250, 40))}


def naive(A, B):
    distances = np.zeros((len(A), len(B)))
    for m in range(len(A)):
        for n in range(len(B)):
            for p, q in zip(A[m], B[n], strict=True):
                distances[m, n] += (float(p) - float(q)) ** 2
    return distances


def _norms(A):
    return np.sum(A**2, axis=1)


def mistake_cross_term_added(A, B):
    """You added 2 A Bᵀ: that is the squared length of the sum a + b. For the difference it is subtracted."""
    return _norms(A)[:, None] + 2 * A @ B.T + _norms(B)


def mistake_two_forgotten(A, B):
    """You subtracted A Bᵀ once. (a − b)² = a² − 2ab + b²: it counts twice."""
    return _norms(A)[:, None] - A @ B.T + _norms(B)


def mistake_root_taken(A, B):
    """You took the root. The squared distances are asked."""
    return np.sqrt(np.maximum(pairwise_squared_distances(A, B), 0))


def mistake_transposed(A, B):
    """Your rows belong to B and your columns to A. distances[m, n] is between A[m] and B[n]: the shape is (M, N)."""
    return pairwise_squared_distances(B, A)


def mistake_mean_over_dimensions(A, B):
    """You averaged over the dimensions. A squared distance is the sum of the squared differences."""
    return pairwise_squared_distances(A, B) / A.shape[1]


def mistake_norms_of_a_left_out(A, B):
    """You left the squared norms of A out. They change no ranking within a row, but they belong to the distance."""
    return -2 * A @ B.T + _norms(B)


def mistake_norms_of_b_left_out(A, B):
    """You left the squared norms of B out. Multiply the square out: there are three sums."""
    return _norms(A)[:, None] - 2 * A @ B.T


def mistake_absolute_differences(A, B):
    """You added absolute differences: that is the Manhattan distance. Square them."""
    return np.sum(np.abs(A[:, None] - B), axis=2)


def mistake_norms_not_squared(A, B):
    """You used the norms in place of their squares. Multiplied out, the square holds |a|² and |b|²."""
    return np.sqrt(_norms(A))[:, None] - 2 * A @ B.T + np.sqrt(_norms(B))
