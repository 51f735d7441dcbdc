"""One step of a GRU

The gated recurrent unit as PyTorch has it. With the input `x` (N, D) of this step and the state `h` (N, H) of the step
before, u and v are computed **apart**, each with a bias of its own:

    u = x wx + bx        v = h wh + bh        wx: (D, 3H)    wh: (H, 3H)    bx, bh: (3H,)    u, v: (N, 3H)

Their columns are three blocks of H in the order **r, z, n**:

    r = σ(u₁ + v₁)        reset gate, σ(a) = 1/(1 + exp(−a))
    z = σ(u₂ + v₂)        update gate
    n = tanh(u₃ + r ∘ v₃)        candidate; r acts **after** the matrix product, on its bias too
    h_next = (1 − z) ∘ n + z ∘ h

Return `h_next` of shape (N, H). It must be finite and right also where |u| is a thousand and more.
"""

import numpy as np

SUBTOPIC = "dl.sequence"
LEVEL = 2
MINUTES = 8
RETURNS = ("h_next",)
HINTS = (
    "Compute u and v for all three blocks at once, and keep them apart: the candidate needs them separately.",
    "np.split(u, 3, axis=1) and the same for v. Two blocks are sums through the sigmoid; in the third r scales v's part.",
    "With z = 1 the state stays as it is: (1 − z) goes with the candidate, z with the old state.",
)
SOLUTION = """
u holds what the input says, v what the past says, each for r, z and n side by side. For the gates only the sum counts:

    r = σ(u₁ + v₁)    z = σ(u₂ + v₂)

For the candidate the past is damped first, n = tanh(u₃ + r ∘ v₃), and here the two biases are *not* interchangeable: bh is inside
v₃ and is reset with it, bx is not. That is why u and v are kept apart, and why PyTorch's GRU needs both biases.

The new state is the weighted mean of the candidate and the old state, with the weights 1 − z and z. It stays between −1 and 1
if h was, and z near 1 carries h over many steps unchanged, which does the work of the LSTM's cell.

Papers and libraries differ in two places. Cho et al. reset **before** the product, tanh(u₃ + (r ∘ h) wh₃), which needs a second
matrix product after r is known; and some let z stand for the share of the candidate. The statement decides.
"""
SOURCE = (
    "PyTorch, torch/nn/modules/rnn.py, docstring of GRUCell; Dive into Deep Learning, Modern Recurrent Neural Networks, "
    "'Gated Recurrent Units (GRU)', for the reset before the product"
)
REVIEWED = "2026-11-22 fixed"


def gru_step_forward(x, h, wx, wh, bx, bh):
    """The state after one step.

    x: (N, D) input of this step
    h: (N, H) state of the step before
    wx: (D, 3H) weights from the input, blocks r, z, n
    wh: (H, 3H) weights from the state, blocks r, z, n
    bx: (3H,) biases beside wx
    bh: (3H,) biases beside wh
    Returns h_next (N, H).
    """
    ur, uz, un = np.split(x @ wx + bx, 3, axis=1)
    vr, vz, vn = np.split(h @ wh + bh, 3, axis=1)
    z = _sigmoid(uz + vz)
    return (1 - z) * np.tanh(un + _sigmoid(ur + vr) * vn) + z * h


def _sigmoid(a):
    return (1 + np.tanh(a / 2)) / 2  # the same as 1 / (1 + exp(-a)), and it cannot overflow


def _case(rng, n, d, size):
    return {
        "x": rng.normal(size=(n, d)),
        "h": rng.uniform(-0.9, 0.9, size=(n, size)),
        "wx": rng.normal(size=(d, 3 * size)) / np.sqrt(d),
        "wh": rng.normal(size=(size, 3 * size)) / np.sqrt(size),
        "bx": rng.normal(size=3 * size) / 2,
        "bh": rng.normal(size=3 * size) / 2,
    }


def inputs(rng):
    n, d, size, k = (int(number) for number in rng.permutation(np.arange(2, 8))[:4])
    yield "one example", _case(rng, 1, d, size)
    yield "a batch", _case(rng, n, d, size)
    yield "all sizes equal", _case(rng, k, k, k)
    case = _case(rng, n, d, k)
    yield "first step: the state is zero", case | {"h": np.zeros((n, k))}
    yield "one unit", _case(rng, size, n, 1)
    yield "three units", _case(rng, n, d, 3)
    case = _case(rng, k, size, d)
    yield "u beyond a thousand", case | {"bx": rng.choice([-1.0, 1.0], 3 * d) * rng.uniform(1000, 2000, 3 * d)}
    case = _case(rng, d, k, n)
    case["bx"][n : 2 * n] = 1000.0
    yield "nothing new is let in", case
    yield "many units", _case(rng, n, 10 + d, 20 + size)
    yield "in float32", {name: np.float32(value) for name, value in _case(rng, size, k, n).items()}


def large(rng):
    return _case(rng, 40, 40, 40)


def naive(x, h, wx, wh, bx, bh):
    rows, units = h.shape
    h_next = np.zeros(h.shape)
    for n in range(rows):
        for j in range(units):
            u, v = [], []
            for column in (j, units + j, 2 * units + j):
                from_input, from_state = bx[column], bh[column]
                for d in range(x.shape[1]):
                    from_input += x[n, d] * wx[d, column]
                for k in range(units):
                    from_state += h[n, k] * wh[k, column]
                u.append(from_input)
                v.append(from_state)
            r, z = (np.exp(-np.logaddexp(0, -(u[block] + v[block]))) for block in (0, 1))
            candidate = np.tanh(u[2] + r * v[2])
            h_next[n, j] = candidate + z * (h[n, j] - candidate)
    return h_next


def _blocks(x, h, wx, wh, bx, bh):
    return (*np.split(x @ wx + bx, 3, axis=1), *np.split(h @ wh + bh, 3, axis=1))


def mistake_reset_before_product(x, h, wx, wh, bx, bh):
    """You reset the state before the matrix product, (r ∘ h) wh, as in Cho et al. Here r multiplies the product,
    bias included: r ∘ (h wh + bh).
    """
    ur, uz, un, vr, vz, _ = _blocks(x, h, wx, wh, bx, bh)
    size, z = h.shape[1], _sigmoid(uz + vz)
    past = (_sigmoid(ur + vr) * h) @ wh[:, 2 * size :] + bh[2 * size :]
    return (1 - z) * np.tanh(un + past) + z * h


def mistake_bias_outside_reset(x, h, wx, wh, bx, bh):
    """You added the candidate's bh outside the reset gate. r acts on the whole of v₃, and bh is in it."""
    ur, uz, un, vr, vz, vn = _blocks(x, h, wx, wh, bx, bh)
    own, z, r = bh[2 * h.shape[1] :], _sigmoid(uz + vz), _sigmoid(ur + vr)
    return (1 - z) * np.tanh(un + r * (vn - own) + own) + z * h


def mistake_reset_on_everything(x, h, wx, wh, bx, bh):
    """You reset the input's part as well. r acts on what comes from the state alone: u₃ + r ∘ v₃."""
    ur, uz, un, vr, vz, vn = _blocks(x, h, wx, wh, bx, bh)
    z = _sigmoid(uz + vz)
    return (1 - z) * np.tanh(_sigmoid(ur + vr) * (un + vn)) + z * h


def mistake_no_reset(x, h, wx, wh, bx, bh):
    """You left the reset gate out of the candidate: it is tanh(u₃ + r ∘ v₃)."""
    _, uz, un, _, vz, vn = _blocks(x, h, wx, wh, bx, bh)
    z = _sigmoid(uz + vz)
    return (1 - z) * np.tanh(un + vn) + z * h


def mistake_update_reversed(x, h, wx, wh, bx, bh):
    """You exchanged z and 1 − z. Here z is the share of the old state."""
    ur, uz, un, vr, vz, vn = _blocks(x, h, wx, wh, bx, bh)
    z = _sigmoid(uz + vz)
    return z * np.tanh(un + _sigmoid(ur + vr) * vn) + (1 - z) * h


def mistake_order_z_r_n(x, h, wx, wh, bx, bh):
    """You read the blocks as z, r, n, which is Keras' order. Here the reset gate r comes first."""
    uz, ur, un, vz, vr, vn = _blocks(x, h, wx, wh, bx, bh)
    z = _sigmoid(uz + vz)
    return (1 - z) * np.tanh(un + _sigmoid(ur + vr) * vn) + z * h


def mistake_candidate_through_sigmoid(x, h, wx, wh, bx, bh):
    """You put the candidate through the sigmoid. It is no gate but a value, which may be negative: tanh."""
    ur, uz, un, vr, vz, vn = _blocks(x, h, wx, wh, bx, bh)
    z = _sigmoid(uz + vz)
    return (1 - z) * _sigmoid(un + _sigmoid(ur + vr) * vn) + z * h


def mistake_columns_dealt_out(x, h, wx, wh, bx, bh):
    """You took every third column for a block, as a reshape to (N, H, 3) does. A block is H columns side by side."""
    u, v = x @ wx + bx, h @ wh + bh
    r, z = _sigmoid(u[:, 0::3] + v[:, 0::3]), _sigmoid(u[:, 1::3] + v[:, 1::3])
    return (1 - z) * np.tanh(u[:, 2::3] + r * v[:, 2::3]) + z * h
