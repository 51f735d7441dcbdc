"""The Jacobian of the softmax

For a vector `z` of C logits let p = softmax(z), p[i] = exp(z[i]) / Σₖ exp(z[k]). Return `J`, of shape (C, C), with

    J[i, j] = ∂p[i] / ∂z[j]

It must be finite and right also for logits in the thousands. Leave the argument as it is.
"""

import numpy as np

SUBTOPIC = "la.chain"
LEVEL = 2
MINUTES = 6
RETURNS = ("J",)
INVARIANTS = {"J": ("rows sum to 0", "columns sum to 0", "symmetric")}
HINTS = (
    "z[j] stands in the numerator of p[i] only if i = j, and in the denominator always. Treat the two cases apart.",
    "By the quotient rule J[i, i] = p[i](1 − p[i]), and J[i, j] = −p[i] p[j] for i ≠ j. Is there one formula for both?",
    "J[i, j] = p[i]([i = j] − p[j]): a diagonal matrix less an outer product. Take the maximum of z away before exp.",
)
SOLUTION = """
Let Z = Σₖ exp(z[k]), so p[i] = exp(z[i])/Z and ∂Z/∂z[j] = exp(z[j]). By the quotient rule

    i = j:  ∂p[i]/∂z[i] = exp(z[i])/Z − exp(z[i])²/Z² = p[i](1 − p[i])
    i ≠ j:  ∂p[i]/∂z[j] = −exp(z[i]) exp(z[j])/Z² = −p[i] p[j]

Both in one: J[i, j] = p[i]([i = j] − p[j]), or

    J = diag(p) − p pᵀ

It is symmetric. Its rows sum to 0, since a constant added to all logits changes nothing: J·1 = p − p(pᵀ1) = 0, so J
is singular. Its columns sum to 0, since the p always sum to 1.

The diagonal alone, p(1 − p), is the sigmoid's derivative: the softmax is not elementwise, each output depends on all
inputs. In backprop J is never built: Jᵀdout = p ∗ (dout − pᵀdout), ∗ being elementwise, takes about C operations rather
than C². Where p is nearly one-hot, J is nearly 0: the softmax saturates.
"""
SOURCE = "Bishop 2006, Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.106"
COVERS = ("8h",)
REVIEWED = "2026-11-22 fixed"


def softmax_jacobian(z):
    """The matrix of ∂p[i]/∂z[j].

    z: (C,) logits
    returns J: (C, C)
    """
    p = np.exp(z - z.max())
    p /= p.sum()
    return np.diag(p) - np.outer(p, p)


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "three logits", {"z": np.array([0.0, 1.0, 2.0])}
    yield "a single logit", {"z": rng.normal(size=1)}
    yield "two logits", {"z": rng.normal(size=2)}
    yield "some logits", {"z": rng.normal(size=a)}
    yield "all equal", {"z": np.full(b, rng.normal())}
    yield "spread out", {"z": 3 * rng.normal(size=c)}
    yield "one in front", {"z": np.append(rng.normal(size=d), 5.0)}
    yield "all near 1000", {"z": 1000 + rng.integers(-16, 17, size=e) / 8}
    yield "in the thousands, two tied in front", {"z": np.append(-1000 * rng.uniform(1, 3, size=f), [2000.0, 2000.0])}
    yield "all near -1000", {"z": -1000 + rng.integers(-16, 17, size=b) / 8}
    yield "float32", {"z": rng.normal(size=c).astype(np.float32)}
    yield "many logits", {"z": rng.normal(size=20 + a)}


def large(rng):
    return {"z": rng.normal(size=400)}


def naive(z):
    size = len(z)
    top = max(float(value) for value in z)
    weights = [np.exp(float(value) - top) for value in z]
    total = sum(weights)
    J = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            if i == j:
                J[i, j] = weights[i] * (total - weights[i]) / total**2
            else:
                J[i, j] = -weights[i] * weights[j] / total**2
    return J


def _softmax(z):
    return np.exp(z - np.logaddexp.reduce(z))


def mistake_diagonal_only(z):
    """You have p (1 − p) on the diagonal and zeros beside it, as for the sigmoid. Each p depends on all logits,
    through the denominator. A check: rows sum to 0.
    """
    p = _softmax(z)
    return np.diag(p * (1 - p))


def mistake_plus_beside_the_diagonal(z):
    """Your elements beside the diagonal have the wrong sign: a larger z[j] makes the other p smaller, −p[i] p[j]."""
    p = _softmax(z)
    return np.diag(p - 2 * p * p) + np.outer(p, p)


def mistake_diagonal_term_missing(z):
    """You have −p pᵀ everywhere. On the diagonal the numerator depends on z[i], too, which adds p[i]: diag(p) − p
    pᵀ.
    """
    p = _softmax(z)
    return -np.outer(p, p)


def mistake_p_not_on_the_diagonal(z):
    """You took p − p pᵀ, and NumPy added p to every row. It belongs on the diagonal: np.diag(p)."""
    p = _softmax(z)
    return p - np.outer(p, p)


def mistake_log_softmax(z):
    """That is the Jacobian of log p, I − 1 pᵀ. For p itself each row i is multiplied by p[i]."""
    p = _softmax(z)
    return np.eye(len(p)) - p


def mistake_one_on_the_diagonal(z):
    """You have 1 − p[i]² on the diagonal, the identity in place of diag(p). The derivative of the numerator, over Z,
    is p[i].
    """
    p = _softmax(z)
    return np.eye(len(p)) - np.outer(p, p)


def mistake_vector_only(z):
    """You returned p (1 − p), a vector. The Jacobian is a matrix: each of C outputs by each of C logits."""
    p = _softmax(z)
    return p * (1 - p)


def mistake_no_shift(z):
    """Your exp overflows, or all of them become 0, for logits in the thousands. Take the maximum away first: p does not
    change.
    """
    with np.errstate(all="ignore"):
        p = np.exp(z) / np.sum(np.exp(z))
        return np.diag(p) - np.outer(p, p)
