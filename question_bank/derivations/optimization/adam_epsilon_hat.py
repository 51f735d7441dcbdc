"""Adam with ε̂, as in Keras, TensorFlow and MXNet 1.9.1

The state is that of Adam: `m`, a fading average of the gradients (weight of the old average: β₁), `v`, one of their
elementwise squares (β₂), and `t`, the number of steps taken **before** this call (0 at the very beginning). Both
averages began at zero before the first step of all.

These frameworks fold both bias corrections into **one number**, the step's effective learning rate, and leave m and
v as they are. The move of a coordinate is that number times m / (√v + ε), downhill, with the same ε in every step.
If ε were 0, the result would be exactly that of Algorithm 1 of Kingma and Ba; with ε > 0 it is not, since ε is
added to the root of the **uncorrected** v. (The paper calls this constant ε̂.)

Return `ws`, of shape (T, D), the parameters after every step, and `m` and `v` after the last step, uncorrected.
Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.adam"
LEVEL = 3
MINUTES = 9
RETURNS = ("ws", "m", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"v": ("not negative",)}
HINTS = (
    "Write Algorithm 1 with ε = 0 and pull everything that depends only on the step's number out of the fraction.",
    "The correction of v stands under a root and in the denominator, so its root ends up in the numerator.",
    "The effective rate is lrs[i] · √(1 − β₂ᵏ) / (1 − β₁ᵏ) in row i of this call, where k = t + i + 1.",
)
SOLUTION = """
Algorithm 1 without ε moves by lr · m̂ / √v̂, where m̂ = m / (1 − β₁ᵏ) and v̂ = v / (1 − β₂ᵏ), k = t + 1, t + 2, …
being the number of the step. The corrections are numbers, the same for all coordinates, so they can be pulled out:

    m̂ / √v̂ = [√(1 − β₂ᵏ) / (1 − β₁ᵏ)] · m / √v

The bracket times lr is the effective learning rate. Only now is the constant added:

    w ← w − lr · √(1 − β₂ᵏ) / (1 − β₁ᵏ) · m / (√v + ε̂)

Multiply numerator and denominator by 1 / √(1 − β₂ᵏ) to compare: the denominator is √v̂ + ε̂ / √(1 − β₂ᵏ). So this
is Algorithm 1 with an ε that begins 1 / √(1 − β₂) times as large, 32 times for β₂ = 0.999, and tends to ε̂. It
shows where gradients are as small as ε: with g = 1e-8 and ε = 1e-8 the first step is 0.03 lr, and 0.5 lr in
PyTorch.
"""
SOURCE = (
    "Kingma and Ba 2015, arXiv 1412.6980, end of section 2; Keras 3.15.1, keras/src/optimizers/adam.py, "
    "Adam.update_step; MXNet 1.9.1, optimizer/optimizer.py, Adam.update"
)
COVERS = ("18e",)
REVIEWED = "2026-11-22 fixed"


def adam_epsilon_hat(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """The parameters after every step, and the last averages.

    w: (D,) parameters before this call
    m: (D,) average of the gradients before this call
    v: (D,) average of the squared gradients before this call, not negative
    t: number of steps taken before this call
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    beta1: β₁, weight of the old m
    beta2: β₂, weight of the old v
    eps: ε̂, positive
    returns ws: (T, D), m: (D,), v: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g, k = grads[i], t + i + 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        rate = lr * np.sqrt(1 - beta2**k) / (1 - beta1**k)
        w = w - rate * m / (np.sqrt(v) + eps)
        ws.append(w)
    return np.array(ws), m, v


def _case(rng, size, lrs, t=0, beta1=0.9, beta2=0.999):
    seen = rng.normal(size=(t, size))
    m, v = np.zeros(size), np.zeros(size)
    for g in seen:
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    grads = rng.normal(size=(len(lrs), size))
    state = {"w": rng.normal(size=size), "m": m, "v": v, "t": t}
    return state | {"grads": grads, "lrs": np.array(lrs), "beta1": beta1, "beta2": beta2, "eps": 1e-2}


def _single(case):
    """The same in float32, where every step leads away from 0, so that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one step, one parameter", _case(rng, 1, [0.1])
    yield "three steps, learning rate drops", _case(rng, a, [0.1, 0.1, 0.01])
    yield "resumed after some steps", _case(rng, b, rng.uniform(0.01, 0.3, size=c), t=int(rng.integers(2, 8)))
    small = _case(rng, d, rng.uniform(0.05, 0.2, size=e))
    small["grads"] *= 1e-2
    yield "gradients as small as eps", small
    scales = _case(rng, f, 0.2 * np.arange(1, a + 1) / a, beta1=0.8, beta2=0.99)
    scales["grads"] *= 10.0 ** np.linspace(-2, 1, f)
    yield "coordinates of different scale", scales
    sparse = _case(rng, c, rng.uniform(0.05, 0.2, size=d), beta1=float(rng.uniform(0.5, 0.95)), beta2=0.95)
    sparse["grads"][:, ::2] = 0.0
    yield "every other coordinate has no gradient", sparse
    yield "as many steps as parameters", _case(rng, e, rng.uniform(0.05, 0.2, size=e), t=3)
    yield "many parameters, resumed", _case(rng, 30 + b, 0.1 * 0.8 ** np.arange(12), t=20)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01], beta1=0.75, beta2=0.875))


def naive(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """Algorithm 1 with an ε of its own in each step, ε̂ / √(1 − β₂ᵏ)."""
    steps, size = grads.shape
    ws, m_end, v_end = np.zeros((steps, size)), np.zeros(size), np.zeros(size)
    for j in range(size):
        at, first, second = w[j], m[j], v[j]
        power1, power2 = beta1**t, beta2**t
        for k in range(steps):
            g = grads[k, j]
            first += (1 - beta1) * (g - first)
            second += (1 - beta2) * (g * g - second)
            power1, power2 = power1 * beta1, power2 * beta2
            m_hat, v_hat = first / (1 - power1), second / (1 - power2)
            at -= lrs[k] * m_hat / (v_hat**0.5 + eps / (1 - power2) ** 0.5)
            ws[k, j] = at
        m_end[j], v_end[j] = first, second
    return ws, m_end, v_end


def _walk(move, w, m, v, t, grads, lrs, beta1, beta2):
    """Adam with other moves: move(m, v, k) in step k is what is multiplied by lr and subtracted from w."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * move(m, v, k)
        ws.append(w)
    return np.array(ws), m, v


def mistake_eps_after_correction(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You corrected v first and added ε to its root: Algorithm 1 of the paper, and PyTorch. Here ε is added to the root
    of v as it is; the corrections stand in the learning rate.
    """

    def move(m, v, k):
        return m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_no_bias_correction(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You used the learning rate as it is. m and v start at zero, and the effective rate has to make up for it."""

    def move(m, v, _k):
        return m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_betas_exchanged(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You exchanged β₁ and β₂ in the effective rate, as the docstring of MXNet 1.9.1's Adam does (its code does not).
    The root belongs to the correction of v, that is to β₂.
    """

    def move(m, v, k):
        return np.sqrt(1 - beta1**k) / (1 - beta2**k) * m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_root_forgotten(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You took (1 − β₂ᵏ) / (1 − β₁ᵏ). v stands under a root, so its correction does too."""

    def move(m, v, k):
        return (1 - beta2**k) / (1 - beta1**k) * m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_correction_inverted(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """Your corrections are upside down. m is too small and is divided by 1 − β₁ᵏ; v stands in the denominator, so its
    correction multiplies.
    """

    def move(m, v, k):
        return (1 - beta1**k) / np.sqrt(1 - beta2**k) * m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_eps_inside_root(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You divided by √(v + ε). Here ε is added after the root."""

    def move(m, v, k):
        return np.sqrt(1 - beta2**k) / (1 - beta1**k) * m / np.sqrt(v + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_step_number_from_one(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You counted the steps of this call from 1, although t steps had been taken before it. Its first step has the
    number t + 1.
    """

    def move(m, v, k):
        return np.sqrt(1 - beta2 ** (k - t)) / (1 - beta1 ** (k - t)) * m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_correction_without_power(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You used 1 − β in every step. That is right in the very first step only; the power grows with the step's
    number.
    """

    def move(m, v, _k):
        return np.sqrt(1 - beta2) / (1 - beta1) * m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_eps_left_out(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You left ε out. It is added to the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return adam_epsilon_hat(w, m, v, t, grads, lrs, beta1, beta2, 0.0)


def mistake_weights_exchanged(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You gave the new gradient the weights β₁ and β₂. They are the weights of the old averages: β m + (1 − β) g."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = (1 - beta1) * m + beta1 * g
        v = (1 - beta2) * v + beta2 * g**2
        w = w - lr * np.sqrt(1 - beta2**k) / (1 - beta1**k) * m / (np.sqrt(v) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_gradient_not_weighted(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You added the gradient to m whole. In an average it comes in with the weight 1 − β₁."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * np.sqrt(1 - beta2**k) / (1 - beta1**k) * m / (np.sqrt(v) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_step_number_one_behind(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You corrected with the number of steps before this one, which is 0 in the very first step, and then 0 is
    divided by 0. Count the step being taken.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        with np.errstate(divide="ignore", invalid="ignore"):
            w = w - lr * np.sqrt(1 - beta2 ** (k - 1)) / (1 - beta1 ** (k - 1)) * m / (np.sqrt(v) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_gradient_not_squared(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You averaged the gradients in v, not their squares. v measures how large they are, whatever their sign: the root of
    a negative average is not a number.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g
        with np.errstate(invalid="ignore"):
            w = w - lr * np.sqrt(1 - beta2**k) / (1 - beta1**k) * m / (np.sqrt(v) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_averages_exchanged(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You gave m the weight β₂ and v the weight β₁. β₁, the smaller one as a rule, belongs to the average of the gradients, m."""
    return adam_epsilon_hat(w, m, v, t, grads, lrs, beta2, beta1, eps)
