"""Backward pass of softmax

Forward, along the **last** axis, for z of shape (..., C):

    p[..., c] = exp(z[..., c]) / Σ_k exp(z[..., k])

The loss L is some scalar function of `p`, not necessarily a cross-entropy
(softmax also stands inside attention). Given `dout` = ∂L/∂p and the input `z` of the forward pass, return
`dz` = ∂L/∂z. All have the same shape.

Do it without building a C × C matrix: memory for a few arrays of the size of z is enough. The result must be
finite and right also when the z are in the thousands. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 2
MINUTES = 8
RETURNS = ("dz",)
GRADIENTS = {"dz": "z"}
INVARIANTS = {"dz": ("rows sum to 0",)}
RTOL = 1e-5
HINTS = (
    "Each p of a row depends on every z of that row. What is ∂p_k/∂z_c for k = c, and for k ≠ c?",
    "The Jacobian of a row is diag(p) − p pᵀ. Multiply it by the row of dout on paper before you write any code.",
    "diag(p) g is p · g element by element; p pᵀ g is p times one number, the inner product of p and g.",
)
SOLUTION = """Take one row, write g for its row of dout and S = Σ exp(z). With p_k = exp(z_k)/S the quotient
rule gives

    ∂p_k/∂z_c = p_k (1[k = c] − p_c)

so the Jacobian is diag(p) − p pᵀ, which is symmetric. The chain rule sums over all outputs that z_c reaches:

    dz_c = Σ_k g_k p_k (1[k = c] − p_c) = p_c (g_c − Σ_k g_k p_k)

The sum is one number per row, the mean of g under p. So the vector-Jacobian product needs an elementwise
product, a sum and another elementwise product: time and memory in proportion to C, not C².

Two checks. The row sums to 0, as a constant added to all z changes nothing. And g = −y/p with a one-hot y,
the gradient of the cross-entropy, gives p − y. For large z take each row's maximum away before exp; p stays
the same and nothing overflows.
"""
SOURCE = "PyTorch, torch/_decomp/decompositions.py, function _softmax_backward_data"
COVERS = ("15c",)
REVIEWED = "2026-11-22 fixed"


def softmax_backward(dout, z):
    """The gradient at the input of softmax.

    dout: (..., C) gradient of the loss at the output
    z: (..., C) input of the forward pass
    Returns dz (..., C).
    """
    p = np.exp(z - z.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return p * (dout - (dout * p).sum(axis=-1, keepdims=True))


def _softmax(z, axis=-1):
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, shape):
    return {"dout": rng.normal(size=shape), "z": rng.normal(size=shape)}


def _single_precision(rng, shape):
    """A float32 case without cancellation: no dout near its row's mean under p. Large, for central differences
    are finer than float32.
    """
    while True:
        dout, z = np.round(4 * rng.normal(size=shape)), rng.normal(size=shape)
        mean = (dout * _softmax(z)).sum(axis=-1, keepdims=True)
        if np.abs(dout - mean).min() > 0.3:
            return {"dout": 64 * dout.astype(np.float32), "z": z.astype(np.float32)}


def inputs(rng):
    n, c, h, t = _sizes(rng, 4, 3, 8)
    yield "one row", _case(rng, (1, c))
    yield "two rows of three", _case(rng, (2, 3))
    yield "a batch", _case(rng, (n, c))
    yield "as many rows as classes", _case(rng, (c, c))
    yield "a single vector", _case(rng, (c,))
    yield "attention, four axes", _case(rng, (2, h, t, n))
    yield "one class", _case(rng, (n, 1))
    z = rng.integers(-24, 25, size=(n, c)) / 16  # so that float32 can hold 1000 + z
    yield "all z near 1000", {"dout": rng.normal(size=(n, c)), "z": 1000 + z}
    far = 1000 + z
    far[np.arange(n), rng.integers(c, size=n)] -= 2000
    yield "one z of each row far below the others", {"dout": rng.normal(size=(n, c)), "z": far}
    offsets = 1000.0 * rng.permutation(np.arange(n) - n // 2)[:, None]
    yield "rows far apart", {"dout": rng.normal(size=(n, c)), "z": offsets + rng.permutation(z)}
    yield "float32 arrays", _single_precision(rng, (3, 4))


def loss(dout, z):
    return np.sum(dout * np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True)))


def naive(dout, z):
    classes = z.shape[-1]
    rows = z.reshape(-1, classes).astype(float)
    gradients, dz = dout.reshape(-1, classes).astype(float), np.zeros(rows.shape)
    for n in range(len(rows)):
        e = [np.exp(v - max(rows[n])) for v in rows[n]]
        p = [v / sum(e) for v in e]
        for c in range(classes):
            for k in range(classes):
                jacobian = p[k] * (1 - p[k]) if k == c else -p[k] * p[c]
                dz[n, c] += gradients[n, k] * jacobian
    return dz.reshape(z.shape)


def large(rng):
    return _case(rng, (200, 300))


def mistake_diagonal_only(dout, z):
    """You used p(1 − p), the diagonal of the Jacobian. Each z also moves all the other p of its row, by −p_k p_c."""
    p = _softmax(z)
    return dout * p * (1 - p)


def mistake_not_centred(dout, z):
    """You returned p · dout. The denominator of softmax depends on z too: take the row's sum of p · dout away from dout
    first.
    """
    return dout * _softmax(z)


def mistake_off_diagonal_plus(dout, z):
    """The entries of your Jacobian beside the diagonal have the wrong sign. Raising one z lowers the other p."""
    p = _softmax(z)
    return dout * p * (1 - p) + p * ((dout * p).sum(axis=-1, keepdims=True) - dout * p)


def mistake_sum_not_weighted(dout, z):
    """You took away the plain sum of dout. It is the sum of p · dout: the mean of dout under the probabilities p."""
    return _softmax(z) * (dout - dout.sum(axis=-1, keepdims=True))


def mistake_factor_p_forgotten(dout, z):
    """You returned dout minus its mean under p. Every entry has still to be multiplied by its p."""
    return dout - (dout * _softmax(z)).sum(axis=-1, keepdims=True)


def mistake_cross_entropy_shortcut(dout, z):
    """You took dout for the one-hot labels of a cross-entropy and returned p − dout. Here dout is ∂L/∂p of any loss."""
    return _softmax(z) - dout


def mistake_first_axis(dout, z):
    """Your softmax runs along the first axis. The classes stand along the last one."""
    p = _softmax(z, axis=0)
    return p * (dout - (dout * p).sum(axis=0, keepdims=True))


def mistake_no_shift(dout, z):
    """Your exp overflows for z near 1000, and ∞/∞ is nan. Take away each row's maximum before exp: p does not
    change.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
        return p * (dout - (dout * p).sum(axis=-1, keepdims=True))


def mistake_one_maximum(dout, z):
    """You took away one maximum, that of all rows. A row far below it is rounded to 0 as a whole, and 0/0 is nan: each
    row needs its own, z.max(axis=-1, keepdims=True).
    """
    with np.errstate(invalid="ignore"):
        p = np.exp(z - z.max())
        p /= p.sum(axis=-1, keepdims=True)
        return p * (dout - (dout * p).sum(axis=-1, keepdims=True))
