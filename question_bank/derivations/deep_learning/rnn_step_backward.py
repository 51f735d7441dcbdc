"""One step of a recurrent layer, backward

Forward, as in `rnn_step_forward`, with rows as examples:

    h_next = tanh(x wx + h wh + b)

* `x`: (N, D); `h`: (N, H), the state of the step before
* `wx`: (D, H), `wh`: (H, H), `b`: (H,)

You are given `dh_next` = ∂L/∂h_next, (N, H), in which everything that later steps and the output of this step send back is
added up already. Return `(dx, dh, dwx, dwh, db)`, the gradients of L by the arguments of **this step**, each in the shape of
its variable. Whether L is a sum or a mean over the batch is already in dh_next.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 2
MINUTES = 10
RETURNS = ("dx", "dh", "dwx", "dwh", "db")
GRADIENTS = {"dx": "x", "dh": "h", "dwx": "wx", "dwh": "wh", "db": "b"}
HINTS = (
    "Give the pre-activation a name, z = x wx + h wh + b. Find ∂L/∂z first: it is the only thing the five gradients need.",
    "Through tanh: dz = dh_next · (1 − h_next²). What is left is an affine layer with two inputs.",
    "dx = dz wxᵀ and dwx = xᵀ dz, as for any affine layer; h and wh go the same way. And b was added to every row.",
)
SOLUTION = """
Let z = x wx + h wh + b, so that h_next = tanh(z). Elementwise, with tanh′ = 1 − tanh²,

    dz = dh_next · (1 − h_next²)

The slope is taken at the **new** state. From z on it is an affine layer that has two inputs, and each input and each matrix
gets the gradient that it would get alone:

    dx = dz wxᵀ    dwx = xᵀ dz
    dh = dz whᵀ    dwh = hᵀ dz
    db = Σ_n dz[n]

since z[n, j] contains x[n, d] with the weight wx[d, j] for every j, and wx[d, j] with x[n, d] for every n. Note that dwh uses
the state **before** the step, the one that went through wh.

Over a whole sequence, dh is handed to the step before, where it is added to what that step's own output sends back; dwx, dwh
and db are summed over the steps. The repeated factor whᵀ · (1 − h²) is why gradients vanish or explode.
"""
SOURCE = "Dive into Deep Learning, Recurrent Neural Networks, 'Backpropagation Through Time'"
REVIEWED = "2026-11-22 fixed"


def rnn_step_backward(dh_next, x, h, wx, wh, b):
    """Gradients of one step.

    dh_next: (N, H) gradient of the loss at the new state
    x: (N, D) input of this step
    h: (N, H) state of the step before
    wx: (D, H) weights from the input
    wh: (H, H) weights from the state
    b: (H,) biases
    Returns dx (N, D), dh (N, H), dwx (D, H), dwh (H, H), db (H,).
    """
    h_next = np.tanh(x @ wx + h @ wh + b)
    dz = dh_next * (1 - h_next**2)
    return dz @ wx.T, dz @ wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def _case(rng, n, d, size):
    return {
        "dh_next": rng.normal(size=(n, size)),
        "x": rng.normal(size=(n, d)),
        "h": rng.uniform(-0.9, 0.9, size=(n, size)),
        "wx": rng.normal(size=(d, size)) / np.sqrt(d),
        "wh": rng.normal(size=(size, size)) / np.sqrt(size),
        "b": rng.normal(size=size) / 2,
    }


def inputs(rng):
    n, d, size, k = (int(number) for number in rng.permutation(np.arange(2, 8))[:4])
    yield "one example", _case(rng, 1, d, size)
    yield "a batch", _case(rng, n, d, size)
    yield "all sizes equal", _case(rng, k, k, k)
    case = _case(rng, n, d, k)
    yield "first step: the state is zero", case | {"h": np.zeros((n, k))}
    yield "one unit", _case(rng, size, n, 1)
    case = _case(rng, k, size, d)
    case["b"][0] = 1000.0
    yield "one unit saturated", case
    yield "many units", _case(rng, n, 10 + d, 12 + size)
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, size, k, n).items()}


def large(rng):
    return _case(rng, 40, 50, 50)


def loss(dh_next, x, h, wx, wh, b):
    return np.sum(dh_next * np.tanh(x @ wx + h @ wh + b))


def naive(dh_next, x, h, wx, wh, b):
    dx, dh, dwx, dwh, db = (np.zeros(v.shape) for v in (x, h, wx, wh, b))
    for n in range(h.shape[0]):
        for j in range(h.shape[1]):
            z = b[j]
            for d in range(x.shape[1]):
                z += x[n, d] * wx[d, j]
            for k in range(h.shape[1]):
                z += h[n, k] * wh[k, j]
            dz = dh_next[n, j] / np.cosh(z) ** 2 if abs(z) < 300 else 0.0
            db[j] += dz
            for d in range(x.shape[1]):
                dx[n, d] += dz * wx[d, j]
                dwx[d, j] += dz * x[n, d]
            for k in range(h.shape[1]):
                dh[n, k] += dz * wh[k, j]
                dwh[k, j] += dz * h[n, k]
    return dx, dh, dwx, dwh, db


def _z(x, h, wx, wh, b):
    return x @ wx + h @ wh + b


def _from(dz, x, h, wx, wh):
    return dz @ wx.T, dz @ wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def mistake_tanh_forgotten(dh_next, x, h, wx, wh, b):
    """You went back through tanh as if it were the identity. dh_next has to be multiplied by its slope,
    1 − h_next².
    """
    return _from(dh_next, x, h, wx, wh)


def mistake_slope_of_old_state(dh_next, x, h, wx, wh, b):
    """You took the slope from the old state, 1 − h². tanh was applied to give h_next: its slope is 1 − h_next²."""
    return _from(dh_next * (1 - h**2), x, h, wx, wh)


def mistake_formula_on_z(dh_next, x, h, wx, wh, b):
    """You used 1 − z² with the pre-activation z. The short formula holds for the output of tanh."""
    return _from(dh_next * (1 - _z(x, h, wx, wh, b) ** 2), x, h, wx, wh)


def mistake_sigmoid_slope(dh_next, x, h, wx, wh, b):
    """You used a(1 − a), the slope of the sigmoid. That of tanh is 1 − a²."""
    a = np.tanh(_z(x, h, wx, wh, b))
    return _from(dh_next * a * (1 - a), x, h, wx, wh)


def mistake_wh_not_transposed(dh_next, x, h, wx, wh, b):
    """In dh you used wh, not its transpose. The matrix is square, so NumPy does not complain: dh = dz whᵀ."""
    dx, _, dwx, dwh, db = rnn_step_backward(dh_next, x, h, wx, wh, b)
    dz = dh_next * (1 - np.tanh(_z(x, h, wx, wh, b)) ** 2)
    return dx, dz @ wh, dwx, dwh, db


def mistake_dwh_transposed(dh_next, x, h, wx, wh, b):
    """Your dwh is the transpose of the right one: with h to the left of wh it is hᵀ dz."""
    dx, dh, dwx, dwh, db = rnn_step_backward(dh_next, x, h, wx, wh, b)
    return dx, dh, dwx, dwh.T, db


def mistake_dwh_from_new_state(dh_next, x, h, wx, wh, b):
    """In dwh you used h_next. It was the state before the step that went through wh."""
    dx, dh, dwx, _, db = rnn_step_backward(dh_next, x, h, wx, wh, b)
    h_next = np.tanh(_z(x, h, wx, wh, b))
    return dx, dh, dwx, h_next.T @ (dh_next * (1 - h_next**2)), db


def mistake_db_averaged(dh_next, x, h, wx, wh, b):
    """Your db is the mean over the batch. b was added to every row: sum dz over them."""
    dx, dh, dwx, dwh, db = rnn_step_backward(dh_next, x, h, wx, wh, b)
    return dx, dh, dwx, dwh, db / len(x)
