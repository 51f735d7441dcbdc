"""Convolution, activation, cost function: a network by hand

Forward pass:

1. z = `x` cross-correlated with `w1`, stride 1, no padding, plus the bias:
   z[n, f, i, j] = b1[f] + Σ_c Σ_u Σ_v x[n, c, i + u, j + v] · w1[f, c, u, v]
2. a = max(0, z), elementwise
3. s = A w2 + b2, where A (N, F·OH·OW) is `a` with each example laid out as one row, in the
   order f, i, j (j fastest, as `a.reshape(N, -1)` gives)
4. L = -1/N Σ_n log softmax(s[n])[y[n]], natural logarithm, the **mean** over the examples

Shapes: `x` (N, C, H, W); `y` (N,) integers from 0 to K - 1; `w1` (F, C, HH, WW); `b1` (F,);
`w2` (F·OH·OW, K); `b2` (K,), with OH = H - HH + 1 and OW = W - WW + 1. No regularization.

Return `(loss, dw1, db1, dw2, db2)`: the number L and its gradients by the four parameters, each
in the shape of its parameter. The gradient by `x` is not wanted. All must be finite and right
also when the scores s are in the thousands. At z = 0 the slope of ReLU is taken to be 0.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.backprop"
LEVEL = 3
MINUTES = 25
RETURNS = ("loss", "dw1", "db1", "dw2", "db2")
GRADIENTS = {"dw1": "w1", "db1": "b1", "dw2": "w2", "db2": "b2"}
INVARIANTS = {"dw2": ("rows sum to 0",)}
HINTS = (
    "Write the forward pass and keep z, a and the scores. Then go back one step at a time: "
    "ds, da, dz, and on the way the gradients of the parameters. Every gradient has the "
    "shape of its variable.",
    "ds = (softmax - one-hot) / N. From it dw2 and db2 as for any affine layer, and da = ds "
    "w2ᵀ laid out as a again. ReLU lets through where z > 0.",
    "With dz known, db1 sums it over images and positions, and dw1[f, c, u, v] is the sum "
    "over n, i, j of dz[n, f, i, j] · x[n, c, i + u, j + v]: for each (u, v) one product "
    "with a shifted piece of x. For the loss use log softmax = s - max - log Σ exp(s - "
    "max).",
)
SOLUTION = """
Go forward and keep z, A, s; then go back step by step. Gradients have the shapes of their variables.

1. **Cost.** log p = s − max − log Σ exp(s − max); L is the mean of −log p[y], and ds = (p − one-hot) / N.
2. **Affine layer** s = A w2 + b2: dw2 = Aᵀ ds, db2 = Σ_n ds[n], and dA = ds w2ᵀ, which laid out as (N, F, OH, OW) is da.
3. **ReLU**: dz = da where z > 0, else 0. The mask is that of the forward pass.
4. **Convolution**: b1[f] is in every output of map f, so db1 sums dz over n, i and j. Weight w1[f, c, u, v] multiplies x[n, c, i + u, j + v]
   in output (n, f, i, j):

       dw1[f, c, u, v] = Σ_n,i,j dz[n, f, i, j] · x[n, c, i + u, j + v]

The factor 1/N enters once, in ds, and all gradients behind it inherit it.

Checks: rows of ds, hence of dw2, sum to 0, and so does db2. A filter whose z is never positive has dw1 = db1 = 0.
"""
SOURCE = (
    "Dive into Deep Learning, Multilayer Perceptrons, 'Backpropagation'; MXNet (master "
    "b84609d3fc), src/operator/nn/convolution-inl.h, _BackwardWeightsBias"
)
COVERS = ("15a", "15b", "15c")
REVIEWED = "2026-11-22 fixed"


def two_layer_network(x, y, w1, b1, w2, b2):
    """Loss and gradients of convolution, ReLU, affine layer and softmax cross-entropy.

    x: (N, C, H, W) images
    y: (N,) integers, the right classes
    w1: (F, C, HH, WW) filters
    b1: (F,) biases of the convolution
    w2: (F * OH * OW, K) weights of the affine layer, OH = H - HH + 1, OW = W - WW + 1
    b2: (K,) biases of the affine layer
    Returns loss (a number), dw1, db1, dw2, db2, each in the shape of its parameter.
    """
    n = np.arange(len(x))
    windows = np.lib.stride_tricks.sliding_window_view(x, w1.shape[2:], axis=(2, 3))
    z = np.einsum("ncijuv,fcuv->nfij", windows, w1) + b1[:, None, None]
    rows = np.maximum(z, 0).reshape(len(x), -1)
    scores = rows @ w2 + b2

    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[n, y].mean()
    ds = np.exp(log_p)
    ds[n, y] -= 1
    ds /= len(x)

    dz = (ds @ w2.T).reshape(z.shape) * (z > 0)
    dw1 = np.einsum("nfij,ncijuv->fcuv", dz, windows)
    return loss, dw1, dz.sum(axis=(0, 2, 3)), rows.T @ ds, ds.sum(axis=0)


def _windows(x, w1):
    """All windows of the images, (N, C, OH, OW, HH, WW)."""
    return np.lib.stride_tricks.sliding_window_view(x, w1.shape[2:], axis=(2, 3))


def _forward(x, w1, b1, w2, b2):
    """z, the rows of relu(z), and the scores."""
    z = (np.tensordot(_windows(x, w1), w1, axes=((1, 4, 5), (1, 2, 3))) + b1).transpose(0, 3, 1, 2)
    rows = np.maximum(z, 0).reshape(len(x), -1)
    return z, rows, rows @ w2 + b2


def _cross_entropy(scores, y):
    """Mean loss, and its gradient by the scores."""
    n = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    ds = np.exp(log_p)
    ds[n, y] -= 1
    return -log_p[n, y].mean(), ds / len(y)


def _first_layer(dz, x, w1):
    """dw1 and db1."""
    return np.einsum("nfij,ncijuv->fcuv", dz, _windows(x, w1)), dz.sum(axis=(0, 2, 3))


def _case(rng, *, n=None, c=None, k=None):
    """Sizes are all different, except those that are given. x and w1 are multiples of 1/2 and
    b1 is an odd multiple of 1/8, so no |z| is below 1/8, where it is not changed.
    """
    hh, ww = rng.permutation([2, 3]).tolist()
    h, w = rng.permutation([5, 6]).tolist()
    channels, f = rng.permutation([4, 7]).tolist()
    examples, classes = rng.permutation([8, 9]).tolist()
    n, c, k = n or examples, c or channels, k or classes
    hidden = f * (h - hh + 1) * (w - ww + 1)
    return {
        "x": rng.integers(-3, 4, size=(n, c, h, w)) / 2,
        "y": rng.integers(k, size=n),
        "w1": rng.integers(-2, 3, size=(f, c, hh, ww)) / 2,
        "b1": (2 * rng.integers(-4, 4, size=f) + 1) / 8,
        "w2": rng.normal(size=(hidden, k)) / np.sqrt(hidden),
        "b2": rng.normal(size=k),
    }


def inputs(rng):
    yield "one image", _case(rng, n=1)
    yield "a batch", _case(rng)
    yield "grey images", _case(rng, c=1)
    yield "two classes", _case(rng, k=2)
    case = _case(rng)
    case["b1"][0] -= 100
    yield "a dead filter", case
    case = _case(rng)
    case["b1"] += 100
    yield "ReLU open everywhere", case
    case = _case(rng)
    case["b2"] = 1000.0 * rng.permutation(len(case["b2"]))
    case["y"][0] = case["b2"].argmin()
    case["w2"] += 32  # moves the scores of each image by an amount of its own
    case["b1"][0] = 0
    yield "scores in the thousands, some z exactly 0", case
    case = _case(rng)
    case["x"][0] = 0
    case["b1"][:2] = [0, -100]
    yield "an empty image, of which some z are exactly 0", case
    yield "as many classes as images", _case(rng, n=5, k=5)
    case = _case(rng, n=4, c=2, k=3)
    yield "in float32", {name: value if name == "y" else np.float32(value) for name, value in case.items()}


def large(rng):
    return _case(rng, n=24)


def loss(x, y, w1, b1, w2, b2):
    _, _, scores = _forward(x, w1, b1, w2, b2)
    return np.mean(np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(y)), y])


def naive(x, y, w1, b1, w2, b2):
    n_images = len(x)
    filters, _, hh, ww = w1.shape
    rows, columns = x.shape[2] - hh + 1, x.shape[3] - ww + 1
    total = 0.0
    dw1, db1, dw2, db2 = (np.zeros(p.shape) for p in (w1, b1, w2, b2))
    for n in range(n_images):
        z = np.zeros((filters, rows, columns))
        scores = b2.copy()
        for unit, (f, i, j) in enumerate(np.ndindex(z.shape)):
            z[f, i, j] = np.sum(x[n, :, i : i + hh, j : j + ww] * w1[f]) + b1[f]
            if z[f, i, j] > 0:
                scores += z[f, i, j] * w2[unit]
        top = scores.max()
        log_sum = top + np.log(np.sum(np.exp(scores - top)))
        total += log_sum - scores[y[n]]
        ds = np.exp(scores - log_sum)
        ds[y[n]] -= 1
        db2 += ds
        for unit, (f, i, j) in enumerate(np.ndindex(z.shape)):
            if z[f, i, j] > 0:
                dw2[unit] += z[f, i, j] * ds
                dz = np.sum(ds * w2[unit])
                db1[f] += dz
                dw1[f] += dz * x[n, :, i : i + hh, j : j + ww]
    return total / n_images, dw1 / n_images, db1 / n_images, dw2 / n_images, db2 / n_images


def mistake_relu_forgotten(x, y, w1, b1, w2, b2):
    """On the way back you went through ReLU as if it were the identity. The gradient stops
    where z was not positive: dz = da · (z > 0).
    """
    loss, _, _, dw2, db2 = two_layer_network(x, y, w1, b1, w2, b2)
    z, _, scores = _forward(x, w1, b1, w2, b2)
    da = (_cross_entropy(scores, y)[1] @ w2.T).reshape(z.shape)
    return loss, *_first_layer(da, x, w1), dw2, db2


def mistake_one_at_zero(x, y, w1, b1, w2, b2):
    """You let the gradient through where z is exactly 0. The slope of ReLU is taken to be 0 there: z > 0, not z >= 0."""
    loss, _, _, dw2, db2 = two_layer_network(x, y, w1, b1, w2, b2)
    z, _, scores = _forward(x, w1, b1, w2, b2)
    da = (_cross_entropy(scores, y)[1] @ w2.T).reshape(z.shape)
    return loss, *_first_layer(da * (z >= 0), x, w1), dw2, db2


def mistake_mask_on_gradient(x, y, w1, b1, w2, b2):
    """You masked where the gradient da is positive. The mask of ReLU comes from the forward
    pass: where z was positive.
    """
    loss, _, _, dw2, db2 = two_layer_network(x, y, w1, b1, w2, b2)
    z, _, scores = _forward(x, w1, b1, w2, b2)
    da = (_cross_entropy(scores, y)[1] @ w2.T).reshape(z.shape)
    return loss, *_first_layer(da * (da > 0), x, w1), dw2, db2


def mistake_gradients_not_averaged(x, y, w1, b1, w2, b2):
    """Your gradient is N times too large: the loss is a mean, so ds has the factor 1/N, and
    every gradient behind it inherits it, once.
    """
    loss, *gradients = two_layer_network(x, y, w1, b1, w2, b2)
    return loss, *(len(y) * g for g in gradients)


def mistake_dw2_from_z(x, y, w1, b1, w2, b2):
    """In dw2 you used z, the input of ReLU. The affine layer saw a = max(0, z), so dw2 = Aᵀ ds."""
    loss, dw1, db1, _, db2 = two_layer_network(x, y, w1, b1, w2, b2)
    z, _, scores = _forward(x, w1, b1, w2, b2)
    dw2 = z.reshape(len(x), -1).T @ _cross_entropy(scores, y)[1]
    return loss, dw1, db1, dw2, db2


def mistake_db1_over_batch_only(x, y, w1, b1, w2, b2):
    """Your db1 still has the axes of the image. b1[f] is added at every position of every
    image, so sum dz over the batch and over both image axes.
    """
    loss, dw1, _, dw2, db2 = two_layer_network(x, y, w1, b1, w2, b2)
    z, _, scores = _forward(x, w1, b1, w2, b2)
    da = (_cross_entropy(scores, y)[1] @ w2.T).reshape(z.shape)
    return loss, dw1, (da * (z > 0)).sum(axis=0), dw2, db2


def mistake_channels_last(x, y, w1, b1, w2, b2):
    """You laid out a in the order i, j, f, with the filters last. Here the order is f, i, j, so
    the rows of w2 met the wrong units, in the loss and in every gradient.
    """
    z = _forward(x, w1, b1, w2, b2)[0]
    last = z.transpose(0, 2, 3, 1)
    rows = np.maximum(last, 0).reshape(len(x), -1)
    loss, ds = _cross_entropy(rows @ w2 + b2, y)
    da = (ds @ w2.T).reshape(last.shape).transpose(0, 3, 1, 2)
    dw1, db1 = _first_layer(da * (z > 0), x, w1)
    return loss, dw1, db1, rows.T @ ds, ds.sum(axis=0)


def mistake_one_maximum(x, y, w1, b1, w2, b2):
    """You took away one maximum, that of all scores. In a row far below it every exp is rounded
    to 0, and the logarithm of their sum is −∞: each row needs its own, with axis=1 and keepdims=True.
    """
    z, rows, scores = _forward(x, w1, b1, w2, b2)
    n, shifted = np.arange(len(y)), scores - scores.max()
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        ds = np.exp(log_p)
        ds[n, y] -= 1
        ds /= len(y)
        dw1, db1 = _first_layer((ds @ w2.T).reshape(z.shape) * (z > 0), x, w1)
        return -log_p[n, y].mean(), dw1, db1, rows.T @ ds, ds.sum(axis=0)
