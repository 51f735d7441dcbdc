"""One step of k-means (Lloyd's algorithm)

`X` has shape (N, D): one point in each row; `centers` has shape (K, D). Give each point to the nearest center in
Euclidean distance; of equally near centers the one with the **lowest index** gets it. Then move each center to the mean
of its points. A center without points stays where it is.

Return `labels`, of shape (N,), the index of each point's center; `moved`, of shape (K, D), the centers after the step;
and `inertia`, the **sum** over the points of the **squared** distance to their center **before** it moved.
"""

import numpy as np

SUBTOPIC = "sl.clustering"
LEVEL = 1
MINUTES = 8
RETURNS = ("labels", "moved", "inertia")
RTOL = 1e-5
ATOL = 1e-6
HINTS = (
    "Two half steps: first the labels with the centers fixed, then the centers with the labels fixed.",
    "All squared distances at once: X[:, None] − centers has shape (N, K, D); argmin takes the lowest index of equal ones.",
    "With the one-hot matrix of the labels, of shape (N, K), the sums are one_hotᵀ X and the sizes its column sums. Mind "
    "the sizes that are 0.",
)
SOLUTION = """k-means lowers the inertia J = Σ_n ‖x_n − μ_label(n)‖² in turn by its two unknowns.

With the centers fixed, each point's term is smallest for the nearest center, so labels[n] = argmin_k ‖x_n − μ_k‖², and
the inertia is the sum of those minima. With the labels fixed, the derivative by μ_k is −2 Σ (x_n − μ_k) over the points
of k. It is zero at their mean, so μ_k = (sum of its points) / (number of its points). A center without points does not
occur in J; any place would do, and it stays.

As matrices: with one-hot labels R, of shape (N, K), the sums are RᵀX and the sizes Σ_n R[n, k]. The distances may also
be had from ‖x‖² − 2 x·μ + ‖μ‖²; ‖x‖² does not change the argmin, but ‖μ‖² does.

Neither half step can raise J, and there are finitely many labellings, so the algorithm stops; but only at a local
minimum.
"""
SOURCE = "scikit-learn, doc/modules/clustering.rst, section 'K-means'; sklearn/cluster/_kmeans.py, _kmeans_single_lloyd"
COVERS = ("11i",)
REVIEWED = "2026-11-22 agreed"


def kmeans_step(X, centers):
    """Labels by the given centers, the centers after the step, and the inertia before it.

    X: (N, D) points as rows
    centers: (K, D) centers as rows
    returns labels: (N,) whole numbers, moved: (K, D), inertia: a number
    """
    squares = ((X[:, None] - centers) ** 2).sum(axis=2)
    labels = squares.argmin(axis=1)
    one_hot = np.eye(len(centers))[labels]
    sizes, moved = one_hot.sum(axis=0), centers.copy()
    used = sizes > 0
    moved[used] = (one_hot.T @ X)[used] / sizes[used, None]
    return labels, moved, squares.min(axis=1).sum()


def _case(rng, n, k, d, spread=3.0):
    centers = spread * rng.normal(size=(k, d))
    X = centers[rng.integers(k, size=n)] + rng.normal(size=(n, d))
    return {"X": X, "centers": centers + rng.normal(size=(k, d))}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(2, 8)))
    few = np.array([[0.0], [1.0], [2.0], [10.0], [12.0]])
    yield "five points on a line, two centers", {"X": few, "centers": np.array([[1.0], [float(rng.integers(8, 12))]])}
    yield "one point", _case(rng, 1, a, b)
    yield "clusters in the plane", _case(rng, 20 + c, 3, 2)
    yield "as many points as centers", _case(rng, d, d, e)
    yield "a single center", _case(rng, f, 1, c)
    empty = _case(rng, 15 + a, 2 + b, d)
    empty["centers"][rng.integers(2 + b)] = 1000.0
    yield "a center far from all points", empty
    grid = rng.integers(-3, 4, size=(40 + e, 2)).astype(float)
    yield (
        "ties: whole numbers, centers on a cross",
        {
            "X": np.vstack([[0.0, 0.0], [0.0, 0.0], grid]),
            "centers": rng.permutation(np.array([[2.0, 0.0], [-2.0, 0.0], [0.0, 2.0], [0.0, -2.0]])),
        },
    )
    yield "a large scale", {name: 1000 * value for name, value in _case(rng, 20 + f, a, b).items()}
    half = _case(rng, 20 + b, c, f)
    half["X"] = half["X"].astype(np.float32)
    yield "points in float32", half
    norms = _case(rng, 30 + d, 4, e)
    norms["centers"] *= np.array([[0.2], [1.0], [3.0], [6.0]])
    yield "centers of very different norm", norms


def naive(X, centers):
    labels, inertia = [], 0.0
    sums, sizes = np.zeros(centers.shape), [0] * len(centers)
    for x in X:
        best, winner = float("inf"), 0
        for k, center in enumerate(centers):
            square = sum((float(p) - float(q)) ** 2 for p, q in zip(x, center, strict=True))
            if square < best:
                best, winner = square, k
        labels.append(winner)
        inertia += best
        sizes[winner] += 1
        for j, value in enumerate(x):
            sums[winner, j] += value
    moved = [sums[k] / size if size else centers[k] for k, size in enumerate(sizes)]
    return np.array(labels), np.array(moved), inertia


def large(rng):
    return _case(rng, 1000, 40, 40)


def _squares(X, centers):
    return ((X[:, None] - centers) ** 2).sum(axis=2)


def _means(X, centers, labels, empty):
    return np.array([X[labels == k].mean(axis=0) if k in labels else empty[k] for k in range(len(centers))])


def mistake_empty_center_is_nan(X, centers):
    """A center without points becomes nan in your answer: the mean of nothing is 0/0. It stays where it is."""
    labels, _, inertia = kmeans_step(X, centers)
    return labels, _means(X, centers, labels, np.full(centers.shape, np.nan)), inertia


def mistake_empty_center_to_origin(X, centers):
    """You sent a center without points to the origin, by dividing 0 by a guarded size. It stays where it is."""
    labels, _, inertia = kmeans_step(X, centers)
    return labels, _means(X, centers, labels, np.zeros(centers.shape)), inertia


def mistake_divided_by_all_points(X, centers):
    """You divided each center's sum by the number of all points. The mean is over its own points."""
    labels, _, inertia = kmeans_step(X, centers)
    share = np.bincount(labels, minlength=len(centers))[:, None] / len(X)
    return labels, np.where(share > 0, _means(X, centers, labels, centers) * share, centers), inertia


def mistake_inertia_not_squared(X, centers):
    """You added up distances. Inertia is the sum of squared distances: only then is the mean the best center."""
    labels, moved, _ = kmeans_step(X, centers)
    return labels, moved, np.sqrt(_squares(X, centers).min(axis=1)).sum()


def mistake_inertia_averaged(X, centers):
    """You took the mean over the points. Inertia is the sum."""
    labels, moved, inertia = kmeans_step(X, centers)
    return labels, moved, inertia / len(X)


def mistake_inertia_after_the_move(X, centers):
    """You measured the inertia from the centers after they moved. Here it belongs to the centers that gave the labels."""
    labels, moved, _ = kmeans_step(X, centers)
    return labels, moved, _squares(X, moved)[np.arange(len(X)), labels].sum()


def mistake_ties_to_the_last(X, centers):
    """Of equally near centers you took the last. The lowest index gets the point, as argmin does it."""
    labels = len(centers) - 1 - _squares(X, centers)[:, ::-1].argmin(axis=1)
    return labels, _means(X, centers, labels, centers), kmeans_step(X, centers)[2]


def mistake_center_norm_dropped(X, centers):
    """You dropped ‖μ‖² from ‖x‖² − 2 x·μ + ‖μ‖². Only ‖x‖² is the same for all centers; without ‖μ‖² long centers win."""
    labels = (X @ centers.T).argmax(axis=1)
    return labels, _means(X, centers, labels, centers), _squares(X, centers)[np.arange(len(X)), labels].sum()


def mistake_median_of_points(X, centers):
    """You moved the centers to the median of their points. For squared distances the mean is the best place."""
    labels, _, inertia = kmeans_step(X, centers)
    medians = [np.median(X[labels == k], axis=0) if k in labels else centers[k] for k in range(len(centers))]
    return labels, np.array(medians), inertia
