"""One step of a recurrent layer

A simple (Elman) recurrent layer takes, at every time step, the input `x` of this step and its own state `h` of the step
before:

    h_next = tanh(x wx + h wh + b)

* `x`: (N, D), N sequences side by side; `h`: (N, H)
* `wx`: (D, H), `wh`: (H, H), `b`: (H,)

Rows are examples: the vectors stand to the **left** of the matrices, and there is a single bias. Return `h_next`, of
shape (N, H).
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 1
MINUTES = 3
RETURNS = ("h_next",)
HINTS = (
    "Which shapes have x wx and h wh? They can be added.",
    "Both products and the bias go into one pre-activation; the activation comes once, around the sum.",
    "The pre-activation is z = x @ wx + h @ wh + b, where b is added to every row. What is still to come?",
)
SOLUTION = """
For example n and unit j, the pre-activation adds up what comes from the input and what comes from the past:

    z[n, j] = Σ_d x[n, d] wx[d, j] + Σ_k h[n, k] wh[k, j] + b[j]        h_next[n, j] = tanh(z[n, j])

In matrices, z = x wx + h wh + b: (N, D)(D, H) and (N, H)(H, H) both give (N, H), and b is broadcast along the rows. The
same thing is *one* affine layer on [x, h] side by side, with wx above wh.

wh is square, so its transpose has the same shape and nothing complains if it is used instead; with h to the left of the
matrix, wh[k, j] leads from unit k to unit j. (PyTorch stores the transposes, and two biases, of which only the sum
matters.)

tanh keeps the state between −1 and 1 however long the sequence is. The same wx, wh and b serve at every step: that is what
makes the layer recurrent.
"""
SOURCE = "PyTorch, torch/nn/modules/rnn.py, docstring of RNNCell; Goodfellow, Bengio, Courville 2016, Deep Learning, section 10.2"
REVIEWED = "2026-11-22 fixed"


def rnn_step_forward(x, h, wx, wh, b):
    """The state after one step.

    x: (N, D) input of this step
    h: (N, H) state of the step before
    wx: (D, H) weights from the input
    wh: (H, H) weights from the state
    b: (H,) biases
    Returns h_next (N, H).
    """
    return np.tanh(x @ wx + h @ wh + b)


def _case(rng, n, d, size):
    return {
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
    yield "saturated", case | {"b": rng.choice([-1000.0, 1000.0], size=d)}
    case = _case(rng, d, k, n)
    yield "no bias, no input: only the state", case | {"x": np.zeros((d, k)), "b": np.zeros(n)}
    yield "many units", _case(rng, n, 10 + d, 20 + size)
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, size, k, n).items()}


def large(rng):
    return _case(rng, 64, 60, 64)


def naive(x, h, wx, wh, b):
    h_next = np.zeros(h.shape)
    for n in range(h.shape[0]):
        for j in range(h.shape[1]):
            z = b[j]
            for d in range(x.shape[1]):
                z += x[n, d] * wx[d, j]
            for k in range(h.shape[1]):
                z += h[n, k] * wh[k, j]
            h_next[n, j] = np.tanh(z)
    return h_next


def mistake_wh_transposed(x, h, wx, wh, b):
    """You used the transpose of wh. With the state to the left of the matrix, wh[k, j] leads from unit k to unit j:
    h @ wh.
    """
    return np.tanh(x @ wx + h @ wh.T + b)


def mistake_no_activation(x, h, wx, wh, b):
    """You returned the sum itself; tanh around it is missing."""
    return x @ wx + h @ wh + b


def mistake_sigmoid(x, h, wx, wh, b):
    """You used the sigmoid. This layer has tanh, whose values lie between −1 and 1."""
    return (1 + np.tanh((x @ wx + h @ wh + b) / 2)) / 2


def mistake_relu(x, h, wx, wh, b):
    """You used ReLU. This layer has tanh."""
    return np.maximum(x @ wx + h @ wh + b, 0)


def mistake_state_forgotten(x, h, wx, wh, b):
    """You left h wh out, so every step forgets the one before: that is a plain affine layer."""
    return np.tanh(x @ wx + b)


def mistake_bias_forgotten(x, h, wx, wh, b):
    """You left the bias out."""
    return np.tanh(x @ wx + h @ wh)


def mistake_activation_of_each(x, h, wx, wh, b):
    """You applied tanh to the two parts and added the results. It comes once, around the whole sum."""
    return np.tanh(x @ wx + b) + np.tanh(h @ wh)


def mistake_state_added(x, h, wx, wh, b):
    """You added the old state to the new one. That would be a residual connection; here h comes in through wh alone."""
    return h + np.tanh(x @ wx + h @ wh + b)
