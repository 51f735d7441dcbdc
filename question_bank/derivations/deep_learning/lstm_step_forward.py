"""One step of an LSTM

The layer has a state `h` and a cell `c`, both (N, H). With the input `x` (N, D) of this step,

    z = x wx + h wh + b        wx: (D, 4H)    wh: (H, 4H)    b: (4H,)    z: (N, 4H)

The columns of z are four blocks of H, in PyTorch's order **i, f, g, o**:

* i = σ(z₁) input gate, f = σ(z₂) forget gate, o = σ(z₄) output gate, σ(z) = 1/(1 + exp(−z))
* g = tanh(z₃), the candidate

    c_next = f ∘ c + i ∘ g        h_next = o ∘ tanh(c_next)        ∘ elementwise

Return `(h_next, c_next)`, both (N, H). No peepholes; nothing is added to the forget gate's bias. The results must be finite
and right also where |z| is a thousand and more.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 2
MINUTES = 8
RETURNS = ("h_next", "c_next")
HINTS = (
    "One matrix product gives all four pre-activations at once; then cut its columns into four equal blocks.",
    "np.split(z, 4, axis=1) keeps the order i, f, g, o. Three blocks go through the sigmoid, one through tanh.",
    "First the cell, f · c + i · g; then the state, o times the tanh of the new cell.",
)
SOLUTION = """
z is one affine layer on x and h together, (N, D)(D, 4H) + (N, H)(H, 4H) + (4H,). Columns 0 … H − 1 belong to i, the next H to
f, then g, then o; `np.split(z, 4, axis=1)` cuts them in this order. A reshape to (N, H, 4) would deal the columns out in turn
and mix the gates.

Gates lie between 0 and 1 and multiply; the candidate lies between −1 and 1 and is what may be stored:

    c_next = f ∘ c + i ∘ g        keep a part of the old, add a part of the new
    h_next = o ∘ tanh(c_next)     show a part of the cell

The state is read from the **new** cell. The cell itself goes through no activation and no matrix on its way to the next step:
∂c_next/∂c = f, near 1 when the forget gate is open, and so the gradient does not vanish as in a simple recurrent layer.

σ(z) = ½ (1 + tanh(z/2)) cannot overflow.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/rnn.py, docstring of LSTMCell; Dive into Deep Learning, Modern Recurrent Neural Networks, "
    "'Long Short-Term Memory (LSTM)'"
)
REVIEWED = "2026-11-22 agreed"


def lstm_step_forward(x, h, c, wx, wh, b):
    """State and cell after one step.

    x: (N, D) input of this step
    h: (N, H) state of the step before
    c: (N, H) cell of the step before
    wx: (D, 4H) weights from the input, blocks i, f, g, o
    wh: (H, 4H) weights from the state, blocks i, f, g, o
    b: (4H,) biases, blocks i, f, g, o
    Returns h_next (N, H), c_next (N, H).
    """
    i, f, g, o = np.split(x @ wx + h @ wh + b, 4, axis=1)
    c_next = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
    return _sigmoid(o) * np.tanh(c_next), c_next


def _sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2  # the same as 1 / (1 + exp(-z)), and it cannot overflow


def _case(rng, n, d, size):
    return {
        "x": rng.normal(size=(n, d)),
        "h": rng.uniform(-0.9, 0.9, size=(n, size)),
        "c": rng.normal(size=(n, size)),
        "wx": rng.normal(size=(d, 4 * size)) / np.sqrt(d),
        "wh": rng.normal(size=(size, 4 * size)) / np.sqrt(size),
        "b": rng.normal(size=4 * size) / 2,
    }


def inputs(rng):
    n, d, size, k = (int(number) for number in rng.permutation(np.arange(2, 8))[:4])
    yield "one example", _case(rng, 1, d, size)
    yield "a batch", _case(rng, n, d, size)
    yield "all sizes equal", _case(rng, k, k, k)
    case = _case(rng, n, d, k)
    yield "first step: state and cell are zero", case | {"h": np.zeros((n, k)), "c": np.zeros((n, k))}
    yield "one unit", _case(rng, size, n, 1)
    yield "four units", _case(rng, n, d, 4)
    case = _case(rng, k, size, d)
    yield (
        "pre-activations beyond a thousand",
        case | {"b": rng.choice([-1.0, 1.0], 4 * d) * rng.uniform(1000, 2000, 4 * d)},
    )
    case = _case(rng, d, k, n)
    yield "a cell that has grown large", case | {"c": 10 * case["c"]}
    yield "many units", _case(rng, n, 10 + d, 20 + size)
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, size, k, n).items()}


def large(rng):
    return _case(rng, 32, 40, 40)


def naive(x, h, c, wx, wh, b):
    rows, units = h.shape
    h_next, c_next = np.zeros(h.shape), np.zeros(c.shape)
    for n in range(rows):
        for j in range(units):
            z = []
            for column in (j, units + j, 2 * units + j, 3 * units + j):
                total = b[column]
                for d in range(x.shape[1]):
                    total += x[n, d] * wx[d, column]
                for k in range(units):
                    total += h[n, k] * wh[k, column]
                z.append(total)
            i, f, o = (np.exp(-np.logaddexp(0, -z[block])) for block in (0, 1, 3))
            c_next[n, j] = f * c[n, j] + i * np.tanh(z[2])
            h_next[n, j] = o * np.tanh(c_next[n, j])
    return h_next, c_next


def _gates(x, h, wx, wh, b):
    """i, f, g, o."""
    i, f, g, o = np.split(x @ wx + h @ wh + b, 4, axis=1)
    return _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)


def _step(c, i, f, g, o):
    c_next = f * c + i * g
    return o * np.tanh(c_next), c_next


def mistake_order_i_f_o_g(x, h, c, wx, wh, b):
    """You read the blocks as i, f, o, g. Here the third one is the candidate g, and the fourth the output gate o."""
    i, f, o, g = np.split(x @ wx + h @ wh + b, 4, axis=1)
    return _step(c, _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o))


def mistake_order_f_i_g_o(x, h, c, wx, wh, b):
    """You exchanged the input gate and the forget gate: the first block is i, the second f."""
    i, f, g, o = _gates(x, h, wx, wh, b)
    return _step(c, f, i, g, o)


def mistake_order_i_g_f_o(x, h, c, wx, wh, b):
    """You read the blocks as i, g, f, o, which is TensorFlow's old order (i, j, f, o). Here it is i, f, g, o."""
    i, g, f, o = np.split(x @ wx + h @ wh + b, 4, axis=1)
    return _step(c, _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o))


def mistake_columns_dealt_out(x, h, c, wx, wh, b):
    """You took every fourth column for a gate, as a reshape to (N, H, 4) does. A gate is a block of H columns side by
    side.
    """
    z = x @ wx + h @ wh + b
    return _step(c, _sigmoid(z[:, 0::4]), _sigmoid(z[:, 1::4]), np.tanh(z[:, 2::4]), _sigmoid(z[:, 3::4]))


def mistake_candidate_through_sigmoid(x, h, c, wx, wh, b):
    """You put the candidate g through the sigmoid. It is no gate but a value, which may be negative: tanh."""
    i, f, g, o = np.split(x @ wx + h @ wh + b, 4, axis=1)
    return _step(c, _sigmoid(i), _sigmoid(f), _sigmoid(g), _sigmoid(o))


def mistake_state_without_tanh(x, h, c, wx, wh, b):
    """Your state is o · c_next; the tanh around the cell is missing."""
    i, f, g, o = _gates(x, h, wx, wh, b)
    c_next = f * c + i * g
    return o * c_next, c_next


def mistake_state_from_old_cell(x, h, c, wx, wh, b):
    """Your state shows the old cell. It shows the one that this step has just made."""
    i, f, g, o = _gates(x, h, wx, wh, b)
    return o * np.tanh(c), f * c + i * g


def mistake_forget_reversed(x, h, c, wx, wh, b):
    """You kept 1 − f of the cell. An open forget gate, f = 1, keeps everything."""
    i, f, g, o = _gates(x, h, wx, wh, b)
    return _step(c, i, 1 - f, g, o)


def mistake_no_input_gate(x, h, c, wx, wh, b):
    """You added the whole candidate. Only the part i ∘ g is let in."""
    _, f, g, o = _gates(x, h, wx, wh, b)
    return _step(c, np.ones_like(f), f, g, o)


def mistake_coupled_gates(x, h, c, wx, wh, b):
    """You let in 1 − f of the candidate, as a GRU does. An LSTM has an input gate of its own."""
    _, f, g, o = _gates(x, h, wx, wh, b)
    return _step(c, 1 - f, f, g, o)


def mistake_one_added_to_forget(x, h, c, wx, wh, b):
    """You added 1 to the forget gate's pre-activation. That is a way to start the training; here it would be in b
    already.
    """
    shifted = np.array(b)
    shifted[h.shape[1] : 2 * h.shape[1]] += 1
    return lstm_step_forward(x, h, c, wx, wh, shifted)
