"""AMSGrad

AMSGrad is Adam with a memory for large gradients. Besides Adam's averages `m` (of the gradients, weight of the old
average β₁) and `v` (of their elementwise squares, β₂) it keeps `top`, for each coordinate the **largest v that has
ever been**, and divides by that. `t` is the number of steps taken **before** this call (0 at the very beginning);
all states began at zero.

The convention is that of `torch.optim.Adam(amsgrad=True)`: the maximum is taken of the **uncorrected** v, that of
the current step included. Then m and `top` are corrected for their bias as Adam corrects m and v, with the number
of the step being taken (the first of all has number 1), and ε is added to the root of the corrected `top`, outside
the root. There is no weight decay.

Return `ws`, of shape (T, D), the parameters after every step, and `m`, `v` and `top` after the last step, all
uncorrected. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.adam"
LEVEL = 3
MINUTES = 9
RETURNS = ("ws", "m", "v", "top")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"v": ("not negative",), "top": ("not negative",)}
HINTS = (
    "It is Adam with one more state and one more line. Where does Adam's v enter the move?",
    "v itself goes on as in Adam; the maximum is kept beside it, elementwise, and only it is used in the move.",
    "top = maximum(top, v) once v is brought up to date; from there on it stands where Adam has v, correction too.",
)
SOLUTION = """
m and v are brought up to date as in Adam, and the new state follows v upwards only:

    m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        top ← max(top, v)        (elementwise)

In the move top stands where v stood, with the same corrections for the step number k:

    w ← w − lr · [m / (1 − β₁ᵏ)] / (√(top / (1 − β₂ᵏ)) + ε)

v must not be replaced by top: it has to be able to fall, or else the average would lose its meaning and top would
grow faster than it should.

Why at all? After a rare large gradient Adam's v fades, and soon many small gradients in the wrong direction get
long steps; Reddi et al. give a convex problem on which Adam therefore walks to the worst point. With top the
effective rate of a coordinate cannot grow again (but for the bias correction). PyTorch's code takes the maximum
before the correction; other texts, older PyTorch docs among them, after it.
"""
SOURCE = (
    "Reddi, Kale, Kumar 2018, On the Convergence of Adam and Beyond, Algorithm 2; PyTorch, torch/optim/adam.py, "
    "_single_tensor_adam (amsgrad)"
)
COVERS = ("18e",)
REVIEWED = "2026-11-22 fixed"


def amsgrad(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """The parameters after every step, and the last states.

    w: (D,) parameters before this call
    m: (D,) average of the gradients before this call
    v: (D,) average of the squared gradients before this call, not negative
    top: (D,) largest v so far
    t: number of steps taken before this call
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    beta1: β₁, weight of the old m
    beta2: β₂, weight of the old v
    eps: ε, positive
    returns ws: (T, D), m: (D,), v: (D,), top: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g, k = grads[i], t + i + 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        top = np.maximum(top, v)
        w = w - lr * m / (1 - beta1**k) / (np.sqrt(top / (1 - beta2**k)) + eps)
        ws.append(w)
    return np.array(ws), m, v, top


def _case(rng, size, lrs, resumed=False):
    t = int(rng.integers(4, 9)) if resumed else 0
    beta1, beta2 = float(rng.choice([0.75, 0.8, 0.9])), float(rng.choice([0.75, 0.875, 0.95]))
    m, v, top = np.zeros(size), np.zeros(size), np.zeros(size)
    for g in rng.normal(size=(t, size)):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        top = np.maximum(top, v)
    grads = rng.normal(size=(len(lrs), size)) * np.geomspace(2, 0.5, len(lrs))[:, None]
    state = {"w": rng.normal(size=size), "m": m, "v": v, "top": top, "t": t, "grads": grads, "lrs": np.array(lrs)}
    return state | {"beta1": beta1, "beta2": beta2, "eps": 1e-2}


def _single(case):
    """The same in float32, where every step leads away from 0, so that nothing cancels."""
    away = np.where(case["w"] < 0, -1.0, 1.0)
    calm = case | {"w": 2 * away + case["w"], "grads": -away * (0.5 + np.abs(case["grads"]))}
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in calm.items()}


def _burst(case):
    """One large gradient at the beginning, small ones after it."""
    case["grads"][1:] *= 0.05
    return case


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(4, 10)))
    yield "one step, one parameter", _case(rng, 1, [0.1])
    yield "three steps, learning rate drops", _case(rng, a, [0.1, 0.1, 0.01])
    yield "resumed after other steps", _case(rng, b, rng.uniform(0.01, 0.3, size=c), resumed=True)
    small = _case(rng, d, rng.uniform(0.05, 0.2, size=e))
    small["grads"] *= 1e-2
    yield "gradients as small as eps", small
    scales = _case(rng, f, 0.2 * np.arange(1, a + 1) / a)
    scales["grads"] *= 10.0 ** np.linspace(-2, 1, f)
    yield "coordinates of different scale", scales
    sparse = _case(rng, c, rng.uniform(0.05, 0.2, size=d))
    sparse["grads"][:, ::2] = 0.0
    yield "every other coordinate has no gradient", sparse
    yield "as many steps as parameters", _case(rng, e, rng.uniform(0.05, 0.2, size=e), resumed=True)
    yield "many parameters", _case(rng, 30 + b, 0.1 * 0.8 ** np.arange(12), resumed=True)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01]))
    yield "one large gradient, then small ones", _burst(_case(rng, a, [0.1] * (6 + b)))


def naive(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    steps, size = grads.shape
    ws, ends = np.zeros((steps, size)), np.zeros((3, size))
    for j in range(size):
        at, first, seconds = w[j], m[j], [v[j]]
        power1, power2 = beta1**t, beta2**t
        for k in range(steps):
            g = grads[k, j]
            first += (1 - beta1) * (g - first)
            seconds.append(seconds[-1] + (1 - beta2) * (g * g - seconds[-1]))
            power1, power2 = power1 * beta1, power2 * beta2
            highest = max([top[j], *seconds[1:]])
            at -= lrs[k] * (first / (1 - power1)) / ((highest / (1 - power2)) ** 0.5 + eps)
            ws[k, j] = at
        ends[:, j] = first, seconds[-1], highest
    return ws, *ends


def _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """Runs step(m, v, top, g, k), which gives the new states and the move without lr."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v, top, move = step(m, v, top, beta2 * v + (1 - beta2) * g**2, k)
        w = w - lr * move
        ws.append(w)
    return np.array(ws), m, v, top


def mistake_plain_adam(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You divided by v: that is Adam. The denominator uses the maximum, top."""

    def step(m, v, top, new, k):
        return new, np.maximum(top, new), m / (1 - beta1**k) / (np.sqrt(new / (1 - beta2**k)) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_maximum_stored_in_v(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You wrote the maximum back into v, so that v can never fall and the next average starts too high. Keep both
    states.
    """

    def step(m, v, top, new, k):
        new = np.maximum(top, new)
        return new, new, m / (1 - beta1**k) / (np.sqrt(new / (1 - beta2**k)) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_maximum_of_corrected(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You took the maximum of the corrected v. That is a convention too, but here, as in PyTorch, it is taken of v
    as it is, and the maximum is corrected afterwards.
    """

    def step(m, v, top, new, k):
        top = np.maximum(top, new / (1 - beta2**k))
        return new, top, m / (1 - beta1**k) / (np.sqrt(top) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_maximum_without_the_current(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You divided by the maximum from before the step. The current v counts, so update the maximum first."""

    def step(m, v, top, new, k):
        return new, np.maximum(top, new), m / (1 - beta1**k) / (np.sqrt(top / (1 - beta2**k)) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_maximum_over_coordinates(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You took one maximum over all coordinates. Each coordinate keeps its own, over the steps."""

    def step(m, v, top, new, k):
        top = np.full_like(new, max(top.max(), new.max()))
        return new, top, m / (1 - beta1**k) / (np.sqrt(top / (1 - beta2**k)) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_no_bias_correction(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You left the bias corrections out. Reddi et al. do so too, but here m and the maximum are corrected."""

    def step(m, v, top, new, k):
        top = np.maximum(top, new)
        return new, top, m / (np.sqrt(top) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_minimum(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You kept the smallest v. The denominator is not to fall, so it is the largest one."""

    def step(m, v, top, new, k):
        top = np.minimum(top, new)
        return new, top, m / (1 - beta1**k) / (np.sqrt(top / (1 - beta2**k)) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_no_maximum(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You set top to the present v, so that it falls with it: that is Adam. top is the larger of the old top and v."""

    def step(m, v, top, new, k):
        return new, new, m / (1 - beta1**k) / (np.sqrt(new / (1 - beta2**k)) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_eps_inside_root(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You added ε to the corrected maximum, under the root. It is added to the root."""

    def step(m, v, top, new, k):
        top = np.maximum(top, new)
        return new, top, m / (1 - beta1**k) / np.sqrt(top / (1 - beta2**k) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_eps_left_out(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You left ε out. It is added to the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return amsgrad(w, m, v, top, t, grads, lrs, beta1, beta2, 0.0)


def mistake_root_forgotten(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You divided by the maximum itself. The step is divided by its root."""

    def step(m, v, top, new, k):
        top = np.maximum(top, new)
        return new, top, m / (1 - beta1**k) / (top / (1 - beta2**k) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_only_m_corrected(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You corrected m but not the maximum. It starts at zero as well, and is corrected as Adam's v."""

    def step(m, v, top, new, k):
        top = np.maximum(top, new)
        return new, top, m / (1 - beta1**k) / (np.sqrt(top) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_step_number_from_one(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You counted the steps of this call from 1, although t steps had been taken before it. Its first step has
    the number t + 1.
    """

    def step(m, v, top, new, k):
        top = np.maximum(top, new)
        return new, top, m / (1 - beta1 ** (k - t)) / (np.sqrt(top / (1 - beta2 ** (k - t))) + eps)

    return _walk(step, w, m, v, top, t, grads, lrs, beta1, beta2, eps)


def mistake_first_learning_rate(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You took the first learning rate in every step. Each step has its own, lrs[t]."""
    return amsgrad(w, m, v, top, t, grads, np.full_like(lrs, lrs[0]), beta1, beta2, eps)


def mistake_gradient_not_squared(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You averaged the gradients in v, not their squares. v measures how large they are, whatever their sign: the root of
    a negative average is not a number.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g
        top = np.maximum(top, v)
        w = w - lr * m / (1 - beta1**k) / (np.sqrt(top / (1 - beta2**k)) + eps)
        ws.append(w)
    return np.array(ws), m, v, top


def mistake_averages_exchanged(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    """You gave m the weight β₂ and v the weight β₁. β₁, the smaller one as a rule, belongs to the average of the gradients, m."""
    return amsgrad(w, m, v, top, t, grads, lrs, beta2, beta1, eps)
