"""One step of Pegasos, with projection

Pegasos minimises λ/2 |w|² + (mean of max(0, 1 − yᵢ w·xᵢ) over all examples) by subgradient steps. Step number `t` (from
1 on) sees a mini-batch: `X`, of shape (K, D), and `y`, of shape (K,), labels −1 or +1. There is no bias.

* The step is w − η ∇, where ∇ is the subgradient of the same function with the **mean over the K examples of the
  mini-batch**, taken at the given w, and the learning rate is η = 1/(λt). An example with yᵢ w·xᵢ = 1 exactly adds
  nothing.
* Then, as in the paper's first version, the result is projected on the ball of radius 1/√λ: if it is longer than
  that, it is shortened to that length, and otherwise left as it is.

Return `w_new`, of shape (D,). Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "sl.svm"
LEVEL = 2
MINUTES = 9
RETURNS = ("w_new",)
HINTS = (
    "Write the subgradient in two parts: that of the penalty, and that of the examples within their margin.",
    "∇ = λw − (1/K) Σ yᵢxᵢ over those with yᵢ w·xᵢ < 1. With η = 1/(λt), ηλ is simply 1/t.",
    "w' = (1 − 1/t) w + 1/(λtK) · Σ yᵢxᵢ over those within their margin at the old w. Then compare |w'| with 1/√λ.",
)
SOLUTION = """
**Subgradient.** The penalty λ/2 |w|² gives λw. An example with yᵢ w·xᵢ < 1 gives −yᵢxᵢ, one beyond its margin 0. With
the mean over the batch,

    ∇ = λw − (1/K) Σ_{i: yᵢ w·xᵢ < 1} yᵢxᵢ

**Step.** With η = 1/(λt), ηλ = 1/t, and so

    w' = (1 − 1/t) w + 1/(λtK) Σ_{violators} yᵢxᵢ

Who violates is decided at the old w. In the first step the factor of w is 0: the start is forgotten altogether.
Unrolled, λt·w is the sum of all violators so far (each batch's mean), as long as nothing is projected: a perceptron
with a margin and a falling rate.

**Projection.** At the optimum w* some subgradient is 0: λw* is the mean of cᵢyᵢxᵢ over all examples, with 0 ≤ cᵢ ≤ 1,
and cᵢ > 0 only where yᵢ w*·xᵢ ≤ 1. Multiplied by w*, that gives λ|w*|² ≤ 1, so |w*| ≤ 1/√λ. Going back to that ball
can only bring w nearer to w*:

    w_new = w' · min(1, 1/(√λ |w'|))

The rate 1/(λt) is that for a λ-strongly convex function: after T steps the objective is too large by the order of
log T/(λT).
"""
SOURCE = (
    "Shalev-Shwartz, Singer, Srebro 2007, Pegasos: Primal Estimated sub-GrAdient SOlver for SVM, figure 1 and section 2"
)
COVERS = ("11a",)
REVIEWED = "2026-11-22 fixed"


def pegasos_step(w, X, y, lam, t):
    """The weights after step number t.

    w: (D,) weights before the step
    X: (K, D) the mini-batch, examples as rows
    y: (K,) labels, −1 or +1
    lam: λ, positive
    t: number of this step, from 1 on
    returns w_new: (D,)
    """
    violators = y * (X @ w) < 1
    gradient = lam * w - (y * violators) @ X / len(violators)
    w = w - gradient / (lam * t)
    return w * min(1, 1 / np.sqrt(lam * (w @ w)))


def _case(rng, k, d, lam, t, length=1.0):
    """Some examples within their margin and some beyond it, none near; w as long as given, in units of 1/√λ."""
    w = rng.normal(size=d)
    w *= length / np.sqrt(lam * w @ w)
    y = rng.choice([-1.0, 1.0], size=k)
    X = rng.normal(size=(k, d))
    margins = np.where(rng.permutation(np.arange(k) % 3) < 2, rng.uniform(-1.5, 0.8, k), rng.uniform(1.2, 2.0, k))
    X += np.outer(y * margins - X @ w, w) / (w @ w)
    return {"w": w, "X": X, "y": y, "lam": lam, "t": t}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    plain = {"w": np.array([1.0, 0.0]), "X": np.array([[2.0, 1.0], [-1.0, 2.0], [0.5, -1.0]])}
    yield "three examples in the plane", plain | {"y": np.array([1.0, 1.0, -1.0]), "lam": 0.25, "t": 4}
    yield "one example, in need of a push", _case(rng, 1, a, 0.3, 5)
    yield "the first step", _case(rng, b, c, 0.1, 1)
    yield "a late step, nothing to project", _case(rng, d, e, 0.5, int(rng.integers(50, 99)), 0.5)
    yield "an early step, to be projected", _case(rng, e, f, 0.004, 2, 0.9)
    yield "a large lambda", _case(rng, a, d, 4.0, int(rng.integers(30, 60)), 0.9)
    yield "one feature", _case(rng, c, 1, 0.4, 20, 0.6)
    yield "as many examples as features", _case(rng, f, f, 0.2, 30, 0.7)
    beyond = _case(rng, b, a, 0.1, 6, 0.8)
    beyond["X"] = np.outer(beyond["y"] * rng.uniform(1.5, 3.0, b), beyond["w"] / (beyond["w"] @ beyond["w"]))
    yield "all beyond their margin", beyond
    edge = {"w": np.array([1.0, 0.5, 0.0]), "X": np.array([[1.0, 0.0, 2.0], [0.5, 1.0, -1.0], [0.0, 1.0, 1.0]])}
    yield "two exactly on their margin", edge | {"y": np.ones(3), "lam": 0.1, "t": int(rng.integers(5, 20))}
    yield "from zero", _case(rng, d, b, 0.2, 3) | {"w": np.zeros(b)}
    small = _case(rng, e, c, 0.5, 10, 0.5)
    yield "float32", {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in small.items()}
    yield "a larger batch", _case(rng, 40 + a, e, 0.05, 40, 0.5)


def large(rng):
    return _case(rng, 5000, 40, 0.05, 40, 0.5)


def naive(w, X, y, lam, t):
    k, d = X.shape
    push = [0.0] * d
    for i in range(k):
        score = 0.0
        for j in range(d):
            score += float(X[i, j]) * float(w[j])
        if y[i] * score < 1:
            for j in range(d):
                push[j] += y[i] * X[i, j] / k
    moved = [(1 - 1 / t) * w[j] + push[j] / (lam * t) for j in range(d)]
    length = sum(value**2 for value in moved) ** 0.5
    radius = lam**-0.5
    return np.array([value * radius / length if length > radius else value for value in moved])


def _projected(w, radius):
    length = np.sqrt(w @ w)
    return w * radius / length if length > radius else w


def _push(w, X, y):
    return (y * (y * (X @ w) < 1)) @ X / len(y)


def mistake_constant_rate(w, X, y, lam, t):
    """You left t out of the learning rate: it falls as 1/(λt)."""
    return pegasos_step(w, X, y, lam, 1)


def mistake_counted_from_zero(w, X, y, lam, t):
    """You used t + 1. The steps are counted from 1, and t is the number of this one."""
    return pegasos_step(w, X, y, lam, t + 1)


def mistake_rate_without_lambda(w, X, y, lam, t):
    """Your learning rate is 1/t. It is 1/(λt); only in the factor of w does λ cancel, 1 − ηλ = 1 − 1/t."""
    return _projected(w - (lam * w - _push(w, X, y)) / t, lam**-0.5)


def mistake_no_shrinking(w, X, y, lam, t):
    """You left out the penalty's subgradient λw, which shrinks w by the factor 1 − 1/t in every step."""
    return _projected(w + _push(w, X, y) / (lam * t), lam**-0.5)


def mistake_no_projection(w, X, y, lam, t):
    """You did not project. If the result is longer than 1/√λ, it is shortened to that length."""
    return w - (lam * w - _push(w, X, y)) / (lam * t)


def mistake_always_on_the_sphere(w, X, y, lam, t):
    """You gave every result the length 1/√λ. Only what is longer than that is shortened."""
    w_new = w - (lam * w - _push(w, X, y)) / (lam * t)
    return w_new / np.sqrt(max(lam * w_new @ w_new, 1e-300))


def mistake_radius_without_root(w, X, y, lam, t):
    """You projected on the ball of radius 1/λ. The bound on the optimum is for |w|²: the radius is 1/√λ."""
    return _projected(w - (lam * w - _push(w, X, y)) / (lam * t), 1 / lam)


def mistake_all_examples_push(w, X, y, lam, t):
    """You let all examples push. Those with y w·x ≥ 1 are beyond their margin and have the subgradient 0."""
    return _projected(w - (lam * w - y @ X / len(y)) / (lam * t), lam**-0.5)


def mistake_only_errors_push(w, X, y, lam, t):
    """You let only those examples push that are on the wrong side, y w·x < 0. The margin is 1: those inside it push,
    too.
    """
    push = (y * (y * (X @ w) < 0)) @ X / len(y)
    return _projected(w - (lam * w - push) / (lam * t), lam**-0.5)


def mistake_averaged_over_violators(w, X, y, lam, t):
    """You divided by the number of violators. The mean is over all K examples of the mini-batch."""
    count = max(np.sum(y * (X @ w) < 1), 1)
    return _projected(w - (lam * w - _push(w, X, y) * len(y) / count) / (lam * t), lam**-0.5)


def mistake_push_summed(w, X, y, lam, t):
    """You summed over the violators. The objective has the mean over the mini-batch: divide by K."""
    return _projected(w - (lam * w - _push(w, X, y) * len(y)) / (lam * t), lam**-0.5)
