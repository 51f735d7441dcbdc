"""Free energy of a restricted Boltzmann machine, and its gradient

Visible units v and hidden units h are 0 or 1. The energy of a configuration is

    E(v, h) = −Σ_i b_i v_i − Σ_j c_j h_j − Σ_ij v_i W_ij h_j

with `W` of shape (V, H), `b` of shape (V,) for the visible and `c` of shape (H,) for the hidden units. The free energy
of v is F(v) = −log Σ_h exp(−E(v, h)), the sum being over all 2^H hidden configurations. `v` has shape (N, V), one
visible configuration in each row; its entries may also lie between 0 and 1.

Return `free_energy`, of shape (N,), and `dW` = ∂L/∂W, of shape (V, H), for L = the **mean** of the free energy over the
N rows. Both must be right also where what arrives at a hidden unit is in the thousands.
"""

import numpy as np

SUBTOPIC = "sl.graphical"
LEVEL = 3
MINUTES = 15
RETURNS = ("free_energy", "dW")
GRADIENTS = {"dW": "W"}
RTOL = 1e-5
ATOL = 1e-6
HINTS = (
    "Given v, the exponent is a sum of one term for each hidden unit: what becomes of a sum over all h of such a product?",
    "Σ_h Π_j exp(h_j a_j) = Π_j (1 + exp(a_j)) with a_j = c_j + Σ_i v_i W_ij. The logarithm turns it into a sum of softplus.",
    "F(v) = −b·v − Σ_j log(1 + exp(a_j)), by np.logaddexp(0, a). The derivative of softplus is the sigmoid.",
)
SOLUTION = """Let a_j = c_j + Σ_i v_i W_ij be what arrives at hidden unit j. Then −E(v, h) = b·v + Σ_j h_j a_j, and
because hidden units are not connected to each other, the sum over h factorizes:

    Σ_h exp(−E) = exp(b·v) Π_j Σ_{h_j = 0, 1} exp(h_j a_j) = exp(b·v) Π_j (1 + exp(a_j))

So 2^H terms become H factors, and F(v) = −b·v − Σ_j log(1 + exp(a_j)). For a = 1000 the exponential overflows, though
the result is simply 1000: log(e⁰ + eᵃ) = max(0, a) + log(1 + exp(−|a|)) is safe, and that is what logaddexp computes.

The derivative of softplus is the sigmoid, σ(a_j) = P(h_j = 1 | v), so ∂F/∂W_ij = −v_i σ(a_j), and the gradient of the
mean is −Vᵀ σ(A) / N. Up to the sign this is the positive phase of contrastive divergence: training lowers the free
energy of the data, and raises that of the machine's own samples.
"""
SOURCE = (
    "Hinton 2012, A Practical Guide to Training Restricted Boltzmann Machines, "
    "section 16.1 'Computing the free energy of a visible vector'"
)
COVERS = ("11g",)
REVIEWED = "2026-11-22 fixed"


def rbm_free_energy(v, W, b, c):
    """Free energy of each row, and the gradient of its mean by the weights.

    v: (N, V) visible configurations as rows
    W: (V, H) weights
    b: (V,) biases of the visible units
    c: (H,) biases of the hidden units
    returns free_energy: (N,), dW: (V, H)
    """
    a = v @ W + c
    free_energy = -v @ b - np.logaddexp(0, a).sum(axis=1)
    p_hidden = np.exp(-np.logaddexp(0, -a))
    return free_energy, -v.T @ p_hidden / len(v)


def _case(rng, n, visible, hidden, scale=1.0):
    return {
        "v": rng.integers(0, 2, size=(n, visible)).astype(float),
        "W": scale * rng.normal(size=(visible, hidden)),
        "b": rng.normal(size=visible),
        "c": rng.normal(size=hidden),
    }


def inputs(rng):
    k, q, m, n, o, p = (int(size) for size in rng.permutation(np.arange(2, 8)))
    yield "one configuration, two hidden units", _case(rng, 1, k, 2)
    yield "a few configurations", _case(rng, k, q, m)
    yield "all sizes equal", _case(rng, n, n, n)
    yield "a single hidden unit", _case(rng, o, p, 1)
    grey = _case(rng, q, m, k)
    grey["v"] = rng.random((q, m))
    yield "grey values between 0 and 1", grey
    dark = _case(rng, m, o, n)
    dark["v"][0] = 0
    yield "a row in which nothing is on", dark
    half = _case(rng, p, k, o)
    half["v"] = rng.random((p, k)).astype(np.float32)
    yield "grey values in float32", half
    huge = _case(rng, o, q, p, scale=1000)
    huge["v"][:, 0] = 1
    huge["W"][0, 0] = 5000.0
    yield "inputs of hidden units in the thousands", huge
    yield "more units", _case(rng, 10 + n, 20 + m, 15 + q, scale=0.3)


def loss(v, W, b, c):
    a = c + v @ W
    softplus = np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))
    return np.mean(-(v * b).sum(axis=1) - softplus.sum(axis=1))


def naive(v, W, b, c):
    rows, visible = v.shape
    hidden = len(c)
    free_energy, dW = np.zeros(rows), np.zeros(W.shape)
    for n in range(rows):
        for i in range(visible):
            free_energy[n] -= float(b[i]) * float(v[n, i])
        for j in range(hidden):
            a = float(c[j]) + sum(float(v[n, i]) * float(W[i, j]) for i in range(visible))
            small = np.exp(-abs(a))
            free_energy[n] -= max(a, 0.0) + np.log1p(small)
            on = 1 / (1 + small) if a > 0 else small / (1 + small)
            for i in range(visible):
                dW[i, j] -= v[n, i] * on / rows
    return free_energy, dW


def large(rng):
    return _case(rng, 400, 100, 50, scale=0.1)


def mistake_hidden_term_added(v, W, b, c):
    """You added the hidden units' term. F is minus a logarithm, so both terms come with a minus, and a configuration
    that the hidden units like has a low free energy.
    """
    free_energy, dW = rbm_free_energy(v, W, b, c)
    return -2 * (v @ b) - free_energy, -dW


def mistake_softplus_overflows(v, W, b, c):
    """Your exp overflows for inputs near 1000. log(1 + exp(a)) is nearly a there: use np.logaddexp(0, a)."""
    with np.errstate(over="ignore"):
        _, dW = rbm_free_energy(v, W, b, c)
        return -v @ b - np.log(1 + np.exp(v @ W + c)).sum(axis=1), dW


def mistake_energy_of_mean_hidden(v, W, b, c):
    """You put the hidden probabilities into the energy. That is the mean energy; the free energy also contains the
    entropy of the hidden units, and comes out as a sum of softplus.
    """
    a = v @ W + c
    _, dW = rbm_free_energy(v, W, b, c)
    return -v @ b - (np.exp(-np.logaddexp(0, -a)) * a).sum(axis=1), dW


def mistake_visible_bias_forgotten(v, W, b, c):
    """You left out −b·v. The visible biases belong to the energy as well; they do not depend on h and go straight in
    front of the sum.
    """
    free_energy, dW = rbm_free_energy(v, W, b, c)
    return free_energy + v @ b, dW


def mistake_hidden_bias_forgotten(v, W, b, c):
    """You left the hidden biases out: c_j is added to what arrives at unit j through the weights."""
    return rbm_free_energy(v, W, b, np.zeros(c.shape))


def mistake_gradient_sign(v, W, b, c):
    """Your dW has the wrong sign. It is that of the log-likelihood's positive phase; the free energy falls as a weight
    between active units grows.
    """
    free_energy, dW = rbm_free_energy(v, W, b, c)
    return free_energy, -dW


def mistake_gradient_summed(v, W, b, c):
    """You summed the gradient over the rows. L is the mean of the free energy, so divide by N."""
    free_energy, dW = rbm_free_energy(v, W, b, c)
    return free_energy, dW * len(v)


def mistake_hidden_states_in_gradient(v, W, b, c):
    """You used hidden states of 0 or 1 in dW. The derivative of softplus is the probability σ(a) itself."""
    free_energy, _ = rbm_free_energy(v, W, b, c)
    return free_energy, -v.T @ (v @ W + c > 0) / len(v)
