"""Binary cross-entropy from logits, with a weight on the positives

`z` has shape (N, K): logits of K independent yes/no labels for each of N examples. `y` has the same
shape; its elements lie between 0 and 1 and may be soft (0.3). `pos_weight`, of shape (K,), holds a positive
weight w for each label, which multiplies the part of the loss that belongs to "yes" and no other.
With p = σ(z) and the natural logarithm,

    L = −1/(N·K) Σₙ Σₖ [ w[k] · y[n, k] · log p[n, k] + (1 − y[n, k]) · log(1 − p[n, k]) ]

the **mean over all N·K elements**. Nothing is added inside the logarithms, and there is no clipping.

Return `(loss, dz)`: L, and ∂L/∂z, of shape (N, K). Both must be finite and right also for logits in the
thousands, whatever the labels. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.losses"
LEVEL = 2
MINUTES = 8
RETURNS = ("loss", "dz")
GRADIENTS = {"dz": "z"}
INVARIANTS = {"loss": ("not negative",)}
HINTS = (
    "Do not compute p first and its logarithm afterwards: put σ into the logarithm on paper.",
    "log σ(z) = −log(1 + e⁻ᶻ), and 1 − σ(z) = σ(−z). Differentiated, log σ(z) gives 1 − p, and log(1 − p) gives −p.",
    "Put both slopes into the bracket, each with its factor, w y or 1 − y, and mind the −1/(N·K) in front. "
    "np.logaddexp(0, ±z) gives both logarithms without overflow.",
)
SOLUTION = """
Write both logarithms with z. Since σ(z) = 1/(1 + e⁻ᶻ) and 1 − σ(z) = σ(−z),

    log p = −log(1 + e⁻ᶻ)        log(1 − p) = −log(1 + eᶻ)

log(1 + eᵗ) = logaddexp(0, t) is finite for every t: it is about t for large t, and about 0 for very negative t.

The derivatives follow from σ' = σ(1 − σ):

    d/dz log p = p(1 − p)/p = 1 − p        d/dz log(1 − p) = −p

so an element of the gradient is

    dz = [ (1 − y) p − w y (1 − p) ] / (NK)

For w = 1 this is (p − y)/(NK). With a weight it is no longer a plain residual: w pulls the positives harder and
leaves the negatives alone.

Numerically, 1 − p is better taken as σ(−z): for z = 40, p is rounded to 1 and 1 − p to 0.
"""
SOURCE = "PyTorch, torch/nn/modules/loss.py, docstring of BCEWithLogitsLoss (pos_weight, reduction 'mean')"
COVERS = ("12b", "15c")
REVIEWED = "2026-11-22 fixed"


def binary_cross_entropy_with_logits(z, y, pos_weight):
    """Mean binary cross-entropy of σ(z), and its gradient.

    z: (N, K) logits
    y: (N, K) labels, from 0 to 1
    pos_weight: (K,) weight of the positive part of each label
    returns loss: a number, dz: (N, K)
    """
    log_p, log_not_p = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    positive, negative = pos_weight * y, 1 - y
    value = -np.mean(positive * log_p + negative * log_not_p)
    return value, (negative * np.exp(log_p) - positive * np.exp(log_not_p)) / z.size


def _case(rng, n, k):
    y = rng.integers(0, 2, size=(n, k)).astype(float)
    return {"z": 2 * rng.normal(size=(n, k)), "y": y, "pos_weight": rng.uniform(1.5, 4.0, size=k)}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 9)))
    yield "two examples, three labels", _case(rng, 2, 3) | {"y": np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])}
    one = _case(rng, 1, a)
    one["y"][0, 0] = 1.0
    yield "one example", one
    plain = _case(rng, b, c)
    yield "all weights 1", plain | {"pos_weight": np.ones(c)}
    soft = _case(rng, d, e)
    yield "soft labels", soft | {"y": rng.uniform(0.1, 0.9, size=(d, e))}
    square = _case(rng, f, f)
    square["y"][0] = 1.0
    yield "as many labels as examples", square
    yield "only positives", _case(rng, a, 2) | {"y": np.ones((a, 2))}
    yield "only negatives", _case(rng, b, 4) | {"y": np.zeros((b, 4))}
    small = _case(rng, c, d)
    small["y"][0] = 1.0
    yield "float32", {key: value.astype(np.float32) for key, value in small.items()}
    big = _case(rng, 20 + e, 3)
    big["y"][0] = 1.0
    yield "a larger batch", big
    huge = _case(rng, 5 + f, a)
    huge["z"] = rng.choice([-1000, 1000], size=huge["z"].shape) * rng.uniform(1, 3, size=huge["z"].shape)
    huge["y"] = (huge["z"] > 0).astype(float)
    huge["y"][:3] = 1 - huge["y"][:3]
    huge["y"][0, :2], huge["z"][0, :2] = [1, 0], [-2000, 1500]
    yield "logits in the thousands, some sure of the wrong side", huge


def large(rng):
    return _case(rng, 400, 100)


def loss(z, y, pos_weight):
    return np.mean(pos_weight * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))


def naive(z, y, pos_weight):
    rows, columns = z.shape
    total, dz = 0.0, np.zeros(z.shape)
    for n in range(rows):
        for k in range(columns):
            at, label, weight = float(z[n, k]), float(y[n, k]), float(pos_weight[k])
            small = np.exp(-abs(at))
            likely, unlikely = 1 / (1 + small), small / (1 + small)
            p, q = (likely, unlikely) if at > 0 else (unlikely, likely)
            log_p, log_q = min(at, 0.0) - np.log1p(small), min(-at, 0.0) - np.log1p(small)
            total -= weight * label * log_p + (1 - label) * log_q
            dz[n, k] = ((1 - label) * p - weight * label * q) / (rows * columns)
    return total / (rows * columns), dz


def mistake_sigmoid_then_log(z, y, pos_weight):
    """Right on paper, but for large |z| p is rounded to 0 or 1, and you take the logarithm of 0: inf or nan. Write
    log σ(z) = −log(1 + e⁻ᶻ) and use np.logaddexp.
    """
    _, dz = binary_cross_entropy_with_logits(z, y, pos_weight)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -np.mean(pos_weight * y * np.log(p) + (1 - y) * np.log(1 - p)), dz


def mistake_probability_clipped(z, y, pos_weight):
    """You clipped p (or added a small number inside the logarithm). That caps the loss of a sure but wrong logit and
    is no longer this loss; with log σ(z) = −log(1 + e⁻ᶻ) no help is needed.
    """
    _, dz = binary_cross_entropy_with_logits(z, y, pos_weight)
    with np.errstate(over="ignore"):
        p = np.clip(1 / (1 + np.exp(-z)), 1e-12, 1 - 1e-12)
    return -np.mean(pos_weight * y * np.log(p) + (1 - y) * np.log(1 - p)), dz


def mistake_weight_not_in_gradient(z, y, pos_weight):
    """Your gradient is p − y over N·K, without the weight. With a weight, the positive part of the loss is
    differentiated with its factor w.
    """
    value, _ = binary_cross_entropy_with_logits(z, y, pos_weight)
    return value, binary_cross_entropy_with_logits(z, y, np.ones_like(pos_weight))[1]


def mistake_weight_on_both_parts(z, y, pos_weight):
    """You multiplied the whole of the loss by the weight. pos_weight belongs to the part with y log p only."""
    value = np.mean(pos_weight * (y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)))
    return value, pos_weight * (np.exp(-np.logaddexp(0, -z)) - y) / z.size


def mistake_weight_ignored(z, y, pos_weight):
    """You left pos_weight out. It multiplies the part y log p, in the loss and so in the gradient."""
    return binary_cross_entropy_with_logits(z, y, np.ones_like(pos_weight))


def mistake_residual_weighted(z, y, pos_weight):
    """Your gradient is p − wy. The weight multiplies only the part that y log p leaves, which is y (1 − p):
    keep the two parts of the gradient apart.
    """
    value, _ = binary_cross_entropy_with_logits(z, y, pos_weight)
    return value, (np.exp(-np.logaddexp(0, -z)) - pos_weight * y) / z.size


def mistake_gradient_not_averaged(z, y, pos_weight):
    """Your gradient is that of the sum. The loss is a mean over all elements: divide by N·K."""
    value, dz = binary_cross_entropy_with_logits(z, y, pos_weight)
    return value, dz * z.size


def mistake_summed_over_labels(z, y, pos_weight):
    """You summed over the labels and averaged over the examples only. Here the mean is over all N·K elements."""
    value, dz = binary_cross_entropy_with_logits(z, y, pos_weight)
    return value * z.shape[1], dz * z.shape[1]


def mistake_sigmoid_slope_kept(z, y, pos_weight):
    """You multiplied the gradient by p (1 − p) once more. That factor cancels against the derivative of the
    logarithm.
    """
    value, dz = binary_cross_entropy_with_logits(z, y, pos_weight)
    return value, dz * np.exp(-np.logaddexp(0, -z) - np.logaddexp(0, z))
