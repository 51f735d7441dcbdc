"""Forward pass of an affine layer

Each of the N examples in `x`, of shape (N, d₁, …, dₖ), is laid out as one row of length D = d₁ ⋯ dₖ, the last
axis fastest, as `reshape` does. With X, of shape (N, D), for these rows,

    out[n, m] = b[m] + Σ_d X[n, d] · w[d, m]

* `x`: (N, d₁, …, dₖ), with any k ≥ 1
* `w`: (D, M) weights, inputs by outputs (PyTorch stores the transpose)
* `b`: (M,) biases

Return `out`, of shape (N, M). No activation follows. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.backprop"
LEVEL = 1
MINUTES = 4
RETURNS = ("out",)
HINTS = (
    "First bring x into two axes: which of its axes must stay by itself?",
    "The sum over d for every n and every m at once is one matrix product, (N, D) times (D, M).",
    "rows = x.reshape(N, D); then the product with w, and b is added to every row by broadcasting.",
)
SOLUTION = """The layer treats all examples alike and mixes only the features of one example. So the batch
axis stays and all other axes become one: X is x reshaped to (N, D). reshape reads with the last axis fastest
and the first one slowest, so row n holds example n and nothing of its neighbours.

Now the definition

    out[n, m] = b[m] + Σ_d X[n, d] w[d, m]

is for fixed n and m the inner product of row n of X with column m of w: all of them together are the matrix
product X w, of shape (N, D)(D, M) = (N, M). The bias has one number for each output; written after the
product it is lined up with the last axis and repeated for each of the N rows.

Cost: N·D·M multiplications, and D·M + M parameters. Why not loop over n? The one big product reads w once for
the whole batch.
"""
SOURCE = (
    "MXNet (master b84609d3fc), src/operator/nn/fully_connected-inl.h, FCForward; PyTorch, "
    "torch/nn/modules/linear.py, class Linear"
)
COVERS = ("13",)
REVIEWED = "2026-11-22 fixed"


def affine_forward(x, w, b):
    """The output of an affine layer.

    x: (N, d1, ..., dk) input
    w: (D, M) weights, D = d1 * ... * dk
    b: (M,) biases
    Returns out (N, M).
    """
    return x.reshape(len(x), len(w)) @ w + b


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, n, shape, m):
    d = int(np.prod(shape))
    return {"x": rng.normal(size=(n, *shape)), "w": rng.normal(size=(d, m)), "b": rng.normal(size=m)}


def inputs(rng):
    n, d, m = _sizes(rng, 3, 2, 7)
    yield "one row", _case(rng, 1, (d,), m)
    yield "two rows of three", _case(rng, 2, (3,), 2)
    yield "a batch of rows", _case(rng, n, (d,), m)
    n, m, d1, d2, d3 = _sizes(rng, 5, 2, 6)
    yield "a batch of images", _case(rng, n, (d1, d2, d3), m)
    yield "one image", _case(rng, 1, (d1, d2, d3), m)
    yield "sequences", _case(rng, n, (d2, d3), m)
    yield "as many outputs as examples", _case(rng, n, (d1, d2), n)
    yield "one output", _case(rng, n, (d2,), 1)
    case = _case(rng, m, (d3, d1), n)
    yield "float32 arrays", {k: np.round(4 * v).astype(np.float32) / 4 for k, v in case.items()}
    n, d, m = _sizes(rng, 3, 10, 20)
    yield "a larger batch", _case(rng, n, (d,), m)


def naive(x, w, b):
    out = np.zeros((len(x), len(b)))
    for n in range(len(x)):
        for m in range(len(b)):
            out[n, m] = b[m]
            for d, value in enumerate(x[n].flat):
                out[n, m] += value * w[d, m]
    return out


def large(rng):
    return _case(rng, 60, (8, 8), 60)


def mistake_bias_forgotten(x, w, b):
    """You did not add the bias: b[m] goes to output m of every example."""
    return affine_forward(x, w, np.zeros_like(b))


def mistake_bias_in_the_sum(x, w, b):
    """You added the bias once for every input, inside the sum over d. It belongs outside: once for every output."""
    return affine_forward(x, w, b * len(w))


def mistake_first_axis_fastest(x, w, b):
    """You laid the examples out with their first axis fastest, so the weights met other features than theirs. The last
    axis is fastest, as in a plain reshape.
    """
    return x.reshape(len(x), -1, order="F") @ w + b


def mistake_examples_mixed(x, w, b):
    """You reshaped with the batch axis last and transposed, so each row holds numbers of several examples. The batch
    axis stands first in x and must stay there.
    """
    return x.reshape(-1, len(x)).T @ w + b


def mistake_weights_reshaped(x, w, b):
    """You took w for (M, D) by a reshape and transposed that. Reshape cuts the same numbers into other rows; w is
    (D, M) as it stands.
    """
    return x.reshape(len(x), -1) @ w.reshape(w.shape[::-1]).T + b


def mistake_relu_applied(x, w, b):
    """You put a ReLU behind the layer. An affine layer has no activation; that is a layer of its own."""
    return np.maximum(affine_forward(x, w, b), 0)
