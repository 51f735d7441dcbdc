"""The margin of a linear classifier

A linear classifier decides by the sign of f(x) = w·x + b. `X` has shape (N, D), `y` shape (N,): labels, **−1 or +1**;
`w`, of shape (D,), is not zero.

Return `(width, distances)`:

* `width`: the distance between the two planes f(x) = −1 and f(x) = +1, between which the hard-margin SVM leaves no
  example.
* `distances`, of shape (N,): the **signed Euclidean distance** of each example from the plane f(x) = 0, counted
  positive if the example is on the side of its label and negative if it is on the wrong side.

Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "sl.svm"
LEVEL = 1
MINUTES = 5
RETURNS = ("width", "distances")
INVARIANTS = {"width": ("not negative",)}
HINTS = (
    "w stands at right angles to the planes. Walk along it from the plane f = −1 to the plane f = +1: how far is it?",
    "A step of length s along w/|w| changes f by s·|w|. So f divided by |w| is a distance; b is part of f.",
    "Between the planes f grows by 2, so s·|w| = 2. An example's f over |w| is its distance; the label sets the sign.",
)
SOLUTION = """
The plane f(x) = w·x + b = 0 has the normal vector w: for two points on it, w·(x − x') = 0. Write a point as x = x₀ +
s · w/|w|, where x₀ lies on the plane and s is its signed distance. Then

    f(x) = w·x₀ + b + s · w·w/|w| = 0 + s|w|        so        s = f(x)/|w|

The label turns the sign: y·f(x)/|w| is positive exactly where sign(f) = y.

On the planes f = ±1 the distances are ±1/|w|, so they are **2/|w|** apart.

f alone is no distance: 2w and 2b describe the same plane with f twice as large. The SVM uses that freedom to set the
nearest example's y·f to 1; then making the margin wide means making |w| small, and the task is to minimise ½|w|²
subject to yᵢ(w·xᵢ + b) ≥ 1. The square has the same minimum as the norm and is smooth.
"""
SOURCE = "Bishop 2006, Pattern Recognition and Machine Learning, sections 4.1.1 and 7.1 (eq. 7.2)"
COVERS = ("11a",)
REVIEWED = "2026-11-22 fixed"


def svm_margin(w, b, X, y):
    """Width of the margin, and signed distances from the deciding plane.

    w: (D,) normal vector, not zero
    b: a number
    X: (N, D) examples as rows
    y: (N,) labels, −1 or +1
    returns width: a number, distances: (N,)
    """
    length = np.sqrt(w @ w)
    return 2 / length, y * (X @ w + b) / length


def _case(rng, n, d, scale=1.0):
    w = rng.normal(size=d) + 0.5
    w *= scale * (1.5 + rng.random()) / np.linalg.norm(w)
    b = float(rng.choice([-1, 1]) * rng.uniform(0.5, 2.0))
    return {"w": w, "b": b, "X": rng.normal(size=(n, d)), "y": rng.choice([-1.0, 1.0], size=n)}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    plain = {"w": np.array([3.0, 4.0]), "b": -5.0, "X": np.array([[3.0, 4.0], [0.0, 0.0], [0.0, 5.0]])}
    yield "three points in the plane", plain | {"y": np.array([1.0, 1.0, -1.0])}
    yield "one example", _case(rng, 1, a)
    yield "one feature, w negative", _case(rng, b, 1) | {"w": -rng.uniform(2, 4, size=1)}
    yield "a batch", _case(rng, 4 + c, d)
    yield "a short w: a wide margin", _case(rng, e, f, 0.05)
    yield "a long w: a narrow margin", _case(rng, f, a, 50.0)
    yield "as many examples as features", _case(rng, b, b)
    yield "no bias", _case(rng, c, e) | {"b": 0.0}
    yield "only label -1", _case(rng, d, c) | {"y": -np.ones(d)}
    whole = _case(rng, a, f)
    yield "labels as whole numbers", whole | {"y": whole["y"].astype(int)}
    small = _case(rng, e, b)
    small["b"] = 3.0
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in small.items()}
    yield "many examples", _case(rng, 60 + d, a)


def large(rng):
    return _case(rng, 5000, 40)


def naive(w, b, X, y):
    length = 0.0
    for value in w:
        length += float(value) ** 2
    length **= 0.5
    distances = np.zeros(len(X))
    for i in range(len(X)):
        f = float(b)
        for j in range(len(w)):
            f += float(w[j]) * float(X[i, j])
        distances[i] = f / length if y[i] > 0 else -f / length
    return 2 / length, distances


def mistake_half_the_width(w, b, X, y):
    """Your width is 1/|w|: that is the distance from the middle to one of the two planes."""
    width, distances = svm_margin(w, b, X, y)
    return width / 2, distances


def mistake_width_by_the_square(w, b, X, y):
    """You divided by |w|². The width is 2/|w|; |w|² is what the SVM minimises, not what a distance is divided by."""
    _, distances = svm_margin(w, b, X, y)
    return 2 / (w @ w), distances


def mistake_functional_margin(w, b, X, y):
    """Your distances are y (w·x + b), the functional margin, which grows with the length of w. Divide by |w|."""
    width, _ = svm_margin(w, b, X, y)
    return width, y * (X @ w + b)


def mistake_distances_by_the_square(w, b, X, y):
    """You divided the distances by |w|². A step of length s along w/|w| changes w·x + b by s|w|: divide by |w| once."""
    width, _ = svm_margin(w, b, X, y)
    return width, y * (X @ w + b) / (w @ w)


def mistake_label_left_out(w, b, X, y):
    """Your distances are positive on the side where w·x + b > 0. Positive should mean the side of the label: multiply
    by y.
    """
    width, distances = svm_margin(w, b, X, y)
    return width, y * distances


def mistake_unsigned(w, b, X, y):
    """Your distances have no sign. Those of the examples on the wrong side are negative."""
    width, distances = svm_margin(w, b, X, y)
    return width, np.abs(distances)


def mistake_bias_left_out(w, b, X, y):
    """You left b out of the distances. The plane w·x + b = 0 does not pass through the origin."""
    width, _ = svm_margin(w, b, X, y)
    return width, svm_margin(w, 0.0, X, y)[1]


def mistake_bias_not_divided(w, b, X, y):
    """You divided w·x by |w| and added b afterwards. All of w·x + b is divided."""
    width, _ = svm_margin(w, b, X, y)
    return width, svm_margin(w, 0.0, X, y)[1] + y * b


def mistake_bias_in_the_norm(w, b, X, y):
    """You put b into the length. Only w is the normal vector: b moves the plane, and does not turn or scale it."""
    length = np.sqrt(w @ w + b * b)
    return 2 / length, y * (X @ w + b) / length


def mistake_sum_of_absolute_values(w, b, X, y):
    """You used Σ|wⱼ| as the length of w. The Euclidean distance needs the Euclidean norm, √(w·w)."""
    length = np.sum(np.abs(w))
    return 2 / length, y * (X @ w + b) / length
