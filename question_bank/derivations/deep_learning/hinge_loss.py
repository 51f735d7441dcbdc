"""Hinge loss of a binary classifier, and a subgradient

`scores` s has shape (N,): one real score per example. `y` has shape (N,): labels, **−1 or +1**. The loss is the
**mean** over the examples,

    L = 1/N Σ max(0, 1 − y·s)

Return `(loss, dscores)`: L, and ∂L/∂s, of shape (N,). Where an example lies exactly on the margin, y·s = 1, the loss
has a kink: there take 0 as the derivative. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 1
MINUTES = 4
RETURNS = ("loss", "dscores")
GRADIENTS = {"dscores": "scores"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "An example has one of two fates: it is beyond its margin and costs nothing, or it is not. Treat the two apart.",
    "Within the margin, an example's loss is the straight line 1 − y s. What is its slope in s?",
    "The slope is −y there and 0 beyond. A mask, 1 − y s > 0, tells the two apart; then think of the mean.",
)
SOLUTION = """
Let m = y·s be the margin of an example: positive if it is on the right side, and at least 1 if it is far enough inside.

* m > 1: the loss is 0 here and all around, so its derivative is 0.
* m < 1: the loss is 1 − y·s, a straight line in s with slope −y.
* m = 1: the line meets zero in a kink. Every number between −y and 0 is a subgradient; this statement takes 0.

With the mean over N examples,

    ∂L/∂s = −y/N · [1 − y·s > 0]

An example that is right but inside the margin (0 < m < 1) still pushes: that is what makes the margin wide. The push
is the same however wrong the example is, so one outlier cannot dominate as it does with a square; and the examples
beyond the margin have no say at all, which is why only the support vectors count.
"""
SOURCE = "scikit-learn, sklearn/metrics/_classification.py, function hinge_loss (binary case)"
COVERS = ("12b", "15c")
REVIEWED = "2026-11-22 fixed"


def hinge_loss(scores, y):
    """Mean hinge loss, and a subgradient.

    scores: (N,) real scores
    y: (N,) labels, −1 or +1
    returns loss: a number, dscores: (N,)
    """
    slack = 1 - y * scores
    return np.mean(np.maximum(0, slack)), -y * (slack > 0) / len(y)


def _case(rng, n):
    """Examples of all sorts: wrong, right but inside the margin, beyond it; none near the kink."""
    y = rng.choice([-1.0, 1.0], size=n)
    zones = np.array([[-2.5, -0.3], [0.1, 0.9], [1.2, 2.5]])[rng.permutation(np.arange(n) % 3)]
    return {"scores": y * rng.uniform(zones[:, 0], zones[:, 1]), "y": y}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(5, 11)))
    yield "three examples", _case(rng, 3)
    yield "one example, on the wrong side", {"scores": rng.uniform(0.5, 2.0, size=1), "y": np.array([-1.0])}
    yield "a batch", _case(rng, a)
    yield "only label +1", {"scores": rng.permutation(np.linspace(-2.05, 2.15, b)), "y": np.ones(b)}
    yield "only label -1", {"scores": rng.permutation(np.linspace(-2.25, 2.15, c)), "y": -np.ones(c)}
    y = rng.choice([-1.0, 1.0], size=d)
    yield "all inside the margin", {"scores": y * rng.uniform(0.1, 0.9, size=d), "y": y}
    far = _case(rng, e)
    far["scores"] = np.append(far["scores"], rng.uniform(500, 900))
    far["y"] = np.append(far["y"], -1.0)
    yield "one outlier, far on the wrong side", far
    scores = np.append(_case(rng, f)["scores"], [1.0, -1.0, 1.0, -1.0, 100.0])
    yield "some exactly on the margin", {"scores": scores, "y": np.append(np.ones(f), [1.0, -1.0, -1.0, 1.0, 1.0])}
    whole = _case(rng, b)
    yield "labels as whole numbers", whole | {"y": whole["y"].astype(int)}
    yield "float32", {k: v.astype(np.float32) for k, v in _case(rng, a).items()}
    yield "a larger batch", _case(rng, 40 + b)


def large(rng):
    return _case(rng, 100_000)


def loss(scores, y):
    return np.sum(np.where(y * scores < 1, 1 - y * scores, 0.0)) / len(y)


def naive(scores, y):
    total, dscores = 0.0, np.zeros(len(y))
    for i in range(len(y)):
        slack = 1 - float(y[i]) * float(scores[i])
        if slack > 0:
            total += slack
            dscores[i] = -y[i] / len(y)
    return total / len(y), dscores


def mistake_no_mask(scores, y):
    """Your gradient is −y/N for every example. Those beyond the margin cost nothing and have the gradient 0."""
    value, _ = hinge_loss(scores, y)
    return value, -y / len(y)


def mistake_wrong_sign(scores, y):
    """Your gradient has the wrong sign: the loss falls as y·s grows, so its slope in s is −y."""
    value, dscores = hinge_loss(scores, y)
    return value, -dscores


def mistake_gradient_not_averaged(scores, y):
    """Your gradient is that of the sum. The loss is a mean over the examples: divide by N."""
    value, dscores = hinge_loss(scores, y)
    return value, dscores * len(y)


def mistake_no_margin(scores, y):
    """You left the 1 out: max(0, −y·s) is the perceptron's loss. The hinge asks for a margin of 1, not just the right
    side.
    """
    slack = -y * scores
    return np.mean(np.maximum(0, slack)), -y * (slack > 0) / len(y)


def mistake_squared(scores, y):
    """That is the squared hinge loss. Here max(0, 1 − y·s) is not squared."""
    slack = np.maximum(0, 1 - y * scores)
    return np.mean(slack**2), -2 * y * slack / len(y)


def mistake_label_left_out(scores, y):
    """You used 1 − s for every example. The margin is y·s: for the label −1 the score has to be below −1."""
    slack = 1 - scores
    return np.mean(np.maximum(0, slack)), -1.0 * (slack > 0) / len(y)


def mistake_averaged_over_violators(scores, y):
    """You averaged over those examples only whose loss is not 0. The mean is over all N."""
    value, dscores = hinge_loss(scores, y)
    count = max(int(np.sum(y * scores < 1)), 1)
    return value * len(y) / count, dscores * len(y) / count


def mistake_kink_counted(scores, y):
    """You took −y at the kink y·s = 1. Any number between that and 0 is a subgradient, but this statement takes 0: the
    mask is 1 − y·s > 0, not ≥.
    """
    value, _ = hinge_loss(scores, y)
    return value, -y * (1 - y * scores >= 0) / len(y)
