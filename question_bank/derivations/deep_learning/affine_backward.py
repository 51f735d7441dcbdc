"""Backward pass of an affine layer

Forward: each of the N examples in `x`, of shape (N, d₁, …, dₖ), is laid out as one row of
length D = d₁ ⋯ dₖ (last axis fastest, as `reshape` does), giving X of shape (N, D). Then

    out = X w + b        w: (D, M)    b: (M,)    out: (N, M)

Given `dout` = ∂L/∂out, return `(dx, dw, db)`, the gradients of the scalar L by `x`, `w` and `b`,
each in the shape of what it is the gradient of. k may be 1, 2 or more. Whether L is a sum or a
mean over the batch is already in `dout`. (`b` is passed for completeness.)
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "dl.backprop"
LEVEL = 2
MINUTES = 8
RETURNS = ("dx", "dw", "db")
GRADIENTS = {"dx": "x", "dw": "w", "db": "b"}
HINTS = (
    "Write one element, out[n, m] = Σ_d X[n, d] w[d, m] + b[m], and ask which outputs each input reaches.",
    "An input that reaches several outputs gets the sum over them: X[n, d] over m, w[d, m] and b[m] over n.",
    "Shapes decide the products: (N, M)(M, D) for dX, (D, N)(N, M) for dw. dx takes the shape of x at the end.",
)
SOLUTION = """
Write one element, with X the rows of x:

    out[n, m] = Σ_d X[n, d] w[d, m] + b[m]

Every variable gets the sum, over all outputs that it reaches, of dout there times the factor it has there.

* X[n, d] reaches out[n, m] for every m, with the factor w[d, m]: dX[n, d] = Σ_m dout[n, m] w[d, m], that is **dX = dout wᵀ**
* w[d, m] reaches out[n, m] for every n, with the factor X[n, d]: **dw = Xᵀ dout**
* b[m] reaches out[n, m] for every n, with the factor 1: **db = Σ_n dout[n]**

The shapes leave no other choice: (N, M)(M, D) = (N, D) and (D, N)(N, M) = (D, M). Finally dX is laid out in the shape of x again: the
reshape on the way forward moved no number, so it is undone by a reshape.

A mean over the batch, if there is one, has put its 1/N into dout already. dw and db are therefore plain sums; a second 1/N would make
them too small.
"""
SOURCE = (
    "MXNet (master b84609d3fc), src/operator/nn/fully_connected-inl.h, FCBackward; Dive into "
    "Deep Learning, Multilayer Perceptrons, 'Backpropagation'"
)
COVERS = ("13",)
REVIEWED = "2026-11-22 fixed"


def affine_backward(dout, x, w, b):
    """Gradients of an affine layer.

    dout: (N, M) gradient of the loss at the output
    x: (N, d1, ..., dk) input
    w: (D, M) weights, D = d1 * ... * dk
    b: (M,) biases
    Returns dx (N, d1, ..., dk), dw (D, M), db (M,).
    """
    rows = x.reshape(len(x), -1)
    dx = (dout @ w.T).reshape(x.shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


def _sizes(rng, count, low, high):
    """So many different sizes from low..high."""
    return tuple(int(n) for n in rng.permutation(np.arange(low, high + 1))[:count])


def _case(rng, n, shape, m):
    d = int(np.prod(shape))
    return {
        "dout": rng.normal(size=(n, m)),
        "x": rng.normal(size=(n, *shape)),
        "w": rng.normal(size=(d, m)),
        "b": rng.normal(size=m),
    }


def inputs(rng):
    n, d, m = _sizes(rng, 3, 2, 7)
    yield "one row", _case(rng, 1, (d,), m)
    yield "a batch of rows", _case(rng, n, (d,), m)
    n, m, d1, d2, d3 = _sizes(rng, 5, 2, 6)
    yield "a batch of images", _case(rng, n, (d1, d2, d3), m)
    yield "one image", _case(rng, 1, (d1, d2, d3), m)
    yield "sequences", _case(rng, n, (d2, d3), m)
    n, d = _sizes(rng, 2, 2, 7)
    yield "one output", _case(rng, n, (d,), 1)
    n, d, m = _sizes(rng, 3, 10, 20)
    yield "a larger batch", _case(rng, n, (d,), m)
    n, d1, d2 = _sizes(rng, 3, 2, 6)
    yield "as many examples as inputs and outputs", _case(rng, n, (n,), n)
    case = _case(rng, n, (d1, d2), 7)
    yield "in float32", {name: np.float32(value) for name, value in case.items()}


def large(rng):
    return _case(rng, 60, (60,), 50)


def loss(dout, x, w, b):
    return np.sum(dout * (x.reshape(len(x), -1) @ w + b))


def naive(dout, x, w, b):
    rows = x.reshape(len(x), -1)
    drows, dw, db = np.zeros(rows.shape), np.zeros(w.shape), np.zeros(b.shape)
    for n in range(dout.shape[0]):
        for m in range(dout.shape[1]):
            db[m] += dout[n, m]
            for d in range(rows.shape[1]):
                drows[n, d] += dout[n, m] * w[d, m]
                dw[d, m] += dout[n, m] * rows[n, d]
    return drows.reshape(x.shape), dw, db


def mistake_db_averaged(dout, x, w, b):
    """Your db is the mean over the batch. b was added to every row, so its gradient is the sum
    of the rows of dout; a 1/N, if there is one, came in with the loss.
    """
    dx, dw, _ = affine_backward(dout, x, w, b)
    return dx, dw, dout.mean(axis=0)


def mistake_all_averaged(dout, x, w, b):
    """You divided by N. If the loss is a mean, its 1/N is already in dout: dw and db are plain
    sums over the batch.
    """
    dx, dw, db = affine_backward(dout, x, w, b)
    return dx, dw / len(x), db / len(x)


def mistake_db_over_outputs(dout, x, w, b):
    """You summed dout over the wrong axis for db, leaving one number per example. b has one
    number per output, so sum over the batch.
    """
    dx, dw, _ = affine_backward(dout, x, w, b)
    return dx, dw, dout.sum(axis=1)


def mistake_dx_left_flat(dout, x, w, b):
    """Your dx has the right values but is still (N, D). A gradient has the shape of its variable:
    lay it out again in the shape of x.
    """
    _, dw, db = affine_backward(dout, x, w, b)
    return dout @ w.T, dw, db


def mistake_dw_transposed(dout, x, w, b):
    """Your dw is the transpose of the right one: that is for weights stored as (outputs,
    inputs), as PyTorch and MXNet do. Here w is (D, M).
    """
    dx, dw, db = affine_backward(dout, x, w, b)
    return dx, dw.T, db


def mistake_reshape_for_transpose(dout, x, w, b):
    """In dx you reshaped w to (M, D). That only cuts the numbers into other rows; the transpose
    w.T puts w[d, m] at [m, d].
    """
    _, dw, db = affine_backward(dout, x, w, b)
    return (dout @ w.reshape(w.shape[::-1])).reshape(x.shape), dw, db
