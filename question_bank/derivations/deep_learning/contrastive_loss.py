"""Contrastive loss of pairs, with gradients

`a` and `b` have shape (N, D): pair n consists of the vectors a[n] and b[n]. `same` has shape (N,): **1 if the two
belong together, 0 if not** (the paper numbers them the other way round). With the Euclidean distance dₙ = |a[n] −
b[n]| and a margin m > 0, a pair costs

    ½ d²                    if the two belong together
    ½ (max(0, m − d))²      if they do not

and L is the **mean** over the N pairs.

Return `(loss, da, db)`: L, ∂L/∂a and ∂L/∂b, both of shape (N, D). The two vectors of a pair are never equal. Leave
the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 2
MINUTES = 10
RETURNS = ("loss", "da", "db")
GRADIENTS = {"da": "a", "db": "b"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "Differentiate a pair's cost by d first, and d by a afterwards. In which direction does d grow fastest?",
    "∂d/∂a = (a − b)/d, a unit vector, and ∂d/∂b is its opposite. ∂cost/∂d is d for a pair that belongs together.",
    "Pairs that do not belong together have ∂cost/∂d = −max(0, m − d). Times the unit vector: in which case does d "
    "cancel? And what does the mean add?",
)
SOLUTION = """
Chain rule in two steps: the cost of a pair by its distance, and the distance by the vectors.

**Cost by d.** Together: d(½d²)/dd = d. Apart: d/dd ½(m − d)² = −(m − d) as long as d < m, and 0 beyond; in one
expression −max(0, m − d). There is no kink at d = m, because the square makes both slopes 0.

**d by the vectors.** From d² = Σ (aⱼ − bⱼ)², 2d ∂d/∂a = 2(a − b), so ∂d/∂a = (a − b)/d, of length 1, and ∂d/∂b =
−∂d/∂a.

Together, with the mean over N pairs, ∂L/∂b = −∂L/∂a and

    same:       ∂L/∂a = (a − b)/N
    different:  ∂L/∂a = −max(0, m − d)/d · (a − b)/N

A step against it pulls pairs that belong together like a spring, and pushes the others apart until they are m from
each other; beyond that they are left alone. The pushing force is undefined at d = 0, which is why code often adds a
small number to d.
"""
SOURCE = (
    "Hadsell, Chopra, LeCun 2006, Dimensionality Reduction by Learning an Invariant Mapping, sections 2.1 to "
    "2.3 (eq. 4)"
)
COVERS = ("12b", "15c")
REVIEWED = "2026-11-22 fixed"


def contrastive_loss(a, b, same, margin):
    """Mean contrastive loss of N pairs, and its gradients.

    a: (N, D) first vectors
    b: (N, D) second vectors
    same: (N,) 1 if a pair belongs together, 0 if not
    margin: m, positive
    returns loss: a number, da: (N, D), db: (N, D)
    """
    difference = a - b
    distance = np.sqrt(np.sum(difference**2, axis=1))
    slope = np.where(same, distance, -np.maximum(0, margin - distance))  # of a pair's cost, which is its square / 2
    da = (slope / distance)[:, None] * difference / len(slope)
    return np.mean(slope**2) / 2, da, -da


def _case(rng, n, d, margin=1.0, near=0.3, far=1.8):
    """Distances of all sorts, none near the margin."""
    direction = rng.normal(size=(n, d))
    direction /= np.sqrt(np.sum(direction**2, axis=1, keepdims=True))
    same = rng.permutation(np.arange(n) % 2)
    ratio = np.where(np.arange(n) % 3 == 0, rng.uniform(1.2, far, n), rng.uniform(near, 0.8, n))
    a = rng.normal(size=(n, d))
    return {"a": a, "b": a - margin * rng.permutation(ratio)[:, None] * direction, "same": same, "margin": margin}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    plain = {"a": np.array([[1.0, 0.0], [0.0, 3.0]]), "b": np.array([[0.0, 0.5], [0.0, 2.0]])}
    yield "two pairs in the plane", plain | {"same": np.array([1, 0]), "margin": 2.0}
    together = {"same": np.ones(1, dtype=int)}
    yield "one pair, together", _case(rng, 1, a, 1.5) | together
    yield (
        "one pair, apart, too near",
        {
            "a": np.array([[0.5, 1.0, 0.0]]),
            "b": rng.uniform(0.1, 0.4, size=(1, 3)),
            "same": np.zeros(1, dtype=int),
            "margin": 3.0,
        },
    )
    yield "a batch", _case(rng, b + 3, c, float(rng.uniform(1.5, 3.0)))
    yield "one number per vector", _case(rng, d + 2, 1, 0.8)
    square = _case(rng, e, e, 2.5)
    yield "as many pairs as dimensions", square
    yield "all together", _case(rng, f, b, 1.0, far=5.0) | {"same": np.ones(f, dtype=int)}
    yield "all apart", _case(rng, a + 3, d, 4.0) | {"same": np.zeros(a + 3, dtype=int)}
    small = _case(rng, c + 3, f, 1.5)
    yield "float32", small | {k: small[k].astype(np.float32) for k in "ab"}
    yield "a larger batch", _case(rng, 30 + e, 10 + a, 2.0)


def large(rng):
    return _case(rng, 2000, 50, 2.0)


def loss(a, b, same, margin):
    d = np.linalg.norm(a - b, axis=1)
    return np.mean(same * d**2 + (1 - same) * np.clip(margin - d, 0, None) ** 2) / 2


def naive(a, b, same, margin):
    pairs, size = a.shape
    total, da, db = 0.0, np.zeros(a.shape), np.zeros(a.shape)
    for n in range(pairs):
        squares = 0.0
        for j in range(size):
            squares += (float(a[n, j]) - float(b[n, j])) ** 2
        d = squares**0.5
        gap = margin - d
        if same[n]:
            total += squares / 2
        elif gap > 0:
            total += gap * gap / 2
        for j in range(size):
            pull = (float(a[n, j]) - float(b[n, j])) / pairs
            if same[n]:
                da[n, j], db[n, j] = pull, -pull
            elif gap > 0:
                da[n, j], db[n, j] = -pull * gap / d, pull * gap / d
    return total / pairs, da, db


def _with_slope(a, b, value, slope):
    """From the value and the slope of each pair's cost in its distance."""
    distance = np.linalg.norm(a - b, axis=1)
    da = (slope / distance)[:, None] * (a - b) / len(a)
    return np.mean(value), da, -da


def mistake_labels_exchanged(a, b, same, margin):
    """You pulled the pairs apart that belong together. Here same = 1 means that they do; in the paper Y = 0 does."""
    return contrastive_loss(a, b, 1 - same, margin)


def mistake_hinge_not_cut(a, b, same, margin):
    """You used (m − d)² beyond the margin, too, which pulls those pairs back in that are far enough apart. There the
    cost is 0.
    """
    d = np.linalg.norm(a - b, axis=1)
    slope = np.where(same, d, d - margin)
    return _with_slope(a, b, slope**2 / 2, slope)


def mistake_hinge_not_squared(a, b, same, margin):
    """You did not square max(0, m − d). Both halves of this loss are squares, and the push fades near the margin."""
    d = np.linalg.norm(a - b, axis=1)
    gap = np.maximum(0, margin - d)
    return _with_slope(a, b, np.where(same, d**2 / 2, gap / 2), np.where(same, d, -np.sign(gap) / 2))


def mistake_margin_minus_squared_distance(a, b, same, margin):
    """You compared the margin with d². It is the distance itself, not its square, that is held against m."""
    d = np.linalg.norm(a - b, axis=1)
    gap = np.maximum(0, margin - d**2)
    return _with_slope(a, b, np.where(same, d**2, gap**2) / 2, np.where(same, d, -2 * d * gap))


def mistake_push_not_divided_by_distance(a, b, same, margin):
    """Your push is (m − d)(a − b). The derivative of d by a is the unit vector (a − b)/d: divide by the distance."""
    value, _, _ = contrastive_loss(a, b, same, margin)
    d = np.linalg.norm(a - b, axis=1)
    da = np.where(same, 1, -np.maximum(0, margin - d))[:, None] * (a - b) / len(a)
    return value, da, -da


def mistake_push_pulls(a, b, same, margin):
    """Your gradient for the pairs that do not belong together has the wrong sign: it draws them together. The inner
    derivative of m − d is −1.
    """
    value, _, _ = contrastive_loss(a, b, same, margin)
    d = np.linalg.norm(a - b, axis=1)
    _, da, db = _with_slope(a, b, d, np.where(same, d, np.maximum(0, margin - d)))
    return value, da, db


def mistake_db_like_da(a, b, same, margin):
    """Your db equals da. The distance depends on a − b, so what moves a one way moves b the other: db = −da."""
    value, da, _ = contrastive_loss(a, b, same, margin)
    return value, da, da


def mistake_half_left_out(a, b, same, margin):
    """You left the ½ out. Both squares have it, so that no 2 is left in the gradient."""
    value, da, db = contrastive_loss(a, b, same, margin)
    return 2 * value, 2 * da, 2 * db


def mistake_gradient_not_averaged(a, b, same, margin):
    """Your gradients are those of the sum. The loss is a mean over the pairs: divide by N."""
    value, da, db = contrastive_loss(a, b, same, margin)
    return value, da * len(a), db * len(a)
