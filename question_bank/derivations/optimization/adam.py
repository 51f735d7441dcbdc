"""Adam

The state is `m`, a fading average of the gradients (weight of the old average: β₁), `v`, a fading
average of their elementwise squares (β₂), and `t`, the number of steps taken **before** this call
(0 at the very beginning). Both averages began at zero before the first step of all, and so they
are too small at first.

In each step bring m and v up to date, correct both for that bias (the step being taken counts, so
the first step of all has number 1), and move each coordinate downhill by that step's learning rate
times (corrected m) / (√(corrected v) + ε). So ε is added **after** the correction and outside
the root, as in Algorithm 1 of Kingma and Ba and in `torch.optim.Adam`. There is no weight decay.

Return `ws`, of shape (T, D), the parameters after every step, and `m` and `v` after the last step,
**without** the correction. Leave the arguments as they are.
"""

import numpy as np

SUBTOPIC = "op.adam"
LEVEL = 2
MINUTES = 8
RETURNS = ("ws", "m", "v")
RTOL = 1e-5  # float32 arguments in one case
TRAJECTORY = "ws"
INVARIANTS = {"v": ("not negative",)}
HINTS = (
    "Suppose that every gradient were 1: how large is m after k steps from zero? Divide by just that.",
    "The weights in m after k steps add up to 1 − β₁ᵏ, those in v to 1 − β₂ᵏ; the power grows from step to step.",
    "Raise t first; then m / (1 − β₁ᵗ) and v / (1 − β₂ᵗ) serve this step alone, while m and v go on without them.",
)
SOLUTION = """
Both states are fading averages:

    m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        (elementwise)

They began at 0. Unrolled, after k steps of all the weights in m are (1 − β₁) β₁ʲ for j = 0 … k−1, a geometric sum
of 1 − β₁ᵏ: for gradients that are all alike, m is that fraction of g, and v is 1 − β₂ᵏ of g². Dividing by the
weight that is really there makes true averages of them:

    m̂ = m / (1 − β₁ᵏ)        v̂ = v / (1 − β₂ᵏ)        w ← w − lr · m̂ / (√v̂ + ε)

The step being taken counts, so after t earlier steps the first of this call has k = t + 1. The very first step is
lr · g / (|g| + ε), about lr in every coordinate. The correction is made for the step only; m and v themselves go on
uncorrected, otherwise they would be corrected again in every later step.
"""
SOURCE = "Kingma and Ba 2015, arXiv 1412.6980, Algorithm 1; PyTorch, torch/optim/adam.py, docstring of Adam"
COVERS = ("18e",)
REVIEWED = "2026-11-22 fixed"


def adam(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """The parameters after every step, and the last averages.

    w: (D,) parameters before this call
    m: (D,) average of the gradients before this call
    v: (D,) average of the squared gradients before this call, not negative
    t: number of steps taken before this call
    grads: (T, D) gradient in every step
    lrs: (T,) learning rate of every step
    beta1: β₁, weight of the old m
    beta2: β₂, weight of the old v
    eps: ε, positive
    returns ws: (T, D), m: (D,), v: (D,)
    """
    ws = []
    for i, lr in enumerate(lrs):
        g, k = grads[i], t + i + 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**k)
        v_hat = v / (1 - beta2**k)
        w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
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
    many = _case(rng, 30 + b, 0.1 * 0.8 ** np.arange(12), t=20)
    many["grads"][:, ::3] = 0.0
    yield "many parameters, resumed, some without a gradient now", many
    yield "as many steps as parameters", _case(rng, e, rng.uniform(0.05, 0.2, size=e), t=3)
    yield "two parameters, in float32", _single(_case(rng, 2, [0.1, 0.1, 0.01], beta1=0.75, beta2=0.875))


def naive(w, m, v, t, grads, lrs, beta1, beta2, eps):
    steps, size = grads.shape
    ws, m_end, v_end = np.zeros((steps, size)), np.zeros(size), np.zeros(size)
    for j in range(size):
        at, first, second = w[j], m[j], v[j]
        power1, power2 = 1.0, 1.0
        for _ in range(t):
            power1, power2 = power1 * beta1, power2 * beta2
        for k in range(steps):
            g = grads[k, j]
            first += (1 - beta1) * (g - first)
            second += (1 - beta2) * (g * g - second)
            power1, power2 = power1 * beta1, power2 * beta2
            at -= lrs[k] * (first / (1 - power1)) / ((second / (1 - power2)) ** 0.5 + eps)
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


def _amsgrad(top, w, m, v, t, grads, lrs, beta1, beta2, eps):
    """AMSGrad's walk with Adam's states; top is the maximum so far."""

    def move(m, v, k):
        nonlocal top
        top = np.maximum(top, v)
        return m / (1 - beta1**k) / (np.sqrt(top / (1 - beta2**k)) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_no_bias_correction(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You left the bias correction out. The averages start at zero; with β₁ = 0.9 and β₂ = 0.999 the first step is
    about 3.2 times too large without it.
    """

    def move(m, v, _k):
        return m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_correction_without_power(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You divided by 1 − β instead of 1 − β to the power of the step's number. That is right in the first step only;
    the correction must fade as the averages fill.
    """

    def move(m, v, _k):
        return m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_step_number_not_advanced(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You corrected every step of the call with the number of its first one. The step number grows by 1 with each
    step.
    """

    def move(m, v, _k):
        return m / (1 - beta1 ** (t + 1)) / (np.sqrt(v / (1 - beta2 ** (t + 1))) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_step_number_one_behind(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You corrected with the number of steps before this one, which is 0 in the very first step, and then 0 is divided
    by 0. Count the step being taken: raise t first.
    """

    def move(m, v, k):
        with np.errstate(divide="ignore", invalid="ignore"):
            return m / (1 - beta1 ** (k - 1)) / (np.sqrt(v / (1 - beta2 ** (k - 1))) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_step_number_from_one(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You counted the steps of this call from 1, although t steps had been taken before it. Its first step has
    the number t + 1.
    """

    def move(m, v, k):
        return m / (1 - beta1 ** (k - t)) / (np.sqrt(v / (1 - beta2 ** (k - t))) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_eps_before_correction(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You added ε to the root of the uncorrected v and put the corrections into the learning rate: TensorFlow's and
    Keras' "epsilon hat". Here v is corrected first, then ε is added to its root.
    """

    def move(m, v, k):
        return np.sqrt(1 - beta2**k) / (1 - beta1**k) * m / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_only_m_corrected(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You corrected m but not v. v starts at zero as well, and with β₂ near 1 it is by far the more biased one:
    your first steps are much too large.
    """

    def move(m, v, k):
        return m / (1 - beta1**k) / (np.sqrt(v) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_corrected_moments_stored(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You wrote the corrected averages back into m and v, so the next step corrects them once more.
    Use them for the step only, and keep the uncorrected ones as the state.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**k)
        v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**k)
        w = w - lr * m / (np.sqrt(v) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_eps_inside_root(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You added ε to the corrected v, under the root. It is added to the root: √v̂ + ε."""

    def move(m, v, k):
        return m / (1 - beta1**k) / np.sqrt(v / (1 - beta2**k) + eps)

    return _walk(move, w, m, v, t, grads, lrs, beta1, beta2)


def mistake_maximum_kept(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You divided by the largest v so far: that is AMSGrad. Adam divides by the present v, which may fall again."""
    return _amsgrad(v, w, m, v, t, grads, lrs, beta1, beta2, eps)


def mistake_maximum_kept_from_zero(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You divided by the largest v of this call: that is AMSGrad, and there the maximum would go on from the earlier
    steps. Adam divides by the present v, which may fall again.
    """
    return _amsgrad(np.zeros_like(v), w, m, v, t, grads, lrs, beta1, beta2, eps)


def mistake_maximum_stored_in_v(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You kept v from falling: the maximum belongs to AMSGrad, which has a state of its own for it. Adam's v is a plain
    fading average.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)
        w = w - lr * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_eps_left_out(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You left ε out. It is added to the root, and keeps the step finite where there was no gradient yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return adam(w, m, v, t, grads, lrs, beta1, beta2, 0.0)


def mistake_weights_exchanged(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You gave the new gradient the weights β₁ and β₂. They are the weights of the old averages: β m + (1 − β) g."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = (1 - beta1) * m + beta1 * g
        v = (1 - beta2) * v + beta2 * g**2
        w = w - lr * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_gradient_not_weighted(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You added the gradient to m whole. In an average it comes in with the weight 1 − β₁."""
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_root_forgotten(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You divided by v itself. The step is divided by its root, so that it does not depend on the gradients'
    scale.
    """
    ws = []
    for k, (g, lr) in enumerate(zip(grads, lrs, strict=True), start=t + 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * m / (1 - beta1**k) / (v / (1 - beta2**k) + eps)
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
            w = w - lr * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps)
        ws.append(w)
    return np.array(ws), m, v


def mistake_averages_exchanged(w, m, v, t, grads, lrs, beta1, beta2, eps):
    """You gave m the weight β₂ and v the weight β₁. β₁, the smaller one as a rule, belongs to the average of the gradients, m."""
    return adam(w, m, v, t, grads, lrs, beta2, beta1, eps)
