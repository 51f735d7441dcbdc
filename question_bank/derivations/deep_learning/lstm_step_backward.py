"""One step of an LSTM, backward

Forward, as in `lstm_step_forward`: the columns of z = x wx + h wh + b, (N, 4H), are four blocks of H in the order
**i, f, g, o**, and

    i = σ(z₁)  f = σ(z₂)  g = tanh(z₃)  o = σ(z₄)        c_next = f ∘ c + i ∘ g        h_next = o ∘ tanh(c_next)

* `x`: (N, D); `h`, `c`: (N, H), state and cell of the step before
* `wx`: (D, 4H), `wh`: (H, 4H), `b`: (4H,)

You are given `dh_next`, the whole gradient ∂L/∂h_next, and `dc_next`, both (N, H). dc_next is the gradient that reaches
c_next from **later steps** alone; what reaches it through h_next is yours to add. Return `(dx, dh, dc, dwx, dwh, db)`, the
gradients of L, each in the shape of its variable. Whether L is a sum or a mean over the batch is already in dh_next and
dc_next.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 3
MINUTES = 18
RETURNS = ("dx", "dh", "dc", "dwx", "dwh", "db")
GRADIENTS = {"dx": "x", "dh": "h", "dc": "c", "dwx": "wx", "dwh": "wh", "db": "b"}
HINTS = (
    "Go backwards through the two lines of the forward pass, the state first, then the cell. By which two ways does L "
    "depend on c_next?",
    "The whole gradient at c_next is dc_next + dh_next · o · (1 − tanh²(c_next)). It goes on to f, c, i and g; "
    "o has its own from dh_next.",
    "Multiply the gates' gradients by a(1 − a), that of g by 1 − g², and put them side by side in the order i, f, g, o "
    "as dz. The rest is an affine layer.",
)
SOLUTION = """
Let t = tanh(c_next). h_next = o ∘ t gives do = dh_next ∘ t, and a part of the cell's gradient. The other part comes from later
steps, so in all

    s = dc_next + dh_next ∘ o ∘ (1 − t²)

c_next = f ∘ c + i ∘ g is a sum of products, therefore

    df = s ∘ c    dc = s ∘ f    di = s ∘ g    dg = s ∘ i

with the **old** cell in df. Through the activations, whose slopes are a(1 − a) for σ and 1 − a² for tanh:

    dz = [di ∘ i(1 − i),  df ∘ f(1 − f),  dg ∘ (1 − g²),  do ∘ o(1 − o)]

side by side in the order of the columns, (N, 4H). From there it is an affine layer with two inputs:

    dx = dz wxᵀ    dh = dz whᵀ    dwx = xᵀ dz    dwh = hᵀ dz    db = Σ_n dz[n]

Along the cell the gradient is only multiplied by f from step to step: no matrix, no slope. An open forget gate passes it on
whole.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/rnn.py, docstring of LSTMCell, for the forward pass; Greff, Srivastava, Koutník, Steunebrink, "
    "Schmidhuber, LSTM: a search space odyssey, arXiv 1503.04069, section II.B, for the backward pass (with peepholes)"
)
REVIEWED = "2026-11-22 fixed"


def lstm_step_backward(dh_next, dc_next, x, h, c, wx, wh, b):
    """Gradients of one step.

    dh_next: (N, H) gradient at the new state
    dc_next: (N, H) gradient at the new cell, from later steps alone
    x: (N, D) input of this step
    h: (N, H) state of the step before
    c: (N, H) cell of the step before
    wx: (D, 4H) weights from the input, blocks i, f, g, o
    wh: (H, 4H) weights from the state, blocks i, f, g, o
    b: (4H,) biases, blocks i, f, g, o
    Returns dx (N, D), dh (N, H), dc (N, H), dwx (D, 4H), dwh (H, 4H), db (4H,).
    """
    i, f, g, o = _gates(x, h, wx, wh, b)
    t = np.tanh(f * c + i * g)
    s = dc_next + dh_next * o * (1 - t**2)
    di, df, dg, do = s * g, s * c, s * i, dh_next * t
    dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
    return dz @ wx.T, dz @ wh.T, s * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def _gates(x, h, wx, wh, b):
    """i, f, g, o; (1 + tanh(z / 2)) / 2 is the sigmoid, and cannot overflow."""
    i, f, g, o = np.split(x @ wx + h @ wh + b, 4, axis=1)
    i, f, o = ((1 + np.tanh(z / 2)) / 2 for z in (i, f, o))
    return i, f, np.tanh(g), o


def _case(rng, n, d, size):
    return {
        "dh_next": rng.normal(size=(n, size)),
        "dc_next": rng.normal(size=(n, size)),
        "x": rng.normal(size=(n, d)),
        "h": rng.uniform(-0.9, 0.9, size=(n, size)),
        "c": rng.normal(size=(n, size)),
        "wx": rng.normal(size=(d, 4 * size)) / np.sqrt(d),
        "wh": rng.normal(size=(size, 4 * size)) / np.sqrt(size),
        "b": rng.normal(size=4 * size) / 2,
    }


def inputs(rng):
    n, d, size, k = (int(number) for number in rng.permutation(np.arange(2, 7))[:4])
    yield "one example", _case(rng, 1, d, size)
    yield "a batch", _case(rng, n, d, size)
    yield "all sizes equal", _case(rng, k, k, k)
    case = _case(rng, n, d, k)
    yield "first step: state and cell are zero", case | {"h": np.zeros((n, k)), "c": np.zeros((n, k))}
    case = _case(rng, size, n, k)
    yield "last step: nothing from later ones", case | {"dc_next": np.zeros((size, k))}
    yield "one unit", _case(rng, size, n, 1)
    case = _case(rng, k, size, d)
    case["b"][d : 2 * d] = 1000.0
    yield "forget gates wide open", case
    yield "many units", _case(rng, n, 8 + d, 8 + size)
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, size, k, n).items()}


def large(rng):
    return _case(rng, 24, 32, 32)


def loss(dh_next, dc_next, x, h, c, wx, wh, b):
    i, f, g, o = _gates(x, h, wx, wh, b)
    c_next = f * c + i * g
    return np.sum(dh_next * o * np.tanh(c_next)) + np.sum(dc_next * c_next)


def naive(dh_next, dc_next, x, h, c, wx, wh, b):
    dx, dh, dc, dwx, dwh, db = (np.zeros(v.shape) for v in (x, h, c, wx, wh, b))
    rows, units = h.shape
    for n in range(rows):
        for j in range(units):
            columns = (j, units + j, 2 * units + j, 3 * units + j)
            z = []
            for column in columns:
                total = b[column]
                for d in range(x.shape[1]):
                    total += x[n, d] * wx[d, column]
                for k in range(units):
                    total += h[n, k] * wh[k, column]
                z.append(total)
            i, f, o = (np.exp(-np.logaddexp(0, -z[block])) for block in (0, 1, 3))
            g = np.tanh(z[2])
            cell = f * c[n, j] + i * g
            at_cell = dc_next[n, j] + dh_next[n, j] * o / np.cosh(cell) ** 2
            dc[n, j] = at_cell * f
            slopes = (at_cell * g * i * (1 - i), at_cell * c[n, j] * f * (1 - f), at_cell * i / np.cosh(z[2]) ** 2)
            for column, dz in zip(columns, (*slopes, dh_next[n, j] * np.tanh(cell) * o * (1 - o)), strict=True):
                db[column] += dz
                for d in range(x.shape[1]):
                    dx[n, d] += dz * wx[d, column]
                    dwx[d, column] += dz * x[n, d]
                for k in range(units):
                    dh[n, k] += dz * wh[k, column]
                    dwh[k, column] += dz * h[n, k]
    return dx, dh, dc, dwx, dwh, db


def _affine(dz, dc, x, h, wx, wh):
    return dz @ wx.T, dz @ wh.T, dc, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def _with_cell_gradient(s, dh_next, x, h, c, wx, wh, b):
    """The gradients with another gradient s at the new cell."""
    i, f, g, o = _gates(x, h, wx, wh, b)
    do = dh_next * np.tanh(f * c + i * g)
    dz = np.hstack([s * g * i * (1 - i), s * c * f * (1 - f), s * i * (1 - g**2), do * o * (1 - o)])
    return _affine(dz, s * f, x, h, wx, wh)


def _blocks(dh_next, dc_next, x, h, c, wx, wh, b):
    """The right gradients at i, f, g, o, the gates, the old and the new cell, and dc."""
    i, f, g, o = _gates(x, h, wx, wh, b)
    c_next = f * c + i * g
    s = dc_next + dh_next * o * (1 - np.tanh(c_next) ** 2)
    return (s * g, s * c, s * i, dh_next * np.tanh(c_next)), (i, f, g, o), c_next, s


def mistake_state_path_forgotten(dh_next, dc_next, x, h, c, wx, wh, b):
    """At the cell you used dc_next alone. The loss depends on c_next through h_next as well: add
    dh_next · o · (1 − tanh²(c_next)).
    """
    return _with_cell_gradient(dc_next, dh_next, x, h, c, wx, wh, b)


def mistake_later_steps_forgotten(dh_next, dc_next, x, h, c, wx, wh, b):
    """At the cell you used only what comes through h_next. dc_next, from the later steps, has to be added."""
    return lstm_step_backward(dh_next, np.zeros_like(dc_next), x, h, c, wx, wh, b)


def mistake_tanh_of_cell_forgotten(dh_next, dc_next, x, h, c, wx, wh, b):
    """From the state to the cell you went without the slope of tanh: it is o · (1 − tanh²(c_next)), not o alone."""
    o = _gates(x, h, wx, wh, b)[3]
    return _with_cell_gradient(dc_next + dh_next * o, dh_next, x, h, c, wx, wh, b)


def mistake_slope_on_cell_itself(dh_next, dc_next, x, h, c, wx, wh, b):
    """You used 1 − c_next² as the slope of tanh. The short formula holds for the output of tanh: 1 − tanh²(c_next)."""
    _, (_, _, _, o), c_next, _ = _blocks(dh_next, dc_next, x, h, c, wx, wh, b)
    return _with_cell_gradient(dc_next + dh_next * o * (1 - c_next**2), dh_next, x, h, c, wx, wh, b)


def mistake_activations_forgotten(dh_next, dc_next, x, h, c, wx, wh, b):
    """You left out the slopes of the gates and the candidate: a(1 − a) for the sigmoid, 1 − a² for tanh."""
    (di, df, dg, do), (_, f, _, _), _, s = _blocks(dh_next, dc_next, x, h, c, wx, wh, b)
    return _affine(np.hstack([di, df, dg, do]), s * f, x, h, wx, wh)


def mistake_candidate_as_a_gate(dh_next, dc_next, x, h, c, wx, wh, b):
    """You gave the candidate the slope of the sigmoid, g(1 − g). It went through tanh: 1 − g²."""
    (di, df, dg, do), (i, f, g, o), _, s = _blocks(dh_next, dc_next, x, h, c, wx, wh, b)
    dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * g * (1 - g), do * o * (1 - o)])
    return _affine(dz, s * f, x, h, wx, wh)


def mistake_forget_with_new_cell(dh_next, dc_next, x, h, c, wx, wh, b):
    """At the forget gate you used the new cell. f multiplies the old one in f ∘ c + i ∘ g."""
    (di, _, dg, do), (i, f, g, o), c_next, s = _blocks(dh_next, dc_next, x, h, c, wx, wh, b)
    dz = np.hstack([di * i * (1 - i), s * c_next * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
    return _affine(dz, s * f, x, h, wx, wh)


def mistake_output_gate_with_cell(dh_next, dc_next, x, h, c, wx, wh, b):
    """At the output gate you used c_next; o multiplies tanh(c_next)."""
    (di, df, dg, _), (i, f, g, o), c_next, s = _blocks(dh_next, dc_next, x, h, c, wx, wh, b)
    dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), dh_next * c_next * o * (1 - o)])
    return _affine(dz, s * f, x, h, wx, wh)


def mistake_order_i_f_o_g(dh_next, dc_next, x, h, c, wx, wh, b):
    """You put the blocks of dz side by side as i, f, o, g. They have to stand as the columns of z do: i, f, g, o."""
    (di, df, dg, do), (i, f, g, o), _, s = _blocks(dh_next, dc_next, x, h, c, wx, wh, b)
    dz = np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g**2)])
    return _affine(dz, s * f, x, h, wx, wh)


def mistake_cell_gradient_not_gated(dh_next, dc_next, x, h, c, wx, wh, b):
    """You handed the gradient at the new cell on as dc. The old cell came in multiplied by f, and so does its gradient."""
    dx, dh, _, dwx, dwh, db = lstm_step_backward(dh_next, dc_next, x, h, c, wx, wh, b)
    return dx, dh, _blocks(dh_next, dc_next, x, h, c, wx, wh, b)[3], dwx, dwh, db


def mistake_db_averaged(dh_next, dc_next, x, h, c, wx, wh, b):
    """Your db is the mean over the batch. b was added to every row: sum dz over them."""
    dx, dh, dc, dwx, dwh, db = lstm_step_backward(dh_next, dc_next, x, h, c, wx, wh, b)
    return dx, dh, dc, dwx, dwh, db / len(x)
