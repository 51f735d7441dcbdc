"""One step of contrastive divergence (CD-1)

A restricted Boltzmann machine has binary visible and hidden units, weights `W` of shape (V, H), biases `b` (V,) of the
visible and `c` (H,) of the hidden units. With σ the logistic function,

    P(h_j = 1 | v) = σ(c_j + Σ_i v_i W_ij)        P(v_i = 1 | h) = σ(b_i + Σ_j W_ij h_j)

`v0`, of shape (N, V), holds one training vector in each row. Starting from it,

1. sample hidden states h0 given v0
2. sample a reconstruction v1 given the states h0
3. compute the hidden **probabilities** given v1

A unit is 1 if its uniform random number is **smaller** than its probability: `u_hidden`, of shape (N, H), for h0, and
`u_visible`, of shape (N, V), for v1. The statistics of the update use v0 and v1 as they are, and for the hidden units
the probabilities in **both** phases; h0 serves only to make v1. The update is the learning rate `lr` times the **mean**
over the N rows.

Return `W`, `b` and `c` after the step, as new arrays.
"""

import numpy as np

SUBTOPIC = "sl.graphical"
LEVEL = 2
MINUTES = 12
RETURNS = ("W", "b", "c")
RTOL = 1e-5
ATOL = 1e-6
HINTS = (
    "The step makes the data more likely and the machine's own reconstructions less likely: a positive minus a negative phase.",
    "For W each phase is the mean of v_i times the hidden probability; for the biases it is the mean of v and of the hidden "
    "probability.",
    "With p0 = P(h | v0) and p1 = P(h | v1): W + lr (v0ᵀ p0 − v1ᵀ p1) / N, and likewise b with v0 − v1, c with p0 − p1.",
)
SOLUTION = """The gradient of the mean log-likelihood by W_ij is ⟨v_i h_j⟩ under the data minus ⟨v_i h_j⟩ under the
machine. The first is easy: given v0 the hidden units are independent, with p0 = σ(v0 W + c), so it is v0ᵀ p0 / N. The
second would need samples from the machine's own distribution, that is, a Markov chain run for a long time. Contrastive
divergence runs the chain for one step from the data:

    h0 = 1 if u < p0,   v1 = 1 if u < σ(h0 Wᵀ + b),   p1 = σ(v1 W + c)

and uses v1ᵀ p1 / N in its place. So W grows by lr (v0ᵀ p0 − v1ᵀ p1)/N, b by lr · mean(v0 − v1) and c by
lr · mean(p0 − p1). When the reconstructions have the same statistics as the data, nothing changes.

The hidden states that drive the reconstruction must be sampled: as probabilities they would pass on more than one bit
for each unit. In the statistics, probabilities only take noise away.
"""
EQUIVALENT = {
    "h0 = u_hidden < p0 → h0 = u_hidden <= p0": "no random number is exactly a probability",
    "v1 = u_visible < _sigmoid(h0 @ W.T + b) → v1 = u_visible <= _sigmoid(h0 @ W.T + b)": "likewise",
}
SOURCE = (
    "Hinton 2012, A Practical Guide to Training Restricted Boltzmann Machines, "
    "section 3 'How to collect statistics when using Contrastive Divergence'"
)
COVERS = ("11g",)
REVIEWED = "2026-11-22 fixed"


def _sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def contrastive_divergence_step(v0, W, b, c, lr, u_hidden, u_visible):
    """Weights and biases after one step.

    v0: (N, V) training vectors as rows, of zeros and ones
    W: (V, H) weights
    b: (V,) biases of the visible units
    c: (H,) biases of the hidden units
    lr: learning rate
    u_hidden: (N, H) uniform random numbers for the hidden states
    u_visible: (N, V) uniform random numbers for the reconstruction
    returns W: (V, H), b: (V,), c: (H,)
    """
    p0 = _sigmoid(v0 @ W + c)
    h0 = u_hidden < p0
    v1 = u_visible < _sigmoid(h0 @ W.T + b)
    p1 = _sigmoid(v1 @ W + c)
    W = W + lr * (v0.T @ p0 - v1.T @ p1) / len(v0)
    b = b + lr * (v0 - v1).mean(axis=0)
    c = c + lr * (p0 - p1).mean(axis=0)
    return W, b, c


def _case(rng, n, visible, hidden, lr=0.1, scale=1.0):
    return {
        "v0": rng.integers(0, 2, size=(n, visible)).astype(float),
        "W": scale * rng.normal(size=(visible, hidden)),
        "b": rng.normal(size=visible),
        "c": rng.normal(size=hidden),
        "lr": lr,
        "u_hidden": rng.random((n, hidden)),
        "u_visible": rng.random((n, visible)),
    }


def inputs(rng):
    k, q, m, n, o, p = (int(size) for size in rng.permutation(np.arange(3, 9)))
    yield "one vector, two hidden units", _case(rng, 1, k, 2)
    yield "a few vectors", _case(rng, k, q, m)
    yield "all sizes equal", _case(rng, n, n, n, lr=0.5)
    yield "a single hidden unit", _case(rng, o, p, 1, lr=0.2)
    yield "learning rate 1", _case(rng, q, n, k, lr=1.0)
    half = _case(rng, p, m, o)
    half["v0"] = half["v0"].astype(np.float32)
    yield "vectors in float32", half
    yield "inputs of units in the thousands", _case(rng, m, o, p, lr=0.3, scale=1000)
    still = _case(rng, o, k, n)
    still["u_hidden"][:], still["u_visible"][:] = 0.0, 0.0
    yield "all random numbers 0: every unit is on", still
    yield "a larger machine", _case(rng, 20 + n, 15 + k, 10 + q, scale=0.4)


def naive(v0, W, b, c, lr, u_hidden, u_visible):
    rows, (visible, hidden) = len(v0), W.shape

    def on(total):
        return 1 / (1 + np.exp(-total)) if total > -500 else 0.0

    W_new, b_new, c_new = W.copy(), b.copy(), c.copy()
    for n in range(rows):
        before = [on(c[j] + sum(v0[n, i] * W[i, j] for i in range(visible))) for j in range(hidden)]
        state = [1.0 if u_hidden[n, j] < before[j] else 0.0 for j in range(hidden)]
        again = []
        for i in range(visible):
            p = on(b[i] + sum(W[i, j] * state[j] for j in range(hidden)))
            again.append(1.0 if u_visible[n, i] < p else 0.0)
        after = [on(c[j] + sum(again[i] * W[i, j] for i in range(visible))) for j in range(hidden)]
        for i in range(visible):
            b_new[i] += lr / rows * (v0[n, i] - again[i])
            for j in range(hidden):
                W_new[i, j] += lr / rows * (v0[n, i] * before[j] - again[i] * after[j])
        for j in range(hidden):
            c_new[j] += lr / rows * (before[j] - after[j])
    return W_new, b_new, c_new


def large(rng):
    return _case(rng, 300, 80, 40, scale=0.1)


def _step(v0, W, b, c, lr, u_hidden, u_visible, drive="states", positive="probabilities", negative="probabilities"):
    """The step with other choices of states or probabilities."""
    p0 = _sigmoid(v0 @ W + c)
    h0 = (u_hidden < p0).astype(float)
    p_visible = _sigmoid((h0 if drive == "states" else p0) @ W.T + b)
    v1 = (u_visible < p_visible).astype(float) if negative != "mean field" else p_visible
    p1 = _sigmoid(v1 @ W + c)
    q0 = p0 if positive == "probabilities" else h0
    W = W + lr * (v0.T @ q0 - v1.T @ p1) / len(v0)
    return W, b + lr * (v0 - v1).mean(axis=0), c + lr * (q0 - p1).mean(axis=0)


def mistake_phases_exchanged(v0, W, b, c, lr, u_hidden, u_visible):
    """You subtracted the positive phase from the negative one: the step makes the data less likely. Data first, minus
    the reconstruction.
    """
    return contrastive_divergence_step(v0, W, b, c, -lr, u_hidden, u_visible)


def mistake_summed_over_rows(v0, W, b, c, lr, u_hidden, u_visible):
    """You summed over the rows. The update is the mean: divide by N, or the step grows with the batch."""
    return contrastive_divergence_step(v0, W, b, c, lr * len(v0), u_hidden, u_visible)


def mistake_reconstruction_from_probabilities(v0, W, b, c, lr, u_hidden, u_visible):
    """You made the reconstruction from the hidden probabilities. It is driven by the sampled states h0, so that no unit
    passes on more than one bit.
    """
    return _step(v0, W, b, c, lr, u_hidden, u_visible, drive="probabilities")


def mistake_reconstruction_not_sampled(v0, W, b, c, lr, u_hidden, u_visible):
    """You used the visible probabilities as the reconstruction. Here v1 is sampled: 1 where u_visible is smaller."""
    return _step(v0, W, b, c, lr, u_hidden, u_visible, negative="mean field")


def mistake_states_in_positive_phase(v0, W, b, c, lr, u_hidden, u_visible):
    """You used the sampled h0 in the positive statistics. It is right on average, but noisier than the probabilities
    that are asked for in both phases.
    """
    return _step(v0, W, b, c, lr, u_hidden, u_visible, positive="states")


def mistake_on_where_u_is_larger(v0, W, b, c, lr, u_hidden, u_visible):
    """You set a unit to 1 where u is larger than its probability, which happens with probability 1 − p. A uniform
    number is smaller than p with probability p.
    """
    p0 = _sigmoid(v0 @ W + c)
    v1 = (u_visible > _sigmoid((u_hidden > p0) @ W.T + b)).astype(float)
    p1 = _sigmoid(v1 @ W + c)
    W = W + lr * (v0.T @ p0 - v1.T @ p1) / len(v0)
    return W, b + lr * (v0 - v1).mean(axis=0), c + lr * (p0 - p1).mean(axis=0)


def mistake_biases_not_updated(v0, W, b, c, lr, u_hidden, u_visible):
    """You left the biases as they were. They are parameters too: b moves by mean(v0 − v1), c by the mean difference of
    the hidden probabilities.
    """
    return contrastive_divergence_step(v0, W, b, c, lr, u_hidden, u_visible)[0], b.copy(), c.copy()


def mistake_same_hidden_in_both_phases(v0, W, b, c, lr, u_hidden, u_visible):
    """You used the first hidden probabilities in the negative phase. There they have to be computed again, from the
    reconstruction.
    """
    p0 = _sigmoid(v0 @ W + c)
    v1 = (u_visible < _sigmoid((u_hidden < p0) @ W.T + b)).astype(float)
    return W + lr * (v0 - v1).T @ p0 / len(v0), b + lr * (v0 - v1).mean(axis=0), c.copy()
