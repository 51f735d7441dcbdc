"""Forward pass of DropConnect

DropConnect drops single **weights** of an affine layer, where dropout drops activations; as in the paper of Wan et al.,
every example of the batch has a mask of its own.

* `x`: (N, D) input, `w`: (D, M) weights, `b`: (M,) biases
* `mask`: (N, D, M); mask[n, d, m] is 1 where example n keeps the weight w[d, m], 0 where it is dropped
* `p`: the probability that a weight is **dropped**, 0 ≤ p < 1

The convention here is that of *inverted* dropout: in training (`train` = True) the kept weights are divided by the
probability of keeping one; in testing (`train` = False) the whole layer x w + b is used as it is, whatever the mask.
The biases are neither dropped nor scaled.

Return `out` of shape (N, M).
"""

import numpy as np

SUBTOPIC = "dl.dropout"
LEVEL = 2
MINUTES = 6
RETURNS = ("out",)
HINTS = (
    "Write one element of the output for one example: which weights does it have, and which of them are left?",
    "out[n, m] is the sum over d of x[n, d] · mask[n, d, m] · w[d, m], scaled, plus the bias unscaled.",
    "mask · w broadcasts to (N, D, M), one matrix for each example. Batch the products, or name the indices in an "
    "einsum that sums over d.",
)
SOLUTION = """
Example n has the weights w ∘ mask[n], scaled by 1/(1 − p), so

    out[n, m] = 1/(1 − p) Σ_d x[n, d] · mask[n, d, m] · w[d, m] + b[m]

As the mask depends on n, this is no product of x with one matrix, but a batch of N products, each of a row with
a matrix of its own. `einsum` with the indices nd, ndm, dm → nm says just that; so does `np.matmul` of
x[:, None, :] with mask · w, of shape (N, D, M), and the middle axis dropped.

Since E[mask] = 1 − p, the expected output is x w + b: the division makes training and testing agree on average.
The bias is outside of both, the mask and the factor; to divide x w + b as a whole would scale it too.

Dropout is the special case in which all weights that leave one input share their fate: mask[n, d, m] is the
same for all m. (The paper itself does not scale, and in testing draws the units' inputs from a Gaussian of the
same mean and variance.)
"""
SOURCE = "Wan, Zeiler, Zhang, LeCun, Fergus 2013, Regularization of Neural Networks using DropConnect, section 3"
COVERS = ("16c",)
REVIEWED = "2026-11-22 fixed"


def dropconnect_forward(x, w, b, mask, p, train):
    """Output of an affine layer with dropped weights.

    x: (N, D) input
    w: (D, M) weights
    b: (M,) biases
    mask: (N, D, M) 1 where the example keeps the weight, 0 where not
    p: probability of dropping a weight, 0 <= p < 1
    train: True in training, False in testing
    Returns out (N, M).
    """
    if not train:
        return x @ w + b
    return np.einsum("nd,ndm,dm->nm", x, mask, w) / (1 - p) + b


def _case(rng, n, d, m, p, train=True):
    """Everything is positive, so that no sum is small by cancellation; no two examples have the same mask."""
    mask = (rng.random((n, d, m)) >= p).astype(float)
    mask[:, 0, 0], mask[:, -1, -1] = np.arange(n) % 2, (np.arange(n) + 1) % 2
    return {
        "x": rng.uniform(0.5, 2, size=(n, d)),
        "w": rng.uniform(0.2, 2, size=(d, m)),
        "b": rng.uniform(0.5, 2, size=m),
        "mask": mask,
        "p": p,
        "train": train,
    }


def inputs(rng):
    n, d, m, k = (int(size) for size in rng.permutation(np.arange(2, 8))[:4])
    p = float(rng.uniform(0.2, 0.4))
    yield "one example", _case(rng, 1, d, m, p)
    yield "a batch", _case(rng, n, d, m, p)
    yield "the same sizes, testing", _case(rng, n, d, m, p, train=False)
    yield "as many outputs as inputs as examples", _case(rng, k, k, k, p)
    yield "one output", _case(rng, n, k, 1, 1 - p)
    yield "p = 0, and yet a mask with zeros", _case(rng, m, d, k, 0.0)
    case = _case(rng, n, d, k, p)
    yield (
        "mask of True and False, x and w of both signs",
        case
        | {
            "mask": case["mask"] > 0,
            "x": rng.normal(size=(n, d)),
            "w": rng.normal(size=(d, k)),
        },
    )
    yield "nine of ten dropped", _case(rng, 8 + n, 10 + d, m, 0.9)
    yield "testing, more examples", _case(rng, 10 + k, d, m, 0.75, train=False)
    case = _case(rng, k, n, d, 0.25)
    yield "in float32", case | {name: np.float32(case[name]) for name in ("x", "w", "b", "mask")}


def large(rng):
    return _case(rng, 60, 120, 100, 0.5)


def naive(x, w, b, mask, p, train):
    rows, columns = x.shape
    out = np.zeros((rows, len(b)))
    for n in range(rows):
        for m in range(len(b)):
            total = 0.0
            for d in range(columns):
                if not train:
                    total += x[n, d] * w[d, m]
                elif mask[n, d, m]:
                    total += x[n, d] * w[d, m] / (1 - p)
            out[n, m] = total + b[m]
    return out


def _trained(x, w, mask):
    return np.einsum("nd,ndm,dm->nm", x, mask, w)


def mistake_not_scaled(x, w, b, mask, p, train):
    """You did not scale the kept weights. Divide by 1 − p, so that the expected output is that of the whole layer."""
    return _trained(x, w, mask) + b if train else x @ w + b


def mistake_bias_scaled(x, w, b, mask, p, train):
    """You divided the bias as well. Only the masked weights are scaled; b is added afterwards."""
    return (_trained(x, w, mask) + b) / (1 - p) if train else x @ w + b


def mistake_mask_of_first_example(x, w, b, mask, p, train):
    """You used the first example's mask for all. Every example has a mask of its own."""
    return x @ (mask[0] * w) / (1 - p) + b if train else x @ w + b


def mistake_activations_dropped(x, w, b, mask, p, train):
    """You dropped inputs, which is dropout: all weights from one input share its fate. DropConnect masks each weight
    w[d, m] alone.
    """
    return (x * mask[:, :, 0]) @ w / (1 - p) + b if train else x @ w + b


def mistake_outputs_dropped(x, w, b, mask, p, train):
    """You dropped outputs, with one mask element for each. DropConnect masks each weight w[d, m] alone."""
    return (x @ w) * mask[:, 0, :] / (1 - p) + b if train else x @ w + b


def mistake_mask_averaged(x, w, b, mask, p, train):
    """You averaged the masks over the batch. Each example goes through its own weights."""
    return x @ (mask.mean(axis=0, dtype=w.dtype) * w) / (1 - p) + b if train else x @ w + b


def mistake_p_taken_for_keeping(x, w, b, mask, p, train):
    """You divided by p, taking it for the probability of keeping. Here p is the probability of dropping."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(_trained(x, w, mask), p) + b if train else x @ w + b


def mistake_mask_in_testing(x, w, b, mask, p, train):
    """You dropped weights in testing too. There the whole layer is used: x w + b."""
    return _trained(x, w, mask) / (1 - p) + b


def mistake_scaled_in_testing(x, w, b, mask, p, train):
    """You scaled in testing in place of training. Here the kept weights are scaled in training, and testing is plain
    x w + b.
    """
    return _trained(x, w, mask) + b if train else x @ w * (1 - p) + b
